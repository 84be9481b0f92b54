-- relmeta follows DDL wherever it runs: in functions, DO blocks, triggers, extensions and other event triggers, as any role, with any setting.
-- Needs a superuser.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE base (id integer PRIMARY KEY);

-- In a function, a procedure with COMMIT, a DO block with a caught error, dynamic SQL, and a query that calls DDL many times.
CREATE FUNCTION make(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I (id integer PRIMARY KEY, base_id integer REFERENCES base)', name);
END $$;
SELECT make('one');
:changes
SELECT make('many_' || i) FROM generate_series(1, 3) AS i;
:changes
CREATE PROCEDURE make_and_commit() LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE one ADD kept_id integer REFERENCES base;
    COMMIT;
    ALTER TABLE one ADD lost_id integer REFERENCES base;
    ROLLBACK;
END $$;
CALL make_and_commit();
:changes
DO $$
BEGIN
    ALTER TABLE one DROP kept_id;
    BEGIN
        CREATE UNIQUE INDEX ON one (base_id);
        DROP TABLE nowhere;
    EXCEPTION WHEN undefined_table THEN
        ALTER TABLE one ALTER base_id SET NOT NULL;
    END;
END $$;
:changes
DO $$ BEGIN EXECUTE 'DROP TABLE many_1'; EXECUTE 'DROP TABLE many_2'; EXECUTE 'ALTER TABLE many_3 RENAME TO few'; END $$;
:changes
PREPARE nothing AS SELECT 1;
SELECT query_to_xml('SELECT events.make(''by_query'')', false, false, '') IS NOT NULL;
:changes
DROP TABLE by_query;
:changes

-- In a trigger on a user table.
CREATE TABLE wish (name text);
CREATE FUNCTION grant_wish() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM make(NEW.name); RETURN NEW; END $$;
CREATE TRIGGER grant_wish AFTER INSERT ON wish FOR EACH ROW EXECUTE FUNCTION grant_wish();
INSERT INTO wish VALUES ('granted');
:changes

-- In another event trigger, before and after relmeta's, and with one that fails.
CREATE FUNCTION follow_up() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('events.origin') IS NOT NULL AND to_regclass('events.' || tg_argv()) IS NULL THEN
        EXECUTE format('CREATE TABLE events.%I (id integer PRIMARY KEY, origin_id integer REFERENCES events.origin)', tg_argv());
    END IF;
END $$;
CREATE FUNCTION tg_argv() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('events.follow_up', true) $$;
SET events.follow_up = 'followed_up';
CREATE EVENT TRIGGER a_follow_up ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION follow_up();
CREATE EVENT TRIGGER z_follow_up ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION follow_up();
CREATE TABLE origin (id integer PRIMARY KEY);
:changes
SET events.follow_up = 'followed_up_too';
ALTER TABLE followed_up ADD base_id integer REFERENCES base;
:changes
DROP EVENT TRIGGER a_follow_up;
DROP EVENT TRIGGER z_follow_up;
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
CREATE EVENT TRIGGER z_refuse ON ddl_command_end EXECUTE FUNCTION refuse();
CREATE TABLE refused (id integer PRIMARY KEY, base_id integer REFERENCES base);
DROP TABLE origin CASCADE;
:changes
BEGIN;
DROP EVENT TRIGGER z_refuse;
CREATE EVENT TRIGGER a_refuse ON sql_drop EXECUTE FUNCTION refuse();
DROP TABLE granted;
ROLLBACK;
DROP EVENT TRIGGER z_refuse;
:changes
DROP TABLE origin CASCADE;
:changes

-- Other extensions, and tables that are added to them.
CREATE EXTENSION citext;
CREATE TABLE word (word citext PRIMARY KEY, root citext REFERENCES word);
:changes
ALTER EXTENSION citext ADD TABLE word;
ALTER TABLE word ADD UNIQUE (root);
:changes
ALTER EXTENSION citext UPDATE;
DROP EXTENSION citext CASCADE;
:changes

-- With session_replication_role = replica, in every kind of read-write transaction, as a role without privileges on relmeta.
SET session_replication_role = replica;
CREATE TABLE replicated (id integer PRIMARY KEY, base_id integer REFERENCES base);
:changes
DROP TABLE replicated;
:changes
RESET session_replication_role;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM base;
ALTER TABLE one ADD base_too integer REFERENCES base;
:changes
ALTER TABLE one DROP base_too;
:changes
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) FROM base;
ALTER TABLE one ADD base_too integer REFERENCES base;
CREATE UNIQUE INDEX ON one (base_too);
COMMIT;
:changes
CREATE ROLE regress_events_maker;
GRANT CREATE, USAGE ON SCHEMA events TO regress_events_maker;
GRANT REFERENCES ON base TO regress_events_maker;
SET ROLE regress_events_maker;
SET search_path = '';
CREATE TABLE events.theirs (id integer PRIMARY KEY, base_id integer REFERENCES events.base);
ALTER TABLE events.theirs RENAME base_id TO root_id;
RESET ROLE;
SET search_path = events;
:changes
DROP OWNED BY regress_events_maker;
DROP ROLE regress_events_maker;
:changes

-- Foreign tables and imported schemas can have declared relationships.
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN EXECUTE format('CREATE SERVER loopback FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname %L, host %L, port %L)',
    current_database(), split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port')); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER loopback;
CREATE SCHEMA remote;
IMPORT FOREIGN SCHEMA events LIMIT TO (one, base) FROM SERVER loopback INTO remote;
:changes
CREATE FOREIGN TABLE remote.handmade (one_id integer) SERVER loopback;
SELECT relmeta.declare_relationship('remote.one', '{base_id}', 'remote.base', '{id}');
SELECT relmeta.declare_relationship('remote.handmade', '{one_id}', 'one', '{id}', 'many_to_one');
:changes
ALTER FOREIGN TABLE remote.one RENAME COLUMN base_id TO root_id;
:changes
ALTER FOREIGN TABLE remote.base RENAME TO root;
:changes
DROP SERVER loopback CASCADE;
:changes
DROP SCHEMA remote;
DROP EXTENSION postgres_fdw;

-- Names that need quoting, and names of maximum length.
CREATE TABLE "Odd ""Name""" ("Id" integer PRIMARY KEY, "Base Id" integer REFERENCES base);
CREATE TABLE "тест" (base_id integer REFERENCES base);
:changes
ALTER TABLE "Odd ""Name""" RENAME TO a23456789b123456789c123456789d123456789e123456789f123456789g12;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
