-- Needs a superuser.
-- Relationships of views do not depend on the role: neither on the one that creates the view, nor on those that can read the tables below it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE ROLE views_owner;
CREATE ROLE views_maker;
CREATE ROLE views_reader;
CREATE SCHEMA base AUTHORIZATION views_owner;
CREATE SCHEMA api AUTHORIZATION views_maker;
SET ROLE views_owner;
CREATE TABLE base.person (id integer PRIMARY KEY);
CREATE TABLE base.note (id integer PRIMARY KEY, person_id integer REFERENCES base.person);
INSERT INTO base.person VALUES (1);
INSERT INTO base.note VALUES (1, 1);
GRANT USAGE ON SCHEMA base TO views_maker;

-- The role can see the tables, but not read them: that suffices for a view, which it cannot read either.
SET ROLE views_maker;
SELECT count(*) FROM base.note;
CREATE VIEW api.notes AS SELECT id, person_id FROM base.note;
CREATE VIEW api.people AS SELECT id FROM base.person;
SELECT source, name, kind, target FROM relmeta.relationships WHERE source::text LIKE 'api.%';
SELECT relmeta.nested('api.notes', '{ id person { id } }');
-- It can rename and declare relationships of its own views, but not of the tables.
SELECT relmeta.rename_relationship('api.notes', 'person', 'about');
SELECT relmeta.declare_relationship('base.note', '{person_id}', 'api.people', '{id}');
SELECT relmeta.rename_relationship('base.person', 'notes', 'mine');

-- The owner lets it read the tables, and a third role can read only the views.
SET ROLE views_owner;
GRANT SELECT ON base.person, base.note TO views_maker;
SET ROLE views_maker;
GRANT USAGE ON SCHEMA api TO views_reader;
GRANT SELECT ON api.notes, api.people TO views_reader;
SET ROLE views_reader;
SELECT relmeta.nested('api.notes', '{ id person_from_people { id } }');
SELECT relmeta.nested('api.notes', '{ id about { id } }');
SELECT source, name, kind, target FROM relmeta.relationships WHERE source::text LIKE 'api.%';

-- The owner changes its tables, although it can neither use the schema of the views nor drop them.
SET ROLE views_owner;
SET relmeta.lock_timeout = 0;
CREATE UNIQUE INDEX ON base.note (person_id);
ALTER TABLE base.note RENAME COLUMN person_id TO who;
ALTER TABLE base.person RENAME TO human;
DROP VIEW api.notes;
ALTER TABLE base.note DROP CONSTRAINT note_person_id_fkey;
ALTER TABLE base.note ADD CONSTRAINT again FOREIGN KEY (who) REFERENCES base.human;
RESET ROLE;
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE source::text LIKE 'api.%';
SELECT * FROM relmeta.check();
SELECT holder, reason FROM relmeta.stale;

-- Tables dropped with views in the schema of another role, and by DROP OWNED.
SET ROLE views_owner;
DROP TABLE base.note CASCADE;
RESET ROLE;
SELECT source, name FROM relmeta.relationships WHERE source::text LIKE 'api.%';
DROP OWNED BY views_owner CASCADE;
SELECT * FROM relmeta.check();
DROP OWNED BY views_maker, views_reader;
DROP ROLE views_owner, views_maker, views_reader;
