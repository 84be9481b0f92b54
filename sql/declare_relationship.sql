-- declare_relationship links relations without foreign keys, such as views and foreign tables. It follows renames and is dropped with its tables.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE VIEW here AS
    SELECT source, name, kind, target, array_to_string(source_columns, ', ') AS columns, array_to_string(target_columns, ', ') AS target_columns,
           inverse, required, enforced
    FROM relmeta.relationship WHERE origin = 'declared' ORDER BY source::oid, name;
CREATE TABLE account (id integer PRIMARY KEY, email text UNIQUE);
CREATE TABLE legacy (account_no bigint, mail varchar(80), code integer UNIQUE, a integer, b integer);
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));

-- Without a kind, unique indexes on both sides prove it; the name is chosen like that of a foreign key.
SELECT relmeta.declare_relationship('legacy', '{account_no}', 'account', '{id}');
SELECT relmeta.declare_relationship('legacy', '{code}', 'account', '{id}');
SELECT relmeta.declare_relationship('legacy', '{mail}', 'legacy', '{mail}');
SELECT relmeta.declare_relationship('legacy', '{b,a}', 'pair', '{b,a}');
SELECT * FROM here;
SELECT relmeta.explain('legacy', 'account');
SELECT relmeta.explain('pair', 'legacies');
-- The kind follows changes of indexes.
CREATE UNIQUE INDEX legacy_idx ON legacy (account_no);
SELECT * FROM here WHERE source = 'legacy'::regclass AND name = 'account';
DROP INDEX legacy_idx;
SELECT * FROM here WHERE source = 'legacy'::regclass AND name = 'account';

-- A given kind or name is used unchanged.
CREATE TABLE import (account_id integer, line integer);
SELECT relmeta.declare_relationship('import', '{account_id}', 'account', '{id}', kind => 'one_to_one', name => 'owner', inverse_name => 'import_row');
SELECT * FROM here WHERE 'import'::regclass IN (source, target);
SELECT relmeta.explain('import', 'owner');
SELECT relmeta.explain('account', 'import_row');
CREATE TABLE range (low integer, high integer);
SELECT relmeta.declare_relationship('range', '{low}', 'range', '{high}', kind => 'one_to_many', name => 'next', inverse_name => 'previous');
SELECT relmeta.declare_relationship('range', '{low}', 'account', '{id}', 'many_to_many', NULL, 'ranges');
SELECT * FROM here WHERE 'range'::regclass IN (source, target);
-- Declaring the same columns again replaces the declaration.
SELECT relmeta.declare_relationship('import', '{account_id}', 'account', '{id}', kind => 'many_to_one', name => 'owner');
SELECT * FROM here WHERE 'import'::regclass IN (source, target);
SELECT count(*) FROM relmeta.declared_relationship WHERE source = 'import'::regclass;

-- Views, materialized views, foreign tables, partitioned tables and partitions, tables in other schemas.
CREATE VIEW active AS SELECT id, email FROM account;
CREATE MATERIALIZED VIEW total AS SELECT 1 AS account_id, 2 AS total;
CREATE UNIQUE INDEX ON total (account_id);
CREATE TABLE parted (id integer, account_id integer) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted DEFAULT;
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.account (id integer);
SELECT relmeta.declare_relationship('active', '{id}', 'account', '{id}');
SELECT relmeta.declare_relationship('total', '{account_id}', 'active', '{id}');
SELECT relmeta.declare_relationship('parted', '{account_id}', 'account', '{id}');
SELECT relmeta.declare_relationship('parted_1', '{account_id}', 'account', '{id}');
SELECT relmeta.declare_relationship('elsewhere.account', '{id}', 'account', '{id}');
SELECT * FROM here WHERE source IN ('active'::regclass, 'total'::regclass, 'parted'::regclass, 'parted_1'::regclass, 'elsewhere.account'::regclass);
-- CREATE OR REPLACE VIEW keeps declarations; DROP VIEW drops them.
CREATE OR REPLACE VIEW active AS SELECT id, email FROM account WHERE email IS NOT NULL;
SELECT * FROM here WHERE source = 'active'::regclass;
DROP VIEW active;
SELECT * FROM here WHERE source = 'total'::regclass;
SELECT count(*) FROM relmeta.declared_relationship WHERE source = 'total'::regclass;

-- Columns with different types can be used if PostgreSQL can compare them.
CREATE DOMAIN number AS bigint;
CREATE TABLE mixed (small smallint, num numeric, fix char(8), dom number, arr integer[], stamp timestamptz, day date);
SELECT relmeta.declare_relationship('mixed', '{small}', 'account', '{id}');
SELECT relmeta.declare_relationship('mixed', '{num}', 'account', '{id}');
SELECT relmeta.declare_relationship('mixed', '{fix}', 'account', '{email}', name => 'mailbox');
SELECT relmeta.declare_relationship('mixed', '{dom}', 'account', '{id}');
SELECT relmeta.declare_relationship('mixed', '{stamp}', 'mixed', '{day}');
SELECT name, target, columns, target_columns FROM here WHERE source = 'mixed'::regclass;

-- A foreign key with the same link replaces it and takes its name. When the key is dropped, the declaration takes effect again.
INSERT INTO import VALUES (NULL, 1);
ALTER TABLE import ADD FOREIGN KEY (account_id) REFERENCES account;
SELECT source, name, kind, target, enforced, origin FROM relmeta.relationship WHERE 'import'::regclass IN (source, target) ORDER BY source::oid;
SELECT relmeta.explain('import', 'owner');
SELECT * FROM relmeta.check();
ALTER TABLE import DROP CONSTRAINT import_account_id_fkey;
SELECT source, name, kind, target, enforced, origin FROM relmeta.relationship WHERE 'import'::regclass IN (source, target) ORDER BY source::oid;

-- Declarations follow renames of tables, columns and schemas. If a column is dropped, the declaration waits for a column with this name.
ALTER TABLE legacy RENAME TO old;
ALTER TABLE old RENAME COLUMN account_no TO account_number;
ALTER TABLE account RENAME COLUMN id TO number;
ALTER TABLE pair SET SCHEMA elsewhere;
SELECT * FROM here WHERE source = 'old'::regclass;
SELECT * FROM relmeta.declared_relationship WHERE source = 'old'::regclass ORDER BY source_columns;
SELECT * FROM relmeta.check();
ALTER TABLE old DROP COLUMN code;
SELECT name, target FROM here WHERE source = 'old'::regclass;
ALTER TABLE old ADD COLUMN code integer;
SELECT name, target FROM here WHERE source = 'old'::regclass;
ALTER TABLE old DROP COLUMN code;
SELECT relmeta.forget('old');
ALTER TABLE old ADD COLUMN code integer;
SELECT name, target FROM here WHERE source = 'old'::regclass;

-- It is dropped with either of its tables.
SELECT relmeta.declare_relationship('old', '{code}', 'account', '{number}');
SELECT relmeta.declare_relationship('old', '{code}', 'import', '{line}');
DROP TABLE import;
SELECT source, target FROM relmeta.declared_relationship WHERE source = 'old'::regclass;
DROP TABLE old;
SELECT source, target FROM relmeta.declared_relationship ORDER BY source::oid, target::oid;
DROP TABLE account CASCADE;
SELECT * FROM here;
SELECT source, target FROM relmeta.declared_relationship ORDER BY source::oid, target::oid;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say, elsewhere CASCADE;
SELECT * FROM relmeta.check();
