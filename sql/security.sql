-- Privileges, and the rule that relmeta never runs code of other roles with the caller's privileges.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE security_owner;
CREATE ROLE security_other;
CREATE ROLE security_heir;
CREATE SCHEMA security AUTHORIZATION security_owner;
GRANT USAGE ON SCHEMA security TO security_other;
CREATE SCHEMA security_own AUTHORIZATION security_other;
RESET client_min_messages;
SET search_path = security;

-- No function is SECURITY DEFINER, every object has a comment, and no function depends on search_path.
CREATE VIEW security.member AS
    SELECT classid, objid FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'relmeta') AND deptype = 'e';
SELECT count(*) > 20 AS functions, count(*) FILTER (WHERE p.prosecdef) AS security_definer
FROM security.member AS m JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid;
SELECT pg_describe_object(classid, objid, 0) AS without_comment FROM security.member
WHERE obj_description(objid, classid::regclass::name) IS NULL
  AND NOT (classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type AS t WHERE t.oid = objid AND (t.typrelid <> 0 OR t.typelem <> 0)))
ORDER BY 1;
SELECT a.attrelid::regclass AS relation, a.attname AS column_without_comment
FROM security.member AS m JOIN pg_class AS c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind IN ('r', 'm', 'v')
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE col_description(c.oid, a.attnum) IS NULL ORDER BY c.relname, a.attnum;
SELECT t.tgrelid::regclass AS relation, t.tgname AS trigger_without_comment
FROM security.member AS m JOIN pg_trigger AS t ON m.classid = 'pg_class'::regclass AND t.tgrelid = m.objid
WHERE NOT t.tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NULL ORDER BY 1, 2;

-- Derived tables cannot be written.
INSERT INTO relmeta.relationship (source, name) VALUES ('pg_class', 'x');
UPDATE relmeta.relationship SET name = 'x';
DELETE FROM relmeta.bridge;
DELETE FROM relmeta.stale;
TRUNCATE relmeta.relationship;

-- Declaration tables can be written only by functions, as the owner of the table.
SET ROLE security_owner;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.rename_relationship('account', 'users', 'people');
CREATE TABLE seat (account_id integer REFERENCES account, user_id integer REFERENCES "user", a int, b int, c int, d int, e int);
CREATE VIEW grown AS SELECT id AS account FROM account;
SELECT relmeta.declare_relationship('grown', '{account}', 'account', '{id}', name => 'origin');
INSERT INTO relmeta.declared_bridge VALUES ('seat', 'declared');
DELETE FROM relmeta.relationship_name;
UPDATE relmeta.declared_relationship SET name = 'x';
INSERT INTO relmeta.word VALUES ('audit', 'x');
INSERT INTO relmeta.relationship (source, name) VALUES ('pg_class', 'x');
SELECT relmeta.refresh();
\set VERBOSITY sqlstate
REFRESH MATERIALIZED VIEW relmeta.relationship;
\set VERBOSITY default
SET relmeta.fault = 1;

SET ROLE security_other;
SELECT relmeta.declare_bridge('security.seat');
SELECT relmeta.reject_bridge('security.account_user');
SELECT relmeta.declare_relationship('security.grown', '{account}', 'security.user', '{id}');
SELECT relmeta.rename_relationship('security.account', 'people', 'x');
SELECT relmeta.forget('security.account', 'people');
SELECT relmeta.forget('security.account_user');
SELECT relmeta.drop_bridge('security.account_user');
SELECT relmeta.add_bridge('security.account', 'security.user', bridge => 'mine');
SELECT relmeta.add_reference('security.seat', 'security.user', role => 'x');
SELECT source, name FROM relmeta.relationships WHERE source = 'security.account'::regclass ORDER BY 2;

-- A declaration belongs to the current owner of the table.
RESET ROLE;
GRANT ALL ON SCHEMA security TO security_heir;
ALTER TABLE account OWNER TO security_heir;
SET ROLE security_owner;
SELECT relmeta.rename_relationship('account', 'people', 'x');
SET ROLE security_heir;
SELECT relmeta.rename_relationship('security.account', 'people', 'persons');
SELECT relmeta.forget('security.account', 'persons');
RESET ROLE;
REASSIGN OWNED BY security_owner TO security_heir;
SET ROLE security_heir;
SELECT relmeta.reject_bridge('security.account_user');
SELECT relmeta.forget('security.account_user');
RESET ROLE;
SELECT * FROM relmeta.check();

-- A hostile search_path, set for a role that then calls relmeta.
SET ROLE security_other;
SELECT format($f$CREATE FUNCTION security_own.trap(a %1$s, b %1$s) RETURNS boolean LANGUAGE plpgsql AS
    'BEGIN RAISE WARNING ''trapped: a function of security_other runs as %%'', current_user; RETURN true; END';
    CREATE OPERATOR security_own.= (FUNCTION = security_own.trap, LEFTARG = %1$s, RIGHTARG = %1$s)$f$, type)
