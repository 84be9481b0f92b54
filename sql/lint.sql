-- lint: the fix of each finding runs, and then the finding is gone.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA lint;
SET search_path = lint;
CREATE VIEW findings AS
    SELECT f.*
    FROM relmeta.lint((SELECT array_agg(oid::regclass) FROM pg_class
                       WHERE relnamespace = 'lint'::regnamespace AND relkind IN ('r', 'p'))) WITH ORDINALITY AS f;
\set findings 'SELECT severity, rule, object, message, fix FROM findings ORDER BY ordinality;'
\set fixes 'SELECT fix FROM findings ORDER BY ordinality \\gexec'
CREATE TABLE film (id integer PRIMARY KEY);
CREATE TABLE actor (id integer PRIMARY KEY);
SELECT count(*) AS before FROM findings;
\x on

-- A foreign key that no index supports.
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer REFERENCES film);
:findings
:fixes
:findings
DROP TABLE copy;

-- An index supports a foreign key if it starts with its columns in any order, or is unique over some of them. A partial
-- index does if NOT NULL columns of the key imply its predicate.
CREATE TABLE shelf (room integer, number integer, PRIMARY KEY (room, number));
CREATE TABLE served (id integer PRIMARY KEY, room integer NOT NULL, number integer NOT NULL, film_id integer REFERENCES film,
    FOREIGN KEY (room, number) REFERENCES shelf, FOREIGN KEY (id, number) REFERENCES shelf);
CREATE INDEX ON served (number, room, film_id);
CREATE INDEX ON served (film_id) WHERE film_id IS NOT NULL;
:findings
DROP INDEX served_number_room_film_id_idx, served_film_id_idx;
CREATE INDEX ON served (room, id, number);
CREATE INDEX ON served (film_id) WHERE room > 0;
CREATE INDEX ON served ((film_id + 0));
CREATE INDEX ON served USING brin (film_id);
:findings
:fixes
:findings
DROP TABLE served, shelf;

-- A foreign key that repeats another. If their actions on delete differ, there is no fix.
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer,
    CONSTRAINT a FOREIGN KEY (film_id) REFERENCES film, CONSTRAINT b FOREIGN KEY (film_id) REFERENCES film,
    CONSTRAINT c FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE);
CREATE INDEX ON copy (film_id);
:findings
:fixes
:findings
SELECT conname FROM pg_constraint WHERE conrelid = 'copy'::regclass AND contype = 'f';
DROP TABLE copy;

-- A foreign key whose types differ from those of the referenced columns.
CREATE TABLE label (code varchar(7), half numeric(4, 2), PRIMARY KEY (code, half));
CREATE TABLE "Copy" (id integer PRIMARY KEY, "film Id" bigint REFERENCES film, code char(7), half numeric(4, 2),
    FOREIGN KEY (code, half) REFERENCES label);
CREATE INDEX ON "Copy" ("film Id");
CREATE INDEX ON "Copy" (code, half);
:findings
:fixes
:findings
DROP TABLE "Copy", label;

-- A foreign key that is not validated.
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer);
CREATE INDEX ON copy (film_id);
ALTER TABLE copy ADD FOREIGN KEY (film_id) REFERENCES film NOT VALID;
:findings
:fixes
:findings
DROP TABLE copy;

-- A table without a primary key: the fix uses a unique index without nulls, or a new column.
CREATE TABLE loose (id integer, loose_id integer);
CREATE TABLE indexed (a integer NOT NULL, b integer NOT NULL, c integer);
CREATE UNIQUE INDEX ON indexed (c);
CREATE UNIQUE INDEX indexed_key ON indexed (b, a);
CREATE TABLE constrained (a integer NOT NULL UNIQUE);
CREATE TABLE log (at timestamptz, line text) PARTITION BY RANGE (at);
CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
:findings
:fixes
:findings
DROP TABLE loose, indexed, constrained, log;

