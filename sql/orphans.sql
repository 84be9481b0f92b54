-- Rows whose target row is missing: counted and shown for every kind of relationship, as the caller, in limited time.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA lost;
SET search_path = lost;
\pset null -
CREATE TABLE country (code text PRIMARY KEY, id integer UNIQUE NOT NULL);
CREATE TABLE town (id integer PRIMARY KEY, country_code text, country_id bigint, twin_id integer REFERENCES town);
INSERT INTO country VALUES ('de', 1), ('fr', 2);
INSERT INTO town VALUES (1, 'de', 1, NULL), (2, 'xx', 2, 1), (3, NULL, 9, 1), (4, 'yy', NULL, 2);

-- A suggestion, by its columns alone or with its target, and columns without a suggestion.
SELECT * FROM relmeta.orphans('town', source_columns => '{country_code}') \gx
SELECT source, target, target_columns, orphans FROM relmeta.orphans('town', source_columns => '{country_id}', target => 'country');
SELECT * FROM relmeta.orphans('town', source_columns => '{id,country_id}');

-- A NOT VALID key, a declared relationship, and a valid key that was violated while triggers were disabled.
ALTER TABLE town ADD FOREIGN KEY (country_code) REFERENCES country NOT VALID;
SELECT relmeta.declare_relationship('town', '{country_id}', 'country', '{id}', name => 'numbered');
SET session_replication_role = replica;
DELETE FROM town WHERE id = 2;
RESET session_replication_role;
SELECT relationship, columns, orphans, complete, examples FROM relmeta.orphans('town') ORDER BY 1;
SELECT relationship, orphans, examples FROM relmeta.orphans('town', 'twin');
-- The same rows by the name of the inverse relationship.
SELECT source, columns, orphans FROM relmeta.orphans('country', (SELECT inverse FROM relmeta.relationship WHERE source = 'town'::regclass AND name = 'country'));
-- The query lists them, even with other operators first in search_path.
CREATE SCHEMA evil;
CREATE FUNCTION evil.eq(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.eq);
SET search_path = evil, lost, pg_catalog;
SELECT orphans FROM relmeta.orphans('town', 'country');
SELECT query FROM relmeta.orphans('town', 'country') \gexec
SET search_path = lost;
DROP OPERATOR evil.= (text, text);
DROP FUNCTION evil.eq;
DROP SCHEMA evil;

-- To check only whether there are any, it stops at the first.
SELECT relationship, orphans, complete FROM relmeta.orphans('town', most => 1) ORDER BY 1;

-- Several columns: a row with a null references nothing, and is not an orphan unless MATCH FULL requires all columns to be null.
CREATE TABLE price (region text, product integer, PRIMARY KEY (region, product));
CREATE TABLE sale (id integer PRIMARY KEY, region text, product integer, other_region text, other_product integer);
INSERT INTO price VALUES ('eu', 1);
INSERT INTO sale VALUES (1, 'eu', 1, 'eu', 1), (2, 'eu', NULL, 'eu', NULL), (3, NULL, NULL, NULL, NULL), (4, 'eu', 2, 'eu', 2);
ALTER TABLE sale ADD CONSTRAINT simple FOREIGN KEY (region, product) REFERENCES price NOT VALID,
    ADD CONSTRAINT whole FOREIGN KEY (other_region, other_product) REFERENCES price MATCH FULL NOT VALID;
SELECT columns, orphans, examples FROM relmeta.orphans('sale') ORDER BY columns;

-- Through a bridge, both ends are checked.
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE sale_tag (sale_id integer NOT NULL, tag_id integer NOT NULL, PRIMARY KEY (sale_id, tag_id));
INSERT INTO sale_tag VALUES (1, 1), (9, 1);
ALTER TABLE sale_tag ADD FOREIGN KEY (sale_id) REFERENCES sale NOT VALID, ADD FOREIGN KEY (tag_id) REFERENCES tag NOT VALID;
SELECT source, target, orphans FROM relmeta.orphans('sale', 'tags') ORDER BY target::text;

