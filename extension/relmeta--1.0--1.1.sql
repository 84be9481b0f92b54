-- relmeta 1.0 to 1.1: the differences between relmeta--1.0.sql and relmeta--1.1.sql, in the order of the latter.
\echo Use "ALTER EXTENSION relmeta UPDATE" to load this file. \quit

ALTER TABLE relmeta.declared_relationship ADD COLUMN inverse_yields boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN relmeta.declared_relationship.inverse_yields IS 'true if inverse_name was given by a role that does not own the target, so a foreign key may take it';

DROP INDEX relmeta.relationship_name_source_idx;
CREATE INDEX relationship_name_source_name_idx ON relmeta.relationship_name (source, name);
COMMENT ON TABLE relmeta.relationship_name IS 'names reserved for relationships: chosen by the user, or restored and not yet applied';

-- Carries names in a dump. pg_dump generates the rows (see the end of this script), and a restore applies them. Tables are named as text,
-- because the dump may not contain them.
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
COMMENT ON TABLE relmeta.dumped_name IS 'all relationship names, in a dump; empty in a database';
COMMENT ON COLUMN relmeta.dumped_name.source IS 'the source table of the relationship';
COMMENT ON COLUMN relmeta.dumped_name.holder IS 'the table with the foreign key that defines the relationship';
COMMENT ON COLUMN relmeta.dumped_name.constraint_name IS 'the foreign key; through a bridge, the one to the source';
COMMENT ON COLUMN relmeta.dumped_name.far_constraint_name IS 'through a bridge, the foreign key to the target; otherwise empty';
COMMENT ON COLUMN relmeta.dumped_name.reverse IS 'true if the relationship runs opposite to its foreign key';
COMMENT ON COLUMN relmeta.dumped_name.name IS 'the name of the relationship';
COMMENT ON COLUMN relmeta.dumped_name.chosen IS 'true if the user chose the name';

ALTER TABLE relmeta.word DROP CONSTRAINT word_list_check;
ALTER TABLE relmeta.word ADD CONSTRAINT word_list_check
    CHECK (list IN ('audit', 'ordering', 'key_suffix', 'link', 'tenant', 'plural', 'uncountable', 'schema'));
COMMENT ON COLUMN relmeta.word.list IS 'audit: a column that records who or when; ordering: a column that orders links; key_suffix: suffix of a foreign-key column; link: a noun for links at the end of a bridge name; tenant: a noun for the owner of rows; plural: an irregular noun; uncountable: a noun with one form; schema: a schema whose tables lint, export and path omit unless they are named';
COMMENT ON COLUMN relmeta.word.word IS 'the word in lower case; for a schema, its exact name';

ALTER TYPE relmeta.bridge_end ADD ATTRIBUTE exclusive boolean;
COMMENT ON TYPE relmeta.bridge_end IS 'an end of a bridge, that is, a foreign key that connects rows; exclusive: each row has exactly one of several such ends';

COMMENT ON MATERIALIZED VIEW relmeta.stale IS 'tables whose relationships are out of date until refresh() or a later command updates them';

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
COMMENT ON TRIGGER declarations_changed ON relmeta.dumped_name IS 'applies the restored names';

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
COMMENT ON COLUMN relmeta.relationships.extension IS 'the extension that owns the holder or the source; null if none';

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
COMMENT ON COLUMN relmeta.bridges.extension IS 'the extension that owns the table; null if none';

COMMENT ON FUNCTION relmeta.nested(regclass, text, text) IS
    'runs the SELECT of nested_sql with the rights of the caller; key: key of one row of root, as a value of its primary key, a JSON array if it has several columns, or a JSON object of any unique key';

-- Reworded comments.


GRANT SELECT ON relmeta.dumped_name TO PUBLIC;

-- Names are now dumped as rows of dumped_name. Only this removes a table from an extension's dump list.
ALTER EXTENSION relmeta DROP TABLE relmeta.relationship_name;
ALTER EXTENSION relmeta ADD TABLE relmeta.relationship_name;
-- pg_dump appends this condition to SELECT … FROM relmeta.dumped_name, so the names are collected only when a dump is taken.
SELECT pg_catalog.pg_extension_config_dump('relmeta.dumped_name', $$WHERE true
    UNION ALL SELECT n.source::pg_catalog.text, n.holder::pg_catalog.text, n.constraint_name, n.far_constraint_name, n.reverse, n.name, n.chosen
    FROM relmeta.relationship_name AS n
    UNION ALL SELECT r.source::pg_catalog.text, r.holder::pg_catalog.text, r.constraint_name, r.far, r.reverse, r.name, false
    FROM (SELECT *, COALESCE(far_constraint_name, '') AS far FROM relmeta.relationship WHERE origin <> 'declared') AS r
    WHERE NOT EXISTS (SELECT FROM relmeta.relationship_name AS n
                      WHERE n.holder = r.holder AND n.constraint_name = r.constraint_name AND n.far_constraint_name = r.far AND n.reverse = r.reverse)$$);

-- Fill the new attribute of bridge ends, and derive everything by the current rules. Relationships keep their names.
REFRESH MATERIALIZED VIEW relmeta.bridge;
SELECT relmeta.refresh();
