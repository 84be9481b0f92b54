-- Declared relationships can be ends of bridges, like foreign keys: recognised, declared, named, explained, linked.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE VIEW here AS
    SELECT bridge, grade, (SELECT array_agg(e.constraint_name) FROM unnest(ends) AS e) AS ends, payload, pair_unique, reason FROM relmeta.bridge
    WHERE bridge IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY bridge::oid;
CREATE VIEW through AS
    SELECT source, name, kind, target, via, condition FROM relmeta.relationships WHERE via IS NOT NULL;
CREATE TABLE assemblies (id integer PRIMARY KEY, name text);
CREATE TABLE parts (id integer PRIMARY KEY, name text);
INSERT INTO assemblies VALUES (1, 'engine'), (2, 'wheel');
INSERT INTO parts VALUES (1, 'bolt'), (2, 'nut');

-- A join table without foreign keys is a bridge because of two declared relationships.
CREATE TABLE assemblies_parts (assembly_id integer, part_id integer);
SELECT relmeta.explain_bridge('assemblies_parts');
SELECT failing($$SELECT relmeta.declare_bridge('assemblies_parts')$$);
SELECT relmeta.declare_relationship('assemblies_parts', '{assembly_id}', 'assemblies', '{id}');
SELECT relmeta.explain_bridge('assemblies_parts');
SELECT failing($$SELECT relmeta.declare_bridge('assemblies_parts')$$);
SELECT relmeta.declare_relationship('assemblies_parts', '{part_id}', 'parts', '{id}');
SELECT * FROM here;
SELECT * FROM through;
SELECT constraint_name, far_constraint_name, enforced, pair_unique FROM relmeta.relationship WHERE source = 'assemblies'::regclass AND name = 'parts';
SELECT relmeta.explain_bridge('assemblies_parts');
SELECT relmeta.explain('assemblies', 'parts');
SELECT relmeta.link('assemblies', 'parts', '1', '1'), relmeta.link('assemblies', 'parts', '1', '2'), relmeta.link('assemblies', 'parts', '1', '1');
SELECT relmeta.unlink('parts', 'assemblies', '2', '1');
SELECT relmeta.nested('assemblies', '{ name parts { name } }');
SELECT relationship, via, condition FROM relmeta.path('parts', 'assemblies');
SELECT relmeta.join_sql('parts', 'assemblies');
SELECT rule, message, fix FROM relmeta.lint('{assemblies_parts}');
CREATE UNIQUE INDEX pair ON assemblies_parts (assembly_id, part_id);
SELECT grade, pair_unique, reason FROM here;
SELECT * FROM relmeta.check();

-- One of two ends can be a foreign key. If a foreign key with the same link is added, it becomes the end.
ALTER TABLE assemblies_parts ADD CONSTRAINT to_parts FOREIGN KEY (part_id) REFERENCES parts;
SELECT ends FROM here;
SELECT name, constraint_name, far_constraint_name, enforced FROM relmeta.relationship WHERE bridge IS NOT NULL ORDER BY name;
ALTER TABLE assemblies_parts DROP CONSTRAINT to_parts;
SELECT ends FROM here;
SELECT * FROM relmeta.check();

