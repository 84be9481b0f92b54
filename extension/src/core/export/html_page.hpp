// The page of the html format, in three parts, between which the catalog and the path costs are inserted as JSON. The page is
// self-contained: its Content-Security-Policy forbids loading anything.
#pragma once

namespace relmeta::formats {

constexpr char page_before[] = R"PAGE(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>Relationships</title>
<style>
:root { --ink: #1f2933; --soft: #6b7683; --line: #8a95a3; --page: #fafbfc; --card: #fff; --head: #dbe7f5; --bridge: #fbe8c8; --hit: #c2410c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9ef; --soft: #97a3b0; --line: #66727f; --page: #14181d; --card: #1d232a; --head: #24405f; --bridge: #5b4312; --hit: #fb923c; }
}
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: flex; font: 14px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--page); }
#side { width: 22rem; max-width: 45vw; padding: 1rem; overflow: auto; border-right: 1px solid var(--line); background: var(--card); }
#canvas { flex: 1; min-width: 0; cursor: grab; touch-action: none; }
#canvas.moving { cursor: grabbing; }
h1 { font-size: 1rem; margin: 0 0 .5rem; }
h2 { font-size: .95rem; margin: 1.2rem 0 .3rem; overflow-wrap: anywhere; }
label { display: block; margin: .4rem 0; color: var(--soft); }
input { width: 100%; padding: .35rem .5rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 4px; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: left; cursor: pointer; overflow-wrap: anywhere; }
button:hover, button:focus-visible { text-decoration: underline; }
ul, ol { margin: 0; padding-left: 1.2rem; }
li { margin: .15rem 0; overflow-wrap: anywhere; }
small, .soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
td { padding: .1rem .4rem .1rem 0; vertical-align: top; overflow-wrap: anywhere; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.box rect { fill: var(--head); stroke: var(--line); }
.box.bridge rect { fill: var(--bridge); }
.box { cursor: pointer; }
.edge { fill: none; stroke: var(--line); }
.edge.loose { stroke-dasharray: 5 4; }
.faded { opacity: .15; }
.box.hit rect, .edge.hit { stroke: var(--hit); stroke-width: 2.5; }
</style>
</head>
<body>
<aside id="side">
<h1>Relationships</h1>
<p class="soft" id="counts"></p>
<label>Search <input id="search" type="search" list="names" autocomplete="off"></label>
<label>Path from <input id="from" list="names" autocomplete="off"></label>
<label>to <input id="to" list="names" autocomplete="off"></label>
<datalist id="names"></datalist>
<div id="details" aria-live="polite"></div>
</aside>
<svg id="canvas" role="img" aria-label="Tables and the relationships between them"></svg>
<script type="application/json" id="catalog">)PAGE";

constexpr char page_between[] = R"PAGE(</script>
<script type="application/json" id="costs">)PAGE";

constexpr char page_after[] = R"PAGE(</script>
<script id="search-for-paths">
'use strict';
// A table is identified by its schema and its name.
const key = (pair) => JSON.stringify(pair);

