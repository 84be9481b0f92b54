-- relmeta uses search_path to resolve nothing: no function, operator, cast or type.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE hostile;
CREATE SCHEMA evil AUTHORIZATION hostile;
CREATE SCHEMA hostiles;
SET search_path = pg_catalog;

-- Every object with a name in pg_catalog also exists in schema evil, where it raises an alarm.
SET ROLE hostile;
DO $$
DECLARE
    name text;
    left_type text;
    right_type text;
    of_type text;
    body CONSTANT text := 'BEGIN RAISE EXCEPTION ''alarm''; END';
    types CONSTANT text[] := '{text,varchar,bpchar,name,int2,int4,int8,oid,regclass,bool,jsonb,numeric,
        text[],name[],oid[],anyarray,anyelement}';
BEGIN
    FOR name, left_type, right_type IN
        SELECT p.proname, string_agg(format_type(a.type, NULL), ', ' ORDER BY a.position),
               CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END || format_type(p.prorettype, NULL)
        FROM pg_proc AS p LEFT JOIN unnest(p.proargtypes) WITH ORDINALITY AS a (type, position) ON true
        WHERE p.pronamespace = 'pg_catalog'::regnamespace GROUP BY p.oid
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', name, left_type, right_type, body);
        EXCEPTION WHEN OTHERS THEN NULL;  -- a type that only C knows
        END;
    END LOOP;
    FOR name, left_type, right_type IN
        SELECT oprname, format_type(oprleft, NULL), format_type(oprright, NULL) FROM pg_operator WHERE oprkind = 'b'
        UNION
        SELECT o, l, r
        FROM unnest('{=,<>,<,<=,>,>=,~,!~,||,&&,-,->,->>,#>>}'::text[]) AS o, unnest(types) AS l, unnest(types) AS r
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION evil.alarm(%s, %s) RETURNS bool LANGUAGE plpgsql AS %L', left_type, right_type, body);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
        BEGIN
            EXECUTE format('CREATE OPERATOR evil.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = evil.alarm)', name, left_type, right_type);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
    FOR name IN SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typelem = 0 LOOP
        EXECUTE format('CREATE TYPE evil.%I AS ENUM (''alarm'')', name);
        FOREACH of_type IN ARRAY types[:12] LOOP
            EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS evil.%I LANGUAGE plpgsql AS %L', 'cast_to_' || name, of_type, name, body);
            EXECUTE format('CREATE CAST (%s AS evil.%I) WITH FUNCTION evil.%I(%1$s) AS IMPLICIT', of_type, name, 'cast_to_' || name);
        END LOOP;
    END LOOP;
    FOR name IN
        SELECT relname FROM pg_class
        WHERE relnamespace IN ('pg_catalog'::regnamespace, 'relmeta'::regnamespace) AND relkind IN ('r', 'v', 'm')
    LOOP
        EXECUTE format('CREATE VIEW evil.%I AS SELECT evil.now() AS oid', name);
    END LOOP;
END $$;
CREATE FUNCTION evil.relation_is_a_known_shard(oid) RETURNS bool LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'alarm'; END$$;
RESET ROLE;
SELECT count(*) > 4000 AS operators FROM pg_operator WHERE oprnamespace = 'evil'::regnamespace;
SELECT count(*) > 2000 AS functions FROM pg_proc WHERE pronamespace = 'evil'::regnamespace;
SELECT count(*) > 500 AS casts FROM pg_cast AS c JOIN pg_type AS t ON t.oid = c.casttarget WHERE t.typnamespace = 'evil'::regnamespace;

-- Keys of every kind of type, including types whose = belongs to another type or requires a cast.
CREATE DOMAIN hostiles.code AS varchar(20);
CREATE TYPE hostiles.colour AS ENUM ('red', 'blue');
CREATE TABLE hostiles.account (id integer PRIMARY KEY, username varchar(40) UNIQUE, large bigint);
CREATE TABLE hostiles."user" (id bigint PRIMARY KEY, email text UNIQUE, known name, active boolean);
CREATE TABLE hostiles.post (id uuid PRIMARY KEY, author_id integer REFERENCES hostiles."user",
    username varchar REFERENCES hostiles.account (username), body text);
CREATE TABLE hostiles.hall (code hostiles.code, colour hostiles.colour, PRIMARY KEY (code, colour));
CREATE TABLE hostiles.seat (id integer PRIMARY KEY, hall_code hostiles.code, hall_colour hostiles.colour,
    FOREIGN KEY (hall_code, hall_colour) REFERENCES hostiles.hall);