-- Ends declared by name follow renames of relationships, columns and tables, repeated declarations, and foreign keys.
CREATE TABLE deliveries (id serial PRIMARY KEY, assembly_id integer, part_id integer, from_part_id integer, note text, weight integer);
SELECT relmeta.declare_relationship('deliveries', '{assembly_id}', 'assemblies', '{id}');
SELECT relmeta.declare_relationship('deliveries', '{part_id}', 'parts', '{id}');
SELECT relmeta.declare_relationship('deliveries', '{from_part_id}', 'parts', '{id}');
SELECT relmeta.declare_relationship('deliveries', '{note}', 'parts', '{name}', name => 'namesake');
SELECT relmeta.explain_bridge('deliveries');
SELECT failing($$SELECT relmeta.declare_bridge('deliveries', '{part,nowhere}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('deliveries', '{part,part}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('deliveries', '{part,namesake}')$$);
SELECT relmeta.declare_bridge('deliveries', '{assembly,part}');
SELECT relmeta.rename_relationship('assemblies', 'parts_via_deliveries', 'delivered_parts');
SELECT relmeta.rename_relationship('deliveries', 'part', 'thing');
SELECT ends FROM relmeta.declared_bridge;
ALTER TABLE deliveries RENAME COLUMN assembly_id TO machine_id;
ALTER TABLE deliveries RENAME TO shipments;
ALTER TABLE parts RENAME TO pieces;
SELECT relmeta.declare_relationship('shipments', '{part_id}', 'pieces', '{id}', name => 'piece');
SELECT ends FROM relmeta.declared_bridge;
SELECT * FROM here WHERE bridge = 'shipments'::regclass;
SELECT * FROM through WHERE via = 'shipments'::regclass;
SELECT * FROM relmeta.check();
ALTER TABLE shipments ADD CONSTRAINT machine FOREIGN KEY (machine_id) REFERENCES assemblies;
SELECT ends FROM relmeta.declared_bridge;
ALTER TABLE shipments DROP CONSTRAINT machine;
SELECT ends FROM relmeta.declared_bridge;
SELECT source, name FROM through WHERE via = 'shipments'::regclass;
SELECT * FROM relmeta.check();
-- Without the column of an end, the table is not a bridge; with the column again, it is.
ALTER TABLE shipments DROP COLUMN part_id;
SELECT relmeta.explain_bridge('shipments');
ALTER TABLE shipments ADD COLUMN part_id integer;
SELECT source, name FROM through WHERE via = 'shipments'::regclass;
SELECT relmeta.forget('shipments', 'piece');
SELECT relmeta.explain_bridge('shipments');
SELECT relmeta.forget('shipments');
SELECT * FROM through WHERE via = 'shipments'::regclass;
-- The chosen name waits for both ends, until it is forgotten as well.
SELECT source, holder, constraint_name, far_constraint_name, name FROM relmeta.relationship_name;
SELECT relmeta.forget('assemblies');
SELECT count(*) FROM relmeta.relationship_name;
SELECT * FROM relmeta.check();

-- A declared relationship to several rows is not an end. One to a table without keys is an end if its kind is declared.
CREATE TABLE logs (day date, machine integer);
CREATE TABLE seen (log_day date, assembly_id integer NOT NULL);
SELECT relmeta.declare_relationship('seen', '{assembly_id}', 'assemblies', '{id}');
SELECT relmeta.declare_relationship('seen', '{log_day}', 'logs', '{day}');
SELECT relmeta.explain_bridge('seen');
SELECT failing($$SELECT relmeta.declare_bridge('seen', '{assembly,logs}')$$);
SELECT relmeta.declare_relationship('seen', '{log_day}', 'logs', '{day}', kind => 'many_to_one');
SELECT relmeta.explain_bridge('seen');
DROP TABLE seen;

-- A view is a bridge only if declared as one.
CREATE VIEW shown AS SELECT assembly_id, part_id FROM assemblies_parts;
SELECT relmeta.declare_relationship('shown', '{assembly_id}', 'assemblies', '{id}');
SELECT relmeta.declare_relationship('shown', '{part_id}', 'pieces', '{id}');
SELECT relmeta.explain_bridge('shown');
SELECT relmeta.declare_bridge('shown');
SELECT relmeta.explain_bridge('shown');
DROP VIEW shown;

-- Two unique keys link one row with one row, and no declaration makes that many-to-many.
SELECT failing($$SELECT relmeta.declare_relationship('assemblies', '{id}', 'pieces', '{id}', kind => 'many_to_many')$$);
SELECT relmeta.declare_relationship('assemblies', '{id}', 'pieces', '{id}', kind => 'one_to_one');

-- Exports.
SELECT relmeta.export('mermaid', '{assemblies,pieces,assemblies_parts}', 'edges');
SELECT relmeta.export('postgraphile', '{assemblies,pieces,assemblies_parts}');
SELECT jsonb_path_query(relmeta.export('json', '{assemblies,pieces,assemblies_parts}')::jsonb, '$.bridges[*].ends[*].constraint');

-- A bridge with declared ends is dropped like any other.
SELECT failing($$SELECT relmeta.drop_bridge('assemblies_parts')$$);
SELECT relmeta.drop_bridge('assemblies_parts', force => true);
SELECT * FROM here;
SELECT source FROM relmeta.declared_relationship WHERE source::text LIKE '%parts';


-- Objects that remain: a bridge with a foreign key and a declared end, one with ends by name, and chosen names through both.
CREATE TABLE assembly_pieces (assembly_id integer NOT NULL, piece_id integer NOT NULL REFERENCES pieces);
SELECT relmeta.declare_relationship('assembly_pieces', '{assembly_id}', 'assemblies', '{id}');
SELECT relmeta.declare_relationship('shipments', '{machine_id}', 'assemblies', '{id}', name => 'engine');
SELECT relmeta.declare_relationship('shipments', '{part_id}', 'pieces', '{id}');
SELECT relmeta.declare_bridge('shipments', '{engine,part}');
SELECT source, name, kind, target, via FROM through;
SELECT relmeta.rename_relationship('assemblies', 'pieces', 'things');
SELECT relmeta.rename_relationship('pieces', 'machines', 'carriers');
SELECT source, name, kind, target, via FROM through;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
