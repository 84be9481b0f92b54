-- Names: each relationship has an ordered list of candidates, takes the first free one, and keeps it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA naming;
SET search_path = naming;
CREATE VIEW here AS
    SELECT source, name, array_to_string(source_columns, ', ') AS columns, target, bridge AS via FROM relmeta.relationship
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'naming'::regnamespace) ORDER BY source::oid, name;
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE team (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE team_member (id integer PRIMARY KEY);
CREATE TABLE "order" (id integer PRIMARY KEY);

-- Forward: the stem of the column, with every suffix and spelling.
CREATE TABLE spellings (
    alpha_id integer REFERENCES "user", beta_uuid integer REFERENCES "user", gamma_fk integer REFERENCES "user", delta_key integer REFERENCES "user",
    epsilon_code integer REFERENCES "user", zeta_no integer REFERENCES "user", eta_ref integer REFERENCES "user", "thetaId" integer REFERENCES "user",
    "iotaID" integer REFERENCES "user", "KAPPA_ID" integer REFERENCES "user", fk_lambda integer REFERENCES "user", id_omega integer REFERENCES "user",
    "the pi id" integer REFERENCES "user", valid integer REFERENCES "user", billing_address_id integer REFERENCES "user");
SELECT columns, name FROM here WHERE source = 'spellings'::regclass ORDER BY columns COLLATE "C";
DROP TABLE spellings;
-- Then the singular of the target, with the stem, with the columns, the constraint. Names always differ from columns.
CREATE TABLE has_the_stem (author_id integer REFERENCES "user", author text);
CREATE TABLE has_both (author_id integer REFERENCES "user", author text, "user" text);
CREATE TABLE has_three (author_id integer REFERENCES "user", author text, "user" text, author_user text);
CREATE TABLE has_four (author_id integer REFERENCES "user", author text, "user" text, author_user text, user_by_author_id text);
CREATE TABLE has_all (author_id integer CONSTRAINT written_by REFERENCES "user", author text, "user" text, author_user text, user_by_author_id text, written_by text);
CREATE TABLE is_the_stem (author integer REFERENCES "user");
CREATE TABLE composite (a integer, b integer, FOREIGN KEY (a, b) REFERENCES team);
CREATE TABLE two_composite (a integer, b integer, c integer, FOREIGN KEY (a, b) REFERENCES team, FOREIGN KEY (a, c) REFERENCES team);
SELECT source, columns, name FROM here WHERE target IN ('user'::regclass, 'team'::regclass) AND via IS NULL;
DROP TABLE has_the_stem, has_both, has_three, has_four, has_all, is_the_stem, composite, two_composite;

-- One or two letters are not a noun, and a keyword is not used alone; a number distinguishes.
CREATE TABLE letters (a integer REFERENCES team_member, hq_id integer REFERENCES "user");
CREATE TABLE edge (a_id integer REFERENCES "user", b_id integer REFERENCES "user");
CREATE TABLE trip (from_id integer REFERENCES "user", to_id integer REFERENCES "user", default_id integer REFERENCES team_member, order_id integer REFERENCES "order");
CREATE TABLE likes (user_id_1 integer REFERENCES "user", user_id_2 integer REFERENCES "user", PRIMARY KEY (user_id_1, user_id_2));
CREATE TABLE friend (user1_id integer REFERENCES "user");
ALTER TABLE friend ADD user2_id integer REFERENCES "user";
CREATE TABLE "_MemberToUser" ("A" integer REFERENCES team_member, "B" integer REFERENCES "user", UNIQUE ("A", "B"));
SELECT source, name, columns, target, via FROM here WHERE via IS NOT NULL OR source IN ('letters'::regclass, 'edge'::regclass, 'trip'::regclass, 'likes'::regclass, 'friend'::regclass);
SELECT name, target FROM here WHERE source = 'user'::regclass AND target IN ('edge'::regclass, 'trip'::regclass, 'likes'::regclass, 'friend'::regclass);
DROP TABLE letters, edge, trip, likes, friend, "_MemberToUser";
-- If a column has the name of its role, the role is combined with the target, without repeating the same noun.
CREATE TABLE node (id integer PRIMARY KEY, list_id integer, UNIQUE (list_id, id));
CREATE TABLE edge_data (start_node integer REFERENCES node, end_node integer REFERENCES node, owner integer REFERENCES "user", reader integer REFERENCES "user");
-- Two keys over overlapping columns: the additional columns of the wider one.
CREATE TABLE step (other_node_id integer REFERENCES node, list_id integer, FOREIGN KEY (list_id, other_node_id) REFERENCES node (list_id, id));
SELECT source, name, columns FROM here WHERE source IN ('edge_data'::regclass, 'step'::regclass);
SELECT name, target FROM here WHERE source = 'node'::regclass;
DROP TABLE edge_data, step, node;
-- Words in other scripts than Latin have no plural.
CREATE TABLE "顧客" (id integer PRIMARY KEY, "担当_id" integer REFERENCES "user");
CREATE TABLE "заказ" ("顧客_id" integer REFERENCES "顧客");
SELECT source, name, target FROM here WHERE target IN ('顧客'::regclass, 'заказ'::regclass) OR source IN ('顧客'::regclass, 'заказ'::regclass);
DROP TABLE "顧客", "заказ";

-- Reverse: the plural of the holder, or the singular if to-one; with the stem, if there are several keys.
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user");
CREATE TABLE profile (user_id integer PRIMARY KEY REFERENCES "user");
CREATE TABLE person (id integer PRIMARY KEY, employer_id integer REFERENCES "user", landlord_id integer REFERENCES "user", user_id integer UNIQUE REFERENCES "user");
CREATE TABLE match (home_a integer, home_b integer, guest_a integer, guest_b integer, FOREIGN KEY (home_a, home_b) REFERENCES team, FOREIGN KEY (guest_a, guest_b) REFERENCES team);
CREATE TABLE category (id integer PRIMARY KEY, parent_id integer REFERENCES category);
CREATE TABLE referred (id integer PRIMARY KEY, referrer_id integer REFERENCES referred);
CREATE TABLE page (id integer PRIMARY KEY, parent_page_id integer UNIQUE REFERENCES page, next_id integer REFERENCES page);
SELECT source, name, target FROM here WHERE source IN ('user'::regclass, 'team'::regclass, 'category'::regclass, 'referred'::regclass, 'page'::regclass) AND via IS NULL;
-- If these are taken: with the columns, the schema, the constraint, and finally a number.
CREATE SCHEMA blog;
CREATE SCHEMA shop;
CREATE SCHEMA other;
CREATE TABLE blog.post (author_id integer REFERENCES "user");
CREATE TABLE shop.post (author_id integer REFERENCES "user");
CREATE TABLE other.post (author_id integer REFERENCES "user");
SELECT name, target FROM here WHERE source = 'user'::regclass AND target::text LIKE '%post';
CREATE TABLE other.letter (user_id integer REFERENCES "user");
CREATE TABLE letter (user_id integer REFERENCES "user");
CREATE TABLE shop.letter (user_id integer REFERENCES "user");
SELECT name, target FROM here WHERE source = 'user'::regclass AND target::text LIKE '%letter';
CREATE SCHEMA a;
CREATE TABLE a.post (author_id integer, CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES "user");
CREATE TABLE a.posts (author_id integer, CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES "user");
SELECT name, target FROM here WHERE source = 'user'::regclass AND target::text LIKE '%post%';
SET client_min_messages = warning;
DROP SCHEMA blog, shop, other, a CASCADE;
RESET client_min_messages;
SELECT name, target FROM here WHERE source = 'user'::regclass AND target::text LIKE '%post%';
DROP TABLE post, letter, profile, person, match, category, page;

-- Through a bridge: the plural or singular of the far end's stem; with the bridge; that of the target; with the columns.
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
CREATE TABLE invitation (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE ban (account_id integer REFERENCES account, person_id integer REFERENCES "user", PRIMARY KEY (account_id, person_id));
SELECT source, name, target, via FROM here WHERE via IS NOT NULL;

-- Names are stable. New relationships do not take them, and dropping a relationship renames no other.
DROP TABLE account_user;
SELECT source, name, target, via FROM here WHERE via = 'invitation'::regclass;
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
SELECT source, name, target, via FROM here WHERE via IN ('invitation'::regclass, 'account_user'::regclass);
DROP TABLE account_user, follow, invitation, ban;
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES "user");
SELECT name, columns, target FROM here WHERE 'post'::regclass IN (source, target);
ALTER TABLE post ADD COLUMN editor_id integer REFERENCES "user";
SELECT name, columns, target FROM here WHERE 'post'::regclass IN (source, target);
ALTER TABLE post DROP COLUMN author_id;
SELECT name, columns, target FROM here WHERE 'post'::regclass IN (source, target);
ALTER TABLE post ADD COLUMN author_id integer REFERENCES "user";
SELECT name, columns, target FROM here WHERE 'post'::regclass IN (source, target);
-- Nor does a column with the same name that is added later.
ALTER TABLE post ADD COLUMN author text;
ALTER TABLE "user" ADD COLUMN posts text[];
SELECT name, columns, target FROM here WHERE 'post'::regclass IN (source, target);
SELECT * FROM relmeta.check();
ALTER TABLE post DROP COLUMN author;
ALTER TABLE "user" DROP COLUMN posts;
-- A name follows renames of the objects that it is derived from, and no others.
ALTER TABLE post RENAME TO article;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);
ALTER TABLE article RENAME COLUMN author_id TO writer_id;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);
ALTER TABLE article RENAME CONSTRAINT post_author_id_fkey TO by_author;
ALTER TABLE "user" RENAME TO person;
ALTER TABLE person RENAME COLUMN id TO number;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);
SELECT * FROM relmeta.check();
-- Two keys that exchange their columns exchange their names.
ALTER TABLE article RENAME COLUMN writer_id TO third_id;
ALTER TABLE article RENAME COLUMN editor_id TO writer_id;
ALTER TABLE article RENAME COLUMN third_id TO editor_id;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);
-- Without a chosen name, a key that is dropped and added again is treated as new.
ALTER TABLE article DROP CONSTRAINT by_author;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);
ALTER TABLE article ADD CONSTRAINT by_author FOREIGN KEY (editor_id) REFERENCES person;
SELECT name, columns, target FROM here WHERE 'article'::regclass IN (source, target);

