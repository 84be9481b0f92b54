-- Words added by a superuser take effect immediately, on all existing tables.
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

-- A link word can end the name of a bridge, audit and ordering words make columns ignored, a tenant word makes a foreign key ignored, a
-- suffix gives its column a stem, and a plural defines one.
INSERT INTO relmeta.word VALUES ('link', 'zuordnung');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'account_benutzer_zuordnung'::regclass;
INSERT INTO relmeta.word VALUES ('audit', 'erstellt_am'), ('ordering', 'reihenfolge');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'account_benutzer'::regclass;
INSERT INTO relmeta.word VALUES ('tenant', 'mandant'), ('key_suffix', '_nr');
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge = 'sitz'::regclass;
SELECT * FROM relmeta.check();

-- Names also follow the words: a name that is no longer a candidate is replaced, and a chosen name is kept.
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
SELECT relmeta.rename_relationship('account', 'benutzers', 'members');
INSERT INTO relmeta.word (list, word) VALUES ('uncountable', 'benutzer');
INSERT INTO relmeta.word VALUES ('plural', 'sitz', 'sitze');
SELECT name, target, via FROM here WHERE source = 'account'::regclass;
CREATE TABLE platz (account_nr integer REFERENCES account);
INSERT INTO relmeta.word VALUES ('plural', 'platz', 'plätze');
SELECT name FROM here WHERE target = 'platz'::regclass;
SELECT * FROM relmeta.check();

-- Invalid words.
INSERT INTO relmeta.word VALUES ('verb', 'gehen');
INSERT INTO relmeta.word VALUES ('plural', 'haus');
INSERT INTO relmeta.word VALUES ('audit', 'von', 'vons');

-- After removing the words, everything is as before, except for the chosen name.
DELETE FROM relmeta.word;
SELECT bridge, grade, payload FROM relmeta.bridge WHERE bridge::oid >= 'account'::regclass;
SELECT * FROM here WHERE source = 'account'::regclass;
SELECT * FROM relmeta.check();

-- Only a superuser can change words.
CREATE ROLE regress_words;
SET ROLE regress_words;
INSERT INTO relmeta.word VALUES ('audit', 'von');
SELECT count(*) FROM relmeta.word;
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA words CASCADE;
DROP ROLE regress_words;
SELECT * FROM relmeta.check();
