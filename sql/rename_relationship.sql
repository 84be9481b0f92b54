-- rename_relationship sets the name of a relationship, which survives all DDL, including dropping and recreating its foreign key.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE VIEW here AS
    SELECT source, name, target, via FROM relmeta.relationships
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY source::oid, name;
CREATE TABLE account (id integer PRIMARY KEY, region text);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user");
CREATE TABLE category (id integer PRIMARY KEY, parent_id integer REFERENCES category);
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
CREATE VIEW recent AS SELECT id, author_id FROM post;
SELECT relmeta.declare_relationship('recent', '{author_id}', 'user', '{id}');
SELECT * FROM here;

-- Each direction has its own name: of a key, of a self-reference, through a bridge, through a bridge to the same table, declared.
SELECT relmeta.rename_relationship('post', 'author', 'writer');
SELECT relmeta.rename_relationship('user', 'posts', 'Written Posts');
SELECT relmeta.rename_relationship('category', 'children', 'parts');
SELECT relmeta.rename_relationship('account', 'users', 'members');
SELECT relmeta.rename_relationship('user', 'followers', 'fans');
SELECT relmeta.rename_relationship('user', 'followees', 'idols');
SELECT relmeta.rename_relationship('recent', 'author', 'writer');
SELECT relmeta.rename_relationship('user', 'recents', 'recent_posts');
SELECT * FROM here;
SELECT source, holder, constraint_name, far_constraint_name, reverse, name FROM relmeta.relationship_name WHERE chosen ORDER BY source::oid, name;
SELECT name, inverse_name FROM relmeta.declared_relationship;
-- Each is the inverse of the other.
SELECT r.source, r.name, r.inverse FROM relmeta.relationship AS r
WHERE NOT EXISTS (SELECT FROM relmeta.relationship AS back WHERE back.source = r.target AND back.name = r.inverse AND back.inverse = r.name);
-- To its own name, and to a name that is free again.
SELECT relmeta.rename_relationship('post', 'writer', 'writer');
SELECT relmeta.rename_relationship('user', 'fans', 'followees');
SELECT relmeta.rename_relationship('user', 'idols', 'fans');
SELECT name, target, via FROM here WHERE via = 'follow'::regclass;

-- A chosen name survives all renames and new objects.
ALTER TABLE post RENAME TO article;
ALTER TABLE article RENAME COLUMN author_id TO user_id;
ALTER TABLE article RENAME CONSTRAINT post_author_id_fkey TO by_user;
ALTER TABLE account_user RENAME CONSTRAINT account_user_user_id_fkey TO of_user;
ALTER TABLE account_user RENAME TO membership;
ALTER TABLE category RENAME COLUMN parent_id TO above_id;
ALTER TABLE "user" RENAME TO person;
CREATE TABLE parts (category_id integer REFERENCES category);
CREATE TABLE writer (id integer PRIMARY KEY);
ALTER TABLE article ADD COLUMN writer_id integer REFERENCES writer;
SELECT * FROM here;
SELECT * FROM relmeta.check();

-- It returns with its key, with the same constraint name, and with another one in the same command.
ALTER TABLE article DROP CONSTRAINT by_user;
SELECT name, target FROM here WHERE source = 'article'::regclass;
ALTER TABLE article ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES person;
SELECT name, target FROM here WHERE source = 'article'::regclass;
ALTER TABLE article DROP CONSTRAINT by_user, ADD CONSTRAINT by_person FOREIGN KEY (user_id) REFERENCES person;
SELECT name, target FROM here WHERE source = 'article'::regclass;
ALTER TABLE person ALTER COLUMN id TYPE bigint;
SELECT name, target FROM here WHERE source = 'article'::regclass;
-- Until then, no other relationship takes it.
ALTER TABLE membership DROP CONSTRAINT of_user;
CREATE TABLE member (account_id integer REFERENCES account);
SELECT name, target FROM here WHERE source = 'account'::regclass;
ALTER TABLE membership ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES person;
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
SELECT * FROM relmeta.check();

-- The name is also kept if a column takes the same name.
ALTER TABLE article ADD COLUMN writer text;
SELECT name, target FROM here WHERE source = 'article'::regclass;
ALTER TABLE article DROP COLUMN writer;

-- Invalid names are rejected, and nothing changes.
CREATE TABLE before AS SELECT * FROM relmeta.relationship;
CREATE SEQUENCE a_sequence;
\pset format unaligned
\pset tuples_only on
SELECT failing($$SELECT relmeta.rename_relationship('account', 'nowhere', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship('parts', 'parts', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship('before', 'parts', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship('article', 'writer', 'writer_row')$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'members', 'memberships')$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'memberships', 'region')$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'memberships', repeat('x', 64))$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'memberships', '')$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'memberships', NULL)$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', NULL, 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship(NULL, 'memberships', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship('nowhere', 'memberships', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship('a_sequence', 'memberships', 'x')$$);
SELECT failing($$SELECT relmeta.rename_relationship(4294967295, 'memberships', 'x')$$);
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.rename_relationship('account', 'memberships', 'x')$$);
COMMIT;
\pset format aligned
\pset tuples_only off
SELECT source, name FROM (TABLE before EXCEPT ALL TABLE relmeta.relationship) AS gone;
SELECT source, name FROM (TABLE relmeta.relationship EXCEPT ALL TABLE before) AS come;

-- A chosen name waits for its foreign key, even if another table has the key.
CREATE TABLE kept (id integer PRIMARY KEY, account_id integer CONSTRAINT kept REFERENCES account);
CREATE TABLE other (id integer PRIMARY KEY, account_id integer CONSTRAINT other REFERENCES account);
SELECT relmeta.rename_relationship('account', 'kepts', 'chosen');
ALTER TABLE kept DROP CONSTRAINT kept;
SELECT relmeta.rename_relationship('account', 'others', 'chosen');
DROP TABLE kept, other;

-- Names are dropped with their tables.
DROP TABLE membership, follow, category, parts;
SELECT source, name FROM relmeta.relationship_name WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY source::oid, name;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
SELECT count(*) FROM relmeta.relationship_name WHERE source::text ~ '^[0-9]';
