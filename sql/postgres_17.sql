-- PostgreSQL 17: with event_triggers = off, relmeta sees no changes; check() finds them and refresh() corrects them.
-- REINDEX is reported.
-- Needs a superuser.
SELECT current_setting('server_version_num')::integer < 170000 AS too_old \gset
\if :too_old
\quit
\endif
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE base (id integer PRIMARY KEY);
CREATE TABLE old (id integer PRIMARY KEY, base_id integer REFERENCES base);
:changes
SET event_triggers = off;
CREATE TABLE unseen (id integer PRIMARY KEY, base_id integer NOT NULL REFERENCES base);
DROP TABLE old;
RESET event_triggers;
SELECT difference, name, source::text = source::oid::text AS gone FROM relmeta.check() ORDER BY difference, name;
SELECT relmeta.refresh();
:changes
SELECT relmeta.refresh();
SELECT * FROM relmeta.explain('unseen', 'base');

-- A command on such a table also applies missed changes.
SET event_triggers = off;
ALTER TABLE unseen ADD other_id integer REFERENCES base;
CREATE UNIQUE INDEX ON unseen (base_id);
RESET event_triggers;
ALTER TABLE unseen ALTER other_id SET NOT NULL;
:changes

-- An index that REINDEX makes valid is a proof immediately.
CREATE TABLE child (id integer PRIMARY KEY, base_id integer REFERENCES base);
INSERT INTO base VALUES (1);
INSERT INTO child VALUES (1, 1), (2, 1);
CREATE UNIQUE INDEX CONCURRENTLY child_base_key ON child (base_id);
:changes
DELETE FROM child WHERE id = 2;
REINDEX INDEX CONCURRENTLY child_base_key;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
