-- Needs a superuser.
-- An accessor that outlived its table, as DROP TABLE leaves it while another transaction is adding it on servers that do not lock
-- argument types: it goes with the table, or with refresh(), and check() shows it until then.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA api;
CREATE SCHEMA gone;
SET search_path = gone;
CREATE TABLE person (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, person_id integer REFERENCES person);
CREATE TABLE tag (id integer PRIMARY KEY, post_id integer REFERENCES post, person_id integer REFERENCES person);
SELECT count(*) FROM relmeta.add_accessors(schema => 'api');
-- The user's own function that goes with the extension is not relmeta's.
CREATE FUNCTION api.tags(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
ALTER FUNCTION api.tags(integer) DEPENDS ON EXTENSION relmeta;
CREATE FUNCTION unseen(function regprocedure) RETURNS void LANGUAGE sql AS $$
    DELETE FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = function AND refclassid = 'pg_type'::regclass $$;
CREATE VIEW left_over AS SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_type AS t WHERE t.oid = proargtypes[0]);
-- They go, and those of other tables with their names stay.
SELECT unseen('api.posts(person)'), unseen('api.tags(person)');
DROP TABLE person CASCADE;
SELECT * FROM left_over;
SELECT p.oid::regprocedure AS accessor FROM pg_proc AS p WHERE pronamespace = 'api'::regnamespace ORDER BY 1::text COLLATE "C";
SELECT * FROM relmeta.check();
-- Not followed.
SELECT unseen('api.tags(post)');
SET relmeta.sync = off;
DROP TABLE post CASCADE;
RESET relmeta.sync;
SELECT * FROM left_over;
SELECT * FROM relmeta.check() WHERE source = 0;
SELECT relmeta.refresh() >= 0 AS refreshed;
SELECT * FROM left_over;
SELECT * FROM relmeta.stale;
DROP VIEW left_over;
DROP SCHEMA api CASCADE;
DROP SCHEMA gone CASCADE;
SELECT * FROM relmeta.check();
