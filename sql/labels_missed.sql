-- Labels renamed by the owner of the type, while relmeta.sync is off, and while the event triggers are disabled.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE ROLE typist;
GRANT USAGE, CREATE ON SCHEMA say TO typist;
SET ROLE typist;
CREATE TYPE kind AS ENUM ('a', 'b');
RESET ROLE;
CREATE TABLE product (id integer PRIMARY KEY);
CREATE TABLE picture (id integer PRIMARY KEY, of integer, kind kind);
INSERT INTO product VALUES (1);
INSERT INTO picture VALUES (1, 1, 'a');
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', condition => $$kind = 'a'$$);
CREATE VIEW here AS SELECT source, name, condition FROM relmeta.relationships WHERE 'picture'::regclass IN (source, target);
CREATE SCHEMA api;
SELECT relmeta.add_accessors('{product,picture}', schema => 'api');

-- The owner of the type does not own the tables.
SET ROLE typist;
ALTER TYPE kind RENAME VALUE 'a' TO 'c';
RESET ROLE;
TABLE here;
SELECT api.pictures(p) FROM product AS p;
SELECT * FROM relmeta.check();

-- Declarations are changed immediately, and everything else by refresh().
SET relmeta.sync = off;
ALTER TYPE kind RENAME VALUE 'c' TO 'd';
RESET relmeta.sync;
TABLE here;
SELECT item, value FROM relmeta.status() WHERE item = 'stale';
SELECT * FROM relmeta.check();
SELECT relmeta.refresh();
SELECT api.pictures(p) FROM product AS p;
SELECT * FROM relmeta.check();

-- relmeta cannot find out which label was renamed.
ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE;
ALTER TYPE kind RENAME VALUE 'd' TO 'e';
ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
SELECT * FROM relmeta.check();
SELECT relmeta.forget('picture', 'product');
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', condition => $$kind = 'e'$$);
SELECT api.pictures(p) FROM product AS p;
SELECT * FROM relmeta.check();
-- refresh() removes the relationship. The declaration waits for its label.
ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE;
ALTER TYPE kind RENAME VALUE 'e' TO 'f';
ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
SELECT relmeta.refresh();
TABLE here;
SELECT * FROM relmeta.check();
ALTER TYPE kind RENAME VALUE 'f' TO 'e';
TABLE here;
SELECT api.pictures(p) FROM product AS p;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say, api CASCADE;
DROP ROLE typist;
SELECT * FROM relmeta.check();
