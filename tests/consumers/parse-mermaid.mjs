// Parses an erDiagram on standard input with Mermaid's own parser and prints the result as JSON: for each entity its
// attributes, for each relationship its ends and its label. A diagram that Mermaid rejects is an error.
import { readFileSync } from 'node:fs';
import mermaid from 'mermaid';

// Mermaid keeps entity codes in its own notation until it draws.
const decoded = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

const text = readFileSync(0, 'utf8');
await mermaid.parse(text);
const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
const names = new Map();
const entities = Object.create(null);  // a table may have the name __proto__
for (const [name, entity] of db.getEntities()) {
    names.set(entity.id, decoded(name));
    entities[decoded(name)] = entity.attributes.map(({ type, name, keys, comment }) =>
        [type, name, keys.join(','), decoded(comment)].filter(Boolean).join(' '));
}
const relationships = db.getRelationships().map(({ entityA, entityB, roleA, relSpec }) =>
    [names.get(entityA), relSpec.cardB, relSpec.relType, relSpec.cardA, names.get(entityB), decoded(roleA)].join(' '));
console.log(JSON.stringify({ entities, relationships }));
