-- A bridge creates a relationship for each pair of its ends, with a kind proved by constraints.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA bridges;
SET search_path = bridges;
CREATE VIEW through AS
    SELECT bridge, source, name, kind, target, pair_unique, required, enforced
    FROM relmeta.relationship WHERE origin = 'bridge' ORDER BY bridge::oid, source::oid, name;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);

-- A typical bridge is many_to_many, and its foreign keys keep their own relationships.
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
SELECT source, name, kind, target, via, condition, required FROM relmeta.relationships ORDER BY source::oid, name;
SELECT * FROM relmeta.bridges;
SELECT relmeta.explain('user', 'accounts');
SELECT relmeta.explain_bridge('account_user');

-- The changes suggested by explain change the kind.
BEGIN;
CREATE UNIQUE INDEX ON account_user (user_id);
SELECT relmeta.declare_bridge('account_user');
SELECT source, name, kind, target FROM through;
ROLLBACK;

-- A unique end makes the other direction to-one. Such a table is a bridge only if it is declared.
CREATE TABLE membership (user_id integer PRIMARY KEY REFERENCES "user", account_id integer NOT NULL REFERENCES account);
SELECT relmeta.explain_bridge('membership');
SELECT relmeta.declare_bridge('membership');
CREATE TABLE marriage (a_id integer UNIQUE REFERENCES account, b_id integer UNIQUE REFERENCES "user");
SELECT relmeta.declare_bridge('marriage');
SELECT * FROM through WHERE bridge IN ('membership'::regclass, 'marriage'::regclass);
SELECT relmeta.explain('user', 'account');
SELECT relmeta.explain('account', 'users_via_membership');
SELECT relmeta.explain('account', 'user');

-- pair_unique: a unique index within the two ends proves that a pair occurs at most once.
CREATE TABLE once (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", UNIQUE (user_id, account_id));
CREATE TABLE often (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user");
CREATE TABLE dated (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", day date, PRIMARY KEY (account_id, user_id, day));
SELECT relmeta.declare_bridge('dated');
CREATE TABLE present (account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", deleted_at date);
CREATE UNIQUE INDEX present_idx ON present (account_id, user_id) WHERE deleted_at IS NULL;
SELECT bridge, grade, payload, pair_unique FROM relmeta.bridge
WHERE bridge IN ('once'::regclass, 'often'::regclass, 'dated'::regclass, 'present'::regclass) ORDER BY bridge::oid;
SELECT bridge, name, pair_unique FROM through WHERE bridge IN ('once'::regclass, 'often'::regclass, 'dated'::regclass, 'present'::regclass) AND source = 'account'::regclass;
SELECT relmeta.explain('account', 'users_via_often');
SELECT relmeta.explain_bridge('present');

-- The relationship is enforced if both keys are.
ALTER TABLE often DROP CONSTRAINT often_user_id_fkey, ADD CONSTRAINT often_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user" NOT VALID;
SELECT bridge, name, enforced FROM through WHERE bridge = 'often'::regclass;
SELECT relmeta.explain('account', 'users_via_often');
ALTER TABLE often VALIDATE CONSTRAINT often_user_id_fkey;
SELECT bridge, name, enforced FROM through WHERE bridge = 'often'::regclass;

-- Three or four ends: each pair is linked. With three ends, a pair can occur more than once.
CREATE TABLE supplier (id integer PRIMARY KEY);
CREATE TABLE part (id integer PRIMARY KEY);
CREATE TABLE project (id integer PRIMARY KEY);
CREATE TABLE depot (id integer PRIMARY KEY);
CREATE TABLE delivery (
    supplier_id integer REFERENCES supplier, part_id integer REFERENCES part, project_id integer REFERENCES project,
    PRIMARY KEY (supplier_id, part_id, project_id));
SELECT * FROM through WHERE bridge = 'delivery'::regclass;
SELECT relmeta.explain_bridge('delivery');
CREATE TABLE stock (
    supplier_id integer REFERENCES supplier, part_id integer REFERENCES part, project_id integer REFERENCES project, depot_id integer REFERENCES depot,
    PRIMARY KEY (supplier_id, part_id, project_id, depot_id));
SELECT count(*), count(DISTINCT (source, target)), bool_or(pair_unique) FROM through WHERE bridge = 'stock'::regclass;

-- Both ends refer to the same table: a link in each direction.
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE via = 'follow'::regclass;
SELECT relmeta.explain('user', 'followers');

-- Composite keys as ends, which can share a column.
CREATE TABLE tenant (id integer PRIMARY KEY);
CREATE TABLE member (tenant_id integer REFERENCES tenant, id integer, PRIMARY KEY (tenant_id, id));
CREATE TABLE club (tenant_id integer REFERENCES tenant, id integer, PRIMARY KEY (tenant_id, id));
CREATE TABLE club_member (
    tenant_id integer REFERENCES tenant, club_id integer, member_id integer,
    PRIMARY KEY (tenant_id, club_id, member_id),
    FOREIGN KEY (tenant_id, club_id) REFERENCES club, FOREIGN KEY (tenant_id, member_id) REFERENCES member);
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE via = 'club_member'::regclass;
SELECT relmeta.explain_bridge('club_member');

-- A bridge between schemas, and a partitioned bridge, whose partitions are not bridges.
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.group (id integer PRIMARY KEY);
CREATE TABLE elsewhere.group_user (group_id integer REFERENCES elsewhere.group, user_id integer REFERENCES "user", PRIMARY KEY (group_id, user_id)) PARTITION BY HASH (group_id);
CREATE TABLE elsewhere.group_user_0 PARTITION OF elsewhere.group_user FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE elsewhere.group_user_1 PARTITION OF elsewhere.group_user FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT source, name, kind, target, via FROM relmeta.relationships WHERE via::text LIKE 'elsewhere.%' ORDER BY source::oid;

-- DDL: dropping an end removes the bridge, and a unique index changes its kind.
CREATE UNIQUE INDEX one_account ON once (user_id);
SELECT bridge, source, name, kind, target FROM through WHERE bridge = 'once'::regclass;
SELECT relmeta.explain_bridge('once');
DROP INDEX one_account;
SELECT bridge, source, name, kind, target FROM through WHERE bridge = 'once'::regclass;
ALTER TABLE once RENAME TO membership_once;
ALTER TABLE membership_once RENAME COLUMN user_id TO person_id;
SELECT bridge, source, name, kind, target FROM through WHERE bridge = 'membership_once'::regclass;
ALTER TABLE membership_once DROP COLUMN person_id;
SELECT bridge, source, name, kind, target FROM through WHERE bridge = 'membership_once'::regclass;
DROP TABLE account_user;
SELECT count(*) FROM through WHERE source = 'account'::regclass AND name = 'users';

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA bridges, elsewhere CASCADE;
SELECT * FROM relmeta.check();
