-- add_reference creates a foreign key with its columns and index, and returns the name of the relationship.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
CREATE SCHEMA other;
SET search_path = build;
CREATE ROLE regress_builder;
CREATE DOMAIN other.seat_no AS integer CHECK (VALUE > 0);
CREATE TABLE "user" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY);
CREATE TABLE profile (id integer PRIMARY KEY);
CREATE TABLE category (id integer PRIMARY KEY);
CREATE TABLE seat (hall text COLLATE "C", no other.seat_no, PRIMARY KEY (hall, no));
CREATE FUNCTION keys_of(regclass) RETURNS TABLE (name text, definition text) LANGUAGE sql AS $$
    SELECT name, definition
    FROM (SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE conrelid = $1 AND contype IN ('u', 'f') AND conparentid = 0
          UNION ALL
          SELECT relname, regexp_replace(pg_get_indexdef(indexrelid), '.* USING ', '')
          FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = $1 AND NOT indisunique) AS key (name, definition)
    ORDER BY name
$$;

-- By default: a nullable column, a foreign key and an index. reference_ddl returns the DDL that add_reference runs.
\pset format unaligned
\pset tuples_only on
SELECT relmeta.reference_ddl('post', 'user');
SELECT relmeta.reference_ddl('post', 'user', role => 'author', required => true, on_delete => 'cascade');
SELECT relmeta.reference_ddl('post', 'user', role => 'editor', one_to_one => true, on_delete => 'SET NULL');
SELECT relmeta.reference_ddl('post', 'seat', required => true, on_delete => 'restrict');
SELECT relmeta.reference_ddl('post', 'seat', role => 'best', one_to_one => true);
\pset format aligned
\pset tuples_only off
SELECT relmeta.add_reference('post', 'user');
SELECT relmeta.add_reference('post', 'user', role => 'author', required => true, on_delete => 'cascade');
SELECT relmeta.add_reference('post', 'user', role => 'editor', one_to_one => true, on_delete => 'SET NULL');
SELECT relmeta.add_reference('post', 'seat', required => true, on_delete => 'restrict');
SELECT relmeta.add_reference('post', 'seat', role => 'best', one_to_one => true);
SELECT * FROM keys_of('post');
SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
WHERE attrelid = 'post'::regclass AND attnum > 0 ORDER BY attnum;
SELECT source, name, kind, target, required FROM relmeta.relationships
WHERE source = 'post'::regclass OR target = 'post'::regclass ORDER BY 1, 2;

-- A table that refers to itself, with and without a role.
SELECT relmeta.add_reference('category', 'category', role => 'parent');
SELECT name, kind, target FROM relmeta.relationships WHERE source = 'category'::regclass ORDER BY 1;

-- Existing columns, in the order of the key. NOT NULL, the unique constraint and the index are added only if missing.
CREATE TABLE ticket (id integer PRIMARY KEY, no other.seat_no NOT NULL, hall text COLLATE "C", buyer integer, holder integer UNIQUE,
                     payer integer, guest integer DEFAULT 1, seller integer);
CREATE INDEX ticket_no_hall ON ticket (no, hall, id);
CREATE INDEX ticket_payer_some ON ticket (payer) WHERE payer > 0;
CREATE INDEX ticket_seller_hash ON ticket USING hash (seller);
SELECT relmeta.add_reference('ticket', 'seat', columns => '{hall,no}', required => true);
SELECT relmeta.add_reference('ticket', 'user', columns => '{buyer}', one_to_one => true, required => true);
SELECT relmeta.add_reference('ticket', 'user', columns => '{holder}', one_to_one => true);
SELECT relmeta.add_reference('ticket', 'user', columns => '{payer}');
SELECT relmeta.add_reference('ticket', 'user', columns => '{seller}');
SELECT relmeta.add_reference('ticket', 'user', columns => '{guest}', on_delete => 'set default');
SELECT * FROM keys_of('ticket');
SELECT string_agg(attname, ', ' ORDER BY attnum) AS not_null FROM pg_attribute WHERE attrelid = 'ticket'::regclass AND attnum > 0 AND attnotnull;

-- An existing foreign key is accepted only with if_not_exists, and then nothing changes.
SELECT relmeta.add_reference('post', 'user', role => 'author', if_not_exists => true);
SELECT relmeta.reference_ddl('post', 'user', role => 'author', if_not_exists => true) = '' AS nothing_to_do;
SELECT relmeta.add_reference('ticket', 'seat', columns => '{hall,no}', if_not_exists => true);
SELECT relmeta.add_reference('profile', 'user', if_not_exists => true);
SELECT relmeta.add_reference('profile', 'user', if_not_exists => true);
SELECT * FROM keys_of('profile');

-- Partitioned tables, other schemas, odd names, long names.
CREATE TABLE event (id integer, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1);
CREATE TABLE other."Odd ""Name""" ("Key" integer PRIMARY KEY);
SELECT relmeta.add_reference('event', 'other."Odd ""Name"""');
SELECT relmeta.add_reference('other."Odd ""Name"""', 'event', role => repeat('ü', 40));
SELECT * FROM keys_of('event');
SELECT * FROM keys_of('other."Odd ""Name"""');

-- The owner of the source needs the REFERENCES privilege on the target.
CREATE TABLE mine (id integer PRIMARY KEY);
ALTER TABLE mine OWNER TO regress_builder;
GRANT USAGE, CREATE ON SCHEMA build TO regress_builder;
GRANT REFERENCES ON "user" TO regress_builder;
SET ROLE regress_builder;
SELECT relmeta.add_reference('mine', 'user');
RESET ROLE;

BEGIN;
SELECT relmeta.add_reference('profile', 'post');
ROLLBACK;
SELECT name FROM relmeta.relationships WHERE source = 'profile'::regclass ORDER BY 1;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build, other CASCADE;
DROP ROLE regress_builder;
SELECT * FROM relmeta.check();
