// Counts the tokens of the texts in a JSON array of strings on standard input. Prints a JSON array with the counts of each
// tokenizer.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const require = createRequire(import.meta.url);
const { get_encoding } = require('tiktoken');
const { getTokenizer } = require('@anthropic-ai/tokenizer');

const encodings = { o200k_base: get_encoding('o200k_base'), cl100k_base: get_encoding('cl100k_base') };
const anthropic = getTokenizer();
const counts = (one) => ({
    ...Object.fromEntries(Object.entries(encodings).map(([name, encoding]) => [name, encoding.encode(one, [], []).length])),
    anthropic: anthropic.encode(one.normalize('NFKC'), 'all').length,
});
console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(counts)));
