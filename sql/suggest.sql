-- A database without foreign keys: relationships are suggested with all evidence for the score, and the catalog does not
-- change until a suggestion is accepted.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA meant;
SET search_path = meant;
\pset null -
CREATE TABLE customers (id serial PRIMARY KEY, email text UNIQUE);
CREATE TABLE addresses (id serial PRIMARY KEY, customer_id integer NOT NULL);
CREATE INDEX ON addresses (customer_id);
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL, billing_address_id integer, parent_id integer, note_id text);
CREATE TABLE hosts (hostid bigint PRIMARY KEY, proxy_hostid bigint);

SELECT source, columns, target, target_columns, round(score::numeric, 2) AS score, kind, evidence, against, orphans, fix
FROM relmeta.suggest() ORDER BY source::text, columns;

-- No suggestions for generated values, for types that do not match, or below the minimum score.
SELECT count(*) FROM relmeta.suggest(min_score => 1);
SELECT count(*) FROM relmeta.suggest(min_score => 0) WHERE columns = '{note_id}' OR columns = '{id}';
SELECT source, columns, target FROM relmeta.suggest('{customers}') ORDER BY 1;
SELECT count(*) FROM relmeta.relationship;
SELECT * FROM relmeta.path('orders', 'customers');

-- The fix runs, and then nothing is suggested again.
SELECT fix FROM relmeta.suggest('{addresses}') WHERE source = 'addresses'::regclass \gexec
SELECT source, name, target FROM relmeta.relationships;
SELECT source, columns FROM relmeta.suggest('{addresses}');

-- Accepted, as a foreign key or as a declaration.
SELECT relmeta.accept_relationship('orders', '{customer_id}');
SELECT relmeta.accept_relationship('orders', '{billing_address_id}', 'addresses', declare => true);
SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1;
SELECT relmeta.accept_relationship('orders', '{note_id}');
SELECT relmeta.accept_relationship('orders', '{parent_id}', 'customers');

-- Rejected: never suggested again, also after the column is renamed.
SELECT relmeta.reject_relationship('orders', '{parent_id}');
SELECT relmeta.reject_relationship('hosts', '{proxy_hostid}', 'hosts');
ALTER TABLE orders RENAME parent_id TO previous_id;
SELECT source, columns FROM relmeta.suggest();
SELECT * FROM relmeta.rejected_relationship ORDER BY source::text;
SELECT relmeta.forget('hosts');
SELECT source, columns FROM relmeta.suggest();
DROP TABLE orders;
SELECT * FROM relmeta.rejected_relationship;
SELECT relmeta.reject_relationship('hosts', '{no_column}');
SELECT relmeta.reject_relationship('hosts', '{}');
SELECT relmeta.reject_relationship(NULL, '{hostid}');

SELECT * FROM relmeta.suggest(level => 'guess');
SELECT * FROM relmeta.suggest(min_score => 2);
SELECT * FROM relmeta.suggest(budget => '-1s');
SELECT * FROM relmeta.check();
DROP TABLE customers, addresses, hosts;
SET client_min_messages = warning;
DROP SCHEMA meant CASCADE;
