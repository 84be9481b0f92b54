-- relmeta 1.1: the schema relmeta. Tables, derived relations, functions, views, grants, dump configuration, event triggers.
-- Every name is qualified, and nothing replaces an existing object.
\echo Use "CREATE EXTENSION relmeta" to load this file. \quit

CREATE SCHEMA relmeta;
COMMENT ON SCHEMA relmeta IS 'relationships between tables as named objects, kept up to date with every DDL command';


-- User declarations: ordinary, dumped tables, written through the functions below. They have no keys, because a restore adds names next
-- to those that relmeta has already given, and the initial copy of a FOR ALL TABLES subscription brings rows that the subscriber already
-- has. If several rows describe the same thing, the latest one wins. Changes are never published, because they name tables, and
-- replication would stop at a table that the subscriber does not have. So inserts are left out of logical decoding, and deletes carry no
-- identity.

CREATE TABLE relmeta.declared_bridge (
    bridge regclass NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('declared', 'made', 'rejected')),
    ends name[]
);
CREATE INDEX declared_bridge_bridge_idx ON relmeta.declared_bridge (bridge);
ALTER TABLE relmeta.declared_bridge REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.declared_bridge IS 'declarations about bridges, written by declare_bridge, reject_bridge and add_bridge';
COMMENT ON COLUMN relmeta.declared_bridge.bridge IS 'the table';
COMMENT ON COLUMN relmeta.declared_bridge.verdict IS 'declared: the table is a bridge; made: created by add_bridge; rejected: the table is not a bridge';
COMMENT ON COLUMN relmeta.declared_bridge.ends IS 'names of the ends, which are foreign keys or declared relationships of the table; null: all of them';

CREATE TABLE relmeta.declared_relationship (
    source regclass NOT NULL,
    source_columns name[] NOT NULL,
    target regclass NOT NULL,
    target_columns name[] NOT NULL,
    kind text CHECK (kind IN ('one_to_one', 'one_to_many', 'many_to_one', 'many_to_many')),
    name name,
    inverse_name name,
    inverse_yields boolean NOT NULL DEFAULT false,
    condition text
);
CREATE INDEX declared_relationship_source_idx ON relmeta.declared_relationship (source);
CREATE INDEX declared_relationship_target_idx ON relmeta.declared_relationship (target);
ALTER TABLE relmeta.declared_relationship REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.declared_relationship IS 'relationships without a foreign key, declared by declare_relationship';
COMMENT ON COLUMN relmeta.declared_relationship.source IS 'the source table';
COMMENT ON COLUMN relmeta.declared_relationship.source_columns IS 'columns of the source, equal to target_columns';
COMMENT ON COLUMN relmeta.declared_relationship.target IS 'the target table';
COMMENT ON COLUMN relmeta.declared_relationship.target_columns IS 'columns of the target, equal to source_columns';
COMMENT ON COLUMN relmeta.declared_relationship.kind IS 'kind of relationship, from source to target; null: proved from unique indexes';
COMMENT ON COLUMN relmeta.declared_relationship.name IS 'name of the relationship from source to target; null: chosen by relmeta';
COMMENT ON COLUMN relmeta.declared_relationship.inverse_name IS 'name of the relationship from target to source; null: chosen by relmeta';
COMMENT ON COLUMN relmeta.declared_relationship.inverse_yields IS 'true if inverse_name was set by a role that does not own the target, so that a foreign key can take it';
COMMENT ON COLUMN relmeta.declared_relationship.condition IS 'condition on rows of the source, which compares its columns with constants; null: none';

CREATE TABLE relmeta.rejected_relationship (
    source regclass NOT NULL,
    source_columns name[] NOT NULL,
    target regclass
);
CREATE INDEX rejected_relationship_source_idx ON relmeta.rejected_relationship (source);
CREATE INDEX rejected_relationship_target_idx ON relmeta.rejected_relationship (target);
ALTER TABLE relmeta.rejected_relationship REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.rejected_relationship IS 'relationships that suggest must not suggest again, rejected by reject_relationship';
COMMENT ON COLUMN relmeta.rejected_relationship.source IS 'the table with the columns';
COMMENT ON COLUMN relmeta.rejected_relationship.source_columns IS 'columns of the source, which do not refer to the target';
COMMENT ON COLUMN relmeta.rejected_relationship.target IS 'the target table; null: the columns refer to no table';

CREATE TABLE relmeta.accessor_source (
    source regclass NOT NULL,
    schema name
);
CREATE INDEX accessor_source_source_idx ON relmeta.accessor_source (source);
ALTER TABLE relmeta.accessor_source REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.accessor_source IS 'tables whose relationships have accessors, added by add_accessors';
COMMENT ON COLUMN relmeta.accessor_source.source IS 'the source table';
COMMENT ON COLUMN relmeta.accessor_source.schema IS 'the schema of the accessors; null: that of the source';

