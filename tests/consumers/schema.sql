-- A schema with every kind of relationship, and rows that distinguish them.
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE NOT NULL, boss_id integer REFERENCES "user");
CREATE INDEX ON "user" (boss_id);
SELECT relmeta.add_bridge('account', 'user');
-- One-to-one, proved by a primary key, by a constraint, and by an index without a constraint.
CREATE TABLE profile (user_id integer PRIMARY KEY REFERENCES "user", bio text);
CREATE TABLE desk (id integer PRIMARY KEY, user_id integer UNIQUE REFERENCES "user");
CREATE TABLE badge (id integer PRIMARY KEY, user_id integer REFERENCES "user");
CREATE UNIQUE INDEX ON badge (user_id);
-- Two keys to one table, and a bridge to itself.
CREATE TABLE post (id integer PRIMARY KEY, title text, author_id integer NOT NULL REFERENCES "user", editor_id integer REFERENCES "user");
CREATE INDEX ON post (author_id);
CREATE INDEX ON post (editor_id);
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
-- Composite keys: direct, and of a bridge.
CREATE TABLE tenant (id integer PRIMARY KEY, label text);
CREATE TABLE seat (tenant_id integer REFERENCES tenant, number integer, label text, PRIMARY KEY (tenant_id, number));
CREATE TABLE booking (id integer PRIMARY KEY, tenant_id integer REFERENCES tenant, number integer, FOREIGN KEY (tenant_id, number) REFERENCES seat);
CREATE INDEX ON booking (tenant_id, number);
CREATE INDEX ON booking (tenant_id);
SELECT relmeta.add_bridge('seat', 'account');
-- A bridge with three ends next to one with two.
CREATE TABLE grp (id integer PRIMARY KEY, label text);
CREATE TABLE zone (id integer PRIMARY KEY, label text);
SELECT relmeta.add_bridge('grp', 'user');
SELECT relmeta.add_bridge('grp', 'user', '{zone}');
-- A pair that may occur more than once.
CREATE TYPE shade AS ENUM ('light', 'very-dark');
CREATE TABLE tag (id integer PRIMARY KEY, label text UNIQUE, shade shade);
CREATE TABLE post_tag (id integer PRIMARY KEY, post_id integer NOT NULL REFERENCES post, tag_id integer NOT NULL REFERENCES tag,
    added_by integer REFERENCES "user");
CREATE INDEX ON post_tag (post_id);
CREATE INDEX ON post_tag (tag_id);
CREATE INDEX ON post_tag (added_by);
SELECT relmeta.declare_bridge('post_tag', '{post_tag_post_id_fkey,post_tag_tag_id_fkey}');
SELECT relmeta.rename_relationship('tag', 'posts', 'tagged_posts');
-- A to-one bridge.
CREATE TABLE locker (user_id integer PRIMARY KEY REFERENCES "user", grp_id integer NOT NULL REFERENCES grp);
CREATE INDEX ON locker (grp_id);
SELECT relmeta.declare_bridge('locker');
-- Two foreign keys, and not a bridge.
CREATE TABLE invoice (id integer PRIMARY KEY, label text, account_id integer NOT NULL REFERENCES account, tenant_id integer NOT NULL REFERENCES tenant);
CREATE INDEX ON invoice (account_id);
CREATE INDEX ON invoice (tenant_id);
SELECT relmeta.reject_bridge('invoice');
-- Without keys.
CREATE VIEW active_user AS SELECT id, email FROM "user";
CREATE VIEW signed_post AS SELECT id, title, author_id, editor_id FROM post WHERE editor_id IS NOT NULL;
CREATE TABLE visit (id integer PRIMARY KEY, who integer);
SELECT relmeta.declare_relationship('active_user', '{id}', 'user', '{id}', 'one_to_one', 'person', 'activity');
SELECT relmeta.declare_relationship('visit', '{who}', 'user', '{id}', 'many_to_one', 'visitor', 'visits');
-- With a condition.
CREATE TABLE attachment (id integer PRIMARY KEY, subject_type text NOT NULL, subject_id integer NOT NULL);
SELECT relmeta.declare_relationship('attachment', '{subject_id}', 'grp', '{id}', 'many_to_one', 'grp', 'attachments', $$subject_type = 'grp'$$);
-- Names that need quotes, that languages reserve, and that collide with others.
CREATE TABLE "b""c" (id integer PRIMARY KEY, "a b" integer CONSTRAINT "fk.author" REFERENCES "user", "class" integer REFERENCES "user");
CREATE INDEX ON "b""c" ("a b");
CREATE INDEX ON "b""c" ("class");
CREATE TABLE "Odd-Name" ("Id" integer PRIMARY KEY, "Second one" integer CONSTRAINT "it's" REFERENCES "b""c", "größe" integer, "import" integer REFERENCES tag);
CREATE INDEX ON "Odd-Name" ("Second one");
CREATE INDEX ON "Odd-Name" ("import");
CREATE TABLE "Case" (id integer PRIMARY KEY, account_id integer REFERENCES account, account text);
CREATE INDEX ON "Case" (account_id);