// The relationships of the path that relmeta.path finds between two tables; null if there is none. rest[hops] has the cost of the
// cheapest path with that number of hops from each table to the last one. The lowest cost wins, then the fewest hops, then the names
// of the relationships, which are sorted.
const cheapestPath = (catalog, costs, from, to) => {
    const passing = new Map(catalog.tables.map((table, i) => [key([table.schema, table.name]), costs.tables[i]]));
    passing.set(from, 0).set(to, 0);
    const steps = catalog.relationships.map((relationship, i) => ({ relationship, source: key(relationship.source),
        target: key(relationship.target), cost: costs.relationships[i] + passing.get(key(relationship.target)) }))
        .filter(({ relationship }, i) => costs.relationships[i] !== null &&
            (relationship.bridge === null || ![from, to].includes(key(relationship.bridge))));
    const rest = [new Map([[to, 0]])];
    const left = (step, hops) => step.cost + (rest[hops - 1].get(step.target) ?? Infinity);
    let best = 0;
    const whole = (hops) => rest[hops].get(from) ?? Infinity;
    for (let hops = 1; hops <= costs.max_hops; ++hops) {
        rest.push(new Map());
        for (const step of steps) {
            if (left(step, hops) < (rest[hops].get(step.source) ?? Infinity)) rest[hops].set(step.source, left(step, hops));
        }
        if (whole(hops) < whole(best)) best = hops;
    }
    if (whole(best) === Infinity) return null;
    const path = [];
    for (let table = from, hops = best; hops > 0; --hops) {
        const next = steps.find((step) => step.source === table && left(step, hops) === rest[hops].get(table));
        path.push(next.relationship);
        table = next.target;
    }
    return path;
};
</script>
<script>
'use strict';
const $ = (id) => document.getElementById(id);
const catalog = JSON.parse($('catalog').textContent);
const costs = JSON.parse($('costs').textContent);
// Labels are quoted as in SQL if they could be ambiguous, so every table has a different label.
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const escaped = (c) => '\\' + c.codePointAt(0).toString(16).padStart(4, '0');
const shown = (name) => /\p{Cc}/u.test(name) ? 'U&' + quoted(name.replaceAll('\\', '\\\\').replace(/\p{Cc}/gu, escaped))
    : /[."]/.test(name) ? quoted(name) : name;
const label = ([schema, name]) => schema === 'public' ? shown(name) : `${shown(schema)}.${shown(name)}`;

// Model: a node for each table, and an edge for each direct link. A click on a table shows its relationships.
const nodes = catalog.tables.map((table) => ({ table, id: key([table.schema, table.name]), label: label([table.schema, table.name]),
    relationships: [], links: new Set() }));
const byId = new Map(nodes.map((node) => [node.id, node]));
const byLabel = new Map(nodes.map((node) => [node.label, node]));
const bridges = new Map(catalog.bridges.map((bridge) => [key(bridge.table), bridge]));
const edges = [];
const edgeOf = new Map();
for (const r of catalog.relationships) {
    const source = byId.get(key(r.source)), target = byId.get(key(r.target));
    source.relationships.push(r);
    const shown = r.bridge !== null && !byId.has(key(r.bridge));
    if (r.bridge === null || shown) {
        const name = key([key([r.source, r.name]), key([r.target, r.inverse])].sort());  // the same from both sides
        if (!edgeOf.has(name)) {
            edgeOf.set(name, { source, target, loose: !r.enforced });
            edges.push(edgeOf.get(name));
        }
        r.edge = edgeOf.get(name);
        source.links.add(target);
        target.links.add(source);
    }
}
$('counts').textContent = `${nodes.length} tables, ${catalog.relationships.length} relationships, ${catalog.bridges.length} bridges`;
for (const node of nodes) {
    $('names').append(new Option(node.label, node.label));
}

// Layout: a force simulation, in which tables repel each other and links attract. It starts at fixed positions, so the result is
// reproducible. Larger catalogs get fewer rounds. Tables without links are placed in rows below.
const linked = nodes.filter((node) => [...node.links].some((other) => other !== node));
const spread = 55 * Math.sqrt(linked.length + 1);
linked.forEach((node, i) => {
    const angle = i * 2.399963, radius = spread * Math.sqrt((i + 0.5) / linked.length);
    node.x = 1.6 * radius * Math.cos(angle);
    node.y = radius * Math.sin(angle);
});
const rounds = Math.max(15, Math.min(400, Math.floor(6e7 / (linked.length ** 2 + 1))));
for (let round = 0; round < rounds; ++round) {
    const heat = 40 * (1 - round / rounds) + 1;
    for (const node of linked) {
        node.dx = -node.x * 0.012;
        node.dy = -node.y * 0.02;
    }
    for (let i = 0; i < linked.length; ++i) {
        for (let j = i + 1; j < linked.length; ++j) {
            const a = linked[i], b = linked[j], dx = (a.x - b.x) / 1.8, dy = a.y - b.y;
            const push = 14000 / (dx * dx + dy * dy + 20);
            const distance = Math.hypot(dx, dy) + 0.1;
            a.dx += push * dx / distance; a.dy += push * dy / distance;
            b.dx -= push * dx / distance; b.dy -= push * dy / distance;
        }
    }
    for (const { source, target } of edges) {
        const dx = target.x - source.x, dy = target.y - source.y, distance = Math.hypot(dx, dy);
        if (source !== target && distance > 0) {
            const pull = 0.06 * (distance - 140) / Math.sqrt(Math.min(source.links.size, target.links.size));
            source.dx += pull * dx / distance; source.dy += pull * dy / distance;
            target.dx -= pull * dx / distance; target.dy -= pull * dy / distance;
        }
    }
    for (const node of linked) {
        const step = Math.hypot(node.dx, node.dy) + 0.01, limit = Math.min(step, heat) / step;
        node.x += node.dx * limit;
        node.y += node.dy * limit;
    }
}
for (const node of nodes) {
    node.width = 7.2 * node.label.length + 18;
}
// Move overlapping boxes apart: the upper one up, the lower one down.
for (let round = 0; round < 60; ++round) {
    const sorted = [...linked].sort((a, b) => a.y - b.y || (a.label < b.label ? -1 : 1));
    let moved = false;
    for (let i = 0; i < sorted.length; ++i) {
        for (let j = i + 1; j < sorted.length && sorted[j].y - sorted[i].y < 34; ++j) {
            if (Math.abs(sorted[i].x - sorted[j].x) < (sorted[i].width + sorted[j].width) / 2 + 12) {
                const gap = (34 - (sorted[j].y - sorted[i].y)) / 2 + 0.5;
                sorted[i].y -= gap;
                sorted[j].y += gap;
                moved = true;
            }
        }
    }
    if (!moved) break;
}
let left = Math.min(0, ...linked.map((node) => node.x)), right = Math.max(600, ...linked.map((node) => node.x));
let x = left, y = Math.max(0, ...linked.map((node) => node.y)) + 80;
for (const node of nodes.filter((each) => !linked.includes(each))) {
    if (x > left && x + node.width > right) { x = left; y += 36; }
    node.x = x + node.width / 2;
    node.y = y;
    x += node.width + 14;
}

// Drawing
const svgNode = (name, attributes, parent) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    parent.append(element);
    return element;
};
const canvas = $('canvas');
const world = svgNode('g', {}, canvas);
const between = new Map();
for (const edge of edges) {
    const { source: a, target: b } = edge;
    const pair = key([a.id, b.id].sort()), nth = between.get(pair) ?? 0;
    between.set(pair, nth + 1);
    const bend = 14 * Math.ceil(nth / 2) * (nth % 2 ? 1 : -1);
    const d = a === b ? `M${a.x + a.width / 2} ${a.y - 6} c${24 + 6 * nth} -14 ${24 + 6 * nth} 26 0 12`
        : `M${a.x} ${a.y} Q${(a.x + b.x) / 2 + bend} ${(a.y + b.y) / 2 + bend} ${b.x} ${b.y}`;
    edge.element = svgNode('path', { d, class: edge.loose ? 'edge loose' : 'edge' }, world);
}
for (const node of nodes) {
    const group = svgNode('g', { class: bridges.has(node.id) ? 'box bridge' : 'box', tabindex: 0 }, world);
    svgNode('rect', { x: node.x - node.width / 2, y: node.y - 13, width: node.width, height: 26, rx: 4 }, group);
    svgNode('text', { x: node.x, y: node.y + 4, 'text-anchor': 'middle' }, group).textContent = node.label;
    group.addEventListener('click', () => show(node));
    group.addEventListener('keydown', (event) => { if (event.key === 'Enter') show(node); });
    node.element = group;
}

