-- path finds the cheapest paths between two tables, sorted, and shows the effect of each step on rows.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA paths;
SET search_path = paths;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY, manager_id integer REFERENCES "user");
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    PRIMARY KEY (account_id, user_id));
CREATE TABLE post (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES "user", editor_id integer NOT NULL REFERENCES "user",
    printer_id integer REFERENCES "user");
CREATE TABLE comment (id integer PRIMARY KEY, post_id integer NOT NULL REFERENCES post);
CREATE TABLE island (id integer PRIMARY KEY);
CREATE VIEW short AS SELECT p.path, p.step, p.source, p.relationship, p.target, p.via, p.cost, p.ambiguous
    FROM relmeta.path('account', 'comment', max_paths => 3) AS p;

-- A step through a bridge is one hop; nullable keys and steps against a key have a small extra cost.
SELECT * FROM relmeta.path('account', 'user');
SELECT * FROM relmeta.path('user', 'account');
SELECT relationship, cost FROM relmeta.path('comment', 'post');
SELECT relationship, cost FROM relmeta.path('post', 'comment');
SELECT path, relationship, cost, ambiguous, optional FROM relmeta.path('post', 'user', max_paths => 9);
SELECT path, step, relationship, via, cost FROM relmeta.path('account', 'user', max_paths => 9);

-- The best path is ambiguous if another one is equally good, even if only one is requested.
SELECT * FROM short;
SELECT step, relationship, cost, ambiguous FROM relmeta.path('account', 'comment');
ALTER TABLE post DROP COLUMN editor_id, DROP COLUMN printer_id;
SELECT step, relationship, cost, ambiguous FROM relmeta.path('account', 'comment');

-- via: tables to pass through, in that order; avoid: tables not to pass through, also not as a bridge.
SELECT step, source, relationship, target, via FROM relmeta.path('account', 'user', via => '{account_user}');
SELECT step, source, relationship, target FROM relmeta.path('account', 'comment', via => '{user,post}');
SELECT count(*) FROM relmeta.path('account', 'comment', via => '{post,user}');
SELECT count(*) FROM relmeta.path('account', 'user', avoid => '{account_user}');
SELECT count(*) FROM relmeta.path('account', 'comment', max_hops => 2);
SELECT max(step) FROM relmeta.path('account', 'comment', max_hops => 3);

-- No path is not an error.
SELECT * FROM relmeta.path('account', 'island');

-- A path passes through a hub only if all others are longer.
CREATE TABLE log (id integer PRIMARY KEY);
DO $$
BEGIN
    FOR i IN 1..12 LOOP
        EXECUTE format('CREATE TABLE part_%s (id integer PRIMARY KEY, log_id integer NOT NULL REFERENCES log)', i);
    END LOOP;
END $$;
SELECT step, source, target FROM relmeta.path('part_1', 'part_2');
CREATE TABLE line (id integer PRIMARY KEY, one integer NOT NULL REFERENCES part_1, other integer NOT NULL REFERENCES part_2,
    amount integer, price integer, note text, kept text);
SELECT relmeta.reject_bridge('line');
SELECT step, source, target FROM relmeta.path('part_1', 'part_2');
SELECT step, source, target, cost FROM relmeta.path('part_1', 'part_2', via => '{log}');

-- The cached graph of a session follows every command and every rollback.
BEGIN;
ALTER TABLE island ADD COLUMN account_id integer NOT NULL REFERENCES account;
SELECT relationship, cost FROM relmeta.path('island', 'account');
SAVEPOINT before;
SELECT relmeta.rename_relationship('island', 'account', 'owner');
SELECT relationship FROM relmeta.path('island', 'account');
ROLLBACK TO before;
SELECT relationship FROM relmeta.path('island', 'account');
ROLLBACK;
SELECT relationship, cost FROM relmeta.path('island', 'account');
BEGIN READ ONLY;
SELECT relationship FROM relmeta.path('account', 'user');
COMMIT;

-- Declared relationships and keys that are not validated have a small extra cost.
SELECT relmeta.declare_relationship('island', '{id}', 'account', '{id}', kind => 'one_to_one');
SELECT relationship, kind, condition, cost FROM relmeta.path('island', 'account');
ALTER TABLE island ADD CONSTRAINT island_log_fkey FOREIGN KEY (id) REFERENCES log NOT VALID;
SELECT relationship, optional, cost FROM relmeta.path('island', 'log');

-- Table names depend on search_path.
SET search_path = public;
SELECT source, target, condition FROM relmeta.path('paths.user', 'paths.account');
SET search_path = paths;

-- Contradictory arguments are rejected.
SELECT * FROM relmeta.path('account', 'account');
SELECT * FROM relmeta.path('account', 'user', via => '{post,post}');
SELECT * FROM relmeta.path('account', 'user', via => '{account}');
SELECT * FROM relmeta.path('account', 'user', via => '{post}', avoid => '{post}');
SELECT * FROM relmeta.path('account', 'user', max_paths => 0);
SELECT * FROM relmeta.path('account', 'user', max_hops => 65);
SELECT * FROM relmeta.path('account', 'user', max_hops => NULL);
SELECT * FROM relmeta.path('account', 'user', via => '{NULL}');
SELECT * FROM relmeta.path('account', NULL);
SELECT * FROM relmeta.path('account', 'pg_class');
SELECT * FROM relmeta.path('account', 'nowhere');

SET client_min_messages = warning;
DROP SCHEMA paths CASCADE;
