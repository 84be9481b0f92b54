-- Every fix of lint runs if data does not prevent it, and then the finding is gone, and the catalog is correct. If it could not
-- run, or depends on intent, there is no fix, and the message explains why.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA lint_fixes;
SET search_path = lint_fixes;
CREATE VIEW findings AS
    SELECT f.*
    FROM relmeta.lint((SELECT array_agg(oid::regclass) FROM pg_class
                       WHERE relnamespace = 'lint_fixes'::regnamespace AND relkind IN ('r', 'p'))) WITH ORDINALITY AS f;
-- Runs each fix alone, and undoes it.
CREATE FUNCTION tried() RETURNS TABLE (rule text, object text, outcome text) LANGUAGE plpgsql AS $$
DECLARE
    finding record;
BEGIN
    FOR finding IN SELECT * FROM findings ORDER BY ordinality LOOP
        rule := finding.rule;
        object := finding.object;
        outcome := 'no fix';
        IF finding.fix IS NOT NULL THEN
            BEGIN
                EXECUTE finding.fix;
                outcome := CASE WHEN EXISTS (SELECT FROM findings AS f WHERE (f.rule, f.object) = (finding.rule, finding.object))
                                THEN 'still there' ELSE 'gone' END;
                IF EXISTS (SELECT FROM relmeta.check()) THEN outcome := 'the catalog is not true'; END IF;
                RAISE EXCEPTION USING ERRCODE = 'UE001';
            EXCEPTION
                WHEN SQLSTATE 'UE001' THEN NULL;
                WHEN OTHERS THEN outcome := 'failed: ' || SQLERRM;
            END;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
-- Then all fixes, one after the other, until there are none.
CREATE PROCEDURE run_all() LANGUAGE plpgsql AS $$
DECLARE
    next text;
BEGIN
    FOR round IN 1..200 LOOP
        SELECT fix INTO next FROM findings WHERE fix IS NOT NULL ORDER BY ordinality LIMIT 1;
        EXIT WHEN next IS NULL;
        EXECUTE next;
    END LOOP;
END $$;
CREATE TABLE film (id integer PRIMARY KEY, title text UNIQUE, code varchar(7) UNIQUE);
CREATE TABLE shelf (room integer, number integer, PRIMARY KEY (room, number));

