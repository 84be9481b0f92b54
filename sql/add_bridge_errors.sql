-- add_bridge rejects invalid requests with an error that names the object, with SQLSTATE and hint; nothing is left behind.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
SET search_path = build;
CREATE ROLE regress_builder;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE before AS SELECT oid FROM pg_class;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
GRANT USAGE ON SCHEMA build TO regress_builder;
\pset format unaligned
\pset tuples_only on

-- Tables that a permanent foreign key cannot refer to.
CREATE TABLE keyless (id integer UNIQUE NOT NULL);
CREATE TABLE "deferrable" (id integer PRIMARY KEY DEFERRABLE);
CREATE VIEW a_view AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW a_materialized_view AS SELECT 1 AS id;
CREATE FOREIGN DATA WRAPPER build_wrapper;
CREATE SERVER build_server FOREIGN DATA WRAPPER build_wrapper;
CREATE FOREIGN TABLE a_foreign_table (id integer) SERVER build_server;
CREATE SEQUENCE a_sequence;
CREATE TYPE a_type AS (id integer);
CREATE TEMPORARY TABLE a_temporary_table (id integer PRIMARY KEY);
CREATE TABLE parted (id integer PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
SELECT failing($$SELECT relmeta.add_bridge('account', 'keyless')$$);
SELECT failing($$SELECT relmeta.add_bridge('deferrable', 'account')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_view')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_materialized_view')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_foreign_table')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_sequence')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_type')$$);
SELECT failing($$SELECT relmeta.add_bridge('account_pkey', 'account')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'a_temporary_table')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'parted_1')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'pg_class')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'information_schema.sql_features')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'relmeta.relationship')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', more => '{a_view}')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'nowhere')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', '1')$$);

-- Options.
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', key => 'natural')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', on_delete => 'explode')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', on_delete => 'set null')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => '')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'account', more => '{user}')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user', roles => '{follower}')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user', roles => '{a,b,c}')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user', roles => '{a,a}')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user', roles => '{a,""}')$$);
SELECT failing($$SELECT relmeta.add_bridge('user', 'user', roles => '{a,NULL}')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', more => '{NULL}')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', NULL)$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', key => NULL)$$);
SELECT failing($$SELECT relmeta.bridge_ddl('account', 'user', if_not_exists => NULL)$$);

-- Existing objects.
CREATE TABLE account_user (account_id integer REFERENCES account);
CREATE TABLE made (account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE TABLE unclear (a integer REFERENCES account, b integer REFERENCES account, user_id integer REFERENCES "user");
SELECT failing($$SELECT relmeta.add_bridge('account', 'user')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', if_not_exists => true)$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'made')$$);
SELECT failing($$SELECT relmeta.bridge_ddl('account', 'user', bridge => 'made')$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'unclear', if_not_exists => true)$$);
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'a_view', if_not_exists => true)$$);
SELECT relmeta.reject_bridge('made');
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'made', if_not_exists => true)$$);

-- Privileges of the caller on the schema and on each table.
SET ROLE regress_builder;
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'mine')$$);
RESET ROLE;
GRANT CREATE ON SCHEMA build TO regress_builder;
GRANT REFERENCES ON account TO regress_builder;
SET ROLE regress_builder;
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'mine')$$);
SELECT relmeta.bridge_ddl('account', 'user', bridge => 'mine') <> '' AS ddl_can_be_read;
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'unclear', roles => '{a,user}', if_not_exists => true)$$);
RESET ROLE;
GRANT REFERENCES (id) ON "user" TO regress_builder;
SET ROLE regress_builder;
SELECT relmeta.add_bridge('account', 'user', bridge => 'mine');
SELECT relowner::regrole FROM pg_class WHERE oid = 'mine'::regclass;
RESET ROLE;

-- Read-only transactions.
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.add_bridge('account', 'user', bridge => 'late')$$);
SELECT relmeta.bridge_ddl('account', 'user', bridge => 'late') <> '' AS ddl_can_be_read;
COMMIT;

-- The errors left nothing behind: all new objects were created above, without an error.
\pset format aligned
\pset tuples_only off
SELECT oid::regclass FROM pg_class
WHERE relnamespace = 'build'::regnamespace AND relkind = 'r' AND oid NOT IN (SELECT oid FROM before) ORDER BY relname;
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP FOREIGN DATA WRAPPER build_wrapper CASCADE;
DROP SCHEMA build CASCADE;
DROP ROLE regress_builder;
SELECT * FROM relmeta.check();
