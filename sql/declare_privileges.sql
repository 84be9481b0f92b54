-- Only the owner of a table, or a member of the owning role, can declare relationships and bridges on it. Every role can read.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE regress_owner;
CREATE ROLE regress_other;
CREATE ROLE regress_member IN ROLE regress_owner;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
GRANT ALL ON SCHEMA say TO PUBLIC;
\getenv directory PG_ABS_SRCDIR
\set failing :directory /sql/include/failing.sql
\i :failing
SET ROLE regress_owner;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE seat (account_id integer REFERENCES account, user_id integer REFERENCES "user", note text, since date);
CREATE VIEW seats AS SELECT * FROM seat;
CREATE MATERIALIZED VIEW all_seats AS SELECT * FROM seat;
GRANT ALL ON ALL TABLES IN SCHEMA say TO regress_other;
CREATE VIEW said AS
    SELECT (SELECT count(*) FROM relmeta.declared_bridge) AS bridges, (SELECT count(*) FROM relmeta.declared_relationship) AS relationships,
           (SELECT count(*) FROM relmeta.relationship_name WHERE chosen) AS names;

GRANT SELECT ON said TO PUBLIC;

-- All privileges on a table are not sufficient.
SET ROLE regress_other;
CREATE TABLE own (id integer PRIMARY KEY, account_id integer);
\pset format unaligned
\pset tuples_only on
SELECT failing($$SELECT relmeta.declare_bridge('seat')$$);
SELECT failing($$SELECT relmeta.reject_bridge('seat')$$);
SELECT failing($$SELECT relmeta.declare_relationship('seats', '{account_id}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.declare_relationship('all_seats', '{account_id}', 'account', '{id}')$$);
SELECT failing($$SELECT relmeta.rename_relationship('account', 'seats', 'places')$$);
SELECT failing($$SELECT relmeta.forget('account')$$);
SELECT failing($$SELECT relmeta.forget('account', 'seats')$$);
SELECT failing($$INSERT INTO relmeta.declared_bridge VALUES ('seat', 'declared')$$);
SELECT failing($$DELETE FROM relmeta.declared_relationship$$);
SELECT failing($$UPDATE relmeta.relationship_name SET name = 'places'$$);
SELECT failing($$SELECT relmeta.refresh()$$);
\pset format aligned
\pset tuples_only off
TABLE said;

-- The owner of a table can declare a relationship with the privilege that a foreign key to the other table would require.
SET ROLE regress_owner;
REVOKE REFERENCES ON account FROM regress_other;
SET ROLE regress_other;
SELECT relmeta.declare_relationship('own', '{account_id}', 'account', '{id}');
SET ROLE regress_owner;
GRANT REFERENCES ON account TO regress_other;
SET ROLE regress_other;
SELECT relmeta.declare_relationship('own', '{account_id}', 'account', '{id}');
SELECT source, name, kind, target FROM relmeta.relationships WHERE source = 'own'::regclass OR target = 'own'::regclass;
DROP TABLE own;

-- Members of the owning role have the owner's rights, and other roles can read.
SET ROLE regress_member;
SELECT relmeta.declare_bridge('seat');
SELECT relmeta.declare_relationship('seats', '{account_id}', 'account', '{id}');
SELECT relmeta.rename_relationship('account', 'seats', 'places');
SET ROLE regress_other;
TABLE said;
SELECT source, name, kind, target, via FROM relmeta.relationships WHERE source = 'account'::regclass;
SELECT bridge, grade FROM relmeta.bridges;
SELECT relmeta.explain('account', 'places');
SELECT * FROM relmeta.check();

-- When the owner of a table changes, its declarations belong to the new owner.
RESET ROLE;
ALTER TABLE seat OWNER TO regress_other;
SET ROLE regress_owner;
\pset format unaligned
\pset tuples_only on
SELECT failing($$SELECT relmeta.forget('seat')$$);
\pset format aligned
\pset tuples_only off
SET ROLE regress_other;
SELECT relmeta.forget('seat');
TABLE said;

RESET ROLE;
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
DROP ROLE regress_owner, regress_other, regress_member;
SELECT * FROM relmeta.check();
