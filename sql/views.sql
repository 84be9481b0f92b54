-- A column of a view that is a column of a table carries the table's key. What the query tree does not prove is not derived.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA base;
CREATE SCHEMA v;
SET search_path = v, base;
CREATE DOMAIN base.ref AS integer;
CREATE TABLE base.p (id integer PRIMARY KEY, name varchar(20) UNIQUE NOT NULL, kind integer);
CREATE TABLE base.c (id integer PRIMARY KEY, p_id integer NOT NULL REFERENCES p, o_id base.ref REFERENCES p, name varchar(20) REFERENCES p (name));
CREATE TABLE base.one (id integer PRIMARY KEY, p_id integer NOT NULL UNIQUE REFERENCES p);
CREATE TABLE base.tag (c_id integer REFERENCES c, tag_id integer, PRIMARY KEY (c_id, tag_id));
CREATE TABLE base.tagging (id integer PRIMARY KEY, c_id integer NOT NULL, tag_id integer, FOREIGN KEY (c_id, tag_id) REFERENCES tag);
CREATE TABLE base.loose (p_id integer NOT NULL);
ALTER TABLE loose ADD FOREIGN KEY (p_id) REFERENCES p NOT VALID;

-- Prints the links of a view to tables of another schema, and drops it.
CREATE FUNCTION base.links(query text, kind text DEFAULT 'VIEW') RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE %s v.it AS %s', kind, query);
    RETURN QUERY
        SELECT concat('it (', array_to_string(source_columns, ', '), ') ', r.kind, ' ', target, ' (', array_to_string(target_columns, ', '), ')',
                      CASE WHEN required THEN ', required' END, CASE WHEN enforced THEN ', enforced' END)
        FROM relmeta.relationship AS r
        WHERE source = 'v.it'::regclass AND origin = 'view' AND target NOT IN (SELECT oid FROM pg_class WHERE relnamespace = 'v'::regnamespace)
        ORDER BY 1;
    IF EXISTS (SELECT FROM relmeta.check()) THEN RAISE 'the catalog is not true'; END IF;
    EXECUTE format('DROP %s v.it', kind);
END
$$;
\pset format unaligned
\pset tuples_only on

