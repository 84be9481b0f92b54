-- With fan_out => 'aggregate', the sums of each branch of a join are those of that branch alone; with 'error', a join whose branches
-- multiply each other is rejected.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE fan_out_reader;
RESET client_min_messages;
CREATE SCHEMA fan_out;
SET search_path = fan_out;
\pset format unaligned
\pset tuples_only on
CREATE TABLE account (id integer PRIMARY KEY, post_count integer);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    PRIMARY KEY (account_id, user_id));
CREATE TABLE category (id integer PRIMARY KEY, title text);
CREATE TABLE post (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, category_id integer REFERENCES category,
    views integer);
CREATE TABLE tag (post_id bigint NOT NULL REFERENCES post, word text, weight integer, PRIMARY KEY (post_id, word));
INSERT INTO account VALUES (1, 7), (2, 8), (3, 9);
INSERT INTO "user" VALUES (1, 'ann'), (2, 'bob');
INSERT INTO account_user VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO category VALUES (1, 'news');
INSERT INTO post VALUES (1, 1, 1, 10), (2, 1, NULL, 20), (3, 2, 1, 40);
INSERT INTO tag VALUES (1, 'v', 1), (1, 'w', 2), (3, 'v', 4);

-- Each branch once: its number of rows, and the columns of its tables. To-one tables behind a branch are part of it.
SELECT relmeta.join_sql_with('{account,user,category,post,tag}', fan_out => 'aggregate') AS query \gset
\echo :query
:query ORDER BY 1;
-- A single branch is joined as rows, and so is the outer one of two nested branches.
SELECT relmeta.join_sql_with('{account,post,category}', 'aggregate') = relmeta.join_sql('account', 'post', 'category'),
       relmeta.join_sql_with('{account,user,post}') = relmeta.join_sql('account', 'user', 'post');
SELECT relmeta.join_sql_with('{account,post,tag}', 'aggregate') AS query \gset
\echo :query
:query ORDER BY 1, 3;
-- Sums over the rows of both branches, and of each alone.
SELECT sum(views), (SELECT sum(views) FROM post), sum(tag_count), (SELECT count(*) FROM tag),
       sum((SELECT sum((t ->> 'weight')::integer) FROM jsonb_array_elements(tag_rows) AS t)), (SELECT sum(weight) FROM tag)
FROM (:query) AS joined;

-- A branch begins where rows begin to multiply, here after a to-one step.
SELECT relmeta.join_sql_with('{category,account,user,tag}', 'aggregate') AS query \gset
\echo :query
:query ORDER BY 1;

SELECT relmeta.join_sql_with('{account,user,post,tag}', fan_out => 'error');
SELECT relmeta.join_sql_with('{account,post,tag}', 'error');
SELECT relmeta.join_sql_with('{account,post}', 'error') = relmeta.join_sql('account', 'post');
SELECT relmeta.join_sql_with('{account,post}', 'Aggregate');
SELECT relmeta.join_sql_with('{account,post}', NULL);
SELECT relmeta.join_sql_with('{}', 'aggregate');

-- Composite keys, one with a column twice, and columns with the names of the aggregates.
CREATE TABLE slot (count integer, rows integer, item_count integer, PRIMARY KEY (count, rows));
CREATE TABLE item (count integer, rows integer, price numeric, FOREIGN KEY (count, rows) REFERENCES slot);
CREATE TABLE visit (count integer, FOREIGN KEY (count, count) REFERENCES slot);
INSERT INTO slot VALUES (1, 1, 10), (1, 2, 20);
INSERT INTO item VALUES (1, 1, 1.5), (1, 1, 2.5), (1, NULL, 9);
INSERT INTO visit VALUES (1), (1), (1);
SELECT relmeta.join_sql_with('{slot,item,visit}', 'aggregate') AS query \gset
:query ORDER BY 1, 2;

-- Two ends of one bridge: the pairs are counted for each end.
CREATE TABLE role (id integer PRIMARY KEY);
CREATE TABLE seat (team_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", role_id integer NOT NULL REFERENCES role,
    PRIMARY KEY (team_id, user_id, role_id));
INSERT INTO role VALUES (1), (2), (3);
INSERT INTO seat VALUES (1, 1, 1), (1, 1, 2), (1, 2, 3);
SELECT relmeta.join_sql_with('{role,account,user}', 'aggregate') AS query \gset
\echo :query

-- Any type has a JSON form.
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE thing (id integer PRIMARY KEY, account_id integer REFERENCES account, p point, c "char", y bytea, r int4range, o pair, j json, t tsvector,
    f double precision, i interval, a integer[], b bit(3));
INSERT INTO thing VALUES (1, 1, '(1,2)', 'c', '\x00ff', '[1,3)', '(1,x)', '{"k": null}', 'word', 'NaN', '1 day', '{1,NULL}', '101');
SELECT relmeta.join_sql_with('{account,thing,user}', 'aggregate') AS query \gset
SELECT jsonb_pretty(thing_rows) FROM (:query) AS joined WHERE id = 1;

-- No function in search_path is called.
CREATE FUNCTION count() RETURNS bigint LANGUAGE sql AS 'SELECT 666::bigint';
CREATE AGGREGATE jsonb_agg (jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');
CREATE FUNCTION jsonb_build_object(VARIADIC "any") RETURNS jsonb LANGUAGE internal IMMUTABLE AS 'jsonb_build_object_noargs';
SET search_path = fan_out, pg_catalog;
SELECT user_count, user_rows, post_count_2 FROM (:query) AS joined, LATERAL (SELECT 1 AS post_count_2) AS x ORDER BY id;
SET search_path = fan_out;

-- Columns that the role cannot read are omitted, with a comment.
GRANT USAGE ON SCHEMA fan_out TO fan_out_reader;
GRANT SELECT ON account, account_user, post TO fan_out_reader;
GRANT SELECT (id) ON "user" TO fan_out_reader;
SET ROLE fan_out_reader;
SELECT relmeta.join_sql_with('{account,user,post}', 'aggregate') AS query \gset
\echo :query
:query ORDER BY 1;
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA fan_out CASCADE;
DROP ROLE fan_out_reader;
SELECT * FROM relmeta.check();
