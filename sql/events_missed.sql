-- check() finds changes that the triggers missed, refresh() corrects them, and user commands never fail because of relmeta.
-- Needs a superuser.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE base (id integer PRIMARY KEY);

-- Disabled triggers, with the same effect as event_triggers = off in PostgreSQL 17 and later.
ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE;
ALTER EVENT TRIGGER relmeta_sql_drop DISABLE;
CREATE TABLE unseen (id integer PRIMARY KEY, base_id integer REFERENCES base);
:changes
SELECT item, value FROM relmeta.status() WHERE item LIKE 'event trigger%' ORDER BY item COLLATE "C";
ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
ALTER EVENT TRIGGER relmeta_sql_drop ENABLE ALWAYS;
SELECT relmeta.refresh();
:changes
SELECT relmeta.refresh();
ALTER EVENT TRIGGER relmeta_sql_drop DISABLE;
DROP TABLE unseen;
SELECT difference, name, source::text = source::oid::text AS gone FROM relmeta.check() ORDER BY name;
ALTER EVENT TRIGGER relmeta_sql_drop ENABLE ALWAYS;
SELECT relmeta.refresh();
:changes

-- REFRESH MATERIALIZED VIEW returns the same rows.
CREATE TABLE seen_one (id integer PRIMARY KEY, base_id integer REFERENCES base, other_id integer REFERENCES base);
:changes
REFRESH MATERIALIZED VIEW relmeta.relationship;
REFRESH MATERIALIZED VIEW relmeta.bridge;
:changes

-- refresh() takes no lock that blocks VACUUM or readers.
BEGIN;
SELECT relmeta.refresh();
SELECT DISTINCT mode FROM pg_locks WHERE locktype = 'relation' AND relation = 'relmeta.relationship'::regclass ORDER BY mode;
COMMIT;

-- relmeta.sync = off leaves the tables stale until refresh(), or until a later command that changes relationships updates
-- the stale tables of its role.
SET relmeta.sync = off;
ALTER TABLE seen_one DROP other_id;
DROP TABLE IF EXISTS nothing;
:changes
SELECT item, value FROM relmeta.status() WHERE item IN ('stale', 'sync') ORDER BY item;
RESET relmeta.sync;
SELECT relmeta.refresh();
:changes
SET relmeta.sync = off;
ALTER TABLE seen_one ALTER base_id SET NOT NULL;
RESET relmeta.sync;
CREATE TABLE no_key (id integer PRIMARY KEY);
SELECT * FROM relmeta.stale;
CREATE TABLE next_one (id integer PRIMARY KEY, base_id integer REFERENCES base);
:changes
BEGIN;
SET LOCAL relmeta.sync = off;
CREATE TABLE bulk (id integer PRIMARY KEY, base_id integer REFERENCES base);
DROP TABLE seen_one;
ROLLBACK;
:changes
-- A load of many tables marks everything as stale until refresh().
BEGIN;
SET LOCAL relmeta.sync = off;
DO $$ BEGIN FOR i IN 1..100 LOOP EXECUTE format('CREATE TABLE load_%s (base_id integer REFERENCES base)', i); END LOOP; END $$;
SELECT count(*), count(*) FILTER (WHERE holder IS NULL) FROM relmeta.stale;
DO $$ BEGIN FOR i IN 101..200 LOOP EXECUTE format('CREATE TABLE load_%s (base_id integer REFERENCES base)', i); END LOOP; END $$;
ALTER TABLE load_1 RENAME TO loaded;
DROP TABLE load_2;
SELECT count(*), count(*) FILTER (WHERE holder IS NULL) FROM relmeta.stale;
SET LOCAL relmeta.sync = on;
CREATE TABLE after_load (base_id integer REFERENCES base);
SELECT count(*), count(*) FILTER (WHERE origin = 'foreign_key' AND name LIKE '%load%') FROM relmeta.relationship WHERE source = 'base'::regclass;
SELECT relmeta.refresh();
SELECT count(*) FROM relmeta.stale;
SELECT * FROM relmeta.check();
ROLLBACK;
:changes

-- Only the session user counts, and only superusers and the database owner can turn sync off.
CREATE ROLE regress_events_nobody;
GRANT USAGE, CREATE ON SCHEMA events TO regress_events_nobody;
SET SESSION AUTHORIZATION regress_events_nobody;
SET relmeta.sync = off;
CREATE TABLE followed (id integer PRIMARY KEY, followed_id integer REFERENCES followed);
SELECT source, name FROM relmeta.relationship WHERE source = 'followed'::regclass ORDER BY name;
DROP TABLE followed;
CREATE FUNCTION make_table() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET relmeta.sync = off AS
    $$ BEGIN CREATE TABLE events.followed_too (id integer PRIMARY KEY, followed_too_id integer REFERENCES events.followed_too); END $$;
RESET SESSION AUTHORIZATION;
RESET relmeta.sync;
ALTER FUNCTION make_table() OWNER TO CURRENT_USER;
GRANT EXECUTE ON FUNCTION make_table() TO regress_events_nobody;
SET SESSION AUTHORIZATION regress_events_nobody;
SELECT make_table();
RESET SESSION AUTHORIZATION;
:changes
DROP TABLE followed_too;
DROP FUNCTION make_table();
:changes
REVOKE ALL ON SCHEMA events FROM regress_events_nobody;
DROP ROLE regress_events_nobody;

-- An internal error of relmeta is a warning, in whatever call it occurs.
SET relmeta.fault = 40;
ALTER TABLE seen_one ADD base_too integer REFERENCES base;
RESET relmeta.fault;
:changes
ALTER TABLE next_one ADD other_base_id integer REFERENCES base;
:changes

-- A key that a declared bridge refers to is replaced meanwhile: the declaration switches to the other key.
SELECT relmeta.add_bridge('base', 'seen_one', bridge => 'declared');
SET relmeta.sync = off;
ALTER TABLE declared DROP CONSTRAINT declared_base_id_fkey, ADD CONSTRAINT anew FOREIGN KEY (base_id) REFERENCES base;
SET relmeta.sync = on;
SELECT relmeta.refresh() > 0;
SELECT ends FROM relmeta.declared_bridge WHERE bridge = 'declared'::regclass;

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
