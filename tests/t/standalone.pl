# The client without the extension, and its answers compared with the extension's.
use strict;
use warnings;
use lib 'tests/t';
use Client;
use File::Temp ();
use Test::More;

# Runs a command both ways; the results must be identical.
sub both
{
    my (@command) = @_;
    my ($status, $out, $err) = relmeta(@command);
    my ($own_status, $own_out, $own_err) = relmeta('--standalone', @command);
    is("$own_status\n$own_err$own_out", "$status\n$err$out", "@command");
    return $out;
}

# Keys and tables of every kind.
my $long = 'a' x 63;
my $tables = <<"END";
CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, email varchar(100) UNIQUE, manager_id integer REFERENCES "user");
CREATE TABLE account_user (account_id integer NOT NULL REFERENCES account ON DELETE CASCADE, user_id integer NOT NULL REFERENCES "user",
                           PRIMARY KEY (account_id, user_id));
CREATE TABLE enrolment (id bigint PRIMARY KEY, account_id integer REFERENCES account, user_id integer REFERENCES "user", note text,
                        created_by integer REFERENCES "user", created_at timestamptz, UNIQUE (user_id, account_id));
CREATE TABLE "Odd Table" ("p ID" integer REFERENCES account, "q""x" integer REFERENCES "user", "user" integer);
CREATE UNIQUE INDEX ON "Odd Table" ("p ID") WHERE "p ID" IS NOT NULL;
CREATE UNIQUE INDEX ON "Odd Table" ("q""x") WHERE "q""x" IS NOT NULL AND "user" IS NULL;
CREATE TABLE profile (a integer REFERENCES account, b integer REFERENCES "user", c integer REFERENCES account, d integer);
CREATE UNIQUE INDEX ON profile (a) WHERE a IS NOT NULL AND (b IS NOT NULL OR a IS NOT NULL);
CREATE UNIQUE INDEX ON profile (b) WHERE NOT (b IS NULL);
CREATE UNIQUE INDEX ON profile (c) WHERE ROW(c) IS NOT NULL;
CREATE UNIQUE INDEX ON profile (lower(d::text));
CREATE INDEX ON profile (d DESC);
CREATE SCHEMA other;
CREATE TABLE other.account (id integer PRIMARY KEY, account_id integer UNIQUE REFERENCES account);
CREATE TABLE other.price (region text, code char(3), amount numeric(10,2), PRIMARY KEY (region, code));
CREATE TABLE other.sale (id integer PRIMARY KEY, region text, code char(3), buyer_id integer, shop_id smallint REFERENCES account,
                         FOREIGN KEY (region, code) REFERENCES other.price MATCH FULL);
ALTER TABLE other.sale ADD CONSTRAINT late FOREIGN KEY (buyer_id) REFERENCES "user" DEFERRABLE INITIALLY DEFERRED NOT VALID;
CREATE TABLE $long (id integer PRIMARY KEY, ${\ ('b' x 63)} integer REFERENCES account);
CREATE TABLE message (id integer PRIMARY KEY);
CREATE TABLE recipient (message_id integer NOT NULL REFERENCES message, user_id integer REFERENCES "user", account_id integer REFERENCES account,
                        CHECK (num_nonnulls(user_id, account_id) = 1));
