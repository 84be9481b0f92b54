-- How other programs see a database, by the rules in core/consumers/rules.cpp.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA consumers;
SET search_path = consumers;
CREATE VIEW every_verdict AS
    SELECT v.* FROM relmeta.consumers() WITH ORDINALITY AS v JOIN pg_class AS c ON c.oid = source AND relnamespace = 'consumers'::regnamespace;
CREATE VIEW verdicts AS
    SELECT consumer, source, relationship, verdict, reason, fix FROM every_verdict WHERE verdict <> 'renamed' ORDER BY ordinality;
\pset format unaligned
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE NOT NULL);

-- A bridge with its own key, and one whose key is its ends, which SQLAlchemy treats as a secondary table.
CREATE TABLE account_user (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user",
    UNIQUE (account_id, user_id));
CREATE INDEX ON account_user (user_id);
SELECT consumer, source, relationship, verdict, reason FROM verdicts;
ALTER TABLE account_user DROP COLUMN id, ADD PRIMARY KEY (account_id, user_id);
SELECT consumer, source, relationship, verdict, reason FROM verdicts;
DROP TABLE account_user;

-- The table that Prisma treats as an implicit many-to-many relation.
CREATE TABLE "_AccountToUser" ("A" integer NOT NULL REFERENCES account, "B" integer NOT NULL REFERENCES "user", UNIQUE ("A", "B"));
CREATE INDEX ON "_AccountToUser" ("B");
SELECT source, relationship, verdict, reason FROM verdicts WHERE consumer = 'prisma';
DROP TABLE "_AccountToUser";

-- One-to-one: by a constraint, by an index, by a partial index that contains all or some of the keys, by an expression.
CREATE TABLE badge (id integer PRIMARY KEY, user_id integer REFERENCES "user", number integer);
CREATE INDEX ON badge (user_id);
CREATE UNIQUE INDEX one ON badge (user_id) WHERE user_id IS NOT NULL;
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
DROP INDEX one;
CREATE UNIQUE INDEX one ON badge (user_id) WHERE number > 0;
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
DROP INDEX one;
CREATE UNIQUE INDEX one ON badge ((number + 1));
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
DROP INDEX one;
ALTER TABLE badge ADD UNIQUE (user_id) DEFERRABLE;
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
DROP TABLE badge;

-- Constraint columns in another order than those of the key.
CREATE TABLE seat (id integer, number integer, PRIMARY KEY (id, number));
CREATE TABLE booking (id integer PRIMARY KEY, seat_id integer, number integer, FOREIGN KEY (seat_id, number) REFERENCES seat, UNIQUE (number, seat_id));
SELECT consumer, source, relationship, verdict, reason FROM verdicts;
DROP TABLE booking, seat;

-- Without an index; two foreign keys to one table; a table that refers to itself.
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user", editor_id integer REFERENCES "user", parent_id integer REFERENCES post);
SELECT consumer, source, relationship, verdict, reason FROM verdicts;
DROP TABLE post;

