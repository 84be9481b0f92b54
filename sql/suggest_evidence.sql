-- The effect of names, conventions of the schema, and evidence against.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA meant;
SET search_path = meant;
CREATE FUNCTION pg_temp.suggested(level text DEFAULT 'catalog', lowest real DEFAULT 0.5)
    RETURNS TABLE (suggestion text, score numeric, evidence text[], against text[]) LANGUAGE sql AS
$$ SELECT format('%s(%s) -> %s(%s)', source, array_to_string(columns, ','), target, array_to_string(target_columns, ',')), round(score::numeric, 2), evidence, against
   FROM relmeta.suggest(level => level, min_score => lowest) ORDER BY 1 $$;

-- Words for a row of the same table, for a person, and a table named after two others.
CREATE TABLE person (id integer PRIMARY KEY, parent_id integer);
CREATE TABLE page (id integer PRIMARY KEY, author_id integer, approved_by integer);
CREATE TABLE l_page_person (id integer PRIMARY KEY, entity0 integer, entity1 integer);
CREATE TABLE page_meta (id integer PRIMARY KEY, hits integer);
SELECT suggestion, score, evidence FROM pg_temp.suggested();
DROP TABLE person, page, l_page_person, page_meta;

-- A prefix that many tables share is not part of the name.
CREATE TABLE auth_user (id integer PRIMARY KEY);
CREATE TABLE auth_group (id integer PRIMARY KEY);
CREATE TABLE auth_role (id integer PRIMARY KEY);
CREATE TABLE post (id integer PRIMARY KEY, user_id integer, name_of_group text);
SELECT suggestion, score FROM pg_temp.suggested();
DROP TABLE auth_user, auth_group, auth_role, post;

-- A name without a suffix is a reference if that is usual in the schema.
CREATE TABLE area (id integer PRIMARY KEY);
CREATE TABLE place (id integer PRIMARY KEY, area integer, type integer);
CREATE TABLE place_type (id integer PRIMARY KEY);
SELECT suggestion, score FROM pg_temp.suggested();
CREATE TABLE event (id integer PRIMARY KEY, area integer, place integer);
CREATE TABLE series (id integer PRIMARY KEY, area integer, place integer, event integer);
SELECT suggestion, score FROM pg_temp.suggested();
DROP TABLE area, place, place_type, event, series;

-- Two equally good tables: none is suggested.
CREATE SCHEMA one
    CREATE TABLE account (id integer PRIMARY KEY);
CREATE SCHEMA other
    CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE login (id integer PRIMARY KEY, account_id integer);
SELECT suggestion FROM pg_temp.suggested();
DROP TABLE login, one.account, other.account;
DROP SCHEMA one, other;

-- A foreign key of a column is evidence for columns with the same name.
CREATE TABLE member (no integer PRIMARY KEY);
CREATE TABLE loan (id integer PRIMARY KEY, borrower_no integer REFERENCES member);
CREATE TABLE fine (id integer PRIMARY KEY, borrower_no integer);
SELECT suggestion, score, evidence FROM pg_temp.suggested();
DROP TABLE loan, fine, member;

-- A column next to it that selects the table; a type that does not match; a column that generates its values; the key of its own table.
CREATE TABLE picture (id integer PRIMARY KEY);
CREATE TABLE tagging (id integer PRIMARY KEY, main_picture_id integer, main_picture_type text, picture_id uuid);
CREATE TABLE thumb (picture_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, doubled integer,
                    other_picture_id integer GENERATED ALWAYS AS (doubled * 2) STORED);
CREATE TABLE item_condition (item_conditionid integer PRIMARY KEY);
CREATE TABLE condition (conditionid integer PRIMARY KEY);
SELECT suggestion, score, against FROM pg_temp.suggested(lowest => 0.2);
DROP TABLE picture, tagging, thumb, item_condition, condition;

-- Columns of a composite key, one of them named after its table; two tables that only refer to the same others.
CREATE TABLE tenant (id integer PRIMARY KEY);
CREATE TABLE product (tenant_id integer, id integer, PRIMARY KEY (tenant_id, id));
CREATE TABLE sale (id integer PRIMARY KEY, tenant_id integer, product_id integer);
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE tenant_tag (tenant_id integer, tag_id integer, PRIMARY KEY (tenant_id, tag_id));
CREATE TABLE note (tenant_id integer, tag_id integer);
SELECT suggestion, score, evidence FROM pg_temp.suggested();
SELECT fix FROM relmeta.suggest('{product}') WHERE source = 'sale'::regclass \gexec
SELECT relmeta.accept_relationship('note', '{tag_id}');
SELECT source, name, target FROM relmeta.relationships;
DROP TABLE tenant, product, sale, tag, tenant_tag, note;

-- Statistics: more distinct values than the key, or values outside its range.
CREATE TABLE city (id integer PRIMARY KEY);
CREATE TABLE shop (id integer PRIMARY KEY, city_id integer, old_city_id integer, new_city_id integer);
INSERT INTO city SELECT generate_series(1, 50);
INSERT INTO shop SELECT n, n, 1000 + n % 40, 1 + n % 40 FROM generate_series(1, 500) AS n;
ANALYZE city, shop;
SELECT suggestion, score, against FROM pg_temp.suggested('statistics', 0);
DROP TABLE city, shop;

-- Views and partitions are not suggested separately.
CREATE TABLE sensor (id integer PRIMARY KEY);
CREATE TABLE reading (sensor_id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE reading_1 PARTITION OF reading FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE VIEW latest AS SELECT * FROM reading;
SELECT suggestion FROM pg_temp.suggested();
SELECT source, fix FROM relmeta.suggest('{latest}') ORDER BY source::text;
SELECT * FROM relmeta.check();
DROP TABLE sensor, reading CASCADE;
SET client_min_messages = warning;
DROP SCHEMA meant CASCADE;
