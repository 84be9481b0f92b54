-- The catalog follows all commands that create or drop tables.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

-- CREATE TABLE: keys to other tables, to itself, to tables created later, with several columns.
CREATE TABLE author (id integer PRIMARY KEY, mentor_id integer REFERENCES author);
:changes
CREATE TABLE book (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES author);
:changes
CREATE TABLE IF NOT EXISTS book (id integer PRIMARY KEY, other_id integer REFERENCES author);
:changes
CREATE TABLE chapter (book_id integer REFERENCES book, number integer, PRIMARY KEY (book_id, number));
CREATE TABLE page (book_id integer, chapter integer, FOREIGN KEY (book_id, chapter) REFERENCES chapter);
:changes
CREATE UNLOGGED TABLE cover (book_id integer PRIMARY KEY REFERENCES book);
:changes
CREATE TABLE plain (id integer PRIMARY KEY);
:changes

-- Commands that change no relationships.
COMMENT ON TABLE book IS 'a book';
COMMENT ON CONSTRAINT book_author_id_fkey ON book IS 'who wrote it';
GRANT SELECT ON book TO PUBLIC;
REVOKE SELECT ON book FROM PUBLIC;
TRUNCATE author CASCADE;
VACUUM book;
ANALYZE book;
CLUSTER book USING book_pkey;
VACUUM FULL book;
ALTER TABLE cover SET LOGGED;
ALTER TABLE book SET (fillfactor = 50);
ALTER TABLE book REPLICA IDENTITY FULL;
ALTER TABLE book ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody ON book USING (true);
CREATE STATISTICS book_statistics ON id, author_id FROM book;
DROP POLICY anybody ON book;
:changes

-- CREATE TABLE AS, SELECT INTO and LIKE copy no foreign keys; LIKE copies unique indexes for a later key.
CREATE TABLE copy AS SELECT * FROM book;
SELECT * INTO copy_too FROM book;
CREATE TABLE like_cover (LIKE cover INCLUDING ALL);
:changes
ALTER TABLE like_cover ADD FOREIGN KEY (book_id) REFERENCES book;
:changes
CREATE MATERIALIZED VIEW books AS SELECT * FROM book;
CREATE UNIQUE INDEX ON books (id);
REFRESH MATERIALIZED VIEW CONCURRENTLY books;
CREATE VIEW authors AS SELECT * FROM author;
CREATE OR REPLACE VIEW authors AS SELECT * FROM author WHERE id > 0;
:changes

-- Inheritance: keys are not inherited, but NOT NULL is, by existing and new children.
CREATE TABLE note (id integer, author_id integer REFERENCES author);
CREATE TABLE footnote (FOREIGN KEY (author_id) REFERENCES author) INHERITS (note);
:changes
ALTER TABLE note ALTER author_id SET NOT NULL;
:changes
ALTER TABLE note RENAME author_id TO writer_id;
:changes
CREATE TABLE endnote (id integer, writer_id integer NOT NULL REFERENCES author);
ALTER TABLE endnote INHERIT note;
ALTER TABLE endnote NO INHERIT note;
:changes

-- Temporary tables are never stored, no matter how they are dropped.
CREATE TEMPORARY TABLE scratch (id integer PRIMARY KEY, parent_id integer REFERENCES scratch);
:changes
ALTER TABLE scratch ADD other_id integer REFERENCES scratch;
CREATE UNIQUE INDEX ON scratch (other_id);
DROP TABLE scratch;
BEGIN;
CREATE TEMPORARY TABLE passing (id integer PRIMARY KEY, parent_id integer REFERENCES passing) ON COMMIT DROP;
:changes
COMMIT;
:changes
CREATE TEMPORARY TABLE author (id integer PRIMARY KEY, boss_id integer REFERENCES pg_temp.author);
ALTER TABLE author RENAME boss_id TO chief_id;
:changes
DROP TABLE pg_temp.author;
:changes
CREATE TEMPORARY TABLE discarded (id integer PRIMARY KEY, parent_id integer REFERENCES discarded);
DROP TABLE discarded;
:changes

-- Triggers, defaults, generated columns and rules: DDL without relationships, and a column added with its key.
ALTER TABLE plain ADD doubled integer GENERATED ALWAYS AS (id * 2) STORED;
ALTER TABLE plain ADD book_id integer DEFAULT 1 REFERENCES book;
:changes
ALTER TABLE plain ALTER book_id DROP DEFAULT, ALTER book_id SET NOT NULL, ADD UNIQUE (book_id);
:changes

-- DROP TABLE: one table, a missing table, several tables, and a referenced table.
DROP TABLE plain;
:changes
DROP TABLE IF EXISTS plain, plainer;
:changes
DROP TABLE page, like_cover;
:changes
DROP TABLE note CASCADE;
:changes
DROP TABLE author CASCADE;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