CREATE TABLE relmeta.relationship_name (
    source regclass NOT NULL,
    holder regclass NOT NULL,
    constraint_name name NOT NULL,
    far_constraint_name name NOT NULL,
    reverse boolean NOT NULL,
    name name NOT NULL,
    chosen boolean NOT NULL
);
CREATE INDEX relationship_name_holder_idx ON relmeta.relationship_name (holder);
CREATE INDEX relationship_name_source_name_idx ON relmeta.relationship_name (source, name);
ALTER TABLE relmeta.relationship_name REPLICA IDENTITY NOTHING;
COMMENT ON TABLE relmeta.relationship_name IS 'names reserved for relationships: chosen by the user, or restored and not yet applied';
COMMENT ON COLUMN relmeta.relationship_name.source IS 'the source table of the relationship';
COMMENT ON COLUMN relmeta.relationship_name.holder IS 'the table with the foreign key that defines the relationship';
COMMENT ON COLUMN relmeta.relationship_name.constraint_name IS 'the foreign key; through a bridge, the one to the source';
COMMENT ON COLUMN relmeta.relationship_name.far_constraint_name IS 'through a bridge, the foreign key to the target; otherwise empty';
COMMENT ON COLUMN relmeta.relationship_name.reverse IS 'true if the relationship runs opposite to its foreign key';
COMMENT ON COLUMN relmeta.relationship_name.name IS 'the name of the relationship';
COMMENT ON COLUMN relmeta.relationship_name.chosen IS 'true if the user chose the name with rename_relationship';

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

CREATE TABLE relmeta.word (
    list text NOT NULL CHECK (list IN ('audit', 'ordering', 'key_suffix', 'link', 'tenant', 'plural', 'uncountable', 'schema')),
    word text NOT NULL,
    form text,
    CHECK ((list = 'plural') = (form IS NOT NULL))
);
ALTER TABLE relmeta.word REPLICA IDENTITY FULL;
COMMENT ON TABLE relmeta.word IS 'words used by the rules in addition to the built-in ones; changes take effect immediately, for all tables';
COMMENT ON COLUMN relmeta.word.list IS 'audit: a column that records who or when; ordering: a column that orders links; key_suffix: suffix of a foreign-key column; link: a noun for links at the end of a bridge name; tenant: a noun for the owner of rows; plural: an irregular noun; uncountable: a noun with one form; schema: a schema whose tables lint, export and path omit unless they are named';
COMMENT ON COLUMN relmeta.word.word IS 'the word in lower case; for a schema, its exact name';
COMMENT ON COLUMN relmeta.word.form IS 'the plural of an irregular noun';


-- Derived relations: materialized views that relmeta keeps up to date. Users cannot write them, and REFRESH rebuilds them.

CREATE TYPE relmeta.bridge_end AS (target regclass, columns name[], role name, constraint_name name, exclusive boolean);
COMMENT ON TYPE relmeta.bridge_end IS 'an end of a bridge, that is, a foreign key or a declared relationship that connects rows; exclusive: each row has exactly one of several such ends';

CREATE FUNCTION relmeta.derive_relationships(
    OUT source regclass, OUT name name, OUT kind text, OUT target regclass, OUT source_columns name[], OUT target_columns name[],
    OUT bridge regclass, OUT bridge_source_columns name[], OUT bridge_target_columns name[], OUT holder regclass,
    OUT constraint_name name, OUT far_constraint_name name, OUT inverse name, OUT required boolean, OUT enforced boolean,
    OUT pair_unique boolean, OUT reverse boolean, OUT origin text)
    RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_derive_relationships';
COMMENT ON FUNCTION relmeta.derive_relationships() IS 'derives all relationships from keys and declarations; existing names are kept';

CREATE FUNCTION relmeta.derive_bridges(
    OUT bridge regclass, OUT grade text, OUT ends relmeta.bridge_end[], OUT payload name[], OUT pair_unique boolean, OUT reason text)
    RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_derive_bridges';
COMMENT ON FUNCTION relmeta.derive_bridges() IS 'recognises all bridges from keys, columns and declarations';

