-- join_sql shows other equally good paths, like the column ambiguous of path.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA ways;
SET search_path = ways;
CREATE FUNCTION remarks(VARIADIC tables regclass[]) RETURNS SETOF text LANGUAGE sql AS
    $$ SELECT line FROM string_to_table(relmeta.join_sql(VARIADIC tables), E'\n') AS line WHERE line LIKE '-- another%' $$;
\pset format unaligned
\pset tuples_only on

-- Two keys between the same tables, nullable or not, in both directions.
CREATE TABLE person (id integer PRIMARY KEY);
CREATE TABLE article (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES person, editor_id integer REFERENCES person);
SELECT * FROM remarks('article', 'person');
SELECT * FROM remarks('person', 'article');
SELECT path, relationship, cost, ambiguous FROM relmeta.path('article', 'person', max_paths => 9);
SELECT DISTINCT ambiguous FROM relmeta.path('person', 'article');
CREATE TABLE note (id integer PRIMARY KEY, person_id integer NOT NULL REFERENCES person);
ALTER TABLE person ADD COLUMN pinned_note_id integer REFERENCES note;
SELECT * FROM remarks('note', 'person');
SELECT * FROM remarks('person', 'note');

-- Paths through different tables.
CREATE TABLE feature (id integer PRIMARY KEY, lead_id integer NOT NULL REFERENCES person);
CREATE TABLE work (id integer PRIMARY KEY, assignee_id integer NOT NULL REFERENCES person, title text);
CREATE TABLE cycle_work (id integer PRIMARY KEY, feature_id integer NOT NULL REFERENCES feature, work_id integer NOT NULL REFERENCES work,
    a integer, b integer, c integer, d integer, e integer, f integer, g integer, h integer, i integer);
SELECT relmeta.reject_bridge('cycle_work');
SELECT * FROM remarks('cycle_work', 'person');
SELECT path, step, relationship, ambiguous FROM relmeta.path('cycle_work', 'person', max_paths => 2);
SELECT * FROM remarks('cycle_work', 'feature', 'person');
SELECT * FROM remarks('cycle_work', 'work', 'feature', 'person');
-- Longer paths, and paths excluded by the given tables, do not count.
SELECT * FROM remarks('cycle_work', 'feature');
SELECT * FROM remarks('feature', 'person');

-- If the table at which the paths diverge was not given.
CREATE TABLE stop (id integer PRIMARY KEY);
CREATE TABLE line (id integer PRIMARY KEY);
CREATE TABLE fare (id integer PRIMARY KEY);
CREATE TABLE day_plan (id integer PRIMARY KEY, stop_id integer NOT NULL REFERENCES stop, line_id integer NOT NULL REFERENCES line,
    fare_id integer NOT NULL REFERENCES fare, a integer, b integer, c integer, d integer, e integer, f integer, g integer, h integer, i integer);
CREATE TABLE night_plan (LIKE day_plan INCLUDING ALL, FOREIGN KEY (stop_id) REFERENCES stop, FOREIGN KEY (line_id) REFERENCES line,
    FOREIGN KEY (fare_id) REFERENCES fare);
SELECT relmeta.reject_bridge('day_plan'), relmeta.reject_bridge('night_plan');
SELECT * FROM remarks('stop', 'line', 'fare');
SELECT * FROM remarks('stop', 'line', 'fare', 'day_plan');

-- Composite keys, self-references, and names that must be quoted.
CREATE TABLE "Big Hall" (hall integer, "row" integer, PRIMARY KEY (hall, "row"), twin integer, "twin row" integer,
    FOREIGN KEY (twin, "twin row") REFERENCES "Big Hall");
CREATE TABLE gig (id integer PRIMARY KEY, hall integer NOT NULL, "row" integer NOT NULL, spare_hall integer, spare_row integer,
    FOREIGN KEY (hall, "row") REFERENCES "Big Hall", FOREIGN KEY (spare_hall, spare_row) REFERENCES "Big Hall");
SELECT * FROM remarks('gig', '"Big Hall"');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA ways CASCADE;
