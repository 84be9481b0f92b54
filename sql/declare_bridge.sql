-- declare_bridge and reject_bridge override the rules. Declarations follow the table, and are dropped with it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
CREATE VIEW here AS
    SELECT bridge, grade, (SELECT array_agg(e.constraint_name) FROM unnest(ends) AS e) AS ends, payload, reason FROM relmeta.bridge
    WHERE bridge IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY bridge::oid;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE team (id integer PRIMARY KEY);
CREATE TABLE message (
    id serial PRIMARY KEY, text text,
    account_id integer CONSTRAINT of_account REFERENCES account, user_id integer CONSTRAINT by_user REFERENCES "user", team_id integer CONSTRAINT to_team REFERENCES team);
CREATE TABLE note (id serial PRIMARY KEY, account_id integer REFERENCES account, text text);
CREATE TABLE keyless (a integer, b integer);
SELECT * FROM here;

-- All foreign keys are ends, or only the given ones.
SELECT relmeta.declare_bridge('message');
SELECT * FROM here;
SELECT relmeta.declare_bridge('message', '{by_user,of_account}');
SELECT * FROM here;
SELECT relmeta.declare_bridge('message', '{}');
SELECT * FROM here;
SELECT relmeta.declare_bridge('message', '{by_user,of_account}');
SELECT source, name, kind, target FROM relmeta.relationships WHERE via = 'message'::regclass;
SELECT relmeta.explain_bridge('message');
SELECT * FROM relmeta.declared_bridge WHERE bridge = 'message'::regclass;

-- Declarations follow renames of the table, a column, a constraint, a target.
ALTER TABLE message RENAME TO letter;
ALTER TABLE letter RENAME COLUMN user_id TO writer_id;
ALTER TABLE letter RENAME CONSTRAINT by_user TO by_writer;
ALTER TABLE account RENAME TO club;
SELECT * FROM here;
SELECT * FROM relmeta.declared_bridge WHERE bridge = 'letter'::regclass;
SELECT source, name, kind, target FROM relmeta.relationships WHERE via = 'letter'::regclass;
SELECT * FROM relmeta.check();

-- If a given end is dropped, the table is no longer a bridge, until the end is added again.
ALTER TABLE letter DROP CONSTRAINT of_account;
SELECT * FROM here;
SELECT relmeta.explain_bridge('letter');
ALTER TABLE letter ADD CONSTRAINT of_account FOREIGN KEY (account_id) REFERENCES club;
SELECT * FROM here;

-- A rejected table is not a bridge, whatever its keys, until it is declared or forgotten.
SELECT relmeta.reject_bridge('letter');
SELECT * FROM here;
SELECT relmeta.explain_bridge('letter');
SELECT relmeta.forget('letter');
SELECT relmeta.explain_bridge('letter');
SELECT * FROM relmeta.declared_bridge;
SELECT relmeta.reject_bridge('note');
SELECT relmeta.forget('note');

-- Partitioned tables can be declared.
CREATE TABLE parted (club_id integer REFERENCES club, user_id integer REFERENCES "user", day date) PARTITION BY RANGE (day);
CREATE TABLE parted_1 PARTITION OF parted DEFAULT;
SELECT relmeta.declare_bridge('parted');
SELECT bridge, grade FROM here;

-- Invalid declarations are rejected, and change nothing.
CREATE VIEW a_view AS SELECT * FROM letter;
CREATE MATERIALIZED VIEW a_materialized_view AS SELECT * FROM letter;
CREATE SEQUENCE a_sequence;
CREATE TEMPORARY TABLE fleeting_parent (id integer PRIMARY KEY);
CREATE TEMPORARY TABLE fleeting (a integer REFERENCES fleeting_parent, b integer REFERENCES fleeting_parent);
CREATE TABLE twice (a integer CONSTRAINT one REFERENCES "user", CONSTRAINT again FOREIGN KEY (a) REFERENCES "user");
CREATE TABLE said AS SELECT * FROM relmeta.declared_bridge;
\pset format unaligned
\pset tuples_only on
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account,nowhere}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account,note_account_id_fkey}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account,message_pkey}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account,of_account}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{of_account,NULL}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('letter', '{{of_account,to_team},{by_writer,to_team}}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('note')$$);
SELECT failing($$SELECT relmeta.declare_bridge('keyless')$$);
SELECT failing($$SELECT relmeta.declare_bridge('keyless', '{nowhere}')$$);
SELECT failing($$SELECT relmeta.declare_bridge('twice')$$);
SELECT failing($$SELECT relmeta.declare_bridge('a_view')$$);
SELECT failing($$SELECT relmeta.declare_bridge('a_materialized_view')$$);
SELECT failing($$SELECT relmeta.declare_bridge('a_sequence')$$);
SELECT failing($$SELECT relmeta.declare_bridge('fleeting')$$);
SELECT failing($$SELECT relmeta.declare_bridge('parted_1')$$);
SELECT failing($$SELECT relmeta.declare_bridge('nowhere')$$);
SELECT failing($$SELECT relmeta.declare_bridge(NULL)$$);
SELECT failing($$SELECT relmeta.declare_bridge(4294967295)$$);
SELECT failing($$SELECT relmeta.reject_bridge('a_sequence')$$);
SELECT failing($$SELECT relmeta.reject_bridge(NULL)$$);
SELECT failing($$SELECT relmeta.reject_bridge('fleeting')$$);
BEGIN READ ONLY;
SELECT failing($$SELECT relmeta.declare_bridge('letter')$$);
SELECT failing($$SELECT relmeta.reject_bridge('letter')$$);
COMMIT;
\pset format aligned
\pset tuples_only off
TABLE said EXCEPT ALL TABLE relmeta.declared_bridge;
TABLE relmeta.declared_bridge EXCEPT ALL TABLE said;

-- Declarations are dropped with their table.
SELECT relmeta.declare_bridge('letter');
DROP VIEW a_view;
DROP MATERIALIZED VIEW a_materialized_view;
DROP TABLE letter, parted;
SELECT * FROM relmeta.declared_bridge;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
