-- A stale catalog: calls every function for tables, columns and keys that no longer exist, or that have changed. Each call
-- succeeds, or raises an error that explains the problem; none crashes.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA behind;
SET search_path = behind;
\set SHOW_CONTEXT never
CREATE TABLE account (id integer PRIMARY KEY, nick text UNIQUE, boss_id integer REFERENCES account);
CREATE TABLE tag (id integer PRIMARY KEY, label text UNIQUE);
SELECT relmeta.add_bridge('account', 'tag', key => 'composite');
SELECT relmeta.declare_relationship('account', '{nick}', 'tag', '{label}');
INSERT INTO account VALUES (1, 'a'), (2, 'b');
INSERT INTO tag VALUES (1, 'x');
SELECT source, name, target, bridge, origin FROM relmeta.relationship WHERE source IN ('account'::regclass, 'tag') ORDER BY source::text, name;

\getenv directory PG_ABS_SRCDIR
\set include :directory /sql/include/formats.sql
\i :include

-- The calls: %1$s is account, %2$s tag, %3$s the bridge, by OID.
CREATE TABLE call (place serial, of text, label text, statement text);
INSERT INTO call (of, label, statement) VALUES
    ('version()', 'version', 'relmeta.version()'),
    ('status()', 'status', 'relmeta.status()'),
    ('check()', 'check', 'relmeta.check()'),
    ('refresh()', 'refresh', 'relmeta.refresh()'),
    ('derive_relationships()', 'derive_relationships', 'relmeta.derive_relationships()'),
    ('derive_bridges()', 'derive_bridges', 'relmeta.derive_bridges()'),
    ('', 'views', '(TABLE relmeta.relationships) AS r FULL JOIN (TABLE relmeta.bridges) AS b ON true'),
    ('explain(regclass,name)', 'explain', 'relmeta.explain(%1$s, ''tags'')'),
    ('', 'explain', 'relmeta.explain(%1$s, ''boss'')'),
    ('', 'explain', 'relmeta.explain(%2$s, ''account'')'),
    ('explain_bridge(regclass)', 'explain_bridge', 'relmeta.explain_bridge(%3$s)'),
    ('condition(regclass,name[],regclass,name[],boolean)', 'condition', 'relmeta.condition(%1$s, ''{id}'', %3$s, ''{account_id}'')'),
    ('path(regclass,regclass,regclass[],regclass[],integer,integer)', 'path', 'relmeta.path(%1$s, %2$s, max_paths => 9)'),
    ('join_sql(regclass[])', 'join_sql', 'relmeta.join_sql(%1$s, %2$s)'),
    ('join_sql_with(regclass[],text)', 'join_sql_with', 'relmeta.join_sql_with(ARRAY[%1$s, %2$s, %3$s]::oid[]::regclass[], ''aggregate'')'),
    ('add_accessors(regclass[],text)', 'add_accessors', 'relmeta.add_accessors(ARRAY[%1$s, %2$s]::oid[]::regclass[])'),
    ('accessors_ddl(regclass[],text)', 'accessors_ddl', 'relmeta.accessors_ddl(ARRAY[%1$s, %2$s]::oid[]::regclass[])'),
    ('drop_accessors(regclass[])', 'drop_accessors', 'relmeta.drop_accessors(ARRAY[%1$s, %2$s]::oid[]::regclass[])'),
    ('nested_sql(regclass,text)', 'nested_sql', 'relmeta.nested_sql(%1$s, ''{ id tags { id accounts { id } } boss { id } }'')'),
    ('nested(regclass,text,text)', 'nested', 'relmeta.nested(%1$s, ''{ id tags { id } }'', ''1'')'),
    ('', 'nested', 'relmeta.nested(%2$s, ''{ id account { id boss { id } } }'')'),
    ('link(regclass,name,text,text)', 'link', 'relmeta.link(%1$s, ''tags'', ''1'', ''1'')'),
    ('link(regclass,name,text[],text[])', 'link', 'relmeta.link(%2$s, ''accounts'', ARRAY[''1''], ARRAY[''1''])'),
    ('unlink(regclass,name,text,text)', 'unlink', 'relmeta.unlink(%2$s, ''accounts'', ''1'', ''1'')'),
    ('unlink(regclass,name,text[],text[])', 'unlink', 'relmeta.unlink(%1$s, ''tags'', ARRAY[''1''], ARRAY[''1''])'),
    ('lint(regclass[])', 'lint', 'relmeta.lint()'),
    ('', 'lint', 'relmeta.lint(ARRAY[%1$s, %3$s]::regclass[])'),
    ('export(text,regclass[],text)', 'export', format('unnest(%L::text[]) AS f, relmeta.export(f)', :'formats')),
    ('', 'export', 'relmeta.export(''json'', ARRAY[%1$s, %2$s, %3$s]::regclass[], ''edges'')'),
    ('context(regclass[],integer,boolean)', 'context', 'relmeta.context()'),
    ('consumers(text)', 'consumers', 'relmeta.consumers()'),
    ('', 'context', 'relmeta.context(ARRAY[%1$s, %2$s, %3$s]::oid[]::regclass[])'),
    ('declare_bridge(regclass,name[])', 'declare_bridge', 'relmeta.declare_bridge(%3$s)'),
    ('', 'declare_bridge', 'relmeta.declare_bridge(%3$s, ''{account_tag_account_id_fkey,account_tag_tag_id_fkey}'')'),
    ('suggest(regclass[],text,real,interval)', 'suggest', 'relmeta.suggest(level => ''data'')'),
    ('orphans(regclass,name,name[],regclass,bigint,interval)', 'orphans', 'relmeta.orphans()'),
    ('accept_relationship(regclass,name[],regclass,boolean)', 'accept_relationship', 'relmeta.accept_relationship(%1$s, ''{nick}'')'),
    ('reject_relationship(regclass,name[],regclass)', 'reject_relationship', 'relmeta.reject_relationship(%1$s, ''{nick}'')'),
    ('reject_bridge(regclass)', 'reject_bridge', 'relmeta.reject_bridge(%3$s)'),
    ('declare_relationship(regclass,name[],regclass,name[],text,text,text,text)', 'declare_relationship', 'relmeta.declare_relationship(%1$s, ''{id}'', %2$s, ''{id}'')'),
    ('', 'declare_relationship', 'relmeta.declare_relationship(%3$s, ''{account_id}'', %2$s, ''{id}'')'),
    ('rename_relationship(regclass,name,text)', 'rename_relationship', 'relmeta.rename_relationship(%1$s, ''tags'', ''labels'')'),
    ('', 'rename_relationship', 'relmeta.rename_relationship(%2$s, ''account'', ''bearer'')'),
    ('forget(regclass,name)', 'forget', 'relmeta.forget(%1$s, ''tag'')'),
    ('', 'forget', 'relmeta.forget(%3$s)'),
    ('add_bridge(regclass,regclass,regclass[],text,text[],text,text,boolean)', 'add_bridge', 'relmeta.add_bridge(%1$s, %2$s, if_not_exists => true)'),
    ('bridge_ddl(regclass,regclass,regclass[],text,text[],text,text,boolean)', 'bridge_ddl', 'relmeta.bridge_ddl(%1$s, %2$s, bridge => ''other'')'),
    ('drop_bridge(regclass,boolean)', 'drop_bridge', 'relmeta.drop_bridge(%3$s, true)'),
    ('add_reference(regclass,regclass,text,name[],boolean,boolean,text,boolean)', 'add_reference', 'relmeta.add_reference(%1$s, %2$s)'),
    ('reference_ddl(regclass,regclass,text,name[],boolean,boolean,text,boolean)', 'reference_ddl', 'relmeta.reference_ddl(%1$s, %2$s)');
