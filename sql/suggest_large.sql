-- Needs a superuser.
-- Level data does not read large values of a type column into memory, of which a table can have any number.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE TABLE page (id integer PRIMARY KEY);
CREATE TABLE mark (thing_id integer, thing_type text);
INSERT INTO page VALUES (1);
INSERT INTO mark SELECT 1, repeat(chr(64 + n), 20000000) FROM generate_series(1, 10) AS n;
INSERT INTO mark VALUES (1, 'Page');
\c -
SELECT columns, target, orphans FROM relmeta.suggest('{mark}', level => 'data', min_score => 0);
SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s+(\d+)')::integer < 200000 AS less_than_they_need;
DROP TABLE mark, page;
SELECT * FROM relmeta.check();
