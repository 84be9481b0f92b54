-- Accessors are functions that return the rows of a relationship. They cost as much as the join, and follow every command.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA accessors;
CREATE SCHEMA accessors_api;
SET search_path = accessors;
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse
CREATE TABLE account (id integer PRIMARY KEY, username text, boss_id integer REFERENCES account);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    PRIMARY KEY (account_id, user_id));
CREATE TABLE log (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user");
CREATE TABLE profile (id bigint PRIMARY KEY, user_id bigint UNIQUE REFERENCES "user");
INSERT INTO account VALUES (1, 'acme', NULL), (2, 'apex', 1), (3, 'none', 1);
INSERT INTO "user" VALUES (1, 'ann'), (2, 'bob');
INSERT INTO account_user VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO log VALUES (1, 1), (1, 1), (2, 2);
INSERT INTO profile VALUES (7, 1);

-- The DDL, and the accessors that it creates.
SELECT relmeta.accessors_ddl('{account}', 'accessors_api');
SELECT relmeta.add_accessors(schema => 'accessors_api');
SELECT count(*) FROM relmeta.add_accessors(schema => 'accessors_api');
SELECT a.username, u.email FROM account AS a, accessors_api.users(a) AS u ORDER BY 1, 2;
-- Through a bridge whose pairs repeat, each row is returned once.
SELECT a.username, u.email FROM account AS a, accessors_api.users_via_log(a) AS u ORDER BY 1, 2;
SELECT a.username, b.username FROM account AS a LEFT JOIN LATERAL accessors_api.boss(a) AS b ON true ORDER BY 1;
SET search_path = accessors, accessors_api;
SELECT a.username, (a.boss).username, (a.users).email FROM account AS a ORDER BY 1, 3;
SET search_path = accessors;

-- In FROM, the plan is that of the join.
CREATE FUNCTION plan(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP plan := plan || line || E'\n'; END LOOP;
    RETURN plan;
END $$;
SELECT plan('SELECT t.* FROM account AS a, accessors_api.users(a) AS t') =
       plan('SELECT t.* FROM account AS a, "user" AS t JOIN account_user AS b ON t.id = b.user_id WHERE b.account_id = a.id'),
       plan('SELECT t.* FROM account AS a, accessors_api.accounts_as_boss(a) AS t WHERE a.id = 1') =
       plan('SELECT t.* FROM account AS a, account AS t WHERE t.boss_id = a.id AND a.id = 1'),
       plan('SELECT t.* FROM account AS a, accessors_api.boss(a) AS t') = plan('SELECT t.* FROM account AS a, account AS t WHERE t.id = a.boss_id'),
       replace(plan('SELECT t.* FROM account AS a, accessors_api.users_via_log(a) AS t'), '(a.*).', 'a.') =
       plan('SELECT t.* FROM account AS a, LATERAL (SELECT t.* FROM "user" AS t WHERE EXISTS (SELECT FROM log AS b WHERE b.account_id = a.id AND t.id = b.user_id)) AS t'),
       plan('SELECT t.* FROM "user" AS u, accessors_api.profile(u) AS t') = plan('SELECT t.* FROM "user" AS u, profile AS t WHERE t.user_id = u.id'),
       plan('SELECT t.* FROM account AS a LEFT JOIN LATERAL accessors_api.boss(a) AS t ON true') =
       plan('SELECT t.* FROM account AS a LEFT JOIN account AS t ON t.id = a.boss_id');
-- The plan can be parallel.
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT plan('SELECT count(*) FROM account AS a, accessors_api.accounts_as_boss(a) AS t') ~ 'Parallel';
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- PostgREST uses a function as a computed relationship if it has one argument of a row type and returns rows of a relation; the relationship
-- is to-one if the function declares one row.
SELECT p.proname, a.typrelid::regclass, r.typrelid::regclass, NOT p.proretset OR p.prorows = 1 AS single_row
FROM pg_proc AS p JOIN pg_type AS a ON a.oid = p.proargtypes[0] JOIN pg_type AS r ON r.oid = p.prorettype
WHERE p.pronamespace = 'accessors_api'::regnamespace AND p.pronargs = 1 AND a.typrelid <> 0 AND r.typrelid <> 0
ORDER BY 2, 1;

-- Every change is followed in the same transaction. A to-one relationship becomes to-many and back.
CREATE FUNCTION made() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s -> %s%s', p.oid::regprocedure, r.typrelid::regclass, CASE WHEN p.prorows = 1 THEN ', one' END)
    FROM pg_proc AS p JOIN pg_type AS r ON r.oid = p.prorettype
    WHERE p.pronamespace = 'accessors_api'::regnamespace ORDER BY p.oid::regprocedure::text COLLATE "C"
$$;
ALTER TABLE account_user RENAME TO member;
ALTER TABLE "user" RENAME COLUMN id TO uid;
ALTER TABLE account RENAME TO team;
ALTER TABLE member RENAME account_id TO team_id;
SELECT made();
SELECT a.username, u.email FROM team AS a, accessors_api.users(a) AS u ORDER BY 1, 2;
ALTER TABLE profile DROP CONSTRAINT profile_user_id_key;
SELECT * FROM made() WHERE made LIKE '%profile,%' OR made LIKE '%profile';
CREATE UNIQUE INDEX profile_user_id_key ON profile (user_id);
SELECT * FROM made() WHERE made LIKE '%profile,%' OR made LIKE '%profile';
ALTER TABLE "user" ADD COLUMN name text, ALTER COLUMN email TYPE varchar(20);
SELECT u.* FROM team AS a, accessors_api.users(a) AS u ORDER BY 1, 2, a.id;
ALTER TABLE "user" DROP COLUMN email;
SELECT u.* FROM team AS a, accessors_api.users(a) AS u ORDER BY 1, 2, a.id;
BEGIN;
SELECT relmeta.rename_relationship('team', 'users', 'people');
SELECT u.* FROM team AS a, accessors_api.people(a) AS u ORDER BY 1, 2, a.id;
ROLLBACK;
SELECT count(*) FROM team AS a, accessors_api.users(a) AS u;
ALTER SCHEMA accessors RENAME TO accessors_two;
SET search_path = accessors_two;
SELECT count(*) FROM team AS a, accessors_api.users(a) AS u;
ALTER SCHEMA accessors_api RENAME TO accessors_rest;
ALTER TABLE profile RENAME TO card;
SELECT c.* FROM "user" AS u, accessors_rest.card(u) AS c;
ALTER SCHEMA accessors_rest RENAME TO accessors_api;
SELECT * FROM relmeta.check();

-- Accessors do not make commands fail.
DROP TABLE card;
DROP TABLE log;
ALTER TABLE team DROP COLUMN boss_id;
DROP TABLE member;
SELECT made();
CREATE TABLE post (id integer PRIMARY KEY, team_id integer REFERENCES team);
SELECT made();
DROP SCHEMA accessors_api;
SELECT * FROM relmeta.accessor_source WHERE source = 'team'::regclass;
CREATE TABLE tag (id integer PRIMARY KEY, team_id integer REFERENCES team);
SELECT count(*) FROM relmeta.accessor_source WHERE source = 'team'::regclass;

-- A user's function is not changed, even if it replaces an accessor.
CREATE SCHEMA accessors_api;
CREATE FUNCTION accessors_api.posts(team) RETURNS integer LANGUAGE sql AS 'SELECT 1';
SELECT relmeta.add_accessors('{team}', 'accessors_api');
SELECT accessors_api.posts(t) FROM team AS t ORDER BY 1 LIMIT 1;
ALTER TABLE post RENAME TO article;
ALTER TABLE article RENAME TO post;
SELECT made();
CREATE OR REPLACE FUNCTION accessors_api.tags(team) RETURNS SETOF tag LANGUAGE sql AS 'SELECT t.* FROM accessors_two.tag AS t';
ALTER TABLE tag RENAME COLUMN team_id TO owner_id;
SELECT prosrc FROM pg_proc WHERE oid = 'accessors_api.tags(team)'::regprocedure;
-- Neither is one that depends on the extension.
CREATE FUNCTION accessors_api.page(team) RETURNS text LANGUAGE sql AS 'SELECT relmeta.version()';
ALTER FUNCTION accessors_api.page(team) DEPENDS ON EXTENSION relmeta;
ALTER TABLE tag RENAME COLUMN owner_id TO holder_id;
SELECT relmeta.drop_accessors('{team}');
SELECT accessors_api.page(NULL) IS NOT NULL;
DROP FUNCTION accessors_api.page(team);
SELECT made();
-- If the output of accessors_ddl is run manually, relmeta takes over the accessors.
SELECT relmeta.accessors_ddl('{post}', 'accessors_api') AS ddl \gset
:ddl
SELECT relmeta.add_accessors('{post}', 'accessors_api');
DROP TABLE team CASCADE;
SELECT made();

-- Changes made by the owner are reverted.
CREATE TABLE leaf (id integer PRIMARY KEY, post_id integer REFERENCES post);
SELECT relmeta.add_accessors('{post,leaf}', 'accessors_api');
ALTER FUNCTION accessors_api.leaves(post) STRICT SECURITY DEFINER VOLATILE;
ALTER FUNCTION accessors_api.post(leaf) RENAME TO posting;
SELECT proname, proisstrict, prosecdef, provolatile FROM pg_proc WHERE pronamespace = 'accessors_api'::regnamespace ORDER BY 1;

-- A view can use an accessor. It then keeps the accessor, and the command does not fail either.
CREATE VIEW leaves AS SELECT l.id FROM post AS p, accessors_api.leaves(p) AS l;
ALTER TABLE leaf RENAME COLUMN post_id TO article_id;
SELECT count(*) FROM leaves;
ALTER TABLE leaf DROP CONSTRAINT leaf_post_id_fkey;
SELECT reason FROM relmeta.stale WHERE holder = 'post'::regclass;
DROP VIEW leaves;
ALTER TABLE post ADD COLUMN note text;
SELECT made();
SELECT count(*) FROM relmeta.stale WHERE holder = 'post'::regclass;

-- With a condition, of a relationship and of the ends of a bridge.
CREATE TYPE topic AS ENUM ('post', 'leaf');
CREATE TABLE note (id integer PRIMARY KEY, about topic, about_id integer);
CREATE TABLE marker (id integer PRIMARY KEY);
CREATE TABLE marked (marker_id integer NOT NULL REFERENCES marker, about text NOT NULL, about_id integer NOT NULL, PRIMARY KEY (marker_id, about, about_id));
SELECT relmeta.declare_relationship('note', '{about_id}', 'post', '{id}', 'many_to_one', 'post', 'notes', $$about = 'post'$$);
SELECT relmeta.declare_relationship('marked', '{about_id}', 'post', '{id}', 'many_to_one', 'marked_post', 'marks', $$about = 'post'$$);
SELECT relmeta.declare_bridge('marked', '{marked_marker_id_fkey,marked_post}');
INSERT INTO post VALUES (7), (8);
INSERT INTO note VALUES (1, 'post', 7), (2, 'leaf', 7), (3, 'leaf', 8);
INSERT INTO marker VALUES (1), (2);
INSERT INTO marked VALUES (1, 'post', 7), (1, 'leaf', 8), (2, 'leaf', 7);
SELECT relmeta.add_accessors('{note,marker}', 'accessors_api');
SELECT relmeta.accessors_ddl('{note,marker}');
SELECT n.id, p.id FROM note AS n, accessors_api.post(n) AS p ORDER BY 1;
SELECT p.id, n.id FROM post AS p, accessors_api.notes(p) AS n ORDER BY 1;
SELECT m.id, p.id FROM marker AS m, accessors_api.posts(m) AS p ORDER BY 1;
SELECT p.id, m.id FROM post AS p, accessors_api.markers(p) AS m ORDER BY 1;
ALTER TABLE note RENAME about TO topic;
ALTER TYPE topic RENAME TO subject;
SELECT count(*) FROM note AS n, accessors_api.post(n) AS p;
ALTER TYPE subject SET SCHEMA accessors_api;
SELECT count(*) FROM note AS n, accessors_api.post(n) AS p;
ALTER SCHEMA accessors_api RENAME TO accessors_rest;
SELECT count(*) FROM note AS n, accessors_rest.post(n) AS p;
ALTER SCHEMA accessors_rest RENAME TO accessors_api;
ALTER TABLE marked RENAME about TO topic;
SELECT n.id, p.id FROM note AS n, accessors_api.post(n) AS p ORDER BY 1;
SELECT m.id, p.id FROM marker AS m, accessors_api.posts(m) AS p ORDER BY 1;
-- A type that cannot be compared.
CREATE TYPE pair AS (a text, b text);
ALTER TABLE note ALTER topic TYPE pair USING ROW(topic, '')::pair;
SELECT made();
ALTER TABLE note ALTER topic TYPE text USING (topic).a;
SELECT n.id, p.id FROM note AS n, accessors_api.post(n) AS p ORDER BY 1;
SELECT * FROM relmeta.check();
SELECT relmeta.drop_accessors('{note,marker}');
DROP TABLE note, marked, marker;

-- Names are quoted, and no accessor hides a function that accepts any row.
CREATE TABLE "co""unt ($1)" (id integer PRIMARY KEY, "p'ost" integer REFERENCES post);
CREATE TABLE count (id integer PRIMARY KEY, post_id integer UNIQUE REFERENCES post);
SELECT relmeta.accessors_ddl('{post}');
SELECT relmeta.add_accessors('{post}');
SELECT count(c) FROM post AS p, "co""unt ($1)"(p) AS c;
SELECT relmeta.drop_accessors();

SELECT relmeta.add_accessors('{post}', 'nowhere');
SELECT relmeta.add_accessors('{pg_class}');
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA accessors_two, accessors_api CASCADE;
SELECT * FROM relmeta.check();
