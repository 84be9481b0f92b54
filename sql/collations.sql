-- Up to PostgreSQL 17, a foreign key column can have another collation than the referenced key if that has a nondeterministic collation.
SELECT current_setting('server_version_num')::integer >= 180000 AS too_new \gset
\if :too_new
\quit
\endif
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA collations;
SET search_path = collations;
\pset format unaligned
\pset tuples_only on

-- Groups by the key's columns are not groups by the foreign key if their collations differ.
CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE word (name text COLLATE caseless PRIMARY KEY);
CREATE TABLE meaning (id integer PRIMARY KEY, word text REFERENCES word);
CREATE TABLE sound (id integer PRIMARY KEY, word text COLLATE caseless REFERENCES word);
INSERT INTO word VALUES ('Tea');
INSERT INTO meaning VALUES (1, 'tea'), (2, 'TEA');
INSERT INTO sound VALUES (1, 'tea'), (2, 'TEA'), (3, 'Tea');
SELECT relmeta.join_sql_with('{word,meaning,sound}', 'aggregate') AS query \gset
\echo :query
:query;

-- The collation of the referenced key determines equality.
CREATE TABLE place (name text COLLATE caseless PRIMARY KEY);
CREATE TABLE trip (place text REFERENCES place);
INSERT INTO place VALUES ('Rome');
INSERT INTO trip VALUES ('rome');
SELECT orphans, query FROM relmeta.orphans('trip');

SET client_min_messages = warning;
DROP SCHEMA collations CASCADE;
SELECT * FROM relmeta.check();
