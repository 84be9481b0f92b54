-- The relationships of views follow all changes to the views and to the objects below them.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE p (id integer PRIMARY KEY, name text);
CREATE TABLE c (id integer PRIMARY KEY, p_id integer REFERENCES p, o_id integer);
CREATE VIEW cv AS SELECT id, p_id FROM c;
:changes
CREATE VIEW pv AS SELECT id FROM p WHERE id > 0;
:changes
-- Replaced: it shows all rows, and carries another column.
CREATE OR REPLACE VIEW pv AS SELECT id, name FROM p;
CREATE OR REPLACE VIEW cv AS SELECT id, p_id, o_id FROM c;
:changes
CREATE VIEW top AS SELECT id, p_id AS who FROM cv;
:changes
-- Renames at every level.
ALTER VIEW top RENAME COLUMN who TO whom;
:changes
ALTER TABLE c RENAME COLUMN p_id TO parent_id;
:changes
ALTER TABLE p RENAME COLUMN id TO no;
:changes
ALTER VIEW pv RENAME COLUMN id TO no;
:changes
ALTER VIEW cv RENAME TO children;
:changes
ALTER TABLE p RENAME TO parent;
:changes
-- Foreign keys that are added, dropped and validated.
ALTER TABLE c ADD FOREIGN KEY (o_id) REFERENCES parent;
:changes
ALTER TABLE c ALTER parent_id SET NOT NULL;
:changes
CREATE UNIQUE INDEX unique_parent ON c (parent_id);
:changes
DROP INDEX unique_parent;
:changes
ALTER TABLE c DROP CONSTRAINT c_p_id_fkey;
:changes
ALTER TABLE c ADD CONSTRAINT again FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
:changes
ALTER TABLE c VALIDATE CONSTRAINT again;
:changes
ALTER TABLE c RENAME CONSTRAINT again TO fkey;
:changes
-- The view that stands for parent is dropped, and another one replaces it.
CREATE VIEW zv AS SELECT no FROM parent;
:changes
DROP VIEW pv;
:changes
-- Schemas: views in different schemas are no longer linked.
CREATE SCHEMA other;
ALTER VIEW zv SET SCHEMA other;
:changes
ALTER VIEW children SET SCHEMA other;
:changes
ALTER VIEW other.zv SET SCHEMA events;
:changes
DROP SCHEMA other CASCADE;
:changes
-- Inheritance.
CREATE VIEW cv AS SELECT id, parent_id FROM c;
:changes
CREATE TABLE heir () INHERITS (c);
:changes
ALTER TABLE heir NO INHERIT c;
:changes
ALTER TABLE heir INHERIT c;
DROP TABLE heir;
:changes
-- A unique index on a materialized view, and REFRESH, which changes nothing.
CREATE MATERIALIZED VIEW mv AS SELECT parent_id FROM c;
:changes
CREATE UNIQUE INDEX ON mv (parent_id);
:changes
REFRESH MATERIALIZED VIEW mv;
:changes
-- A subtransaction that is rolled back, and a view that is dropped and recreated in one transaction.
BEGIN;
SAVEPOINT before;
CREATE VIEW passing AS SELECT * FROM c;
ROLLBACK TO before;
DROP VIEW cv;
CREATE VIEW cv AS SELECT parent_id, id FROM c;
COMMIT;
:changes
-- Temporary views, and views on temporary tables, are excluded.
CREATE TEMPORARY VIEW temporary AS SELECT * FROM c;
CREATE TEMPORARY TABLE t (c_id integer);
CREATE VIEW on_temporary AS SELECT c.* FROM c JOIN t ON t.c_id = c.id;
:changes
-- CASCADE.
ALTER TABLE c DROP COLUMN parent_id CASCADE;
:changes
DROP TABLE c, parent CASCADE;
:changes
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
