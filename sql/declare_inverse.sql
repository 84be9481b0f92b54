-- A declared relationship to a table of another owner also has a name on that table, which is not reserved: the keys and choices of that owner
-- take precedence. The declaration belongs to the declaring role.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE ROLE regress_owner;
CREATE ROLE regress_declarer;
CREATE ROLE regress_rival;
RESET client_min_messages;
CREATE SCHEMA wish;
GRANT ALL ON SCHEMA wish TO PUBLIC;
SET search_path = wish;
SET ROLE regress_owner;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
GRANT REFERENCES ON account TO PUBLIC;
CREATE VIEW names AS
    SELECT name, target, via FROM relmeta.relationships WHERE source = 'wish.account'::regclass ORDER BY name COLLATE "C";
CREATE VIEW said AS
    SELECT source, name, inverse_name, inverse_yields FROM relmeta.declared_relationship ORDER BY source::text COLLATE "C", name;
GRANT SELECT ON names, said TO PUBLIC;

-- A foreign key or a bridge gets the name even if a stranger chose it, or relmeta chose it for the stranger.
SET ROLE regress_declarer;
CREATE TABLE list (a integer, b integer);
CREATE VIEW posts AS SELECT 1 AS account_id;
SELECT relmeta.declare_relationship('list', '{a}', 'account', '{id}', inverse_name => 'users');
SELECT relmeta.declare_relationship('list', '{b}', 'account', '{id}', name => 'other', inverse_name => 'invoices');
SELECT relmeta.declare_relationship('posts', '{account_id}', 'account', '{id}');
TABLE names;
SET ROLE regress_owner;
SELECT relmeta.add_bridge('account', 'user');
CREATE TABLE invoice (account_id integer REFERENCES account);
CREATE TABLE post (account_id integer REFERENCES account);
TABLE names;
TABLE said;
SELECT * FROM relmeta.check();
-- The same with a condition.
SET ROLE regress_declarer;
CREATE TABLE paper (of integer, kind text);
SELECT relmeta.declare_relationship('paper', '{of}', 'account', '{id}', inverse_name => 'bills', condition => $$kind = 'bill'$$);
SET ROLE regress_owner;
CREATE TABLE bill (account_id integer REFERENCES account);
SELECT name, target FROM names WHERE target IN ('paper'::regclass, 'bill'::regclass);
SELECT * FROM relmeta.check();

-- If several strangers choose the same name, the first one gets it.
SET ROLE regress_declarer;
SELECT relmeta.declare_relationship('list', '{a}', 'account', '{id}', inverse_name => 'ours');
SET ROLE regress_rival;
CREATE TABLE ours (account_id integer);
SELECT relmeta.declare_relationship('ours', '{account_id}', 'account', '{id}');
SELECT name, target FROM names WHERE target IN ('ours'::regclass, 'list'::regclass);

-- A declaration without effect reserves no name.
SELECT relmeta.declare_relationship('ours', '{account_id}', 'account', '{id}', inverse_name => 'letters');
ALTER TABLE ours RENAME TO theirs;
ALTER TABLE theirs DROP COLUMN account_id;
SET ROLE regress_owner;
CREATE TABLE letter (account_id integer REFERENCES account);
SELECT name, target FROM names WHERE target = 'letter'::regclass;
SET ROLE regress_rival;
ALTER TABLE theirs ADD COLUMN account_id integer;
SELECT name, target FROM names WHERE target = 'theirs'::regclass;
SELECT * FROM relmeta.check();

-- A name chosen by the owner of the table is kept: no relationship takes it, and the declaring role cannot change it.
SET ROLE regress_owner;
SELECT relmeta.rename_relationship('account', 'ours', 'tickets');
CREATE TABLE ticket (account_id integer REFERENCES account);
SET ROLE regress_declarer;
SELECT relmeta.declare_relationship('list', '{a}', 'account', '{id}', inverse_name => 'mine');
SELECT relmeta.declare_relationship('list', '{a}', 'account', '{id}', name => 'owner');
SELECT relmeta.rename_relationship('account', 'tickets', 'mine');
SELECT name, target FROM names WHERE target IN ('list'::regclass, 'ticket'::regclass);
SELECT * FROM said WHERE source = 'list'::regclass;

-- The owner can also choose a name that a stranger chose.
SET ROLE regress_owner;
SELECT relmeta.rename_relationship('account', 'letters', 'lists_as_b');
SELECT name, target FROM names WHERE target IN ('list'::regclass, 'letter'::regclass);
SELECT relmeta.rename_relationship('account', 'lists_as_b', 'letters');

-- The owner can reset the name on its own table, but not remove the declaration. The declaring role can remove it.
SET ROLE regress_owner;
SELECT relmeta.forget('account', 'tickets');
SELECT relmeta.forget('account');
SELECT name, target FROM names WHERE target IN ('list'::regclass, 'ticket'::regclass);
SELECT * FROM said WHERE source = 'list'::regclass;
SELECT * FROM relmeta.check();
SET ROLE regress_declarer;
SELECT relmeta.forget('list', 'owner');
SELECT relmeta.forget('list');
SELECT * FROM said WHERE source = 'list'::regclass;

-- Between tables of the same owner, all names are reserved.
SET ROLE regress_owner;
CREATE TABLE sheet (account_id integer);
SELECT relmeta.declare_relationship('sheet', '{account_id}', 'account', '{id}', inverse_name => 'cards');
CREATE TABLE card (account_id integer REFERENCES account);
SELECT name, target FROM names WHERE target IN ('sheet'::regclass, 'card'::regclass);
RESET ROLE;
SELECT relmeta.refresh();
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA wish CASCADE;
DROP ROLE regress_owner, regress_declarer, regress_rival;
SELECT * FROM relmeta.check();
