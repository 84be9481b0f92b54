# Whatever fails inside relmeta, the user's DDL commits, with a warning and stale tables, which refresh() or the next command
# that changes relationships repairs. If the affected tables are unknown, everything is stale until refresh(). The setting
# relmeta.fault makes PostgreSQL calls fail one after another, in every kind of command. Cancel and shutdown still work. With
# RELMETA_LONG, every call fails once; otherwise, all of the first calls and some of the others.
use strict;
use warnings;
use Server;
use Test::More;

fresh_database('faults');
sql('CREATE TABLE public.other(id integer PRIMARY KEY)');

my $account = 'CREATE TABLE account(id integer PRIMARY KEY, parent integer)';
my $member = 'CREATE TABLE member(id integer PRIMARY KEY, account_id integer REFERENCES account, other_id integer REFERENCES public.other)';
my $once = 'CREATE UNIQUE INDEX once ON member(account_id)';
my $declared = "SELECT relmeta.declare_relationship('member', '{id}', 'other', '{id}', name => 'self')";
my $accessors = "SELECT count(*) FROM relmeta.add_accessors('{account,member}')";
my @commands = (
    ['CREATE TABLE with keys', [$account], $member],
    ['ADD CONSTRAINT', [$account], 'ALTER TABLE account ADD FOREIGN KEY (parent) REFERENCES account'],
    ['DROP CONSTRAINT', [$account, $member], 'ALTER TABLE member DROP CONSTRAINT member_account_id_fkey'],
    ['DROP COLUMN', [$account, $member], 'ALTER TABLE member DROP COLUMN other_id'],
    ['RENAME of a table', [$account, $member], 'ALTER TABLE account RENAME TO team'],
    ['RENAME of a column', [$account, $member], 'ALTER TABLE member RENAME account_id TO team_id'],
    ['DROP TABLE', [$account, $member, $declared], 'DROP TABLE account CASCADE'],
    ['CREATE UNIQUE INDEX', [$account, $member], $once],
    ['DROP INDEX', [$account, $member, $once], 'DROP INDEX once'],
    ['DROP INDEX CONCURRENTLY', [$account, $member, $once], 'DROP INDEX CONCURRENTLY once'],
    ['SET SCHEMA', [$account, $member], 'ALTER TABLE account SET SCHEMA public', 'DROP TABLE public.account CASCADE'],
    ['ADD COLUMN with a key, with accessors', [$account, $member, $accessors], 'ALTER TABLE member ADD second_id integer REFERENCES account'],
    ['RENAME of a label, with accessors', ["CREATE TYPE kind AS ENUM ('a')", $account, 'CREATE TABLE note(about integer, kind kind)',
        q(SELECT relmeta.declare_relationship('note', '{about}', 'account', '{id}', condition => 'kind = ''a''')),
        "SELECT count(*) FROM relmeta.add_accessors('{note}')"], q(ALTER TYPE kind RENAME VALUE 'a' TO 'b')],
    ['RENAME of a table, with accessors', [$account, $member, $accessors], 'ALTER TABLE account RENAME TO team'],
    ['DROP SCHEMA CASCADE', [$account, $member, $declared], 'DROP SCHEMA work CASCADE', 'CREATE SCHEMA work'],
);

my $step = $ENV{RELMETA_LONG} ? 1 : 7;
my $per_psql = 40;

