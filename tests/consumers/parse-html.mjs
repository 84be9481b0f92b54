// Opens the page on standard input, clicks TABLE, requests the path between FROM and TO, and prints as JSON what the page then
// shows. The arguments are TABLE FROM TO. An error in the page's script is an error.
import { readFileSync } from 'node:fs';
import { JSDOM, VirtualConsole } from 'jsdom';

const virtualConsole = new VirtualConsole();
virtualConsole.on('jsdomError', (error) => {
    console.error(error.message);
    process.exit(1);
});
const { window } = new JSDOM(readFileSync(0, 'utf8'), { runScripts: 'dangerously', virtualConsole });
const { document } = window;
const [table, from, to] = process.argv.slice(2);
const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
const labels = (selector) => texts(selector).sort();

const shown = { title: document.title, tables: labels('.box'), bridges: labels('.bridge'), links: document.querySelectorAll('.edge').length };
[...document.querySelectorAll('.box')].find((box) => box.textContent === table)?.dispatchEvent(new window.Event('click'));
shown.table = { columns: texts('#details tr'), relationships: texts('#details li'), lit: labels('.box.hit') };
for (const [id, value] of [['from', from], ['to', to]]) {
    document.getElementById(id).value = value;
    document.getElementById(id).dispatchEvent(new window.Event('change'));
}
shown.path = { heading: texts('#details h2')[0], steps: texts('#details li'), lit: labels('.box.hit'), edges: labels('.edge.hit').length };
document.getElementById('search').value = table.slice(0, 3).toUpperCase();
document.getElementById('search').dispatchEvent(new window.Event('input'));
shown.found = labels('.box.hit');
console.log(JSON.stringify(shown));
