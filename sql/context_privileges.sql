-- Needs a superuser.
-- context shows only objects that the role can read.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE context_reader;
CREATE SCHEMA context_privileges;
CREATE SCHEMA context_closed;
SET search_path = context_privileges;
\pset format unaligned
\pset tuples_only on
CREATE TABLE account (id integer PRIMARY KEY, name text UNIQUE, secret text, UNIQUE (id, secret));
CREATE TABLE "user" (id integer PRIMARY KEY, account_id integer REFERENCES account, boss_id integer REFERENCES "user");
CREATE TABLE hidden (id integer PRIMARY KEY REFERENCES account);
CREATE TABLE context_closed.closed (id integer PRIMARY KEY REFERENCES account);
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
COMMENT ON COLUMN account.secret IS 'the password';
COMMENT ON TABLE hidden IS 'hidden';
GRANT USAGE ON SCHEMA context_privileges TO context_reader;
GRANT SELECT ON account_user TO context_reader;
GRANT SELECT ON context_closed.closed TO context_reader;
GRANT SELECT (id, name) ON account TO context_reader;
GRANT SELECT (id, account_id) ON "user" TO context_reader;
SET ROLE context_reader;
SELECT relmeta.context('{account,user,account_user}', comments => true);
SELECT relmeta.context('{hidden}');
SELECT relmeta.context('{context_closed.closed}');
SELECT relmeta.context('{account,hidden}');
SELECT pg_catalog.substring(relmeta.context(tokens => 1000000, comments => true), 'schema context_privileges:\n(([a-z"].*\n)*?)(?=schema|#)');
SELECT relmeta.context(tokens => 1000000, comments => true) ~ 'closed|hidden|secret|password|boss_id';
-- No path passes through a bridge that the role cannot read.
RESET ROLE;
REVOKE SELECT ON account_user FROM context_reader;
REVOKE SELECT (account_id) ON "user" FROM context_reader;
SET ROLE context_reader;
SELECT relmeta.context('{account,user}');
RESET ROLE;
SELECT relmeta.context('{account,user}');
SET client_min_messages = warning;
DROP SCHEMA context_privileges, context_closed CASCADE;
DROP ROLE context_reader;
SELECT * FROM relmeta.check();