CREATE TABLE measure (id integer, day date, account_id integer REFERENCES account, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE measure_1 PARTITION OF measure FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE measure_2 PARTITION OF measure DEFAULT;
ALTER TABLE measure_1 ADD FOREIGN KEY (id) REFERENCES message;
CREATE TABLE animal (id integer PRIMARY KEY, account_id integer REFERENCES account);
CREATE TABLE dog (name text) INHERITS (animal);
CREATE DOMAIN email AS text;
CREATE TABLE mail (address email PRIMARY KEY, sizes integer[] UNIQUE);
CREATE TABLE letter (id integer PRIMARY KEY, address text REFERENCES mail, sizes integer[] REFERENCES mail (sizes), user_id bigint REFERENCES "user");
CREATE VIEW letters AS SELECT user_id FROM letter;
CREATE MATERIALIZED VIEW mails AS SELECT * FROM mail;
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE place (name text COLLATE ci PRIMARY KEY);
CREATE TABLE visit (place text COLLATE ci REFERENCES place, account_id integer REFERENCES account);
CREATE UNIQUE INDEX ON visit (place COLLATE "C");
CREATE UNIQUE INDEX ON visit (account_id int4_ops) INCLUDE (place);
CREATE TABLE hen (id integer PRIMARY KEY, egg_id integer NOT NULL);
CREATE TABLE egg (id integer PRIMARY KEY, hen_id integer NOT NULL REFERENCES hen);
ALTER TABLE hen ADD FOREIGN KEY (egg_id) REFERENCES egg;
COMMENT ON TABLE account IS 'who pays';
COMMENT ON CONSTRAINT late ON other.sale IS 'it''s late';
CREATE UNLOGGED TABLE cache (id integer PRIMARY KEY, account_id integer REFERENCES account);
CREATE TYPE rating AS ENUM ('G', 'PG-13');
CREATE DOMAIN rated AS rating[];
CREATE TABLE film (id integer PRIMARY KEY, rating rating, rated rated, account_id integer REFERENCES account);
COMMENT ON COLUMN film.rating IS 'who may see it';
END
fresh_database('standalone_both');
sql($tables);
sql('CREATE EXTENSION relmeta');    # last, so that creation order does not affect names
like((relmeta('--verbose', 'bridges'))[2], qr/answered by the extension/, 'the extension answers if it is installed');
like((relmeta('--verbose', '--standalone', 'bridges'))[2], qr/answered by the client/, 'or the client, if requested');

for my $path ('"$user", public', 'other, public', 'public, other, pg_catalog', '')
{
    local $ENV{PGOPTIONS} = "-c search_path=" . $path =~ s/([ \\])/\\$1/gr;
    both($_, '--format', 'csv') for qw(relationships bridges);
    both('lint', '--format', 'csv', '--fail-on', 'error');
    both(qw(path public.account public."user" --max-paths 5 --format csv));
}
both(qw(relationships --format), $_) for qw(table json csv);
both(qw(bridges --format), $_) for qw(table json csv);
both(qw(lint --format), $_) for qw(table json csv);
both(qw(consumers --format), $_) for qw(table json csv);
both(qw(consumers mongo));
both('relationships', $_) for 'account', '"Odd Table"', 'letters', 'pg_class', 'nowhere', '0';
both('export', $_) for qw(json mermaid dot dbml html hasura hasura_yaml pg_graphql postgraphile nonsense);
both(qw(export mermaid --bridges edges)), both(qw(export dot --bridges nonsense)), both(qw(export dot account user)), both(qw(export dot pg_class));
for my $row (split /\n/, sql('SELECT source::text, name FROM relmeta.relationship ORDER BY 1, 2')) { both('explain', split /\|/, $row); }
for my $table (split /\n/, sql("SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p', 'v') AND relnamespace IN ('public'::regnamespace, 'other'::regnamespace)"))
{
    both('explain-bridge', $table);
}
both(@$_) for [qw(explain account nothing)], [qw(explain pg_class nothing)], [qw(explain letters nothing)], [qw(explain-bridge pg_class)], [qw(explain-bridge 99999)];
both(@$_) for [qw(path account user --format json)], [qw(path account user --via enrolment)], [qw(path account user --avoid account_user --max-paths 3)],
    [qw(path account user --max-hops 0)], [qw(path account user --max-hops x)], [qw(path account account)], [qw(path account pg_class)];
both(@$_) for [qw(join account user)], [qw(join other.sale account user)], [qw(join account)], [qw(join account account)], [qw(join account letters)], [qw(join pg_class)];
both('context', @$_) for [], [qw(--comments)], [qw(--tokens 700)], [qw(--tokens 0)], [qw(--tokens x)], ['--for', 'account,user,other.sale'], [qw(--for pg_class)],
    [qw(--for measure_1 --for account)], ['--for', '"Odd Table",recipient'];
{
    sql('CREATE ROLE standalone_reader LOGIN; GRANT SELECT ON account_user, account TO standalone_reader; GRANT SELECT (id) ON "user" TO standalone_reader');
    local $ENV{PGUSER} = 'standalone_reader';
    both('context');
    both('context', '--for', $_) for 'account,user', 'account,enrolment';
    both('nested-sql', 'account', '{ username users { email } }'), both('nested-sql', 'user', '{ id }');
}
sql('DROP OWNED BY standalone_reader; DROP ROLE standalone_reader');
both(qw(join account user measure letter other.sale place), '--fan-out', $_, '--format', 'csv') for qw(comment aggregate error nonsense);
both(@$_) for [qw(join account user measure --aggregate)], [qw(join account user --aggregate)];

both('accessors-ddl', @$_) for [], ['account'], ['account', '"Odd Table"', '--schema', 'other'], [qw(--schema nowhere)], ['pg_class'], ['letters'], [qw(--schema other --format json)];

# Rows
sql(q{INSERT INTO account VALUES (1, 'acme'), (2, 'apex'); INSERT INTO "user" VALUES (1, 'ann', NULL), (2, 'bob', 1);
      INSERT INTO account_user VALUES (1, 1), (1, 2); INSERT INTO other.price VALUES ('eu', 'EUR', 1.5)});
my @selections = ('{ username users { email } }', '(limit: 1, order_by: {username: desc}) { id account_users { user_id } }', '{ nothing }', '{');
both('nested', 'account', $_), both('nested-sql', 'account', $_) for @selections;
both('nested', 'account', $selections[0], '--key', $_) for '1', '3', 'x', '{"username": "apex"}';
both('nested', 'other.price', '{ amount }', '--key', '["eu", "EUR"]', '--format', 'json');
both('nested', 'pg_class', '{ a }');

# An encoding other than the server's
{
    local $ENV{PGCLIENTENCODING} = 'LATIN1';
    sql(qq{CREATE TABLE "gr\xf6\xdfe" (id integer PRIMARY KEY, account_id integer REFERENCES account)});
    sql('SELECT relmeta.refresh()');
    both('relationships', qq{"gr\xf6\xdfe"}), both('bridge-ddl', 'user', qq{"gr\xf6\xdfe"});
}

# Undeclared references, and orphans
# From 18 on, the collation must be that of the key.
my $collation = sql('SHOW server_version_num') < 180000 ? '' : 'COLLATE public.ci';
sql(<<'END' =~ s/ \{collation\}/$collation ? " $collation" : ''/er);
CREATE SCHEMA meant;
SET search_path = meant;
CREATE TYPE hue AS ENUM ('red', 'blue');
CREATE DOMAIN ident AS integer;
CREATE TABLE customer (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE, ident ident UNIQUE);
CREATE TABLE color (color hue PRIMARY KEY, "Odd, {Name}" uuid DEFAULT gen_random_uuid() UNIQUE);
CREATE TABLE tenant_product (tenant integer, id integer, PRIMARY KEY (tenant, id));
CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id integer, billing_customer_id integer DEFAULT 1 + 0, parent_id bigint, customer_email varchar(20),
                     customer_ident ident, color hue, doubled_customer_id integer GENERATED ALWAYS AS (customer_id * 2) STORED, place_id text, owner_id numeric,
                     seen_customer_id integer DEFAULT (random() * 10)::integer, tenant integer, product_id integer, "NULL" integer);
