-- Creates :views views of the tables of the database in the schema api: plain, joined, grouped, and views of views.
CREATE SCHEMA api;
SET search_path = api;
SET client_min_messages = warning;
SELECT set_config('bench.views', :'views', false) \g /dev/null
DO $$
DECLARE
    tables regclass[] := ARRAY(SELECT c.oid FROM pg_class AS c WHERE relkind = 'r' AND relnamespace::regnamespace::text ~ '^(public|s[0-9]+)$' ORDER BY oid);
    base regclass;
    key record;
BEGIN
    FOR i IN 0 .. current_setting('bench.views')::integer - 1 LOOP
        base := tables[1 + i % cardinality(tables)];
        SELECT quote_ident(a.attname) AS own, confrelid::regclass AS parent, quote_ident(b.attname) AS referenced INTO key
        FROM pg_constraint AS k JOIN pg_attribute AS a ON (a.attrelid, a.attnum) = (conrelid, conkey[1])
            JOIN pg_attribute AS b ON (b.attrelid, b.attnum) = (confrelid, confkey[1])
        WHERE conrelid = base AND contype = 'f' ORDER BY conname LIMIT 1;
        EXECUTE format('CREATE VIEW v_%s AS ', i) || CASE
            WHEN i % 10 = 9 THEN format('SELECT * FROM v_%s', i - 1)
            WHEN i % 5 < 2 OR key.own IS NULL THEN format('SELECT * FROM %s', base)
            WHEN i % 5 = 2 THEN format('SELECT * FROM %s WHERE %s IS NOT NULL', base, key.own)
            WHEN i % 5 = 3 THEN format('SELECT t.*, p AS parent FROM %s AS t LEFT JOIN %s AS p ON p.%s = t.%s', base, key.parent, key.referenced, key.own)
            ELSE format('SELECT t.%s, count(*) FROM %s AS t JOIN %s AS p ON p.%s = t.%s GROUP BY 1', key.own, base, key.parent, key.referenced, key.own) END;
        IF i % 100 = 99 THEN COMMIT; END IF;  -- for the lock table
    END LOOP;
END $$;