FROM unnest('{pg_catalog.text,pg_catalog.name,pg_catalog.oid,pg_catalog.regclass,integer}'::text[]) AS type \gexec
CREATE FUNCTION security_own.trap_text(text, text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN RAISE WARNING 'trapped: a function of security_other runs as %', current_user; RETURN ''; END $$;
CREATE OPERATOR security_own.|| (FUNCTION = security_own.trap_text, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION security_own.btrim(text, text) RETURNS text LANGUAGE sql AS $$SELECT security_own.trap_text($1, $2)$$;
CREATE FUNCTION security_own.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS $$SELECT security_own.trap_text($1, '')$$;
CREATE FUNCTION security_own.count() RETURNS bigint LANGUAGE sql AS $$SELECT length(security_own.trap_text('', ''))::bigint$$;
CREATE FUNCTION security_own.version() RETURNS text LANGUAGE sql AS $$SELECT security_own.trap_text('', '')$$;
CREATE DOMAIN security_own.regclass AS text;
CREATE DOMAIN security_own.name AS text;
CREATE TABLE security_own.relationship (source pg_catalog.text, name pg_catalog.text, kind pg_catalog.text, target pg_catalog.text);
CREATE TABLE security_own.bridge (bridge pg_catalog.text);
RESET ROLE;
SET search_path = security_own, security, pg_catalog;
SELECT 'the trap'::pg_catalog.text = 'works';
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.relationships;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.bridges;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.status();
SELECT relmeta.condition('security.account', '{id}', 'security.user', '{id}');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.explain('account', 'account_users');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.path('account', 'user');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.lint();
SELECT pg_catalog.length(relmeta.export('json')) OPERATOR(pg_catalog.>) 0 AS read;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS read FROM relmeta.explain_bridge('account_user');
SELECT relmeta.add_bridge('account', 'user', bridge => 'trapped');
SELECT relmeta.drop_bridge('trapped');
SELECT relmeta.add_reference('seat', 'account', role => 'trapped');
SELECT relmeta.declare_relationship('seat', '{a}', 'user', '{id}', name => 'trapped_too');
SELECT relmeta.refresh();
SELECT pg_catalog.count(*) FROM relmeta.check();
SET search_path = security;

-- Index expressions and predicates that call user-defined functions are read, but never run.
SET ROLE security_other;
SET search_path = security_own;
CREATE FUNCTION security_own.innocent(integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'security_other' THEN RAISE WARNING 'trapped: a function of security_other runs as %', current_user; END IF;
    RETURN $1 IS NOT NULL;
END $$;
CREATE TABLE security_own.parent (id integer PRIMARY KEY);
CREATE TABLE security_own.child (parent_id integer REFERENCES security_own.parent);
CREATE UNIQUE INDEX child_sometimes ON security_own.child (parent_id) WHERE security_own.innocent(1) AND parent_id IS NOT NULL;
CREATE UNIQUE INDEX child_folded ON security_own.child (parent_id) WHERE security_own.innocent(parent_id);
CREATE UNIQUE INDEX child_expression ON security_own.child ((security_own.innocent(1)::integer + parent_id));
RESET ROLE;
SELECT relmeta.refresh();
ALTER TABLE security_own.child ADD COLUMN more integer;

-- Nothing else is evaluated either, because it could block everyone who reads the catalog. Evaluating this predicate would fail.
CREATE TABLE security_own.costly (parent_id integer REFERENCES security_own.parent, never boolean DEFAULT (1 / 0 = 0));
CREATE UNIQUE INDEX costly_idx ON security_own.costly (parent_id) WHERE never;
UPDATE pg_index SET indpred = (SELECT adbin FROM pg_attrdef WHERE adrelid = 'security_own.costly'::regclass)
WHERE indexrelid = 'security_own.costly_idx'::regclass;
SELECT relmeta.refresh();
ALTER TABLE security_own.costly ADD COLUMN more integer;
DROP TABLE security_own.costly;
SELECT source, name, kind FROM relmeta.relationships WHERE source = 'security_own.child'::regclass;
SELECT * FROM relmeta.check();

-- Hostile names.
SET ROLE security_other;
CREATE TABLE security_own."it's %s a \ ""quoted"" $$ thing; --" (id integer PRIMARY KEY);
CREATE TABLE security_own.äöüßéèêàçñøåæœ_äöüßéèêàçñøåæœ (id integer PRIMARY KEY);
CREATE TABLE security_own."two
lines" ("column
of 'two'" integer REFERENCES security_own."it's %s a \ ""quoted"" $$ thing; --", "%n%s" integer REFERENCES security_own.äöüßéèêàçñøåæœ_äöüßéèêàçñøåæœ);
SELECT relmeta.add_bridge('security_own."it''s %s a \ ""quoted"" $$ thing; --"', 'security_own.äöüßéèêàçñøåæœ_äöüßéèêàçñøåæœ');
SELECT relmeta.declare_bridge('security_own."two
lines"');
SELECT relmeta.rename_relationship('security_own."two
lines"', 'it''s %s a \ "quoted" $$ thing; --', 'a "new'' %s
name\');
\pset format unaligned
SELECT source, name, target, condition FROM relmeta.relationships
WHERE source = 'security_own."two
lines"'::regclass ORDER BY name;
SELECT max(octet_length(name)) <= 63 AS fits, bool_and(name::text = convert_from(convert_to(name::text, 'UTF8'), 'UTF8')) AS whole
FROM relmeta.relationship;
\pset format aligned
SELECT count(*) > 0 AS explained FROM relmeta.explain('security_own."two
lines"', 'a "new'' %s
name\');
DROP TABLE security_own."two
lines";
RESET ROLE;
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
SET search_path = public;
DROP SCHEMA security, security_own CASCADE;
DROP ROLE security_owner, security_other, security_heir;
SELECT * FROM relmeta.check();
SELECT count(*) FROM relmeta.declared_relationship;
