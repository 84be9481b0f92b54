-- A first session: two tables, one call, and relationships exist; plain DDL updates them.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA shop;
SET search_path = shop;
CREATE TABLE account(id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user"(id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE NOT NULL);

SELECT relmeta.add_bridge('account', 'user');
SELECT * FROM relmeta.relationships;
SELECT * FROM relmeta.bridges;
SELECT * FROM relmeta.explain('account', 'users');

CREATE TABLE supplier(id integer PRIMARY KEY);
CREATE TABLE part(id integer PRIMARY KEY);
CREATE TABLE project(id integer PRIMARY KEY);
\pset format unaligned
\pset tuples_only on
SELECT relmeta.bridge_ddl('supplier', 'part', more => '{project}', key => 'composite');
\pset format aligned
\pset tuples_only off
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
SELECT name, kind, target FROM relmeta.relationships WHERE via = 'follow'::regclass;
SELECT relmeta.add_bridge('account', 'nowhere');
SELECT relmeta.add_bridge('user', 'user');

-- accounts keeps its name, because it is derived from the column account_id, which did not change.
ALTER TABLE account RENAME TO team;
SELECT name, target, via FROM relmeta.relationships WHERE source = 'user'::regclass;
SELECT * FROM relmeta.check();

-- A rollback undoes everything.
BEGIN;
DROP TABLE follow;
SELECT name, target, via FROM relmeta.relationships WHERE source = 'user'::regclass;
ROLLBACK;
SELECT name, target, via FROM relmeta.relationships WHERE source = 'user'::regclass;

-- A table that refers to one of them.
CREATE TABLE scheduled_post(id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id integer NOT NULL REFERENCES team, text text NOT NULL);
SELECT name, kind, target FROM relmeta.relationships WHERE source IN ('team'::regclass, 'scheduled_post'::regclass);
SELECT * FROM relmeta.explain('scheduled_post', 'account');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA shop CASCADE;
SELECT * FROM relmeta.check();
SELECT count(*) FROM relmeta.relationships;
