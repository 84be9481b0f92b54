-- nested returns rows of a table with related rows as JSON, with the same result as handwritten SQL.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA nest;
SET search_path = nest;
CREATE TABLE account (id integer PRIMARY KEY, username text);
CREATE TABLE "user" (id integer PRIMARY KEY, email text, active boolean);
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    role text, PRIMARY KEY (account_id, user_id));
CREATE TABLE post (id integer PRIMARY KEY, user_id integer REFERENCES "user", text text);
INSERT INTO account VALUES (1, 'a'), (2, 'b'), (3, 'it''s');
INSERT INTO "user" VALUES (1, 'x', true), (2, 'y', false), (3, 'z', NULL);
INSERT INTO account_user VALUES (1, 2, 'admin'), (1, 1, 'guest'), (2, 3, NULL);
INSERT INTO post VALUES (1, 1, 'p1'), (2, 1, 'p2'), (3, 3, 'p3'), (4, NULL, 'p4');
\pset format unaligned
\pset tuples_only on

-- An array if to-many, an object or null if to-one; bridges are not shown.
SELECT relmeta.nested('account', '{ username users { email posts { text } } }');
SELECT relmeta.nested('post', '{ text user { email } }');
SELECT relmeta.nested('account', '{ account_users { role user { email } } }');
SELECT relmeta.nested_sql('account', '{ username users { email posts { text } } }');

-- The same result from handwritten SQL.
SELECT count(*) FROM (
    SELECT relmeta.nested('account', '{ username users { email posts { text } } }')
    EXCEPT
    SELECT jsonb_build_object('username', a.username, 'users', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('email', u.email, 'posts', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('text', p.text) ORDER BY p.id), '[]') FROM post p WHERE p.user_id = u.id))
            ORDER BY u.id), '[]')
        FROM account_user au JOIN "user" u ON u.id = au.user_id WHERE au.account_id = a.id))
    FROM account a) AS difference;

-- Aliases, arguments, comments.
SELECT relmeta.nested('user', '{
    mail: email
    first: posts(limit: 1) { id }            # by the primary key
    last: posts(order_by: {id: desc}, limit: 1) { id }
    second: posts(order_by: [text, {id: desc}], offset: 1) { text }
    one: posts(where: {text: "p2"}) { id }
}');
SELECT relmeta.nested('account', '(where: {username: "it''s"}) { id }');
SELECT relmeta.nested('user', '(where: {active: null}) { id }');
SELECT relmeta.nested('user', '(where: {active: true, id: 1}) { id }');
SELECT relmeta.nested('user', '(order_by: {email: desc}, limit: 2) { email accounts { username } }');
SELECT relmeta.nested('post', '(limit: 2, offset: 2) { id user(where: {email: "z"}) { email } }');

-- One root row, by its primary key.
SELECT relmeta.nested('account', '{ username }', key => '2');
SELECT relmeta.nested('account_user', '{ role }', '[1, 2]');
SELECT relmeta.nested('account', '{ username }', '99');
SELECT relmeta.nested('account', '{ username }', 'x');
SELECT relmeta.nested('account_user', '{ role }', '1');
SELECT relmeta.nested('account_user', '{ role }', '[1]');

-- More fields than a function can have arguments.
DO $$
BEGIN
    EXECUTE 'CREATE TABLE wide (id integer PRIMARY KEY, ' ||
        (SELECT string_agg(format('c%s integer DEFAULT %s', i, i), ', ' ORDER BY i) FROM generate_series(1, 150) AS i) || ')';
END $$;
INSERT INTO wide (id) VALUES (0);
SELECT count(*), sum(value::integer) FROM jsonb_each_text((
    SELECT relmeta.nested('wide', '{' || string_agg('c' || i, ' ') || '}') FROM generate_series(1, 150) AS i));

-- With a bridge that can link a pair twice, each row is shown once. A table without a key is sorted by the selected columns.
CREATE TABLE likes (user_id integer NOT NULL REFERENCES "user", post_id integer NOT NULL REFERENCES post);
INSERT INTO likes VALUES (1, 3), (1, 3), (1, 1), (2, 1);
SELECT relmeta.declare_bridge('likes');
SELECT name, pair_unique FROM relmeta.relationship WHERE bridge = 'likes'::regclass AND source = '"user"'::regclass;
SELECT relmeta.nested('user', '{ id liked: posts_via_likes { text } }');
SELECT relmeta.nested('likes', '{ post_id }');
SELECT relmeta.nested('likes', '(limit: 2) { user_id post_id post { text } }');

