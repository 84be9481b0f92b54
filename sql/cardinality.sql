-- A foreign key is one_to_one if a unique index proves it, otherwise many_to_one; constraints prove it, never data.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA proof;
SET search_path = proof;

-- Prints the kind of each table below, next to an oracle: whether two rows can refer to the same row of the target.
CREATE FUNCTION two_rows(holder regclass, columns name[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    list text := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) AS c);
    one text := (SELECT string_agg('1', ', ') FROM unnest(columns));
    found boolean;
BEGIN
    EXECUTE format('SELECT count(*) > 1 FROM %s WHERE (%s) = (%s)', holder, list, one) INTO found;
    IF found THEN
        RETURN true;
    END IF;
    EXECUTE format('INSERT INTO %s (%s) VALUES (%s), (%3$s)', holder, list, one);
    SET CONSTRAINTS ALL IMMEDIATE;
    RAISE SQLSTATE 'RM000';
EXCEPTION
    WHEN unique_violation OR exclusion_violation THEN
        RETURN false;
    WHEN SQLSTATE 'RM000' THEN
        RETURN true;
END
$$;
CREATE VIEW keys AS
    SELECT source AS holder, array_to_string(source_columns, ', ') AS key, kind, two_rows(source, source_columns)
    FROM relmeta.relationship
    WHERE origin = 'foreign_key' AND source = holder AND holder <> target
    ORDER BY source::oid, source_columns;
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));
INSERT INTO parent VALUES (1), (2);
INSERT INTO pair VALUES (1, 1);

-- No index, and an index that is not unique.
CREATE TABLE no_index (parent_id integer REFERENCES parent);
CREATE TABLE plain_index (parent_id integer REFERENCES parent);
CREATE INDEX ON plain_index (parent_id);

