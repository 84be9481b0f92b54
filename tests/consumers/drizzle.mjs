// Compiles the module that relmeta exports for Drizzle with TypeScript, and loads each relation by a relational query:
// drizzle.mjs FILE OUT, where FILE is in its own directory. Writes the rows as JSON for loaded.mjs. Other .ts files in the
// directory are also compiled.
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { drizzle } from 'drizzle-orm/node-postgres';
import { createTableRelationsHelpers, extractTablesRelationalConfig, getTableColumns } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';

const [file, out] = process.argv.slice(2);
const directory = dirname(file);
const here = dirname(new URL(import.meta.url).pathname);
symlinkSync(join(here, 'node_modules'), join(directory, 'node_modules'));
writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
const { status, stdout } = spawnSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '--strict', '--skipLibCheck', '--target', 'es2022',
    '--module', 'nodenext', ...readdirSync(directory).filter((name) => /\.ts$/.test(name)).map((name) => join(directory, name))],
    { encoding: 'utf8' });
if (status !== 0) { console.error(stdout); process.exit(1); }

const schema = await import(pathToFileURL(file.replace(/\.ts$/, '.js')));
const pool = new pg.Pool();
const db = drizzle(pool, { schema });
const { tables } = extractTablesRelationalConfig(schema, createTableRelationsHelpers);
const name = (table) => { const config = getTableConfig(table); return [config.schema ?? 'public', config.name]; };
const found = [];
for (const [key, { relations }] of Object.entries(tables)) {
    const table = schema[key];
    const values = (of, row) => Object.fromEntries(Object.entries(getTableColumns(of)).map(([field, column]) => [column.name, typeof row[field] === 'bigint' ? String(row[field]) : row[field]]));
    for (const [field, relation] of Object.entries(relations)) {
        const rows = await db.query[key].findMany({ with: { [field]: true } });
        found.push({ source: name(table), name: field, target: name(relation.referencedTable), many: relation.constructor.name === 'Many',
            rows: rows.map((row) => ({ row: values(table, row), links: [row[field] ?? []].flat().map((link) => values(relation.referencedTable, link)) })) });
    }
}
writeFileSync(out, JSON.stringify(found));
await pool.end();
