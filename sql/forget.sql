-- forget removes declarations and chosen names, of one relationship or of a whole table, and keeps derived relationships.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE VIEW here AS
    SELECT source, name, kind, target, via, origin FROM (SELECT *, bridge AS via FROM relmeta.relationship) AS r
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY source::oid, name;
CREATE VIEW said AS
    SELECT (SELECT count(*) FROM relmeta.declared_bridge) AS bridges, (SELECT count(*) FROM relmeta.declared_relationship) AS relationships,
           (SELECT count(*) FROM relmeta.relationship_name WHERE chosen) AS names;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY, parent_id integer REFERENCES "user");
CREATE TABLE message (id serial PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", text text);
CREATE TABLE legacy (user_no integer);

-- The name of one relationship: it is named like a new one.
SELECT relmeta.rename_relationship('message', 'user', 'author');
SELECT relmeta.rename_relationship('user', 'messages', 'letters');
SELECT relmeta.rename_relationship('user', 'children', 'members');
SELECT relmeta.rename_relationship('user', 'parent', 'head');
SELECT name, target FROM here WHERE source IN ('message'::regclass, 'user'::regclass);
SELECT relmeta.forget('message', 'author');
SELECT relmeta.forget('user', 'letters');
SELECT relmeta.forget('user', 'members');
SELECT relmeta.forget('user', 'head');
SELECT name, target FROM here WHERE source IN ('message'::regclass, 'user'::regclass);
TABLE said;

-- A declared relationship, from either side.
SELECT relmeta.declare_relationship('legacy', '{user_no}', 'user', '{id}');
SELECT relmeta.forget('legacy', 'user');
TABLE said;
SELECT relmeta.declare_relationship('legacy', '{user_no}', 'user', '{id}');
SELECT relmeta.forget('user', 'legacies');
TABLE said;
SELECT relmeta.declare_relationship('user', '{id}', 'user', '{parent_id}', name => 'x', inverse_name => 'y');
SELECT relmeta.declare_relationship('user', '{id}', 'user', '{id}', name => 'x', inverse_name => 'y');
SELECT relmeta.forget('user', 'y');
TABLE said;

-- Everything about a table: its bridge declaration, names, and its own declarations. Declarations of other tables about it stay.
SELECT relmeta.declare_bridge('message');
SELECT relmeta.rename_relationship('message', 'user', 'author');
SELECT relmeta.rename_relationship('user', 'messages', 'letters');
SELECT relmeta.declare_relationship('message', '{id}', 'legacy', '{user_no}', name => 'origin');
SELECT relmeta.declare_relationship('legacy', '{user_no}', 'message', '{user_id}');
SELECT relmeta.declare_relationship('legacy', '{user_no}', 'user', '{id}');
TABLE said;
SELECT * FROM here WHERE 'message'::regclass IN (source, target, via);
SELECT relmeta.forget('message');
TABLE said;
SELECT * FROM here WHERE 'message'::regclass IN (source, target, via);
SELECT relmeta.forget('user');
SELECT relmeta.forget('legacy');
TABLE said;

-- A name reserved for a dropped key is also removed.
SELECT relmeta.rename_relationship('message', 'account', 'club');
ALTER TABLE message DROP CONSTRAINT message_account_id_fkey;
TABLE said;
SELECT relmeta.forget('message');
TABLE said;
ALTER TABLE message ADD FOREIGN KEY (account_id) REFERENCES account;
SELECT name FROM here WHERE source = 'message'::regclass;

-- If there are no declarations about a table, nothing happens, and there is no error.
CREATE TABLE before AS SELECT * FROM relmeta.relationship;
SELECT relmeta.forget('message');
SELECT source, name FROM (TABLE before EXCEPT ALL TABLE relmeta.relationship) AS gone;

-- A name that was not chosen is replaced by the name that a new relationship would get; if they are equal, that is an error.
ALTER TABLE message ADD COLUMN editor_id integer REFERENCES "user";
SELECT name, target FROM here WHERE source = 'user'::regclass;
ALTER TABLE message DROP COLUMN user_id;
SELECT name, target FROM here WHERE source = 'user'::regclass;
SELECT relmeta.forget('user', 'messages_as_editor');
SELECT name, target FROM here WHERE source = 'user'::regclass;
CREATE TABLE pair (a_id integer NOT NULL REFERENCES account, message_id integer NOT NULL REFERENCES message, PRIMARY KEY (a_id, message_id));
CREATE TABLE second (a_id integer NOT NULL REFERENCES account, message_id integer NOT NULL REFERENCES message, PRIMARY KEY (a_id, message_id));
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
DROP TABLE pair;
SELECT relmeta.forget('account', 'messages_via_second');
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
DROP TABLE second;

CREATE SEQUENCE a_sequence;
\pset format unaligned
\pset tuples_only on
SELECT failing($$SELECT relmeta.forget('message', 'account')$$);
SELECT failing($$SELECT relmeta.forget('user', 'children')$$);
SELECT failing($$SELECT relmeta.forget('message', 'nowhere')$$);
SELECT failing($$SELECT relmeta.forget('message', '')$$);
SELECT failing($$SELECT relmeta.forget('legacy', 'nowhere')$$);
SELECT failing($$SELECT relmeta.forget('nowhere')$$);
SELECT failing($$SELECT relmeta.forget(NULL)$$);
SELECT failing($$SELECT relmeta.forget('a_sequence', 'x')$$);
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.forget('message')$$);
COMMIT;
\pset format aligned
\pset tuples_only off

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
