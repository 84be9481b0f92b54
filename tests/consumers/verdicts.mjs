// Compares relmeta.consumers() with the links that a program has without an export: every verdict must be correct, and every
// relationship without a verdict must exist under its name. links: [source, name, target, whether it is a list], with tables as
// schema.table. As a program: verdicts.mjs CONSUMER FILE, where FILE contains the links as JSON.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { connect } from './compare.mjs';

export async function compareVerdicts(client, consumer, links, spell) {
    const { relationships, tables } = JSON.parse((await client.query(`SELECT relmeta.export('json') AS text`)).rows[0].text);
    const { rows } = await client.query(`SELECT nspname || '.' || relname AS source, relationship, verdict, reason
        FROM relmeta.consumers($1) JOIN pg_class AS c ON c.oid = source JOIN pg_namespace AS n ON n.oid = relnamespace`, [consumer]);
    const verdictsOn = (source, name) => rows.filter((row) => row.source === source && row.relationship === name);
    const exported = new Set(tables.map((table) => `${table.schema}.${table.name}`));
    const left = links.filter(([source, , target]) => exported.has(source) && exported.has(target)).map((link) => JSON.stringify(link));
    const report = { of: relationships.length, verdicts: rows.length, wrong: [] };
    const taken = [];
    for (const relationship of relationships) {
        const [source, target] = [relationship.source, relationship.target].map((name) => name.join('.'));
        const verdicts = verdictsOn(source, relationship.name);
        const is = (verdict) => verdicts.find((row) => row.verdict === verdict);
        if (is('missing')) {
            // Django creates a link for part of the key, or uses one of several keys.
            const place = /only the first column|one of the foreign keys/.test(is('missing').reason) ? left.findIndex((link) => link.startsWith(`["${source}",`) && link.includes(`,"${target}",`)) : -1;
            if (place >= 0) left.splice(place, 1);
            continue;
        }
        const [, name] = /"(.*)"/.exec((is('renamed') ?? is('collides'))?.reason ?? '') ?? [, spell(relationship.name)];
        const many = /_to_many$/.test(relationship.kind) !== Boolean(is('wrong kind'));
        if (is('collides')) { taken.push(`${source}.${name}`); continue; }
        // If the name is taken, the program appends a number.
        const placeOf = (field) => left.indexOf(JSON.stringify([source, field, target, many]));
        const place = placeOf(name) < 0 && name === spell(relationship.name) ? placeOf(`${name}2`) : placeOf(name);
        if (place < 0) report.wrong.push(`${source}.${relationship.name} is not there as ${name}, ${many ? 'many' : 'one'}`);
        else left.splice(place, 1);
    }
    // Of each colliding name, exactly one link or column exists; Django appends a number to it.
    for (const name of new Set(taken)) {
        const found = left.filter((link) => { const [source, field] = JSON.parse(link); return [name, `${name}_0`].includes(`${source}.${field}`); });
        if (found.length > 1) report.wrong.push(`${name} is there ${found.length} times`);
        for (const link of found) left.splice(left.indexOf(link), 1);
    }
    for (const { source, reason } of rows.filter((row) => row.verdict === 'invented')) {
        const target = /^a link to "?(.*?)"? through/.exec(reason)[1].replaceAll('""', '"');
        const place = left.findIndex((link) => { const [from, , to, many] = JSON.parse(link); return from === source && to.endsWith(`.${target}`) && many; });
        if (place < 0) report.wrong.push(`${source}: ${reason} is not there`);
        else left.splice(place, 1);
    }
    report.wrong.push(...left.map((link) => `${link} is there, and not said`));
    return report;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    const client = await connect();
    console.log(JSON.stringify(await compareVerdicts(client, process.argv[2], JSON.parse(readFileSync(process.argv[3], 'utf8')),
        (name) => name.replace(/[^A-Za-z0-9_]/g, '_'))));
    await client.end();
}