CREATE MATERIALIZED VIEW relmeta.bridge AS SELECT * FROM relmeta.derive_bridges();
CREATE UNIQUE INDEX bridge_bridge_idx ON relmeta.bridge (bridge);
COMMENT ON MATERIALIZED VIEW relmeta.bridge IS 'bridges: tables whose rows each connect rows of two or more tables';
COMMENT ON COLUMN relmeta.bridge.bridge IS 'the table';
COMMENT ON COLUMN relmeta.bridge.grade IS 'declared: declared by the user or created by add_bridge; pure: only the link; attributed: a link with attributes';
COMMENT ON COLUMN relmeta.bridge.ends IS 'the foreign keys and declared relationships that connect rows, in column order';
COMMENT ON COLUMN relmeta.bridge.payload IS 'columns that describe the link';
COMMENT ON COLUMN relmeta.bridge.pair_unique IS 'true if each pair occurs at most once';
COMMENT ON COLUMN relmeta.bridge.reason IS 'why it is a bridge';

CREATE MATERIALIZED VIEW relmeta.relationship AS SELECT * FROM relmeta.derive_relationships();
CREATE UNIQUE INDEX relationship_source_name_idx ON relmeta.relationship (source, name);
CREATE INDEX relationship_holder_idx ON relmeta.relationship (holder);
COMMENT ON MATERIALIZED VIEW relmeta.relationship IS 'relationships: named, directed links between tables, each link once in each direction';
COMMENT ON COLUMN relmeta.relationship.source IS 'the source table';
COMMENT ON COLUMN relmeta.relationship.name IS 'unique among the relationships of its source';
COMMENT ON COLUMN relmeta.relationship.kind IS 'one_to_one, one_to_many, many_to_one or many_to_many, from source to target';
COMMENT ON COLUMN relmeta.relationship.target IS 'the target table';
COMMENT ON COLUMN relmeta.relationship.source_columns IS 'columns of the source, equal to target_columns, or to bridge_source_columns through a bridge';
COMMENT ON COLUMN relmeta.relationship.target_columns IS 'columns of the target, equal to source_columns, or to bridge_target_columns through a bridge';
COMMENT ON COLUMN relmeta.relationship.bridge IS 'the bridge; null if the link is direct';
COMMENT ON COLUMN relmeta.relationship.bridge_source_columns IS 'columns of the bridge, equal to source_columns';
COMMENT ON COLUMN relmeta.relationship.bridge_target_columns IS 'columns of the bridge, equal to target_columns';
COMMENT ON COLUMN relmeta.relationship.holder IS 'the table with the foreign key that defines the link; through a bridge, the bridge; for origin view, the view';
COMMENT ON COLUMN relmeta.relationship.constraint_name IS 'the foreign key; through a bridge, the end to the source, which may be a declared relationship; for origin view, the foreign key of a table below the view; null if declared';
COMMENT ON COLUMN relmeta.relationship.far_constraint_name IS 'through a bridge, the end to the target; for origin view, distinguishes links by foreign keys of the same name';
COMMENT ON COLUMN relmeta.relationship.inverse IS 'name of the opposite relationship, from target to source';
COMMENT ON COLUMN relmeta.relationship.required IS 'true if constraints guarantee that every source row has a target row';
COMMENT ON COLUMN relmeta.relationship.enforced IS 'true if validated, enforced foreign keys guarantee the link';
COMMENT ON COLUMN relmeta.relationship.pair_unique IS 'true if each pair of rows is linked at most once';
COMMENT ON COLUMN relmeta.relationship.reverse IS 'true if it runs opposite to its foreign key or declaration; false through a bridge';
COMMENT ON COLUMN relmeta.relationship.origin IS 'foreign_key, bridge, declared or view';

CREATE MATERIALIZED VIEW relmeta.stale AS SELECT NULL::pg_catalog.regclass AS holder, NULL::pg_catalog.text AS reason WHERE false;
COMMENT ON MATERIALIZED VIEW relmeta.stale IS 'tables whose relationships are out of date until refresh() or a later command updates them';
COMMENT ON COLUMN relmeta.stale.holder IS 'the table; null: possibly any table';
COMMENT ON COLUMN relmeta.stale.reason IS 'why the table is stale';

CREATE MATERIALIZED VIEW relmeta.verified AS SELECT NULL::pg_catalog.int8 AS fingerprint WHERE false;
COMMENT ON MATERIALIZED VIEW relmeta.verified IS 'state that refresh() last found to be up to date; it derives nothing if the state has not changed';
COMMENT ON COLUMN relmeta.verified.fingerprint IS 'hash of the versions of all rows that relationships are derived from or stored in';


-- Maintenance

CREATE FUNCTION relmeta.version() RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_version';
COMMENT ON FUNCTION relmeta.version() IS 'version of the loaded library';

CREATE FUNCTION relmeta.refresh() RETURNS bigint LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_refresh';
COMMENT ON FUNCTION relmeta.refresh() IS 'derives everything again, writes only differences and keeps names; returns the number of relationships and bridges changed';

