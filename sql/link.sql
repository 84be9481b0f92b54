-- link and unlink: rows are linked once through a bridge by their keys; missing rows are errors.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA links;
SET search_path = links;
\set SHOW_CONTEXT never
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE);
CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE);
SELECT relmeta.add_bridge('account', 'user');
INSERT INTO account VALUES (1, 'acme'), (2, 'apex');
INSERT INTO "user" VALUES (7, 'ann'), (8, 'bob');

-- Returns true if something changed, from either side.
SELECT relmeta.link('account', 'users', '1', '7');
SELECT relmeta.link('account', 'users', '1', '7');
SELECT relmeta.link('user', 'accounts', '7', '1');
SELECT relmeta.link('user', 'accounts', '7', '2');
SELECT account_id, user_id FROM account_user ORDER BY 1, 2;
SELECT relmeta.unlink('user', 'accounts', '7', '1');
SELECT relmeta.unlink('account', 'users', '1', '7');
SELECT account_id, user_id FROM account_user ORDER BY 1, 2;

-- Roles: the relationship determines the end.
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
SELECT relmeta.link('user', 'followers', '7', '8');
SELECT follower_id, followee_id FROM follow;
SELECT relmeta.link('user', 'followees', '8', '7') AS again;
SELECT relmeta.unlink('user', 'followees', '8', '7') AS undone;

-- Composite keys, and ends that share a column.
CREATE TABLE seat (hall integer, number text, PRIMARY KEY (hall, number));
SELECT relmeta.add_bridge('seat', 'user', key => 'composite');
INSERT INTO seat VALUES (1, 'A'), (1, 'it''s {B}');
SELECT relmeta.link('seat', 'users', '{1,A}'::text[], '{8}'::text[]);
SELECT relmeta.link('seat', 'users', ARRAY['1', 'it''s {B}'], ARRAY['8']);
SELECT relmeta.link('seat', 'users', ARRAY['1', 'A'], ARRAY['8']) AS again;
SELECT * FROM seat_user ORDER BY 1, 2;
CREATE TABLE teacher (hall integer, id integer, PRIMARY KEY (hall, id));
CREATE TABLE seat_teacher (hall integer, number text, teacher_id integer, PRIMARY KEY (hall, number, teacher_id),
    FOREIGN KEY (hall, number) REFERENCES seat, FOREIGN KEY (hall, teacher_id) REFERENCES teacher);
INSERT INTO teacher VALUES (1, 5), (2, 6);
SELECT name FROM relmeta.relationships WHERE source = 'seat'::regclass AND via = 'seat_teacher'::regclass;
SELECT relmeta.link('seat', 'teachers', '{1,A}'::text[], '{1,5}'::text[]);
SELECT relmeta.link('seat', 'teachers', '{1,A}'::text[], '{2,6}'::text[]);
SELECT * FROM seat_teacher;

-- Without a key over the pair, no second row is inserted either; a unique end stays unique.
CREATE TABLE account_badge (account_id integer NOT NULL UNIQUE REFERENCES account, badge_id integer NOT NULL REFERENCES "user");
SELECT relmeta.declare_bridge('account_badge');
SELECT name, kind FROM relmeta.relationships WHERE source = 'account'::regclass AND via = 'account_badge'::regclass;
SELECT relmeta.link('account', 'badge', '1', '7');
SELECT relmeta.link('account', 'badge', '1', '7') AS again;
SELECT relmeta.link('account', 'badge', '1', '8') AS another;

-- Invalid calls.
SELECT relmeta.link('account', 'users', '3', '7');
SELECT relmeta.link('account', 'users', '1', '9');
SELECT relmeta.unlink('account', 'users', '1', '9');
SELECT relmeta.link('account', 'users', 'x', '7');
SELECT relmeta.link('account', 'users', '1', repeat('7', 1000000));
SELECT relmeta.unlink('seat', 'users', ARRAY['1', repeat('A', 8193)], '{8}'::text[]);
SELECT relmeta.link('account', 'nobody', '1', '7');
SELECT relmeta.link('account_user', 'account', '1', '7');
SELECT relmeta.link('seat', 'users', '1', '8');
SELECT relmeta.link('account', 'users', NULL, '7');
BEGIN READ ONLY;
SELECT relmeta.link('account', 'users', '1', '8');
ROLLBACK;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA links CASCADE;
SELECT * FROM relmeta.check();