-- Columns whose type cannot be changed because other objects use them. Objects that ALTER TABLE rebuilds do not matter.
CREATE DOMAIN film_id AS integer CHECK (value > 0);
CREATE TABLE m_domain (id integer PRIMARY KEY, film_id film_id REFERENCES film);
CREATE TABLE m_plain (id integer PRIMARY KEY, film_id bigint DEFAULT 7 CHECK (film_id > 0) REFERENCES film);
CREATE INDEX ON m_plain ((film_id + 1));
CREATE STATISTICS s (ndistinct) ON id, film_id FROM m_plain;
CREATE TABLE m_class (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE INDEX m_class_idx ON m_class USING brin (film_id int8_bloom_ops);
CREATE TABLE m_view (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE VIEW v AS SELECT film_id FROM m_view;
CREATE TABLE m_rule (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE RULE r AS ON UPDATE TO m_rule WHERE old.film_id = 7 DO INSTEAD NOTHING;
CREATE TABLE m_policy (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE POLICY p ON m_policy USING (film_id > 7);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TABLE m_condition (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE TRIGGER t BEFORE UPDATE ON m_condition FOR EACH ROW WHEN (new.film_id > 7) EXECUTE FUNCTION nothing();
CREATE TABLE m_trigger (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE TRIGGER t BEFORE UPDATE OF film_id ON m_trigger FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TABLE m_generated (id integer PRIMARY KEY, film_id bigint REFERENCES film, next bigint GENERATED ALWAYS AS (film_id + 1) STORED);
CREATE TABLE m_function (id integer PRIMARY KEY, film_id bigint REFERENCES film);
CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT film_id FROM m_function; END;
CREATE TABLE m_partitioned (film_id bigint REFERENCES film, PRIMARY KEY (film_id)) PARTITION BY RANGE (film_id);
CREATE TABLE m_expression (film_id bigint REFERENCES film) PARTITION BY RANGE ((film_id + 1));
CREATE TABLE m_parent (film_id bigint NOT NULL);
CREATE TABLE m_inherited (id integer PRIMARY KEY, FOREIGN KEY (film_id) REFERENCES film) INHERITS (m_parent);
CREATE TABLE m_ancestor (film_id bigint UNIQUE REFERENCES film);
CREATE TABLE m_child () INHERITS (m_ancestor);
CREATE VIEW of_child AS SELECT film_id FROM m_child;
CREATE TYPE composite AS (film_id bigint, room integer);
CREATE TABLE m_typed OF composite (FOREIGN KEY (film_id) REFERENCES film);
CREATE TABLE m_narrow (id integer PRIMARY KEY, code text REFERENCES film (code));
CREATE TABLE m_wide (id integer PRIMARY KEY, title varchar(9) REFERENCES film (title));
CREATE TABLE big (id bigint PRIMARY KEY);
CREATE TABLE m_both (id integer PRIMARY KEY REFERENCES film, CONSTRAINT to_big FOREIGN KEY (id) REFERENCES big);
SELECT object, outcome FROM tried() WHERE rule = 'foreign_key_type_mismatch' ORDER BY 1;
SELECT message FROM findings WHERE rule = 'foreign_key_type_mismatch' AND fix IS NULL ORDER BY object;

-- An action that sets null, or a default, which the columns do not allow.
CREATE TABLE a_null (id integer PRIMARY KEY, film_id integer NOT NULL UNIQUE REFERENCES film ON DELETE SET NULL ON UPDATE SET NULL);
CREATE TABLE a_part (id integer PRIMARY KEY, room integer NOT NULL, number integer, FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL);
CREATE TABLE a_list (id integer PRIMARY KEY, room integer NOT NULL, number integer, FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL (number));
CREATE TABLE a_wrong_list (id integer PRIMARY KEY, room integer NOT NULL, number integer, FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL (room));
CREATE TABLE a_full (id integer PRIMARY KEY, room integer, number integer, FOREIGN KEY (room, number) REFERENCES shelf MATCH FULL ON DELETE SET NULL (number));
CREATE TABLE a_no_default (id integer PRIMARY KEY, film_id integer NOT NULL REFERENCES film ON DELETE SET DEFAULT);
CREATE TABLE a_null_default (id integer PRIMARY KEY, film_id integer NOT NULL DEFAULT NULL REFERENCES film ON UPDATE SET DEFAULT);
CREATE TABLE a_default (id integer PRIMARY KEY, film_id integer NOT NULL DEFAULT 1 REFERENCES film ON DELETE SET DEFAULT);
CREATE TABLE a_default_null (id integer PRIMARY KEY, film_id integer REFERENCES film ON DELETE SET DEFAULT);
CREATE DOMAIN first_one AS integer DEFAULT 1;
CREATE TABLE a_domain (id integer PRIMARY KEY, film_id first_one NOT NULL REFERENCES film ON DELETE SET DEFAULT);
SELECT severity, rule, object, message, fix FROM findings WHERE rule LIKE 'on\_%' ORDER BY ordinality;
-- Each of these actions fails, and no others.
INSERT INTO film VALUES (1), (2);
INSERT INTO shelf VALUES (1, 1), (1, 2), (1, 3), (1, 4);
CREATE FUNCTION fails(holder text, doing text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'INSERT INTO ' || holder || CASE WHEN doing ~ 'shelf' THEN ' (id, room, number) VALUES (1, 1, 1)' ELSE ' (id, film_id) VALUES (1, 2)' END;
    EXECUTE doing;
    RAISE EXCEPTION USING ERRCODE = 'UE001', MESSAGE = 'works';
EXCEPTION WHEN OTHERS THEN RETURN sqlerrm;
END $$;
SELECT relname, fails(relname, CASE WHEN relname ~ 'part|list|full' THEN 'DELETE FROM shelf WHERE number = 1'
                                    WHEN relname ~ 'null_default' THEN 'UPDATE film SET id = 3 WHERE id = 2' ELSE 'DELETE FROM film WHERE id = 2' END)
FROM pg_class WHERE relnamespace = 'lint_fixes'::regnamespace AND relname LIKE 'a\_%' AND relkind = 'r' ORDER BY 1;

-- A column that an action sets to null stays nullable.
CREATE TABLE film_shelf (film_id integer REFERENCES film ON DELETE SET NULL, room integer, number integer,
    FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL (number), UNIQUE (film_id, room, number));
CREATE TABLE film_text (id integer PRIMARY KEY, film_id integer UNIQUE REFERENCES film ON DELETE SET NULL);
CREATE TABLE film_note (id integer PRIMARY KEY, film_id integer UNIQUE REFERENCES film ON UPDATE SET DEFAULT);
SELECT rule, object, message, fix FROM relmeta.lint('{film_shelf,film_text,film_note}');
-- Otherwise, the name of the column or of the table shows that a row extends a row of another table.
CREATE TABLE n_column (id integer PRIMARY KEY, film_id integer UNIQUE REFERENCES film);
CREATE TABLE film_extra (id integer PRIMARY KEY, about integer UNIQUE REFERENCES film);
CREATE TABLE n_role (id integer PRIMARY KEY, trailer_id integer UNIQUE REFERENCES film);
SELECT object FROM findings WHERE rule = 'one_to_one_nullable';

-- Duplicate keys with different effects are both needed; one without its own effect can be dropped.
CREATE TABLE d (id integer PRIMARY KEY, film_id integer UNIQUE, room integer, number integer,
    CONSTRAINT d1 FOREIGN KEY (film_id) REFERENCES film, CONSTRAINT d2 FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE,
    CONSTRAINT d3 FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE, CONSTRAINT d4 FOREIGN KEY (film_id) REFERENCES film DEFERRABLE,
    CONSTRAINT d5 FOREIGN KEY (film_id) REFERENCES film DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT d6 FOREIGN KEY (film_id) REFERENCES film ON UPDATE CASCADE,
    CONSTRAINT e1 FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL,
    CONSTRAINT e2 FOREIGN KEY (room, number) REFERENCES shelf ON DELETE SET NULL (number),
    CONSTRAINT e3 FOREIGN KEY (number, room) REFERENCES shelf (number, room) ON DELETE SET NULL (room, number),
    CONSTRAINT e4 FOREIGN KEY (room, number) REFERENCES shelf MATCH FULL ON DELETE SET NULL);
SELECT object, message, fix FROM relmeta.lint('{d}') WHERE rule = 'duplicate_foreign_key';

-- The primary key of a bridge is the pair. A table that cannot get a new column does not get one.
CREATE TABLE link_pure (film_id integer REFERENCES film, room integer, number integer, FOREIGN KEY (room, number) REFERENCES shelf,
    UNIQUE (film_id, room, number));
CREATE TABLE film_big (film_id integer NOT NULL REFERENCES film, big_id bigint NOT NULL REFERENCES big, note text);
CREATE TABLE big_films (film_id integer NOT NULL REFERENCES film, big_id bigint NOT NULL REFERENCES big, note text,
    CONSTRAINT noted UNIQUE (film_id, big_id, note));
CREATE TABLE big_film_key (film_id integer NOT NULL REFERENCES film, big_id bigint NOT NULL REFERENCES big, number integer UNIQUE NOT NULL);
CREATE TABLE k_descending (a integer NOT NULL);
CREATE UNIQUE INDEX ON k_descending (a DESC);
CREATE TABLE k_patterns (a text NOT NULL);
CREATE UNIQUE INDEX ON k_patterns (a text_pattern_ops);
CREATE TABLE k_nulls (a integer NOT NULL);
CREATE UNIQUE INDEX ON k_nulls (a) NULLS NOT DISTINCT;
CREATE TABLE k_included (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX ON k_included (a) INCLUDE (b);
CREATE TABLE k_parent (a integer);
CREATE TABLE k_child () INHERITS (k_parent);
CREATE TABLE k_log (a integer) PARTITION BY RANGE (a);
SELECT object, message, fix FROM findings WHERE rule IN ('table_without_primary_key', 'bridge_without_key') ORDER BY object;

-- All remaining findings, each alone and then all of them.
CREATE TABLE film_author (film_id integer REFERENCES film, big_id bigint REFERENCES big, UNIQUE (film_id, big_id));
CREATE TABLE x_columns (id integer PRIMARY KEY, film_id integer REFERENCES film, film text);
CREATE TABLE x_cycle (id integer PRIMARY KEY, film_id integer NOT NULL REFERENCES film, back integer NOT NULL UNIQUE);
ALTER TABLE film ADD COLUMN cycle_id integer NOT NULL DEFAULT 1;
CREATE TABLE x_unchecked (id integer PRIMARY KEY, film_id integer);
ALTER TABLE x_unchecked ADD FOREIGN KEY (film_id) REFERENCES film NOT VALID;
ALTER TABLE x_columns ADD COLUMN x_cycle integer;
DELETE FROM film;
ALTER TABLE film ADD FOREIGN KEY (cycle_id) REFERENCES x_cycle (back);
SELECT rule, outcome, count(*) FROM tried() GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM tried() WHERE outcome NOT IN ('gone', 'no fix');
CALL run_all();
SELECT rule, object FROM findings WHERE fix IS NOT NULL ORDER BY ordinality;
SELECT rule, count(*) FROM findings GROUP BY 1 ORDER BY 1;
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA lint_fixes CASCADE;
