-- drop_bridge drops only bridges, and only empty ones unless forced.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA build;
SET search_path = build;
CREATE ROLE regress_builder;
GRANT USAGE ON SCHEMA build TO regress_builder;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
INSERT INTO account VALUES (1);
INSERT INTO "user" VALUES (1);

-- An empty bridge is dropped with its relationships, whether created by relmeta or manually.
SELECT relmeta.add_bridge('account', 'user');
CREATE TABLE by_hand (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
SELECT relmeta.drop_bridge('account_user'), relmeta.drop_bridge('by_hand');
SELECT to_regclass('account_user'), to_regclass('by_hand'), count(*) FROM relmeta.relationship WHERE source = 'account'::regclass;
SELECT count(*) FROM relmeta.declared_bridge WHERE bridge::text LIKE '%account_user%';

-- A bridge with rows is kept unless forced; deleted rows do not count.
SELECT relmeta.add_bridge('account', 'user');
INSERT INTO account_user (account_id, user_id) VALUES (1, 1);
SELECT relmeta.drop_bridge('account_user');
BEGIN;
DELETE FROM account_user;
SELECT relmeta.drop_bridge('account_user');
ROLLBACK;
-- Rows hidden by a policy count.
ALTER TABLE account_user OWNER TO regress_builder;
ALTER TABLE account_user ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
SET ROLE regress_builder;
SELECT count(*) FROM account_user;
SELECT relmeta.drop_bridge('account_user');
SHOW row_security;
SELECT relmeta.drop_bridge('account_user', force => true);
RESET ROLE;
SELECT to_regclass('account_user');

-- The rows of a partitioned bridge are those of its partitions.
CREATE TABLE parted (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id))
    PARTITION BY LIST (account_id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
INSERT INTO parted VALUES (1, 1);
SELECT relmeta.drop_bridge('parted');
TRUNCATE parted;
SELECT relmeta.drop_bridge('parted');

-- Relations that are not bridges are rejected, forced or not: ordinary tables, rejected bridges, views.
CREATE TABLE post (id integer PRIMARY KEY, user_id integer REFERENCES "user");
CREATE TABLE rejected (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE VIEW a_view AS SELECT * FROM rejected;
SELECT relmeta.reject_bridge('rejected');
SELECT relmeta.drop_bridge('post');
SELECT relmeta.drop_bridge('post', force => true);
SELECT relmeta.drop_bridge('rejected', force => true);
SELECT relmeta.drop_bridge('a_view');
SELECT relmeta.drop_bridge('pg_class', true);
SELECT relmeta.drop_bridge('nowhere');
SELECT relmeta.drop_bridge(NULL);

-- Only the owner can drop a bridge; dependent objects are not dropped; read-only transactions are rejected.
SELECT relmeta.add_bridge('account', 'user');
GRANT ALL ON account_user TO regress_builder;
SET ROLE regress_builder;
SELECT relmeta.drop_bridge('account_user', force => true);
RESET ROLE;
CREATE VIEW dependent AS SELECT * FROM account_user;
SELECT relmeta.drop_bridge('account_user', force => true);
BEGIN READ ONLY;
SELECT relmeta.drop_bridge('account_user');
ROLLBACK;
DROP VIEW dependent;
BEGIN;
SELECT relmeta.drop_bridge('account_user');
ROLLBACK;
SELECT source, name, target FROM relmeta.relationships WHERE via = 'account_user'::regclass ORDER BY 1, 2;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA build CASCADE;
DROP ROLE regress_builder;
SELECT * FROM relmeta.check();