-- A foreign key applies to the partitions of its table, and not to inheriting tables.
CREATE TABLE reading (town_id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE reading_1 PARTITION OF reading FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
INSERT INTO reading VALUES (1, '2020-01-01'), (7, '2020-01-01');
SELECT source, orphans, query FROM relmeta.orphans('reading', source_columns => '{town_id}');
CREATE TABLE visit (town_id integer);
CREATE TABLE long_visit () INHERITS (visit);
INSERT INTO visit VALUES (7);
INSERT INTO long_visit VALUES (7);
ALTER TABLE visit ADD FOREIGN KEY (town_id) REFERENCES town NOT VALID;
SELECT orphans FROM relmeta.orphans('visit', 'town');
CREATE VIEW visits AS SELECT * FROM visit;
SELECT relmeta.declare_relationship('visits', '{town_id}', 'town', '{id}');
SELECT orphans FROM relmeta.orphans('visits', 'town');

-- As the caller: an unreadable table causes an error, or a note if all relationships of a table were requested.
CREATE ROLE relmeta_orphans_reader;
GRANT USAGE ON SCHEMA lost TO relmeta_orphans_reader;
GRANT SELECT (country_code) ON town TO relmeta_orphans_reader;
SET ROLE relmeta_orphans_reader;
\set VERBOSITY terse
SELECT orphans FROM relmeta.orphans('town', 'country');
\set VERBOSITY default
SELECT relationship, orphans, note FROM relmeta.orphans('town') ORDER BY 1;
RESET ROLE;
GRANT SELECT ON country TO relmeta_orphans_reader;
SET ROLE relmeta_orphans_reader;
SELECT orphans, examples FROM relmeta.orphans('town', 'country');
RESET ROLE;
-- If policies hide rows of the target, all rows would seem to be orphans; if they hide rows of the source, some are not counted.
ALTER TABLE town ENABLE ROW LEVEL SECURITY;
SET ROLE relmeta_orphans_reader;
SELECT orphans, complete, note FROM relmeta.orphans('town', 'country');
RESET ROLE;
ALTER TABLE country ENABLE ROW LEVEL SECURITY;
SET ROLE relmeta_orphans_reader;
SELECT orphans, complete, note FROM relmeta.orphans('town', 'country');
RESET ROLE;
ALTER TABLE country DISABLE ROW LEVEL SECURITY;
ALTER TABLE town DISABLE ROW LEVEL SECURITY;

-- Limited time: without any, nothing is counted; at the end, the query is cancelled and the statement continues.
SELECT orphans, complete, note FROM relmeta.orphans('town', 'country', budget => '0');
CREATE VIEW slow AS SELECT id FROM town, pg_sleep(100);
CREATE TABLE walk (town_id integer);
INSERT INTO walk VALUES (1);
SELECT relmeta.declare_relationship('walk', '{town_id}', 'slow', '{id}', kind => 'many_to_one');
SELECT target, orphans, complete, note FROM relmeta.orphans('walk', budget => '0.2s');
SELECT count(*) FROM pg_sleep(0.3), town;
-- A statement timeout is still an error.
SET statement_timeout = '200ms';
SELECT count(*) FROM relmeta.orphans('walk');
RESET statement_timeout;
DROP TABLE walk;
DROP VIEW slow;

-- All tables, except those that are left out.
SELECT source, relationship, orphans FROM relmeta.orphans(most => 1, budget => '5s') WHERE orphans > 0;

SELECT * FROM relmeta.orphans('town', 'nothing');
SELECT * FROM relmeta.orphans(relationship => 'country');
SELECT * FROM relmeta.orphans('town', 'country', '{country_code}');
SELECT * FROM relmeta.orphans('town', most => 0);
SELECT * FROM relmeta.orphans('town', budget => '-1s');
SELECT * FROM relmeta.orphans('pg_class');
UPDATE town SET twin_id = NULL WHERE twin_id = 2;
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA lost CASCADE;
DROP ROLE relmeta_orphans_reader;
