-- nested needs no privileges on columns that are not selected: rows are sorted by columns that the role can read.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE nested_reader;
RESET client_min_messages;
CREATE SCHEMA nested_privileges;
SET search_path = nested_privileges;
CREATE TABLE team (id integer PRIMARY KEY, name text, budget integer);
CREATE TABLE member (team_id integer REFERENCES team, number integer, secret integer, nick text, PRIMARY KEY (team_id, secret, number));
INSERT INTO team VALUES (2, 'b', 1), (1, 'c', 2), (3, 'a', 3);
INSERT INTO member VALUES (1, 1, 9, 'x'), (1, 2, 1, 'y'), (1, 1, 1, 'w'), (2, 1, 1, 'z');
GRANT USAGE ON SCHEMA nested_privileges TO nested_reader;
\pset format unaligned
\pset tuples_only on

-- The readable columns of a key, and the selected columns.
GRANT SELECT (name) ON team TO nested_reader;
GRANT SELECT (team_id, number, nick) ON member TO nested_reader;
SET ROLE nested_reader;
SELECT relmeta.nested('team', '{ name }');
SELECT relmeta.nested('team', '(limit: 2) { name }');
SELECT relmeta.nested('member', '{ nick }');
SELECT relmeta.nested_sql('member', '{ nick }');
SELECT relmeta.nested('member', '(order_by: {nick: desc}, limit: 2) { nick }');
-- Columns that a relationship joins require privileges.
SELECT relmeta.nested('team', '{ name members { nick } }');
SELECT relmeta.nested('team', '{ budget }');
SELECT relmeta.nested('team', '{ name }', key => '1');
RESET ROLE;
GRANT SELECT (id) ON team TO nested_reader;
SET ROLE nested_reader;
SELECT relmeta.nested('team', '{ name members { nick } }');
SELECT relmeta.nested('team', '{ name }', key => '1');
RESET ROLE;

-- A privilege on the table, through a role, or granted to PUBLIC, applies to its columns.
GRANT SELECT ON member TO PUBLIC;
SET ROLE nested_reader;
SELECT relmeta.nested('member', '{ nick }');
RESET ROLE;
-- A role that can read the key sorts by it, even if others cannot.
SELECT relmeta.nested_sql('member', '{ nick }');

-- Errors of link name the statement that it ran.
CREATE TABLE place (id integer PRIMARY KEY);
CREATE TABLE place_team (place_id integer NOT NULL REFERENCES place, team_id integer NOT NULL REFERENCES team, since date NOT NULL,
    PRIMARY KEY (place_id, team_id));
INSERT INTO place VALUES (1);
SELECT relmeta.link('place', 'teams', '1', '1');
SET ROLE nested_reader;
SELECT relmeta.unlink('place', 'teams', '1', '1');
RESET ROLE;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA nested_privileges CASCADE;
DROP ROLE nested_reader;
