// Compares the relationships of a database with those of a program that reads it: each must have a field with its name there, and
// the field must return the same rows as relmeta.nested().
import pg from 'pg';

export async function connect() {
    const client = new pg.Client();
    await client.connect();
    return client;
}

const canonical = (rows) => JSON.stringify(rows.map((row) => JSON.stringify(row.map((value) => value === null ? null : String(value)))).sort());

// consumer.shows(table, column) returns whether the program has the column; by default, it has all.
// consumer.covers(relationship) returns whether to compare the relationship; by default, all are compared.
// consumer.field(relationship, source) returns its name there, if any. consumer.rows(relationship, source, field, keys, columns)
// returns the rows of the source, by the values of `keys`, each with the values of `columns` of its targets.
export async function compare(client, consumer) {
    const catalog = JSON.parse((await client.query(`SELECT relmeta.export('json') AS text`)).rows[0].text);
    const tables = catalog.tables;
    const relationships = catalog.relationships.filter(consumer.covers ?? (() => true));
    const byName = new Map(tables.map((table) => [table.schema + '.' + table.name, table]));
    const report = { names: 0, queries: 0, of: relationships.length, missing: [], differ: [] };
    for (const relationship of relationships) {
        const [source, target] = [relationship.source, relationship.target].map((name) => name.join('.'));
        const label = `${relationship.source[1]}.${relationship.name}`;
        const field = await consumer.field(relationship, source);
        if (!field) { report.missing.push(label); continue; }
        report.names++;
        try {
            const columnsOf = (table) => byName.get(table).columns.map((column) => column.name).filter((column) => consumer.shows?.(table, column) ?? true);
            const keys = columnsOf(source), columns = columnsOf(target);
            const text = (names) => names.map((name) => JSON.stringify(name)).join(' ');
            const selection = `{ ${text(keys)} ${text([relationship.name])} { ${text(columns)} } }`;
            const { rows } = await client.query('SELECT nested FROM relmeta.nested($1::regclass, $2)',
                [relationship.source.map((name) => '"' + name.replaceAll('"', '""') + '"').join('.'), selection]);
            const expected = rows.map(({ nested }) => [...keys.map((key) => nested[key]),
                canonical([nested[relationship.name] ?? []].flat().map((link) => columns.map((column) => link[column])))]);
            const found = await consumer.rows(relationship, source, field, keys, columns);
            const actual = found.rows.map(({ key, links }) => [...key, canonical(links)]);
            const toMany = /_to_many$/.test(relationship.kind);
            if (canonical(expected) !== canonical(actual)) report.differ.push(`${label}: ${JSON.stringify(expected)} but ${JSON.stringify(actual)}`);
            else if (found.many !== toMany) report.differ.push(`${label}: ${relationship.kind} but ${found.many ? 'many' : 'one'}`);
            else report.queries++;
        } catch (error) {
            report.differ.push(`${label}: ${error.message}`);
        }
    }
    return report;
}
