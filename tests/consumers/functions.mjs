// Calls the functions that relmeta exports for pg_graphql for the rows of each link through a bridge or with a condition; or,
// with a schema, the accessors there for the rows of every relationship: functions.mjs [SCHEMA].
import { compare, connect } from './compare.mjs';

const schema = process.argv[2] ?? null;
const client = await connect();
const functions = new Map((await client.query(`SELECT proname || ' ' || proargtypes[0]::regtype AS name, pronamespace::regnamespace || '.' || quote_ident(proname) AS called, prorows
    FROM pg_proc WHERE CASE WHEN $1::text IS NULL THEN obj_description(oid, 'pg_proc') LIKE '%Made by relmeta.' ELSE pronamespace = to_regnamespace($1) END`,
    [schema])).rows.map((row) => [row.name, row]));
const quote = (names) => names.map((name) => '"' + name.replaceAll('"', '""') + '"').join('.');
const typeOf = async (relationship) => (await client.query('SELECT $1::regtype::text AS name', [quote(relationship.source)])).rows[0].name;
const report = await compare(client, {
    covers: (relationship) => schema !== null || relationship.bridge !== null || relationship.condition !== null,
    field: async (relationship) => functions.get(`${relationship.name} ${await typeOf(relationship)}`)?.called,
    async rows(relationship, source, called, keys, columns) {
        const { rows } = await client.query(`SELECT to_jsonb(s) AS source, (SELECT jsonb_agg(to_jsonb(t)) FROM ${called}(s) AS t) AS links FROM ${quote(relationship.source)} AS s`);
        const many = functions.get(`${relationship.name} ${await typeOf(relationship)}`).prorows !== 1;
        return { many, rows: rows.map((row) => ({ key: keys.map((key) => row.source[key]), links: (row.links ?? []).map((link) => columns.map((column) => link[column])) })) };
    },
});
console.log(JSON.stringify(report));
await client.end();
