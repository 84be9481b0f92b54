\set ECHO none
-- What the events tests share: an empty schema "events", and :changes, which prints how the catalog differs from what it was at the
-- last :changes. It also asks relmeta.check(), looks for stale tables and for declarations about tables that are gone: such a
-- line begins with WRONG.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
CREATE SCHEMA events;
SET search_path = events;
\set VERBOSITY terse
CREATE TEMPORARY TABLE seen (line text);
CREATE FUNCTION pg_temp.catalog() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat(r.source, '.', r.name, ': ', r.kind, ' ', r.target, ' ',
                  CASE WHEN r.bridge IS NULL THEN format('(%s) = (%s)', array_to_string(r.source_columns, ', '),
                                                         array_to_string(r.target_columns, ', '))
                       ELSE 'via ' || r.bridge END,
                  CASE WHEN r.origin = 'declared' THEN ', declared' END, CASE WHEN r.required THEN ', required' END,
                  CASE WHEN NOT r.enforced AND r.origin <> 'declared' THEN ', not enforced' END,
                  CASE WHEN r.bridge IS NOT NULL AND NOT r.pair_unique THEN ', pairs may repeat' END)
    FROM relmeta.relationship AS r
    UNION ALL
    SELECT concat(b.bridge, ' is a bridge, ', b.grade, ', of ',
                  (SELECT string_agg(format('%s (%s)', e.target, array_to_string(e.columns, ', ')), ' and ' ORDER BY e.position)
                   FROM unnest(b.ends) WITH ORDINALITY AS e (target, columns, role, constraint_name, exclusive, position)))
    FROM relmeta.bridge AS b
$$;
CREATE FUNCTION pg_temp.changes() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT change.line
        FROM (SELECT '- ' || line AS line, line AS key, 1 AS place FROM (SELECT line FROM seen EXCEPT ALL SELECT pg_temp.catalog()) AS gone (line)
              UNION ALL
              SELECT '+ ' || line, line, 2 FROM (SELECT pg_temp.catalog() EXCEPT ALL SELECT line FROM seen) AS come (line)) AS change
        ORDER BY change.place, change.key COLLATE "C";
    DELETE FROM seen;
    INSERT INTO seen SELECT pg_temp.catalog();
    RETURN QUERY
        SELECT wrong.line
        FROM (SELECT concat_ws(' ', 'WRONG:', c.difference, c.source, c.name, c.detail) FROM relmeta.check() AS c
              UNION ALL SELECT concat_ws(' ', 'WRONG: stale', s.holder, s.reason) FROM relmeta.stale AS s
              UNION ALL SELECT concat_ws(' ', 'WRONG: left over', d.place, d.oid)
                        FROM (SELECT 'declared_bridge', bridge FROM relmeta.declared_bridge
                              UNION ALL SELECT 'declared_relationship', source FROM relmeta.declared_relationship
                              UNION ALL SELECT 'declared_relationship', target FROM relmeta.declared_relationship
                              UNION ALL SELECT 'relationship_name', source FROM relmeta.relationship_name
                              UNION ALL SELECT 'relationship_name', holder FROM relmeta.relationship_name) AS d (place, oid)
                        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class AS t WHERE t.oid = d.oid)) AS wrong (line)
        ORDER BY wrong.line COLLATE "C";
END
$$;
INSERT INTO seen SELECT pg_temp.catalog();
\set changes 'SELECT * FROM pg_temp.changes();'
\pset format unaligned
\pset tuples_only on
\set ECHO all
