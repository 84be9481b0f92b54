-- The exports that are source code of models, and the HTML page. tests/t/consumers.pl runs the models.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA models;
SET search_path = models;
CREATE TABLE account (id integer PRIMARY KEY, username varchar(20) UNIQUE NOT NULL, born timestamptz(3), prices numeric(10,2)[]);
CREATE TABLE "user" (id integer PRIMARY KEY, boss_id integer REFERENCES "user" ON DELETE SET NULL, "class" integer, "from" point);
SELECT relmeta.add_bridge('account', 'user', key => 'composite');
CREATE VIEW report AS SELECT id AS account_id FROM account;
SELECT relmeta.declare_relationship('report', '{account_id}', 'account', '{id}');
COMMENT ON TABLE account IS 'Who pays';
COMMENT ON COLUMN "user".boss_id IS E'"""\n*/';
\set tables '(SELECT array_agg(oid::regclass) FROM pg_class WHERE relnamespace = ''models''::regnamespace AND relkind IN (''r'', ''v''))'
\pset format unaligned
\pset tuples_only on
SELECT relmeta.export('prisma', :tables);
SELECT relmeta.export('drizzle', :tables);
SELECT relmeta.export('supabase', :tables);
SELECT relmeta.export('sqlalchemy', :tables);
SELECT relmeta.export('django', :tables);
SELECT relmeta.export('ossie', '{account,user,account_user}');
SELECT relmeta.export('markdown', :tables);

-- Other formats also contain comments.
SELECT relmeta.export('json', '{user}')::json #>> '{tables,0,columns,1,comment}';
SELECT relmeta.export('dbml', '{account,user}');
SELECT relmeta.export('mermaid', '{account,user}');
SELECT relmeta.export('dot', '{user}');

-- Two tables that have the same name in a language, a name that is not valid there, and a relationship with the name of a column.
CREATE TABLE "a-b" ("1" integer PRIMARY KEY, "1_2" integer REFERENCES account, "__" integer, x integer);
CREATE TABLE a_b ("import" integer PRIMARY KEY, metadata integer REFERENCES "a-b", pk integer REFERENCES "a-b");
SELECT relmeta.export('sqlalchemy', '{a-b,a_b,account}');
SELECT relmeta.export('django', '{a-b,a_b}');
SELECT relmeta.export('drizzle', '{a-b,a_b}');
SELECT relmeta.export('prisma', '{a-b,a_b}');

SET client_min_messages = warning;
DROP SCHEMA models CASCADE;
