-- A condition selects the table that a polymorphic key refers to. Paths, joins, nested results, bridges and exports use it.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA say;
SET search_path = say;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE employee (id integer PRIMARY KEY, name text);
CREATE TABLE product (id integer PRIMARY KEY, name text);
CREATE TABLE picture (id integer PRIMARY KEY, file text, imageable_id integer, imageable_type varchar(20), active boolean DEFAULT true, mood mood DEFAULT 'good', level smallint DEFAULT 1);
INSERT INTO employee VALUES (1, 'ann'), (2, 'bob');
INSERT INTO product VALUES (1, 'bolt'), (2, 'nut');
INSERT INTO picture VALUES (1, 'ann.png', 1, 'Employee'), (2, 'bolt.png', 1, 'Product'), (3, 'bolt2.png', 1, 'Product'), (4, 'hidden.png', 2, 'App\Models\Product');

-- The same columns refer to several tables, each with a condition.
SELECT relmeta.declare_relationship('picture', '{imageable_id}', 'product', '{id}', condition => $$imageable_type = 'Product'$$);
SELECT relmeta.declare_relationship('picture', '{imageable_id}', 'employee', '{id}', condition => $$ "imageable_type"='Employee' $$);
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE 'picture'::regclass IN (source, target);
SELECT source_columns, target, name, inverse_name, condition FROM relmeta.declared_relationship ORDER BY name;
SELECT relmeta.nested('product', '{ name pictures { file } }');
SELECT relmeta.nested('employee', '{ name pictures { file } }');
SELECT relmeta.nested('picture', '{ file product { name } employee { name } }');
SELECT relmeta.nested('picture', '(limit: 2, order_by: {file: desc}) { file product { name } employee { name } }');
SELECT relmeta.nested_sql('product', '{ pictures { file } }');
SELECT relmeta.nested_sql('picture', '(limit: 1) { product { name } }');
SELECT relationship, condition FROM relmeta.path('product', 'employee');
SELECT relmeta.join_sql('product', 'picture');
SELECT relmeta.join_sql('picture', 'product');
SELECT relmeta.explain('product', 'pictures');
SELECT relmeta.explain('picture', 'employee');
SELECT * FROM relmeta.check();

-- The same columns can refer to the same table with another condition.
SELECT relmeta.declare_relationship('picture', '{imageable_id}', 'product', '{id}', name => 'hidden_product', inverse_name => 'hidden_pictures',
    condition => $$imageable_type = 'App\Models\Product' AND (active OR level IN (1, 2)) AND NOT mood = 'bad' AND file IS NOT NULL$$);
SELECT relmeta.nested('product', '{ name pictures { file } hidden_pictures { file } }');
SELECT relmeta.nested_sql('product', '{ hidden_pictures { file } }');
SELECT condition FROM relmeta.relationships WHERE name = 'hidden_pictures';
SELECT relmeta.rename_relationship('product', 'hidden_pictures', 'other_pictures');
SELECT relmeta.rename_relationship('picture', 'hidden_product', 'other_product');
SELECT relmeta.nested('product', '{ name pictures { file } other_pictures { file } }');
-- Declaring it again with the same condition replaces it; another condition is another relationship.
SELECT relmeta.declare_relationship('picture', '{imageable_id}', 'employee', '{id}', name => 'person', condition => $$imageable_type = 'Employee'$$);
SELECT name, inverse_name, condition FROM relmeta.declared_relationship ORDER BY name;
SELECT * FROM relmeta.check();

-- A unique index over the key and the type proves one_to_one.
DELETE FROM picture WHERE id = 3;
CREATE UNIQUE INDEX of_one ON picture (imageable_type, imageable_id) WHERE id > 0;
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
DROP INDEX of_one;
CREATE UNIQUE INDEX of_one ON picture (imageable_type, imageable_id);
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
SELECT relmeta.explain('picture', 'person');
SELECT relmeta.nested('employee', '{ name pictures { file } }');
DROP INDEX of_one;
-- So does an index on the rows that meet the condition, and no other partial index.
CREATE UNIQUE INDEX of_one ON picture (imageable_id) WHERE imageable_type = 'Employee' AND imageable_id IS NOT NULL;
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
SELECT relmeta.explain('picture', 'person');
ALTER TABLE picture RENAME COLUMN imageable_type TO of_type;
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
ALTER TABLE picture RENAME COLUMN of_type TO imageable_type;
DROP INDEX of_one;
CREATE UNIQUE INDEX of_one ON picture (imageable_id) WHERE imageable_type = 'Employee' AND file IS NOT NULL;
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
DROP INDEX of_one;
CREATE UNIQUE INDEX of_one ON picture (imageable_id) WHERE imageable_type = 'Product';
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
DROP INDEX of_one;
CREATE UNIQUE INDEX of_one ON picture (imageable_id) WHERE imageable_type COLLATE "C" = 'Employee';
SELECT name, kind FROM relmeta.relationships WHERE source = 'employee'::regclass;
SELECT * FROM relmeta.check();
DROP INDEX of_one;

