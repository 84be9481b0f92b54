-- relmeta 1.0 to 1.1: what relmeta--1.1.sql has that relmeta--1.0.sql has not, in the order of that script.
\echo Use "ALTER EXTENSION relmeta UPDATE" to load this file. \quit

CREATE TABLE relmeta.rejected_relationship (
    source regclass NOT NULL,
    source_columns name[] NOT NULL,
    target regclass
);
CREATE INDEX rejected_relationship_source_idx ON relmeta.rejected_relationship (source);
CREATE INDEX rejected_relationship_target_idx ON relmeta.rejected_relationship (target);
ALTER TABLE relmeta.rejected_relationship REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.rejected_relationship IS 'what suggest is not to suggest again, by reject_relationship';
COMMENT ON COLUMN relmeta.rejected_relationship.source IS 'the table with the columns';
COMMENT ON COLUMN relmeta.rejected_relationship.source_columns IS 'of the source; they do not refer to the target';
COMMENT ON COLUMN relmeta.rejected_relationship.target IS 'the table; null: they refer to no table at all';

ALTER TABLE relmeta.declared_relationship ADD COLUMN inverse_yields boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN relmeta.declared_relationship.inverse_yields IS 'true where that name was given by somebody who does not own the target, so that a foreign key may take it';

DROP INDEX relmeta.relationship_name_source_idx;
CREATE INDEX relationship_name_source_name_idx ON relmeta.relationship_name (source, name);
COMMENT ON TABLE relmeta.relationship_name IS 'names that are kept for a relationship: chosen by the user, or restored and not taken up yet';

-- What a dump carries names in: its rows are made when it is taken (see the end of this script), and taken up when they are restored. It
-- names tables as text, since some may have been left out.
CREATE TABLE relmeta.dumped_name (
    source text NOT NULL,
    holder text NOT NULL,
    constraint_name name NOT NULL,
    far_constraint_name name NOT NULL,
    reverse boolean NOT NULL,
    name name NOT NULL,
    chosen boolean NOT NULL
);
ALTER TABLE relmeta.dumped_name REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.dumped_name IS 'every name, in a dump; empty in a database';
COMMENT ON COLUMN relmeta.dumped_name.source IS 'as in relationship_name, and so on';
COMMENT ON COLUMN relmeta.dumped_name.holder IS 'the table whose foreign key makes the relationship';
COMMENT ON COLUMN relmeta.dumped_name.constraint_name IS 'that foreign key; through a bridge, the one to the source';
COMMENT ON COLUMN relmeta.dumped_name.far_constraint_name IS 'through a bridge, the foreign key to the target; else empty';
COMMENT ON COLUMN relmeta.dumped_name.reverse IS 'true where the relationship runs against its foreign key';
COMMENT ON COLUMN relmeta.dumped_name.name IS 'what the relationship is called';
COMMENT ON COLUMN relmeta.dumped_name.chosen IS 'true where the user chose the name';

ALTER TABLE relmeta.word DROP CONSTRAINT word_list_check;
ALTER TABLE relmeta.word ADD CONSTRAINT word_list_check
    CHECK (list IN ('audit', 'ordering', 'key_suffix', 'link', 'tenant', 'plural', 'uncountable', 'schema'));
COMMENT ON COLUMN relmeta.word.list IS 'audit: a column that says who or when; ordering: one that puts links in order; key_suffix: what a foreign-key column ends in; link: a noun for links that ends a bridge''s name; tenant: a noun for what owns whole rows; plural: an irregular noun; uncountable: a noun with one form; schema: a schema whose tables lint, export and path leave out unless they are named';
COMMENT ON COLUMN relmeta.word.word IS 'in lower case; of schemas the name as it is';

ALTER TYPE relmeta.bridge_end ADD ATTRIBUTE exclusive boolean;
COMMENT ON TYPE relmeta.bridge_end IS 'a foreign key of a bridge that does the connecting; exclusive: one of several of which a row has exactly one';

COMMENT ON MATERIALIZED VIEW relmeta.stale IS 'tables whose relationships a command could not bring up to date, until refresh() or a later command does';

CREATE OR REPLACE FUNCTION relmeta.status(OUT item text, OUT value text) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'version of the library', relmeta.version()
    UNION ALL SELECT 'version of the extension', e.extversion FROM pg_catalog.pg_extension AS e WHERE e.extname = 'relmeta'
    UNION ALL SELECT 'sync', pg_catalog.current_setting('relmeta.sync')
    UNION ALL SELECT 'event trigger ' || t.evtname, CASE t.evtenabled WHEN 'A' THEN 'enabled' WHEN 'D' THEN 'disabled' ELSE 'enabled in part' END
              FROM pg_catalog.pg_event_trigger AS t JOIN pg_catalog.pg_proc AS p ON p.oid = t.evtfoid
              WHERE p.pronamespace = 'relmeta'::pg_catalog.regnamespace
    UNION ALL SELECT 'relationships', pg_catalog.count(*)::text FROM relmeta.relationship
    UNION ALL SELECT 'bridges', pg_catalog.count(*)::text FROM relmeta.bridge
    UNION ALL SELECT 'stale', CASE WHEN s.holder IS NULL THEN 'unknown tables' ELSE s.holder::text END || ': ' || s.reason FROM relmeta.stale AS s;
END;

CREATE TRIGGER declarations_changed AFTER INSERT ON relmeta.dumped_name
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.dumped_name IS 'takes the rows up';

