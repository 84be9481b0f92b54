-- Recognition of bridges by their keys, columns and names, with a grade and a reason; declarations override the rules.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS relmeta;
RESET client_min_messages;
CREATE SCHEMA bridges;
SET search_path = bridges;
CREATE TABLE account (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE VIEW verdicts AS
    SELECT c.oid::regclass AS "table", b.grade, b.payload, coalesce(b.reason, ltrim((SELECT array_agg(line) FROM relmeta.explain_bridge(c.oid) AS line)[2])) AS reason
    FROM pg_class AS c LEFT JOIN relmeta.bridge AS b ON b.bridge = c.oid
    WHERE c.relnamespace = 'bridges'::regnamespace AND c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f')
    ORDER BY c.oid;

-- pure: only the link. The conventions of the tool that created the table do not matter.
CREATE TABLE composite_key (account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE surrogate_key (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", UNIQUE (account_id, user_id));
CREATE TABLE surrogate_nullable (id serial PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", UNIQUE (user_id, account_id));
CREATE TABLE no_key_over_the_pair (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user");
CREATE TABLE no_key_at_all (account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE TABLE nothing_but_an_identity (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE TABLE to_itself_with_times (id serial PRIMARY KEY, follower_id integer REFERENCES "user", followee_id integer NOT NULL REFERENCES "user", created_at timestamptz);
CREATE TABLE only_a_unique_index (account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE UNIQUE INDEX only_a_unique_index_idx ON only_a_unique_index (user_id, account_id);
CREATE TABLE second_identifier (account_id integer REFERENCES account, user_id integer REFERENCES "user", ref uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE, PRIMARY KEY (account_id, user_id));

-- Ignored: audit columns, audit foreign keys, ordering columns.
CREATE TABLE audited (account_id integer REFERENCES account, user_id integer REFERENCES "user", created_at timestamptz, updated_at timestamptz, created_by integer REFERENCES "user", write_uid integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
CREATE TABLE ordered (account_id integer REFERENCES account, user_id integer REFERENCES "user", position integer, PRIMARY KEY (account_id, user_id));
CREATE TABLE in_camel_case ("accountId" integer REFERENCES account, "userId" integer REFERENCES "user", "createdAt" date, "sortOrder" integer, PRIMARY KEY ("accountId", "userId"));
-- An audit foreign key in a unique index is not ignored, because it identifies the row.
CREATE TABLE made_by (account_id integer REFERENCES account, created_by integer REFERENCES "user", PRIMARY KEY (account_id, created_by));
-- If only audit foreign keys remain, there is nothing to connect.
CREATE TABLE only_audited (created_by integer REFERENCES "user", updated_by integer REFERENCES "user");

-- attributed: a key exactly over the pair and a few other columns, or a name that indicates a bridge and no nulls.
CREATE TABLE with_role (account_id integer REFERENCES account, user_id integer REFERENCES "user", role text, since date, PRIMARY KEY (account_id, user_id));
CREATE TABLE eight_more (account_id integer REFERENCES account, user_id integer REFERENCES "user", a text, b text, c text, d text, e text, f text, g text, h text, PRIMARY KEY (account_id, user_id));
CREATE TABLE nine_more (account_id integer REFERENCES account, user_id integer REFERENCES "user", a text, b text, c text, d text, e text, f text, g text, h text, i text, PRIMARY KEY (account_id, user_id));
CREATE TABLE account_user (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", role text);
CREATE TABLE users_accounts_map (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", role text);

-- A key over the pair and a column that distinguishes its links, such as a kind or a day: attributed, and a pair can occur several times.
CREATE TABLE of_a_kind (child_id integer REFERENCES account, parent_id integer REFERENCES account, kind integer, PRIMARY KEY (child_id, parent_id, kind));
CREATE TABLE key_with_a_date (account_id integer REFERENCES account, user_id integer REFERENCES "user", day date, PRIMARY KEY (account_id, user_id, day));
CREATE TABLE line_of_both (account_id integer REFERENCES account, user_id integer REFERENCES "user", line_no integer, PRIMARY KEY (account_id, user_id, line_no));
CREATE TABLE of_a_kind_and_more (child_id integer REFERENCES account, parent_id integer REFERENCES account, kind integer, note text, PRIMARY KEY (child_id, parent_id, kind));
-- Not a bridge if that column numbers rows within one end, if it is an undeclared reference, or if the key is not primary and there are other columns.
CREATE TABLE line (account_id integer REFERENCES account, line_no integer, user_id integer NOT NULL REFERENCES "user", PRIMARY KEY (account_id, line_no));
CREATE TABLE generic (account_id integer REFERENCES account, user_id integer REFERENCES "user", object_id integer, PRIMARY KEY (account_id, user_id, object_id));
CREATE TABLE flag (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", flag text, day date, UNIQUE (account_id, user_id, flag));

-- Not a bridge: other columns without evidence; one foreign key; a unique end; a key over the pair and an expression.
CREATE TABLE message (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", text text);
CREATE TABLE nullable_message (id serial PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", text text);
CREATE TABLE nullable_of_a_project (project_id integer PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user");
CREATE TABLE tree (id serial PRIMARY KEY, parent_id integer REFERENCES tree, account_id integer REFERENCES account);
CREATE TABLE one_key (account_id integer REFERENCES account, note text);
CREATE TABLE one_is_unique (account_id integer UNIQUE REFERENCES account, user_id integer REFERENCES "user");
CREATE TABLE expression_over_the_pair (id serial PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", text text);
CREATE UNIQUE INDEX ON expression_over_the_pair (account_id, (user_id + 0));
SELECT * FROM verdicts;
SELECT source, name, kind, target, pair_unique FROM relmeta.relationship WHERE bridge IN ('of_a_kind'::regclass, 'line_of_both'::regclass) ORDER BY bridge, source, name COLLATE "C";
DROP TABLE composite_key, surrogate_key, surrogate_nullable, no_key_over_the_pair, no_key_at_all, nothing_but_an_identity, to_itself_with_times,
    only_a_unique_index, second_identifier,
    audited, ordered, in_camel_case, made_by, only_audited, with_role, eight_more, nine_more, account_user, users_accounts_map, message,
    nullable_message, nullable_of_a_project, tree, one_key, one_is_unique, of_a_kind, key_with_a_date, line_of_both, line, generic, flag, of_a_kind_and_more,
    expression_over_the_pair;

-- Three foreign keys: the two that one key covers, the two in the table name, the two without a tenant, or all that one key covers; otherwise no bridge.
CREATE TABLE tenant (id integer PRIMARY KEY);
CREATE TABLE team (id integer PRIMARY KEY);
CREATE TABLE key_tells (account_id integer REFERENCES account, user_id integer REFERENCES "user", team_id integer REFERENCES team, PRIMARY KEY (account_id, user_id));
CREATE TABLE account_user_role (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", granted_to integer REFERENCES team);
CREATE TABLE team_account (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, owner_id integer NOT NULL REFERENCES "user", team_id integer NOT NULL REFERENCES team);
CREATE TABLE of_a_tenant (tenant_id integer NOT NULL REFERENCES tenant, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user");
CREATE TABLE all_three (account_id integer REFERENCES account, user_id integer REFERENCES "user", team_id integer REFERENCES team, PRIMARY KEY (account_id, user_id, team_id));
CREATE TABLE three_and_more (account_id integer REFERENCES account, user_id integer REFERENCES "user", team_id integer REFERENCES team, note text, PRIMARY KEY (account_id, user_id, team_id));
CREATE TABLE three_and_nine_more (account_id integer REFERENCES account, user_id integer REFERENCES "user", team_id integer REFERENCES team, a text, b text, c text, d text, e text, f text, g text, h text, i text, PRIMARY KEY (account_id, user_id, team_id));
CREATE TABLE nothing_tells (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", team_id integer NOT NULL REFERENCES team);
SELECT * FROM verdicts;
SELECT "table", line FROM unnest('{account_user_role,team_account,of_a_tenant}'::regclass[]) AS "table", relmeta.explain_bridge("table") AS line;
DROP TABLE key_tells, account_user_role, team_account, of_a_tenant, all_three, three_and_more, three_and_nine_more, nothing_tells;

-- A referenced table is a bridge only if the pair is its key.
CREATE TABLE seat (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user");
CREATE TABLE keyed_seat (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account, user_id integer NOT NULL REFERENCES "user", UNIQUE (account_id, user_id));
SELECT * FROM verdicts;
CREATE TABLE log (seat_id integer REFERENCES seat, text text);
CREATE TABLE keyed_log (seat_id integer REFERENCES keyed_seat, text text);
SELECT * FROM verdicts WHERE "table" IN ('seat'::regclass, 'keyed_seat'::regclass);
DROP TABLE log;
SELECT * FROM verdicts WHERE "table" IN ('seat'::regclass, 'keyed_seat'::regclass);
-- With a third foreign key, even to itself, the two ends are undecided.
ALTER TABLE seat ADD next_id integer REFERENCES seat;
SELECT * FROM verdicts WHERE "table" = 'seat'::regclass;
ALTER TABLE seat DROP next_id;

-- Declarations decide: declared, rejected, forgotten. Rejecting removes links through the bridge, but not those of its foreign keys.
SELECT relmeta.reject_bridge('seat');
SELECT * FROM verdicts WHERE "table" = 'seat'::regclass;
SELECT source, name, target, via FROM relmeta.relationships WHERE source = 'seat'::regclass OR via = 'seat'::regclass;
SELECT relmeta.declare_bridge('seat');
SELECT * FROM verdicts WHERE "table" = 'seat'::regclass;
SELECT relmeta.forget('seat');
SELECT * FROM verdicts WHERE "table" = 'seat'::regclass;
SELECT relmeta.add_bridge('team', 'user');
SELECT relmeta.reject_bridge('team_user');
SELECT * FROM verdicts WHERE "table" = 'team_user'::regclass;
SELECT relmeta.forget('team_user');
SELECT * FROM verdicts WHERE "table" = 'team_user'::regclass;

-- Relations that are not tables are not bridges, with a reason.
CREATE VIEW a_view AS SELECT * FROM seat;
SELECT relmeta.explain_bridge('a_view');
SELECT relmeta.explain_bridge('account');
SELECT relmeta.explain_bridge('pg_class');

SELECT * FROM relmeta.check();
SET client_min_messages = warning;
DROP SCHEMA bridges CASCADE;
SELECT * FROM relmeta.check();
