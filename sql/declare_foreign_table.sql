-- Foreign tables cannot have foreign keys. Their relationships are declared, and follow changes like those of tables.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE FOREIGN DATA WRAPPER say_wrapper;
CREATE SERVER say_server FOREIGN DATA WRAPPER say_wrapper;
CREATE FOREIGN TABLE remote_order (id integer, account_id integer) SERVER say_server;
CREATE FOREIGN TABLE remote_line (order_id integer) SERVER say_server;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE VIEW here AS
    SELECT source, name, kind, target, enforced FROM relmeta.relationship WHERE origin = 'declared' ORDER BY source::oid, name;

-- Without indexes, nothing is unique, so the kind should be given.
SELECT relmeta.declare_relationship('remote_order', '{account_id}', 'account', '{id}');
SELECT relmeta.declare_relationship('remote_line', '{order_id}', 'remote_order', '{id}', kind => 'many_to_one');
SELECT * FROM here;
SELECT relmeta.explain('remote_order', 'account');
SELECT relmeta.explain('remote_order', 'remote_lines');

ALTER FOREIGN TABLE remote_order RENAME TO remote_purchase;
ALTER FOREIGN TABLE remote_purchase RENAME COLUMN account_id TO buyer_id;
SELECT * FROM here;
SELECT * FROM relmeta.check();
DROP FOREIGN TABLE remote_purchase;
SELECT * FROM here;
SELECT count(*) FROM relmeta.declared_relationship;
SELECT relmeta.explain_bridge('remote_line');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP FOREIGN DATA WRAPPER say_wrapper CASCADE;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
