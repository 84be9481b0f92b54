-- Level data reads rows with the caller's privileges, compares with the operators of the types, and only reads tables whose rows are all readable.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA meant;
SET search_path = meant;
CREATE TABLE country (code uuid PRIMARY KEY, id integer UNIQUE NOT NULL);
CREATE TABLE town (id integer PRIMARY KEY, country_code uuid, wrong_country_code uuid, some_country_code uuid);
INSERT INTO country SELECT md5(n::text)::uuid, n FROM generate_series(1, 200) AS n;
INSERT INTO town SELECT n, md5((n % 200 + 1)::text)::uuid, md5((-n)::text)::uuid, md5((n % 210)::text)::uuid FROM generate_series(1, 1000) AS n;
CREATE FUNCTION pg_temp.found(lowest real DEFAULT 0) RETURNS TABLE (columns name[], target regclass, score numeric, evidence text[], against text[], orphans bigint, fix text)
    LANGUAGE sql AS $$ SELECT columns, target, round(score::numeric, 2), evidence, against, orphans, fix
                       FROM relmeta.suggest(level => 'data', min_score => lowest) ORDER BY columns $$;
SELECT * FROM pg_temp.found();
-- Without time, no rows are read.
SELECT columns, orphans FROM relmeta.suggest(level => 'data', budget => '0') ORDER BY columns;

-- Operators and functions with the same names earlier in search_path are not called.
CREATE SCHEMA evil;
CREATE FUNCTION evil.eq(uuid, uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE OPERATOR evil.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = evil.eq);
SET search_path = evil, meant, pg_catalog;
SELECT columns, orphans FROM relmeta.suggest(level => 'data') ORDER BY columns;
SET search_path = meant;