CREATE FUNCTION relmeta.check(OUT difference text, OUT source regclass, OUT name name, OUT detail text)
    RETURNS SETOF record LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_check';
COMMENT ON FUNCTION relmeta.check() IS 'relationships and bridges that are only stored or only derived; no rows if the catalog is correct';

CREATE FUNCTION relmeta.status(OUT item text, OUT value text) RETURNS SETOF record LANGUAGE sql STABLE
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
COMMENT ON FUNCTION relmeta.status() IS 'state and version of the catalog, with its stale tables';

CREATE FUNCTION relmeta.declarations_changed() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_declarations_changed';
COMMENT ON FUNCTION relmeta.declarations_changed() IS 'applies rows that were written by hand or restored';
CREATE TRIGGER declarations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON relmeta.declared_bridge
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.declared_bridge IS 'derives what depends on the changed rows';
CREATE TRIGGER declarations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON relmeta.declared_relationship
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.declared_relationship IS 'derives what depends on the changed rows';
CREATE TRIGGER declarations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON relmeta.relationship_name
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.relationship_name IS 'derives what depends on the changed rows';
CREATE TRIGGER declarations_changed AFTER INSERT ON relmeta.dumped_name
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.dumped_name IS 'applies the restored names';
CREATE TRIGGER declarations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON relmeta.word
    FOR EACH STATEMENT EXECUTE FUNCTION relmeta.declarations_changed();
COMMENT ON TRIGGER declarations_changed ON relmeta.word IS 'derives what depends on the changed rows';


-- Build

CREATE FUNCTION relmeta.add_bridge(
    left_table regclass, right_table regclass, more regclass[] DEFAULT '{}', bridge text DEFAULT NULL, roles text[] DEFAULT NULL,
    key text DEFAULT 'surrogate', on_delete text DEFAULT 'cascade', if_not_exists boolean DEFAULT false)
    RETURNS regclass LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_add_bridge';
COMMENT ON FUNCTION relmeta.add_bridge(regclass, regclass, regclass[], text, text[], text, text, boolean) IS
    'creates a bridge between tables, with the privileges of the caller; key: surrogate or composite; on_delete: cascade, restrict or no action; roles: names of the ends';

CREATE FUNCTION relmeta.bridge_ddl(
    left_table regclass, right_table regclass, more regclass[] DEFAULT '{}', bridge text DEFAULT NULL, roles text[] DEFAULT NULL,
    key text DEFAULT 'surrogate', on_delete text DEFAULT 'cascade', if_not_exists boolean DEFAULT false)
    RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_bridge_ddl';
COMMENT ON FUNCTION relmeta.bridge_ddl(regclass, regclass, regclass[], text, text[], text, text, boolean) IS
    'returns the DDL of add_bridge without running it';

CREATE FUNCTION relmeta.drop_bridge(bridge regclass, force boolean DEFAULT false) RETURNS void
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_drop_bridge';
COMMENT ON FUNCTION relmeta.drop_bridge(regclass, boolean) IS 'drops a bridge; refuses one that contains rows unless forced, and any table that is not a bridge';

CREATE FUNCTION relmeta.add_reference(
    source regclass, target regclass, role text DEFAULT NULL, columns name[] DEFAULT NULL, required boolean DEFAULT false,
    one_to_one boolean DEFAULT false, on_delete text DEFAULT 'no action', if_not_exists boolean DEFAULT false)
    RETURNS name LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_add_reference';
COMMENT ON FUNCTION relmeta.add_reference(regclass, regclass, text, name[], boolean, boolean, text, boolean) IS
    'adds columns, foreign key and index from source to target, with the privileges of the caller; returns the name of the relationship';

CREATE FUNCTION relmeta.reference_ddl(
    source regclass, target regclass, role text DEFAULT NULL, columns name[] DEFAULT NULL, required boolean DEFAULT false,
    one_to_one boolean DEFAULT false, on_delete text DEFAULT 'no action', if_not_exists boolean DEFAULT false)
    RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_reference_ddl';
COMMENT ON FUNCTION relmeta.reference_ddl(regclass, regclass, text, name[], boolean, boolean, text, boolean) IS
    'returns the DDL of add_reference without running it';


-- Declare

CREATE FUNCTION relmeta.declare_bridge(bridge regclass, ends name[] DEFAULT NULL) RETURNS void
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_declare_bridge';
COMMENT ON FUNCTION relmeta.declare_bridge(regclass, name[]) IS
    'declares that a table is a bridge; ends: names of foreign keys and declared relationships, by default all; owner only';

CREATE FUNCTION relmeta.reject_bridge(bridge regclass) RETURNS void LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_reject_bridge';
COMMENT ON FUNCTION relmeta.reject_bridge(regclass) IS 'declares that a table is not a bridge; owner only';

