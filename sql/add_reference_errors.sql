-- add_reference rejects invalid requests with an error that names the object, with SQLSTATE and hint; nothing changes.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
SET search_path = build;
CREATE ROLE regress_builder;
GRANT USAGE ON SCHEMA build TO regress_builder;
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE seat (hall text, no integer, PRIMARY KEY (hall, no));
CREATE TABLE post (id integer PRIMARY KEY, author integer NOT NULL, title text, reader integer, word integer, user_ref integer REFERENCES "user");
INSERT INTO "user" VALUES (1);
INSERT INTO post VALUES (1, 1, 'a', 7, 1), (2, 1, 'b', NULL, 1);
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
\pset format unaligned
\pset tuples_only on

-- Tables.
CREATE TABLE keyless (id integer);
CREATE VIEW a_view AS SELECT 1 AS id;
CREATE TEMPORARY TABLE a_temporary_table (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE cached (id integer PRIMARY KEY);
CREATE TABLE parted (id integer PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
SELECT failing($$SELECT relmeta.add_reference('post', 'keyless')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'a_view')$$);
SELECT failing($$SELECT relmeta.add_reference('a_view', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('a_temporary_table', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'cached')$$);
SELECT failing($$SELECT relmeta.add_reference('parted_1', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('pg_class', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('relmeta.relationship', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'nowhere')$$);

-- Options and columns.
SELECT failing($$SELECT relmeta.add_reference('post', NULL)$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', role => '')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', on_delete => 'explode')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', on_delete => 'set null', required => true)$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', on_delete => 'set null', columns => '{author}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', on_delete => 'set default')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{nothing}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{NULL}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'seat', columns => '{title}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{title}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'seat', columns => '{title,title}')$$);
CREATE TABLE node (node_id integer PRIMARY KEY);
SELECT failing($$SELECT relmeta.add_reference('node', 'node')$$);
ALTER TABLE post ADD user_id integer;
SELECT failing($$SELECT relmeta.add_reference('post', 'user')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{user_ref}')$$);

-- Existing rows that violate the constraint.
SELECT failing($$SELECT relmeta.add_reference('post', 'user', role => 'owner', required => true)$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{reader}', required => true)$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{reader}')$$);
SELECT failing($$SELECT relmeta.add_reference('post', 'user', columns => '{word}', one_to_one => true)$$);

-- Privileges, and read-only transactions.
SET ROLE regress_builder;
SELECT failing($$SELECT relmeta.add_reference('post', 'user', role => 'owner')$$);
RESET ROLE;
ALTER TABLE post OWNER TO regress_builder;
SET ROLE regress_builder;
SELECT failing($$SELECT relmeta.add_reference('post', 'user', role => 'owner')$$);
RESET ROLE;
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.add_reference('post', 'user', role => 'owner')$$);
SELECT relmeta.reference_ddl('post', 'user', role => 'owner') <> '' AS ddl_can_be_read;
COMMIT;

-- Nothing was changed.
\pset format aligned
\pset tuples_only off
SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'post'::regclass AND attnum > 0 ORDER BY attnum;
SELECT conname FROM pg_constraint WHERE conrelid = 'post'::regclass AND contype IN ('p', 'u', 'f') ORDER BY 1;
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build CASCADE;
DROP ROLE regress_builder;
SELECT * FROM relmeta.check();
