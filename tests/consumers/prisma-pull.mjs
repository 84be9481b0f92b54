// Lets Prisma's schema engine, in WebAssembly, read the database like `prisma db pull`, and compares the relation fields that it
// writes with relmeta.consumers(). Fields that Prisma's client ignores do not count.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import pg from 'pg';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { compareVerdicts } from './verdicts.mjs';

const binary = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
const { instance } = await WebAssembly.instantiate(readFileSync(binary), { './schema_engine_bg.js': engine });
engine.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

// PostgreSQL types that the engine knows, by ColumnTypeEnum of @prisma/driver-adapter-utils; others are text.
const types = { 16: 5, 18: 6, 20: 1, 21: 0, 23: 0, 26: 0, 1002: 70, 1003: 71, 1005: 64, 1007: 64, 1009: 71 };
const client = new pg.Client();
await client.connect();
const result = async (action) => {
    try {
        return { ok: true, value: await action() };
    } catch ({ code, message }) {
        return { ok: false, error: { kind: 'postgres', code, message, severity: 'ERROR' } };
    }
};
const connection = {
    provider: 'postgres', adapterName: 'pg',
    queryRaw: ({ sql, args }) => result(async () => {
        const { fields, rows } = await client.query({ text: sql, values: args, rowMode: 'array' });
        return { columnNames: fields.map((field) => field.name), columnTypes: fields.map((field) => types[field.dataTypeID] ?? 7), rows };
    }),
    executeRaw: ({ sql, args }) => result(async () => (await client.query(sql, args)).rowCount),
    executeScript: (sql) => result(async () => { await client.query(sql); }),
    getConnectionInfo: () => ({ ok: true, value: { schemaName: 'public', supportsRelationJoins: true } }),
    dispose: () => result(() => {}),
};
const connect = async () => ({ ok: true, value: connection });
const { rows } = await client.query(`SELECT DISTINCT nspname FROM relmeta.relationship JOIN pg_class AS c ON c.oid IN (source, target)
    JOIN pg_namespace AS n ON n.oid = relnamespace ORDER BY nspname`);
const content = `datasource db {\n  provider = "postgresql"\n  schemas = ${JSON.stringify(rows.map((row) => row.nspname))}\n}\n`;
const puller = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', content]] }, () => {}, { ...connection, connect, connectToShadowDb: connect });
const pulled = await puller.introspect({ schema: { files: [{ path: 'schema.prisma', content }] }, baseDirectoryPath: '/', force: true,
    compositeTypeDepth: -1, namespaces: null });
const text = pulled.schema.files.map((file) => file.content).join('\n');
if (process.argv[2]) console.error(text);

const models = new Map([...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].filter(([, , body]) => !/^  @@ignore/m.test(body)).map(([, name, body]) => {
    const mapped = /^  @@map\((".*")\)/m.exec(body), schema = /^  @@schema\((".*")\)/m.exec(body);
    return [name, { body, table: `${schema ? JSON.parse(schema[1]) : 'public'}.${mapped ? JSON.parse(mapped[1]) : name}` }];
}));
const links = new Map();  // a field that occurs twice counts once
for (const { body, table } of models.values()) {
    for (const [line, name, type, list] of body.matchAll(/^  (\w+) +(\w+)(\[\])?.*$/gm)) {
        if (models.has(type) && !/ @ignore/.test(line)) links.set(`${table} ${name}`, [table, name, models.get(type).table, list !== undefined]);
    }
}
console.log(JSON.stringify(await compareVerdicts(client, 'prisma', [...links.values()], (name) => name.replace(/[^A-Za-z0-9_]/g, '_'))));
await client.end();