// Pan and zoom
let view = { x: 0, y: 0, scale: 1 };
const place = () => world.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
const fit = (some) => {
    const box = canvas.getBoundingClientRect();
    const x0 = Math.min(...some.map((n) => n.x - n.width / 2)), x1 = Math.max(...some.map((n) => n.x + n.width / 2));
    const y0 = Math.min(...some.map((n) => n.y)) - 20, y1 = Math.max(...some.map((n) => n.y)) + 20;
    const scale = Math.min(1.4, 0.94 * Math.min(box.width / (x1 - x0), box.height / (y1 - y0)));
    view = { scale, x: box.width / 2 - scale * (x0 + x1) / 2, y: box.height / 2 - scale * (y0 + y1) / 2 };
    place();
};
canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * 0.0015), box = canvas.getBoundingClientRect();
    const px = event.clientX - box.left, py = event.clientY - box.top;
    view = { scale: view.scale * factor, x: px - (px - view.x) * factor, y: py - (py - view.y) * factor };
    place();
}, { passive: false });
canvas.addEventListener('pointerdown', (event) => {
    if (event.target.closest('.box')) return;
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add('moving');
});
canvas.addEventListener('pointermove', (event) => {
    if (canvas.classList.contains('moving')) {
        view.x += event.movementX;
        view.y += event.movementY;
        place();
    }
});
canvas.addEventListener('pointerup', () => canvas.classList.remove('moving'));