CREATE OR REPLACE VIEW relmeta.relationships AS
    SELECT r.source, r.name, r.kind, r.target, r.bridge AS via,
           CASE WHEN r.bridge IS NULL THEN relmeta.condition(r.source, r.source_columns, r.target, r.target_columns,
                                                               r.origin = 'foreign_key' AND r.kind = 'many_to_many')
                ELSE relmeta.condition(r.source, r.source_columns, r.bridge, r.bridge_source_columns) || ' AND ' ||
                     relmeta.condition(r.bridge, r.bridge_target_columns, r.target, r.target_columns)
           END AS condition,
           r.required, e.extname AS extension
    FROM relmeta.relationship AS r
        LEFT JOIN pg_catalog.pg_depend AS h ON (h.classid, h.objid, h.deptype) = ('pg_catalog.pg_class'::regclass, r.holder, 'e')
        LEFT JOIN pg_catalog.pg_depend AS s ON (s.classid, s.objid, s.deptype) = ('pg_catalog.pg_class'::regclass, r.source, 'e')
        LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = COALESCE(h.refobjid, s.refobjid)
    ORDER BY pg_catalog.btrim(r.source::pg_catalog.text, '"'), r.name;
COMMENT ON COLUMN relmeta.relationships.extension IS 'the extension whose table makes the link, or is its source; null: none';

CREATE OR REPLACE VIEW relmeta.bridges AS
    SELECT b.bridge, b.grade,
           (SELECT pg_catalog.string_agg(pg_catalog.format('%s (%s)', e.target, pg_catalog.array_to_string(e.columns, ', ')), ', ' ORDER BY e.position)
            FROM pg_catalog.unnest(b.ends) WITH ORDINALITY AS e (target, columns, role, constraint_name, exclusive, position)) AS ends,
           pg_catalog.array_to_string(b.payload, ', ') AS payload,
           b.pair_unique, b.reason, e.extname AS extension
    FROM relmeta.bridge AS b
        LEFT JOIN pg_catalog.pg_depend AS h ON (h.classid, h.objid, h.deptype) = ('pg_catalog.pg_class'::regclass, b.bridge, 'e')
        LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = h.refobjid
    ORDER BY pg_catalog.btrim(b.bridge::pg_catalog.text, '"');
COMMENT ON COLUMN relmeta.bridges.extension IS 'the extension that the table belongs to; null: none';

CREATE FUNCTION relmeta.accept_relationship(source regclass, source_columns name[], target regclass DEFAULT NULL, declare boolean DEFAULT false)
    RETURNS name LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_accept_relationship';
COMMENT ON FUNCTION relmeta.accept_relationship(regclass, name[], regclass, boolean) IS
    'makes what is suggested for these columns: a foreign key that is not checked for the rows there are, or a declaration; as the caller; returns its name';

CREATE FUNCTION relmeta.reject_relationship(source regclass, source_columns name[], target regclass DEFAULT NULL)
    RETURNS void LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_reject_relationship';
COMMENT ON FUNCTION relmeta.reject_relationship(regclass, name[], regclass) IS
    'says that columns do not refer to the target, or to no table, so that suggest never suggests it again; owner of source only';

COMMENT ON FUNCTION relmeta.nested(regclass, text, text) IS
    'runs what nested_sql returns, as the caller; key: only the row of root with that primary key, a JSON array where it has several columns, or a JSON object of any unique key';

CREATE FUNCTION relmeta.suggest(tables regclass[] DEFAULT NULL, level text DEFAULT 'statistics', min_score real DEFAULT 0.5, budget interval DEFAULT '10s')
    RETURNS TABLE (source regclass, columns name[], target regclass, target_columns name[], score real, kind text, evidence text[],
        against text[], orphans bigint, fix text)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_suggest';
COMMENT ON FUNCTION relmeta.suggest(regclass[], text, real, interval) IS
    'relationships that are meant and not declared, with what speaks for and against each, and the SQL that makes it; level: catalog, statistics, or data, which reads rows within the budget';

GRANT SELECT ON relmeta.dumped_name, relmeta.rejected_relationship TO PUBLIC;

SELECT pg_catalog.pg_extension_config_dump('relmeta.rejected_relationship', '');
-- Names are dumped as rows of dumped_name now. Nothing takes a table off an extension's list but this.
ALTER EXTENSION relmeta DROP TABLE relmeta.relationship_name;
ALTER EXTENSION relmeta ADD TABLE relmeta.relationship_name;
-- pg_dump appends the condition to SELECT … FROM relmeta.dumped_name: so a dump has every name, and nobody pays for it before.
SELECT pg_catalog.pg_extension_config_dump('relmeta.dumped_name', $$WHERE true
    UNION ALL SELECT n.source::pg_catalog.text, n.holder::pg_catalog.text, n.constraint_name, n.far_constraint_name, n.reverse, n.name, n.chosen
    FROM relmeta.relationship_name AS n
    UNION ALL SELECT r.source::pg_catalog.text, r.holder::pg_catalog.text, r.constraint_name, r.far, r.reverse, r.name, false
    FROM (SELECT *, COALESCE(far_constraint_name, '') AS far FROM relmeta.relationship WHERE origin <> 'declared') AS r
    WHERE NOT EXISTS (SELECT FROM relmeta.relationship_name AS n
                      WHERE n.holder = r.holder AND n.constraint_name = r.constraint_name AND n.far_constraint_name = r.far AND n.reverse = r.reverse)$$);

-- Ends of bridges get their new attribute, and all is derived by today's rules. Relationships keep their names.
REFRESH MATERIALIZED VIEW relmeta.bridge;
SELECT relmeta.refresh();
