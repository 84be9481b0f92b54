-- The table that has the key: a partitioned table counts once, a partition can have its own key, and inheritance passes none on; table names do not matter.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA proof;
SET search_path = proof;
CREATE VIEW keys AS
    SELECT source AS holder, name, kind, target, array_to_string(source_columns, ', ') AS key, required, enforced
    FROM relmeta.relationship WHERE origin = 'foreign_key' AND NOT reverse
    ORDER BY source::oid, name;

-- A partitioned table with a foreign key, and the clones of its partitions.
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE event (id integer, day date, account_id integer NOT NULL REFERENCES account) PARTITION BY RANGE (day);
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (account_id);
CREATE TABLE event_2025_1 PARTITION OF event_2025 FOR VALUES IN (1);
SELECT * FROM keys;
-- A referenced partitioned table.
CREATE TABLE tenant (id integer, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE tenant_eu PARTITION OF tenant FOR VALUES IN ('eu');
CREATE TABLE tenant_us PARTITION OF tenant FOR VALUES IN ('us');
CREATE TABLE seat (tenant_id integer, region text, FOREIGN KEY (tenant_id, region) REFERENCES tenant);
CREATE TABLE tenant_asia PARTITION OF tenant FOR VALUES IN ('asia');
-- Both at once: a partitioned table that refers to itself.
CREATE TABLE node (id integer PRIMARY KEY, parent_id integer REFERENCES node) PARTITION BY HASH (id);
CREATE TABLE node_0 PARTITION OF node FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE node_1 PARTITION OF node FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT * FROM keys;
SELECT source, name, kind, target FROM relmeta.relationships WHERE source IN ('account'::regclass, 'tenant'::regclass, 'node'::regclass) ORDER BY 1, 2;

-- A key that only a partition has belongs to the partition.
CREATE TABLE region (name text PRIMARY KEY);
ALTER TABLE tenant_eu ADD FOREIGN KEY (region) REFERENCES region;
SELECT * FROM keys WHERE holder = 'tenant_eu'::regclass;

-- When a table is attached, its key becomes a clone of the parent's; when it is detached, it gets its own key again.
CREATE TABLE event_2026 (id integer, day date, account_id integer NOT NULL CONSTRAINT own REFERENCES account);
SELECT * FROM keys WHERE holder = 'event_2026'::regclass;
ALTER TABLE event ATTACH PARTITION event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
SELECT * FROM keys WHERE holder = 'event_2026'::regclass;
SELECT * FROM relmeta.check();
ALTER TABLE event DETACH PARTITION event_2026;
SELECT * FROM keys WHERE holder = 'event_2026'::regclass;
SELECT * FROM relmeta.check();

-- The proof must belong to the partitioned table: an index of one partition proves nothing for the others, and an index that does not
-- exist on all of them yet is not valid.
CREATE TABLE profile (account_id integer REFERENCES account, note text) PARTITION BY LIST (account_id);
CREATE TABLE profile_1 PARTITION OF profile FOR VALUES IN (1);
CREATE TABLE profile_2 PARTITION OF profile FOR VALUES IN (2);
CREATE UNIQUE INDEX profile_1_idx ON profile_1 (account_id);
SELECT name, kind FROM keys WHERE holder = 'profile'::regclass;
CREATE UNIQUE INDEX profile_idx ON ONLY profile (account_id);
SELECT relmeta.explain('profile', 'account');
ALTER INDEX profile_idx ATTACH PARTITION profile_1_idx;
SELECT name, kind FROM keys WHERE holder = 'profile'::regclass;
CREATE UNIQUE INDEX profile_2_idx ON profile_2 (account_id);
ALTER INDEX profile_idx ATTACH PARTITION profile_2_idx;
SELECT name, kind FROM keys WHERE holder = 'profile'::regclass;
SELECT relmeta.explain('profile', 'account');
SELECT * FROM relmeta.check();

-- Child tables do not inherit keys. A key on a child belongs to the child.
CREATE TABLE document (id integer PRIMARY KEY, account_id integer NOT NULL UNIQUE REFERENCES account);
CREATE TABLE invoice (amount numeric) INHERITS (document);
CREATE TABLE letter () INHERITS (document);
ALTER TABLE letter ADD FOREIGN KEY (account_id) REFERENCES account;
SELECT * FROM keys WHERE holder IN ('document'::regclass, 'invoice'::regclass, 'letter'::regclass);

-- LIKE copies indexes but no foreign keys; CREATE TABLE AS copies neither.
CREATE TABLE copied (LIKE document INCLUDING ALL);
CREATE TABLE selected AS SELECT * FROM document;
SELECT * FROM keys WHERE holder IN ('copied'::regclass, 'selected'::regclass);
ALTER TABLE copied ADD FOREIGN KEY (account_id) REFERENCES account;
SELECT * FROM keys WHERE holder IN ('copied'::regclass, 'selected'::regclass);

-- Unlogged tables are included; temporary tables are never stored.
CREATE UNLOGGED TABLE quick_account (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE quick (account_id integer REFERENCES quick_account);
CREATE TEMPORARY TABLE fleeting_account (id integer PRIMARY KEY);
CREATE TEMPORARY TABLE fleeting (account_id integer REFERENCES fleeting_account);
SELECT * FROM keys WHERE holder IN ('quick'::regclass, 'fleeting'::regclass);

-- Other schemas, on either side, and tables with the same name in each.
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.account (id integer PRIMARY KEY, owner_id integer REFERENCES account);
CREATE TABLE abroad (home_id integer REFERENCES account, away_id integer REFERENCES elsewhere.account);
SELECT source, name, kind, target, condition FROM relmeta.relationships
WHERE target = 'elsewhere.account'::regclass OR source IN ('elsewhere.account'::regclass, 'abroad'::regclass) ORDER BY source::oid, name;
ALTER TABLE abroad SET SCHEMA elsewhere;
ALTER SCHEMA elsewhere RENAME TO "Else Where";
ALTER TABLE account RENAME TO person;
ALTER TABLE "Else Where".abroad SET SCHEMA proof;
SELECT source, name, kind, target, condition FROM relmeta.relationships
WHERE source IN ('abroad'::regclass) ORDER BY source::oid, name;
SELECT * FROM relmeta.check();

-- Names that need quotes, and names of 63 bytes, which names of relationships never exceed.
CREATE TABLE "Order Line" ("Line No" integer PRIMARY KEY, "order" integer REFERENCES "Order Line", "a.b""c" integer UNIQUE REFERENCES person);
CREATE TABLE a_table_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxxx (id integer PRIMARY KEY);
CREATE TABLE b_table_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxxx (
    a_column_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxx integer REFERENCES a_table_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxxx,
    b_column_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxx integer REFERENCES a_table_whose_name_has_sixty_three_bytes_xxxxxxxxxxxxxxxxxxxxxx);
CREATE TABLE "Übergrößenträgerverzeichnisüberprüfungsstelle" (id integer PRIMARY KEY);
CREATE TABLE "ящик" ("Übergrößenträgerverzeichnisüberprüfungsstelle_id" integer REFERENCES "Übergrößenträgerverzeichnisüberprüfungsstelle");
SELECT source, name, octet_length(name::text) AS bytes, kind, target FROM relmeta.relationship
WHERE source::oid >= '"Order Line"'::regclass ORDER BY source::oid, name;
SELECT source, name, condition FROM relmeta.relationships WHERE source = '"Order Line"'::regclass;
SELECT relmeta.explain('"Order Line"', 'person');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA proof, "Else Where" CASCADE;
SELECT * FROM relmeta.check();