CREATE FUNCTION relmeta.declare_relationship(
    source regclass, source_columns name[], target regclass, target_columns name[], kind text DEFAULT NULL, name text DEFAULT NULL,
    inverse_name text DEFAULT NULL, condition text DEFAULT NULL)
    RETURNS name LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_declare_relationship';
COMMENT ON FUNCTION relmeta.declare_relationship(regclass, name[], regclass, name[], text, text, text, text) IS
    'declares a relationship without a foreign key, for example of a view, and returns its name; kind: proved from unique indexes if null; condition: on rows of the source, as in imageable_type = ''Product''; owner of source only';

CREATE FUNCTION relmeta.accept_relationship(source regclass, source_columns name[], target regclass DEFAULT NULL, declare boolean DEFAULT false)
    RETURNS name LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_accept_relationship';
COMMENT ON FUNCTION relmeta.accept_relationship(regclass, name[], regclass, boolean) IS
    'accepts a suggestion: adds a NOT VALID foreign key or a declaration for these columns, with the privileges of the caller; returns the name of the relationship';

CREATE FUNCTION relmeta.reject_relationship(source regclass, source_columns name[], target regclass DEFAULT NULL)
    RETURNS void LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_reject_relationship';
COMMENT ON FUNCTION relmeta.reject_relationship(regclass, name[], regclass) IS
    'declares that columns do not refer to the target, or to any table, so that suggest does not suggest it again; owner of source only';

CREATE FUNCTION relmeta.rename_relationship(source regclass, name name, new_name text) RETURNS void
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_rename_relationship';
COMMENT ON FUNCTION relmeta.rename_relationship(regclass, name, text) IS 'renames a relationship; owner of source only';

CREATE FUNCTION relmeta.forget(source regclass, name name DEFAULT NULL) RETURNS void LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_forget';
COMMENT ON FUNCTION relmeta.forget(regclass, name) IS
    'removes the chosen name or the declaration of a relationship, or without a name all declarations about the table; owner only';


-- Read

CREATE FUNCTION relmeta.explain(source regclass, name name) RETURNS SETOF text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_explain';
COMMENT ON FUNCTION relmeta.explain(regclass, name) IS 'explains a relationship: constraints, indexes, rules, and the changes that would lead to another kind';

CREATE FUNCTION relmeta.explain_bridge(bridge regclass) RETURNS SETOF text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_explain_bridge';
COMMENT ON FUNCTION relmeta.explain_bridge(regclass) IS 'explains why a table is or is not a bridge';

CREATE FUNCTION relmeta.condition(
    left_table regclass, left_columns name[], right_table regclass, right_columns name[], with_periods boolean DEFAULT false)
    RETURNS text LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT pg_catalog.string_agg(pg_catalog.format('%s.%I %s %s.%I', left_table, c.l,
                                                  CASE WHEN with_periods AND c.position = pg_catalog.cardinality(left_columns) THEN '&&' ELSE '=' END,
                                                  right_table, c.r), ' AND ' ORDER BY c.position)
    FROM ROWS FROM (pg_catalog.unnest(left_columns), pg_catalog.unnest(right_columns)) WITH ORDINALITY AS c (l, r, position);
END;
COMMENT ON FUNCTION relmeta.condition(regclass, name[], regclass, name[], boolean) IS
    'returns the join condition of two column lists as SQL; with_periods: the last two are periods, which must overlap';

CREATE FUNCTION relmeta.condition(condition text, alias text) RETURNS text LANGUAGE c IMMUTABLE STRICT AS 'MODULE_PATHNAME', 'relmeta_condition';
COMMENT ON FUNCTION relmeta.condition(text, text) IS 'returns the condition of a declared relationship as SQL, for the table with the alias';

CREATE VIEW relmeta.relationships AS
    SELECT r.source, r.name, r.kind, r.target, r.bridge AS via,
           CASE WHEN r.bridge IS NULL THEN relmeta.condition(r.source, r.source_columns, r.target, r.target_columns,
                                                               r.origin = 'foreign_key' AND r.kind = 'many_to_many')
                ELSE relmeta.condition(r.source, r.source_columns, r.bridge, r.bridge_source_columns) || ' AND ' ||
                     relmeta.condition(r.bridge, r.bridge_target_columns, r.target, r.target_columns)
           END || COALESCE((SELECT pg_catalog.string_agg(DISTINCT ' AND ' || relmeta.condition(d.condition, r.holder::pg_catalog.text), '')
                            FROM relmeta.declared_relationship AS d
                            WHERE d.source = r.holder AND d.condition IS NOT NULL AND
                                  CASE r.origin WHEN 'declared' THEN d.name = CASE WHEN r.reverse THEN r.inverse ELSE r.name END
                                                WHEN 'bridge' THEN (d.name, d.source_columns) IN ((r.constraint_name, r.bridge_source_columns),
                                                                                                  (r.far_constraint_name, r.bridge_target_columns))
                                                ELSE false END), '') AS condition,
           r.required, e.extname AS extension
    FROM relmeta.relationship AS r
        LEFT JOIN pg_catalog.pg_depend AS h ON (h.classid, h.objid, h.deptype) = ('pg_catalog.pg_class'::regclass, r.holder, 'e')
        LEFT JOIN pg_catalog.pg_depend AS s ON (s.classid, s.objid, s.deptype) = ('pg_catalog.pg_class'::regclass, r.source, 'e')
        LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = COALESCE(h.refobjid, s.refobjid)
    ORDER BY pg_catalog.btrim(r.source::pg_catalog.text, '"'), r.name;
