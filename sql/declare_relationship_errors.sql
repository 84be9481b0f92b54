-- declare_relationship rejects invalid declarations with an error that names the object, with SQLSTATE and hint; nothing changes.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE TABLE account (id integer PRIMARY KEY, email text UNIQUE, data json, region text);
CREATE TABLE post (id integer PRIMARY KEY, account_id integer REFERENCES account, title text, at point, pair_a integer, pair_b integer, data json);
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE keyed (a integer, b integer, PRIMARY KEY (a, b));
ALTER TABLE post ADD FOREIGN KEY (pair_a, pair_b) REFERENCES keyed;
CREATE VIEW recent AS SELECT * FROM post;
CREATE SEQUENCE a_sequence;
CREATE TEMPORARY TABLE fleeting (id integer);
SELECT relmeta.declare_relationship('post', '{title}', 'account', '{email}', name => 'namesake', inverse_name => 'posts_of_that_title');
CREATE TABLE said AS SELECT * FROM relmeta.declared_relationship;
CREATE TABLE before AS SELECT * FROM relmeta.relationship;
\pset format unaligned
\pset tuples_only on

-- Columns: missing, empty, different number on each side, duplicate, not comparable.
SELECT failing($$SELECT relmeta.declare_relationship('post', '{nowhere}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{nowhere}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{ctid}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{Title}', 'account', '{email}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', NULL, 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{NULL}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{pair_a,pair_b}', 'pair', '{a}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{pair_a,pair_a}', 'pair', '{a,b}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{pair_a,pair_b}', 'pair', '{a,a}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{title}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{at}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{data}', 'account', '{data}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{pair_a,title}', 'pair', '{a,b}')$$);

-- Tables.
SELECT failing($$SELECT relmeta.declare_relationship('nowhere', '{id}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'nowhere', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship(NULL, '{id}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', NULL, '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'a_sequence', '{last_value}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'fleeting', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('fleeting', '{id}', 'post', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'pg_class', '{oid}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'relmeta.relationship', '{source}')$$);

-- Kinds.
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', kind => 'many')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', kind => 'ONE_TO_ONE')$$);

-- Names: taken, equal to a column, longer than 63 bytes, used twice.
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', name => 'account')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', name => 'namesake')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', inverse_name => 'posts')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', name => 'title')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', inverse_name => 'region')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', name => repeat('x', 64))$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}', inverse_name => repeat('ü', 32))$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'post', '{pair_a}', name => 'same', inverse_name => 'same')$$);

-- A foreign key or another declaration with the same link, in either direction.
SELECT failing($$SELECT relmeta.declare_relationship('post', '{account_id}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('account', '{id}', 'post', '{account_id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('account', '{email}', 'post', '{title}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('post', '{pair_b,pair_a}', 'keyed', '{b,a}')$$);
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.declare_relationship('post', '{id}', 'account', '{id}')$$);
COMMIT;
\pset format aligned
\pset tuples_only off
TABLE said EXCEPT ALL TABLE relmeta.declared_relationship;
TABLE relmeta.declared_relationship EXCEPT ALL TABLE said;
SELECT source, name FROM (TABLE before EXCEPT ALL TABLE relmeta.relationship) AS gone;
SELECT source, name, kind, target FROM (TABLE relmeta.relationship EXCEPT ALL TABLE before) AS come;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