-- A primary key, a unique constraint and a plain unique index are equivalent. Rows without a target do not matter.
CREATE TABLE primary_key (parent_id integer PRIMARY KEY REFERENCES parent);
CREATE TABLE unique_constraint (parent_id integer UNIQUE REFERENCES parent);
CREATE TABLE unique_index (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX unique_index_idx ON unique_index (parent_id);
CREATE TABLE descending (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON descending (parent_id DESC NULLS FIRST);
CREATE TABLE nulls_not_distinct (parent_id integer UNIQUE NULLS NOT DISTINCT REFERENCES parent);
CREATE TABLE not_null (parent_id integer NOT NULL UNIQUE REFERENCES parent);
CREATE TABLE "deferrable" (parent_id integer REFERENCES parent, UNIQUE (parent_id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE deferrable_primary (parent_id integer REFERENCES parent, PRIMARY KEY (parent_id) DEFERRABLE);

-- Only key columns count.
CREATE TABLE including (parent_id integer REFERENCES parent, tag serial, UNIQUE (parent_id) INCLUDE (tag));
CREATE TABLE included (parent_id integer REFERENCES parent, tag serial, UNIQUE (tag) INCLUDE (parent_id));
CREATE TABLE wider (parent_id integer REFERENCES parent, tag serial, UNIQUE (parent_id, tag));

-- The columns of the index are a subset of those of the key, in any order.
CREATE TABLE both_columns (a integer, b integer, UNIQUE (a, b), FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE other_order (a integer, b integer, UNIQUE (b, a), FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE key_in_other_order (a integer, b integer, UNIQUE (a, b), FOREIGN KEY (b, a) REFERENCES pair (b, a));
CREATE TABLE crossed (a integer, b integer, UNIQUE (a, b), FOREIGN KEY (b, a) REFERENCES pair (a, b));
CREATE TABLE first_column (a integer UNIQUE, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE second_column (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON second_column (b);
CREATE TABLE one_of_them (a integer, b integer, tag serial, UNIQUE (a, tag), FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE one_more (a integer, b integer, tag serial, UNIQUE (a, b, tag), FOREIGN KEY (a, b) REFERENCES pair);
SELECT * FROM keys;

-- Never a proof: an expression, alone or with columns; an exclusion constraint.
DROP TABLE no_index, plain_index, primary_key, unique_constraint, unique_index, descending, nulls_not_distinct, not_null, "deferrable",
    deferrable_primary, including, included, wider, both_columns, other_order, key_in_other_order, crossed, first_column,
    second_column, one_of_them, one_more;
CREATE TABLE expression (parent_id integer REFERENCES parent, email text DEFAULT random());
CREATE UNIQUE INDEX ON expression (lower(email));
CREATE TABLE expression_of_key (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX expression_of_key_idx ON expression_of_key (abs(parent_id));
CREATE TABLE expression_beside (parent_id integer REFERENCES parent, email text DEFAULT random());
CREATE UNIQUE INDEX ON expression_beside (parent_id, lower(email));
CREATE TABLE exclusion (parent_id integer REFERENCES parent, EXCLUDE (parent_id WITH =));
SELECT * FROM keys;
SELECT relmeta.explain('expression', 'parent');
SELECT relmeta.explain('expression_of_key', 'parent');
SELECT relmeta.explain('exclusion', 'parent');
DROP TABLE expression, expression_of_key, expression_beside, exclusion;

-- Nor an index that distinguishes values which the key treats as equal: 1.0 and 1.00 are equal, but have different images.
CREATE TYPE amount AS (value numeric);
CREATE TABLE price (amount amount PRIMARY KEY);
CREATE TABLE image (amount amount REFERENCES price);
CREATE UNIQUE INDEX image_idx ON image (amount record_image_ops);
INSERT INTO price VALUES (ROW(1));
INSERT INTO image VALUES (ROW(1.0)), (ROW(1.00));
SELECT source, kind FROM relmeta.relationship WHERE source = 'image'::regclass;
SELECT relmeta.explain('image', 'price');
CREATE TABLE pattern (mail varchar(80) UNIQUE);
CREATE TABLE same_equality (mail text REFERENCES pattern (mail));
CREATE UNIQUE INDEX ON same_equality (mail COLLATE "C" text_pattern_ops);
SELECT source, kind FROM relmeta.relationship WHERE source = 'same_equality'::regclass;
DROP TABLE image, price, pattern, same_equality;

-- A partial index is a proof if NOT NULL key columns imply its predicate.
CREATE TABLE is_not_null (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX is_not_null_idx ON is_not_null (parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE not_is_null (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON not_is_null (parent_id) WHERE NOT (parent_id IS NULL);
CREATE TABLE always_true (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON always_true (parent_id) WHERE true;
CREATE TABLE both_not_null (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON both_not_null (a, b) WHERE a IS NOT NULL AND b IS NOT NULL;
CREATE TABLE row_not_null (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON row_not_null (a, b) WHERE (a, b) IS NOT NULL;
CREATE TABLE either_not_null (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON either_not_null (a, b) WHERE a IS NOT NULL OR b IS NOT NULL;
CREATE TABLE not_all_null (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON not_all_null (a, b) WHERE NOT (a IS NULL AND (a, b) IS NULL OR NOT (b IS NOT NULL OR false));
CREATE TABLE rest_not_null (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
CREATE UNIQUE INDEX ON rest_not_null (a) WHERE b IS NOT NULL;
CREATE TABLE other_not_null (parent_id integer REFERENCES parent, tag integer NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX ON other_not_null (parent_id) WHERE tag IS NOT NULL;

-- It proves nothing otherwise.
CREATE TABLE other_nullable (parent_id integer REFERENCES parent, tag integer);
CREATE UNIQUE INDEX ON other_nullable (parent_id) WHERE tag IS NOT NULL;
CREATE TABLE not_deleted (parent_id integer REFERENCES parent, deleted_at timestamptz DEFAULT now());
CREATE UNIQUE INDEX not_deleted_idx ON not_deleted (parent_id) WHERE deleted_at IS NULL;
CREATE TABLE is_null (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON is_null (parent_id) WHERE parent_id IS NULL;
CREATE TABLE some_values (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON some_values (parent_id) WHERE parent_id > 1;
CREATE TABLE and_more (parent_id integer REFERENCES parent, active boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX ON and_more (parent_id) WHERE parent_id IS NOT NULL AND active;
CREATE TABLE null_or_more (parent_id integer REFERENCES parent, active boolean NOT NULL DEFAULT true);
CREATE UNIQUE INDEX ON null_or_more (parent_id) WHERE NOT (parent_id IS NULL OR active);
CREATE TABLE computed (parent_id integer REFERENCES parent);  -- nothing in a predicate is computed
CREATE UNIQUE INDEX ON computed (parent_id) WHERE 1 < 2;
CREATE TABLE always_null (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON always_null (parent_id) WHERE NOT NULL::boolean;
CREATE TABLE always_false (parent_id integer REFERENCES parent);
CREATE UNIQUE INDEX ON always_false (parent_id) WHERE false;
SELECT * FROM keys;
SELECT relmeta.explain('is_not_null', 'parent');
SELECT relmeta.explain('not_deleted', 'parent');

-- The proof is lost with its index or constraint.
ALTER TABLE other_not_null ALTER COLUMN tag DROP NOT NULL, ALTER COLUMN tag DROP DEFAULT;
SELECT * FROM keys WHERE holder = 'other_not_null'::regclass;
ALTER TABLE other_nullable ALTER COLUMN tag SET NOT NULL, ALTER COLUMN tag SET DEFAULT 1;
SELECT * FROM keys WHERE holder = 'other_nullable'::regclass;
DROP INDEX is_not_null_idx;
SELECT * FROM keys WHERE holder = 'is_not_null'::regclass;
SELECT * FROM relmeta.check();

-- An index that could not be built proves nothing, although it rejects new duplicates.
CREATE TABLE invalid (parent_id integer REFERENCES parent);
INSERT INTO invalid VALUES (1), (1);
CREATE UNIQUE INDEX CONCURRENTLY invalid_idx ON invalid (parent_id);
SELECT * FROM keys WHERE holder = 'invalid'::regclass;
SELECT relmeta.explain('invalid', 'parent');
TRUNCATE invalid;
DROP INDEX CONCURRENTLY invalid_idx;
CREATE UNIQUE INDEX CONCURRENTLY invalid_idx ON invalid (parent_id);
SELECT * FROM keys WHERE holder = 'invalid'::regclass;

-- If there are several proofs, the primary key is shown first, then the index with the fewest columns.
CREATE TABLE several (a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair, UNIQUE (b, a), PRIMARY KEY (a, b), UNIQUE (b));
SELECT relmeta.explain('several', 'pair');
ALTER TABLE several DROP CONSTRAINT several_pkey;
SELECT relmeta.explain('several', 'pair');
SELECT relmeta.explain('pair', 'several');
CREATE TABLE postponed (parent_id integer REFERENCES parent, UNIQUE (parent_id) DEFERRABLE);
SELECT relmeta.explain('postponed', 'parent');

-- Every relationship exists in both directions, with inverse kinds.
SELECT count(*) > 20 AS several, bool_and(back.kind = CASE r.kind WHEN 'many_to_one' THEN 'one_to_many' WHEN 'one_to_many' THEN 'many_to_one' ELSE r.kind END
       AND back.inverse = r.name AND back.source_columns = r.target_columns AND back.constraint_name = r.constraint_name) AS all_match
FROM relmeta.relationship AS r JOIN relmeta.relationship AS back ON back.source = r.target AND back.name = r.inverse;
-- No one_to_one relationship has two rows.
SELECT * FROM keys WHERE kind = 'one_to_one' AND two_rows;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA proof CASCADE;
SELECT * FROM relmeta.check();
