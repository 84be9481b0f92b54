-- A declared bridge refers to its ends by foreign key. Of two keys with the same link, the given one represents it. If it is
-- dropped, the declaration moves to the other one.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA declare_bridge_keys;
SET search_path = declare_bridge_keys;
CREATE VIEW shown AS
    SELECT source, name, bridge AS via, constraint_name AS key FROM relmeta.relationship
    WHERE holder = to_regclass('declare_bridge_keys.account_member') AND NOT reverse ORDER BY 3, 1, 2;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE member (id integer PRIMARY KEY);
SELECT relmeta.add_bridge('account', 'member', on_delete => 'no action');
ALTER TABLE account_member ADD CONSTRAINT a_second FOREIGN KEY (account_id) REFERENCES account ON DELETE CASCADE;
SELECT * FROM shown;

-- The fixes of lint keep the declaration intact.
SELECT rule, message, fix FROM relmeta.lint('{account_member}');

-- Dropping the given key manually.
ALTER TABLE account_member DROP CONSTRAINT account_member_account_id_fkey;
SELECT ends FROM relmeta.declared_bridge WHERE bridge = 'account_member'::regclass;
SELECT * FROM shown;
INSERT INTO account VALUES (1);
INSERT INTO member VALUES (1);
SELECT relmeta.link('account', 'members', '1', '1');
SELECT rule FROM relmeta.lint('{account_member}');
SELECT * FROM relmeta.check();

-- Replacing the key in the same command.
ALTER TABLE account_member DROP CONSTRAINT a_second, ADD CONSTRAINT fourth FOREIGN KEY (account_id) REFERENCES account;
SELECT ends FROM relmeta.declared_bridge WHERE bridge = 'account_member'::regclass;

-- If there is no other key, the declaration waits for one with this name.
ALTER TABLE account_member DROP CONSTRAINT fourth;
SELECT * FROM shown;
ALTER TABLE account_member ADD CONSTRAINT fifth FOREIGN KEY (account_id) REFERENCES account;
SELECT ends FROM relmeta.declared_bridge WHERE bridge = 'account_member'::regclass;
ALTER TABLE account_member RENAME CONSTRAINT fifth TO fourth;
SELECT * FROM shown;

-- Chosen names are also kept.
SELECT relmeta.rename_relationship('account_member', 'account', 'team');
ALTER TABLE account_member ADD CONSTRAINT sixth FOREIGN KEY (account_id) REFERENCES account;
ALTER TABLE account_member DROP CONSTRAINT fourth;
SELECT * FROM shown;

-- Two ends must be different links.
ALTER TABLE account_member ADD CONSTRAINT seventh FOREIGN KEY (account_id) REFERENCES account;
SELECT relmeta.declare_bridge('account_member', '{sixth, seventh}');
SELECT * FROM relmeta.check();

SET client_min_messages = warning;
DROP SCHEMA declare_bridge_keys CASCADE;