-- Comments that have a meaning in the languages of exports.
COMMENT ON TABLE account IS E'say "hi" \'\'\' """ \\ */ </script><b> %%{init: {}}%% | `x` #{y} ${z}\n## 2nd\x01\r\u2028*/';
COMMENT ON COLUMN account.username IS E'say "hi" \'\'\' """ \\\n */ -->\n| ]} // note: \'x\' é';

INSERT INTO account VALUES (1, 'acme'), (2, 'apex'), (3, 'zeta');
INSERT INTO "user" VALUES (1, 'ann', NULL), (2, 'bob', 1), (3, 'cat', 1), (4, 'dan', 2);
INSERT INTO account_user (account_id, user_id) VALUES (1, 1), (1, 2), (2, 2), (3, 4);
INSERT INTO profile VALUES (1, 'first'), (3, 'third');
INSERT INTO desk VALUES (1, 2), (2, NULL), (3, 3);
INSERT INTO badge VALUES (1, 3), (2, 1);
INSERT INTO post VALUES (1, 'one', 1, 2), (2, 'two', 1, NULL), (3, 'three', 2, 1);
INSERT INTO follow (follower_id, followee_id) VALUES (1, 2), (1, 3), (2, 1), (4, 4);
INSERT INTO tenant VALUES (1, 'north'), (2, 'south');
INSERT INTO seat VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
INSERT INTO booking VALUES (1, 1, 1), (2, 1, 1), (3, 2, 1), (4, NULL, 1);
INSERT INTO seat_account (seat_tenant_id, seat_number, account_id) VALUES (1, 1, 1), (1, 2, 1), (2, 1, 3);
INSERT INTO grp VALUES (1, 'g'), (2, 'h');
INSERT INTO zone VALUES (1, 'y'), (2, 'z');
INSERT INTO grp_user (grp_id, user_id) VALUES (1, 1), (1, 2), (2, 3);
INSERT INTO grp_user_zone (grp_id, user_id, zone_id) VALUES (1, 1, 1), (1, 1, 2), (2, 4, 2), (1, 4, 1);
INSERT INTO tag VALUES (1, 'red', 'light'), (2, 'blue', 'very-dark'), (3, 'green', NULL);
INSERT INTO post_tag VALUES (1, 1, 1, 1), (2, 1, 1, 2), (3, 1, 2, NULL), (4, 3, 2, 1);
INSERT INTO attachment VALUES (1, 'grp', 1), (2, 'grp', 1), (3, 'zone', 1), (4, 'zone', 2);
INSERT INTO locker VALUES (1, 2), (3, 2), (4, 1);
INSERT INTO invoice VALUES (1, 'i', 1, 1), (2, 'j', 1, 2), (3, 'k', 2, 1);
INSERT INTO visit VALUES (1, 1), (2, 1), (3, 3), (4, NULL);
INSERT INTO "b""c" VALUES (1, 1, 2), (2, NULL, 1), (3, 1, NULL);
INSERT INTO "Odd-Name" VALUES (1, 1, 7, 1), (2, 1, 8, NULL), (3, NULL, 9, 3);
INSERT INTO "Case" VALUES (1, 1, 'x'), (2, NULL, 'y');
