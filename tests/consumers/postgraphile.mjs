// Starts PostGraphile on the database, with the tags file that relmeta exports and with pg-many-to-many and simplify-inflection,
// and queries the rows of each relationship: postgraphile.mjs VERSION TAGS. Prints as JSON the result of compare.mjs, and links
// between tables that no relationship has. Without TAGS, compares the links with relmeta.consumers().
import { createRequire } from 'node:module';
import { compare, connect } from './compare.mjs';
import { compareVerdicts } from './verdicts.mjs';

// A function of Node 22 that PostGraphile 5 uses.
Promise.withResolvers ??= function withResolvers() {
    let resolve, reject;
    const promise = new this((...both) => { [resolve, reject] = both; });
    return { promise, resolve, reject };
};

const [version, tags] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const client = await connect();
const schemas = (await client.query(`SELECT DISTINCT nspname FROM relmeta.relationship JOIN pg_class AS c ON c.oid IN (source, target)
    JOIN pg_namespace AS n ON n.oid = relnamespace ORDER BY nspname`)).rows.map((row) => row.nspname);
const types = new Map();  // of tables, as "schema.name", to GraphQL types
const warnings = [];
process.env.GRAPHILE_ENV = 'production';
console.warn = console.error = (...texts) => warnings.push(texts.join(' '));

async function start5() {
    const { makeSchema } = require('postgraphile');
    const { PostGraphileAmberPreset } = require('postgraphile/presets/amber');
    const { makePgService } = require('postgraphile/adaptors/pg');
    const { PgManyToManyPreset } = require('@graphile-contrib/pg-many-to-many');
    const { PgSimplifyInflectionPreset } = require('@graphile/simplify-inflection');
    const { pgSmartTagsFromFile } = require('postgraphile/utils');
    const { grafast } = require('grafast');
    const recorder = {
        name: 'recorder', version: '1.0.0',
        schema: { hooks: { GraphQLObjectType(type, build, { scope: { pgCodec, isPgClassType } }) {
            const pg = pgCodec?.extensions?.pg;
            if (isPgClassType && pg) types.set(`${pg.schemaName}.${pg.name}`, type.name);
            return type;
        } } },
    };
    const pgServices = [makePgService({ connectionString: `postgresql://${process.env.PGUSER}@/${process.env.PGDATABASE}?host=${process.env.PGHOST}&port=${process.env.PGPORT}`, schemas })];
    const { schema, resolvedPreset } = await makeSchema({
        extends: [PostGraphileAmberPreset, PgManyToManyPreset, PgSimplifyInflectionPreset], pgServices,
        plugins: [recorder, ...tags ? [pgSmartTagsFromFile(tags)] : []],
    });
    const ask = async (query) => JSON.parse(JSON.stringify(await grafast({ schema, source: query, resolvedPreset, requestContext: {} })));
    return { schema, ask, stop: () => Promise.all(pgServices.map((service) => service.release?.())) };
}

async function start4() {
    const pg = require('pg');
    const { createPostGraphileSchema, withPostGraphileContext } = require('postgraphile-4');
    const { makePgSmartTagsFromFilePlugin } = require('postgraphile-4/plugins');
    const { graphql } = require('graphql');
    const recorder = (builder) => builder.hook('GraphQLObjectType', (type, build, { scope: { isPgRowType, pgIntrospection } }) => {
        if (isPgRowType && pgIntrospection?.kind === 'class') types.set(`${pgIntrospection.namespaceName}.${pgIntrospection.name}`, type.name);
        return type;
    });
    const pool = new pg.Pool();
    const schema = await createPostGraphileSchema(pool, schemas, {
        appendPlugins: [require('pg-many-to-many-4').default ?? require('pg-many-to-many-4'), require('pg-simplify-inflector-4').default ?? require('pg-simplify-inflector-4'), ...tags ? [makePgSmartTagsFromFilePlugin(tags)] : [], recorder],
        legacyRelations: 'omit',
    });
    const ask = (query) => withPostGraphileContext({ pgPool: pool }, (context) => graphql({ schema, source: query, contextValue: context })).then((result) => JSON.parse(JSON.stringify(result)));
    return { schema, ask, stop: () => pool.end() };
}

