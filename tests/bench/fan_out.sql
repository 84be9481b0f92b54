-- Functions of tests/bench/fan_out: rows for any schema, and the comparison of joins with their branches alone.

-- A value of the type that is the same for the same number; null for an unknown type.
CREATE FUNCTION pg_temp.value_of(type oid, modifier integer, number integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
    SELECT * INTO t FROM pg_type WHERE oid = type;
    IF t.typtype = 'd' THEN RETURN pg_temp.value_of(t.typbasetype, t.typtypmod, number); END IF;
    IF t.typtype = 'e' THEN
        RETURN (SELECT enumlabel FROM pg_enum WHERE enumtypid = type ORDER BY enumsortorder
                OFFSET number % (SELECT count(*) FROM pg_enum WHERE enumtypid = type) LIMIT 1);
    END IF;
    RETURN CASE
        WHEN t.typname IN ('json', 'jsonb') THEN '{}'
        WHEN t.typname = 'uuid' THEN md5(number::text)
        WHEN t.typname = 'bytea' THEN '\x0' || number % 10
        WHEN t.typname IN ('varchar', 'bpchar') AND modifier > 4 THEN left(number::text, modifier - 4)
        WHEN t.typcategory IN ('N', 'S') THEN number::text
        WHEN t.typcategory = 'B' THEN (number % 2)::text
        WHEN t.typname = 'time' THEN '12:00'
        WHEN t.typcategory = 'D' THEN (date '2000-01-01' + number)::text
        WHEN t.typcategory = 'T' THEN number || ' days'
        WHEN t.typcategory = 'A' THEN '{}'
        WHEN t.typcategory = 'I' THEN '10.0.0.' || number % 200
        WHEN t.typname = 'tsvector' THEN 'word'
    END;
END $$;

-- Fills every table with rows: a unique column numbers them, every other column has one of these numbers at random, so that
-- foreign keys match. Rows that violate a constraint are omitted.
CREATE FUNCTION pg_temp.fill(rows integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    t record; names text; values text[]; inserted bigint := 0;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT CASE WHEN contypid <> 0 THEN 'DOMAIN ' || contypid::regtype ELSE 'TABLE ' || conrelid::regclass END AS name, conname
             FROM pg_constraint WHERE contype = 'c' AND coninhcount = 0 AND connamespace::regnamespace::text !~ '^(pg_|information_schema|relmeta)' LOOP
        EXECUTE format('ALTER %s DROP CONSTRAINT %I', t.name, t.conname);
    END LOOP;
    FOR t IN SELECT oid, oid::regclass AS name FROM pg_class
             WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace::regnamespace::text !~ '^(pg_|information_schema|relmeta)' LOOP
        SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) INTO names
        FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        CONTINUE WHEN names IS NULL;
        FOR i IN 1 .. rows LOOP
            SELECT array_agg(COALESCE(quote_literal(pg_temp.value_of(atttypid, atttypmod, CASE WHEN EXISTS (
                       SELECT FROM pg_index WHERE indrelid = t.oid AND indisunique AND indnkeyatts = 1 AND indkey[0] = attnum)
                   THEN i ELSE 1 + floor(random() * rows)::integer END)), 'NULL') ORDER BY attnum) INTO values
            FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            BEGIN
                EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', t.name, names, array_to_string(values, ', '));
                inserted := inserted + 1;
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
        END LOOP;
    END LOOP;
    RETURN inserted;
END $$;

CREATE FUNCTION pg_temp.number_columns(tab regclass) RETURNS text[] LANGUAGE sql AS $$
    SELECT COALESCE(array_agg(attname::text ORDER BY attnum), '{}')
    FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = atttypid
    WHERE attrelid = tab AND attnum > 0 AND NOT attisdropped AND typname IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8')
$$;

-- The table at the end of a path, with the number of rows of the path alone and the sums of that table's columns.
CREATE FUNCTION pg_temp.alone(root regclass, path text, OUT top regclass, OUT count bigint, OUT sums jsonb) LANGUAGE plpgsql AS $$
DECLARE
    r record; step text; clause text := format('%s AS t0', root); place integer := 0; hops text[] := '{}';
BEGIN
    top := root;
    FOREACH step IN ARRAY (string_to_array(path, '.'))[2:] LOOP
        SELECT * INTO STRICT r FROM relmeta.relationship WHERE source = top AND name = step;
        place := place + 1;
        IF r.bridge IS NULL THEN
            clause := clause || format(' JOIN %s AS t%s ON %s', r.target, place, (
                SELECT string_agg(format('t%s.%I = t%s.%I', place - 1, s, place, t), ' AND ')
                FROM ROWS FROM (unnest(r.source_columns), unnest(r.target_columns)) AS c (s, t)));
        ELSE
            clause := clause || format(' JOIN %s AS b%s ON %s JOIN %s AS t%s ON %s', r.bridge, place, (
                SELECT string_agg(format('t%s.%I = b%s.%I', place - 1, s, place, b), ' AND ')
                FROM ROWS FROM (unnest(r.source_columns), unnest(r.bridge_source_columns)) AS c (s, b)), r.target, place, (
                SELECT string_agg(format('b%s.%I = t%s.%I', place, b, place, t), ' AND ')
                FROM ROWS FROM (unnest(r.bridge_target_columns), unnest(r.target_columns)) AS c (b, t)));
        END IF;
        top := r.target;
    END LOOP;
    EXECUTE format('SELECT count(*), jsonb_build_array(%s) FROM %s', (
        SELECT string_agg(format('COALESCE(sum(t%s.%I), 0)::numeric', place, c), ', ') FROM unnest(pg_temp.number_columns(top)) AS c), clause)
    INTO count, sums;
END $$;

-- The same for a branch within a join of several.
CREATE FUNCTION pg_temp.joined(statement text, top regclass, aggregated boolean, OUT count bigint, OUT sums jsonb) LANGUAGE plpgsql AS $$
DECLARE
    alias text := (SELECT quote_ident(relname) FROM pg_class WHERE oid = top);
    clause text := substr(statement, strpos(statement, E'\nFROM '));
BEGIN
    EXECUTE format(CASE WHEN aggregated THEN 'SELECT COALESCE(sum(%1$s.count), 0), jsonb_build_array(%2$s) %3$s'
                        ELSE 'SELECT count(%1$s.ctid), jsonb_build_array(%2$s) %3$s' END, alias, (
        SELECT string_agg(format(CASE WHEN aggregated
                                 THEN 'COALESCE(sum((SELECT sum((r ->> %2$L)::numeric) FROM jsonb_array_elements(%1$s.rows) AS r)), 0)'
                                 ELSE 'COALESCE(sum(%1$s.%2$I), 0)::numeric' END, alias, c), ', ')
        FROM unnest(pg_temp.number_columns(top)) AS c), clause)
    INTO count, sums;
END $$;

-- The branches of a join that differ from the same branches alone; none compared if the branches do not multiply.
CREATE FUNCTION pg_temp.compare(root regclass, a regclass, b regclass, OUT compared integer, OUT different text[]) LANGUAGE plpgsql AS $$
DECLARE
    statement text := relmeta.join_sql_with(ARRAY[root, a, b], fan_out => 'aggregate');
    path text; paths text; alone record; joined record;
BEGIN
    compared := 0;
    BEGIN
        PERFORM relmeta.join_sql_with(ARRAY[root, a, b], fan_out => 'error');
        RETURN;
    EXCEPTION WHEN cardinality_violation THEN
        paths := substr(SQLERRM, strpos(SQLERRM, ': ') + 2);
    END;
    FOREACH path IN ARRAY string_to_array(paths, ', ') LOOP
        alone := pg_temp.alone(root, path);
        joined := pg_temp.joined(statement, alone.top, substring(statement FROM '-- aggregated[^:]*: ([^\n]*)') || ',' ~ ('(^|, )' || path || ','));
        compared := compared + 1;
        IF (alone.count, alone.sums) IS DISTINCT FROM (joined.count, joined.sums) THEN
            different := different || format('%s: %s %s is not %s %s', path, joined.count, joined.sums, alone.count, alone.sums);
        END IF;
    END LOOP;
END $$;
