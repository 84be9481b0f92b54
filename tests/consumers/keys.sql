-- The foreign keys of a database, and the columns of its tables with their types, as far as DBML can represent them.
SELECT CASE WHEN contype = 'f' THEN conname END, c.conrelid::regclass, confrelid::regclass, confupdtype, confdeltype,
    (SELECT array_agg(attname ORDER BY n) FROM unnest(conkey) WITH ORDINALITY AS k (num, n) JOIN pg_attribute ON attrelid = conrelid AND attnum = num),
    (SELECT array_agg(attname ORDER BY n) FROM unnest(confkey) WITH ORDINALITY AS k (num, n) JOIN pg_attribute ON attrelid = confrelid AND attnum = num)
FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = connamespace
WHERE (contype = 'p' OR contype = 'f' AND conparentid = 0) AND nspname <> 'relmeta' AND nspname !~ '^pg_'
ORDER BY conrelid::regclass::text COLLATE "C", contype, conname COLLATE "C", 6;
SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod)
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN pg_namespace AS n ON n.oid = relnamespace
WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND nspname <> 'relmeta' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
ORDER BY attrelid::regclass::text COLLATE "C", attname COLLATE "C";
