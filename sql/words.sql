-- Words that a superuser adds to the built-in ones take effect at once, on every table that is there.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA words;
SET search_path = words;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE benutzer (id integer PRIMARY KEY);
CREATE TABLE mandant (id integer PRIMARY KEY);
CREATE TABLE account_benutzer_zuordnung (id serial PRIMARY KEY, account_nr integer NOT NULL REFERENCES account, benutzer_nr integer NOT NULL REFERENCES benutzer, rolle text);
CREATE TABLE account_benutzer (account_nr integer NOT NULL REFERENCES account, benutzer_nr integer NOT NULL REFERENCES benutzer, erstellt_am date, reihenfolge integer);
CREATE TABLE sitz (account_nr integer NOT NULL REFERENCES account, benutzer_nr integer NOT NULL REFERENCES benutzer, mandant_nr integer NOT NULL REFERENCES mandant);
CREATE VIEW here AS SELECT source, name, kind, target, via FROM relmeta.relationships WHERE source::oid >= 'account'::regclass ORDER BY source::oid, name;
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge::oid >= 'account'::regclass;
SELECT * FROM here WHERE source = 'account'::regclass;

-- A link word lets a name end in it, audit and ordering words set columns aside, a tenant word sets a key aside, a suffix gives its
-- column a stem, and a plural is what it is.
INSERT INTO relmeta.word VALUES ('link', 'zuordnung');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'account_benutzer_zuordnung'::regclass;
INSERT INTO relmeta.word VALUES ('audit', 'erstellt_am'), ('ordering', 'reihenfolge');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'account_benutzer'::regclass;
INSERT INTO relmeta.word VALUES ('tenant', 'mandant'), ('key_suffix', '_nr');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'sitz'::regclass;
SELECT * FROM relmeta.check();

-- Names follow the words too: one that they no longer give is given up, one that the user chose stays.
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
SELECT relmeta.rename_relationship('account', 'benutzers', 'members');
INSERT INTO relmeta.word (list, word) VALUES ('uncountable', 'benutzer');
INSERT INTO relmeta.word VALUES ('plural', 'sitz', 'sitze');
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
CREATE TABLE platz (account_nr integer REFERENCES account);
INSERT INTO relmeta.word VALUES ('plural', 'platz', 'plätze');
SELECT name FROM here WHERE target = 'platz'::regclass;
SELECT * FROM relmeta.check();

-- What a list does not take.
INSERT INTO relmeta.word VALUES ('verb', 'gehen');
INSERT INTO relmeta.word VALUES ('plural', 'haus');
INSERT INTO relmeta.word VALUES ('audit', 'von', 'vons');

-- Taken back, everything is as it was, but for the name that was chosen.
DELETE FROM relmeta.word;
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge::oid >= 'account'::regclass;
SELECT * FROM here WHERE source = 'account'::regclass;
SELECT * FROM relmeta.check();

-- Nobody else may.
CREATE ROLE regress_words;
SET ROLE regress_words;
INSERT INTO relmeta.word VALUES ('audit', 'von');
SELECT count(*) FROM relmeta.word;
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA words CASCADE;
DROP ROLE regress_words;
SELECT * FROM relmeta.check();
