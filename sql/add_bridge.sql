-- add_bridge creates a bridge from two table names, and the catalog has its relationships in the same transaction.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
SET search_path = build;
CREATE TABLE account (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE NOT NULL);
CREATE VIEW made AS
    SELECT conrelid::regclass AS bridge, conname, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint
    WHERE connamespace = 'build'::regnamespace AND contype IN ('p', 'u', 'f') AND conparentid = 0;

-- Two untyped literals work. bridge_ddl returns the DDL that add_bridge runs.
\pset format unaligned
\pset tuples_only on
SELECT relmeta.bridge_ddl('account', 'user');
\pset format aligned
\pset tuples_only off
SELECT relmeta.add_bridge('account', 'user');
SELECT * FROM made WHERE bridge = 'account_user'::regclass ORDER BY conname;
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'account_user'::regclass ORDER BY 1;
SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity
FROM pg_attribute WHERE attrelid = 'account_user'::regclass AND attnum > 0 ORDER BY attnum;
SELECT source, name, kind, target, via, required FROM relmeta.relationships
WHERE via = 'account_user'::regclass OR source = 'account_user'::regclass OR target = 'account_user'::regclass ORDER BY 1, 2;
SELECT bridge, grade FROM relmeta.bridge WHERE bridge = 'account_user'::regclass;

-- With key => composite, the pair is the primary key. With on_delete => RESTRICT, referenced rows cannot be deleted.
\pset format unaligned
\pset tuples_only on
SELECT relmeta.bridge_ddl('account', 'user', bridge => 'seat', key => 'composite', on_delete => 'RESTRICT');
SELECT relmeta.bridge_ddl('account', 'user', bridge => 'seat', on_delete => 'no action');
\pset format aligned
\pset tuples_only off
SELECT relmeta.add_bridge('account', 'user', bridge => 'seat', key => 'composite', on_delete => 'RESTRICT');
SELECT * FROM made WHERE bridge = 'seat'::regclass ORDER BY conname;

-- Three ends; each starts an index.
CREATE TABLE supplier (id integer PRIMARY KEY);
CREATE TABLE part (id integer PRIMARY KEY);
CREATE TABLE project (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('supplier', 'part', more => '{project}', key => 'composite');
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'supplier_part_project'::regclass ORDER BY 1;
SELECT source, name, kind, target FROM relmeta.relationships WHERE via = 'supplier_part_project'::regclass ORDER BY 1, 2;

-- A table that is linked with itself.
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE via = 'follow'::regclass ORDER BY 1, 2;

-- A rollback removes everything.
BEGIN;
SELECT relmeta.add_bridge('part', 'project');
SELECT count(*) FROM relmeta.relationship WHERE bridge = 'part_project'::regclass;
ROLLBACK;
SELECT to_regclass('part_project'), count(*) FROM relmeta.relationship WHERE constraint_name LIKE 'part_project%';
BEGIN;
SAVEPOINT before;
SELECT relmeta.add_bridge('part', 'project');
ROLLBACK TO before;
SELECT relmeta.add_bridge('project', 'part');
COMMIT;
SELECT count(*) FROM relmeta.relationship WHERE bridge = 'project_part'::regclass;

-- It works in a function, and an error there undoes everything.
DO $$
BEGIN
    PERFORM relmeta.add_bridge('supplier', 'project');
    PERFORM relmeta.add_bridge('supplier', 'project');
EXCEPTION WHEN duplicate_table THEN
    RAISE NOTICE 'caught: %', SQLERRM;
END
$$;
SELECT to_regclass('supplier_project');

-- if_not_exists accepts an existing bridge, created by relmeta or manually, and declares it.
SELECT relmeta.add_bridge('account', 'user', if_not_exists => true);
SELECT relmeta.bridge_ddl('account', 'user', if_not_exists => true) = '' AS nothing_to_do;
SELECT relmeta.add_bridge('supplier', 'project', if_not_exists => true);
CREATE TABLE supplier_account (supplier integer REFERENCES supplier, account integer REFERENCES account, a text, b text, c text, d text);
SELECT bridge, grade FROM relmeta.bridge WHERE bridge = 'supplier_account'::regclass;
SELECT relmeta.add_bridge('supplier', 'account', if_not_exists => true);
SELECT bridge, grade FROM relmeta.bridge WHERE bridge = 'supplier_account'::regclass;
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}', if_not_exists => true);
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{fan,idol}', if_not_exists => true);

-- A bridge created by add_bridge stays a bridge when it gets more columns and keys; these are not ends.
ALTER TABLE account_user ADD part integer REFERENCES part, ADD a text, ADD b text, ADD c text, ADD d text, ADD e text;
SELECT bridge, grade FROM relmeta.bridge WHERE bridge = 'account_user'::regclass;
SELECT source, name, kind, target FROM relmeta.relationships WHERE via = 'account_user'::regclass ORDER BY 1, 2;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build CASCADE;
SELECT * FROM relmeta.check();
