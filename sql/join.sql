-- join_sql returns the SELECT that joins tables along the cheapest tree of relationships, and keeps every row of the first table.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA joins;
SET search_path = joins;
CREATE TABLE account (id integer PRIMARY KEY, username text);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    PRIMARY KEY (account_id, user_id));
CREATE TABLE post (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES "user", "Body" text);
CREATE TABLE tag (post_id integer NOT NULL REFERENCES post, word text, PRIMARY KEY (post_id, word));
CREATE TABLE island (id integer PRIMARY KEY);
INSERT INTO account VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO "user" VALUES (1, 'x'), (2, 'y');
INSERT INTO account_user VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO post VALUES (1, 1, 'p'), (2, 1, 'q');
INSERT INTO tag VALUES (1, 'v'), (1, 'w');
\pset format unaligned
\pset tuples_only on

-- A required key becomes a JOIN. A step that may find no row becomes a LEFT JOIN, and so do all steps after it.
SELECT relmeta.join_sql('post', 'user');
SELECT relmeta.join_sql('account', 'user');
SELECT relmeta.join_sql('account', 'tag', 'user');

-- The bridge itself can be one of the tables.
SELECT relmeta.join_sql('account', 'account_user', 'user');
SELECT relmeta.join_sql('island');

-- The result is a statement: it can be run, prepared, extended, and used as a view.
SELECT relmeta.join_sql('account', 'user') || 'ORDER BY 1, 3' AS query \gset
:query;
PREPARE joined AS :query;
EXECUTE joined;
DEALLOCATE joined;
SELECT 'CREATE VIEW everything AS ' || relmeta.join_sql('account', 'tag', 'user', 'account_user', 'post') AS query \gset
:query;
SELECT count(*), count(DISTINCT account_id) FROM everything;

-- Names that have another meaning in SQL.
CREATE SCHEMA "Other Place";
CREATE TABLE "Other Place"."user" ("select" integer PRIMARY KEY, user_id integer REFERENCES "user", "a ""b""" text);
SELECT relmeta.join_sql('"Other Place".user', 'user');
SELECT relmeta.join_sql('"Other Place".user', 'user') AS query \gset
PREPARE odd AS :query;
DEALLOCATE odd;
SELECT relmeta.rename_relationship('"Other Place".user', 'user', E'two\nlines');
SELECT relmeta.rename_relationship('user', 'users', E'-- x\n; DROP TABLE account; --');
SELECT relmeta.join_sql('user', '"Other Place".user');
SELECT relmeta.join_sql('user', '"Other Place".user') AS query \gset
PREPARE odd AS :query;
DEALLOCATE odd;

-- Two equally good keys.
ALTER TABLE post ADD COLUMN editor_id integer NOT NULL REFERENCES "user" DEFAULT 1;
SELECT relmeta.join_sql('post', 'user');

-- A composite key, a view with a declared relationship, a partitioned table.
CREATE TABLE seat (hall integer, number integer, PRIMARY KEY (hall, number));
CREATE TABLE ticket (id integer, day date, hall integer, seat_number integer, PRIMARY KEY (id, day),
    FOREIGN KEY (hall, seat_number) REFERENCES seat) PARTITION BY RANGE (day);
CREATE VIEW popular AS SELECT author_id AS writer, count(*) AS posts FROM post GROUP BY 1;
SELECT relmeta.declare_relationship('popular', '{writer}', 'user', '{id}', 'one_to_one');
SELECT relmeta.join_sql('seat', 'ticket');
SELECT relmeta.join_sql('popular', 'user');

-- More than eight tables are joined, but not always along the cheapest tree, as a comment says.
CREATE TABLE t1 (id integer PRIMARY KEY);
DO $$
BEGIN
    FOR i IN 2..9 LOOP
        EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY REFERENCES t%s)', i, i - 1);
    END LOOP;
END $$;
SELECT relmeta.join_sql('t9', 't8', 't7', 't6', 't5', 't4', 't3', 't2', 't1');

-- Invalid calls.
SELECT relmeta.join_sql('account', 'user', 'island');
SELECT relmeta.join_sql('account', 'user', 'account');
SELECT relmeta.join_sql('account', NULL);
SELECT relmeta.join_sql(VARIADIC '{}');
SELECT relmeta.join_sql('pg_class', 'account');
SELECT relmeta.join_sql('account', 'nowhere');

SET client_min_messages = warning;
DROP SCHEMA joins, "Other Place" CASCADE;
