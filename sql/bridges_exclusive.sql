-- One mandatory end and several others, exactly one of which is set in each row: a CHECK constraint in any form proves this, and then the
-- mandatory end is linked with each of the others, but these are not linked with each other.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA exclusive;
SET search_path = exclusive;
CREATE TABLE message (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE team (id integer PRIMARY KEY);
CREATE TABLE recipient (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id integer NOT NULL REFERENCES message, user_id integer REFERENCES "user", team_id integer REFERENCES team);
CREATE VIEW links AS SELECT source, name, kind, target, via, required FROM relmeta.relationships WHERE via IS NOT NULL;
SELECT * FROM relmeta.explain_bridge('recipient');

-- The catalog follows changes of the constraint.
ALTER TABLE recipient ADD CONSTRAINT one_of_both CHECK (num_nonnulls(user_id, team_id) = 1) NOT VALID;
SELECT count(*) FROM links;
ALTER TABLE recipient VALIDATE CONSTRAINT one_of_both;
SELECT * FROM relmeta.explain_bridge('recipient');
SELECT * FROM links;
SELECT ends FROM relmeta.bridge;
SELECT * FROM relmeta.explain('message', 'teams');
SELECT rule, object FROM relmeta.lint('{recipient}') ORDER BY 1, 2;
ALTER TABLE recipient RENAME CONSTRAINT one_of_both TO just_one;
SELECT reason FROM relmeta.bridges;
SELECT * FROM relmeta.check();

-- link inserts rows that satisfy the constraint.
INSERT INTO message VALUES (1), (2);
INSERT INTO "user" VALUES (10);
INSERT INTO team VALUES (20);
SELECT relmeta.link('message', 'users', '1', '10'), relmeta.link('message', 'users', '1', '10'), relmeta.link('team', 'messages', '20', '1');
SELECT message_id, user_id, team_id FROM recipient ORDER BY id;
SELECT * FROM relmeta.nested('message', '{ id users { id } teams { id } }');
SELECT relmeta.unlink('user', 'messages', '10', '1'), relmeta.unlink('message', 'users', '1', '10');
SELECT message_id, user_id, team_id FROM recipient ORDER BY id;
SELECT jsonb_path_query_array(relmeta.export('json')::jsonb, '$.bridges[*].ends[*].exclusive');

-- With keys over the pairs, a pair is unique. Then the table can have attributes, and others can refer to it.
ALTER TABLE recipient ADD seen_at date;
SELECT count(*) FROM links;
ALTER TABLE recipient ADD UNIQUE (message_id, user_id);
CREATE UNIQUE INDEX ON recipient (message_id, team_id) WHERE user_id IS NULL;
SELECT reason, pair_unique FROM relmeta.bridges;
DROP INDEX recipient_message_id_team_id_idx;
CREATE UNIQUE INDEX ON recipient (message_id, team_id) WHERE team_id IS NOT NULL;
SELECT reason, pair_unique FROM relmeta.bridges;
CREATE TABLE receipt (recipient_id integer REFERENCES recipient);
SELECT count(*) FROM links;
DROP TABLE receipt;
ALTER TABLE recipient DROP CONSTRAINT just_one;
SELECT * FROM relmeta.explain_bridge('recipient');
ALTER TABLE recipient DROP seen_at, DROP CONSTRAINT recipient_message_id_user_id_key;
DROP INDEX recipient_message_id_team_id_idx;
SELECT * FROM relmeta.check();

-- Every form of the constraint, and constraints that do not prove it.
CREATE FUNCTION counted(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.num_nonnulls($1, $2)';
CREATE FUNCTION recognised(condition text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE exclusive.recipient ADD CONSTRAINT form CHECK (%s)', condition);
    RETURN EXISTS (SELECT FROM relmeta.bridge WHERE bridge = 'exclusive.recipient'::regclass);
END $$;
CREATE FUNCTION try(condition text) RETURNS TABLE (form text, exclusive boolean) LANGUAGE plpgsql AS $$
BEGIN
    form := condition;
    exclusive := exclusive.recognised(condition);
    ALTER TABLE exclusive.recipient DROP CONSTRAINT form;
    RETURN NEXT;
END $$;
DELETE FROM recipient;
ALTER TABLE recipient ADD kind text;
ALTER TABLE recipient ALTER kind SET DEFAULT 'x', ALTER kind SET NOT NULL, ADD UNIQUE (message_id, user_id), ADD UNIQUE (message_id, team_id);
SELECT t.* FROM unnest(ARRAY[
    '1 = num_nonnulls(team_id, user_id)',
    'num_nulls(user_id, team_id) = 1',
    'num_nonnulls(message_id, user_id, team_id) = 2',
    '(user_id IS NULL) <> (team_id IS NULL)',
    '(user_id IS NULL) = (team_id IS NOT NULL)',
    '(user_id IS NULL) IS DISTINCT FROM (team_id IS NULL)',
    '(user_id IS NOT NULL)::integer + (team_id IS NOT NULL)::int = 1',
    'CASE WHEN user_id IS NULL THEN 0 ELSE 1 END + CASE WHEN team_id IS NULL THEN 0 ELSE 1 END = 1',
    'user_id IS NOT NULL AND team_id IS NULL OR user_id IS NULL AND team_id IS NOT NULL',
    '(user_id IS NULL OR team_id IS NULL) AND NOT (user_id IS NULL AND team_id IS NULL)',
    'CASE kind WHEN ''u'' THEN user_id IS NOT NULL AND team_id IS NULL WHEN ''t'' THEN team_id IS NOT NULL AND user_id IS NULL ELSE false END',
    'kind = ''u'' AND user_id IS NOT NULL AND team_id IS NULL OR kind = ''t'' AND user_id IS NULL AND team_id IS NOT NULL',
    'num_nonnulls(user_id, team_id) = 1 AND message_id > 0',
    'message_id > 0 AND CASE WHEN kind = ''u'' THEN user_id IS NOT NULL AND team_id IS NULL ELSE user_id IS NULL AND team_id IS NOT NULL END',
    'num_nonnulls(user_id, team_id) <= 1',
    'num_nonnulls(user_id, team_id) >= 1',
    'num_nonnulls(user_id, kind) = 1',
    'num_nonnulls(user_id, team_id) = 1 OR message_id = 0',
    'num_nonnulls(VARIADIC ARRAY[user_id, team_id]) = 1',
    'user_id IS NOT NULL AND team_id IS NULL',
    'CASE kind WHEN ''u'' THEN user_id IS NOT NULL AND team_id IS NULL WHEN ''t'' THEN team_id IS NOT NULL AND user_id IS NULL END',
    'coalesce(user_id, team_id) IS NOT NULL',
    'exclusive.counted(user_id, team_id) = 1',
    'user_id <> team_id',
    'true']) AS c (condition), try(condition) AS t;
SELECT * FROM relmeta.check();

-- Two constraints that prove it only together do not count, nor does a constraint on columns that are not ends.
ALTER TABLE recipient ADD CHECK (user_id IS NULL OR team_id IS NULL), ADD CHECK (user_id IS NOT NULL OR team_id IS NOT NULL);
SELECT count(*) FROM links;
SELECT * FROM relmeta.check();

-- User-defined functions are never run and prove nothing: here an operator with a familiar name.
CREATE FUNCTION never(integer, integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RAISE 'ran'; END $$;
CREATE OPERATOR = (LEFTARG = integer, RIGHTARG = integer, FUNCTION = never);
SET search_path = exclusive, pg_catalog;
ALTER TABLE recipient ADD CONSTRAINT theirs CHECK (num_nonnulls(user_id, team_id) = 1);
SET search_path = exclusive;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'theirs';
SELECT count(*) FROM links;
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA exclusive CASCADE;
SELECT * FROM relmeta.check();