COMMENT ON VIEW relmeta.relationships IS 'all relationships in readable form; programs should use relmeta.relationship';
COMMENT ON COLUMN relmeta.relationships.source IS 'the source table';
COMMENT ON COLUMN relmeta.relationships.name IS 'unique among the relationships of its source';
COMMENT ON COLUMN relmeta.relationships.kind IS 'one_to_one, one_to_many, many_to_one or many_to_many, from source to target';
COMMENT ON COLUMN relmeta.relationships.target IS 'the target table';
COMMENT ON COLUMN relmeta.relationships.via IS 'the bridge; null if the link is direct';
COMMENT ON COLUMN relmeta.relationships.condition IS 'the join condition as SQL';
COMMENT ON COLUMN relmeta.relationships.required IS 'true if constraints guarantee that every source row has a target row';
COMMENT ON COLUMN relmeta.relationships.extension IS 'the extension that owns the holder or the source; null if none';

CREATE VIEW relmeta.bridges AS
    SELECT b.bridge, b.grade,
           (SELECT pg_catalog.string_agg(pg_catalog.format('%s (%s)', e.target, pg_catalog.array_to_string(e.columns, ', ')), ', ' ORDER BY e.position)
            FROM pg_catalog.unnest(b.ends) WITH ORDINALITY AS e (target, columns, role, constraint_name, exclusive, position)) AS ends,
           pg_catalog.array_to_string(b.payload, ', ') AS payload,
           b.pair_unique, b.reason, e.extname AS extension
    FROM relmeta.bridge AS b
        LEFT JOIN pg_catalog.pg_depend AS h ON (h.classid, h.objid, h.deptype) = ('pg_catalog.pg_class'::regclass, b.bridge, 'e')
        LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = h.refobjid
    ORDER BY pg_catalog.btrim(b.bridge::pg_catalog.text, '"');
COMMENT ON VIEW relmeta.bridges IS 'all bridges in readable form; programs should use relmeta.bridge';
COMMENT ON COLUMN relmeta.bridges.bridge IS 'the table';
COMMENT ON COLUMN relmeta.bridges.grade IS 'declared, pure or attributed';
COMMENT ON COLUMN relmeta.bridges.ends IS 'the connected tables, each with the referencing columns of the bridge';
COMMENT ON COLUMN relmeta.bridges.payload IS 'columns that describe the link';
COMMENT ON COLUMN relmeta.bridges.pair_unique IS 'true if each pair occurs at most once';
COMMENT ON COLUMN relmeta.bridges.reason IS 'why it is a bridge';
COMMENT ON COLUMN relmeta.bridges.extension IS 'the extension that owns the table; null if none';


-- Paths

CREATE FUNCTION relmeta.path(
    source regclass, target regclass, via regclass[] DEFAULT '{}', avoid regclass[] DEFAULT '{}', max_paths integer DEFAULT 1,
    max_hops integer DEFAULT 8)
    RETURNS TABLE (path integer, step integer, source regclass, relationship name, target regclass, kind text, via regclass,
        condition text, optional boolean, fan_out boolean, cost real, ambiguous boolean)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_path';
COMMENT ON FUNCTION relmeta.path(regclass, regclass, regclass[], regclass[], integer, integer) IS
    'finds the cheapest paths from one table to another, step by step; via: tables to pass through, in order; avoid: tables to avoid';

CREATE FUNCTION relmeta.join_sql(VARIADIC tables regclass[]) RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_join_sql';
COMMENT ON FUNCTION relmeta.join_sql(regclass[]) IS 'returns a SELECT that joins tables along the cheapest tree of relationships and keeps all rows of the first table';

