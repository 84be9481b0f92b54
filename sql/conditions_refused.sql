-- A condition runs in queries of other roles, so it calls nothing that its owner could replace, and nothing can be injected.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE DOMAIN checked AS text CHECK (length(VALUE) > 0);
CREATE TYPE whole AS (part checked);
CREATE TABLE product (id integer PRIMARY KEY);
CREATE TABLE picture (id integer PRIMARY KEY, of integer, type text, kind integer, data json, active boolean, whole whole, parts checked[], checked checked);
CREATE FUNCTION declared(condition text) RETURNS text LANGUAGE sql AS $$
    SELECT failing(format('SELECT relmeta.declare_relationship(''picture'', ''{of}'', ''product'', ''{id}'', condition => %L)', condition))
$$;
\pset format unaligned
\pset tuples_only on
SELECT declared('1=1) OR (1=1');
SELECT declared($$type = 'x'; DROP TABLE picture$$);
SELECT declared($$type = 'x' -- $$);
SELECT declared('type = $$x$$');
SELECT declared($$lower(type) = 'x'$$);
SELECT declared($$type IN (SELECT 'x')$$);
SELECT declared($$product.id = 1$$);
SELECT declared($$current_user = 'x'$$);
SELECT declared('gone = 1');
SELECT declared('type');
SELECT declared($$kind = 'one'$$);
SELECT declared($$data = '{}'$$);
-- Parsing a constant of these types would run the owner's constraints. A domain is treated like its base type.
SELECT declared($$whole = '(x)'$$);
SELECT declared($$parts = '{x}'$$);
SELECT declared($$checked = ''$$);
\pset format aligned
\pset tuples_only off

-- Operators in the caller's search_path are not used, nor are later changes by the table's owner to its columns.
INSERT INTO product VALUES (1);
INSERT INTO picture (id, of, type) VALUES (1, 1, 'a'), (2, 1, 'b');
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'shown', inverse_name => 'shown', condition => $$type = 'a'$$);
CREATE FUNCTION always(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'called as %', current_user; RETURN true; END $$;
CREATE OPERATOR = (FUNCTION = always, LEFTARG = text, RIGHTARG = text);
SET search_path = say, pg_catalog;
SELECT relmeta.nested('product', '{ shown { type } }');
SET search_path = say;
CREATE FUNCTION noted(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'called as %', current_user; RETURN true; END $$;
CREATE DOMAIN spy AS text CHECK (noted(VALUE));
CREATE TYPE trap AS (part spy);
SET client_min_messages = error;
SET relmeta.sync = off;
ALTER TABLE picture ALTER COLUMN type TYPE trap USING ROW(type)::trap;
RESET relmeta.sync;
RESET client_min_messages;
SELECT failing($$SELECT relmeta.nested('product', '{ shown { id } }')$$);
SELECT relmeta.refresh();
SELECT failing($$SELECT relmeta.nested('product', '{ shown { id } }')$$);

-- Manually written text that is not a condition has no effect.
DELETE FROM relmeta.declared_relationship;
INSERT INTO relmeta.declared_relationship (source, source_columns, target, target_columns, name, condition) VALUES
    ('picture', '{of}', 'product', '{id}', 'a', 'true) OR (true'), ('picture', '{of}', 'product', '{id}', 'b', 'kind = 1');
SELECT name, condition FROM relmeta.relationships WHERE source = 'picture'::regclass;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
