-- A type column shows which table each row refers to: a relationship with a condition for each of its values that names a table.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA meant;
CREATE SCHEMA blog;
SET search_path = meant;
CREATE FUNCTION pg_temp.suggested(level text DEFAULT 'catalog', tables regclass[] DEFAULT NULL)
    RETURNS TABLE (suggestion text, score numeric, evidence text[], against text[], orphans bigint) LANGUAGE sql AS
$$ SELECT format('%s(%s) -> %s', source, array_to_string(columns, ','), target), round(score::numeric, 2), evidence, against, orphans
   FROM relmeta.suggest(tables, level, min_score => 0) ORDER BY 1, evidence $$;

-- The values are listed by a CHECK constraint or an enumerated type, known from statistics, or found in rows. A value that names no
-- table is ignored, and nothing is suggested without a condition.
CREATE TYPE subject AS ENUM ('product', 'Person');
CREATE TABLE products (id integer PRIMARY KEY, name text);
CREATE TABLE people (id bigint PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY);
CREATE TABLE blog.entry (id integer PRIMARY KEY);
CREATE TABLE entry (id integer PRIMARY KEY);
CREATE TABLE picture (id integer PRIMARY KEY, imageable_id integer, imageable_type varchar(40) CHECK (imageable_type IN ('Product', 'Drawing')),
                      subject_id bigint, subject_type subject, owner_id integer, owner_type text, parent_id integer, parent_type text,
                      of_id integer, of_type char(30));
CREATE INDEX ON picture (imageable_type, imageable_id);
INSERT INTO picture SELECT n, n, 'Product', n, NULL, n, (ARRAY['App::Models::Post', 'App\Models\Person', 'Robot'])[n % 3 + 1], n, NULL,
                           n, (ARRAY['blog/entry', 'shop.product', 'Post'])[n % 3 + 1] FROM generate_series(1, 30) AS n;
INSERT INTO products SELECT n FROM generate_series(1, 20) AS n;
INSERT INTO posts SELECT n FROM generate_series(1, 30) AS n;
SELECT suggestion, score, evidence, against FROM pg_temp.suggested();
SELECT suggestion, evidence, orphans FROM pg_temp.suggested('statistics') WHERE suggestion ~ 'owner_id|parent_id';
ANALYZE picture;
SELECT suggestion, evidence, orphans FROM pg_temp.suggested('statistics') WHERE suggestion ~ 'owner_id|parent_id';
SELECT suggestion, evidence, against, orphans FROM pg_temp.suggested('data');

-- The statement in fix runs. Then this value is not suggested again, but the other values are.
SELECT fix FROM relmeta.suggest('{picture}') WHERE columns = '{owner_id}' AND target = 'posts'::regclass;
SELECT fix FROM relmeta.suggest('{picture}') WHERE columns = '{owner_id}' AND target = 'posts'::regclass \gexec
SELECT suggestion FROM pg_temp.suggested('statistics') WHERE suggestion ~ 'owner_id';

-- Each value is accepted or rejected by its target.
SELECT relmeta.accept_relationship('picture', '{imageable_id}');
SELECT relmeta.accept_relationship('picture', '{of_id}');
SELECT relmeta.accept_relationship('picture', '{of_id}', 'blog.entry');
SELECT relmeta.accept_relationship('picture', '{of_id}', 'posts', declare => true);
SELECT relmeta.accept_relationship('picture', '{of_id}', 'people');
SELECT relmeta.reject_relationship('picture', '{of_id}', 'products');
SELECT suggestion FROM pg_temp.suggested('data') WHERE suggestion ~ '\((of|imageable)_id';
ALTER TABLE picture RENAME of_type TO seen_type;
ALTER TABLE picture RENAME of_id TO seen_id;
SELECT suggestion FROM pg_temp.suggested('data') WHERE suggestion ~ '\(seen_id';
SELECT name, target, condition FROM relmeta.relationships WHERE source = 'picture'::regclass;
SELECT nested FROM relmeta.nested('products', '{ id pictures { id imageable_type } }', key => '7');

-- Orphans are counted among the rows with that value.
SELECT orphans, query FROM relmeta.orphans('picture', source_columns => '{owner_id}');
DROP TABLE picture, products, people, posts, entry, blog.entry;

-- If the column itself names a table, the type has another meaning, unless all its values name tables.
CREATE TABLE product (id integer PRIMARY KEY);
CREATE TABLE book (id integer PRIMARY KEY);
CREATE TABLE dvd (id integer PRIMARY KEY);
CREATE TABLE sale (product_id integer, product_type text CHECK (product_type = 'book' OR product_type = 'food'));
CREATE TABLE loan (product_id integer, product_type text CHECK (product_type IN ('book', 'dvd') OR product_type IS NULL));
CREATE TABLE gift (product_id integer, product_type text CHECK (product_type <> 'book'), book_id integer REFERENCES book, book_type text CHECK (book_type = 'dvd'));
SELECT suggestion, evidence FROM pg_temp.suggested();
DROP TABLE product, book, dvd, sale, loan, gift;

-- Values are data: fix quotes them, however they are written. Those with control characters, or longer than a name, are ignored.
CREATE TABLE "größe" (id integer PRIMARY KEY);
CREATE TABLE "o'neil $$" (id integer PRIMARY KEY);
CREATE TABLE a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_abc (id integer PRIMARY KEY);
CREATE TABLE "the ""part""" ("some_id" integer, "some_type" text);
INSERT INTO "the ""part""" SELECT 1, t FROM unnest(ARRAY['Größe', 'O''Neil $$', '''); DROP TABLE "größe"; --/größe', E'\n; DROP TABLE "größe";/größe',
    'A23456789A23456789A23456789A23456789A23456789A23456789Abc', repeat('x', 300) || '/größe', '', ' ', '::', '$$/\', '%s größe']) AS t, generate_series(1, 2);
ANALYZE "the ""part""";
SELECT target, fix FROM relmeta.suggest(ARRAY['"the ""part"""'::regclass]);
SELECT fix FROM relmeta.suggest(ARRAY['"the ""part"""'::regclass]) \gexec
SELECT name, target FROM relmeta.relationships WHERE source = '"the ""part"""'::regclass;
SELECT condition FROM relmeta.declared_relationship;
SELECT * FROM relmeta.check();
DROP TABLE "größe", "o'neil $$", "the ""part""", a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_abc;
SET client_min_messages = warning;
DROP SCHEMA blog CASCADE;
DROP SCHEMA meant CASCADE;
