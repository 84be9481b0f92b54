-- A schema with forms of tables, indexes and names that each program treats differently.
CREATE TABLE city (id integer PRIMARY KEY, name text);
-- Partitions, inheritance, and keys to a partitioned table.
CREATE TABLE measure (id integer, city_id integer REFERENCES city, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE measure_1 PARTITION OF measure FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE reading (id integer PRIMARY KEY, measure_id integer, at date, FOREIGN KEY (measure_id, at) REFERENCES measure);
CREATE TABLE event (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (10);
CREATE TABLE note (id integer PRIMARY KEY, event_id integer REFERENCES event);
CREATE INDEX ON note (event_id);
CREATE TABLE animal (id integer PRIMARY KEY, city_id integer REFERENCES city);
CREATE TABLE dog (breed text, PRIMARY KEY (id), FOREIGN KEY (city_id) REFERENCES city) INHERITS (animal);
-- Prisma's implicit many-to-many relations, and tables that look similar.
CREATE TABLE "Alpha" (id integer PRIMARY KEY);
CREATE TABLE "Beta" (id integer PRIMARY KEY);
CREATE TABLE "_AlphaToBeta" ("A" integer NOT NULL REFERENCES "Alpha", "B" integer NOT NULL REFERENCES "Beta");
CREATE UNIQUE INDEX ON "_AlphaToBeta" ("A", "B");
CREATE INDEX ON "_AlphaToBeta" ("B");
CREATE TABLE "_other" ("A" integer NOT NULL REFERENCES "Alpha", "B" integer NOT NULL REFERENCES "Beta", PRIMARY KEY ("A", "B"));
CREATE INDEX ON "_other" ("B");
CREATE TABLE "_loop" ("A" integer NOT NULL REFERENCES "Alpha", "B" integer NOT NULL REFERENCES "Alpha", PRIMARY KEY ("A", "B"));
CREATE INDEX ON "_loop" ("B");
CREATE TABLE "_unindexed" ("A" integer NOT NULL REFERENCES city, "B" integer NOT NULL REFERENCES city, PRIMARY KEY ("A", "B"));
CREATE TABLE "_backwards" ("A" integer NOT NULL REFERENCES "Beta", "B" integer NOT NULL REFERENCES "Alpha", PRIMARY KEY ("A", "B"));
CREATE INDEX ON "_backwards" ("B");
CREATE TABLE "_more" (a integer NOT NULL REFERENCES "Alpha", b integer NOT NULL REFERENCES city, c integer, PRIMARY KEY (a, b));
CREATE INDEX ON "_more" (b);
-- Names.
CREATE TABLE "class" (id integer PRIMARY KEY, "class" integer REFERENCES "class");
CREATE TABLE "1st thing" (id integer PRIMARY KEY, "after 2nd" integer REFERENCES "1st thing");
CREATE TABLE _private (id integer PRIMARY KEY, city integer REFERENCES city, "größe" integer);
CREATE TABLE "b""c" (id integer PRIMARY KEY, "x y" integer REFERENCES _private);
CREATE TABLE "Renamed" (id integer PRIMARY KEY, "Alpha" integer REFERENCES "Alpha", "Beta" text, beta_id integer REFERENCES "Beta");
CREATE TABLE parcel (id integer PRIMARY KEY, parcel_id integer REFERENCES city);
CREATE INDEX ON parcel (parcel_id);
CREATE TABLE city_metadata (id integer PRIMARY KEY, city_id integer REFERENCES city);
CREATE INDEX ON city_metadata (city_id);
CREATE TABLE district (id integer PRIMARY KEY REFERENCES city, city_id integer NOT NULL REFERENCES city);
CREATE TABLE left_one (id integer PRIMARY KEY, right_id integer);
CREATE TABLE right_one (id integer PRIMARY KEY, left_id integer REFERENCES left_one);
ALTER TABLE left_one ADD FOREIGN KEY (right_id) REFERENCES right_one;
CREATE TABLE medium (id integer PRIMARY KEY, place integer REFERENCES city);
CREATE INDEX ON medium (place);
CREATE TABLE media (id integer PRIMARY KEY, place integer REFERENCES city);
CREATE INDEX ON media (place);
CREATE TABLE iso_1 (id integer PRIMARY KEY, place integer REFERENCES city);
CREATE INDEX ON iso_1 (place);
-- Types with the same name: of two tables, and of a table and another table's conditions.
CREATE TABLE ledger (id integer PRIMARY KEY, city_id integer UNIQUE REFERENCES city);
CREATE TABLE ledgers (id integer PRIMARY KEY, ledger_id integer UNIQUE REFERENCES ledger);
CREATE TABLE city_condition (id integer PRIMARY KEY, city_id integer UNIQUE REFERENCES city);
-- Unique or not: with INCLUDE, with an expression, by exclusion, deferrable, partial, over nullable columns.
CREATE TABLE one_1 (id integer PRIMARY KEY, city_id integer REFERENCES city);
CREATE UNIQUE INDEX ON one_1 (city_id) INCLUDE (id);
CREATE TABLE one_2 (id integer PRIMARY KEY, city_id integer REFERENCES city);
CREATE UNIQUE INDEX ON one_2 (city_id, (id + 1));
CREATE TABLE one_3 (id integer PRIMARY KEY, city_id integer REFERENCES city, EXCLUDE USING btree (city_id WITH =));
CREATE TABLE one_4 (id integer PRIMARY KEY, city_id integer REFERENCES city, UNIQUE (city_id) DEFERRABLE);
CREATE TABLE one_5 (id integer PRIMARY KEY, city_id integer REFERENCES city, name text);
CREATE UNIQUE INDEX ON one_5 (city_id) WHERE name IS NULL;
CREATE TABLE one_6 (id interval PRIMARY KEY, city_id integer REFERENCES city);
CREATE TABLE one_7 (id integer, city_id integer UNIQUE REFERENCES city);
CREATE TABLE one_8 (id integer NOT NULL, city_id integer REFERENCES city);
CREATE UNIQUE INDEX ON one_8 (id) WHERE city_id IS NULL;
-- Labels that are not valid names in GraphQL, in a column, a domain and an array.
CREATE TYPE rating AS ENUM ('G', 'PG-13', '*', 'a*b', '1a', '<=');
CREATE DOMAIN rated AS rating;
CREATE TABLE film (id integer PRIMARY KEY, rating rating, city_id integer REFERENCES city);
CREATE INDEX ON film (city_id);
CREATE TABLE series (id integer PRIMARY KEY, rating rated, ratings rating[], film_id integer REFERENCES film);
CREATE INDEX ON series (film_id);
CREATE MATERIALIZED VIEW capital AS SELECT * FROM city;