# One round. It reports on standard error, among the warnings.
sub round_of
{
    my ($fault, $prepare, $command, $undo) = @_;
    my $look = q(SELECT count(*) FILTER (WHERE item = 'stale') AS stale, (SELECT count(*) FROM relmeta.check()) AS differences
        FROM relmeta.status() \gset);
    my $heal = $fault % 2 ? 'SELECT relmeta.refresh()' : 'CREATE TABLE public.next(other_id integer REFERENCES public.other)';
    return <<"END";
CREATE SCHEMA work;
@{[join ";\n", @$prepare]};
SET relmeta.fault = $fault;
\\warn fault $fault
$command;
RESET relmeta.fault;
$look
\\warn after :stale :differences
$heal;
SELECT EXISTS (SELECT FROM relmeta.stale WHERE holder IS NULL) AS everything \\gset
\\if :everything
SELECT relmeta.refresh();
\\endif
$look
\\warn healed :stale :differences
SELECT string_agg(row::text, E'\n') AS rows FROM relmeta.check() AS row \\gset
\\warn :rows
@{[$undo // 'SELECT']};
DROP SCHEMA work CASCADE;
DROP TABLE IF EXISTS public.next;
END
}

# The errors of a round; empty if it behaved as documented.
sub fault_in
{
    my ($round) = @_;
    my @warnings = $round =~ /WARNING:  (.*)/g;
    my %different = map { ($_ => 1) } @warnings;
    return 'a warning twice' if keys %different != @warnings;
    return 'another SQLSTATE' if grep { $_ !~ /^XX000: relmeta could not .*: injected fault$/ } @warnings;
    my ($stale, $differences) = $round =~ /^after (\d+) (\d+)$/m or return 'no end';
    return 'nothing is stale' if $stale == 0 && ($differences > 0 || grep { /could not follow/ } @warnings);
    return 'not healed' unless $round =~ /^healed 0 0$/m;
    return '';
}

my $all = 0;
for my $case (@commands)
{
    my ($name, $prepare, $command, $undo) = @$case;
    my ($points, $fault, $done, @wrong) = (0, 1, 0);
    sql('SET client_min_messages = error; DROP SCHEMA IF EXISTS work CASCADE');
    until ($done || @wrong || $fault > 10_000)
    {
        my $rounds = "SET search_path = work, public; SET client_min_messages = warning;\n";
        for (1 .. $per_psql)
        {
            $rounds .= round_of($fault, $prepare, $command, $undo);
            $fault += $fault < 50 ? 1 : $step;
        }
        my ($well, $out, $err) = psql($rounds);
        push @wrong, $err unless $well;
        for my $round ($err =~ /^(fault .*?)(?=^fault |\z)/msg)
        {
            my $fault_in = fault_in($round);
            push @wrong, "$fault_in: $round" if $fault_in ne '';
            $done = $round !~ /WARNING/;
            last if $done;
            $points++;
        }
    }
    ok(!@wrong && $done, "$name: $points faults") or diag(substr join("\n", @wrong), 0, 2000);
    $all += $points;
}
cmp_ok($all, '>', 500, "$all faults in total");
is(sql('SELECT count(*) FROM relmeta.declared_relationship'), '0', 'no declaration outlives its table');
true_catalog('after all of them');

# Another transaction changes the relationships that member holds, without a PostgreSQL lock on other.
sql(q(CREATE TABLE member(id integer PRIMARY KEY, other_id integer REFERENCES other);
    CREATE TABLE legacy(no integer);
    SELECT relmeta.declare_relationship('legacy', '{no}', 'other', '{id}', name => 'related')));
my $change = 'CREATE UNIQUE INDEX ON member(other_id); SELECT pg_advisory_lock(1);';
my $rename = 'ALTER TABLE other RENAME id TO no';
my ($holder) = background("BEGIN; $change SELECT pg_sleep(600)");
ok(wait_until("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory'"), 'another transaction changes a table');

my ($well, undef, $err) = psql("SET statement_timeout = '1s'; BEGIN; $rename; ROLLBACK");
ok($well, 'a command does not wait until statement_timeout cancels it');
like($err, qr/WARNING:  55P03: relmeta did not update the relationships of public.member/, 'but warns');
($well, undef, $err) = psql("SET lock_timeout = '100ms'; BEGIN; $rename; ROLLBACK");
ok($well, 'nor by lock_timeout');
my ($waiting, undef, $canceled) = background($rename);
ok(wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Extension' AND query LIKE 'ALTER TABLE%'"),
    'a command waits');
sql("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%'");
$waiting->finish;
is(sqlstate_of($$canceled), '57014', 'a cancel ends the command');
is(sql("SELECT count(*) FROM pg_attribute WHERE attrelid = 'other'::regclass AND attname = 'no'"), '0', 'and nothing is renamed');

($well, undef, $err) = psql("SET relmeta.lock_timeout = '100ms'; $rename");
ok($well, 'an unavailable lock does not make the command fail');
is(join("\n", $err =~ /WARNING:  (.*)/g), '55P03: relmeta did not update the relationships of public.member',
    'it warns');
isnt(sql("SELECT count(*) FROM relmeta.status() WHERE item = 'stale'"), '0', 'and marks stale tables');
is(sql("SELECT target_columns FROM relmeta.declared_relationship"), '{no}', 'a declaration has followed the rename');
sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
$holder->finish;
sql('ALTER TABLE member ADD more integer');
is(sql("SELECT count(*) FROM relmeta.status() WHERE item = 'stale'"), '0', 'the next command repairs');
true_catalog('and the catalog is true');
is(sql("SELECT target_columns FROM relmeta.relationship WHERE name = 'related'"), '{no}', 'with the new name');

# With relmeta.sync off, an obstacle for relmeta does not affect the command either.
my ($locker) = background('BEGIN; REFRESH MATERIALIZED VIEW relmeta.stale; SELECT pg_sleep(600)');
ok(wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"), 'another session locks the marks');
($well, undef, $err) = psql("SET relmeta.sync = off; SET lock_timeout = '100ms'; CREATE TABLE anyway(id integer PRIMARY KEY)");
ok($well, 'the command does not fail, with relmeta.sync off');
like($err, qr/^(?:[^\n]*WARNING:  55P03: relmeta could not [^\n]*\n(?:(?!WARNING|ERROR)[^\n]*\n?)*)+$/, 'it warns');
sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
$locker->finish;
sql('SELECT relmeta.refresh(); DROP TABLE anyway');
true_catalog('true after that');

# Out of memory: a backend whose memory is limited to slightly more than it uses.
sql(join ';', 'CREATE SCHEMA many', 
    map { "CREATE TABLE many.t$_(id integer PRIMARY KEY REFERENCES many.t$_" . join('', map { ", c$_ integer" } 1 .. 200) . ')' } 1 .. 200);
my $pidfile = temporary_directory() . '/pid';
my $limit = join ' ', of_owner('prlimit');
my $limited = sub {
    my ($sync) = @_;
    return psql(<<"END");
SELECT pg_backend_pid() \\g $pidfile
SET relmeta.sync = off;
ALTER SCHEMA many RENAME TO lots;
ALTER SCHEMA lots RENAME TO many;
SET relmeta.sync = $sync;
\\! pid=`cat $pidfile`; pages=`cut -d ' ' -f 1 /proc/\$pid/statm`; $limit --pid \$pid --as=\$((pages * `getconf PAGESIZE` + 200000))
ALTER SCHEMA many RENAME TO lots;
END
};
my ($little, undef, $without) = $limited->('off');
ok($little, 'the command itself needs little memory');
sql('ALTER SCHEMA lots RENAME TO many; SELECT relmeta.refresh()');
($well, undef, $err) = $limited->('on');
is(sqlstate_of($err), '53200', 'out of memory ends the command');
unlike($err, qr/WARNING/, 'without a warning');
sql('SELECT relmeta.refresh()');
true_catalog('and nothing is left behind');

done_testing();
