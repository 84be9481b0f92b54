-- A restore loads names before foreign keys exist, or replaces existing names. Each name is reserved until its relationship gets it.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA dumped;
SET search_path = dumped;
CREATE VIEW here AS
    SELECT source, name, kind, target, bridge AS via FROM relmeta.relationship
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'dumped'::regnamespace) ORDER BY source::oid, name;
CREATE VIEW waiting AS SELECT source, holder, name, chosen FROM relmeta.relationship_name ORDER BY source::oid, name;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, account_id integer, editor_id integer);
CREATE TABLE note (id integer PRIMARY KEY, account_id integer);
CREATE TABLE profile (account_id integer);

-- Before the keys: other relationships do not get such a name.
INSERT INTO relmeta.dumped_name VALUES
    ('dumped.account', 'dumped.post', 'edited', '', true, 'posts', false),
    ('dumped.account', 'dumped.note', 'noted', '', true, 'post_notes', true),
    ('dumped.account', 'dumped.profile', 'owned', '', true, 'profile', false),
    ('dumped.nowhere', 'dumped.note', 'nothing', '', true, 'x', false),
    ('dumped.account', '"no such schema".note', 'nothing', '', true, 'x', false);
SELECT count(*) FROM relmeta.dumped_name;
SELECT * FROM waiting;
ALTER TABLE post ADD CONSTRAINT first FOREIGN KEY (account_id) REFERENCES account;
SELECT * FROM here WHERE source = 'account'::regclass;
ALTER TABLE post ADD CONSTRAINT edited FOREIGN KEY (editor_id) REFERENCES account;
SELECT * FROM here WHERE source = 'account'::regclass;
ALTER TABLE note ADD CONSTRAINT noted FOREIGN KEY (account_id) REFERENCES account;
-- If the relationship must become one_to_one, it gets the name immediately, before the index exists.
ALTER TABLE profile ADD CONSTRAINT owned FOREIGN KEY (account_id) REFERENCES account;
SELECT * FROM here WHERE source = 'account'::regclass;
SELECT * FROM waiting;
ALTER TABLE profile ADD COLUMN more integer;
CREATE UNIQUE INDEX ON profile (account_id);
SELECT * FROM here WHERE source = 'account'::regclass;
SELECT * FROM waiting;
SELECT * FROM relmeta.check();

-- For existing relationships, names are exchanged.
INSERT INTO relmeta.dumped_name VALUES
    ('dumped.account', 'dumped.post', 'edited', '', true, 'posts_as_editor', false),
    ('dumped.account', 'dumped.post', 'first', '', true, 'posts', false);
SELECT * FROM here WHERE source = 'account'::regclass;
-- One after the other; chosen names are kept.
INSERT INTO relmeta.dumped_name VALUES ('dumped.account', 'dumped.post', 'edited', '', true, 'posts', false);
INSERT INTO relmeta.dumped_name VALUES ('dumped.account', 'dumped.post', 'first', '', true, 'post_notes', false);
SELECT * FROM here WHERE source = 'account'::regclass;
SELECT * FROM waiting;
-- A bridge that exists only until its third key is added gives up a name that another relationship must get.
CREATE TABLE product (id integer PRIMARY KEY);
CREATE TABLE shelf (id integer PRIMARY KEY);
CREATE TABLE account_shelf (account_id integer NOT NULL CONSTRAINT a REFERENCES account, shelf_id integer NOT NULL CONSTRAINT b REFERENCES shelf,
    product_id integer NOT NULL, UNIQUE (shelf_id, product_id));
CREATE TABLE stock (account_id integer NOT NULL, shelf_id integer NOT NULL, PRIMARY KEY (account_id, shelf_id));
SELECT * FROM here WHERE source IN ('account'::regclass, 'shelf'::regclass) AND via IS NOT NULL;
INSERT INTO relmeta.dumped_name VALUES ('dumped.account', 'dumped.stock', 'c', 'd', false, 'shelves', false);
SELECT * FROM here WHERE source IN ('account'::regclass, 'shelf'::regclass) AND via IS NOT NULL;
ALTER TABLE account_shelf ADD CONSTRAINT e FOREIGN KEY (product_id) REFERENCES product;
ALTER TABLE stock ADD CONSTRAINT c FOREIGN KEY (account_id) REFERENCES account, ADD CONSTRAINT d FOREIGN KEY (shelf_id) REFERENCES shelf;
SELECT * FROM here WHERE source IN ('account'::regclass, 'shelf'::regclass) AND via IS NOT NULL;
SELECT * FROM relmeta.check();

-- Names loaded while the trigger is disabled are applied when it is enabled.
ALTER TABLE relmeta.dumped_name DISABLE TRIGGER ALL;
INSERT INTO relmeta.dumped_name VALUES ('dumped.account', 'dumped.post', 'first', '', true, 'posts_by_account_id', false);
SELECT * FROM here WHERE source = 'account'::regclass AND target = 'post'::regclass;
ALTER TABLE relmeta.dumped_name ENABLE TRIGGER ALL;
SELECT * FROM here WHERE source = 'account'::regclass AND target = 'post'::regclass;
SELECT count(*) FROM relmeta.dumped_name;
-- Reserved names are dropped with their tables.
INSERT INTO relmeta.dumped_name VALUES
    ('dumped.account', 'dumped.note', 'gone', '', true, 'x', false), ('dumped.shelf', 'dumped.note', 'gone too', '', true, 'y', true);
SELECT * FROM waiting;
DROP TABLE note;
SELECT * FROM waiting;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA dumped CASCADE;
SELECT * FROM relmeta.check();
SELECT count(*) FROM relmeta.relationship_name;
