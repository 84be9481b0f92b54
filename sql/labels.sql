-- Conditions follow renamed labels of enumerated types, as CHECK constraints do.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE TYPE kind AS ENUM ('product', 'employee', 'it''s', E'back\\slash', '1', 'true');
CREATE TYPE other AS ENUM ('product', 'employee');
CREATE TABLE product (id integer PRIMARY KEY, name text);
CREATE TABLE employee (id integer PRIMARY KEY, name text);
CREATE TABLE picture (id integer PRIMARY KEY, of integer, kind kind, text text DEFAULT 'product', other other DEFAULT 'product');
INSERT INTO product VALUES (1, 'lamp');
INSERT INTO employee VALUES (1, 'ann');
INSERT INTO picture VALUES (1, 1, 'product'), (2, 1, 'employee');
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', condition => $$kind = 'product' AND text = 'product' AND other = 'product'$$);
SELECT relmeta.declare_relationship('picture', '{of}', 'employee', '{id}', inverse_name => 'portraits', condition => $$kind = 'employee'$$);
SELECT relmeta.declare_relationship('picture', '{of}', 'product', '{id}', name => 'odd', inverse_name => 'odds',
    condition => $$kind IN ('it''s', 'product') OR kind >= E'back\\slash' AND NOT (kind = 1 OR kind <> true)$$);
CREATE VIEW declared AS SELECT name, inverse_name, condition FROM relmeta.declared_relationship
    WHERE source IN (SELECT oid FROM pg_class WHERE relnamespace = 'say'::regnamespace) ORDER BY name;
CREATE SCHEMA api;
SELECT relmeta.add_accessors('{picture,product,employee}', schema => 'api');
ALTER TYPE kind RENAME VALUE 'product' TO 'thing';
TABLE declared;
SELECT source, name, kind, condition FROM relmeta.relationships WHERE source IN ('picture'::regclass, 'product'::regclass);
SELECT relmeta.nested('product', '{ name pictures { id } odds { id } }'), relmeta.nested('employee', '{ name portraits { id } }');
SELECT api.pictures(p), api.odds(p) FROM product AS p;
SELECT * FROM relmeta.check();

-- Labels that need quotes, and labels that a condition can contain without them.
ALTER TYPE kind RENAME VALUE 'it''s' TO 'it''s "a" \';
SELECT format('ALTER TYPE kind RENAME VALUE %L TO %L', E'back\\slash', repeat('\', 63)) \gexec
ALTER TYPE kind RENAME VALUE '1' TO '$$one';
ALTER TYPE kind RENAME VALUE 'true' TO 'TRUE';
SELECT condition FROM declared WHERE name = 'odd';
SELECT relmeta.nested('product', '{ name odds { id } }');
SELECT api.odds(p) FROM product AS p;
SELECT * FROM relmeta.check();

-- Labels exchanged in a transaction, and rolled back.
BEGIN;
ALTER TYPE kind RENAME VALUE 'thing' TO 'between';
ALTER TYPE kind RENAME VALUE 'employee' TO 'thing';
ALTER TYPE kind RENAME VALUE 'between' TO 'employee';
SELECT name, condition FROM declared WHERE name <> 'odd';
SELECT relmeta.nested('product', '{ name pictures { id } }'), relmeta.nested('employee', '{ name portraits { id } }');
SELECT api.pictures(p), api.portraits(e) FROM product AS p, employee AS e;
SELECT * FROM relmeta.check();
ROLLBACK;
SELECT name, condition FROM declared WHERE name <> 'odd';
DO $$ BEGIN
    ALTER TYPE kind RENAME VALUE 'employee' TO 'person';
    BEGIN
        ALTER TYPE kind RENAME VALUE 'person' TO 'nobody';
        RAISE 'undone';
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
END $$;
SELECT name, condition FROM declared WHERE name <> 'odd';
SELECT api.pictures(p), api.portraits(e) FROM product AS p, employee AS e;
ALTER TYPE kind RENAME VALUE 'gone' TO 'product';
SELECT * FROM relmeta.check();

-- An end of a bridge.
CREATE TABLE tag (id integer PRIMARY KEY, label text);
CREATE TABLE tagging (tag_id integer NOT NULL REFERENCES tag, of integer NOT NULL, kind kind NOT NULL);
INSERT INTO tag VALUES (1, 'new');
SELECT relmeta.declare_relationship('tagging', '{of}', 'product', '{id}', condition => $$kind = 'thing'$$);
SELECT relmeta.declare_bridge('tagging', '{tagging_tag_id_fkey,product}');
SELECT relmeta.add_accessors('{tag}', schema => 'api');
ALTER TYPE kind RENAME VALUE 'thing' TO 'product';
SELECT relmeta.link('tag', 'products', '1', '1');
TABLE tagging;
SELECT relmeta.nested('tag', '{ label products { name } }');
SELECT api.products(t) FROM tag AS t;
SELECT source, name, condition FROM relmeta.relationships WHERE via = 'tagging'::regclass;
SELECT * FROM relmeta.check();

-- A relationship does not exist without its label, until there is such a label again. Its name is reserved meanwhile.
CREATE TABLE video (id integer PRIMARY KEY, of integer, kind text);
SELECT relmeta.declare_relationship('video', '{of}', 'product', '{id}', name => 'item', inverse_name => 'films', condition => $$kind = 'film'$$);
ALTER TABLE video ALTER kind TYPE kind USING NULL;
SELECT source, name FROM relmeta.relationships WHERE 'video'::regclass IN (source, target);
ALTER TYPE kind RENAME VALUE 'TRUE' TO 'film';
SELECT source, name FROM relmeta.relationships WHERE 'video'::regclass IN (source, target);
ALTER TABLE video ALTER kind TYPE text;
ALTER TYPE kind RENAME VALUE 'film' TO 'TRUE';
SELECT source, name, condition FROM relmeta.relationships WHERE 'video'::regclass IN (source, target);
ALTER TABLE video ALTER kind TYPE kind USING NULL;
ALTER TYPE kind ADD VALUE 'film';
SELECT source, name, condition FROM relmeta.relationships WHERE 'video'::regclass IN (source, target);
SELECT * FROM relmeta.check();

-- A renamed type, and a unique index that proves the kind.
ALTER TYPE kind RENAME TO sort;
CREATE UNIQUE INDEX ON picture (of, kind);
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
ALTER TYPE sort RENAME VALUE 'person' TO 'employee';
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
SELECT api.portraits(e) FROM employee AS e;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say, api CASCADE;
SELECT * FROM relmeta.check();
