-- References that foreign keys do not check, and columns without a foreign key. The findings are gone after their fixes have run.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA loose;
SET search_path = loose;
\pset null -
CREATE FUNCTION pg_temp.found(VARIADIC rules text[] DEFAULT '{looks_like_a_key,foreign_key_implied,foreign_key_to_same_columns,foreign_key_partly_null,foreign_key_not_inherited,foreign_key_collation_mismatch}')
    RETURNS TABLE (severity text, rule text, object text, message text, fix text) LANGUAGE sql AS
$$ SELECT f.* FROM relmeta.lint() AS f WHERE f.rule = ANY (rules) ORDER BY object COLLATE "C", rule $$;

-- A collation other than that of the referenced key.
CREATE TABLE country (code text COLLATE "C" PRIMARY KEY, id integer UNIQUE);
CREATE TABLE town (id integer PRIMARY KEY, country_code text COLLATE "POSIX" NOT NULL REFERENCES country);
CREATE INDEX ON town (country_code);
CREATE TABLE seen (id integer PRIMARY KEY, country_code text COLLATE "POSIX" REFERENCES country);
CREATE INDEX ON seen (country_code);
CREATE VIEW seeing AS SELECT country_code FROM seen;
SELECT * FROM pg_temp.found();
SELECT fix FROM pg_temp.found() WHERE fix IS NOT NULL \gexec
SELECT object FROM pg_temp.found();
DROP VIEW seeing;
DROP TABLE town, seen, country;

-- Every row refers to itself.
CREATE TABLE node (id integer PRIMARY KEY REFERENCES node, parent_id integer REFERENCES node);
CREATE INDEX ON node (parent_id);
SELECT * FROM pg_temp.found();
SELECT fix FROM pg_temp.found() \gexec
SELECT object FROM pg_temp.found();
DROP TABLE node;

-- A composite key that is partly null: with both columns nullable, and with a NOT NULL column.
CREATE TABLE price (region text, product integer, day date, PRIMARY KEY (region, product));
CREATE UNIQUE INDEX ON price (region, product, day);
CREATE TABLE sale (id integer PRIMARY KEY, region text, product integer, FOREIGN KEY (region, product) REFERENCES price ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE);
CREATE INDEX ON sale (region, product);
CREATE TABLE offer (id integer PRIMARY KEY, region text NOT NULL, product integer, FOREIGN KEY (region, product) REFERENCES price);
CREATE INDEX ON offer (region, product);
CREATE TABLE plan (id integer PRIMARY KEY, region text NOT NULL, product integer, day date, FOREIGN KEY (region, product, day) REFERENCES price (region, product, day));
CREATE INDEX ON plan (region, product, day);
SELECT * FROM pg_temp.found();
SELECT fix FROM pg_temp.found() WHERE fix IS NOT NULL \gexec
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'sale'::regclass AND contype = 'f';
SELECT object FROM pg_temp.found();
DROP TABLE sale, offer, plan, price;

-- A reference to a tenant that two others imply, until a foreign key includes it; an address is not one.
CREATE TABLE company (id integer PRIMARY KEY);
CREATE TABLE product (id integer PRIMARY KEY, company_id integer NOT NULL REFERENCES company, UNIQUE (id, company_id));
CREATE INDEX ON product (company_id);
CREATE TABLE variant (id integer PRIMARY KEY, product_id integer NOT NULL REFERENCES product, company_id integer NOT NULL REFERENCES company);
CREATE INDEX ON variant (product_id, company_id);
CREATE INDEX ON variant (company_id);
CREATE TABLE perhaps (id integer PRIMARY KEY, product_id integer REFERENCES product, company_id integer NOT NULL REFERENCES company);
CREATE TABLE address (id integer PRIMARY KEY);
CREATE TABLE shop (id integer PRIMARY KEY, address_id integer NOT NULL REFERENCES address);
CREATE TABLE staff (id integer PRIMARY KEY, shop_id integer NOT NULL REFERENCES shop, address_id integer NOT NULL REFERENCES address);
CREATE INDEX ON perhaps (product_id);
CREATE INDEX ON perhaps (company_id);
SELECT * FROM pg_temp.found();
ALTER TABLE variant ADD FOREIGN KEY (product_id, company_id) REFERENCES product (id, company_id);
SELECT object FROM pg_temp.found();
DROP TABLE staff, shop, address, variant, perhaps, product, company;

-- Inheriting tables lack the foreign keys of their parent; partitions have them.
CREATE TABLE company (id integer PRIMARY KEY);
CREATE TABLE person (id integer PRIMARY KEY, company_id integer NOT NULL REFERENCES company ON DELETE CASCADE);
CREATE INDEX ON person (company_id);
CREATE TABLE teacher (subject text, PRIMARY KEY (id)) INHERITS (person);
CREATE INDEX ON teacher (company_id);
CREATE TABLE visit (company_id integer NOT NULL REFERENCES company, day date, PRIMARY KEY (company_id, day)) PARTITION BY RANGE (day);
CREATE TABLE visit_1 PARTITION OF visit DEFAULT;
SELECT * FROM pg_temp.found();
SELECT fix FROM pg_temp.found() \gexec
SELECT object FROM pg_temp.found();
DROP TABLE teacher, person, visit, company;

-- Columns named like a foreign key to a missing table, except those with a type column, another finding, a rejection, or generated values.
CREATE TABLE person (id integer PRIMARY KEY, gadget_id integer, person_uuid uuid DEFAULT gen_random_uuid(), imageable_id integer, imageable_type text,
                     boss_id integer REFERENCES person, friend_person_id integer, legacy_id integer, size integer);
CREATE INDEX ON person (boss_id);
CREATE TABLE pass (gadget_id integer PRIMARY KEY, person_id integer);
SELECT * FROM pg_temp.found();
SELECT relmeta.reject_relationship('person', '{legacy_id}');
SELECT object FROM pg_temp.found();
CREATE TABLE gadget (id integer PRIMARY KEY);
SELECT object FROM pg_temp.found();
SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA loose CASCADE;
