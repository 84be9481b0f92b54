# An unrelated session, of a role that can do little more than connect, cannot block DDL of other roles, whatever it leaves open.
# If sessions wait for each other, one of them continues.
use strict;
use warnings;
use Server;
use Test::More;

own_server(['max_prepared_transactions=2', 'max_locks_per_transaction=200']);
fresh_database('locks');

my @roles = qw(locks_attacker locks_victim);
sql("CREATE ROLE $_ LOGIN") for @roles;
sql(<<'END');
CREATE SCHEMA theirs AUTHORIZATION locks_attacker;
CREATE SCHEMA own AUTHORIZATION locks_victim;
GRANT USAGE ON SCHEMA theirs, own TO PUBLIC;
SET ROLE locks_victim;
CREATE TABLE own.parent(id integer PRIMARY KEY);
CREATE TABLE own.hub(id integer PRIMARY KEY);
GRANT REFERENCES ON own.hub TO locks_attacker;
CREATE TABLE own.child(id integer PRIMARY KEY, parent_id integer REFERENCES own.parent);
SET ROLE locks_attacker;
CREATE TABLE theirs.base(id integer PRIMARY KEY);
CREATE TABLE theirs.part(id integer PRIMARY KEY, base_id integer REFERENCES theirs.base, hub_id integer REFERENCES own.hub);
GRANT REFERENCES ON theirs.base TO locks_victim;
SET ROLE locks_victim;
CREATE TABLE own.dependent(id integer PRIMARY KEY, base_id integer REFERENCES theirs.base);
END

# The victim's workload. It requests each lock only once, so that every obstacle is noticed.
my $work = <<'END';
CREATE TABLE own.work(id integer PRIMARY KEY, parent_id integer REFERENCES own.parent);
ALTER TABLE own.work ADD COLUMN child_id integer REFERENCES own.child;
CREATE UNIQUE INDEX ON own.work(parent_id);
ALTER TABLE own.work RENAME COLUMN child_id TO kid_id;
ALTER TABLE own.parent RENAME TO elder;
ALTER TABLE own.elder RENAME TO parent;
DROP TABLE own.work;
END

# Lets the attacker run statements and keep its transaction open while `meanwhile` runs.
sub beside
{
    my ($statements, $meanwhile) = @_;
    my ($attacker, undef, $err) = background("$statements; SELECT pg_sleep(600)", user => 'locks_attacker');
    my $sleeps = "SELECT count(*) = 1 FROM pg_stat_activity WHERE usename = 'locks_attacker' AND wait_event = 'PgSleep'";
    ok(wait_until($sleeps), 'the attacker is there') or diag($$err);
    $meanwhile->();
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'locks_attacker'");
    $attacker->finish;
    return;
}

sub unhindered
{
    my ($name) = @_;
    my ($well, undef, $err) = psql("SET relmeta.lock_timeout = 0; SET statement_timeout = '30s'; $work", user => 'locks_victim');
    ok($well && $err eq '', $name) or diag($err);
    return;
}

sub attack
{
    my ($name, $statements) = @_;
    beside($statements, sub { unhindered($name) });
    true_catalog("true: $name");
    return;
}

attack('a temporary table with a thousand children', <<'END');
CREATE TEMP TABLE p(i integer);
DO $$ BEGIN FOR i IN 1..1001 LOOP EXECUTE format('CREATE TEMP TABLE p%s() INHERITS (p)', i); END LOOP; END $$;
BEGIN;
ALTER TABLE p ADD COLUMN x integer;
END

attack('a thousand tables of its own with keys', <<'END');
DO $$ BEGIN FOR i IN 1..1001 LOOP EXECUTE format('CREATE TABLE theirs.t%s(id integer PRIMARY KEY, base_id integer REFERENCES theirs.base)', i); END LOOP; END $$;
BEGIN;
DO $$ BEGIN FOR i IN 1..1001 LOOP EXECUTE format('ALTER TABLE theirs.t%s ADD COLUMN x integer', i); END LOOP; END $$;
END
sql('DO $$ BEGIN FOR i IN 1..1001 LOOP EXECUTE format(\'DROP TABLE theirs.t%s\', i); END LOOP; END $$');

sql('GRANT CREATE ON DATABASE locks TO locks_attacker');
attack('ALTER SCHEMA RENAME', 'BEGIN; ALTER SCHEMA theirs RENAME TO others; ALTER SCHEMA others RENAME TO theirs');
sql('REVOKE CREATE ON DATABASE locks FROM locks_attacker');

attack('a cursor over everything that relmeta has', <<'END');
BEGIN;
DECLARE c CURSOR FOR SELECT 1 FROM relmeta.relationships, relmeta.bridges, relmeta.stale, relmeta.declared_bridge, relmeta.declared_relationship,
    relmeta.relationship_name, relmeta.word, relmeta.check(), relmeta.lint();