CREATE INDEX ON orders (customer_id);
CREATE TABLE tag (part_of_id integer, part_of_type varchar(20) CHECK (part_of_type = ANY (ARRAY['Customer', 'Größe']) OR part_of_type IS NULL), seen_id bigint,
                  seen_type text, hue_id bigint, hue_type hue, "to_Id" integer, short_id integer, short_type char(20));
INSERT INTO tag (seen_id, seen_type, short_id, short_type) SELECT n, 'meant.Orders', n, 'customers' FROM generate_series(1, 30) AS n;
CREATE TABLE part (customer_id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE part_1 PARTITION OF part DEFAULT;
CREATE TABLE lettre (name text {collation} REFERENCES public.place, size numeric);
INSERT INTO customer (email, ident) SELECT 'a' || n, n FROM generate_series(1, 200) AS n;
INSERT INTO orders (customer_id, billing_customer_id, parent_id, customer_ident) SELECT n % 250, n % 150 + 1, NULL, n FROM generate_series(1, 1000) AS n;
INSERT INTO part SELECT n, now() FROM generate_series(150, 250) AS n;
ALTER TABLE orders ADD FOREIGN KEY (billing_customer_id) REFERENCES customer NOT VALID;
ANALYZE;
SELECT relmeta.refresh();
END
both('suggest', @$_) for [], ['--format', 'json'], ['--format', 'csv', '--level', 'catalog', '--min-score', '0'], ['meant.customer', '--format', 'csv', '--min-score', '0'],
    ['meant.tag', '--min-score', '0'], ['--level', 'guess'], ['--min-score', '2'], ['--min-score', 'x'], ['--budget', '-1s'], ['--budget', 'x'], ['pg_class'];
like(both(qw(suggest meant.orders)), qr/-2\.0 it has more values|outside/, 'statistics count both ways');
both('orphans', @$_) for [], ['--format', 'json', '--most', '3'], ['meant.orders'], ['meant.orders', '--column', 'customer_id'], ['meant.orders', '--column', 'customer_id', '--format', 'json'],
    ['meant.tag', '--column', 'seen_id'], ['meant.tag', '--column', 'part_of_id', '--format', 'json'], ['meant.orders', 'nothing'], ['meant.part', '--column', 'customer_id', '--target', 'meant.customer', '--format', 'csv'], ['meant.orders', '--column', 'place_id', '--target', 'meant.customer'],
    ['meant.lettre', '--format', 'json'], ['--column', 'x'], ['meant.orders', 'customer', '--column', 'x'], ['meant.orders', '--most', '0'], ['meant.orders', '--budget', '0'], ['pg_class'];
sql('CREATE ROLE standalone_reader; GRANT USAGE ON SCHEMA meant TO standalone_reader; GRANT SELECT (customer_id) ON meant.orders TO standalone_reader; GRANT SELECT (seen_id, short_type) ON meant.tag TO standalone_reader;
     GRANT SELECT ON meant.customer, meant.part TO standalone_reader; ALTER TABLE meant.part ENABLE ROW LEVEL SECURITY');
{
    local $ENV{PGOPTIONS} = '-c role=standalone_reader';
    both(qw(suggest meant.customer --min-score 0 --format csv)), both(qw(suggest meant.tag --format csv));
    both(qw(orphans --format json)), both(qw(orphans meant.orders --column customer_id --format json)), both(qw(orphans meant.part --column customer_id --format json));
    both(qw(orphans meant.orders customer));
}
sql('DROP SCHEMA meant CASCADE; DROP ROLE standalone_reader');
is((relmeta(qw(--standalone suggest --level data)))[2], "relmeta: error: level data requires the extension (0A000)\n" .
    "HINT: Use level statistics after ANALYZE, or install the extension with \"relmeta setup\".\n", 'rows are read only by the extension, which can do so safely');
# A query ends when its time is up, and rows found before that count.
sql('CREATE TABLE target (id integer PRIMARY KEY); CREATE TABLE wait (target_id integer); INSERT INTO wait SELECT generate_series(1, 3); CREATE VIEW slow AS SELECT target_id FROM wait, pg_sleep(100)');
is((relmeta(qw(orphans slow --column target_id --target target --budget 0.3s --format json), @$_))[1] =~ s/"query".*//rs,
    '[{"source":"slow","relationship":null,"columns":"{target_id}","target":"target","target_columns":"{id}","orphans":0,"complete":false,"examples":[],"note":"time ran out",',
    "a budget @$_") for [], ['--standalone'];
sql('DROP TABLE target, wait CASCADE');

# DDL, printed
both('bridge-ddl', @$_) for [qw(account user)], [qw(account user --bridge b --key composite)], [qw(user user)], [qw(user user --role a --role b)],
    [qw(account other.account)], [qw(account other.price --more user)], [qw(account letters)], [qw(account pg_class)], [qw(account measure_1)],
    [qw(account user --bridge enrolment --if-not-exists)], [qw(account user --bridge account)], ['account', 'place', '--bridge', 'x' x 70],
    [qw(account dog)], [qw(account 99999)], [qw(account user --if-not-exists)];
both('reference-ddl', @$_) for [qw(message user)], [qw(message user --role author --required --one-to-one)], [qw(message other.price --on-delete cascade)],
    [qw(enrolment user --column user_id)], [qw(enrolment user --column user_id --if-not-exists)], [qw(message place)], [qw(message letters)], [qw(hen egg --column nothing)];

# A file and the database
my $file = File::Temp->new;
relmeta(qw(export json -o), "$file");
both('diff', "$file");
sql('ALTER TABLE enrolment ADD extra integer; DROP TABLE cache');
both('diff', "$file"), both('diff', "$file", 'enrolment'), both('diff', "$file", '--format', 'json');

# Without the extension
fresh_database('standalone_only');
sql('CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL)');
sql('CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE NOT NULL)');
succeeds([qw(relationships -q)], '', 'nothing yet');
succeeds([qw(add-bridge account user --dry-run)], <<'END', 'the DDL');
CREATE TABLE public.account_user (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES public.account (id) ON DELETE CASCADE,
    user_id integer NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE,
    UNIQUE (account_id, user_id)
);
CREATE INDEX account_user_user_id_account_id_idx ON public.account_user (user_id, account_id);
END
is(sql("SELECT to_regclass('account_user')"), '', 'was not run');
succeeds([qw(add-bridge account user)], "account_user\n", 'a bridge');
refused([qw(add-bridge account user)], qq{relation "account_user" already exists (42P07)\nHINT: It is the requested bridge. Use if_not_exists => true to accept it.\n});
is("@{[relmeta(qw(add-bridge account user --if-not-exists))]}", qq{0 account_user\n relmeta: notice: bridge "account_user" already exists, skipping\n});
succeeds([qw(relationships account)], <<'END');
NAME           KIND          TARGET        VIA
account_users  one to many   account_user
users          many to many  user          account_user
END
sql(q{INSERT INTO account VALUES (1, 'acme'); INSERT INTO "user" VALUES (1, 'ann'), (2, 'bob')});
succeeds([qw(link account users 1 2)], "t\n");
succeeds([qw(link account users 1 2)], "f\n");
refused([qw(link account users 1 3)], qq{table "user" has no row with key (3) (P0002)\nHINT: Give the key of an existing row that no policy hides.\n});
refused([qw(link account users 1 x)], qq{invalid input syntax for type integer: "x" (22P02)\n});
refused([qw(link account_user user 1 2)],
    qq{relationship "user" does not use a bridge (42809)\nHINT: Its rows are linked by a foreign key. Update the columns of that key in table public.account_user.\n});
succeeds([qw(unlink account users 1 2)], "t\n");
succeeds([qw(add-accessors account --schema public)], "account_users(account)\nusers(account)\n", 'accessors');
succeeds([qw(add-accessors account -q)], "account_users(account)\nusers(account)\n", 'which already exist');
is(sql('SELECT a.username, u.email FROM account AS a, users(a) AS u'), '', 'work');
sql('DROP FUNCTION users(account); CREATE FUNCTION users(account) RETURNS integer LANGUAGE sql AS $$SELECT 1$$');
is("@{[relmeta(qw(add-accessors account))]}",
    "0 account_users(account)\n relmeta: notice: function public.users(public.account) already exists and is left unchanged\n", 'a foreign function stays');
sql('DROP FUNCTION users(account), account_users(account)');
my ($status, $out, $err) = relmeta(qw(link account users 1 2 --dry-run));
is(sql('SELECT count(*) FROM account_user'), '0', 'a row that is not created');
like(sql($out), qr/^t\|t\|t$/m, 'by the SQL that makes it');
sql('CREATE TABLE scheduled_post (id integer PRIMARY KEY)');
succeeds([qw(add-reference scheduled_post user --role author)], "author\n");
refused([qw(drop-bridge scheduled_post)], <<'END');
"scheduled_post" is not a bridge (42809)
DETAIL: Reason: scheduled_post has only one foreign key.
HINT: To declare it a bridge, use relmeta.declare_bridge. To drop any other table, use DROP TABLE.
END
refused([qw(drop-bridge account_user)], qq{bridge "account_user" contains rows (55000)\nHINT: Use force => true to drop it with its rows.\n});
succeeds([qw(drop-bridge account_user --force --dry-run)], "DROP TABLE public.account_user;\n");
succeeds([qw(drop-bridge account_user --force)], '');
is(sql("SELECT to_regclass('account_user')"), '', 'a bridge is dropped');
like((relmeta('status'))[1], qr/^derived by +the client, without the extension$/m, 'status shows who derives');
for my $command (['check'], ['refresh'], ['version'], [qw(declare-bridge account)], [qw(rename-relationship account a b)], [qw(forget account)], ['drop-accessors'])
{
    refused($command, <<"END");
extension "relmeta" is not installed in database "standalone_only", but $command->[0] requires it (42704)
HINT: Run "relmeta -d standalone_only setup".
END
}
is(sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'relmeta'"), '0', 'the database contains nothing of relmeta');

# Privileges
sql('DROP ROLE IF EXISTS standalone_guest');
sql('CREATE ROLE standalone_guest LOGIN');
sql('CREATE SCHEMA hidden; CREATE TABLE hidden.secret (account_id integer REFERENCES account)');
($status, $out) = relmeta(qw(-U standalone_guest relationships --format csv));
is($status, 0, 'a role that can only connect');
like($out, qr/^hidden.secret,account,many_to_one,account,/m, 'sees what the catalog shows to all roles');
($status, $out, $err) = relmeta(qw(-U standalone_guest add-bridge public.account public.user));
like("$status $err", qr/^4 relmeta: error: permission denied for schema public \(42501\)\nHINT: Creating a bridge requires CREATE on schema "public"/, 'and changes nothing');
($status, $out, $err) = relmeta(qw(-U standalone_guest drop-bridge public.account));
like("$status $err", qr/^4 relmeta: error: must be owner of table account \(42501\)/, 'it cannot drop objects of other roles');
{
    local $ENV{PGOPTIONS} = '-c default_transaction_read_only=on';
    is((relmeta('relationships'))[0], 0, 'a session that reads only');
    refused([qw(add-bridge account user)],
        "cannot execute relmeta.add_bridge() in a read-only transaction (25006)\nHINT: Run it in a read-write transaction.\n");
}

# A = operator in search_path is not used.
sql(q{CREATE SCHEMA hostile; CREATE FUNCTION hostile.no(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT 1/0 = 1';
      CREATE OPERATOR hostile.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = hostile.no);
      CREATE FUNCTION hostile.same("char", "char") RETURNS boolean LANGUAGE sql AS 'SELECT 1/0 = 1';
      CREATE OPERATOR hostile.= (LEFTARG = "char", RIGHTARG = "char", FUNCTION = hostile.same)});
{
    local $ENV{PGOPTIONS} = '-c search_path=hostile,pg_catalog,public';
    is((relmeta($_))[0] < 2, 1, "$_ with a hostile search_path") for qw(relationships bridges lint status);
    is((relmeta(qw(export json)))[0], 0, 'export too');
}

# Other servers, and no server
sql('CREATE TABLE fatal (id integer PRIMARY KEY); INSERT INTO fatal VALUES (1)');
sql('CREATE VIEW last AS SELECT id, pg_terminate_backend(pg_backend_pid()) AS gone FROM fatal');
is((relmeta('nested', 'last', '{ id gone }'))[0], 3, 'a connection that is lost');
for my $version ('CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)', 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.1')
{
    my ($name) = $version =~ /(CockroachDB|Redshift)/;
    sql("CREATE OR REPLACE FUNCTION pg_catalog.version() RETURNS text LANGUAGE sql STABLE AS \$\$SELECT '$version'\$\$");
    refused(['relationships'], "the server is $name, but relmeta supports only PostgreSQL (0A000)\n");
}
$ENV{PGDATABASE} = 'postgres';
sql('DROP DATABASE standalone_only');
sql('DROP ROLE standalone_guest');

done_testing();
