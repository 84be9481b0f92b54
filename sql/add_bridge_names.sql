-- Names of bridges, columns and indexes are distinct, fit into 63 bytes, and show what they link.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
CREATE SCHEMA sales;
CREATE SCHEMA stock;
SET search_path = build;
CREATE VIEW columns AS
    SELECT attrelid::regclass AS bridge, string_agg(attname, ', ' ORDER BY attnum) AS columns
    FROM pg_attribute WHERE attnum > 0 AND attrelid IN (SELECT bridge FROM relmeta.bridge) GROUP BY attrelid ORDER BY attrelid;
CREATE VIEW longest AS
    SELECT count(*) = count(DISTINCT (kind, name)) AS all_different, max(octet_length(name)) AS bytes
    FROM (SELECT 'relation' AS kind, relname::text AS name FROM pg_class WHERE relnamespace = 'build'::regnamespace
          UNION ALL
          SELECT attrelid::text, attname FROM pg_attribute
          WHERE attnum > 0 AND attrelid IN (SELECT bridge FROM relmeta.bridge)) AS name;

-- Columns: the singular of the table and the key. A key that already contains the table name gets no prefix.
CREATE TABLE accounts (id integer PRIMARY KEY);
CREATE TABLE users (user_id integer PRIMARY KEY);
CREATE TABLE "Order" ("orderId" integer PRIMARY KEY);
CREATE TABLE country (country text PRIMARY KEY);
SELECT relmeta.add_bridge('accounts', 'users'), relmeta.add_bridge('"Order"', 'country');
SELECT * FROM columns;

-- Roles replace table names.
SELECT relmeta.add_bridge('users', 'users', roles => '{follower,followee}');
SELECT relmeta.add_bridge('accounts', 'users', bridge => 'roled', roles => '{team,"Team member"}');
SELECT * FROM columns WHERE bridge IN ('users_follower_followee'::regclass, 'roled'::regclass);
SELECT source, name, target FROM relmeta.relationships WHERE via = 'users_follower_followee'::regclass ORDER BY 1, 2;

-- Tables with the same name in different schemas, and tables with the same singular.
CREATE TABLE sales.item (id integer PRIMARY KEY);
CREATE TABLE stock.item (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('sales.item', 'stock.item');
SELECT relmeta.add_bridge('user', 'users');
SELECT * FROM columns WHERE bridge IN ('sales.item_item'::regclass, 'user_users'::regclass);

-- If a column of an end is named id, the surrogate key gets another name.
CREATE TABLE id (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('id', 'user');
SELECT * FROM columns WHERE bridge = 'id_user'::regclass;

-- Capitals, blanks, quotes, keywords and other scripts are preserved.
CREATE TABLE "Odd ""Name""" ("Key; DROP TABLE account" integer PRIMARY KEY);
CREATE TABLE "select" ("from" integer PRIMARY KEY);
CREATE TABLE "größe" ("ключ" integer PRIMARY KEY);
CREATE TABLE "it's\" ("a.b" integer PRIMARY KEY);
\pset format unaligned
\pset tuples_only on
SELECT relmeta.bridge_ddl('"Odd ""Name"""', 'select');
SELECT relmeta.bridge_ddl('größe', '"it''s\"');
\pset format aligned
\pset tuples_only off
SELECT relmeta.add_bridge('"Odd ""Name"""', 'select'), relmeta.add_bridge('größe', '"it''s\"');
SELECT * FROM columns WHERE bridge IN ('"Odd ""Name""_select"'::regclass, '"größe_it''s\"'::regclass);
SELECT relmeta.add_bridge('"Odd ""Name"""', 'select', bridge => 'A; "b"');

-- Names of 63 bytes, with one-byte and two-byte letters: truncated between letters, both parts recognisable, all distinct.
DO $$
BEGIN
    EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY)', repeat('a', 63));
    EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY)', repeat('b', 63));
    EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY)', repeat('b', 62) || 'c');
    EXECUTE format('CREATE TABLE %I (%I integer, %I integer, PRIMARY KEY (%2$I, %3$I))', repeat('ü', 31), repeat('я', 30) || '1', repeat('я', 30) || '2');
END
$$;
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, repeat('b', 63)::regclass);
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, (repeat('b', 62) || 'c')::regclass);
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, repeat('ü', 31)::regclass);
SELECT relmeta.add_bridge(repeat('ü', 31)::regclass, repeat('a', 63)::regclass, more => ARRAY[repeat('b', 63)::regclass, (repeat('b', 62) || 'c')::regclass]);
SELECT * FROM columns WHERE octet_length(bridge::text) > 60;
SELECT * FROM longest;

-- The truncated name is not recognised as a bridge of other tables, but as its own.
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, (repeat('b', 62) || 'c')::regclass, if_not_exists => true);
\set VERBOSITY terse
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, repeat('b', 63)::regclass);
SELECT relmeta.add_bridge('accounts', 'users', bridge => repeat('long', 20));
SELECT relmeta.add_bridge('accounts', 'user', bridge => repeat('long', 20));
\set VERBOSITY default

-- If an index name is taken, it gets a number.
CREATE TABLE accounts_user_user_id_account_id_idx ();
SELECT relmeta.add_bridge('accounts', 'user');
SELECT indexrelid::regclass AS index FROM pg_index WHERE indrelid = 'accounts_user'::regclass ORDER BY indexrelid::regclass::text COLLATE "C";

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build, sales, stock CASCADE;
SELECT * FROM relmeta.check();
