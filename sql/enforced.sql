-- enforced and required describe the guarantees of constraints. Privileged users can bypass constraints and insert rows without a
-- referenced row; relmeta does not see them, because it never reads rows.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA enforced;
SET search_path = enforced;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account);
CREATE VIEW here AS SELECT source, name, required, enforced FROM relmeta.relationship WHERE source IN ('post'::regclass, 'account'::regclass);
CREATE VIEW lost AS SELECT p.id FROM post AS p LEFT JOIN account AS a ON a.id = p.account_id WHERE a.id IS NULL;

-- The triggers of a foreign key do not fire on a replica, or while they are disabled.
SET session_replication_role = replica;
INSERT INTO post VALUES (1, 7);
RESET session_replication_role;
ALTER TABLE post DISABLE TRIGGER ALL;
INSERT INTO post VALUES (2, 8);
ALTER TABLE post ENABLE TRIGGER ALL;
INSERT INTO post VALUES (3, 9);
TABLE lost;
TABLE here;
SELECT * FROM relmeta.check();
SELECT rule FROM relmeta.lint('{post}') WHERE rule LIKE 'foreign_key_not%';

-- A JOIN along a required relationship omits such a row, and nested returns null.
SELECT relmeta.join_sql('post', 'account') AS query \gset
:query;
SELECT relmeta.nested('post', '{ id account { id } }');

-- A key that is not validated guarantees nothing until it is validated.
ALTER TABLE post DROP CONSTRAINT post_account_id_fkey;
ALTER TABLE post ADD CONSTRAINT post_account_id_fkey FOREIGN KEY (account_id) REFERENCES account NOT VALID;
TABLE here;
ALTER TABLE post VALIDATE CONSTRAINT post_account_id_fkey;
DELETE FROM post WHERE id IN (TABLE lost);
ALTER TABLE post VALIDATE CONSTRAINT post_account_id_fkey;
TABLE here;
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA enforced CASCADE;
SELECT * FROM relmeta.check();
