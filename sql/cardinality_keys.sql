-- Properties of the foreign key itself: required, enforced, composite, MATCH FULL, self-reference, duplicates.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA proof;
SET search_path = proof;
CREATE VIEW keys AS
    SELECT source AS holder, name, kind, target, array_to_string(source_columns, ', ') AS key, required, enforced
    FROM relmeta.relationship WHERE origin = 'foreign_key' AND source = holder
    ORDER BY source::oid, name;
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));

-- required: a validated, enforced key whose columns are all NOT NULL, or one of them with MATCH FULL. Only from the holder, because no constraint requires a row to be referenced.
CREATE TABLE nullable (parent_id integer REFERENCES parent);
CREATE TABLE not_null (parent_id integer NOT NULL REFERENCES parent);
CREATE TABLE primary_key (parent_id integer PRIMARY KEY REFERENCES parent);
CREATE TABLE a_check (parent_id integer CHECK (parent_id IS NOT NULL) REFERENCES parent);
CREATE TABLE a_default (parent_id integer DEFAULT 1 REFERENCES parent);
CREATE DOMAIN always AS integer NOT NULL;
CREATE TABLE of_domain (parent_id always REFERENCES parent);
CREATE TABLE both_not_null (a integer NOT NULL, b integer NOT NULL, FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE one_not_null (a integer NOT NULL, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE full_none (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair MATCH FULL);
CREATE TABLE full_one (a integer, b integer NOT NULL, FOREIGN KEY (a, b) REFERENCES pair MATCH FULL);
CREATE TABLE full_both (a integer NOT NULL, b integer NOT NULL, FOREIGN KEY (a, b) REFERENCES pair MATCH FULL);
SELECT * FROM keys;
SELECT source, name FROM relmeta.relationship WHERE source IN ('parent'::regclass, 'pair'::regclass) AND required;
SELECT relmeta.explain('one_not_null', 'pair');
SELECT relmeta.explain('full_one', 'pair');
SELECT relmeta.explain('parent', 'not_nulls');

-- SET and DROP NOT NULL change it.
ALTER TABLE nullable ALTER parent_id SET NOT NULL;
ALTER TABLE not_null ALTER parent_id DROP NOT NULL;
SELECT * FROM keys WHERE holder IN ('nullable'::regclass, 'not_null'::regclass);

-- A NOT VALID key is a relationship that is not enforced, and so not required.
CREATE TABLE later (parent_id integer NOT NULL);
INSERT INTO later VALUES (1);
ALTER TABLE later ADD CONSTRAINT later_fkey FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
SELECT * FROM keys WHERE holder = 'later'::regclass;
SELECT relmeta.explain('later', 'parent');
SELECT relmeta.explain('parent', 'laters');
INSERT INTO parent VALUES (1);
ALTER TABLE later VALIDATE CONSTRAINT later_fkey;
SELECT * FROM keys WHERE holder = 'later'::regclass;

-- Composite keys: columns are joined in the order of the constraint.
CREATE TABLE crossed (b integer, a integer, FOREIGN KEY (b, a) REFERENCES pair (b, a));
SELECT source, name, condition FROM relmeta.relationships WHERE source = 'crossed'::regclass OR target = 'crossed'::regclass;

-- A key that refers to unique columns other than the primary key.
CREATE TABLE account (id integer PRIMARY KEY, email text UNIQUE);
CREATE TABLE mail (account_email text REFERENCES account (email));
SELECT source, name, kind, condition FROM relmeta.relationships WHERE source = 'mail'::regclass OR target = 'mail'::regclass;

-- A self-reference has both directions, each with its kind.
CREATE TABLE category (id integer PRIMARY KEY, parent_id integer REFERENCES category);
CREATE TABLE person (id integer PRIMARY KEY, spouse_id integer UNIQUE REFERENCES person);
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE source IN ('category'::regclass, 'person'::regclass);
SELECT relmeta.explain('category', 'children');
SELECT relmeta.explain('person', 'spouse');
SELECT relmeta.explain('person', 'person_as_spouse');

-- Two keys from the same columns to the same target are one relationship; a key to other columns or another table is a different one.
CREATE TABLE twice (parent_id integer REFERENCES parent, CONSTRAINT twice_again FOREIGN KEY (parent_id) REFERENCES parent ON DELETE CASCADE);
CREATE TABLE twice_crossed (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair, FOREIGN KEY (b, a) REFERENCES pair (b, a));
CREATE TABLE not_twice (a integer REFERENCES parent, b integer REFERENCES parent);
CREATE TABLE to_two (parent_id integer REFERENCES parent, FOREIGN KEY (parent_id) REFERENCES account);
CREATE TABLE both_ways (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair (a, b), FOREIGN KEY (a, b) REFERENCES pair (b, a));
SELECT * FROM keys WHERE holder::oid >= 'twice'::regclass;
SELECT relmeta.explain('twice', 'parent');
-- The enforced key represents both. When one is dropped, the other takes over.
ALTER TABLE twice DROP CONSTRAINT twice_again, ADD CONSTRAINT a_not_valid FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
SELECT name, constraint_name, enforced FROM relmeta.relationship WHERE source = 'twice'::regclass;
ALTER TABLE twice DROP CONSTRAINT twice_parent_id_fkey;
SELECT name, constraint_name, enforced FROM relmeta.relationship WHERE source = 'twice'::regclass;
ALTER TABLE twice DROP CONSTRAINT a_not_valid;
SELECT name, constraint_name, enforced FROM relmeta.relationship WHERE source = 'twice'::regclass;

-- Two keys between two tables, one in each direction.
CREATE TABLE team (id integer PRIMARY KEY, captain_id integer);
CREATE TABLE player (id integer PRIMARY KEY, team_id integer NOT NULL REFERENCES team);
ALTER TABLE team ADD FOREIGN KEY (captain_id) REFERENCES player;
SELECT source, name, kind, target, required FROM relmeta.relationships WHERE source IN ('team'::regclass, 'player'::regclass);

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA proof CASCADE;
SELECT * FROM relmeta.check();
