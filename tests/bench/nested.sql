-- Accounts with users through a bridge, and their posts; and a handwritten statement for the nested result.
CREATE EXTENSION relmeta;
CREATE TABLE account (id integer PRIMARY KEY, username text);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
CREATE TABLE post (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES "user", text text);
SELECT relmeta.add_bridge('account', 'user', key => 'composite');
INSERT INTO account SELECT n, 'account ' || n FROM generate_series(1, 5000) AS n;
INSERT INTO "user" SELECT n, 'user ' || n FROM generate_series(1, 5000) AS n;
INSERT INTO account_user SELECT a, (a * 7 + u * 13) % 5000 + 1 FROM generate_series(1, 5000) AS a, generate_series(1, 3) AS u;
INSERT INTO post SELECT n, n % 5000 + 1, 'post ' || n FROM generate_series(1, 25000) AS n;
CREATE INDEX ON post (user_id);
CREATE VIEW by_hand AS
    SELECT jsonb_build_object('username', a.username, 'users', coalesce(jsonb_agg(jsonb_build_object('email', u.email, 'posts', u.posts) ORDER BY u.id)
                              FILTER (WHERE u.id IS NOT NULL), '[]')) AS nested, a.id
    FROM account AS a LEFT JOIN account_user AS b ON b.account_id = a.id
    LEFT JOIN LATERAL (SELECT u.id, u.email, coalesce((SELECT jsonb_agg(jsonb_build_object('text', p.text) ORDER BY p.id) FROM post AS p
                                                        WHERE p.user_id = u.id), '[]') AS posts
                       FROM "user" AS u WHERE u.id = b.user_id) AS u ON true
    GROUP BY a.id;
CREATE VIEW by_relmeta AS SELECT * FROM relmeta.nested('account', '{ username users { email posts { text } } }') AS nested;
VACUUM ANALYZE;

-- The same tables without statistics: the planner overestimates their size, and by default uses JIT for queries on them.
CREATE SCHEMA fresh;
SET search_path = fresh, public;
CREATE TABLE fresh.account (LIKE public.account INCLUDING ALL) WITH (autovacuum_enabled = false);
CREATE TABLE fresh."user" (LIKE public."user" INCLUDING ALL) WITH (autovacuum_enabled = false);
CREATE TABLE fresh.post (LIKE public.post INCLUDING ALL, FOREIGN KEY (user_id) REFERENCES fresh."user") WITH (autovacuum_enabled = false);
CREATE TABLE fresh.account_user (LIKE public.account_user INCLUDING ALL, FOREIGN KEY (account_id) REFERENCES fresh.account,
    FOREIGN KEY (user_id) REFERENCES fresh."user") WITH (autovacuum_enabled = false);
INSERT INTO fresh.account TABLE public.account;
INSERT INTO fresh."user" TABLE public."user";
INSERT INTO fresh.post TABLE public.post;
INSERT INTO fresh.account_user TABLE public.account_user;
CREATE VIEW fresh.one_row AS SELECT * FROM relmeta.nested('fresh.account',
    '{ username users { email posts { text } accounts { username users { email posts { text } } } } }', key => '1') AS nested;
SELECT relmeta.nested_sql('fresh.account', '(limit: 1) { username users { email posts { text } accounts { username users { email posts { text } } } } }')
    AS query \gset
CREATE VIEW fresh.one_row_compiled AS SELECT account AS nested FROM (:query) AS q;
