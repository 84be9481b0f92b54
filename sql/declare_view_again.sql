-- Declarations about a dropped view are kept until the end of the transaction, because migrations drop and recreate views.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA again;
SET search_path = again;
CREATE VIEW here AS SELECT source, name, kind, target FROM relmeta.relationship
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'again'::regnamespace) ORDER BY source::text, name;
CREATE TABLE account (id integer PRIMARY KEY, email text);
CREATE TABLE login (account_id integer);
CREATE VIEW active AS SELECT id AS account_id, email FROM account;
CREATE MATERIALIZED VIEW total AS SELECT account_id, count(*) AS logins FROM login GROUP BY 1;
SELECT relmeta.declare_relationship('active', '{account_id}', 'account', '{id}', 'one_to_one', 'self', 'activity');
SELECT relmeta.declare_relationship('login', '{account_id}', 'active', '{account_id}', 'many_to_one');
SELECT relmeta.declare_relationship('total', '{account_id}', 'active', '{account_id}', 'one_to_one', 'of', 'sum');
SELECT relmeta.rename_relationship('login', 'account', 'whose');
TABLE here;
CREATE TABLE before AS TABLE here;

-- Source, target, and both.
BEGIN;
DROP VIEW active;
TABLE here;
CREATE VIEW active AS SELECT id AS account_id, email, now() AS seen FROM account;
TABLE here;
COMMIT;
BEGIN;
DROP VIEW active;
DROP MATERIALIZED VIEW total;
CREATE VIEW active AS SELECT id AS account_id FROM account;
CREATE MATERIALIZED VIEW total AS SELECT account_id FROM login;
DROP VIEW active;
CREATE MATERIALIZED VIEW active AS SELECT id AS account_id FROM account;
COMMIT;
SELECT name, kind FROM here EXCEPT SELECT name, kind FROM before;
SELECT name, kind FROM before EXCEPT SELECT name, kind FROM here;
SELECT count(*) FROM relmeta.declared_relationship WHERE 'active'::regclass IN (source, target);

-- Savepoints, and declarations that were removed meanwhile.
BEGIN;
SAVEPOINT s;
DROP MATERIALIZED VIEW active;
ROLLBACK TO s;
SELECT relmeta.forget('login', 'whose');
DROP MATERIALIZED VIEW active;
SAVEPOINT s;
CREATE VIEW active AS SELECT id AS account_id FROM account;
ROLLBACK TO s;
CREATE VIEW active AS SELECT id AS account_id FROM account;
COMMIT;
TABLE here;

-- If a column is missing, the declaration has no effect. A view with another name, a table, or another transaction does not count as recreation.
BEGIN;
DROP VIEW active;
CREATE VIEW active AS SELECT id AS key FROM account;
TABLE here;
DROP VIEW active;
CREATE VIEW active AS SELECT id AS account_id FROM account;
COMMIT;
TABLE here;
BEGIN;
DROP VIEW active;
CREATE VIEW other AS SELECT id AS account_id FROM account;
CREATE TABLE active (account_id integer);
TABLE here;
DROP TABLE active;
COMMIT;
CREATE VIEW active AS SELECT id AS account_id FROM account;
TABLE here;
SELECT count(*) FROM relmeta.declared_relationship WHERE source::text LIKE '%active' OR target::text LIKE '%active';

-- A renamed view is not dropped.
SELECT relmeta.declare_relationship('active', '{account_id}', 'account', '{id}', 'one_to_one', 'self', 'activity');
BEGIN;
ALTER VIEW active RENAME TO old;
CREATE VIEW active AS SELECT id AS account_id FROM account;
DROP VIEW old;
COMMIT;
TABLE here;

-- Objects that the declarations name can be renamed meanwhile: columns of the table on the other side, and labels.
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE visit (account_id integer, page integer, kind kind);
CREATE VIEW page AS SELECT 1 AS id;
CREATE VIEW hit AS SELECT page + 0 AS page, account_id + 0 AS account, kind FROM visit;
SELECT relmeta.declare_relationship('visit', '{page}', 'page', '{id}', name => 'at', condition => $$kind = 'a' AND account_id <> 1$$);
SELECT relmeta.declare_relationship('hit', '{account}', 'account', '{id}', name => 'by', condition => $$kind IN ('a', 'b', 'b') AND page = 1$$);
SELECT relmeta.declare_relationship('hit', '{page}', 'page', '{id}', name => 'on');
CREATE VIEW said AS SELECT source, source_columns, target, target_columns, condition FROM relmeta.declared_relationship WHERE name IN ('at', 'by', 'on') ORDER BY name;
BEGIN;
DROP VIEW hit, page;
SAVEPOINT s;
ALTER TYPE kind RENAME VALUE 'a' TO 'undone';
ALTER TABLE visit RENAME page TO undone;
ROLLBACK TO s;
ALTER TYPE kind RENAME VALUE 'a' TO 'c';
ALTER TYPE kind RENAME VALUE 'b' TO 'a';
ALTER TABLE account RENAME id TO number;
ALTER TABLE visit RENAME page TO site;
ALTER TABLE visit RENAME account_id TO page;
CREATE VIEW page AS SELECT 1 AS id;
CREATE VIEW hit AS SELECT site + 0 AS page, page + 0 AS account, kind FROM visit;
COMMIT;
TABLE said;
SELECT name, condition FROM relmeta.relationships WHERE name IN ('at', 'by', 'on') ORDER BY name;
-- A column that is dropped and added again is a different one, with the same name.
BEGIN;
DROP VIEW hit, page;
ALTER TABLE visit DROP page, ADD page integer, DROP kind, ADD kind kind;
CREATE VIEW page AS SELECT 1 AS id;
CREATE VIEW hit AS SELECT site + 0 AS page, page + 0 AS account, kind FROM visit;
COMMIT;
TABLE said;
SELECT name, condition FROM relmeta.relationships WHERE name IN ('at', 'by', 'on') ORDER BY name;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA again CASCADE;
SELECT * FROM relmeta.check();
