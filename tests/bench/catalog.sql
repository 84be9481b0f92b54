-- Procedures that time things from inside the server, so that the client's part does not count; the median of all rounds.

CREATE FUNCTION median(times double precision[]) RETURNS double precision LANGUAGE sql AS
    $$ SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t) FROM unnest(times) AS t $$;

-- Times `command`, which is undone each time, in milliseconds; `before` prepares it and is not timed. In both, # is the number of the
-- round: names that recur would have to be searched for among the remains of the rounds before.
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

-- What an application does that reads pg_catalog for itself: every foreign key with its kind, from the unique indexes, and with the names of
-- tables and columns.
CREATE VIEW plain_relationships AS
SELECT n.nspname AS source_schema, c.relname AS source, k.conname, tn.nspname AS target_schema, t.relname AS target,
       (SELECT array_agg(a.attname ORDER BY u.i) FROM unnest(k.conkey) WITH ORDINALITY AS u (number, i)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS source_columns,
       (SELECT array_agg(a.attname ORDER BY u.i) FROM unnest(k.confkey) WITH ORDINALITY AS u (number, i)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) AS target_columns,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
               AND i.indexprs IS NULL AND (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ k.conkey) AS to_one,
       (SELECT bool_and(a.attnotnull) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS required
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0;
