// Parses Markdown on standard input, and prints as JSON what its reader sees: headings, table cells, elements that are not
// Markdown, and broken links.
import { readFileSync } from 'node:fs';
import { marked } from 'marked';
import { JSDOM } from 'jsdom';

const { document } = new JSDOM(marked.parse(readFileSync(0, 'utf8'), { gfm: true })).window;
const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
const known = 'a, p, ul, li, h1, h2, table, thead, tbody, tr, th, td';
console.log(JSON.stringify({
    headings: texts('h1, h2'), rows: [...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
    paragraphs: texts('p').filter(Boolean), others: [...document.body.querySelectorAll(`:not(${known})`)].map((element) => element.outerHTML),
    broken: [...document.querySelectorAll('a[href]')].filter((a) => !document.getElementById(a.getAttribute('href').slice(1))).map((a) => a.outerHTML),
}));
