-- Calls every function with each argument replaced by invalid values. Each call succeeds, or raises an error that explains the problem.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA arguments;
SET search_path = arguments;
\set SHOW_CONTEXT never
CREATE TABLE account (id integer PRIMARY KEY, nick text UNIQUE, boss_id integer REFERENCES account);
CREATE TABLE tag (id integer PRIMARY KEY, label text UNIQUE);
CREATE TABLE visit (tag_id integer);
SELECT relmeta.add_bridge('account', 'tag', key => 'composite');
SELECT relmeta.declare_relationship('account', '{nick}', 'tag', '{label}');
INSERT INTO account VALUES (1, 'a');
INSERT INTO tag VALUES (1, 'x');
CREATE SEQUENCE counter;
CREATE TYPE pair AS (a integer, b integer);
CREATE TEMP TABLE passing (id integer PRIMARY KEY);

-- Valid calls.
CREATE TABLE call (function regprocedure, arguments text[]);
INSERT INTO call VALUES
    ('relmeta.version()', '{}'), ('relmeta.status()', '{}'), ('relmeta.check()', '{}'),
    ('relmeta.derive_relationships()', '{}'), ('relmeta.derive_bridges()', '{}'),
    ('relmeta.explain(regclass,name)', '{account,tags}'),
    ('relmeta.explain_bridge(regclass)', '{account_tag}'),
    ('relmeta.condition(regclass,name[],regclass,name[],boolean)', '{account,"{id}",account_tag,"{account_id}",false}'),
    ('relmeta.path(regclass,regclass,regclass[],regclass[],integer,integer)', '{account,tag,"{}","{}",1,8}'),
    ('relmeta.join_sql(regclass[])', '{"{account,tag}"}'), ('relmeta.join_sql_with(regclass[],text)', '{"{account,tag}",aggregate}'),
    ('relmeta.add_accessors(regclass[],text)', '{"{account,tag}",arguments}'), ('relmeta.accessors_ddl(regclass[],text)', '{"{account,tag}",arguments}'),
    ('relmeta.drop_accessors(regclass[])', '{"{account,tag}"}'),
    ('relmeta.nested_sql(regclass,text)', '{account,"{ id tags { id } }"}'),
    ('relmeta.nested(regclass,text,text)', '{account,"{ id tags { id } }",1}'),
    ('relmeta.link(regclass,name,text,text)', '{account,tags,1,1}'),
    ('relmeta.link(regclass,name,text[],text[])', '{account,tags,"{1}","{1}"}'),
    ('relmeta.unlink(regclass,name,text,text)', '{account,tags,1,1}'),
    ('relmeta.unlink(regclass,name,text[],text[])', '{account,tags,"{1}","{1}"}'),
    ('relmeta.lint(regclass[])', '{"{account,tag}"}'),
    ('relmeta.suggest(regclass[],text,real,interval)', '{"{account,tag}",data,0.5,1s}'),
    ('relmeta.orphans(regclass,name,name[],regclass,bigint,interval)', '{visit,NULL,"{tag_id}",tag,1,1s}'),
    ('relmeta.export(text,regclass[],text)', '{json,"{account,tag}",tables}'),
    ('relmeta.context(regclass[],integer,boolean)', '{"{account,tag}",1000,false}'),
    ('relmeta.consumers(text)', '{prisma}'),
    ('relmeta.declare_bridge(regclass,name[])', '{account_tag,"{account_tag_account_id_fkey,account_tag_tag_id_fkey}"}'),
    ('relmeta.reject_bridge(regclass)', '{account_tag}'),
    ('relmeta.declare_relationship(regclass,name[],regclass,name[],text,text,text,text)', '{account,"{id}",tag,"{id}",one_to_one,same,other,"id = 1"}'),
    ('relmeta.accept_relationship(regclass,name[],regclass,boolean)', '{visit,"{tag_id}",tag,false}'),
    ('relmeta.reject_relationship(regclass,name[],regclass)', '{account,"{nick}",tag}'),
    ('relmeta.rename_relationship(regclass,name,text)', '{account,tags,labels}'),
    ('relmeta.forget(regclass,name)', '{account,tag}'),
    ('relmeta.add_bridge(regclass,regclass,regclass[],text,text[],text,text,boolean)', '{account,tag,"{}",other,"{one,two}",composite,cascade,false}'),
    ('relmeta.bridge_ddl(regclass,regclass,regclass[],text,text[],text,text,boolean)', '{account,tag,"{}",other,"{one,two}",composite,cascade,false}'),
    ('relmeta.drop_bridge(regclass,boolean)', '{account_tag,false}'),
    ('relmeta.add_reference(regclass,regclass,text,name[],boolean,boolean,text,boolean)', '{account,tag,owner,"{id}",false,false,cascade,false}'),
    ('relmeta.reference_ddl(regclass,regclass,text,name[],boolean,boolean,text,boolean)', '{account,tag,owner,"{id}",false,false,cascade,false}');