-- Unintended links, and names that are columns.
CREATE TABLE invoice (id integer PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", account text);
CREATE INDEX ON invoice (account_id, user_id);
SELECT relmeta.reject_bridge('invoice');
ALTER TABLE invoice ADD COLUMN "user" text;
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
DROP TABLE invoice;

-- Without a primary key, and without a foreign key.
CREATE TABLE log (user_id integer REFERENCES "user", level integer NOT NULL UNIQUE);
CREATE INDEX ON log (user_id);
CREATE VIEW active_user AS SELECT id, email FROM "user";
SELECT relmeta.declare_relationship('active_user', '{id}', 'account', '{id}', 'many_to_one', 'owner', 'actives');
SELECT consumer, source, relationship, verdict, reason, fix FROM verdicts;
SELECT relmeta.forget('active_user');
DROP VIEW active_user;
DROP TABLE log;

-- If no tag can express it, a function on the table can: a bridge with three ends, repeated pairs, and a condition.
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE INDEX ON account_user (user_id);
CREATE TABLE zone (id integer PRIMARY KEY);
CREATE TABLE area (account_id integer REFERENCES account, user_id integer REFERENCES "user", zone_id integer REFERENCES zone,
    PRIMARY KEY (account_id, user_id, zone_id));
CREATE INDEX ON area (user_id, zone_id);
CREATE INDEX ON area (zone_id, account_id);
CREATE TABLE note (id integer PRIMARY KEY, about text, about_id integer);
SELECT relmeta.declare_relationship('note', '{about_id}', 'account', '{id}', 'many_to_one', 'account', 'notes', $$about = 'account'$$);
SELECT consumer, source, relationship, verdict, reason FROM verdicts WHERE relationship IN ('account', 'notes');
CREATE VIEW functions AS
    SELECT consumer, source, relationship, verdict, reason, fix FROM every_verdict WHERE consumer LIKE 'postgraphile%' AND fix LIKE 'CREATE FUNCTION %'
    ORDER BY ordinality;
SELECT * FROM functions WHERE consumer = 'postgraphile';
SELECT fix FROM functions WHERE consumer = 'postgraphile' \gexec
SELECT * FROM functions;
-- No function if a table has its name, or if the name is too long.
DROP FUNCTION zone_users;
CREATE TABLE zone_users (id integer);
SELECT consumer, source, relationship, verdict, reason, fix FROM every_verdict WHERE consumer = 'postgraphile' AND source = 'zone'::regclass ORDER BY ordinality;
ALTER TABLE zone RENAME TO zone_of_a_name_that_leaves_none_for_relationships_of_it_to_have;
SELECT relationship, verdict, reason, fix FROM every_verdict WHERE consumer = 'postgraphile'
    AND source = 'zone_of_a_name_that_leaves_none_for_relationships_of_it_to_have'::regclass ORDER BY ordinality;
DROP VIEW functions;
DROP TABLE area, account_user, note, zone_of_a_name_that_leaves_none_for_relationships_of_it_to_have, zone_users CASCADE;

-- Partitions with foreign keys of their own, and a table whose type has the name of another table's conditions.
CREATE TABLE payment (id integer, at date, user_id integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE payment_1 PARTITION OF payment (FOREIGN KEY (user_id) REFERENCES "user") FOR VALUES FROM ('2000-01-01') TO ('2001-01-01');
CREATE TABLE account_condition (id integer PRIMARY KEY, account_id integer UNIQUE REFERENCES account);
SELECT consumer, source, relationship, verdict, reason FROM verdicts WHERE consumer IN ('postgraphile', 'django');
DROP TABLE payment, account_condition;

-- Prisma's implicit relation, whose tables must be in order and which needs an index; and an index with INCLUDE columns.
CREATE TABLE "_UserToAccount" ("A" integer NOT NULL REFERENCES "user", "B" integer NOT NULL REFERENCES account, PRIMARY KEY ("A", "B"));
CREATE INDEX ON "_UserToAccount" ("B");
CREATE TABLE "_AccountToUser" ("A" integer NOT NULL REFERENCES account, "B" integer NOT NULL REFERENCES "user", PRIMARY KEY ("A", "B"));
CREATE TABLE badge (id integer PRIMARY KEY, user_id integer REFERENCES "user");
CREATE UNIQUE INDEX ON badge (user_id) INCLUDE (id);
SELECT source, relationship, verdict, reason, fix FROM verdicts WHERE consumer = 'prisma';
SELECT consumer, source, relationship, verdict FROM verdicts WHERE consumer IN ('hasura', 'pg_graphql') AND relationship = 'badge';
DROP TABLE "_UserToAccount", "_AccountToUser", badge;

-- Labels that are not valid names in GraphQL: of a column, a domain and an array.
CREATE TYPE rating AS ENUM ('G', 'PG-13');
CREATE DOMAIN rated AS rating;
CREATE TABLE film (id integer PRIMARY KEY, rating rating, "user" integer REFERENCES "user", old rated, others rating[]);
COMMENT ON COLUMN film.old IS 'what it was';
SELECT source, relationship, verdict, reason, fix FROM verdicts WHERE consumer = 'postgraphile' AND verdict = 'missing' AND relationship IS NULL;
SELECT fix FROM verdicts WHERE consumer = 'postgraphile' AND relationship IS NULL \gexec
SELECT count(*) FROM verdicts WHERE consumer = 'postgraphile' AND relationship IS NULL;
DROP TABLE film;
DROP DOMAIN rated;
DROP TYPE rating;

-- All names.
CREATE TABLE task (id integer PRIMARY KEY, "ownerId" integer REFERENCES "user", account_id integer REFERENCES account);
CREATE INDEX ON task ("ownerId");
CREATE INDEX ON task (account_id);
SELECT relmeta.reject_bridge('task');
SELECT consumer, source, relationship, reason FROM every_verdict WHERE verdict = 'renamed' ORDER BY ordinality;

-- Every fix runs, and fixes the problem.
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user", editor_id integer REFERENCES "user", account_id integer REFERENCES account);
CREATE TABLE locker (user_id integer PRIMARY KEY REFERENCES "user", account_id integer NOT NULL REFERENCES account);
SELECT relmeta.declare_bridge('locker');
CREATE TABLE badge (id integer PRIMARY KEY, user_id integer REFERENCES "user");
CREATE UNIQUE INDEX ON badge (user_id);
CREATE TABLE visit (id integer PRIMARY KEY, who integer);
SELECT relmeta.declare_relationship('visit', '{who}', 'user', '{id}', 'many_to_one', 'visitor', 'visits');
COMMENT ON CONSTRAINT post_author_id_fkey ON post IS 'Who wrote it.';
DO $$
DECLARE
    program text;
    statement text;
BEGIN
    FOREACH program IN ARRAY '{postgraphile,postgraphile4,postgrest,pg_graphql,prisma,sqlalchemy,django}'::text[] LOOP
        FOR i IN 1..100 LOOP
            SELECT fix INTO statement FROM every_verdict WHERE consumer = program AND fix IS NOT NULL ORDER BY ordinality LIMIT 1;
            EXIT WHEN statement IS NULL;
            EXECUTE statement;
        END LOOP;
    END LOOP;
END $$;
SELECT * FROM every_verdict WHERE consumer IN ('postgrest', 'pg_graphql', 'postgraphile') OR fix IS NOT NULL AND consumer <> 'hasura';
SELECT obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conrelid = 'post'::regclass AND conname = 'post_author_id_fkey';
INSERT INTO "user" VALUES (1, 'a'), (2, 'b');
INSERT INTO post VALUES (1, 2, 1);
SELECT u.id, p.id, p.author_id FROM "user" AS u, posts_as_author(u) AS p;

SELECT DISTINCT consumer FROM relmeta.consumers('prisma');
SELECT * FROM relmeta.consumers('mongo');
SELECT * FROM relmeta.check();

DROP SCHEMA consumers CASCADE;
