-- PostgreSQL 18: NOT ENFORCED keys, NOT NULL constraints that are NOT VALID, temporal keys, virtual columns.
SELECT current_setting('server_version_num')::integer < 180000 AS too_old \gset
\if :too_old
\quit
\endif
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

-- The loaded library has a name and a version.
SELECT version = relmeta.version() FROM pg_get_loaded_modules() WHERE module_name = 'relmeta';

CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (id integer PRIMARY KEY, parent_id integer);

-- A NOT ENFORCED key is a relationship without any guarantee, whatever its columns.
ALTER TABLE child ALTER parent_id SET NOT NULL, ADD CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED;
:changes
SELECT * FROM relmeta.explain('child', 'parent');
ALTER TABLE child ADD UNIQUE (parent_id);
:changes
ALTER TABLE child ALTER CONSTRAINT child_parent ENFORCED;
:changes
ALTER TABLE child ALTER CONSTRAINT child_parent NOT ENFORCED;
:changes
BEGIN;
ALTER TABLE child ALTER CONSTRAINT child_parent ENFORCED;
:changes
ROLLBACK;
:changes
CREATE TABLE parent_child (parent_id integer REFERENCES parent NOT ENFORCED, child_id integer REFERENCES child,
                           PRIMARY KEY (parent_id, child_id));
:changes
SELECT line FROM relmeta.explain('parent', 'children') AS line WHERE line LIKE '%enforced%';
DROP TABLE parent_child, child;

-- A NOT NULL constraint that existing rows may violate proves nothing until it is validated.
CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent);
:changes
ALTER TABLE child ADD CONSTRAINT child_has_parent NOT NULL parent_id NOT VALID;
:changes
SELECT * FROM relmeta.explain('child', 'parent');
ALTER TABLE child VALIDATE CONSTRAINT child_has_parent;
:changes
SELECT * FROM relmeta.explain('child', 'parent');
ALTER TABLE child ALTER CONSTRAINT child_has_parent NO INHERIT;
ALTER TABLE child RENAME CONSTRAINT child_has_parent TO child_has_one;
:changes
ALTER TABLE child DROP CONSTRAINT child_has_one;
:changes
ALTER TABLE child ADD CONSTRAINT child_has_parent NOT NULL parent_id NOT VALID;
:changes
ALTER TABLE child ALTER parent_id SET NOT NULL;
:changes
DROP TABLE child;
:changes

-- The same for a partitioned table, with a partition that has its own key: NOT NULL and its validation apply to it.
CREATE TABLE parted (id integer, parent_id integer REFERENCES parent, other_id integer) PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
ALTER TABLE part ADD CONSTRAINT own FOREIGN KEY (other_id) REFERENCES parent;
:changes
ALTER TABLE part ADD CONSTRAINT part_has_other NOT NULL other_id NOT VALID;
:changes
ALTER TABLE part VALIDATE CONSTRAINT part_has_other;
:changes
ALTER TABLE part DROP CONSTRAINT part_has_other;
:changes
ALTER TABLE parted ADD CONSTRAINT has_parent NOT NULL parent_id NOT VALID, ADD CONSTRAINT has_other NOT NULL other_id NOT VALID;
:changes
ALTER TABLE parted VALIDATE CONSTRAINT has_parent;
:changes
ALTER TABLE parted VALIDATE CONSTRAINT has_other;
:changes
ALTER TABLE parted ADD CONSTRAINT parted_loose FOREIGN KEY (id) REFERENCES parent NOT ENFORCED;
:changes
ALTER TABLE parted ALTER CONSTRAINT parted_loose ENFORCED;
:changes
ALTER TABLE parted DROP CONSTRAINT parted_loose;
ALTER TABLE parted ADD CONSTRAINT parted_late FOREIGN KEY (id) REFERENCES parent NOT VALID;
:changes
ALTER TABLE parted VALIDATE CONSTRAINT parted_late;
:changes
CREATE TABLE late_part (LIKE parted, FOREIGN KEY (id) REFERENCES parent NOT VALID);
:changes
ALTER TABLE parted ATTACH PARTITION late_part FOR VALUES IN (2);
:changes
DROP TABLE parted;
:changes

-- A temporal key is not plain uniqueness, and a reference to a period refers to all rows that cover it.
CREATE TABLE price (product int4range, during daterange, amount integer, PRIMARY KEY (product, during WITHOUT OVERLAPS));
CREATE TABLE sale (id integer PRIMARY KEY, product int4range, during daterange,
                   CONSTRAINT sale_price FOREIGN KEY (product, PERIOD during) REFERENCES price (product, PERIOD during));
:changes
SELECT * FROM relmeta.explain('sale', 'prices');
SELECT source, kind, target, bridge, inverse, required, enforced, pair_unique FROM relmeta.relationship ORDER BY source::text COLLATE "C";
ALTER TABLE sale ADD UNIQUE (product, during);
:changes
ALTER TABLE sale ALTER product SET NOT NULL, ALTER during SET NOT NULL;
:changes
INSERT INTO price VALUES ('[1,2)', '[2020-01-01,2021-01-01)', 10), ('[1,2)', '[2021-01-01,2022-01-01)', 12);
INSERT INTO sale VALUES (1, '[1,2)', '[2020-06-01,2021-06-01)'), (2, '[1,2)', '[2021-06-01,2021-07-01)');
SELECT source, name, condition FROM relmeta.relationships;
SELECT relationship, condition FROM relmeta.path('price', 'sale');
SELECT relmeta.join_sql('sale', 'price');
SELECT * FROM relmeta.nested('sale', '{ id prices(order_by: during) { amount } }');
CREATE TABLE season (id int4range, during daterange, parent_range int4range,
                     CONSTRAINT season_key UNIQUE (parent_range, during WITHOUT OVERLAPS));
CREATE TABLE kind (id int4range PRIMARY KEY);
ALTER TABLE season ADD FOREIGN KEY (parent_range) REFERENCES kind;
:changes
SELECT * FROM relmeta.explain('season', 'kind');
ALTER TABLE season ADD UNIQUE (parent_range);
:changes
ALTER TABLE season DROP CONSTRAINT season_key;
:changes
SELECT relmeta.add_reference('sale', 'price', role => 'offer');
DROP TABLE sale, price, season, kind;
:changes

-- Virtual columns are columns: names differ from them, and keys on other columns are unaffected.
CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent,
                    parent integer GENERATED ALWAYS AS (parent_id + 1) VIRTUAL);
:changes
SELECT * FROM relmeta.explain('child', 'parent_row');
ALTER TABLE child DROP parent;
:changes
ALTER TABLE child ADD twice integer GENERATED ALWAYS AS (2 * parent_id) VIRTUAL NOT NULL;
:changes
DROP TABLE child;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