-- All functions except refresh(), which not every role can call, and triggers.
SELECT p.oid::regprocedure FROM pg_proc AS p
WHERE pronamespace = 'relmeta'::regnamespace AND NOT EXISTS (SELECT FROM call WHERE function = p.oid) ORDER BY proname;

-- Invalid values, by type of the argument.
CREATE TABLE odd (place serial, type regtype, what text, value text);
INSERT INTO odd (type, what, value) VALUES
    ('regclass', '0', '0'), ('regclass', '1', '1'), ('regclass', '4294967295', '4294967295'),
    ('regclass', 'a temporary table', 'pg_temp.passing'), ('regclass', 'a system table', 'pg_class'), ('regclass', 'an index', 'account_pkey'),
    ('regclass', 'a sequence', 'counter'), ('regclass', 'a composite type', 'pair'), ('regclass', 'a table of relmeta''s', 'relmeta.relationship'),
    ('regclass[]', 'empty', '{}'), ('regclass[]', 'two dimensions', '{{account,tag},{tag,account}}'), ('regclass[]', 'a null', '{account,NULL}'),
    ('regclass[]', 'from 5', '[5:6]={account,tag}'), ('regclass[]', 'no tables', '{0,4294967295,account_pkey,counter,pair}'),
    ('regclass[]', '100,000 of one', array_fill('account'::text, '{100000}')::text), ('regclass[]', '100,000 of none', array_fill('0'::text, '{100000}')::text),
    ('name[]', 'empty', '{}'), ('name[]', 'two dimensions', '{{id,id},{id,id}}'), ('name[]', 'a null', '{id,NULL}'), ('name[]', 'from 5', '[5:6]={id,id}'),
    ('name[]', '100,000 of one', array_fill('id'::text, '{100000}')::text), ('name[]', 'empty name', '{""}'),
    ('text[]', 'empty', '{}'), ('text[]', 'two dimensions', '{{1,1},{1,1}}'), ('text[]', 'a null', '{1,NULL}'), ('text[]', 'from 5', '[5:6]={1,1}'),
    ('text[]', '100,000 of one', array_fill('1'::text, '{100000}')::text), ('text[]', 'long', format('{%s}', repeat('x', 100000))),
    ('name', 'empty', ''), ('name', '63 bytes', repeat('x', 63)), ('name', 'control', E'\n\x01"''\\'),
    ('text', 'empty', ''), ('text', '64 bytes', repeat('x', 64)), ('text', '100,000 bytes', repeat('x', 100000)), ('text', 'control', E'\n\x01"''\\'),
    ('text', 'nonsense', '{{'), ('text', 'deep', repeat('{a', 10000)), ('text', '100 digits', repeat('9', 100)),
    ('integer', '-1', '-1'), ('integer', '0', '0'), ('integer', 'least', '-2147483648'), ('integer', 'greatest', '2147483647'),
    ('bigint', '-1', '-1'), ('bigint', 'greatest', '9223372036854775807');
INSERT INTO odd (type, what, value) SELECT DISTINCT type::regtype, 'null', NULL FROM unnest('{regclass,name,text,boolean,integer,regclass[],name[],text[]}'::text[]) AS type;

-- Calls the function with one argument replaced, and undoes its effects. Returns the outcome.
CREATE FUNCTION try(one call, number integer, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    types oid[] := (SELECT proargtypes::oid[] FROM pg_proc WHERE oid = one.function);
    arguments text := (SELECT string_agg(format(CASE WHEN provariadic <> 0 THEN 'VARIADIC %L::%s' ELSE '%L::%s' END,
                                                CASE WHEN i = number THEN value ELSE one.arguments[i] END, types[i - 1]::regtype), ', ' ORDER BY i)
                       FROM pg_proc, generate_series(1, pronargs) AS i WHERE oid = one.function);
BEGIN
    EXECUTE format('SELECT count(*) FROM relmeta.%I(%s)', (SELECT proname FROM pg_proc WHERE oid = one.function), arguments);
    RAISE EXCEPTION 'undone' USING ERRCODE = 'UNDO0';
EXCEPTION WHEN OTHERS THEN
    RETURN CASE SQLSTATE WHEN 'UNDO0' THEN 'well' ELSE SQLSTATE END;
END $$;
SET client_min_messages = error;
SELECT function, outcome FROM call, try(call, 0, NULL) AS outcome WHERE outcome <> 'well';
\pset format unaligned
\pset tuples_only
SELECT type, what, outcome, string_agg(format('%s %s', proname, argument), ', ' ORDER BY proname, argument COLLATE "C")
FROM (SELECT DISTINCT odd.place, odd.type, odd.what, proname, proargnames[i] AS argument, outcome
      FROM call JOIN pg_proc AS p ON p.oid = function, generate_series(1, pronargs) AS i, odd, try(call, i::integer, value) AS outcome
      WHERE odd.type = proargtypes[i - 1]) AS tried
GROUP BY place, type, what, outcome ORDER BY type::text COLLATE "C", place, outcome COLLATE "C";
\pset format aligned
\pset tuples_only off
SET client_min_messages = warning;
DROP SCHEMA arguments CASCADE;
SELECT * FROM relmeta.check();