-- Functions in indexes and constraints of a table run with the privileges of its owner. If the owners of the two tables
-- differ and neither has the privileges of the other, no rows are read.
CREATE ROLE relmeta_suggest_attacker;
CREATE ROLE relmeta_suggest_victim;
CREATE SCHEMA trap;
GRANT CREATE, USAGE ON SCHEMA trap TO relmeta_suggest_attacker, relmeta_suggest_victim;
CREATE TABLE trap.seen (who name);
GRANT INSERT ON trap.seen TO PUBLIC;
SET ROLE relmeta_suggest_victim;
CREATE TABLE trap.ship (id integer PRIMARY KEY);
INSERT INTO trap.ship SELECT generate_series(1, 10);
SET ROLE relmeta_suggest_attacker;
CREATE FUNCTION trap.note() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO trap.seen VALUES (current_user); RETURN true; END $$;
CREATE FUNCTION trap.spring(integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN trap.note(); END $$;
CREATE TABLE trap.crew (id integer PRIMARY KEY);
CREATE TABLE trap.watch (crew_id integer, ship_id integer);
INSERT INTO trap.crew SELECT generate_series(1, 10);
INSERT INTO trap.watch SELECT n, n FROM generate_series(1, 10) AS n;
CREATE INDEX ON trap.watch (crew_id) WHERE trap.spring(1);
RESET ROLE;
TRUNCATE trap.seen;
SELECT columns, orphans FROM relmeta.suggest('{trap.watch}', level => 'data') ORDER BY columns;
SELECT DISTINCT who FROM trap.seen;
SELECT current_user = session_user AS unchanged;
SET client_min_messages = warning;
DROP SCHEMA trap CASCADE;
DROP ROLE relmeta_suggest_attacker, relmeta_suggest_victim;
RESET client_min_messages;

-- A role without privileges, or with row-level security, learns nothing about rows.
CREATE ROLE relmeta_suggest_reader;
GRANT USAGE ON SCHEMA meant TO relmeta_suggest_reader;
GRANT SELECT (id, country_code) ON town TO relmeta_suggest_reader;
ANALYZE country, town;
SET ROLE relmeta_suggest_reader;
SELECT columns, evidence, against, orphans FROM relmeta.suggest(level => 'data', min_score => 0) ORDER BY columns;
RESET ROLE;
GRANT SELECT ON country TO relmeta_suggest_reader;
SET ROLE relmeta_suggest_reader;
SELECT columns, orphans FROM relmeta.suggest(level => 'data', min_score => 0) ORDER BY columns;
RESET ROLE;
ALTER TABLE country ENABLE ROW LEVEL SECURITY;
SET ROLE relmeta_suggest_reader;
SELECT columns, evidence, orphans FROM relmeta.suggest(level => 'data', min_score => 0) ORDER BY columns;
RESET ROLE;
ALTER TABLE country DISABLE ROW LEVEL SECURITY;

-- Values of a type column in statistics and rows are used only if the role can read them; those of a CHECK constraint always.
CREATE TABLE tag (target_id integer, target_type text, subject_id integer, subject_type text CHECK (subject_type IN ('Country', 'Town')));
INSERT INTO tag SELECT n, 'Town', n, 'Town' FROM generate_series(1, 50) AS n;
ANALYZE tag;
GRANT SELECT (target_id, subject_id) ON tag TO relmeta_suggest_reader;
SELECT columns, target, evidence FROM relmeta.suggest('{tag}', level => 'data') ORDER BY columns, target::text;
SET ROLE relmeta_suggest_reader;
SELECT columns, target, orphans FROM relmeta.suggest('{tag}', level => 'data') ORDER BY columns, target::text;
RESET ROLE;
GRANT SELECT ON tag TO relmeta_suggest_reader;
SET ROLE relmeta_suggest_reader;
SELECT columns, target, orphans FROM relmeta.suggest('{tag}', level => 'data') ORDER BY columns, target::text;
RESET ROLE;
ALTER TABLE tag ENABLE ROW LEVEL SECURITY;
SET ROLE relmeta_suggest_reader;
SELECT columns, target, orphans FROM relmeta.suggest('{tag}', level => 'data') ORDER BY columns, target::text;
SELECT relmeta.accept_relationship('tag', '{target_id}');
RESET ROLE;
-- Operators in search_path are not called either.
SET search_path = evil, meant, pg_catalog;
CREATE FUNCTION evil.eq(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.eq);
SELECT columns, target, orphans FROM relmeta.suggest('{tag}', level => 'data') ORDER BY columns, target::text;
SET search_path = meant;
DROP TABLE tag;

-- User-defined types are not compared, because that would run user-defined code.
SET client_min_messages = warning;
CREATE TYPE evil.code;
CREATE FUNCTION evil.code_in(cstring) RETURNS evil.code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION evil.code_out(evil.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE evil.code (INPUT = evil.code_in, OUTPUT = evil.code_out, LIKE = int4);
CREATE FUNCTION evil.code_eq(evil.code, evil.code) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
CREATE FUNCTION evil.code_cmp(evil.code, evil.code) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE OPERATOR evil.= (LEFTARG = evil.code, RIGHTARG = evil.code, FUNCTION = evil.code_eq);
CREATE TYPE evil.label;
CREATE FUNCTION evil.label_in(cstring) RETURNS evil.label LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION evil.label_out(evil.label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE evil.label (INPUT = evil.label_in, OUTPUT = evil.label_out, LIKE = text, CATEGORY = 'S', COLLATABLE = true);
CREATE FUNCTION evil.label_cmp(evil.label, evil.label) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE FUNCTION evil.label_eq(evil.label, evil.label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE OPERATOR evil.= (LEFTARG = evil.label, RIGHTARG = evil.label, FUNCTION = evil.label_eq);
CREATE OPERATOR CLASS evil.label_ops DEFAULT FOR TYPE evil.label USING btree AS OPERATOR 3 evil.=, FUNCTION 1 evil.label_cmp(evil.label, evil.label);
CREATE OPERATOR CLASS evil.code_ops DEFAULT FOR TYPE evil.code USING btree AS OPERATOR 3 evil.=, FUNCTION 1 evil.code_cmp(evil.code, evil.code);
RESET client_min_messages;
CREATE TABLE badge (id evil.code PRIMARY KEY);
CREATE TABLE door (badge_id evil.code, shape point, shape_id point);
INSERT INTO badge VALUES ('1');
INSERT INTO door VALUES ('1');
SELECT source, columns, orphans FROM relmeta.suggest('{door}', level => 'data', min_score => 0);
DROP TABLE badge, door;
CREATE TABLE badge (id integer PRIMARY KEY);
CREATE TABLE door (lock_id integer, lock_type evil.label);
INSERT INTO door SELECT 1, 'badge' FROM generate_series(1, 5);
ANALYZE door;
SELECT source, columns, target FROM relmeta.suggest('{door}', level => 'data', min_score => 0);
DROP TABLE badge, door;

-- Foreign tables are never read.
CREATE FOREIGN DATA WRAPPER relmeta_none;
CREATE SERVER files FOREIGN DATA WRAPPER relmeta_none;
CREATE FOREIGN TABLE remote (id integer, country_code uuid) SERVER files;
CREATE TABLE remote_part (id integer, country_code uuid) PARTITION BY LIST (id);
CREATE FOREIGN TABLE remote_part_1 PARTITION OF remote_part FOR VALUES IN (1) SERVER files;
SELECT source, columns, orphans, fix FROM relmeta.suggest('{remote,remote_part}', level => 'data');
DROP FOREIGN TABLE remote;
DROP TABLE remote_part;
SET client_min_messages = warning;
DROP FOREIGN DATA WRAPPER relmeta_none CASCADE;
RESET client_min_messages;

-- A large table is sampled.
CREATE TABLE visit (id integer, country_id integer);
INSERT INTO visit SELECT n, n % 200 + 1 FROM generate_series(1, 100000) AS n;
SELECT columns, evidence, orphans FROM relmeta.suggest('{visit}', level => 'data');
SELECT * FROM relmeta.check();
DROP TABLE visit, town, country;
SET client_min_messages = warning;
DROP SCHEMA evil CASCADE;
DROP SCHEMA meant CASCADE;
DROP ROLE relmeta_suggest_reader;
