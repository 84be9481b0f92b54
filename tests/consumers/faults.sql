-- A schema with relationships that programs miss, misread, invent, or give the same name.
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE NOT NULL, boss_id integer REFERENCES "user");
-- Without an index; with one that has the key in the middle, and with a partial one.
CREATE TABLE post (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES "user", editor_id integer REFERENCES "user",
    reviewer_id integer REFERENCES "user", kind text);
CREATE INDEX ON post (kind, editor_id);
CREATE INDEX ON post (reviewer_id) WHERE kind = 'news';
-- One-to-one: by indexes, by a constraint in another order, by one within the key; but not by a partial or expression index.
CREATE TABLE badge (id integer PRIMARY KEY, user_id integer REFERENCES "user", account_id integer REFERENCES account, number integer);
CREATE UNIQUE INDEX ON badge (user_id);
CREATE UNIQUE INDEX ON badge (account_id) WHERE number > 0;
CREATE UNIQUE INDEX ON badge ((number + 1));
CREATE TABLE seat (number integer, letter integer, PRIMARY KEY (number, letter));
CREATE TABLE booking (id integer PRIMARY KEY, number integer, letter integer, FOREIGN KEY (number, letter) REFERENCES seat, UNIQUE (letter, number));
CREATE TABLE ticket (id integer PRIMARY KEY, number integer UNIQUE, letter integer, FOREIGN KEY (number, letter) REFERENCES seat);
-- Bridges by their keys alone, with more columns, in one order only, of one table, to-one, and with three ends; and a table that is not one.
CREATE TABLE account_user (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE membership (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", since date);
CREATE UNIQUE INDEX ON membership (account_id, user_id);
CREATE TABLE follow (follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id));
CREATE TABLE locker (user_id integer PRIMARY KEY REFERENCES "user", account_id integer NOT NULL REFERENCES account);
SELECT relmeta.declare_bridge('locker');
CREATE TABLE zone (id integer PRIMARY KEY);
CREATE TABLE area (account_id integer REFERENCES account, user_id integer REFERENCES "user", zone_id integer REFERENCES zone,
    PRIMARY KEY (account_id, user_id, zone_id));
CREATE TABLE invoice (id integer PRIMARY KEY, account_id integer REFERENCES account, zone_id integer REFERENCES zone, account text);
CREATE INDEX ON invoice (account_id);
CREATE INDEX ON invoice (zone_id);
SELECT relmeta.reject_bridge('invoice');
-- Without a primary key, and without a foreign key.
CREATE TABLE log (user_id integer REFERENCES "user", level integer);
CREATE INDEX ON log (user_id);
CREATE VIEW active_user AS SELECT id, email FROM "user";
SELECT relmeta.declare_relationship('active_user', '{id}', 'user', '{id}', 'one_to_one', 'person', 'activity');
CREATE TABLE visit (id integer PRIMARY KEY, who integer);
SELECT relmeta.declare_relationship('visit', '{who}', 'user', '{id}', 'many_to_one', 'visitor', 'visits');
