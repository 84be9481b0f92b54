-- Mistakes of other systems that read relationships from a catalog, each as a small schema with the correct result.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA peers;
SET search_path = peers;
CREATE VIEW here AS
    SELECT source, name, kind, target, via, required FROM relmeta.relationships
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'peers'::regnamespace)
    ORDER BY source::oid, name;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE team (id integer, region integer, PRIMARY KEY (id, region));

-- pg_graphql: a unique expression index makes every key of the table one-to-one.
CREATE TABLE contact (id integer PRIMARY KEY, email text, account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE UNIQUE INDEX ON contact (lower(email));
SELECT * FROM here WHERE source = 'contact'::regclass;
DROP TABLE contact;

-- pg_graphql: partitioned tables are missing, and their leaves are shown. Hasura, PostgREST: the key of a partitioned table is counted
-- once for each partition.
CREATE TABLE event (id integer, account_id integer NOT NULL REFERENCES account, PRIMARY KEY (id)) PARTITION BY HASH (id);
CREATE TABLE event_0 PARTITION OF event FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE event_1 PARTITION OF event FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE comment (event_id integer REFERENCES event);
SELECT * FROM here;
DROP TABLE comment, event;

-- Hasura, Drizzle: a partial unique index counts as unique.
CREATE TABLE address (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, is_main boolean NOT NULL);
CREATE UNIQUE INDEX ON address (account_id) WHERE is_main;
SELECT * FROM here;
DROP TABLE address;

-- Liam: UNIQUE (a, b) makes both keys of a bridge one-to-one.
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", UNIQUE (account_id, user_id));
SELECT * FROM here;
DROP TABLE account_user;

-- PostgREST, PostGraphile, tbls: a unique index without a constraint is ignored.
CREATE TABLE profile (account_id integer NOT NULL REFERENCES account);
CREATE UNIQUE INDEX ON profile (account_id);
SELECT * FROM here;
DROP TABLE profile;

-- PostgREST: columns of key and constraint had to be in the same order.
CREATE TABLE captain (region integer, id integer, team_id integer, UNIQUE (team_id, region), FOREIGN KEY (region, team_id) REFERENCES team (region, id));
SELECT * FROM here;
DROP TABLE captain;

-- tbls, pg_graphql: one NOT NULL column makes a composite key required.
CREATE TABLE fan (team_id integer, region integer NOT NULL, FOREIGN KEY (team_id, region) REFERENCES team);
SELECT * FROM here WHERE source = 'fan'::regclass;
DROP TABLE fan;

-- pg_graphql: of two relationships with the same name, one silently disappears. PostGraphile: a naming conflict breaks the whole schema.
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user", author_uuid integer REFERENCES "user", author integer REFERENCES "user");
CREATE SCHEMA peers_blog;
CREATE TABLE peers_blog.post (id integer PRIMARY KEY, author_id integer REFERENCES "user");
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE source = 'user'::regclass OR source = 'post'::regclass ORDER BY source::oid, name;
SELECT count(*) AS links, count(DISTINCT (source, name)) AS names FROM relmeta.relationship WHERE holder IN ('post'::regclass, 'peers_blog.post'::regclass);
DROP TABLE post, peers_blog.post;
DROP SCHEMA peers_blog;

-- PostgREST, pg-many-to-many: every table with several keys adds many-to-many relationships.
CREATE TABLE shipment (
    id integer PRIMARY KEY, sender_id integer NOT NULL REFERENCES account, receiver_id integer NOT NULL REFERENCES account,
    clerk_id integer NOT NULL REFERENCES "user", driver_id integer REFERENCES "user", weight numeric);
SELECT * FROM here;
SELECT count(*) FROM here WHERE via IS NOT NULL;
SELECT relmeta.explain_bridge('shipment');
DROP TABLE shipment;

-- PostgREST: a bridge with a surrogate key is not recognised.
CREATE TABLE account_user (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", UNIQUE (account_id, user_id));
SELECT * FROM here WHERE via IS NOT NULL;

-- SchemaCrawler, PostgREST: a bridge of a table to itself is not recognised, or its two directions have no distinct names.
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
SELECT * FROM here WHERE via = 'follow'::regclass;

-- Hasura: metadata is inconsistent after DDL, or after a foreign key is dropped and added again.
SELECT relmeta.rename_relationship('user', 'followers', 'fans');
SELECT name FROM here WHERE source = 'user'::regclass;
ALTER TABLE follow DROP CONSTRAINT follow_follower_id_fkey;
SELECT name FROM here WHERE source = 'user'::regclass;
ALTER TABLE follow ADD FOREIGN KEY (follower_id) REFERENCES "user";
SELECT name FROM here WHERE source = 'user'::regclass;
ALTER TABLE "user" RENAME TO person;
ALTER TABLE person RENAME COLUMN id TO number;
SELECT source, name, condition FROM relmeta.relationships WHERE source = 'person'::regclass;
SELECT * FROM relmeta.check();
DROP TABLE follow, account_user;

-- Mathesar, Metabase: composite keys are not supported.
CREATE TABLE player (id integer PRIMARY KEY, team_id integer NOT NULL, region integer NOT NULL, FOREIGN KEY (team_id, region) REFERENCES team);
CREATE TABLE sponsorship (account_id integer REFERENCES account, team_id integer, region integer, PRIMARY KEY (account_id, team_id, region), FOREIGN KEY (team_id, region) REFERENCES team);
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE source = 'team'::regclass;
DROP TABLE player, sponsorship;

-- PostgREST, Hasura: the whole catalog is read again after every DDL command. relmeta writes only the rows of the changed table.
DO $$
BEGIN
    FOR i IN 1..100 LOOP
        EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY, next_id integer REFERENCES t%s)', i, greatest(i - 1, 1));
    END LOOP;
END
$$;
CREATE TEMPORARY TABLE before AS SELECT ctid AS place, source, name FROM relmeta.relationship;
ALTER TABLE t50 ALTER next_id SET NOT NULL;
CREATE TABLE t101 (id integer PRIMARY KEY, next_id integer REFERENCES t7);
SELECT count(*) FROM before WHERE source::text LIKE 't%';
SELECT r.source, r.name, r.kind, r.target, r.required FROM relmeta.relationship AS r
WHERE NOT EXISTS (SELECT FROM before WHERE place = r.ctid AND before.source = r.source AND before.name = r.name) ORDER BY r.source::oid, r.name;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA peers CASCADE;
SELECT * FROM relmeta.check();
