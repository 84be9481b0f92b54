-- Exports for servers that generate an API from a database: Hasura, pg_graphql, PostGraphile.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA servers;
SET search_path = servers;
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, "2nd_boss_id" integer REFERENCES "user");
SELECT relmeta.add_bridge('account', 'user', key => 'composite');
CREATE TABLE detail (account_id integer NOT NULL, user_id integer NOT NULL, note text, UNIQUE (user_id, account_id),
    CONSTRAINT detail_pair FOREIGN KEY (account_id, user_id) REFERENCES account_user);
CREATE TABLE twice (id integer PRIMARY KEY, user_id integer REFERENCES "user", CONSTRAINT other FOREIGN KEY (user_id) REFERENCES account);
CREATE TABLE seat (user_id integer PRIMARY KEY REFERENCES "user", account_id integer NOT NULL REFERENCES account);
SELECT relmeta.declare_bridge('seat');
CREATE VIEW report AS SELECT id AS account_id, username FROM account;
SELECT relmeta.declare_relationship('report', '{account_id}', 'account', '{id}', 'many_to_one', 'subject', 'reports');
COMMENT ON CONSTRAINT account_user_user_id_fkey ON account_user IS 'who it''s for @graphql({"foreign_name": "old"})';
COMMENT ON CONSTRAINT detail_pair ON detail IS E'of the pair\n(both)';
COMMENT ON VIEW report IS 'for the month';
\set tables '(SELECT array_agg(oid::regclass) FROM pg_class WHERE relnamespace = ''servers''::regnamespace AND relkind IN (''r'', ''p'', ''v''))'
\pset format unaligned
\pset tuples_only on

-- Hasura: names that GraphQL does not allow, or that a column has, are changed. Foreign keys over the same columns are identified by their columns.
ALTER TABLE detail ADD COLUMN account_user text;
SELECT relmeta.export('hasura', :tables);
SELECT relmeta.export('hasura_yaml', :tables);
SELECT relmeta.export('hasura_yaml', '{}');
SELECT relmeta.export('hasura', '{}')::json IS NOT NULL;
SELECT relmeta.export('hasura_bulk', '{twice,user}');
-- The three formats contain the same relationships.
SELECT count(*), count(*) FILTER (WHERE a ->> 'type' = 'pg_create_object_relationship') FROM json_array_elements(relmeta.export('hasura_bulk', :tables)::json -> 'args') AS a;
SELECT count(*) FROM jsonb_path_query(relmeta.export('hasura', :tables)::jsonb, 'strict $.**.using');

-- pg_graphql: the exported script runs, and running it again changes nothing.
SELECT relmeta.export('pg_graphql', :tables) AS before \gset
\echo :before
SELECT relmeta.export('pg_graphql', :tables) \gexec
SELECT relmeta.export('pg_graphql', :tables) = :'before';
SELECT obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conname IN ('account_user_user_id_fkey', 'detail_pair') ORDER BY conname;
SELECT obj_description('report'::regclass, 'pg_class');
INSERT INTO account VALUES (1, 'a'), (2, 'b');
INSERT INTO "user" VALUES (1), (2);
INSERT INTO account_user VALUES (1, 1), (2, 1);
INSERT INTO seat VALUES (2, 1);
SELECT u.id, a.username FROM "user" AS u, accounts(u) AS a ORDER BY 1, 2;
SELECT a.id, u.id FROM account AS a, users(a) AS u ORDER BY 1, 2;
SELECT proname, pg_get_function_arguments(oid), prorows FROM pg_proc WHERE pronamespace = 'servers'::regnamespace ORDER BY 1, 2;
-- A function with the same name that relmeta did not create is kept, even if it was created after the export.
SELECT obj_description('users(account)'::regprocedure, 'pg_proc');
SELECT relmeta.export('pg_graphql', :tables) AS query \gset
CREATE OR REPLACE FUNCTION users(account) RETURNS SETOF "user" STABLE LANGUAGE sql AS 'SELECT * FROM servers."user" WHERE false';
COMMENT ON FUNCTION users(account) IS NULL;
DROP FUNCTION accounts("user");
CREATE FUNCTION accounts("user") RETURNS text LANGUAGE sql AS 'SELECT 1::text';
COMMENT ON FUNCTION account("user") IS E'Shown to people.\nMade by relmeta.';
:query;
SELECT prosrc FROM pg_proc WHERE oid IN ('users(account)'::regprocedure, 'accounts("user")'::regprocedure) ORDER BY 1;
SELECT obj_description('account("user")'::regprocedure, 'pg_proc');
DROP FUNCTION users(account), accounts("user");
-- A view gets the key that its relationships need; names can contain the quotes of a string.
CREATE VIEW profile AS SELECT id AS account_id, id * 2 AS twice FROM account;
CREATE TABLE "do $relmeta$ it's" (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('account', '"do $relmeta$ it''s"', bridge => 'odd');
SELECT relmeta.declare_relationship('profile', '{account_id}', 'account', '{id}', 'one_to_one');
CREATE VIEW listed AS SELECT id FROM account;
SELECT relmeta.declare_relationship('report', '{account_id}', 'listed', '{id}', 'many_to_one');
\set some '''{profile,account,report,listed,odd,"\\"do $relmeta$ it\'\'s\\""}'''
SELECT relmeta.export('pg_graphql', :some) AS query \gset
\echo :query
:query;
SELECT relmeta.export('pg_graphql', :some) = :'query';
DROP TABLE odd CASCADE;
-- An existing directive of a table is kept.
COMMENT ON VIEW report IS '@graphql({"primary_key_columns": ["account_id"]})';
SELECT relmeta.export('pg_graphql', '{report,account}');

-- PostGraphile
SELECT relmeta.export('postgraphile', :tables);
SELECT relmeta.export('postgraphile4', '{profile,account,twice,user}');
-- A name that a tag cannot contain is omitted.
CREATE TABLE "odd, |name" (id integer PRIMARY KEY);
SELECT relmeta.declare_relationship('profile', '{twice}', '"odd, |name"', '{id}');
SELECT relmeta.export('postgraphile', '{profile,"\"odd, |name\""}');

SET client_min_messages = warning;
DROP SCHEMA servers CASCADE;
