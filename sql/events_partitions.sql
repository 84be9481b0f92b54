-- The foreign keys of a partitioned table count once, whatever happens to its partitions. A key that only a partition has belongs to the partition.
\getenv directory PG_ABS_SRCDIR
\set preamble :directory /sql/include/changes.sql
\i :preamble

CREATE TABLE region (id integer PRIMARY KEY);
CREATE TABLE sale (id integer, region_id integer NOT NULL REFERENCES region, day date, PRIMARY KEY (id)) PARTITION BY RANGE (id);
:changes

-- CREATE TABLE ... PARTITION OF changes nothing, even below a partition.
CREATE TABLE sale_1 PARTITION OF sale FOR VALUES FROM (0) TO (100);
CREATE TABLE sale_2 PARTITION OF sale FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (id);
CREATE TABLE sale_2_1 PARTITION OF sale_2 FOR VALUES FROM (100) TO (150);
CREATE TABLE sale_rest PARTITION OF sale DEFAULT;
:changes

-- When a table is attached, its key becomes the parent's. When it is detached, it gets its own key again.
CREATE TABLE sale_3 (id integer PRIMARY KEY, region_id integer NOT NULL, day date);
ALTER TABLE sale_3 ADD CONSTRAINT sale_3_region FOREIGN KEY (region_id) REFERENCES region;
:changes
ALTER TABLE sale ATTACH PARTITION sale_3 FOR VALUES FROM (200) TO (300);
:changes
ALTER TABLE sale DETACH PARTITION sale_3;
:changes
ALTER TABLE sale ATTACH PARTITION sale_3 FOR VALUES FROM (200) TO (300);
:changes
ALTER TABLE sale DETACH PARTITION sale_1;
:changes
DROP TABLE sale_rest;
ALTER TABLE sale DETACH PARTITION sale_3 CONCURRENTLY;
:changes
ALTER TABLE sale ATTACH PARTITION sale_1 FOR VALUES FROM (0) TO (100);
:changes
DROP TABLE sale_3;
:changes

-- Subpartitions.
ALTER TABLE sale DETACH PARTITION sale_2;
:changes
ALTER TABLE sale_2 DETACH PARTITION sale_2_1;
:changes
ALTER TABLE sale_2 ATTACH PARTITION sale_2_1 FOR VALUES FROM (100) TO (150);
ALTER TABLE sale ATTACH PARTITION sale_2 FOR VALUES FROM (100) TO (200);
:changes

-- A key that only a partition or a subpartition has.
CREATE TABLE coupon (id integer PRIMARY KEY);
ALTER TABLE sale ADD coupon_id integer;
ALTER TABLE sale_1 ADD CONSTRAINT sale_1_coupon FOREIGN KEY (coupon_id) REFERENCES coupon;
ALTER TABLE sale_2_1 ADD CONSTRAINT sale_2_1_coupon FOREIGN KEY (coupon_id) REFERENCES coupon;
:changes
ALTER TABLE sale ADD CONSTRAINT sale_coupon FOREIGN KEY (coupon_id) REFERENCES coupon;
:changes
ALTER TABLE sale DROP CONSTRAINT sale_coupon;
:changes
ALTER TABLE sale_1 DROP CONSTRAINT IF EXISTS sale_1_coupon;
ALTER TABLE sale_2_1 DROP CONSTRAINT IF EXISTS sale_2_1_coupon;
:changes

-- NOT NULL on the parent also applies to partitions, and so to their own keys.
ALTER TABLE sale_1 ADD CONSTRAINT sale_1_coupon FOREIGN KEY (coupon_id) REFERENCES coupon;
:changes
ALTER TABLE sale ALTER coupon_id SET NOT NULL;
:changes
ALTER TABLE sale ALTER coupon_id DROP NOT NULL;
:changes
ALTER TABLE sale_1 ALTER coupon_id SET NOT NULL;
:changes

-- Unique indexes: on the parent, created for all or partition by partition; on a single partition.
CREATE UNIQUE INDEX sale_1_one ON sale_1 (coupon_id);
:changes
CREATE UNIQUE INDEX sale_both ON sale (id, coupon_id);
:changes
CREATE TABLE detail (sale_id integer REFERENCES sale, line integer) PARTITION BY LIST (sale_id);
CREATE TABLE detail_1 PARTITION OF detail FOR VALUES IN (1);
:changes
CREATE UNIQUE INDEX detail_one ON ONLY detail (sale_id);
:changes
CREATE UNIQUE INDEX detail_1_one ON detail_1 (sale_id);
ALTER INDEX detail_one ATTACH PARTITION detail_1_one;
:changes
DROP INDEX detail_one;
:changes

-- Renames and type changes also affect partitions.
ALTER TABLE sale RENAME coupon_id TO voucher_id;
:changes
ALTER TABLE sale ALTER voucher_id TYPE bigint;
:changes
ALTER TABLE sale RENAME TO sales;
:changes
ALTER TABLE sale_1 RENAME TO first_sale;
:changes

-- A referenced partitioned table, and dropping one with all its partitions.
ALTER TABLE sales DETACH PARTITION first_sale;
:changes
DROP TABLE first_sale;
:changes
DROP TABLE detail_1;
:changes
ALTER TABLE sales ADD parent_id integer REFERENCES sales;
:changes
BEGIN;
ALTER TABLE sales DETACH PARTITION sale_2;
:changes
ROLLBACK;
:changes
DROP TABLE sales CASCADE;
:changes

\pset format aligned
\pset tuples_only off
SELECT * FROM relmeta.check();
DROP SCHEMA events CASCADE;
SELECT * FROM relmeta.check();