CREATE FUNCTION relmeta.join_sql_with(tables regclass[], fan_out text DEFAULT 'comment') RETURNS text
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_join_sql_with';
COMMENT ON FUNCTION relmeta.join_sql_with(regclass[], text) IS
    'returns the SELECT of join_sql; fan_out, for branches that multiply each other''s rows: comment, aggregate in subqueries, or error';

CREATE FUNCTION relmeta.nested_sql(root regclass, selection text) RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_nested_sql';
COMMENT ON FUNCTION relmeta.nested_sql(regclass, text) IS
    'returns a SELECT that returns a jsonb object for each row of root, with the fields of the selection, as in { username users { email } }';

CREATE FUNCTION relmeta.nested(root regclass, selection text, key text DEFAULT NULL) RETURNS SETOF jsonb
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_nested';
COMMENT ON FUNCTION relmeta.nested(regclass, text, text) IS
    'runs the SELECT of nested_sql with the privileges of the caller; key: one row of root, by primary key, as a JSON array if it is composite, or by any unique key, as a JSON object';


-- Accessors

CREATE FUNCTION relmeta.accessors_ddl(tables regclass[] DEFAULT NULL, schema text DEFAULT NULL) RETURNS text
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_accessors_ddl';
COMMENT ON FUNCTION relmeta.accessors_ddl(regclass[], text) IS 'returns the DDL of add_accessors without running it';
CREATE FUNCTION relmeta.add_accessors(tables regclass[] DEFAULT NULL, schema text DEFAULT NULL) RETURNS SETOF regprocedure
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_add_accessors';
COMMENT ON FUNCTION relmeta.add_accessors(regclass[], text) IS
    'adds a function that returns the target rows for each relationship of the given tables, or of all tables of the caller, and keeps these functions up to date; schema: null for that of the table; owner only';
CREATE FUNCTION relmeta.drop_accessors(tables regclass[] DEFAULT NULL) RETURNS bigint
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_drop_accessors';
COMMENT ON FUNCTION relmeta.drop_accessors(regclass[]) IS
    'drops the functions added by add_accessors for the given tables, or for all tables of the caller; returns their number; owner only';


-- Rows

CREATE FUNCTION relmeta.link(source regclass, relationship name, source_key text, target_key text) RETURNS boolean
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_link';
COMMENT ON FUNCTION relmeta.link(regclass, name, text, text) IS
    'links two rows through a bridge by primary key, with the privileges of the caller; returns false if they were already linked';
CREATE FUNCTION relmeta.link(source regclass, relationship name, source_key text[], target_key text[]) RETURNS boolean
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_link';
COMMENT ON FUNCTION relmeta.link(regclass, name, text[], text[]) IS 'the same for composite keys';

CREATE FUNCTION relmeta.unlink(source regclass, relationship name, source_key text, target_key text) RETURNS boolean
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_unlink';
COMMENT ON FUNCTION relmeta.unlink(regclass, name, text, text) IS
    'unlinks two rows by primary key, with the privileges of the caller; returns false if they were not linked';
CREATE FUNCTION relmeta.unlink(source regclass, relationship name, source_key text[], target_key text[]) RETURNS boolean
    LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_unlink';
COMMENT ON FUNCTION relmeta.unlink(regclass, name, text[], text[]) IS 'the same for composite keys';


-- Lint and export

CREATE FUNCTION relmeta.lint(tables regclass[] DEFAULT NULL)
    RETURNS TABLE (severity text, rule text, object text, message text, fix text)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_lint';
COMMENT ON FUNCTION relmeta.lint(regclass[]) IS
    'finds problems in the keys and bridges of the given tables, or all tables, with the SQL that fixes each; severity: error, warning or info';

CREATE FUNCTION relmeta.suggest(tables regclass[] DEFAULT NULL, level text DEFAULT 'statistics', min_score real DEFAULT 0.5, budget interval DEFAULT '10s')
    RETURNS TABLE (source regclass, columns name[], target regclass, target_columns name[], score real, kind text, evidence text[],
        against text[], orphans bigint, fix text)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_suggest';
COMMENT ON FUNCTION relmeta.suggest(regclass[], text, real, interval) IS
    'suggests undeclared relationships, with the evidence for and against each, and the SQL that adds it; level: catalog, statistics, or data, which reads rows within the budget';

CREATE FUNCTION relmeta.orphans(source regclass DEFAULT NULL, relationship name DEFAULT NULL, source_columns name[] DEFAULT NULL,
        target regclass DEFAULT NULL, most bigint DEFAULT NULL, budget interval DEFAULT '10s')
    RETURNS TABLE (source regclass, relationship name, columns name[], target regclass, target_columns name[], orphans bigint,
        complete boolean, examples jsonb, note text, query text)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_orphans';