// Problems that stop it, or make it drop types depending on their order, are fixed first.
const consumer = version === '4' ? 'postgraphile4' : 'postgraphile';
const stops = `relationship IS NULL AND verdict = 'missing' OR fix LIKE '%@name %' OR $1 = 'postgraphile4' AND verdict = 'collides'`;
for (let mended = tags ? 0 : 1; mended > 0;) {
    const { rows } = await client.query(`SELECT fix FROM relmeta.consumers($1) WHERE (${stops}) AND fix IS NOT NULL LIMIT 1`, [consumer]);
    for (const { fix } of rows) await client.query(fix);
    mended = rows.length;
}

const { schema, ask, stop } = await (version === '4' ? start4 : start5)();
const named = (type) => type.ofType ? named(type.ofType) : type;
const listed = (type) => String(type).includes('[') || Boolean(named(type).getFields?.().nodes);
const row = (type) => { const nodes = named(type).getFields?.().nodes; return named(nodes ? nodes.type : type); };
const plain = (name) => name.replaceAll('ß', 'ss').normalize('NFD').replace(/[^a-z0-9]/gi, '').toLowerCase();
const fieldOf = (type, column) => type.getFields().rowId && column.toLowerCase() === 'id' ? 'rowId'
    : Object.keys(type.getFields()).find((name) => plain(name) === plain(column) && !row(type.getFields()[name].type).getFields);
const typeOf = (table) => schema.getType(types.get(table));
const camel = (name) => name.replace(/^_*/, (start) => start.slice(0, 1)).replace(/[^_].*/, require('lodash/camelCase.js'))
    .replace(/[0-9]S(?=[A-Z]|$)/g, (match) => match.toLowerCase());
const root = (type) => Object.values(schema.getQueryType().getFields()).find((field) => row(field.type) === type && listed(field.type)
    && field.args.every((argument) => !String(argument.type).endsWith('!')));
const seen = new Set();

// The fields that lead from the type of a table to that of another.
const links = [...types].flatMap(([table, type]) => Object.values(schema.getType(type)?.getFields() ?? {})
    .map((field) => [table, field.name, [...types].find(([, name]) => name === row(field.type).name)?.[0], listed(field.type)]).filter(([, , target]) => target));

const hidden = new Set();

const report = !tags ? await compareVerdicts(client, consumer, links, camel) : await compare(client, {
    field(relationship, source) {
        const type = typeOf(source);
        const wanted = camel(relationship.name.replace(/[^A-Za-z0-9_]/g, '_'));
        return type && Object.keys(type.getFields()).find((name) => name === wanted && row(type.getFields()[name].type) === typeOf(relationship.target.join('.')));
    },
    shows(table, column) {
        const shown = fieldOf(typeOf(table), column) !== undefined;
        if (!shown) hidden.add(`${table}.${column}`);
        return shown;
    },
    async rows(relationship, source, name, keys, columns) {
        const type = typeOf(source);
        const field = type.getFields()[name];
        seen.add(`${type.name}.${name}`);
        const target = row(field.type);
        const select = (of, wanted) => wanted.map((column, place) => `c${place}: ${fieldOf(of, column)}`).join(' ');
        const inner = `{ ${select(target, columns)} }`;
        const many = named(field.type) !== target || listed(field.type);
        const all = root(type);
        const body = `{ ${select(type, keys)} links: ${name} ${named(field.type) === target ? inner : `{ nodes ${inner} }`} }`;
        const { data, errors } = await ask(`{ all: ${all.name} ${named(all.type) === type ? body : `{ nodes ${body} }`} }`);
        if (errors) throw new Error(errors[0].message);
        const label = (of, column, value) => named(of.getFields()[fieldOf(of, column)].type).getValue?.(value)?.value ?? value;
        const values = (object, of, wanted) => wanted.map((column, place) => label(of, column, object[`c${place}`]));
        return { many, rows: (data.all.nodes ?? data.all).map((each) => ({
            key: values(each, type, keys),
            links: (many ? each.links.nodes ?? each.links : each.links ? [each.links] : []).map((link) => values(link, target, columns)),
        })) };
    },
});
report.others = links.map(([table, name]) => `${types.get(table)}.${name}`).filter((name) => !seen.has(name)).sort();
report.hidden = [...hidden].sort();
report.warnings = warnings;
console.log(JSON.stringify(report));
await stop();
await client.end();
