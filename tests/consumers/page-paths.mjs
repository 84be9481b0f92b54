// Reads the page named by the first argument and runs its own search for paths, without a browser: for each line of standard input,
// a JSON array of two tables, each a schema and a name, prints the path as a JSON array of [source, name], or null.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const page = readFileSync(process.argv[2], 'utf8');
const script = (id) => page.match(new RegExp(`<script[^>]* id="${id}">([^]*?)</script>`))[1];
const search = vm.runInThisContext(`${script('search-for-paths')}; cheapestPath`);
const catalog = JSON.parse(script('catalog')), costs = JSON.parse(script('costs'));
for (const line of readFileSync(0, 'utf8').split('\n').filter((each) => each !== '')) {
    const [from, to] = JSON.parse(line).map((table) => JSON.stringify(table));
    console.log(JSON.stringify(search(catalog, costs, from, to)?.map(({ source, name }) => [source, name]) ?? null));
}
