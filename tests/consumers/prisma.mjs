// Passes a schema to Prisma's own engine, in WebAssembly, and compares the relation fields that it finds with the catalog:
// prisma.mjs FILE [MODEL]. Prisma's clients load native programs, so no query is run: `queries` counts relations that join the
// same columns.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { connect } from './compare.mjs';

const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');
const text = readFileSync(process.argv[2], 'utf8');
engine.validate(JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true }));
const { models } = JSON.parse(engine.get_dmmf(JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true }))).datamodel;
const client = await connect();
const { relationships } = JSON.parse((await client.query(`SELECT relmeta.export('json') AS text`)).rows[0].text);
await client.end();

const modelOf = ([schema, name]) => models.find((model) => (model.dbName ?? model.name) === name && (model.schema ?? 'public') === schema);
const plain = (name) => name.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');
const columns = (model, fields) => fields.map((name) => { const field = model.fields.find((each) => each.name === name); return field.dbName ?? field.name; });
const report = { of: relationships.length, names: 0, queries: 0, missing: [], differ: [] };
for (const relationship of relationships) {
    const [source, target] = [relationship.source, relationship.target].map(modelOf);
    const label = `${relationship.source[1]}.${relationship.name}`;
    const field = source?.fields.find((each) => each.name === plain(relationship.name) && each.relationName && each.type === target?.name);
    if (!field) { report.missing.push(label); continue; }
    report.names++;
    const other = target.fields.find((each) => each.relationName === field.relationName && each.name === plain(relationship.inverse));
    const [from, to] = field.relationFromFields.length ? [field.relationFromFields, field.relationToFields] : [other?.relationToFields ?? [], other?.relationFromFields ?? []];
    const found = [columns(source, from), columns(target, to), field.isList];
    const expected = [relationship.source_columns, relationship.target_columns, /_to_many$/.test(relationship.kind)];
    if (JSON.stringify(found) === JSON.stringify(expected)) report.queries++;
    else report.differ.push(`${label}: ${JSON.stringify(expected)} but ${JSON.stringify(found)}`);
}
const shown = models.find((model) => model.name === process.argv[3]);
report.documentation = [shown?.documentation, ...(shown?.fields ?? []).map((field) => field.documentation)].filter((text) => text !== undefined);
console.log(JSON.stringify(report));
