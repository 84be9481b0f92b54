-- Needs a superuser.
-- A command updates a limited number of views: beyond a thousand, everything is stale until refresh().
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA many;
SET search_path = many;
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (id integer PRIMARY KEY, p_id integer REFERENCES p, q_id integer);
SET relmeta.sync = off;
DO $$ BEGIN FOR i IN 1 .. 1000 LOOP EXECUTE format('CREATE VIEW v_%s AS SELECT id + 0 AS id, p_id, q_id FROM t', i); END LOOP; END $$;
RESET relmeta.sync;
SELECT relmeta.refresh();
-- A thousand views are updated.
ALTER TABLE t RENAME COLUMN p_id TO parent_id;
SELECT count(*) FROM relmeta.check();
SELECT * FROM relmeta.stale;
-- With one more, a command that affects all of them updates the table, and none of the views.
CREATE VIEW w AS SELECT parent_id, q_id FROM t;
SELECT name, kind, target FROM relmeta.relationships WHERE source = 'w'::regclass;
SELECT * FROM relmeta.stale;
ALTER TABLE t ADD FOREIGN KEY (q_id) REFERENCES p;
SELECT holder IS NULL AS everything, reason FROM relmeta.stale;
SELECT name, kind, target FROM relmeta.relationships WHERE source = 't'::regclass AND target = 'p'::regclass;
SELECT source, name FROM relmeta.relationship WHERE constraint_name = 't_q_id_fkey' AND origin = 'view';
-- The warning is issued once; commands on other tables still update their views.
ALTER TABLE t ALTER q_id SET NOT NULL;
CREATE TABLE other (p_id integer REFERENCES p);
SELECT name, kind, target FROM relmeta.relationships WHERE source = 'other'::regclass;
DROP VIEW w;
SELECT relmeta.refresh() >= 2000 AS refreshed;
SELECT * FROM relmeta.stale;
SELECT count(*) FROM relmeta.relationship WHERE constraint_name = 't_q_id_fkey' AND origin = 'view' AND required AND NOT reverse;
SELECT * FROM relmeta.check();
-- With relmeta.sync = off, a command does not mark thousands of views either.
CREATE VIEW w AS SELECT parent_id, q_id FROM t;
SET relmeta.sync = off;
ALTER TABLE t ALTER q_id DROP NOT NULL;
RESET relmeta.sync;
SELECT holder IS NULL AS everything, reason FROM relmeta.stale;
DROP SCHEMA many CASCADE;
SELECT relmeta.refresh() >= 0 AS refreshed;
SELECT * FROM relmeta.stale;
SELECT * FROM relmeta.check();
