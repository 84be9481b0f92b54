-- export returns the catalog as text, and the same text for the same catalog. tests/t/export.pl reads each format with programs that use it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA export;
SET search_path = export;
CREATE TABLE account (id integer PRIMARY KEY, username varchar(20) UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, boss_id integer REFERENCES "user" ON DELETE SET NULL);
SELECT relmeta.add_bridge('account', 'user', key => 'composite');
\set tables '(SELECT array_agg(oid::regclass) FROM pg_class WHERE relnamespace = ''export''::regnamespace AND relkind IN (''r'', ''p'', ''v''))'
\pset format unaligned
\pset tuples_only on
SELECT relmeta.export('json', :tables);
SELECT relmeta.export('mermaid', :tables);
SELECT relmeta.export('mermaid', :tables, bridges => 'edges');
SELECT relmeta.export('dot', :tables, bridges => 'edges');
SELECT relmeta.export('dbml', :tables);
-- The given tables in any order, and the relationships between them. A link through a bridge that is not given is an edge.
SELECT relmeta.export('mermaid', '{account,user}') = relmeta.export('mermaid', '{user,account,user}');
SELECT relmeta.export('mermaid', '{account,user}') = relmeta.export('mermaid', :tables, bridges => 'edges');
SELECT relmeta.export('mermaid', '{}');

-- json contains every relationship and every bridge with all stored columns.
CREATE VIEW report AS SELECT * FROM account;
SELECT relmeta.declare_relationship('report', '{id}', 'account', '{id}');
CREATE TABLE seat (a integer, b integer, PRIMARY KEY (a, b));
ALTER TABLE seat ADD FOREIGN KEY (a, b) REFERENCES account_user NOT VALID;
SELECT relmeta.export('json', :tables)::jsonb AS written \gset
CREATE FUNCTION pair(regclass) RETURNS jsonb LANGUAGE sql AS
    $$ SELECT jsonb_build_array(relnamespace::regnamespace::text, relname) FROM pg_class WHERE oid = $1 $$;
CREATE VIEW expected AS
    SELECT jsonb_build_object('source', pair(source), 'name', name, 'kind', kind, 'target', pair(target), 'source_columns', source_columns,
               'target_columns', target_columns, 'bridge', pair(bridge), 'bridge_source_columns', coalesce(bridge_source_columns, '{}'),
               'bridge_target_columns', coalesce(bridge_target_columns, '{}'), 'holder', pair(holder), 'constraint', constraint_name,
               'far_constraint', far_constraint_name, 'inverse', inverse, 'required', required, 'enforced', enforced,
               'pair_unique', pair_unique, 'condition', NULL, 'origin', origin) AS relationship
    FROM relmeta.relationship WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'export'::regnamespace);
SELECT count(*) FROM expected;
SELECT 'missing', relationship FROM (SELECT relationship FROM expected EXCEPT ALL SELECT jsonb_array_elements(:'written'::jsonb -> 'relationships')) AS e;
SELECT 'too many', r FROM (SELECT jsonb_array_elements(:'written'::jsonb -> 'relationships') AS r EXCEPT ALL SELECT relationship FROM expected) AS e;
SELECT b ->> 'table', b ->> 'grade', b -> 'ends', b ->> 'payload', b ->> 'pair_unique' FROM jsonb_array_elements(:'written'::jsonb -> 'bridges') AS b;
SELECT t ->> 'name', t ->> 'kind', t ->> 'primary_key', t -> 'foreign_keys' -> 0 ->> 'validated'
FROM jsonb_array_elements(:'written'::jsonb -> 'tables') AS t;

-- Partitions are excluded, unless they have their own foreign key or are given.
CREATE TABLE log (account_id integer REFERENCES account, day date) PARTITION BY RANGE (day);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
ALTER TABLE log_2 ADD CONSTRAINT own FOREIGN KEY (account_id) REFERENCES "user";
SELECT t ->> 'name' FROM jsonb_array_elements(relmeta.export('json')::jsonb -> 'tables') AS t WHERE t ->> 'schema' = 'export';
SELECT t ->> 'name', t ->> 'partition' FROM jsonb_array_elements(relmeta.export('json', '{log,log_1}')::jsonb -> 'tables') AS t;

-- Errors
SELECT relmeta.export('xml');
SELECT relmeta.export(NULL);
SELECT relmeta.export('json', '{pg_class}');
SELECT relmeta.export('json', bridges => 'clouds');

-- Actions of foreign keys on delete, and their columns.
CREATE TABLE tenant_note (a integer NOT NULL, b integer,
    CONSTRAINT note_fkey FOREIGN KEY (a, b) REFERENCES seat ON DELETE SET NULL (b) DEFERRABLE INITIALLY DEFERRED);
SELECT jsonb_path_query(relmeta.export('json', '{tenant_note}')::jsonb, '$.tables[0].foreign_keys[0]');
SELECT relmeta.export('dbml', '{tenant_note,seat}');

SET client_min_messages = warning;
DROP SCHEMA export CASCADE;