-- A bridge without a key over its ends, with a nullable end, or with an end that no index starts with.
CREATE TABLE film_actor (id integer PRIMARY KEY, film_id integer NOT NULL REFERENCES film, actor_id integer NOT NULL REFERENCES actor);
:findings
:fixes
:findings
DROP TABLE film_actor;
CREATE TABLE film_actor (film_id integer NOT NULL REFERENCES film, actor_id integer NOT NULL REFERENCES actor);
CREATE INDEX ON film_actor (film_id);
:findings
:fixes
:findings
DROP TABLE film_actor;
CREATE TABLE film_actor (film_id integer NOT NULL REFERENCES film, actor_id integer REFERENCES actor, UNIQUE (film_id, actor_id));
:findings
:fixes
:findings
DROP TABLE film_actor;
-- A bridge with attributes may link the same rows twice, and a wider key shows that it does.
CREATE TABLE film_actor (id integer PRIMARY KEY, film_id integer NOT NULL REFERENCES film, actor_id integer NOT NULL REFERENCES actor,
    part text);
CREATE INDEX ON film_actor (film_id);
CREATE INDEX ON film_actor (actor_id);
:findings
CREATE UNIQUE INDEX ON film_actor (actor_id, part, film_id);
:findings
DROP TABLE film_actor;

-- Two bridges with the same links, columns and words in their names. Rejecting one drops nothing.
CREATE TABLE film_actor (film_id integer REFERENCES film, actor_id integer REFERENCES actor, PRIMARY KEY (film_id, actor_id));
CREATE TABLE actors_films (film_id integer REFERENCES film, actor_id integer REFERENCES actor, PRIMARY KEY (film_id, actor_id));
CREATE TABLE favourite (film_id integer REFERENCES film, actor_id integer REFERENCES actor, PRIMARY KEY (film_id, actor_id));
CREATE INDEX ON film_actor (actor_id);
CREATE INDEX ON actors_films (actor_id);
CREATE INDEX ON favourite (actor_id);
:findings
:fixes
:findings
DROP TABLE film_actor, actors_films, favourite;

-- A table that extends the rows of another, but with a nullable key.
CREATE TABLE film_text (id integer PRIMARY KEY, film_id integer UNIQUE REFERENCES film);
:findings
:fixes
:findings
DROP TABLE film_text;

-- A column that was added after the relationship with its name.
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer REFERENCES film);
CREATE INDEX ON copy (film_id);
ALTER TABLE copy ADD COLUMN film text;
ALTER TABLE film ADD COLUMN copies integer;
:findings
:fixes
:findings
SELECT source, name, target FROM relmeta.relationship WHERE holder = 'copy'::regclass ORDER BY name;
DROP TABLE copy;
ALTER TABLE film DROP COLUMN copies;

-- Rows that require each other in a cycle: a key in it must be deferred.
CREATE TABLE club (id integer PRIMARY KEY, captain_id integer NOT NULL);
CREATE TABLE player (id integer PRIMARY KEY, club_id integer NOT NULL REFERENCES club, rival_id integer NOT NULL REFERENCES player);
CREATE TABLE captain (id integer PRIMARY KEY, player_id integer NOT NULL REFERENCES player);
ALTER TABLE club ADD FOREIGN KEY (captain_id) REFERENCES captain;
CREATE INDEX ON club (captain_id);
CREATE INDEX ON player (club_id);
CREATE INDEX ON player (rival_id);
CREATE INDEX ON captain (player_id);
:findings
:fixes
:findings
BEGIN;
INSERT INTO player VALUES (1, 1, 1);
INSERT INTO captain VALUES (1, 1);
INSERT INTO club VALUES (1, 1);
COMMIT;
DROP TABLE club, player, captain;

-- Only given tables, and only tables that are not excluded.
\x off
CREATE TABLE copy (id integer PRIMARY KEY, film_id integer REFERENCES film);
CREATE TABLE loose (id integer);
SELECT rule, object FROM relmeta.lint('{copy}');
SELECT rule, object FROM relmeta.lint(ARRAY['loose'::regclass]);
SELECT rule, object FROM relmeta.lint('{film}');
SELECT rule, object FROM relmeta.lint('{}');
SELECT relmeta.lint('{pg_class}');
SELECT relmeta.lint(ARRAY[NULL::regclass]);

SET client_min_messages = warning;
DROP SCHEMA lint CASCADE;
