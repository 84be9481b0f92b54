-- Procedures that time path and join tree searches between randomly drawn tables, the same on every run.

CREATE FUNCTION percentile(times double precision[], fraction double precision) RETURNS text LANGUAGE sql AS
    $$ SELECT to_char(percentile_cont(fraction) WITHIN GROUP (ORDER BY t), 'FM999990.000') FROM unnest(times) AS t $$;

-- Draws `number` tables with relationships for each of `rounds` rounds.
CREATE FUNCTION drawn(rounds integer, number integer) RETURNS TABLE (round integer, tables regclass[]) LANGUAGE sql AS $$
    SELECT setseed(0.42);
    WITH numbered AS (SELECT source, row_number() OVER (ORDER BY source) - 1 AS n FROM (SELECT DISTINCT source FROM relmeta.relationship) AS s),
         draws AS (SELECT r, d, floor(random() * (SELECT count(*) FROM numbered))::bigint AS n
                   FROM generate_series(1, rounds) AS r, generate_series(1, number) AS d)
    SELECT r, array_agg(source ORDER BY d) FROM draws JOIN numbered USING (n) GROUP BY r HAVING count(DISTINCT n) = number;
$$;

-- The query without relmeta: all paths of at most `hops` steps over the same edges.
CREATE FUNCTION walk(source regclass, target regclass, hops integer) RETURNS boolean LANGUAGE sql AS $$
    WITH RECURSIVE w (t, hop) AS (
        SELECT source, 0
        UNION SELECT r.target, w.hop + 1 FROM w JOIN relmeta.relationship AS r ON r.source = w.t WHERE w.hop < hops AND w.t <> walk.target)
    SELECT EXISTS (SELECT FROM w WHERE w.t = walk.target)
$$;

CREATE PROCEDURE time_paths(INOUT report text) LANGUAGE plpgsql AS $$
DECLARE
    pair record;
    start timestamptz;
    first double precision;
    found double precision[] := '{}';
    compared double precision[] := '{}';
    walked double precision[] := '{}';
    hops integer;
    took double precision;
BEGIN
    FOR pair IN SELECT * FROM drawn(220, 2) LOOP
        start := clock_timestamp();
        SELECT max(step) INTO hops FROM relmeta.path(pair.tables[1], pair.tables[2]);
        took := 1000 * extract(epoch FROM clock_timestamp() - start);
        IF first IS NULL THEN
            first := took;
            CONTINUE;
        END IF;
        found := found || took;
        CONTINUE WHEN cardinality(walked) >= 20 OR hops IS NULL;
        compared := compared || took;
        start := clock_timestamp();
        PERFORM walk(pair.tables[1], pair.tables[2], hops);
        walked := walked || 1000 * extract(epoch FROM clock_timestamp() - start)::double precision;
    END LOOP;
    report := format('first path, with the graph %s ms; then median %s ms, p99 %s ms; of %s: %s ms, recursive CTE %s ms',
                     to_char(first, 'FM999990.000'), percentile(found, 0.5), percentile(found, 0.99), cardinality(walked),
                     percentile(compared, 0.5), percentile(walked, 0.5));
END $$;

CREATE PROCEDURE time_joins(number integer, INOUT report text) LANGUAGE plpgsql AS $$
DECLARE
    draw record;
    start timestamptz;
    times double precision[] := '{}';
    apart integer := 0;
BEGIN
    FOR draw IN SELECT * FROM drawn(25, number) LOOP
        start := clock_timestamp();
        BEGIN
            PERFORM relmeta.join_sql(VARIADIC draw.tables);
            times := times || 1000 * extract(epoch FROM clock_timestamp() - start)::double precision;
        EXCEPTION WHEN OTHERS THEN
            apart := apart + 1;
        END;
    END LOOP;
    report := format('median %s ms, longest %s ms, of %s; %s not connected', percentile(times, 0.5), percentile(times, 1), cardinality(times), apart);
END $$;
