// Parses DBML on standard input with dbdiagram.io's own parser and prints the result as JSON: for each table its columns and
// keys, for each reference its ends. Text that the parser rejects is an error.
import { readFileSync } from 'node:fs';
import { Parser } from '@dbml/core';

let database;
try {
    database = new Parser().parse(readFileSync(0, 'utf8'), 'dbmlv2');
} catch (error) {
    console.error(JSON.stringify(error.diags ?? error));
    process.exit(1);
}
const part = (name) => /[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
const full = (schema, table) => `${part(schema ?? 'public')}.${part(table)}`;
const tables = {};
const refs = [];
for (const schema of database.schemas) {
    for (const table of schema.tables) {
        tables[full(schema.name, table.name)] = [
            ...table.fields.map(({ name, type, not_null }) => `${name} ${type.type_name}${not_null ? ' not null' : ''}`),
            ...table.indexes.map(({ pk, columns }) => `${pk ? 'primary' : 'unique'} (${columns.map(({ value }) => value)})`),
        ];
    }
    for (const { name, onDelete, endpoints } of schema.refs) {
        const [from, to] = endpoints.map(({ schemaName, tableName, fieldNames, relation }) =>
            `${full(schemaName, tableName)} (${fieldNames}) ${relation}`);
        refs.push(`${name}: ${from} ${to} ${onDelete}`);
    }
}
console.log(JSON.stringify({ tables, refs }));