-- Renamed, filtered and computed columns.
SELECT base.links('SELECT id, p_id AS who, name FROM c');
SELECT base.links('SELECT p_id, count(*) OVER () FROM c WHERE id > 3 ORDER BY p_id LIMIT 2');
SELECT base.links('SELECT p_id + 0 AS a, COALESCE(p_id, 1) AS b, NULLIF(p_id, 1) AS c, (SELECT p_id) AS d, -p_id AS e FROM c');
SELECT base.links('SELECT p_id, generate_series(1, 2) FROM one');
SELECT base.links('SELECT p_id FROM one');
SELECT base.links('SELECT p_id FROM loose');
-- Casts that keep the value, and other casts.
SELECT base.links('SELECT p_id::bigint AS a, o_id::integer AS b, p_id::base.ref AS c, name::text AS d FROM c');
SELECT base.links('SELECT p_id::text AS a, p_id::numeric AS b, p_id::oid AS c, name::name AS d, name::varchar(5) AS e, name COLLATE "C" AS f FROM c');
-- Composite keys: all columns are needed.
SELECT base.links('SELECT tag_id, c_id FROM tagging');
SELECT base.links('SELECT tag_id FROM tagging');
SELECT base.links('SELECT a.tag_id, b.c_id FROM tagging AS a, tagging AS b');
-- Joins: the nullable side, and rows that repeat or do not.
SELECT base.links('SELECT one.p_id FROM one JOIN p ON p.id = one.p_id');
SELECT base.links('SELECT one.p_id FROM one JOIN p USING (id)');
SELECT base.links('SELECT one.p_id FROM one JOIN p ON p.kind = one.id');
SELECT base.links('SELECT one.p_id FROM one LEFT JOIN c ON c.id = one.id');
SELECT base.links('SELECT one.p_id FROM one LEFT JOIN c ON c.p_id = one.id');
SELECT base.links('SELECT one.p_id FROM c LEFT JOIN one ON one.id = c.id');
SELECT base.links('SELECT one.p_id FROM c FULL JOIN one ON one.id = c.id');
SELECT base.links('SELECT one.p_id FROM one, LATERAL (SELECT count(*) FROM c WHERE c.p_id = one.p_id) AS s');
SELECT base.links('SELECT one.p_id FROM one, LATERAL (SELECT id FROM c WHERE c.p_id = one.p_id LIMIT 1) AS s');
SELECT base.links('SELECT one.p_id FROM one, LATERAL (SELECT id FROM c WHERE c.p_id = one.p_id) AS s');
SELECT base.links('SELECT one.p_id FROM one JOIN (SELECT p_id, count(*) FROM c GROUP BY p_id) AS s USING (p_id)');
SELECT base.links('SELECT one.p_id FROM one JOIN (SELECT DISTINCT p_id, o_id FROM c) AS s USING (p_id)');
SELECT base.links('SELECT one.p_id FROM one, generate_series(1, 2)');
SELECT base.links('SELECT one.p_id FROM one, c WHERE c.id = 7');
SELECT base.links('SELECT one.p_id FROM one JOIN c ON c.id = one.id OR c.p_id = 1');
-- The condition of an outer join does not hold for rows without a match: one.p_id repeats for each c.
SELECT base.links('SELECT one.p_id FROM (one CROSS JOIN c) LEFT JOIN p ON p.id = one.id AND p.kind = c.id');
SELECT base.links('SELECT one.p_id FROM (one CROSS JOIN c) JOIN p ON p.id = one.id AND p.kind = c.id');
-- GROUP BY, DISTINCT, aggregates.
SELECT base.links('SELECT p_id, count(*) FROM c GROUP BY p_id');
SELECT base.links('SELECT p_id, o_id FROM c GROUP BY p_id, o_id');
SELECT base.links('SELECT p_id, o_id, count(*) FROM c GROUP BY ROLLUP (p_id, o_id)');
SELECT base.links('SELECT one.id, one.p_id, count(*) FROM one JOIN c USING (p_id) GROUP BY one.id');
SELECT base.links('SELECT min(p_id) AS p_id FROM c');
SELECT base.links('SELECT DISTINCT p_id FROM c');
SELECT base.links('SELECT DISTINCT p_id, o_id FROM c');
SELECT base.links('SELECT DISTINCT ON (p_id) p_id, o_id FROM c ORDER BY p_id, o_id');
-- Set operations: every branch must carry a key to the same columns.
SELECT base.links('SELECT p_id FROM c UNION ALL SELECT p_id FROM one');
SELECT base.links('SELECT p_id FROM c UNION SELECT p_id FROM one');
SELECT base.links('SELECT p_id FROM c UNION ALL SELECT id FROM c');
SELECT base.links('SELECT p_id, o_id FROM c UNION ALL SELECT o_id, id FROM c');
SELECT base.links('SELECT p_id FROM one EXCEPT SELECT id FROM c');
SELECT base.links('SELECT p_id FROM one INTERSECT ALL SELECT id FROM c UNION ALL SELECT p_id FROM c');
SELECT base.links('SELECT p_id FROM c UNION ALL (SELECT p_id FROM loose LIMIT 1)');
-- Subqueries and CTEs, and a recursive one.
SELECT base.links('SELECT who FROM (SELECT p_id AS who FROM (SELECT * FROM one) AS a) AS b');
SELECT base.links('WITH a AS MATERIALIZED (SELECT p_id FROM one), b AS (SELECT * FROM a) SELECT x.p_id FROM b AS x JOIN a AS y USING (p_id)');
SELECT base.links('WITH RECURSIVE r AS (SELECT id, p_id FROM c UNION ALL SELECT c.id, c.p_id FROM c JOIN r ON r.id = c.p_id) SELECT p_id FROM r');
-- A materialized view has the rows of its last REFRESH, and can have a unique index of its own.
SELECT base.links('SELECT p_id FROM c', 'MATERIALIZED VIEW');
CREATE MATERIALIZED VIEW kept AS SELECT p_id FROM c;
CREATE UNIQUE INDEX ON kept (p_id);
SELECT kind FROM relmeta.relationship WHERE source = 'kept'::regclass;
SELECT base.links('SELECT p_id FROM kept');
DROP MATERIALIZED VIEW kept;
-- Rows of inheriting tables satisfy no key of the parent.
CREATE TABLE base.heir () INHERITS (one);
SELECT base.links('SELECT p_id FROM one');
SELECT base.links('SELECT p_id FROM ONLY one');
DROP TABLE base.heir;
SELECT base.links('SELECT p_id FROM one', 'VIEW');

