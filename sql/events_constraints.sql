-- The catalog follows foreign keys and the constraints that prove their cardinality, however these are added, changed or dropped.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE parent (id integer PRIMARY KEY, code text UNIQUE, a integer, b integer, UNIQUE (a, b));
CREATE TABLE child (id integer PRIMARY KEY, parent_id integer, a integer, b integer, code text);

-- Foreign keys.
ALTER TABLE child ADD CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent;
:changes
ALTER TABLE child ADD FOREIGN KEY (a, b) REFERENCES parent (a, b), ADD FOREIGN KEY (code) REFERENCES parent (code);
:changes
ALTER TABLE child DROP CONSTRAINT child_code_fkey;
:changes
ALTER TABLE child DROP CONSTRAINT IF EXISTS child_code_fkey;
:changes
ALTER TABLE child ADD CONSTRAINT child_code_fkey FOREIGN KEY (code) REFERENCES parent (code) NOT VALID;
:changes
ALTER TABLE child VALIDATE CONSTRAINT child_code_fkey;
:changes
ALTER TABLE child ALTER CONSTRAINT child_code_fkey DEFERRABLE INITIALLY DEFERRED;
:changes
ALTER TABLE child DROP CONSTRAINT child_code_fkey, ADD CONSTRAINT child_code_fkey FOREIGN KEY (code) REFERENCES parent (code) ON DELETE CASCADE;
:changes

-- Two keys over the same columns are one relationship, which is kept when either is dropped.
ALTER TABLE child ADD CONSTRAINT again FOREIGN KEY (parent_id) REFERENCES parent;
:changes
ALTER TABLE child DROP CONSTRAINT to_parent;
:changes
ALTER TABLE child ADD CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
ALTER TABLE child DROP CONSTRAINT again;
:changes
ALTER TABLE child VALIDATE CONSTRAINT to_parent;
:changes

-- NOT NULL makes a relationship required; with MATCH FULL, one column is enough.
ALTER TABLE child ALTER parent_id SET NOT NULL;
:changes
ALTER TABLE child ALTER parent_id DROP NOT NULL;
:changes
ALTER TABLE child ALTER a SET NOT NULL;
:changes
ALTER TABLE child DROP CONSTRAINT child_a_b_fkey, ADD FOREIGN KEY (a, b) REFERENCES parent (a, b) MATCH FULL;
:changes
ALTER TABLE child ADD PRIMARY KEY (parent_id);
ALTER TABLE child DROP CONSTRAINT child_pkey, ADD CONSTRAINT child_pkey PRIMARY KEY (parent_id);
:changes
ALTER TABLE child DROP CONSTRAINT child_pkey;
:changes
ALTER TABLE child ALTER parent_id DROP NOT NULL;
:changes

-- Unique constraints make a relationship to-one: columns in any order, part of the key, deferrable or not.
ALTER TABLE child ADD CONSTRAINT one UNIQUE (parent_id);
:changes
ALTER TABLE child ADD CONSTRAINT other UNIQUE (parent_id) DEFERRABLE;
ALTER TABLE child DROP CONSTRAINT one;
:changes
ALTER TABLE child DROP CONSTRAINT other;
:changes
ALTER TABLE child ADD CONSTRAINT turned UNIQUE (b, a);
:changes
ALTER TABLE child DROP CONSTRAINT turned, ADD CONSTRAINT part UNIQUE (b);
:changes
ALTER TABLE child DROP CONSTRAINT part, ADD CONSTRAINT wide UNIQUE (b, a, id);
:changes
ALTER TABLE child ADD CONSTRAINT no_overlap EXCLUDE USING btree (parent_id WITH =);
:changes
CREATE UNIQUE INDEX child_parent ON child (parent_id);
ALTER TABLE child ADD CONSTRAINT child_parent_key UNIQUE USING INDEX child_parent;
:changes
ALTER TABLE child DROP CONSTRAINT child_parent_key;
:changes

-- CHECK constraints prove nothing.
ALTER TABLE child ADD CONSTRAINT there CHECK (parent_id IS NOT NULL);
:changes
ALTER TABLE child DROP CONSTRAINT there;

-- Dropping a referenced key drops the foreign keys.
ALTER TABLE parent DROP CONSTRAINT parent_a_b_key CASCADE;
:changes
ALTER TABLE parent DROP CONSTRAINT parent_pkey;
ALTER TABLE parent DROP CONSTRAINT parent_pkey CASCADE;
:changes

-- Indexes on both sides prove the kind of a declared relationship, whether or not a foreign key exists.
CREATE TABLE kind (id integer PRIMARY KEY, code integer);
CREATE TABLE thing (id integer PRIMARY KEY, kind_id integer REFERENCES kind, code integer);
SELECT relmeta.declare_relationship('thing', '{code}', 'kind', '{code}');
:changes
ALTER TABLE kind ADD UNIQUE (code);
:changes
ALTER TABLE thing ADD UNIQUE (code);
:changes
ALTER TABLE kind DROP CONSTRAINT kind_code_key;
:changes

-- Rollback and savepoints restore the catalog.
BEGIN;
ALTER TABLE child ADD CONSTRAINT by_code UNIQUE (code);
:changes
SAVEPOINT one;
ALTER TABLE child DROP CONSTRAINT child_code_fkey;
:changes
ROLLBACK TO one;
:changes
SAVEPOINT two;
ALTER TABLE child ALTER code SET NOT NULL;
RELEASE two;
:changes
ROLLBACK;
:changes
BEGIN;
ALTER TABLE child ALTER code SET NOT NULL;
SAVEPOINT failing;
ALTER TABLE child ADD FOREIGN KEY (code) REFERENCES nowhere;
ROLLBACK TO failing;
COMMIT;
:changes
BEGIN;
ALTER TABLE child DROP CONSTRAINT child_code_fkey;
SELECT 1 / 0;
COMMIT;
:changes

-- A command that fails halfway leaves nothing behind.
ALTER TABLE child DROP CONSTRAINT child_code_fkey, ADD FOREIGN KEY (code) REFERENCES nowhere;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
