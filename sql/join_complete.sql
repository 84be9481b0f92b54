-- join_sql keeps every row of the first table, whoever runs the statement and whenever: a key's guarantee is not what a query sees.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE join_member;
CREATE ROLE join_owner;
CREATE ROLE join_auditor BYPASSRLS;
RESET client_min_messages;
CREATE SCHEMA complete;
GRANT USAGE, CREATE ON SCHEMA complete TO join_owner;
GRANT USAGE ON SCHEMA complete TO join_member, join_auditor;
SET search_path = complete;
\pset format unaligned
\pset tuples_only on

-- A policy hides rows of the target from some roles, and from the owner where it is forced.
SET ROLE join_owner;
CREATE TABLE org (id integer PRIMARY KEY, name text);
CREATE TABLE usr (id integer PRIMARY KEY, org_id integer NOT NULL REFERENCES org);
CREATE TABLE login (id integer PRIMARY KEY, usr_id integer NOT NULL REFERENCES usr);
INSERT INTO org VALUES (1, 'ours'), (2, 'theirs');
INSERT INTO usr VALUES (1, 1), (2, 2), (3, 2);
INSERT INTO login VALUES (1, 1), (2, 2);
GRANT SELECT ON org, usr, login TO join_member, join_auditor;
SELECT relmeta.join_sql('usr', 'org');
CREATE POLICY own ON org USING (id = 1);
ALTER TABLE org ENABLE ROW LEVEL SECURITY;
SELECT relmeta.join_sql('usr', 'org');
SELECT 'CREATE VIEW seen AS ' || relmeta.join_sql('usr', 'org') AS query \gset
:query;
SELECT relmeta.join_sql('usr', 'org') || 'ORDER BY 1' AS query \gset
PREPARE joined AS :query;
EXECUTE joined;
ALTER TABLE org FORCE ROW LEVEL SECURITY;
EXECUTE joined;
SET ROLE join_member;
EXECUTE joined;
SET ROLE join_auditor;
EXECUTE joined;
-- What one who sees everything writes, another may run.
SELECT relmeta.join_sql('usr', 'org') || 'ORDER BY 1' = :'query';
RESET ROLE;
SELECT relmeta.join_sql('usr', 'org') || 'ORDER BY 1' = :'query';
SELECT relationship, optional FROM relmeta.path('usr', 'org');
-- Only the step that a policy concerns is a LEFT JOIN, and those behind it.
SELECT relmeta.join_sql('login', 'usr', 'org');
DEALLOCATE joined;

-- No key covers the rows of tables that inherit from the first, and no unique index those of tables that inherit from the target.
CREATE TABLE city (id integer PRIMARY KEY, org_id integer NOT NULL REFERENCES usr);
CREATE TABLE capital () INHERITS (city);
INSERT INTO city VALUES (1, 1);
INSERT INTO capital VALUES (2, 99);
SELECT relmeta.join_sql('city', 'usr');
SELECT relmeta.join_sql('city', 'usr') || 'ORDER BY 1' AS query \gset
:query;
CREATE TABLE mayor (id integer PRIMARY KEY, city_id integer NOT NULL REFERENCES city);
INSERT INTO mayor VALUES (1, 1);
INSERT INTO capital VALUES (1, 1);
SELECT relmeta.join_sql('mayor', 'city');
SELECT relationship, kind, optional, fan_out FROM relmeta.path('mayor', 'city');

-- The key of a partitioned table holds for its partitions, and a foreign table cannot be one of them.
CREATE TABLE visit (id integer, usr_id integer NOT NULL REFERENCES usr, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN (1);
CREATE FOREIGN DATA WRAPPER complete_wrapper;
CREATE SERVER complete_server FOREIGN DATA WRAPPER complete_wrapper;
CREATE FOREIGN TABLE visit_2 PARTITION OF visit FOR VALUES IN (2) SERVER complete_server;
CREATE TABLE trip (id integer, usr_id integer NOT NULL REFERENCES usr) PARTITION BY LIST (id);
CREATE FOREIGN TABLE trip_2 PARTITION OF trip FOR VALUES IN (2) SERVER complete_server;
SELECT relmeta.join_sql('visit', 'usr');

-- A key that waits for commit promises nothing before.
CREATE TABLE chapter (id integer PRIMARY KEY, usr_id integer NOT NULL REFERENCES usr DEFERRABLE);
SELECT relmeta.join_sql('chapter', 'usr');
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO chapter VALUES (1, 99);
SELECT relmeta.join_sql('chapter', 'usr') AS query \gset
:query;
ROLLBACK;
ALTER TABLE chapter ALTER CONSTRAINT chapter_usr_id_fkey NOT DEFERRABLE;
SELECT relmeta.join_sql('chapter', 'usr');
ALTER TABLE chapter DROP CONSTRAINT chapter_usr_id_fkey, ADD FOREIGN KEY (usr_id) REFERENCES usr NOT VALID;
SELECT relmeta.join_sql('chapter', 'usr');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SERVER complete_server CASCADE;
DROP FOREIGN DATA WRAPPER complete_wrapper;
DROP SCHEMA complete CASCADE;
DROP ROLE join_member, join_owner, join_auditor;