-- It follows renames of its columns. Without one of them, the relationship does not exist; with it, it exists again.
ALTER TABLE picture RENAME COLUMN imageable_type TO "Kind of Thing";
ALTER TABLE picture RENAME TO image;
SELECT name, condition FROM relmeta.relationships WHERE source = 'image'::regclass;
SELECT relmeta.nested('product', '{ name pictures { file } }');
ALTER TABLE image DROP COLUMN level;
SELECT name FROM relmeta.relationships WHERE source = 'image'::regclass;
ALTER TABLE image ADD COLUMN level smallint;
SELECT name FROM relmeta.relationships WHERE source = 'image'::regclass;
SELECT * FROM relmeta.check();
-- A column that is used as a boolean must be boolean.
ALTER TABLE image ALTER COLUMN active DROP DEFAULT, ALTER COLUMN active TYPE integer USING 1;
SELECT name FROM relmeta.relationships WHERE source = 'image'::regclass;
ALTER TABLE image ALTER COLUMN active TYPE boolean USING true;
SELECT name FROM relmeta.relationships WHERE source = 'image'::regclass;
SELECT relmeta.forget('image', 'other_product');
SELECT name, condition FROM relmeta.relationships WHERE source = 'image'::regclass;
SELECT relmeta.forget('product', 'pictures');
SELECT name, condition FROM relmeta.relationships WHERE 'image'::regclass IN (source, target);
SELECT * FROM relmeta.check();

-- A bridge whose end has a condition: link sets the columns that the condition names.
CREATE TABLE tag (id integer PRIMARY KEY, label text);
CREATE TABLE tagging (tag_id integer NOT NULL REFERENCES tag, taggable_id integer NOT NULL, taggable_type text NOT NULL DEFAULT 'Other');
CREATE UNIQUE INDEX tagging_once ON tagging (tag_id, taggable_type, taggable_id);
INSERT INTO tag VALUES (1, 'new'), (2, 'old');
SELECT relmeta.declare_relationship('tagging', '{taggable_id}', 'product', '{id}', condition => $$taggable_type = 'Product'$$);
SELECT relmeta.declare_relationship('tagging', '{taggable_id}', 'employee', '{id}', condition => $$taggable_type = 'Employee'$$);
SELECT relmeta.explain_bridge('tagging');
SELECT relmeta.declare_bridge('tagging', '{tagging_tag_id_fkey,product,employee}');
SELECT relmeta.explain_bridge('tagging');
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE via = 'tagging'::regclass;
SELECT relmeta.explain('tag', 'products');
SELECT relmeta.link('tag', 'products', '1', '1'), relmeta.link('tag', 'employees', '1', '1'), relmeta.link('employee', 'tags', '1', '2'), relmeta.link('tag', 'products', '1', '1');
TABLE tagging;
SELECT relmeta.nested('tag', '{ label products { name } employees { name } }');
SELECT relmeta.join_sql('tag', 'product');
SELECT relmeta.join_sql_with('{tag,product,employee}', fan_out => 'aggregate');
SELECT relationship, via, condition FROM relmeta.path('tag', 'employee');
SELECT relmeta.unlink('tag', 'employees', '2', '1');
TABLE tagging;
ALTER TABLE tagging RENAME COLUMN taggable_type TO kind;
SELECT relmeta.rename_relationship('tagging', 'product', 'thing');
SELECT source, name, kind, target, condition FROM relmeta.relationships WHERE via = 'tagging'::regclass;
SELECT relmeta.nested('tag', '{ label products { name } employees { name } }');
SELECT * FROM relmeta.check();

-- Exports contain it, or omit the relationship.
SELECT relmeta.context('{tag,tagging,product}');
SELECT relmeta.export('mermaid', '{tag,tagging,product}');
SELECT relmeta.export('dbml', '{tag,tagging,product}');
SELECT relmeta.export('hasura_yaml', '{tagging,product}');
SELECT relmeta.export('pg_graphql', '{tag,tagging,product}');
SELECT r ->> 'name' AS name, r ->> 'condition' AS condition FROM jsonb_array_elements(relmeta.export('json', '{tag,tagging,product}')::jsonb -> 'relationships') AS r;

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA say CASCADE;
SELECT * FROM relmeta.check();
