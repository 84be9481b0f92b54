-- Objects that a command drops, including dependent objects of other tables, are removed from the catalog.
-- Needs a superuser.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE ROLE regress_events_owner;
GRANT CREATE, USAGE ON SCHEMA events TO regress_events_owner;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE post (id integer PRIMARY KEY, user_id integer REFERENCES "user", answered_id integer REFERENCES post);
CREATE TABLE remark (post_id integer REFERENCES post, account_id integer REFERENCES account, user_id integer, account_user_id integer,
                     FOREIGN KEY (account_id, user_id) REFERENCES account_user);
:changes

-- A table that is not a bridge because another table refers to it becomes one when that reference is dropped, and vice versa.
CREATE TABLE likes (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES "user", post_id integer NOT NULL REFERENCES post);
CREATE TABLE liked (like_id integer REFERENCES likes, word text);
:changes
DROP TABLE liked;
:changes
CREATE TABLE liked (like_id integer, word text);
ALTER TABLE liked ADD CONSTRAINT liked_like FOREIGN KEY (like_id) REFERENCES likes;
:changes
ALTER TABLE liked DROP CONSTRAINT liked_like;
:changes
ALTER TABLE liked ADD CONSTRAINT liked_like FOREIGN KEY (like_id) REFERENCES likes;
BEGIN;
DROP TABLE liked;
:changes
ROLLBACK;
:changes
DROP TABLE likes, liked;
:changes

-- Each command in a transaction that is rolled back, so that all start with the same tables.
BEGIN;
DROP TABLE account CASCADE;
:changes
ROLLBACK;
:changes
BEGIN;
DROP TABLE post CASCADE;
:changes
DROP TABLE remark, "user" CASCADE;
:changes
ROLLBACK;
:changes
BEGIN;
DROP SCHEMA events CASCADE;
:changes
ROLLBACK;
:changes
BEGIN;
ALTER TABLE account_user DROP CONSTRAINT account_user_pkey CASCADE;
:changes
ROLLBACK;
:changes
DROP TABLE account;
DROP TABLE IF EXISTS nothing CASCADE;
:changes

-- DROP OWNED drops the tables of a role, including those in other schemas; REASSIGN OWNED changes nothing.
CREATE SCHEMA owned AUTHORIZATION regress_events_owner;
GRANT REFERENCES ON account TO regress_events_owner;
SET ROLE regress_events_owner;
CREATE TABLE owned.profile (account_id integer PRIMARY KEY REFERENCES account);
CREATE TABLE events.badge (profile_id integer REFERENCES owned.profile);
RESET ROLE;
CREATE TABLE medal (profile_id integer REFERENCES owned.profile);
:changes
BEGIN;
REASSIGN OWNED BY regress_events_owner TO CURRENT_USER;
:changes
ROLLBACK;
DROP OWNED BY regress_events_owner CASCADE;
:changes
DROP ROLE regress_events_owner;

-- Declarations are dropped with their tables: a bridge, a relationship on either side, names.
CREATE VIEW reader AS SELECT id AS user_id FROM "user";
SELECT relmeta.declare_bridge('remark');
SELECT relmeta.declare_relationship('reader', '{user_id}', 'user', '{id}');
SELECT relmeta.declare_relationship('post', '{user_id}', 'reader', '{user_id}', name => 'who');
SELECT relmeta.rename_relationship('account', 'users', 'people');
SELECT relmeta.rename_relationship('user', 'posts', 'articles');
:changes
BEGIN;
DROP VIEW reader;
:changes
ROLLBACK;
DROP TABLE post CASCADE;
:changes
BEGIN;
ALTER TABLE "user" DROP id CASCADE;
:changes
ROLLBACK;
DROP TABLE "user" CASCADE;
:changes
DROP TABLE remark;
:changes
DROP TABLE account_user, account;
:changes
SELECT count(*) FROM relmeta.declared_bridge WHERE bridge::text LIKE '%remark%';

-- Dropping a column of a declaration removes the relationship, and adding it again restores it.
CREATE TABLE legacy (id integer, parent integer);
SELECT relmeta.declare_relationship('legacy', '{parent}', 'legacy', '{id}', 'many_to_one', 'parent_row', 'child_rows');
:changes
ALTER TABLE legacy DROP parent;
:changes
ALTER TABLE legacy ADD parent integer;
:changes
SELECT relmeta.forget('legacy');
:changes
SELECT relmeta.declare_relationship('legacy', '{parent}', 'legacy', '{id}');
:changes
DROP TABLE legacy;
:changes

-- If another relationship has taken its name meanwhile, that one keeps it, and nothing changes when the name becomes free.
CREATE SCHEMA more;
CREATE TABLE author (id integer PRIMARY KEY);
CREATE TABLE letter (id integer, code integer);
CREATE TABLE more.letter (author_id integer);
SELECT relmeta.declare_relationship('letter', '{code}', 'author', '{id}', 'many_to_one');
ALTER TABLE letter DROP code;
ALTER TABLE more.letter ADD FOREIGN KEY (author_id) REFERENCES author;
:changes
ALTER TABLE letter ADD code integer;
:changes
ALTER TABLE more.letter DROP CONSTRAINT letter_author_id_fkey;
:changes
SELECT relmeta.refresh();
DROP SCHEMA more CASCADE;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