COMMENT ON FUNCTION relmeta.orphans(regclass, name, name[], regclass, bigint, interval) IS
    'counts rows that refer to nothing, of one relationship, of all relationships of a table, or of all tables, with the privileges of the caller and within the budget; most: number of rows at which to stop';

CREATE FUNCTION relmeta.export(format text, tables regclass[] DEFAULT NULL, bridges text DEFAULT 'tables') RETURNS text
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_export';
COMMENT ON FUNCTION relmeta.export(text, regclass[], text) IS
    'returns the given tables, or all tables, and their relationships in the format of another program; bridges: tables or, in diagrams, edges';

CREATE FUNCTION relmeta.consumers(target text DEFAULT NULL)
    RETURNS TABLE (consumer text, source regclass, relationship name, verdict text, reason text, fix text)
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_consumers';
COMMENT ON FUNCTION relmeta.consumers(text) IS
    'lists what PostgREST, Hasura, pg_graphql, PostGraphile, Prisma, SQLAlchemy and Django, or one of them, would miss, misread or rename, with the SQL that fixes it';

CREATE FUNCTION relmeta.context(tables regclass[] DEFAULT NULL, tokens integer DEFAULT 16000, comments boolean DEFAULT false) RETURNS text
    LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_context';
COMMENT ON FUNCTION relmeta.context(regclass[], integer, boolean) IS
    'returns the part of the schema that the role can read as short text for writing joins, for people and language models; tables: only these and the tables that join them; tokens: maximum length, estimated';


-- Everyone may read. Functions that write check privileges themselves: build functions run DDL as the caller, and declarations require the
-- owner. refresh() locks the whole catalog, so EXECUTE on it must be granted.

GRANT USAGE ON SCHEMA relmeta TO PUBLIC;
GRANT SELECT ON relmeta.relationship, relmeta.bridge, relmeta.stale, relmeta.verified, relmeta.relationships, relmeta.bridges, relmeta.declared_bridge,
    relmeta.declared_relationship, relmeta.rejected_relationship, relmeta.accessor_source, relmeta.relationship_name, relmeta.dumped_name, relmeta.word
    TO PUBLIC;
REVOKE EXECUTE ON FUNCTION relmeta.refresh(), relmeta.declarations_changed() FROM PUBLIC;

SELECT pg_catalog.pg_extension_config_dump('relmeta.declared_bridge', '');
SELECT pg_catalog.pg_extension_config_dump('relmeta.declared_relationship', '');
SELECT pg_catalog.pg_extension_config_dump('relmeta.rejected_relationship', '');
SELECT pg_catalog.pg_extension_config_dump('relmeta.accessor_source', '');
-- pg_dump appends this condition to SELECT … FROM relmeta.dumped_name, so the names are collected only when a dump is taken.
SELECT pg_catalog.pg_extension_config_dump('relmeta.dumped_name', $$WHERE true
    UNION ALL SELECT n.source::pg_catalog.text, n.holder::pg_catalog.text, n.constraint_name, n.far_constraint_name, n.reverse, n.name, n.chosen
    FROM relmeta.relationship_name AS n
    UNION ALL SELECT r.source::pg_catalog.text, r.holder::pg_catalog.text, r.constraint_name, r.far, r.reverse, r.name, false
    FROM (SELECT *, COALESCE(far_constraint_name, '') AS far FROM relmeta.relationship WHERE origin <> 'declared') AS r
    WHERE NOT EXISTS (SELECT FROM relmeta.relationship_name AS n
                      WHERE n.holder = r.holder AND n.constraint_name = r.constraint_name AND n.far_constraint_name = r.far AND n.reverse = r.reverse)$$);
SELECT pg_catalog.pg_extension_config_dump('relmeta.word', '');


-- Last, so that they do not fire for this script.

CREATE FUNCTION relmeta.sql_drop() RETURNS event_trigger LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_sql_drop';
COMMENT ON FUNCTION relmeta.sql_drop() IS 'collects the objects that a command drops';
CREATE FUNCTION relmeta.ddl_command_end() RETURNS event_trigger LANGUAGE c AS 'MODULE_PATHNAME', 'relmeta_ddl_command_end';
COMMENT ON FUNCTION relmeta.ddl_command_end() IS 'updates the catalog after a command, in the same transaction';
CREATE EVENT TRIGGER relmeta_sql_drop ON sql_drop EXECUTE FUNCTION relmeta.sql_drop();
ALTER EVENT TRIGGER relmeta_sql_drop ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER relmeta_sql_drop IS 'notifies relmeta of dropped objects';
CREATE EVENT TRIGGER relmeta_ddl_command_end ON ddl_command_end EXECUTE FUNCTION relmeta.ddl_command_end();
ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER relmeta_ddl_command_end IS 'notifies relmeta of DDL commands';
