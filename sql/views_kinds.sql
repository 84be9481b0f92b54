-- Views of every kind carry keys, under any name: of partitioned tables, with options, in other schemas, materialized.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA kinds;
SET search_path = kinds;
\set links 'SELECT source, source_columns AS columns, name, kind, required, enforced, target, target_columns FROM relmeta.relationship WHERE origin = ''view'' AND NOT reverse ORDER BY source::regclass::text COLLATE "C", name COLLATE "C";'
CREATE TABLE person (id integer PRIMARY KEY, boss_id integer REFERENCES person, email text UNIQUE);

-- A partitioned table, a partition without its own foreign key, and one with its own.
CREATE TABLE visit (id integer, person_id integer NOT NULL REFERENCES person, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2001-01-01') TO ('2002-01-01');
CREATE TABLE visit_2 (id integer NOT NULL, person_id integer NOT NULL, at date NOT NULL, guide_id integer REFERENCES person);
ALTER TABLE visit_2 DROP COLUMN guide_id, ADD CONSTRAINT guide FOREIGN KEY (person_id) REFERENCES person;
CREATE VIEW of_visits AS SELECT * FROM visit;
CREATE VIEW of_part AS SELECT * FROM visit_1;
CREATE VIEW of_only AS SELECT * FROM ONLY visit;
CREATE VIEW of_table AS SELECT id, person_id FROM visit_2;
:links
ALTER TABLE visit ATTACH PARTITION visit_2 FOR VALUES FROM ('2002-01-01') TO ('2003-01-01');
SELECT * FROM relmeta.check();
ALTER TABLE visit DETACH PARTITION visit_1;
SELECT source, name, kind, target FROM relmeta.relationships WHERE source = 'of_part'::regclass;
SELECT * FROM relmeta.check();
DROP TABLE visit, visit_1 CASCADE;
:links

-- Options.
CREATE VIEW barrier WITH (security_barrier) AS SELECT id, boss_id FROM person;
CREATE VIEW checked AS SELECT id, boss_id FROM person WHERE id > 0 WITH CASCADED CHECK OPTION;
SELECT current_setting('server_version_num')::integer >= 150000 AS has_invoker \gset
SELECT CASE WHEN :'has_invoker' THEN 'WITH (security_invoker)' ELSE '' END AS invoker \gset
CREATE VIEW invoked :invoker AS SELECT id, boss_id FROM person;
:links
DROP VIEW barrier, checked, invoked;

-- A recursive view is a recursive query; a temporary view is excluded.
CREATE RECURSIVE VIEW chain (id, boss_id) AS SELECT id, boss_id FROM person UNION SELECT p.id, p.boss_id FROM person AS p JOIN chain AS c ON p.id = c.boss_id;
CREATE TEMPORARY VIEW passing AS SELECT id, boss_id FROM person;
-- A view with user-defined rules.
CREATE VIEW ruled AS SELECT id, boss_id FROM person;
CREATE RULE kept AS ON DELETE TO ruled DO INSTEAD NOTHING;
CREATE RULE also AS ON UPDATE TO ruled DO ALSO SELECT id FROM person;
:links
DROP VIEW chain, ruled;

-- Names that need quotes, and names of 63 bytes; a view in another schema.
CREATE SCHEMA "Other ""One""";
CREATE VIEW "Other ""One""".person AS SELECT id AS "The ""Id""", boss_id AS "{a,b}" FROM person;
CREATE VIEW "Other ""One""".vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv AS
    SELECT id, boss_id AS ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc_id FROM person;
:links
SELECT * FROM relmeta.explain('"Other ""One""".person', (SELECT name FROM relmeta.relationship WHERE source = '"Other ""One""".person'::regclass
    AND target = 'person'::regclass AND origin = 'view'));
ALTER VIEW "Other ""One""".person RENAME COLUMN "{a,b}" TO "null";
ALTER TABLE person RENAME COLUMN boss_id TO "boss, or ""none""";
SELECT * FROM relmeta.check();
:links
-- A chosen name is kept, whatever is renamed below.
SELECT relmeta.rename_relationship('"Other ""One""".person', (SELECT name FROM relmeta.relationship WHERE source = '"Other ""One""".person'::regclass
    AND target = 'person'::regclass AND origin = 'view' AND NOT reverse), 'chief "1"');
ALTER TABLE person RENAME COLUMN "boss, or ""none""" TO boss_id;
ALTER SCHEMA "Other ""One""" RENAME TO other;
SELECT name FROM relmeta.relationship WHERE source = 'other.person'::regclass AND NOT reverse AND target = 'person'::regclass;
SELECT * FROM relmeta.check();
SELECT relmeta.join_sql('other.person', 'person') LIKE '%"null"%' AS joined_by_its_column;
DROP SCHEMA other CASCADE;

-- Materialized: with its own index, without data, on a view, below a view.
CREATE VIEW below AS SELECT id, boss_id FROM person;
CREATE MATERIALIZED VIEW stored AS SELECT * FROM below WITH NO DATA;
CREATE VIEW above AS SELECT boss_id AS boss, id FROM stored;
:links
CREATE UNIQUE INDEX ON stored (boss_id);
REFRESH MATERIALIZED VIEW stored;
ALTER MATERIALIZED VIEW stored RENAME COLUMN boss_id TO chief_id;
SELECT * FROM relmeta.check();
:links
DROP TABLE person CASCADE;
SELECT count(*) FROM relmeta.relationship;
SELECT * FROM relmeta.check();
DROP SCHEMA kinds CASCADE;