-- Views of views, and the targets of links: the table, and the view that stands for it in the schema of the view.
\pset tuples_only off
\pset format aligned
\pset footer off
CREATE VIEW p AS SELECT id, name FROM base.p;
CREATE VIEW some_p AS SELECT id FROM base.p WHERE kind = 3;
CREATE VIEW c WITH (security_barrier) AS SELECT id, p_id, name FROM base.c;
CREATE VIEW late AS SELECT id, p_id FROM c WHERE id > 100;
CREATE VIEW pairs AS SELECT a.id, a.p_id, b.p_id AS other_p_id FROM c AS a JOIN c AS b ON b.id = a.id + 1;
SELECT r.source, r.name, r.kind, r.target, r.condition, r.required, e.enforced
FROM relmeta.relationships AS r JOIN relmeta.relationship AS e USING (source, name) WHERE e.origin = 'view' ORDER BY r.source::text, r.name;
-- The table in the view's schema is also linked.
CREATE TABLE note (id integer PRIMARY KEY, p_id integer REFERENCES base.p);
SELECT source, name, kind, target FROM relmeta.relationships WHERE source = 'note'::regclass ORDER BY 2;
DROP TABLE note;

SELECT * FROM relmeta.explain('late', 'p');
SELECT * FROM relmeta.explain('p', 'cs');
SELECT name FROM relmeta.relationship WHERE source = 'late'::regclass AND target = 'base.p'::regclass \gset
SELECT * FROM relmeta.explain('late', :'name');
SELECT relmeta.explain('base.p', r.inverse) FROM relmeta.relationship AS r WHERE source = 'pairs'::regclass AND target = 'base.p'::regclass;

-- A declared relationship replaces a derived one; after forget, the derived one is back.
SELECT relmeta.declare_relationship('c', '{p_id}', 'p', '{id}', kind => 'many_to_one', name => 'said');
SELECT name, origin, kind FROM relmeta.relationship WHERE source = 'c'::regclass AND target = 'p'::regclass;
SELECT relmeta.forget('c', 'said');
SELECT name, origin, kind FROM relmeta.relationship WHERE source = 'c'::regclass AND target = 'p'::regclass;
-- A chosen name is kept when objects below change; a name that was not chosen gives way to that of a foreign key.
SELECT relmeta.rename_relationship('late', 'p', 'owner');
ALTER TABLE base.c RENAME CONSTRAINT c_p_id_fkey TO renamed;
ALTER VIEW late RENAME COLUMN p_id TO who;
SELECT name, target, source_columns, constraint_name FROM relmeta.relationship WHERE source = 'late'::regclass ORDER BY name;
CREATE VIEW base.works AS SELECT p_id FROM one;
SELECT name, target FROM relmeta.relationship WHERE source = 'base.p'::regclass AND name LIKE 'work%';
CREATE TABLE base.work (p_id integer REFERENCES base.p);
SELECT name, target FROM relmeta.relationship WHERE source = 'base.p'::regclass AND name LIKE '%work%' ORDER BY 1;

-- Paths, joins and nested results use them; a path between tables does not pass through a view.
SELECT step, source, relationship, target FROM relmeta.path('late', 'some_p');
SELECT step, source, relationship, target FROM relmeta.path('base.c', 'base.one');
SELECT relmeta.join_sql('late', 'base.p');
INSERT INTO base.p VALUES (1, 'a', 3);
INSERT INTO base.c VALUES (101, 1, 1, 'a');
SELECT relmeta.nested('p', '{ name cs { id } lates { id } }');
SELECT relmeta.nested('late', '{ id owner { id } }');
SET relmeta.exclude_views = on;
SELECT count(*) FROM relmeta.export('mermaid') AS e WHERE e ~ 'late';
RESET relmeta.exclude_views;
SELECT count(*) FROM relmeta.export('mermaid') AS e WHERE e ~ 'late';
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA v CASCADE;
SELECT * FROM relmeta.check();
DROP SCHEMA base CASCADE;
SELECT * FROM relmeta.check();