-- Only triggers are left, and a function that reads nothing.
SELECT p.oid::regprocedure FROM pg_proc AS p
WHERE pronamespace = 'relmeta'::regnamespace AND NOT EXISTS (SELECT FROM call WHERE of <> '' AND ('relmeta.' || of)::regprocedure = p.oid) ORDER BY proname;

-- Creates a state that relmeta does not see, with relmeta.sync off or with disabled event triggers, and runs all calls. Returns for each
-- SQLSTATE the functions that raised it, and the number of successful calls. Everything is undone.
CREATE FUNCTION stale(change text, OUT state text, OUT functions text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    tables text[] := ARRAY['account'::regclass::oid, 'tag'::regclass::oid, 'account_tag'::regclass::oid]::text[];
    outcomes text[];
    labels text[];
    one call;
    way text;
BEGIN
    FOREACH way IN ARRAY '{sync,triggers}'::text[] LOOP
        BEGIN
            IF way = 'sync' THEN
                SET LOCAL relmeta.sync = off;
            ELSE
                ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE;
                ALTER EVENT TRIGGER relmeta_sql_drop DISABLE;
            END IF;
            EXECUTE change;
            SET LOCAL relmeta.sync = on;
            ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
            ALTER EVENT TRIGGER relmeta_sql_drop ENABLE ALWAYS;
            FOR one IN SELECT * FROM call ORDER BY place LOOP
                BEGIN
                    EXECUTE 'SELECT count(*) FROM ' || format(one.statement, VARIADIC tables);
                    RAISE EXCEPTION 'undone' USING ERRCODE = 'UNDO0';
                EXCEPTION WHEN OTHERS THEN
                    outcomes := outcomes || SQLSTATE;
                    labels := labels || one.label;
                END;
            END LOOP;
            RAISE EXCEPTION 'undone' USING ERRCODE = 'UNDO0';
        EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        END;
    END LOOP;
    RETURN QUERY
        SELECT replace(outcome, 'UNDO0', 'well'),
               CASE outcome WHEN 'UNDO0' THEN sum(times) || ' of ' || cardinality(outcomes) ELSE string_agg(label, ' ' ORDER BY place) END
        FROM (SELECT outcome, label, min(place) AS place, count(*) AS times
              FROM unnest(outcomes, labels) WITH ORDINALITY AS u (outcome, label, place) GROUP BY outcome, label) AS o
        GROUP BY outcome ORDER BY outcome = 'UNDO0', outcome COLLATE "C";
END $$;
SET client_min_messages = error;
\pset format unaligned
\pset tuples_only

SELECT * FROM stale('SELECT');
SELECT * FROM stale('DROP TABLE account_tag');
SELECT * FROM stale('DROP TABLE account CASCADE');
SELECT * FROM stale('DROP TABLE tag CASCADE');
SELECT * FROM stale('DROP TABLE account, tag, account_tag');
-- Columns
SELECT * FROM stale('ALTER TABLE account_tag DROP account_id, DROP tag_id');
SELECT * FROM stale('ALTER TABLE account_tag DROP account_id');
SELECT * FROM stale('ALTER TABLE account DROP id CASCADE');
SELECT * FROM stale('ALTER TABLE account DROP nick');
SELECT * FROM stale('ALTER TABLE account RENAME id TO number');
SELECT * FROM stale('ALTER TABLE account_tag RENAME account_id TO owner_id');
SELECT * FROM stale('ALTER TABLE account_tag DROP CONSTRAINT account_tag_account_id_fkey, ALTER account_id TYPE text');
SELECT * FROM stale('ALTER TABLE account ALTER nick TYPE bytea USING NULL');
-- Keys
SELECT * FROM stale('ALTER TABLE account_tag DROP CONSTRAINT account_tag_account_id_fkey');
SELECT * FROM stale('ALTER TABLE account_tag RENAME CONSTRAINT account_tag_account_id_fkey TO other');
SELECT * FROM stale('ALTER TABLE account_tag DROP CONSTRAINT account_tag_pkey');
SELECT * FROM stale('ALTER TABLE account DROP CONSTRAINT account_pkey CASCADE');
-- Names
SELECT * FROM stale('DROP TABLE account_tag; CREATE TEMP TABLE account_tag (account_id integer, tag_id integer)');
SELECT * FROM stale('DROP TABLE account_tag; CREATE VIEW account_tag AS SELECT 1 AS account_id, 1 AS tag_id');
SELECT * FROM stale('DROP TABLE account CASCADE; CREATE TABLE account (key text PRIMARY KEY)');
SELECT * FROM stale('ALTER TABLE account RENAME TO person; ALTER TABLE tag RENAME TO account');
SELECT * FROM stale('CREATE SCHEMA apart; ALTER TABLE account_tag SET SCHEMA apart; ALTER SCHEMA apart RENAME TO away');
-- Kinds
SELECT * FROM stale('ALTER TABLE account_tag DROP CONSTRAINT account_tag_pkey; CREATE TABLE whole (LIKE account_tag) PARTITION BY LIST (tag_id); ALTER TABLE whole ATTACH PARTITION account_tag FOR VALUES IN (1)');
SELECT * FROM stale('ALTER TABLE account_tag ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY');
SELECT * FROM stale('CREATE RULE none AS ON INSERT TO account_tag DO INSTEAD NOTHING; CREATE RULE gone AS ON DELETE TO account_tag DO INSTEAD NOTHING');
-- Declarations, written manually.
SELECT place, s.* FROM unnest(ARRAY[0, 1, 4294967295, 'pg_class'::regclass, 'pg_class_oid_index'::regclass, 'call_place_seq'::regclass, 'relmeta.relationship'::regclass]::oid[])
    WITH ORDINALITY AS u (relation, place),
    stale(format($q$INSERT INTO relmeta.declared_bridge VALUES (%s, 'declared', NULL), (%1$s, 'made', '{a,b}'), (%1$s, 'rejected', '{}');
        INSERT INTO relmeta.declared_relationship VALUES (%1$s, '{id}', 'tag', '{id}'), ('account', '{id}', %1$s, '{id}'), (%1$s, '{}', %1$s, '{}');
        INSERT INTO relmeta.relationship_name VALUES (%1$s, 'account', 'account_boss_id_fkey', '', false, 'other', true), ('account', %1$s, 'account_boss_id_fkey', '', true, '', true)$q$, relation)) AS s;
SELECT * FROM unnest('{"{{account_tag_account_id_fkey},{account_tag_tag_id_fkey}}","{account_tag_account_id_fkey,NULL}","{account_tag_account_id_fkey,account_tag_account_id_fkey}","{}"}'::text[]) AS ends,
    stale(format('INSERT INTO relmeta.declared_bridge VALUES (''account_tag'', ''declared'', %L)', ends));
SELECT v.*, s.* FROM (VALUES ('{}', '{}'), ('{id,nick}', '{id}'), ('{id}', '{id,label}'), ('{{id},{nick}}', '{{id},{label}}'), ('{id,NULL}', '{id,label}'),
                             ('{id,id}', '{id,id}'), ('{gone}', '{id}'), ('{id}', '{gone}'), ('{""}', '{""}'), ('{nick}', '{id}')) AS v (columns, others),
    stale(format($q$INSERT INTO relmeta.declared_relationship VALUES ('account', %L, 'tag', %L, NULL, 'label', 'label')$q$, columns, others)) AS s;
SELECT * FROM stale($q$INSERT INTO relmeta.dumped_name VALUES ('nowhere', 'no.where', 'x', '', false, 'y', true),
    ('behind.account', 'behind.account', 'account_boss_id_fkey', '', false, 'id', true), ('pg_catalog.pg_class', 'pg_catalog.pg_class', '', '', true, '', false)$q$);
SELECT * FROM stale($q$INSERT INTO relmeta.word VALUES ('tenant', '', NULL), ('link', repeat('long', 1000), NULL), ('plural', E'\n', ' ')$q$);
\pset format aligned
\pset tuples_only off

RESET client_min_messages;

-- The messages.
SET relmeta.sync = off;
ALTER TABLE account_tag RENAME tag_id TO label_id;
SELECT relmeta.link('account', 'tags', '1', '1');
DROP TABLE account_tag;
SELECT relmeta.link('account', 'tags', '1', '1');
SELECT relmeta.explain('account', 'tags');
SELECT relmeta.join_sql('account', 'tag');
SELECT relmeta.nested_sql('account', '{ tags { id } }');
ALTER TABLE account DROP boss_id;
SELECT relmeta.explain('account', 'boss');
RESET relmeta.sync;
SELECT relmeta.refresh() > 0 AS refreshed;
SET client_min_messages = warning;
DROP SCHEMA behind CASCADE;
SELECT * FROM relmeta.check();
