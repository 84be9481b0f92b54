-- The catalog follows adding, altering and dropping columns.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE country (code text PRIMARY KEY, region integer, UNIQUE (region, code));
CREATE TABLE city (id integer PRIMARY KEY, region integer, country text, name text,
                   FOREIGN KEY (region, country) REFERENCES country (region, code));
:changes

-- ADD COLUMN with a foreign key; an existing column is kept.
ALTER TABLE city ADD COLUMN country_code text REFERENCES country;
:changes
ALTER TABLE city ADD COLUMN IF NOT EXISTS country_code text REFERENCES country;
:changes
ALTER TABLE city ADD twin_id integer REFERENCES city UNIQUE, ADD sister_id integer REFERENCES city;
:changes
ALTER TABLE city ADD mayor integer PRIMARY KEY;

-- A new column does not take the name of a relationship, and relationships keep their names.
ALTER TABLE city ADD cities text;
:changes
ALTER TABLE country ADD cities_as_country_code text;
:changes
ALTER TABLE country DROP cities_as_country_code;
:changes

-- ALTER COLUMN TYPE of a referenced key recreates every foreign key.
ALTER TABLE country ALTER code TYPE varchar(10);
:changes
ALTER TABLE city ALTER country_code TYPE varchar(20);
:changes
ALTER TABLE city ALTER id TYPE bigint USING id::bigint;
:changes
ALTER TABLE city ALTER twin_id TYPE bigint, ALTER sister_id TYPE bigint, ALTER sister_id SET NOT NULL;
:changes
ALTER TABLE city ALTER country_code SET DEFAULT 'XX', ALTER country_code SET STATISTICS 10, ALTER name SET STORAGE EXTERNAL;
:changes
ALTER TABLE city ALTER id ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE city ALTER id DROP IDENTITY;
:changes

-- DROP COLUMN drops its keys and indexes, and foreign keys of other tables.
ALTER TABLE city DROP COLUMN twin_id;
:changes
ALTER TABLE city DROP COLUMN IF EXISTS twin_id;
CREATE UNIQUE INDEX ON city (country_code, name);
CREATE UNIQUE INDEX named ON city (country_code) WHERE name IS NOT NULL;
ALTER TABLE city ALTER name SET NOT NULL;
:changes
ALTER TABLE city DROP name;
:changes
ALTER TABLE city DROP region;
:changes
ALTER TABLE country DROP code;
ALTER TABLE country DROP code CASCADE;
:changes
ALTER TABLE city DROP id CASCADE;
:changes

-- Domains and column types.
CREATE DOMAIN city_id AS integer;
CREATE TABLE station (id city_id PRIMARY KEY, up_id city_id REFERENCES station);
:changes
DROP DOMAIN city_id;
DROP DOMAIN city_id CASCADE;
:changes
CREATE TYPE place AS (x integer, y integer);
CREATE TABLE typed OF place (PRIMARY KEY (x), FOREIGN KEY (y) REFERENCES typed);
:changes
ALTER TYPE place RENAME ATTRIBUTE y TO parent_x CASCADE;
:changes
ALTER TYPE place ADD ATTRIBUTE z integer CASCADE;
ALTER TABLE typed ADD FOREIGN KEY (z) REFERENCES typed;
:changes
ALTER TYPE place DROP ATTRIBUTE z CASCADE;
:changes
ALTER TABLE typed NOT OF;
ALTER TABLE typed OF place;
ALTER TYPE place ALTER ATTRIBUTE parent_x TYPE bigint CASCADE;
:changes
DROP TYPE place CASCADE;
:changes
-- Declarations on the columns are updated.
CREATE TYPE place AS (x integer, y integer);
CREATE TABLE typed OF place;
CREATE TABLE part () INHERITS (typed);
SELECT relmeta.declare_relationship('typed', '{y}', 'country', '{region}', name => 'in_country', inverse_name => 'typed_places', condition => 'x > 0');
SELECT relmeta.declare_relationship('country', '{region}', 'part', '{y}', name => 'parts', inverse_name => 'part_of');
ALTER TYPE place RENAME ATTRIBUTE y TO z CASCADE;
ALTER TYPE place RENAME ATTRIBUTE x TO y CASCADE;
SELECT source, source_columns, target, target_columns, condition FROM relmeta.declared_relationship WHERE name IN ('in_country', 'parts') ORDER BY name;
DROP TABLE part;
DROP TYPE place CASCADE;

-- A column that references itself: only the direction distinguishes its two relationships.
CREATE TABLE loop (a integer UNIQUE REFERENCES loop (a));
:changes
ALTER TABLE loop ALTER a SET NOT NULL;
:changes
ALTER TABLE loop RENAME a TO b;
:changes
ALTER TABLE loop ALTER b DROP NOT NULL;
:changes
DROP TABLE loop;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
