-- Fills the tables of a schema with :rows rows each that satisfy its foreign keys. A value represents the number of a row of the
-- table that its column belongs to or refers to. An integer is that number, so integers match other columns by chance, as in real
-- data; a text or uuid is different for each table.
SET session_replication_role = replica;
SET rows.number = :rows;
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS source, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND conparentid = 0 AND coninhcount = 0 LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.source, c.conname);
    END LOOP;
END $$;
-- The column that a column refers to, directly or through other columns.
CREATE FUNCTION pg_temp.origin(source oid, number int2, depth integer DEFAULT 0) RETURNS text LANGUAGE sql AS $$
    SELECT COALESCE((SELECT pg_temp.origin(confrelid, confkey[array_position(conkey, number)], depth + 1) FROM pg_constraint
                     WHERE contype = 'f' AND conrelid = source AND number = ANY (conkey) AND confrelid <> source AND depth < 5 ORDER BY oid LIMIT 1),
                    (SELECT format('%s %s', confrelid, confkey[array_position(conkey, number)]) FROM pg_constraint
                     WHERE contype = 'f' AND conrelid = source AND number = ANY (conkey) AND confrelid = source LIMIT 1),
                    format('%s %s', source, number)) $$;
CREATE FUNCTION pg_temp.value_of(type oid, modifier integer, origin text, n text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE contypid = t.oid AND contype = 'c') THEN NULL
                WHEN typtype = 'd' THEN pg_temp.value_of(typbasetype, typtypmod, origin, n)
                WHEN typtype = 'e' THEN format('(SELECT (enum_range(NULL::%s))[1])', oid::regtype)
                WHEN oid = 'uuid'::regtype THEN format('md5(%L || (%s))::uuid', origin, n)
                WHEN oid = 'bytea'::regtype THEN format('decode(md5(%L || (%s)), ''hex'')', origin, n)
                WHEN oid = 'tsvector'::regtype THEN '''''::tsvector'
                WHEN typcategory = 'N' THEN format('(%s)::%s', n, oid::regtype)
                WHEN typcategory = 'S' AND modifier BETWEEN 5 AND 15 THEN format('(%s)::text::%s', n, format_type(oid, modifier))
                WHEN typcategory = 'S' THEN format('left(md5(%L || (%s)), %s)', origin, n, CASE WHEN modifier > 4 THEN modifier - 4 ELSE 32 END)
                WHEN typcategory = 'B' THEN format('(%s) %% 2 = 0', n)
                WHEN oid = 'date'::regtype OR oid::regtype::text LIKE 'timestamp%' THEN format('date ''2020-01-01'' + (%s)', n) END
    FROM pg_type AS t WHERE oid = type $$;
-- A column of a key refers to the row with the same number, another column to a different row.
CREATE FUNCTION pg_temp.row_of(source oid, number int2) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND conrelid = source AND number = ANY (conkey))
                  OR EXISTS (SELECT FROM pg_constraint AS f JOIN pg_index ON indrelid = conrelid AND indisunique
                             WHERE contype = 'f' AND conrelid = source AND number = ANY (conkey) AND conkey && indkey::int2[]) THEN 'n'
                ELSE format('1 + (n * 7 + %s) %% current_setting(''rows.number'')::integer',
                            (SELECT min(oid)::bigint % 100 FROM pg_constraint WHERE contype = 'f' AND conrelid = source AND number = ANY (conkey))) END $$;
DO $$
DECLARE
    t record; list text; vals text;
BEGIN
    FOR t IN SELECT oid::regclass AS name FROM pg_class
             WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace <> ALL ('{pg_catalog,information_schema}'::regnamespace[]) LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg(v, ', ' ORDER BY attnum) INTO list, vals
        FROM pg_attribute AS a, pg_temp.value_of(atttypid, atttypmod, pg_temp.origin(attrelid, attnum), pg_temp.row_of(attrelid, attnum)) AS v
        WHERE attrelid = t.name AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND v IS NOT NULL;
        BEGIN
            EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM generate_series(1, current_setting(''rows.number'')::integer) AS n',
                           t.name, list, vals);
        EXCEPTION WHEN OTHERS THEN
            NULL;
        END;
    END LOOP;
END $$;
