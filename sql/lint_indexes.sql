-- lint warns that a foreign key has no index if and only if the planner finds no index for the query of the foreign key. If the planner
-- finds one that reads more rows than requested, the finding is an info.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA lint_indexes;
SET search_path = lint_indexes;
CREATE TABLE film (id integer PRIMARY KEY, title text UNIQUE);
CREATE TABLE shelf (room integer, number integer, PRIMARY KEY (room, number));
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer NOT NULL, title text, room integer, number integer);

-- The variants next to each foreign key: the finding of lint, and whether the planner uses an index. Columns only at the end of
-- a b-tree are excluded, because the planner may scan the whole index for them.
CREATE FUNCTION says(key text, condition text, ddl text, OUT severity text, OUT planner text, OUT message text) LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    line text;
BEGIN
    EXECUTE 'ALTER TABLE copy ADD CONSTRAINT k ' || key;
    EXECUTE ddl;
    SELECT l.severity, l.message INTO severity, message FROM relmeta.lint('{copy}') AS l WHERE rule = 'foreign_key_without_index';
    planner := 'reads all';
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT 1 FROM ONLY copy WHERE ' || condition || ' FOR KEY SHARE' LOOP
        IF line ~ '(Index|Bitmap).* on ' THEN planner := 'an index'; END IF;
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'UE001';
EXCEPTION WHEN SQLSTATE 'UE001' THEN NULL;
END $$;
CREATE TABLE tried (number serial, key text, condition text, ddl text);
INSERT INTO tried (key, condition, ddl)
SELECT 'FOREIGN KEY (film_id) REFERENCES film', 'film_id = (SELECT 1)', unnest(ARRAY[
    'SELECT',
    'CREATE INDEX i ON copy (film_id)',
    'CREATE INDEX i ON copy (film_id DESC NULLS LAST, room)',
    'CREATE INDEX i ON copy (film_id) INCLUDE (room)',
    'CREATE INDEX i ON copy USING hash (film_id)',
    'CREATE INDEX i ON copy USING brin (film_id)',
    'CREATE INDEX i ON copy USING brin (room, film_id)',
    'CREATE INDEX i ON copy (film_id) WHERE film_id IS NOT NULL',
    'CREATE INDEX i ON copy (film_id) WHERE room IS NOT NULL',
    'CREATE INDEX i ON copy (film_id) WHERE film_id > 7',
    'CREATE INDEX i ON copy ((film_id + 0))',
    'CREATE INDEX i ON copy ((film_id + 0), film_id); DROP INDEX i',
    'ALTER TABLE copy ADD CONSTRAINT i EXCLUDE USING hash (film_id WITH =)',
    'CREATE INDEX i ON copy (film_id) WHERE room > 0; CREATE INDEX j ON copy (film_id)']);
INSERT INTO tried (key, condition, ddl)
SELECT 'FOREIGN KEY (title) REFERENCES film (title)', 'title = (SELECT ''x'')', unnest(ARRAY[
    'CREATE INDEX i ON copy (title)',
    'CREATE INDEX i ON copy (title text_pattern_ops)',
    'CREATE INDEX i ON copy (title COLLATE "POSIX")',
    'CREATE INDEX i ON copy (lower(title))',
    'CREATE INDEX i ON copy (left(title, 3))',
    'CREATE INDEX i ON copy USING gin (to_tsvector(''simple'', title))',
    'CREATE INDEX i ON copy USING spgist (title)',
    'CREATE INDEX i ON copy USING brin (title)']);
INSERT INTO tried (key, condition, ddl)
SELECT 'FOREIGN KEY (room, number) REFERENCES shelf', 'room = (SELECT 1) AND number = (SELECT 2)', unnest(ARRAY[
    'SELECT',
    'CREATE INDEX i ON copy (room, number)',
    'CREATE INDEX i ON copy (number, room, id)',
    'CREATE INDEX i ON copy (room)',
    'CREATE INDEX i ON copy (number, id, room)',
    'CREATE UNIQUE INDEX i ON copy (number)',
    'CREATE INDEX i ON copy USING hash (number)',
    'CREATE INDEX i ON copy USING brin (number, room)',
    'CREATE INDEX i ON copy (room) WHERE room IS NOT NULL AND number IS NOT NULL',
    'CREATE INDEX i ON copy (room) WHERE id > 0']);
SELECT t.ddl, s.severity, s.planner FROM tried AS t, says(t.key, t.condition, t.ddl) AS s ORDER BY t.number;
SELECT t.ddl FROM tried AS t, says(t.key, t.condition, t.ddl) AS s
WHERE (s.severity IS NOT DISTINCT FROM 'warning') <> (s.planner = 'reads all');
\pset format unaligned
\pset tuples_only on
SELECT s.message FROM tried AS t, says(t.key, t.condition, t.ddl) AS s WHERE s.message IS NOT NULL ORDER BY t.number;
-- All variants at once, for the end of a bridge.
CREATE TABLE film_shelf (film_id integer NOT NULL REFERENCES film, room integer, number integer, PRIMARY KEY (room, number, film_id),
    FOREIGN KEY (room, number) REFERENCES shelf);
CREATE INDEX i ON film_shelf (film_id) WHERE room > 0;
CREATE INDEX j ON film_shelf USING brin (film_id);
SELECT severity, rule, message, fix FROM relmeta.lint('{film_shelf}');
-- One index supports foreign keys whose columns contain each other, in any order, and after the fixes there are no findings.
CREATE TABLE region (code text PRIMARY KEY);
CREATE TABLE area (kind text UNIQUE, region_code text, part integer, PRIMARY KEY (kind, region_code), UNIQUE (part, kind, region_code));
CREATE TABLE shop (id integer PRIMARY KEY, region_code text REFERENCES region, kind text, FOREIGN KEY (kind, region_code) REFERENCES area);
CREATE TABLE stall (id integer PRIMARY KEY, region_code text REFERENCES region, kind text REFERENCES area (kind), part integer,
    FOREIGN KEY (part, kind, region_code) REFERENCES area (part, kind, region_code), FOREIGN KEY (kind, region_code) REFERENCES area);
SELECT object, message, fix FROM relmeta.lint('{shop,stall}');
CREATE INDEX ON stall (kind);
SELECT fix FROM relmeta.lint('{stall}');
SELECT fix FROM relmeta.lint('{shop,stall}') WHERE fix IS NOT NULL \gexec
SELECT object, message, fix FROM relmeta.lint('{shop,stall}');
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA lint_indexes CASCADE;