-- Self-references, unusual names, composite keys, a view.
CREATE TABLE "Odd ""Name""" ("Full Name" text PRIMARY KEY, parent_id text REFERENCES "Odd ""Name""", "select" integer, data json);
INSERT INTO "Odd ""Name""" VALUES ('root', NULL, 1, '{"a": [1, null]}'), ('leaf', 'root', NULL, 'null');
SELECT relmeta.nested('"Odd ""Name"""', '(order_by: "Full Name") { "Full Name" n: "select" data parent { "Full Name" } children { "Full Name" parent { n: "Full Name" } } }');
SELECT relmeta.nested('"Odd ""Name"""', '{ "\u0053el": "select" }', 'leaf');
CREATE TABLE seat (hall integer, number integer, PRIMARY KEY (hall, number));
CREATE TABLE ticket (id integer PRIMARY KEY, hall integer, seat_number integer, FOREIGN KEY (hall, seat_number) REFERENCES seat);
INSERT INTO seat VALUES (1, 1), (1, 2);
INSERT INTO ticket VALUES (1, 1, 1), (2, 1, 1), (3, 1, NULL);
SELECT relmeta.nested('seat', '{ number tickets { id } }');
SELECT relmeta.nested('ticket', '{ id seat { number } }');
CREATE VIEW authors AS SELECT id AS user_id, email FROM "user" WHERE id < 3;
SELECT relmeta.declare_relationship('authors', '{user_id}', 'user', '{id}', 'one_to_one');
SELECT relmeta.nested('authors', '{ email user { posts { id } } }');

-- It requires the caller's privileges on each column.
CREATE ROLE regress_relmeta_reader;
GRANT USAGE ON SCHEMA nest TO regress_relmeta_reader;
GRANT SELECT (id, username) ON account TO regress_relmeta_reader;
SET ROLE regress_relmeta_reader;
SELECT relmeta.nested('account', '(limit: 1) { username }');
SELECT relmeta.nested('account', '{ username users { email } }');
RESET ROLE;

-- Values are never interpreted as SQL.
SELECT relmeta.nested('account', '(where: {username: "x'' OR true --"}) { id }');
SELECT relmeta.nested('account', '(where: {username: "\\"}) { id }');

-- Errors name the problem.
SELECT relmeta.nested('account', '{ usrname }');
SELECT relmeta.nested('account', '{ user { email } }');
SELECT relmeta.nested('account', '{ users(order_by: mail) { email } }');
SELECT relmeta.nested('account', '{ users }');
SELECT relmeta.nested('account', '{ username { length } }');
SELECT relmeta.nested('account', '{ users { email');
SELECT relmeta.nested('account', '{ users(first: 1) { email } }');
SELECT relmeta.nested('account', '{ id id }');
SELECT relmeta.nested('post', '{ user(limit: 1) { id } }');
SELECT relmeta.nested('likes', '{ user_id }', '1');
SELECT relmeta.nested('pg_class', '{ relname }');
SELECT relmeta.nested('account', NULL);

-- An error in the statement names the root, but contains neither the statement nor long values.
CREATE VIEW ratio AS SELECT id, 1 / (id - 2) AS part FROM account;
SELECT relmeta.nested('ratio', '{ id part }');
SELECT relmeta.nested('post', '(where: {id: "x"}) { user { email } }');
SELECT relmeta.nested('account', '{ id }', repeat('9', 1000000));
DO $$
DECLARE
    selection text := (SELECT '(where: {id: "' || repeat('9', 100000) || '"}) {' || string_agg(format(' a%s: users { id }', i), '') || ' }'
                       FROM generate_series(1, 100) AS i);
    message text;
    context text;
BEGIN
    PERFORM relmeta.nested('account', selection);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, context = PG_EXCEPTION_CONTEXT;
    RAISE NOTICE '% ... %, % bytes', left(message, 12), right(message, 6), octet_length(message);
    RAISE NOTICE '%', context;
END $$;

SET client_min_messages = warning;
DROP OWNED BY regress_relmeta_reader;
DROP ROLE regress_relmeta_reader;
DROP SCHEMA nest CASCADE;
