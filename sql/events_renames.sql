-- Names that are derived from a renamed object, and declarations, follow the rename. A table moved to another schema is the same table.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE account (id integer PRIMARY KEY, owner_id integer, email text UNIQUE);
CREATE TABLE login (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account,
                    previous_id integer CONSTRAINT follows REFERENCES login);
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE account_tag (account_id integer REFERENCES account, tag_id integer REFERENCES tag, PRIMARY KEY (account_id, tag_id));
:changes

-- Tables: the holder, the target, the bridge, an end, and all of these in a transaction that is rolled back.
ALTER TABLE login RENAME TO visit;
:changes
ALTER TABLE account RENAME TO member;
:changes
ALTER TABLE account_tag RENAME TO tagging;
:changes
ALTER TABLE tag RENAME TO label;
:changes
ALTER TABLE IF EXISTS nowhere RENAME TO anywhere;
BEGIN;
ALTER TABLE label RENAME TO sticker;
ALTER TABLE member RENAME TO person;
:changes
ROLLBACK;
:changes

-- Columns: of the foreign key, of the referenced key, of a self-reference, of several columns.
ALTER TABLE visit RENAME COLUMN account_id TO member_id;
:changes
ALTER TABLE member RENAME COLUMN id TO member_no;
:changes
ALTER TABLE visit RENAME previous_id TO parent_id;
:changes
ALTER TABLE tagging RENAME tag_id TO label_id;
:changes
CREATE TABLE part (maker integer, number integer, inside_maker integer, inside_number integer, PRIMARY KEY (maker, number),
                   FOREIGN KEY (inside_maker, inside_number) REFERENCES part);
:changes
ALTER TABLE part RENAME number TO part_number;
:changes
ALTER TABLE part RENAME inside_maker TO outer_maker;
:changes

-- A column renamed to the name of a relationship.
ALTER TABLE visit RENAME member_id TO member;
:changes
ALTER TABLE visit RENAME member TO member_id;
:changes

-- Constraints and indexes.
ALTER TABLE visit RENAME CONSTRAINT follows TO goes_after;
:changes
ALTER TABLE tagging RENAME CONSTRAINT account_tag_account_id_fkey TO the_member;
:changes
SELECT constraint_name, far_constraint_name FROM relmeta.relationship WHERE bridge = 'tagging'::regclass ORDER BY 1;
ALTER INDEX account_tag_pkey RENAME TO tagging_pkey;
ALTER TABLE tagging_pkey RENAME TO tagging_key;
:changes

-- A chosen name survives renames, and dropping and adding the key again.
SELECT relmeta.rename_relationship('member', 'visits', 'sessions');
:changes
ALTER TABLE visit RENAME TO login;
ALTER TABLE login RENAME CONSTRAINT login_account_id_fkey TO login_member;
:changes
ALTER TABLE login RENAME member_id TO account_id;
ALTER TABLE login DROP CONSTRAINT login_member;
:changes
ALTER TABLE login ADD CONSTRAINT login_member FOREIGN KEY (account_id) REFERENCES member;
:changes

-- Declarations contain names of columns and constraints.
CREATE VIEW newest AS SELECT id AS login_id, account_id FROM login;
SELECT relmeta.declare_relationship('newest', '{account_id}', 'member', '{member_no}');
:changes
ALTER VIEW newest RENAME COLUMN account_id TO member_id;
:changes
ALTER TABLE member RENAME member_no TO id;
:changes
ALTER VIEW newest RENAME TO latest;
:changes
SELECT relmeta.declare_bridge('login', '{login_member,goes_after}');
:changes
ALTER TABLE login RENAME CONSTRAINT goes_after TO follows;
ALTER TABLE login RENAME CONSTRAINT login_member TO whose;
:changes
SELECT relmeta.forget('login');
:changes
DROP VIEW latest;
:changes
-- A child inherits columns from its parent, so one rename can change both sides.
CREATE TABLE elder (code integer);
CREATE TABLE heir () INHERITS (elder);
SELECT relmeta.declare_relationship('elder', '{code}', 'heir', '{code}');
:changes
ALTER TABLE elder RENAME code TO number;
:changes
DROP TABLE elder, heir;
:changes

-- Schemas.
CREATE SCHEMA elsewhere;
ALTER TABLE login SET SCHEMA elsewhere;
:changes
ALTER SCHEMA elsewhere RENAME TO somewhere;
:changes
ALTER TABLE label SET SCHEMA somewhere;
:changes
ALTER TABLE IF EXISTS nowhere SET SCHEMA somewhere;
ALTER TABLE somewhere.login SET SCHEMA events;
ALTER TABLE somewhere.label SET SCHEMA events;
:changes
CREATE SCHEMA other CREATE TABLE member (id integer PRIMARY KEY) CREATE TABLE login (id integer PRIMARY KEY, member_id integer REFERENCES member, boss_id integer REFERENCES events.member);
:changes
ALTER SCHEMA other RENAME TO others;
:changes
DROP SCHEMA others CASCADE;
:changes
CREATE SCHEMA pg_hidden;
ALTER TABLE login SET SCHEMA somewhere;
ALTER SCHEMA somewhere RENAME TO events_too;
ALTER TABLE events_too.login RENAME TO visit;
:changes
DROP SCHEMA events_too CASCADE;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
