-- Accessors belong to the owner of their table, and run with the privileges of the caller. Commands of other roles can change
-- their body and drop them, but not create them.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE accessors_shop;
CREATE ROLE accessors_blog;
CREATE ROLE accessors_reader;
RESET client_min_messages;
CREATE SCHEMA rights;
GRANT USAGE, CREATE ON SCHEMA rights TO accessors_shop, accessors_blog;
GRANT USAGE ON SCHEMA rights TO accessors_reader;
SET search_path = rights;
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse
SET ROLE accessors_shop;
CREATE TABLE account (id integer PRIMARY KEY, secret text);
CREATE TABLE invoice (id integer PRIMARY KEY, account_id integer REFERENCES account);
INSERT INTO account VALUES (1, 's');
INSERT INTO invoice VALUES (5, 1), (6, 1);
SELECT relmeta.add_accessors();
GRANT REFERENCES ON account TO accessors_blog;
GRANT SELECT (id) ON account TO accessors_reader;
GRANT SELECT ON invoice TO accessors_reader;
CREATE FUNCTION made() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s of %s', p.oid::regprocedure, proowner::regrole) FROM pg_proc AS p
    WHERE p.pronamespace = 'rights'::regnamespace AND p.proname <> 'made' ORDER BY 1
$$;

-- The caller's privileges and policies apply.
SET ROLE accessors_reader;
SELECT i.id FROM account AS a, invoices(ROW(a.id, NULL)::account) AS i ORDER BY 1;
SELECT a.id FROM invoice AS i, account(i) AS a;
SELECT a.secret FROM invoice AS i, account(i) AS a;
RESET ROLE;
CREATE POLICY even ON invoice TO accessors_reader USING (id % 2 = 0);
ALTER TABLE invoice ENABLE ROW LEVEL SECURITY;
SET ROLE accessors_reader;
SELECT i.id FROM account AS a, invoices(ROW(a.id, NULL)::account) AS i ORDER BY 1;

-- Only the owner can add and drop them; null means all tables of the caller.
SELECT relmeta.add_accessors('{account}');
SELECT relmeta.drop_accessors('{account}');
SELECT relmeta.add_accessors(), relmeta.drop_accessors();

-- A foreign key of another role's table gets its accessor later, by a command of the owner.
SET ROLE accessors_blog;
CREATE TABLE post (id integer PRIMARY KEY, account_id integer REFERENCES account);
SELECT made();
SELECT holder, reason FROM relmeta.stale;
SET ROLE accessors_shop;
ALTER TABLE invoice ADD COLUMN note text;
SELECT made();
SELECT holder, reason FROM relmeta.stale;
-- A rename by the other role is followed immediately, in body and name.
SET ROLE accessors_blog;
ALTER TABLE post RENAME COLUMN account_id TO owner_id;
SELECT prosrc FROM pg_proc WHERE oid = 'posts(account)'::regprocedure;
ALTER TABLE post RENAME TO article;
SELECT made();
SET ROLE accessors_shop;
ALTER TABLE invoice DROP COLUMN note;
SELECT made();
SET ROLE accessors_blog;
DROP TABLE article;
SELECT made();

-- If the owner is not allowed to create functions in the schema, commands still succeed.
RESET ROLE;
REVOKE CREATE ON SCHEMA rights FROM accessors_shop;
SET ROLE accessors_blog;
CREATE TABLE receipt (id integer PRIMARY KEY, account_id integer REFERENCES account);
SET ROLE accessors_shop;
ALTER TABLE invoice ADD COLUMN note text;
SELECT made();
SELECT reason FROM relmeta.stale;
SELECT relmeta.add_accessors('{account}');
RESET ROLE;
GRANT CREATE ON SCHEMA rights TO accessors_shop;
SELECT relmeta.refresh() >= 0;
SELECT made();
SELECT * FROM relmeta.check();

-- A stale catalog causes no error.
SET relmeta.sync = off;
ALTER TABLE receipt RENAME TO bill;
ALTER TABLE bill RENAME account_id TO payer_id;
ALTER TABLE account RENAME id TO key;
CREATE TABLE letter (id integer PRIMARY KEY, account_id integer REFERENCES account);
SELECT difference, source FROM relmeta.check() ORDER BY 1, 2;
RESET relmeta.sync;
CREATE TABLE other (id integer PRIMARY KEY, account_id integer REFERENCES account);
DROP TABLE other;
SELECT relmeta.refresh() >= 0;
SELECT made();
SELECT a.key, i.id FROM invoice AS i, account(i) AS a ORDER BY 2;
SELECT b.id FROM account AS a, bills(a) AS b;
SELECT * FROM relmeta.check();

-- Objects earlier in search_path are not used.
CREATE SCHEMA evil;
CREATE TABLE evil.invoice (id integer, account_id integer, note text);
CREATE FUNCTION evil.never(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR evil.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = evil.never);
SET search_path = evil, pg_catalog, rights;
SELECT i.id FROM rights.account AS a, rights.invoices(a) AS i ORDER BY 1;
ALTER TABLE rights.invoice RENAME TO claim;
SELECT c.id FROM rights.account AS a, rights.claims(a) AS c ORDER BY 1;
SET search_path = rights;
-- A rollback, partial or complete, restores the accessors.
BEGIN;
ALTER TABLE claim RENAME TO demand;
SAVEPOINT before;
ALTER TABLE account RENAME TO customer;
ALTER SCHEMA rights RENAME TO duties;
SELECT d.id FROM duties.customer AS c, duties.demands(c) AS d ORDER BY 1;
ROLLBACK TO before;
SELECT d.id FROM account AS a, demands(a) AS d ORDER BY 1;
ROLLBACK;
SELECT c.id FROM account AS a, claims(a) AS c ORDER BY 1;
SELECT * FROM relmeta.check();
-- REASSIGN OWNED reassigns them, and DROP OWNED drops them.
REASSIGN OWNED BY accessors_shop TO accessors_blog;
SELECT * FROM made() WHERE made LIKE 'claims%';
SET ROLE accessors_blog;
ALTER TABLE claim RENAME TO invoice;
SELECT * FROM made() WHERE made LIKE 'invoices%';
RESET ROLE;
ALTER FUNCTION invoices(account) OWNER TO accessors_reader;
DROP OWNED BY accessors_reader;
SELECT name, detail FROM relmeta.check();
SET ROLE accessors_blog;
ALTER TABLE invoice ADD COLUMN paid boolean;
RESET ROLE;
SELECT * FROM made() WHERE made LIKE 'invoices%';
SELECT * FROM relmeta.check();
ALTER FUNCTION made() OWNER TO CURRENT_USER;
SET client_min_messages = warning;
DROP OWNED BY accessors_blog CASCADE;
RESET client_min_messages;
SELECT made();
SELECT * FROM relmeta.check();
-- DROP EXTENSION drops them, and they can be added again with the extension.
CREATE TABLE shelf (id integer PRIMARY KEY);
CREATE TABLE book (id integer PRIMARY KEY, shelf_id integer REFERENCES shelf);
SELECT relmeta.add_accessors('{shelf,book}');
BEGIN;
DROP EXTENSION relmeta;
SELECT made();
CREATE EXTENSION relmeta;
SELECT relmeta.add_accessors('{shelf,book}');
SELECT * FROM relmeta.check();
ROLLBACK;
SELECT made();

SET client_min_messages = warning;
DROP SCHEMA evil CASCADE;
DROP SCHEMA rights CASCADE;
DROP ROLE accessors_shop, accessors_blog, accessors_reader;
SELECT * FROM relmeta.check();
