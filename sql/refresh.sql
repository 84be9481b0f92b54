-- refresh() derives nothing if no row has changed that relationships are derived from or stored in, and misses no such change.
-- Needs a superuser.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA fresh;
SET search_path = fresh;
CREATE TYPE kind AS ENUM ('post', 'video');
CREATE DOMAIN code AS text COLLATE "C";
CREATE TABLE author (id integer PRIMARY KEY, code code UNIQUE);
CREATE TABLE post (id integer PRIMARY KEY, author_id integer REFERENCES author, editor_id integer, slug text);
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE post_tag (post_id integer REFERENCES post, tag_id integer REFERENCES tag, PRIMARY KEY (post_id, tag_id));
CREATE TABLE comment (id integer PRIMARY KEY, on_kind kind NOT NULL, on_id integer, author_code code);
CREATE TABLE event (id integer, author_id integer REFERENCES author) PARTITION BY RANGE (id);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (9);
CREATE VIEW published AS SELECT id, author_id FROM post WHERE slug IS NOT NULL;
SELECT relmeta.declare_relationship('comment', '{author_code}', 'author', '{code}');
SELECT relmeta.declare_relationship('comment', '{on_id}', 'post', '{id}', condition => $$on_kind = 'post'$$);

-- How often refresh() has read the stored rows: once for the fingerprint, and once more to compare them with derived ones.
CREATE FUNCTION reads() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before bigint := pg_stat_get_xact_numscans('relmeta.relationship'::regclass);
BEGIN
    PERFORM relmeta.refresh();
    RETURN pg_stat_get_xact_numscans('relmeta.relationship'::regclass) - before;
END $$;
SELECT relmeta.refresh();
SELECT reads(), reads();

-- Comments, statistics, rows and the plans of other sessions change nothing.
COMMENT ON TABLE post IS 'what an author wrote';
INSERT INTO author VALUES (1, 'a');
ANALYZE author;
SELECT reads();
BEGIN;
DROP TABLE comment;
SELECT relmeta.refresh();
ROLLBACK;
SELECT reads();

-- Every change that the triggers missed is corrected.
CREATE TABLE change (place serial, ddl text);
INSERT INTO change (ddl) VALUES
    ('ALTER TABLE post ADD FOREIGN KEY (editor_id) REFERENCES author'),
    ('ALTER TABLE post RENAME editor_id TO reviewer_id'),
    ('ALTER TABLE post ADD UNIQUE (reviewer_id)'),
    ('ALTER TABLE post ALTER author_id SET NOT NULL'),
    ('ALTER TABLE post DROP CONSTRAINT post_author_id_fkey'),
    ('ALTER TABLE post ADD CONSTRAINT written_by FOREIGN KEY (author_id) REFERENCES author NOT VALID'),
    ('ALTER TABLE post VALIDATE CONSTRAINT written_by'),
    ('ALTER TABLE post_tag ADD note text'),
    ('CREATE OR REPLACE VIEW published AS SELECT id, reviewer_id AS author_id FROM post WHERE slug IS NOT NULL'),
    ('ALTER VIEW published RENAME author_id TO reviewer_id'),
    ('ALTER TABLE event DETACH PARTITION event_1'),
    ('ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES FROM (1) TO (9)'),
    ('CREATE TABLE vote (post_id integer REFERENCES post, author_id integer REFERENCES author, UNIQUE (post_id, author_id))'),
    ('DROP TABLE vote'),
    ('ALTER TABLE author RENAME TO person'),
    ('CREATE SCHEMA elsewhere'),
    ('ALTER TABLE tag SET SCHEMA elsewhere'),
    ('CREATE MATERIALIZED VIEW popular AS SELECT id, reviewer_id FROM post'),
    ('DROP VIEW published');
CREATE TABLE outcome (place integer, refreshed boolean, differences bigint);
ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE;
ALTER EVENT TRIGGER relmeta_sql_drop DISABLE;
SELECT relmeta.refresh() \g /dev/null
DO $$
DECLARE
    c change;
    missed bigint;
BEGIN
    FOR c IN SELECT * FROM change ORDER BY place LOOP
        EXECUTE c.ddl;
        SELECT count(*) INTO missed FROM relmeta.check();
        PERFORM reads();
        INSERT INTO outcome SELECT c.place, missed > 0, count(*) FROM relmeta.check();
        PERFORM reads();
    END LOOP;
END $$;
SELECT c.ddl, o.refreshed AS changed, o.differences FROM change AS c JOIN outcome AS o USING (place) ORDER BY place;

-- So are rows that were written manually.
SELECT reads();
UPDATE pg_attribute SET attnotnull = true WHERE attrelid = 'post'::regclass AND attname = 'slug';
SELECT reads();
INSERT INTO relmeta.word (list, word) VALUES ('audit', 'reviewer');
SELECT reads();
DELETE FROM relmeta.word WHERE list = 'audit' AND word = 'reviewer';
SELECT reads(), reads();
REFRESH MATERIALIZED VIEW relmeta.relationship;
REFRESH MATERIALIZED VIEW relmeta.verified;
SELECT reads(), reads();
ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
ALTER EVENT TRIGGER relmeta_sql_drop ENABLE ALWAYS;

-- Derivation reads none of the catalogs that the fingerprint excludes.
SELECT array_agg(r) AS left_out FROM (
    SELECT unnest(indrelid || array_agg(indexrelid)) AS r FROM pg_index
    WHERE indrelid IN ('pg_description'::regclass, 'pg_largeobject'::regclass, 'pg_largeobject_metadata'::regclass,
                       'pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass, 'pg_trigger'::regclass) GROUP BY indrelid) AS s \gset
CREATE FUNCTION scans(relations oid[]) RETURNS bigint LANGUAGE sql AS $$ SELECT sum(pg_stat_get_xact_numscans(r)) FROM unnest(relations) AS r $$;
CREATE FUNCTION scans_of_check(relations oid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before bigint := scans(relations);
    rows bigint;
BEGIN
    SELECT count(*) INTO rows FROM relmeta.check();
    RETURN scans(relations) - before;
END $$;
SELECT scans_of_check(:'left_out') \g /dev/null
SELECT scans_of_check(:'left_out');
SELECT scans_of_check(ARRAY['pg_attribute'::regclass, 'pg_rewrite']) > 0 AS counts;

SET client_min_messages = warning;
DROP SCHEMA fresh, elsewhere CASCADE;
SELECT * FROM relmeta.check();
