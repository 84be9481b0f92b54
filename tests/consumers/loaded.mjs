// Compares the rows that a program loaded through its models with the database: loaded.mjs FILE. The file is a JSON list of
// {source, name, target, many, rows: [{row, links}]}.
import { readFileSync } from 'node:fs';
import { compare, connect } from './compare.mjs';

const client = await connect();
const loaded = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const plain = (name) => name.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');
const find = (relationship) => loaded.find((each) => String(each.source) === String(relationship.source)
    && String(each.target) === String(relationship.target) && each.name === plain(relationship.name));
const report = await compare(client, {
    field: (relationship) => find(relationship)?.name,
    async rows(relationship, source, name, keys, columns) {
        const { many, rows } = find(relationship);
        const values = (row, wanted) => wanted.map((column) => row[column]);
        return { many, rows: rows.map(({ row, links }) => ({ key: values(row, keys), links: links.map((link) => values(link, columns)) })) };
    },
});
console.log(JSON.stringify(report));
await client.end();
