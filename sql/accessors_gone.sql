-- Needs a superuser.
-- Accessors without a table. DROP TABLE leaves those that another transaction is adding, on servers that do not lock argument types.
-- They are dropped with the table or by refresh(), and check() shows them until then.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA api;
CREATE SCHEMA gone;
SET search_path = gone;
CREATE TABLE person (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, person_id integer REFERENCES person);
CREATE TABLE tag (id integer PRIMARY KEY, post_id integer REFERENCES post, person_id integer REFERENCES person);
SELECT count(*) FROM relmeta.add_accessors(schema => 'api');
-- A user's function that depends on the extension is not an accessor.
CREATE FUNCTION api.tags(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
ALTER FUNCTION api.tags(integer) DEPENDS ON EXTENSION relmeta;
CREATE FUNCTION unseen(function regprocedure) RETURNS void LANGUAGE sql AS $$
    DELETE FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = function AND refclassid = 'pg_type'::regclass $$;
CREATE VIEW left_over AS SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_type AS t WHERE t.oid = proargtypes[0]);
-- They are dropped, and accessors of other tables with the same names are kept.
SELECT unseen('api.posts(person)'), unseen('api.tags(person)');
DROP TABLE person CASCADE;
SELECT * FROM left_over;
SELECT p.oid::regprocedure AS accessor FROM pg_proc AS p WHERE pronamespace = 'api'::regnamespace ORDER BY 1::text COLLATE "C";
SELECT * FROM relmeta.check();
-- With relmeta.sync = off.
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
