-- A join table without foreign keys, as for has_and_belongs_to_many, becomes a bridge by accepting two suggestions. Composite keys are
-- accepted as a whole, including one that references the table itself.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA meant;
SET search_path = meant;
CREATE TABLE assemblies (id integer PRIMARY KEY, name text);
CREATE TABLE parts (id integer PRIMARY KEY, name text);
CREATE TABLE assemblies_parts (assembly_id integer, part_id integer);
INSERT INTO assemblies VALUES (1, 'chair'), (2, 'table');
INSERT INTO parts VALUES (10, 'leg'), (11, 'seat'), (12, 'top');
INSERT INTO assemblies_parts VALUES (1, 10), (1, 11), (2, 10), (2, 12);
SELECT source, columns, target, round(score::numeric, 2) AS score, kind, evidence FROM relmeta.suggest() ORDER BY columns;

-- It is not a bridge until both are accepted.
SELECT * FROM relmeta.path('assemblies', 'parts');
SELECT relmeta.accept_relationship('assemblies_parts', '{assembly_id}');
SELECT bridge FROM relmeta.bridges;
SELECT relmeta.accept_relationship('assemblies_parts', '{part_id}', declare => true);
SELECT bridge, grade, ends FROM relmeta.bridges;
SELECT source, name, kind, target, via FROM relmeta.relationships;
SELECT step, source, relationship, target, via, fan_out FROM relmeta.path('assemblies', 'parts');
SELECT nested FROM relmeta.nested('assemblies', '{ name parts { name assemblies { name } } }', key => '1');
SELECT relmeta.join_sql('assemblies', 'parts');
SELECT relmeta.link('assemblies', 'parts', '1', '12'), relmeta.unlink('assemblies', 'parts', '1', '10');
SELECT * FROM assemblies_parts ORDER BY 1, 2;
SELECT source, columns FROM relmeta.suggest();

-- A composite key, and one to the same table.
CREATE TABLE tenant (id integer PRIMARY KEY);
CREATE TABLE section (tenant_id integer NOT NULL REFERENCES tenant, id integer NOT NULL, parent_id integer, title text, PRIMARY KEY (tenant_id, id));
CREATE TABLE note (id integer PRIMARY KEY, tenant_id integer REFERENCES tenant, section_id integer);
INSERT INTO tenant VALUES (1), (2);
INSERT INTO section VALUES (1, 1, NULL, 'a'), (1, 2, 1, 'b'), (2, 1, NULL, 'other'), (2, 2, 1, 'of other');
SELECT source, columns, target, target_columns, round(score::numeric, 2) AS score, evidence, against FROM relmeta.suggest() ORDER BY source::text;
SELECT columns, orphans FROM relmeta.suggest('{section}', level => 'data') WHERE source = 'section'::regclass;
SELECT fix FROM relmeta.suggest() ORDER BY source::text \gexec
SELECT source, name, kind, target, source_columns, target_columns FROM relmeta.relationship WHERE source = 'section'::regclass ORDER BY name;
SELECT nested FROM relmeta.nested('section', '{ title children { title parent { title } } }', key => '[1, 1]');
SELECT source, columns FROM relmeta.suggest();

-- Rejected as a whole.
ALTER TABLE section DROP CONSTRAINT section_tenant_id_parent_id_fkey;
SELECT relmeta.reject_relationship('section', '{parent_id,tenant_id}', 'section');
SELECT source, columns FROM relmeta.suggest();
SELECT * FROM relmeta.check();
DROP TABLE note, section, tenant, assemblies_parts, assemblies, parts;
SET client_min_messages = warning;
DROP SCHEMA meant CASCADE;