FETCH c;
SELECT relmeta.path('own.parent', 'own.child'), relmeta.join_sql('own.parent', 'own.child')
END

my @denied;
for my $table (qw(relationship bridge stale declared_bridge declared_relationship rejected_relationship relationship_name word))
{
    for my $command ("LOCK TABLE relmeta.$table IN ROW EXCLUSIVE MODE", "SELECT FROM relmeta.$table FOR UPDATE", "TRUNCATE relmeta.$table",
        "REINDEX TABLE relmeta.$table", "CLUSTER relmeta.$table", "REFRESH MATERIALIZED VIEW relmeta.$table", "COMMENT ON TABLE relmeta.$table IS ''",
        "CREATE TRIGGER t AFTER INSERT ON relmeta.$table EXECUTE FUNCTION suppress_redundant_updates_trigger()")
    {
        my ($well) = psql("BEGIN; $command; ROLLBACK", user => 'locks_attacker');
        push @denied, $command if $well;
    }
}
is(join("\n", @denied), '', 'other roles cannot lock relmeta\'s tables');

# The attacker changes its own objects that the victim's tables depend on, or that depend on the victim's
attack('a change of a table that refers to one of the victim\'s', 'BEGIN; ALTER TABLE theirs.part RENAME COLUMN hub_id TO hubs_id');
beside('BEGIN; ALTER TABLE theirs.part ADD COLUMN y integer', sub {
    my ($well, undef, $err) = psql('ALTER TABLE own.hub RENAME TO centre', user => 'locks_victim');
    ok($well, 'the victim renames tables that the attacker refers to');
    like($err, qr/WARNING:  55P03: relmeta did not update the relationships of theirs.part/, 'and leaves the attacker\'s changed tables to it');
});
is(sql('SELECT holder FROM relmeta.stale'), 'theirs.part', 'which is marked');
sql('ALTER TABLE theirs.part ADD COLUMN z integer', user => 'locks_attacker');
is(sql('SELECT holder FROM relmeta.stale'), '', 'until it is followed');
true_catalog('true then');
beside('BEGIN; ALTER TABLE theirs.base RENAME TO basis', sub {
    my ($well, undef, $err) = psql('ALTER TABLE own.dependent ADD COLUMN parent_id integer REFERENCES own.parent', user => 'locks_victim');
    ok($well, 'the victim changes a table that refers to one that the attacker renames');
    like($err, qr/A transaction of another role must release it first/, 'and does not wait for that');
});
sql('CREATE TABLE own.next(parent_id integer REFERENCES own.parent); DROP TABLE own.next', user => 'locks_victim');
true_catalog('its next command brings it up to date');

# The attacker's views, which the victim does not see yet
attack('a view of its own', 'BEGIN; CREATE VIEW theirs.bases AS SELECT id FROM theirs.base');
beside('BEGIN; CREATE VIEW theirs.seen AS SELECT id, parent_id FROM own.child', sub {
    my ($well, undef, $err) = psql("SET statement_timeout = '30s'; CREATE UNIQUE INDEX seen ON own.child(parent_id); ALTER TABLE own.parent RENAME COLUMN id TO number",
        user => 'locks_victim');
    ok($well, 'the victim changes tables that the attacker\'s new view shows and refers to');
    like($err, qr/did not update the relationships of own.child.*did not update the relationships of own.parent/s, 'and does not wait for that');
    is(sql("SELECT string_agg(name || ' ' || kind || ' ' || array_to_string(target_columns, ','), ', ') FROM relmeta.relationship WHERE source = 'own.child'::regclass"),
        'parent one_to_one number', 'its own relationships are up to date');
});
sql('CREATE TABLE own.next(parent_id integer REFERENCES own.parent); DROP TABLE own.next; DROP INDEX own.seen; ALTER TABLE own.parent RENAME COLUMN number TO id',
    user => 'locks_victim');
is(sql('SELECT holder FROM relmeta.stale'), '', 'its next commands find the view, or its absence');
true_catalog('true with the views of others');

