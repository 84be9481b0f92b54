-- nested disables JIT for statements with one or few root rows, and restores the setting.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA nested_jit;
SET search_path = nested_jit;
CREATE TABLE owner (id integer PRIMARY KEY, email text UNIQUE, name text);
INSERT INTO owner SELECT i, 'mail ' || i, 'name' FROM generate_series(1, 3) AS i;
CREATE VIEW seen AS SELECT 1 AS id, current_setting('jit') AS jit, 'x' AS name;
SELECT relmeta.declare_relationship('owner', '{id}', 'seen', '{id}', 'one_to_one');
SET jit = on;
\pset format unaligned
\pset tuples_only on
SELECT relmeta.nested('owner', '{ seen { jit } }', key => '1');
SELECT relmeta.nested('owner', '{ seen { jit } }', key => '{"email": "mail 1"}');
SELECT relmeta.nested('owner', '(where: {email: "mail 1", name: "name"}) { seen { jit } }');
SELECT relmeta.nested('seen', '(limit: 10) { jit }');
SHOW jit;
-- JIT can be useful for many rows.
SELECT relmeta.nested('seen', '{ jit }');
SELECT relmeta.nested('seen', '(limit: 1000000) { jit }');
SELECT relmeta.nested('owner', '(where: {name: "name"}, order_by: id) { seen { jit } }');
-- A long statement is not compiled, because that could not be canceled.
SELECT relmeta.nested('seen', '{ jit ' || string_agg('a' || i || ': jit', ' ') || ' }') ->> 'a300' FROM generate_series(1, 1000) AS i;
-- The setting is also restored after an error.
CREATE VIEW broken AS SELECT 1 / (id - 1) AS part FROM owner;
SELECT relmeta.nested('broken', '(limit: 1) { part }');
SHOW jit;
DO $$
BEGIN
    PERFORM relmeta.nested('broken', '(limit: 1) { part }');
EXCEPTION WHEN division_by_zero THEN
    RAISE NOTICE 'jit is %', current_setting('jit');
END $$;
BEGIN;
SET LOCAL jit = off;
SELECT relmeta.nested('seen', '{ jit }');
COMMIT;
SHOW jit;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA nested_jit CASCADE;
