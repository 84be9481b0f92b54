\set ECHO none
-- What the tests of errors share: failing(command), which runs a command and tells its SQLSTATE, message, detail and hint.
CREATE FUNCTION failing(command text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    state text;
    message text;
    detail text;
    hint text;
BEGIN
    EXECUTE command;
    RETURN NEXT 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN NEXT format('%s: %s', state, message);
    detail := regexp_replace(detail, ' of the referenc(ing|ed) table', '', 'g');  -- more words since 17
    RETURN QUERY SELECT line FROM (VALUES ('DETAIL: ' || nullif(detail, '')), ('HINT: ' || nullif(hint, ''))) AS lines (line) WHERE line IS NOT NULL;
END
$$;
\set ECHO all