// Highlighting and the side panel
const light = (hitNodes, hitEdges) => {
    const any = hitNodes.size > 0;
    for (const node of nodes) {
        node.element.classList.toggle('hit', hitNodes.has(node));
        node.element.classList.toggle('faded', any && !hitNodes.has(node));
    }
    for (const edge of edges) {
        edge.element.classList.toggle('hit', hitEdges.has(edge));
        edge.element.classList.toggle('faded', any && !hitEdges.has(edge));
    }
};
const element = (name, content, ...children) => {
    const made = document.createElement(name);
    made.textContent = content;
    made.append(...children);
    return made;
};
const go = (pair) => {
    const node = byId.get(key(pair)), button = element('button', label(pair));
    button.addEventListener('click', () => show(node));
    return button;
};
const condition = (r) => {
    const equal = (a, ac, b, bc) => ac.map((column, i) => `${label(a)}.${column} = ${label(b)}.${bc[i]}`).join(' and ');
    return r.bridge === null ? equal(r.source, r.source_columns, r.target, r.target_columns)
        : equal(r.source, r.source_columns, r.bridge, r.bridge_source_columns) + ' and ' +
          equal(r.bridge, r.bridge_target_columns, r.target, r.target_columns);
};
const describe = (r) => {
    const item = element('li', `${r.name}: ${r.kind.replaceAll('_', ' ')} `, go(r.target));
    if (r.bridge !== null) item.append(` via ${label(r.bridge)}`);
    item.append(document.createElement('br'), element('small', condition(r)));
    return item;
};
const show = (node) => {
    const lines = node.table.columns.map((column) => {
        const row = document.createElement('tr');
        const marks = (node.table.primary_key.includes(column.name) ? ' key' : '') + (column.not_null ? '' : ' ?');
        row.append(element('td', column.name), element('td', column.type + marks));
        row.lastChild.className = 'soft';
        if (column.comment) row.append(element('td', column.comment));
        return row;
    });
    const table = document.createElement('table');
    table.append(...lines);
    const list = document.createElement('ul');
    list.append(...node.relationships.map(describe));
    const bridge = bridges.get(node.id);
    $('details').replaceChildren(element('h2', node.label), element('small', bridge ? `bridge, ${bridge.grade}: ${bridge.reason}` : node.table.kind),
        element('p', node.table.comment ?? ''),
        table, element('h2', 'Relationships'), list);
    const own = new Set(node.relationships.map((r) => r.edge));
    light(new Set([node, ...node.links]), own);
};
const find = () => {
    const from = byLabel.get($('from').value), to = byLabel.get($('to').value);
    if (!from || !to) return;
    const steps = cheapestPath(catalog, costs, from.id, to.id);
    if (steps === null) {
        light(new Set([from, to]), new Set());
        $('details').replaceChildren(element('h2', 'No path'), element('p', `There is no path from ${from.label} to ${to.label}.`));
        return;
    }
    const list = document.createElement('ol');
    list.append(...steps.map(describe));
    $('details').replaceChildren(element('h2', `${from.label} to ${to.label}`), list);
    const through = steps.flatMap((r) => [r.source, r.bridge, r.target]).filter((pair) => pair && byId.has(key(pair)));
    const hit = new Set([from, to, ...through.map((pair) => byId.get(key(pair)))]);
    const used = new Set(steps.flatMap((r) => r.edge ?? catalog.relationships.filter((other) => other.bridge === null &&
        [r.constraint, r.far_constraint].includes(other.constraint ?? other.name) && key(other.holder) === key(r.holder)).map((other) => other.edge)));
    light(hit, used);
    fit([...hit]);
};
$('from').addEventListener('change', find);
$('to').addEventListener('change', find);
$('search').addEventListener('input', () => {
    const text = $('search').value.toLowerCase(), exact = byLabel.get($('search').value);
    const found = text === '' ? [] : nodes.filter((node) => node.label.toLowerCase().includes(text));
    light(new Set(found), new Set());
    if (exact) show(exact);
    if (found.length > 0) fit(found);
    else if (text === '') fit(nodes);
});
if (nodes.length > 0) fit(nodes);
</script>
</body>
</html>
)PAGE";

}  // namespace relmeta::formats
