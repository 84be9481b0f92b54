-- A bridge, its columns and its indexes have names that fit into 63 bytes, are distinct, and say what they link.
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

-- Columns: the singular of the table and the key; a key that carries the table's name already is not prefixed again.
CREATE TABLE accounts (id integer PRIMARY KEY);
CREATE TABLE users (user_id integer PRIMARY KEY);
CREATE TABLE "Order" ("orderId" integer PRIMARY KEY);
CREATE TABLE country (country text PRIMARY KEY);
SELECT relmeta.add_bridge('accounts', 'users'), relmeta.add_bridge('"Order"', 'country');
SELECT * FROM columns;

-- Roles take the place of the tables' names.
SELECT relmeta.add_bridge('users', 'users', roles => '{follower,followee}');
SELECT relmeta.add_bridge('accounts', 'users', bridge => 'roled', roles => '{team,"Team member"}');
SELECT * FROM columns WHERE bridge IN ('users_follower_followee'::regclass, 'roled'::regclass);
SELECT source, name, target FROM relmeta.relationships WHERE via = 'users_follower_followee'::regclass ORDER BY 1, 2;

-- Tables of one name in different schemas, and tables of one singular.
CREATE TABLE sales.item (id integer PRIMARY KEY);
CREATE TABLE stock.item (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('sales.item', 'stock.item');
SELECT relmeta.add_bridge('user', 'users');
SELECT * FROM columns WHERE bridge IN ('sales.item_item'::regclass, 'user_users'::regclass);

-- A column of an end that is called id: the surrogate key gives way.
CREATE TABLE id (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('id', 'user');
SELECT * FROM columns WHERE bridge = 'id_user'::regclass;

-- Capitals, blanks, quotes, keywords and other scripts are kept.
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

-- Names of 63 bytes, of one-byte and of two-byte letters: cut between letters, both parts left to recognise, all distinct.
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

-- The cut name is not taken for the bridge of other tables, but is known as its own.
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, (repeat('b', 62) || 'c')::regclass, if_not_exists => true);
\set VERBOSITY terse
SELECT relmeta.add_bridge(repeat('a', 63)::regclass, repeat('b', 63)::regclass);
SELECT relmeta.add_bridge('accounts', 'users', bridge => repeat('long', 20));
SELECT relmeta.add_bridge('accounts', 'user', bridge => repeat('long', 20));
\set VERBOSITY default

-- An index name that is taken is numbered.
CREATE TABLE accounts_user_user_id_account_id_idx ();
SELECT relmeta.add_bridge('accounts', 'user');
SELECT indexrelid::regclass AS index FROM pg_index WHERE indrelid = 'accounts_user'::regclass ORDER BY indexrelid::regclass::text COLLATE "C";

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build, sales, stock CASCADE;
SELECT * FROM relmeta.check();
