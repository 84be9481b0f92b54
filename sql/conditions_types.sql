-- The type of a column in a condition can change. The relationship does not exist while PostgreSQL cannot parse its constants.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE DOMAIN small AS smallint CHECK (VALUE < 0);
CREATE DOMAIN kind_too AS kind;
CREATE TYPE pair AS (a text);
CREATE TABLE product (id integer PRIMARY KEY);
INSERT INTO product VALUES (1);
CREATE TABLE picture (id integer PRIMARY KEY, of integer DEFAULT 1, tested text);
INSERT INTO picture VALUES (1);
CREATE FUNCTION with_types(condition text, VARIADIC types text[]) RETURNS TABLE (type text, there boolean, finds text) LANGUAGE plpgsql AS $$
BEGIN
    FOREACH type IN ARRAY types LOOP
        EXECUTE format('ALTER TABLE picture ALTER tested TYPE %s USING NULL', type);
        IF type = types[1] THEN
            PERFORM relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'it', condition => condition);
        END IF;
        there := EXISTS (SELECT FROM relmeta.relationship WHERE source = 'picture'::regclass AND name = 'it');
        finds := '';
        IF there THEN
            finds := (SELECT n FROM relmeta.nested('picture', '{ it { id } }') AS n);
        END IF;
        RETURN NEXT;
    END LOOP;
    PERFORM relmeta.forget('picture');
END $$;
SELECT * FROM with_types($$tested = 'a'$$, 'text', 'kind', 'integer', 'varchar(1)', 'char(3)', 'name', 'kind_too', 'date', 'json', 'jsonb', 'xml', 'pair', 'text[]', 'kind[]', 'boolean', 'uuid');
SELECT * FROM with_types($$tested = 70000$$, 'integer', 'smallint', 'small', 'bigint', 'numeric(3,2)', 'text', 'kind', 'oid', 'timestamp', 'inet');
SELECT * FROM with_types($$tested IN (1, 2.5)$$, 'numeric', 'integer', 'double precision', 'text');
SELECT * FROM with_types($$tested < '2000-12-31' OR tested IS NULL$$, 'date', 'timestamptz', 'text', 'integer', 'interval');
SELECT * FROM with_types($$tested = true$$, 'boolean', 'text', 'kind', 'integer');
SELECT * FROM with_types($$tested <> '{a}'$$, 'text[]', 'kind[]', 'text', 'integer[]', 'point');
-- Whether a constant is a valid date can depend on the session.
SELECT * FROM with_types($$tested = '12/31/2000'$$, 'date', 'text', 'date');
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'it', condition => $$tested = '12/31/2000'$$);
SET datestyle = 'DMY';
SELECT * FROM relmeta.check();
RESET datestyle;
SELECT relmeta.forget('picture');

-- Renames can make a condition longer than what can be declared.
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'long', condition => string_agg('id=' || i, ' OR ')) FROM generate_series(1000, 1350) AS i;
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'longer', condition => string_agg('id=' || i, ' OR ')) FROM generate_series(1000, 1500) AS i;
SELECT relmeta.declare_relationship('picture', '{id}', 'product', '{id}', name => 'long_too', condition => string_agg('of=' || i, ' OR ')) FROM generate_series(1000, 1350) AS i;
SELECT relmeta.declare_bridge('picture', '{long,long_too}');
ALTER TABLE picture RENAME id TO "the column that says which picture this is, and nothing besides";
SELECT name, kind, length(condition) FROM relmeta.relationships WHERE source = 'picture'::regclass OR via = 'picture'::regclass;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