CREATE TABLE hostiles.log (line text, account_id integer REFERENCES hostiles.account);
CREATE TABLE hostiles.price (product numeric PRIMARY KEY);
CREATE TABLE hostiles.sale (product integer REFERENCES hostiles.price, key text[]);
CREATE TABLE hostiles.label (id integer, account_id integer REFERENCES hostiles.account, PRIMARY KEY (id, account_id))
    PARTITION BY HASH (id);
CREATE TABLE hostiles.label_1 PARTITION OF hostiles.label FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE VIEW hostiles.people AS SELECT id, email::varchar AS email, known FROM hostiles."user";
INSERT INTO hostiles.account VALUES (1, 'acme', 1), (2, 'apex', 2);
INSERT INTO hostiles."user" VALUES (1, 'a', 'a', true), (2, 'b', 'b', NULL);
INSERT INTO hostiles.post VALUES ('00000000-0000-0000-0000-000000000001', 1, 'acme', 'x');
INSERT INTO hostiles.hall VALUES ('h', 'red');
INSERT INTO hostiles.seat VALUES (1, 'h', 'red');
INSERT INTO hostiles.log VALUES ('l', 1);
INSERT INTO hostiles.price VALUES (3);
INSERT INTO hostiles.sale VALUES (3);

-- And a type with its own =, which no other operator can replace, also for a domain over it.
CREATE TYPE hostiles.word;
CREATE FUNCTION hostiles.word_in(cstring) RETURNS hostiles.word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION hostiles.word_out(hostiles.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE hostiles.word (INPUT = hostiles.word_in, OUTPUT = hostiles.word_out, LIKE = text);
CREATE CAST (hostiles.word AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE FUNCTION hostiles.compare(a hostiles.word, b hostiles.word) RETURNS integer IMMUTABLE STRICT
    RETURN bttextcmp(lower(a::text), lower(b::text));
DO $$
DECLARE
    names CONSTANT text[] := '{<,<=,=,>=,>}';
BEGIN
    FOR i IN 1..5 LOOP
        EXECUTE format('CREATE FUNCTION hostiles.word_%s(a hostiles.word, b hostiles.word) RETURNS boolean IMMUTABLE STRICT
            RETURN hostiles.compare(a, b) %s 0', i, names[i]);
        EXECUTE format('CREATE OPERATOR hostiles.%s (LEFTARG = hostiles.word, RIGHTARG = hostiles.word, FUNCTION = hostiles.word_%s)',
            names[i], i);
    END LOOP;
END $$;
CREATE OPERATOR CLASS hostiles.word_ops DEFAULT FOR TYPE hostiles.word USING btree AS
    OPERATOR 1 hostiles.<, OPERATOR 2 hostiles.<=, OPERATOR 3 hostiles.=, OPERATOR 4 hostiles.>=, OPERATOR 5 hostiles.>,
    FUNCTION 1 hostiles.compare(hostiles.word, hostiles.word);
CREATE DOMAIN hostiles.term AS hostiles.word;
CREATE FUNCTION hostiles.alarm(hostiles.term, hostiles.term) RETURNS bool LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'alarm'; END$$;
CREATE OPERATOR hostiles.= (LEFTARG = hostiles.term, RIGHTARG = hostiles.term, FUNCTION = hostiles.alarm);
CREATE TABLE hostiles.entry (word hostiles.word PRIMARY KEY);
CREATE TABLE hostiles.usage (id integer PRIMARY KEY, term hostiles.term REFERENCES hostiles.entry, other hostiles.term);
INSERT INTO hostiles.entry VALUES ('Tree'), ('bush');
INSERT INTO hostiles.usage VALUES (1, 'tree', 'BUSH');

\getenv directory PG_ABS_SRCDIR
\set include :directory /sql/include/formats.sql
\i :include

-- The calls, in this order; their effects are undone.
CREATE TABLE hostiles.statement (number integer GENERATED ALWAYS AS IDENTITY, text text);
CREATE TABLE hostiles.answer (path text, number integer, text text);
INSERT INTO hostiles.statement (text) VALUES
    ('DROP EXTENSION relmeta'),
    ('CREATE EXTENSION relmeta'),
    ('SELECT relmeta.add_bridge(''hostiles.account'', ''hostiles."user"'')'),
    ('SELECT relmeta.add_bridge(''hostiles.account'', ''hostiles."user"'', if_not_exists => true)'),
    ('SELECT relmeta.add_bridge(''hostiles.hall'', ''hostiles."user"'', key => ''composite'')'),
    ('SELECT relmeta.bridge_ddl(''hostiles.hall'', ''hostiles.post'')'),
    ('SELECT relmeta.reference_ddl(''hostiles.log'', ''hostiles.hall'')'),
    ('SELECT relmeta.add_reference(''hostiles.log'', ''hostiles.hall'', required => false, one_to_one => true)'),
    ('SELECT relmeta.add_reference(''hostiles.log'', ''hostiles.post'', role => ''first'')'),
    ('SELECT relmeta.declare_relationship(''hostiles.people'', ''{email}'', ''hostiles."user"'', ''{email}'')'),
    ('SELECT relmeta.declare_relationship(''hostiles.people'', ''{known}'', ''hostiles.account'', ''{username}'', name => ''namesake'')'),
    ('SELECT relmeta.declare_relationship(''hostiles.people'', ''{id}'', ''hostiles.sale'', ''{product}'')'),
    ('SELECT relmeta.declare_relationship(''hostiles.people'', ''{id}'', ''hostiles."user"'', ''{email}'')'),
    ('SELECT relmeta.declare_bridge(''hostiles.post'')'),
    ('SELECT relmeta.rename_relationship(''hostiles.account'', ''users'', ''members'')'),
    ('SELECT relmeta.link(''hostiles.account'', ''members'', ''1'', ''1'')'),
    ('SELECT relmeta.link(''hostiles.account'', ''members'', ''1'', ''1'')'),
    ('SELECT relmeta.link(''hostiles.account'', ''members'', ''2'', ''3'')'),
    ('SELECT relmeta.link(''hostiles.hall'', ''users'', ''{h,red}''::pg_catalog.text[], ''{2}''::pg_catalog.text[])'),
    ('SELECT t FROM relmeta.relationship AS t ORDER BY source, name'),
    ('SELECT t FROM relmeta.relationships AS t'),
    ('SELECT t FROM relmeta.bridge AS t ORDER BY bridge'),
    ('SELECT t FROM relmeta.bridges AS t'),
    ('SELECT t FROM relmeta.status() AS t'),
    ('SELECT relmeta.version()'),
    ('SELECT relmeta.explain(''hostiles.account'', ''members'')'),
    ('SELECT relmeta.explain(''hostiles.people'', ''namesake'')'),
    ('SELECT relmeta.explain_bridge(''hostiles.post'')'),
    ('SELECT t FROM relmeta.path(''hostiles.account'', ''hostiles.post'', max_paths => 3) AS t'),
    ('SELECT relmeta.join_sql(''hostiles.account'', ''hostiles.post'', ''hostiles.seat'')'),
    ('SELECT relmeta.nested_sql(''hostiles.account'', ''{ members { email } }'')'),
    ('SELECT relmeta.nested(''hostiles.account'', ''(where: {username: "acme"}, order_by: {large: desc}, limit: 2) {
        members(where: {email: "a", active: true}) { known posts { body } } labels { id } }'')'),
    ('SELECT relmeta.nested(''hostiles.account'', ''{ posts { body } logs { line } }'', ''1'')'),
    ('SELECT relmeta.nested(''hostiles.seat'', ''{ hall { colour users { email } } }'', ''1'')'),
    ('SELECT relmeta.nested(''hostiles.hall'', ''{ code }'', ''["h", "red"]'')'),
    ('SELECT relmeta.nested(''hostiles.people'', ''{ namesake { id } user { email } }'')'),
    ('SELECT relmeta.nested(''hostiles.sale'', ''{ price { product } }'')'),
    ('SELECT relmeta.nested(''hostiles.log'', ''{ account { username } }'')'),
    ('SELECT relmeta.nested(''hostiles.usage'', ''(where: {other: "bush"}) { entry { word } }'')'),
    ('SELECT relmeta.nested(''hostiles.entry'', ''{ usages { id } }'', ''TREE'')'),
    ('SELECT relmeta.nested_sql(''hostiles.entry'', ''{ usages(where: {other: "bush"}) { id } }'')'),
    ('SELECT relmeta.declare_relationship(''hostiles.usage'', ''{other}'', ''hostiles.usage'', ''{term}'')'),
    ('SELECT relmeta.forget(''hostiles.usage'')'),
    ('SELECT t FROM relmeta.lint() AS t'),
    (format('SELECT relmeta.export(f, ''{hostiles.account,"hostiles.\"user\"",hostiles.account_user,hostiles.post,hostiles.seat}'')
      FROM pg_catalog.unnest(%L::pg_catalog.text[]) AS f', :'formats')),
    ('SELECT t FROM relmeta.check() AS t'),
    ('SELECT relmeta.refresh()'),
    ('REFRESH MATERIALIZED VIEW relmeta.relationship'),
    ('SELECT relmeta.drop_bridge(''hostiles.account_user'')'),
    ('SELECT relmeta.unlink(''hostiles.account'', ''members'', ''1'', ''1'')'),
    ('SELECT relmeta.unlink(''hostiles.hall'', ''users'', ''{h,red}''::pg_catalog.text[], ''{2}''::pg_catalog.text[])'),
    ('CREATE TABLE hostiles.made (id pg_catalog.int4 PRIMARY KEY, account_id pg_catalog.int4 REFERENCES hostiles.account)'),
    ('CREATE UNIQUE INDEX made_idx ON hostiles.made (account_id) WHERE account_id IS NOT NULL'),
    ('ALTER TABLE hostiles.made RENAME COLUMN account_id TO owner_id'),
    ('SELECT t FROM relmeta.relationships AS t'),
    ('DROP TABLE hostiles.made'),
    ('SELECT relmeta.forget(''hostiles.account'', ''members'')'),
    ('SELECT relmeta.forget(''hostiles.people'')'),
    ('SELECT relmeta.drop_bridge(''hostiles.account_user'')'),
    ('SELECT relmeta.drop_bridge(''hostiles.hall_user'')'),
    ('INSERT INTO relmeta.word (list, word) VALUES (''audit'', ''known'')'),
    ('DELETE FROM relmeta.word'),
    ('ALTER TABLE hostiles.log DROP COLUMN hall_code, DROP COLUMN hall_colour, DROP COLUMN first_id'),
    ('SELECT t FROM relmeta.check() AS t');

-- Qualifies every operator, function and type.
CREATE PROCEDURE hostiles.run(path pg_catalog.text) LANGUAGE plpgsql AS $$
DECLARE
    statement pg_catalog.record;
    answer pg_catalog.text;
BEGIN
    FOR statement IN SELECT s.number, s.text FROM hostiles.statement AS s ORDER BY s.number LOOP
        BEGIN
            IF pg_catalog.starts_with(statement.text, 'SELECT') THEN
                FOR answer IN EXECUTE statement.text LOOP
                    INSERT INTO hostiles.answer VALUES (path, statement.number, answer);
                END LOOP;
            ELSE
                EXECUTE statement.text;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO hostiles.answer VALUES (path, statement.number, SQLERRM);
        END;
    END LOOP;
END $$;
CALL hostiles.run('clean');
SET search_path = evil, pg_catalog;
CALL hostiles.run('evil');
SET search_path = pg_catalog;

-- No alarm, the same results, and the intended ones. A built-in type hidden by evil is qualified.
SELECT s.text, a.text FROM hostiles.answer AS a JOIN hostiles.statement AS s USING (number) WHERE a.text LIKE '%alarm%';
UPDATE hostiles.answer SET text = regexp_replace(text, 'pg\\?_catalog\\?[._](text|uuid|name)\M', '\1', 'g');
(SELECT number, text FROM hostiles.answer WHERE path = 'clean' EXCEPT ALL SELECT number, text FROM hostiles.answer WHERE path = 'evil')
UNION ALL
(SELECT number, text FROM hostiles.answer WHERE path = 'evil' EXCEPT ALL SELECT number, text FROM hostiles.answer WHERE path = 'clean');
SELECT count(*) AS exports FROM hostiles.answer AS a JOIN hostiles.statement AS s USING (number)
WHERE a.path = 'evil' AND s.text ~ 'export';
\pset format unaligned
\pset tuples_only on
SELECT DISTINCT ON (number) s.text || E'\n    ' || a.text FROM hostiles.statement AS s JOIN hostiles.answer AS a USING (number)
WHERE a.path = 'evil' AND s.text !~ 'export' ORDER BY number, a.text COLLATE "C";

SET client_min_messages = warning;
DROP SCHEMA hostiles, evil CASCADE;
DROP ROLE hostile;
SELECT * FROM relmeta.check();
