-- Unique indexes decide whether a relationship is to-one or to-many, and the catalog follows every command on them.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE parent (id integer PRIMARY KEY, a integer, b integer, UNIQUE (a, b));
CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent, a integer, b integer, gone boolean,
                    FOREIGN KEY (a, b) REFERENCES parent (a, b));
:changes

-- Plain, concurrent and covering indexes, and indexes that prove nothing.
CREATE INDEX ON child (parent_id);
:changes
CREATE UNIQUE INDEX proof ON child (parent_id);
:changes
CREATE UNIQUE INDEX IF NOT EXISTS proof ON child (a);
DROP INDEX proof;
:changes
DROP INDEX IF EXISTS proof;
CREATE UNIQUE INDEX CONCURRENTLY proof ON child (parent_id);
:changes
DROP INDEX CONCURRENTLY proof;
:changes
CREATE UNIQUE INDEX proof ON child (parent_id) INCLUDE (id);
:changes
DROP INDEX proof;
CREATE UNIQUE INDEX expression ON child ((parent_id + 1));
CREATE UNIQUE INDEX partial ON child (parent_id) WHERE gone;
CREATE UNIQUE INDEX wider ON child (parent_id, gone);
:changes
CREATE UNIQUE INDEX there ON child (parent_id) WHERE parent_id IS NOT NULL;
:changes
DROP INDEX there, expression, partial, wider;
:changes
CREATE UNIQUE INDEX turned ON child (b, a);
:changes
ALTER INDEX turned RENAME TO turned_round;
:changes
ALTER INDEX turned_round SET (fillfactor = 50);
REINDEX INDEX turned_round;
:changes
REINDEX TABLE CONCURRENTLY child;
:changes
REINDEX INDEX CONCURRENTLY turned_round;
:changes
REINDEX SCHEMA events;
:changes
DROP INDEX turned_round;
:changes

-- A partial index whose predicate is implied by NOT NULL of a column is a proof while the column is NOT NULL.
CREATE UNIQUE INDEX partial ON child (parent_id) WHERE a IS NOT NULL;
:changes
ALTER TABLE child ALTER a SET NOT NULL;
:changes
ALTER TABLE child ALTER a DROP NOT NULL;
:changes
DROP INDEX partial;

-- An invalid index is no proof until it is rebuilt.
INSERT INTO parent VALUES (1, 1, 1);
INSERT INTO child VALUES (1, 1), (2, 1);
CREATE UNIQUE INDEX CONCURRENTLY broken ON child (parent_id);
:changes
DELETE FROM child WHERE id = 2;
REINDEX INDEX CONCURRENTLY broken;
-- PostgreSQL before 17 does not report REINDEX: the next command that changes the table updates the catalog.
COMMENT ON TABLE child IS 'not looked at again';
ALTER TABLE child ALTER a SET DEFAULT 0;
:changes
DROP INDEX broken;
:changes

-- A foreign key depends on a unique index of the referenced table, which can be dropped only with CASCADE.
CREATE UNIQUE INDEX parent_b ON parent (b);
ALTER TABLE child ADD FOREIGN KEY (b) REFERENCES parent (b);
:changes
DROP INDEX parent_b;
DROP INDEX parent_b CASCADE;
:changes

-- Several indexes in one transaction, rolled back.
BEGIN;
CREATE UNIQUE INDEX one ON child (parent_id);
CREATE UNIQUE INDEX two ON child (a, b);
:changes
ROLLBACK;
:changes

-- Indexes of a bridge determine pair_unique and the kind.
CREATE TABLE parent_child (parent_id integer REFERENCES parent, child_id integer REFERENCES child);
:changes
CREATE UNIQUE INDEX pairs ON parent_child (child_id, parent_id);
:changes
CREATE UNIQUE INDEX one_child ON parent_child (child_id);
:changes
DROP INDEX pairs, one_child;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