-- Other spellings: words are joined in their own style.
CREATE TABLE "blogPost" (id integer PRIMARY KEY, "authorId" integer REFERENCES person, "editorId" integer REFERENCES person);
CREATE TABLE "ORDER_LINE" ("ID" integer PRIMARY KEY, "PERSON_ID" integer REFERENCES person, "AGENT_ID" integer REFERENCES person);
CREATE TABLE "Big Box" (id integer PRIMARY KEY, "Owner id" integer REFERENCES person, "Maker id" integer REFERENCES person);
CREATE TABLE "naïveté" ("élève_id" integer REFERENCES person);
SELECT source, name, target FROM here WHERE source IN ('"blogPost"'::regclass, '"ORDER_LINE"'::regclass, '"Big Box"'::regclass, '"naïveté"'::regclass)
    OR target IN ('"blogPost"'::regclass, '"ORDER_LINE"'::regclass, '"Big Box"'::regclass, '"naïveté"'::regclass);

-- Names of 63 bytes are unique, and truncated at a character boundary.
CREATE TABLE long_x234567890123456789012345678901234567890123456789012345678 (
    "aééééééééééééééééééééééééééééé_id" integer REFERENCES person, "bééééééééééééééééééééééééééééé_id" integer REFERENCES person, "cé" integer REFERENCES person);
SELECT name, octet_length(name::text) FROM here WHERE target = 'long_x234567890123456789012345678901234567890123456789012345678'::regclass;
SELECT name, octet_length(name::text) FROM here WHERE source = 'long_x234567890123456789012345678901234567890123456789012345678'::regclass;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA naming CASCADE;
SELECT * FROM relmeta.check();
