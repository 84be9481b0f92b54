-- key selects one row by any unique key; where supports only equality; braces distinguish a relationship from a column with its name.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA nested_keys;
SET search_path = nested_keys;
CREATE TABLE country (code text PRIMARY KEY, name text UNIQUE);
CREATE TABLE city (id integer PRIMARY KEY, country_code text NOT NULL REFERENCES country, name text, mayor text, active boolean NOT NULL,
    UNIQUE (country_code, name));
CREATE UNIQUE INDEX ON city (mayor) WHERE mayor IS NOT NULL;
CREATE UNIQUE INDEX ON city (country_code) WHERE active;
INSERT INTO country VALUES ('fr', 'France'), ('it', 'Italy'), ('{"code": "fr"}', 'Brace');
INSERT INTO city VALUES (1, 'fr', 'Lyon', 'm', true), (2, 'fr', 'Nice', NULL, false), (3, 'it', 'Rome', 'o', true);
\pset format unaligned
\pset tuples_only on

-- The primary key, or an object with the columns of any unique key, and others.
SELECT relmeta.nested('country', '{ name }', key => 'it');
SELECT relmeta.nested('country', '{ name }', key => '{"code": "it"}');
SELECT relmeta.nested('country', '{ code }', key => '{"name": "Italy"}');
SELECT relmeta.nested('city', '{ id }', key => '{"country_code": "fr", "name": "Nice"}');
SELECT relmeta.nested('city', '{ id }', key => ' {"name": "Nice", "country_code": "fr", "active": true}');
SELECT relmeta.nested('city', '{ id }', key => '{"mayor": "o"}');
SELECT relmeta.nested('city', '{ name }', key => '{"id": 3}');
SELECT relmeta.nested('city', '{ name }', key => '{"id": 99}');
-- A primary key that looks like an object must be written as one.
SELECT relmeta.nested('country', '{ name }', key => '{"code": "{\"code\": \"fr\"}"}');
-- No unique key, no column, no value, wrong syntax.
SELECT relmeta.nested('city', '{ id }', key => '{"name": "Nice"}');
SELECT relmeta.nested('city', '{ id }', key => '{"country_code": "fr"}');
SELECT relmeta.nested('city', '{ id }', key => '{"mayr": "o"}');
SELECT relmeta.nested('city', '{ id }', key => '{"mayor": null}');
SELECT relmeta.nested('city', '{ id }', key => '{"mayor": ["o"]}');
CREATE TABLE keyless (a integer);
SELECT relmeta.nested('keyless', '{ a }', key => '1');

-- where supports only equality.
SELECT relmeta.nested('city', '(where: {id: {gt: 1}}) { id }');
SELECT relmeta.nested('city', '(where: {id: [1, 2]}) { id }');
SELECT relmeta.nested('city', '(where: {_or: [{id: 1}, {id: 2}]}) { id }');
SELECT relmeta.nested('country', '{ cities(where: {name: {like: "N%"}}) { id } }');

-- A column added later can have the same name as a relationship: braces distinguish them.
SELECT relmeta.nested('country', '{ cities { name } }', key => 'it');
ALTER TABLE country ADD COLUMN cities integer DEFAULT 7;
ALTER TABLE city ADD COLUMN country text DEFAULT 'own';
SELECT relmeta.nested('country', '{ cities }', key => 'it');
SELECT relmeta.nested('country', '{ cities { name } }', key => 'it');
SELECT relmeta.nested('country', '{ number: cities cities { name country own: country { name } } }', key => 'it');
SELECT relmeta.nested('country', '{ cities(limit: 1) { name } }', key => 'fr');
SELECT relmeta.nested('country', '{ cities(limit: 1) }', key => 'fr');
SELECT relmeta.nested('country', '{ name { x } }', key => 'fr');
SELECT relmeta.nested('country', '{ cities cities { name } }', key => 'fr');

-- Unique indexes do not cover rows of child tables.
CREATE TABLE person (id integer PRIMARY KEY, name text);
CREATE TABLE club (id integer PRIMARY KEY, chair_id integer REFERENCES person);
CREATE TABLE club_person (club_id integer NOT NULL REFERENCES club, person_id integer NOT NULL REFERENCES person, PRIMARY KEY (club_id, person_id));
CREATE TABLE founder () INHERITS (person);
CREATE TABLE club_founder () INHERITS (club_person);
INSERT INTO person VALUES (1, 'one'), (2, 'two');
INSERT INTO founder VALUES (1, 'other one');
INSERT INTO club VALUES (1, 1);
INSERT INTO club_person VALUES (1, 2);
INSERT INTO club_founder VALUES (1, 2);
SELECT relmeta.nested('club', '{ id chair { id } }');
SELECT relmeta.nested('club', '{ id people { name } }');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA nested_keys CASCADE;
