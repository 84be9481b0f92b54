-- Procedures that measure times inside the server, to exclude the client; the result is the median of all rounds.

CREATE FUNCTION median(times double precision[]) RETURNS double precision LANGUAGE sql AS
    $$ SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t) FROM unnest(times) AS t $$;

-- Times `command` in milliseconds, and undoes it each time. `before` prepares it and is not timed. In both, # is the number of
-- the round, because looking up a recurring name would visit the dead rows of earlier rounds.
CREATE PROCEDURE time_command(before text, command text, rounds integer, INOUT ms double precision) LANGUAGE plpgsql AS $$
DECLARE
    times double precision[] := '{}';
    start timestamptz;
    statement text;
BEGIN
    FOR round IN 1 .. rounds LOOP
        IF before <> '' THEN EXECUTE replace(before, '#', round::text); END IF;
        statement := replace(command, '#', round::text);
        start := clock_timestamp();
        EXECUTE statement;
        times := times || 1000 * extract(epoch FROM clock_timestamp() - start)::double precision;
        ROLLBACK;
    END LOOP;
    ms := median(times);
END $$;

-- Event triggers that do nothing, to measure PostgreSQL's own cost of event triggers; disabled until measured.
CREATE FUNCTION nothing() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER nothing_at_end ON ddl_command_end EXECUTE FUNCTION nothing();
CREATE EVENT TRIGGER nothing_at_drop ON sql_drop EXECUTE FUNCTION nothing();
ALTER EVENT TRIGGER nothing_at_end DISABLE;
ALTER EVENT TRIGGER nothing_at_drop DISABLE;

-- The query of an application that reads pg_catalog itself: every foreign key in both directions, with its kind derived from
-- unique indexes, and a name that is unique on its source. It proves less than relmeta and has no bridges.
CREATE VIEW plain_relationships AS
WITH keys AS (
    SELECT k.conname, k.conrelid AS holder, k.confrelid AS referenced, n.nspname AS holder_schema, c.relname AS holder_name,
           rn.nspname AS referenced_schema, r.relname AS referenced_name,
           (SELECT array_agg(a.attname ORDER BY u.i) FROM unnest(k.conkey) WITH ORDINALITY AS u (number, i)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns,
           (SELECT array_agg(a.attname ORDER BY u.i) FROM unnest(k.confkey) WITH ORDINALITY AS u (number, i)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) AS referenced_columns,
           EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
                   AND i.indexprs IS NULL AND (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ k.conkey) AS is_unique,
           (SELECT bool_and(a.attnotnull) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS required
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0
), directed AS (
    SELECT holder AS source, holder_schema AS source_schema, holder_name AS source_name, referenced_schema AS target_schema,
           referenced_name AS target_name, columns AS source_columns, referenced_columns AS target_columns, conname, required,
           CASE WHEN is_unique THEN 'one_to_one' ELSE 'many_to_one' END AS kind,
           CASE WHEN cardinality(columns) = 1 THEN regexp_replace(columns[1], '_id$', '') ELSE referenced_name END AS name
    FROM keys
    UNION ALL
    SELECT referenced, referenced_schema, referenced_name, holder_schema, holder_name, referenced_columns, columns, conname, false,
           CASE WHEN is_unique THEN 'one_to_one' ELSE 'one_to_many' END,
           CASE WHEN is_unique THEN holder_name ELSE holder_name || 's' END
    FROM keys
)
SELECT source_schema, source_name, target_schema, target_name, kind, source_columns, target_columns, conname, required,
       CASE WHEN row_number() OVER same = 1 THEN name ELSE name || '_' || row_number() OVER same END AS name
FROM directed
WINDOW same AS (PARTITION BY source, name ORDER BY conname);