# Marks of staleness
sql('SET relmeta.sync = off; ALTER SCHEMA own RENAME TO own_; ALTER SCHEMA own_ RENAME TO own;
    DO $$ BEGIN FOR i IN 1..101 LOOP EXECUTE format(\'CREATE TABLE theirs.s%s(id integer REFERENCES theirs.base)\', i); END LOOP; END $$');
is(sql('SELECT count(*) FROM relmeta.stale WHERE holder IS NULL'), '1', 'everything is stale');
beside('BEGIN; CREATE TEMP TABLE x(); CREATE TABLE theirs.y(id integer REFERENCES theirs.base)', sub { unhindered('while everything is stale') });
sql(q(DROP TABLE IF EXISTS theirs.y; SELECT relmeta.refresh(); DO $$ BEGIN FOR i IN 1..101 LOOP EXECUTE format('DROP TABLE theirs.s%s', i); END LOOP; END $$));
true_catalog('refresh() brings everything up to date');
is(sql('SELECT count(*) FROM relmeta.stale'), '0', 'and nothing is stale');

my $many_marks = <<'END';
SET relmeta.lock_timeout = 0;
DO $$
BEGIN
    FOR i IN 1..200 LOOP
        EXECUTE format('CREATE TABLE theirs.m%s(id integer PRIMARY KEY, base_id integer REFERENCES theirs.base, hub_id integer REFERENCES own.centre)', i);
        EXECUTE format('ALTER TABLE theirs.m%s RENAME base_id TO bases_id', i);
        EXECUTE format('DROP TABLE theirs.m%s', i);
        ALTER TABLE theirs.base RENAME id TO no;
        ALTER TABLE theirs.base RENAME no TO id;
    END LOOP;
END $$;
END
beside('BEGIN; CREATE UNIQUE INDEX ON theirs.part(base_id)', sub {
    my ($well, undef, $err) = psql("SET client_min_messages = error; $many_marks", user => 'locks_attacker');
    ok($well, 'a thousand commands that cannot be followed') or diag($err);
    cmp_ok(sql('SELECT count(*) FROM relmeta.stale'), '<=', '10', 'leave few marks');
    unhindered('and the victim is not concerned');
});
sql('SELECT relmeta.refresh()');
true_catalog('true after that');

# A prepared transaction remains until a session ends it.
sql("BEGIN; ALTER TABLE theirs.part ADD COLUMN prepared integer; CREATE TABLE theirs.late(id integer REFERENCES theirs.base); PREPARE TRANSACTION 'locks'",
    user => 'locks_attacker');
unhindered('a prepared transaction');
is(sql("SET relmeta.lock_timeout = '200ms'; SELECT relmeta.refresh()"), '0', 'refresh() does not wait for it');
my (undef, undef, $err) = psql("SET relmeta.lock_timeout = '200ms'; INSERT INTO relmeta.word VALUES ('audit', 'touched_by')");
like($err, qr/ERROR:  55P03: could not obtain lock on all relationships\nDETAIL:  .*It is held by a prepared transaction\./, 'a lock on everything names its holder');
sql("COMMIT PREPARED 'locks'");
true_catalog('true after COMMIT PREPARED');

# One session reads the marks, and VACUUM FULL queues behind it.
beside('BEGIN; SELECT FROM relmeta.stale', sub {
    my ($vacuum) = background('VACUUM FULL relmeta.stale');
    ok(wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'VACUUM FULL%' AND wait_event_type = 'Lock'"), 'VACUUM FULL waits');
    unhindered('nobody waits behind it');
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'locks_attacker'");
    $vacuum->finish;
});
true_catalog('true after that');

# Two transactions request each other's locks: one notices and skips its request, the other continues.
sql('CREATE TABLE a(id integer PRIMARY KEY); CREATE TABLE b(id integer PRIMARY KEY);
    CREATE TABLE of_a(id integer REFERENCES a); CREATE TABLE of_b(id integer REFERENCES b)');
my @circle = map {
    my ($own, $other) = @$_;
    [background("SET relmeta.lock_timeout = '1h'; BEGIN; ALTER TABLE of_$own ADD COLUMN note text; SELECT pg_sleep(0.5);
        ALTER TABLE $other RENAME id TO no; COMMIT")]
} ['a', 'b'], ['b', 'a'];
$_->[0]->finish for @circle;
is(join('', map { ${$_->[2]} =~ /ERROR/ ? ${$_->[2]} : '' } @circle), '', 'neither fails');
my $left = grep { ${$_->[2]} =~ /relmeta did not update the relationships of public.of_[ab]/ } @circle;
cmp_ok($left, '<=', 1, 'at most one leaves the changed tables to the other');
is(sql('SELECT count(*) FROM relmeta.stale'), $left, 'which is marked');
sql('CREATE TABLE next(id integer REFERENCES a(no)); DROP TABLE next');
true_catalog('and brought up to date by the next command');

# A series of short transactions does not starve a session that needs everything.
my @busy = map {
    my $name = $_;
    [background(join "\n", map { "CREATE TABLE $name$_(id integer REFERENCES a(no)); DROP TABLE $name$_;" } 1 .. 300)]
} qw(p q);
for my $turn (1 .. 5)
{
    my ($well, undef, $messages) = psql("INSERT INTO relmeta.word VALUES ('audit', 'word_$turn')");
    ok($well, 'who needs everything gets it') or diag($messages);
}
$_->[0]->finish for @busy;
is(join('', map { ${$_->[2]} } @busy), '', 'and the others continue');
true_catalog('true after all');

sql('DROP SCHEMA theirs, own CASCADE');
sql("DROP OWNED BY $_; DROP ROLE $_") for @roles;
true_catalog('true without them');
done_testing();
