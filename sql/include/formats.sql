\set ECHO none
-- Sets :formats to the formats of export, as the error for one that there is not lists them.
CREATE FUNCTION pg_temp.formats() RETURNS pg_catalog.text LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    hint text;
BEGIN
    PERFORM relmeta.export('');
EXCEPTION WHEN invalid_parameter_value THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN format('{%s}', substring(hint FROM ': (.*)\.$'));
END $$;
SELECT pg_temp.formats() AS formats \gset
DROP FUNCTION pg_temp.formats();
\set ECHO all
