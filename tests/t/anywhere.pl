# The client on servers without the extension: other versions of PostgreSQL, PGlite, a standby, a role that can only connect, a
# transaction pooler. Its answers must equal those of the extension in the local server.
use strict;
use warnings;
use lib 'tests/t';
use Client;
use Cwd ();
use File::Basename qw(dirname);
use IPC::Run ();
use Server ();
use Test::More;

Server::own_server(['wal_level=replica', 'max_wal_senders=4']);
my $directory = Server::temporary_directory();
my $programs = 'build/anywhere';
my (@clusters, @daemons);

END { local $?; stop_all() }

sub stop_all
{
    $_->kill_kill for @daemons;
    Server::as_owner($_->[0], '-D', $_->[1], '-m', 'immediate', '-w', 'stop') for @clusters;
    return;
}

my @tables = (
    'CREATE TABLE account (id integer PRIMARY KEY, username text UNIQUE NOT NULL)',
    'CREATE TABLE "user" (id integer PRIMARY KEY, email text UNIQUE NOT NULL)',
    'CREATE TABLE "Odd Name" (id integer PRIMARY KEY, "user ID" integer, UNIQUE ("user ID"), FOREIGN KEY ("user ID") REFERENCES "user")',
    'CREATE TABLE measure (id integer, at date, account_id integer NOT NULL REFERENCES account, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
    q{CREATE TABLE measure_old PARTITION OF measure FOR VALUES FROM ('2000-01-01') TO ('2020-01-01')},
    q{INSERT INTO account VALUES (1, 'acme'), (2, 'globex')},
    q{INSERT INTO "user" VALUES (1, 'ann@example.org'), (2, 'bob@example.org')},
);
my @writes = (
    [qw(add-bridge account user)], [qw(add-bridge user user --bridge follow --role follower --role followee)],
    [qw(add-reference measure user --role reader)], [qw(link account users 1 1)], [qw(link account users 1 2)],
    [qw(unlink account users 1 2)], [qw(add-bridge account measure)], [qw(drop-bridge account_measure)],
);
my $selection = '{ username users { email } }';
my @reads = (
    [qw(relationships)], [qw(relationships user)], [qw(bridges)], [qw(explain account users)], [qw(explain-bridge account_user)],
    [qw(context)], ['context', '--for', 'account,measure'], [qw(path account measure)], [qw(join account user)], ['nested', 'account', $selection], ['nested-sql', 'account', $selection], [qw(lint)],
    (map { ['export', $_] } export_formats()),
    [qw(bridge-ddl account user --bridge other)], [qw(reference-ddl account user --role owner)],
);

# The output and the exit status of a command.
sub said
{
    my @command = @_;
    my ($status, $out, $err) = relmeta(@command);
    return "$status $err$out";
}

# Runs the code with these environment variables.
sub at
{
    my ($where, $run) = @_;
    local @ENV{ keys %$where } = values %$where;
    return $run->();
}

# Creates the tables, and runs the commands that write.
sub fill
{
    sql($_) for @tables;
    return map { said(@$_) } @writes;
}

my (@written, @expected);

# Checks that commands that read give the same answers as locally, and that the others report what they need.
sub answers
{
    my ($name, $where) = @_;
    at($where, sub {
        is(said(@{ $reads[$_] }), $expected[$_], "$name: @{ $reads[$_] }") for 0 .. $#reads;
        like(said('status'), qr/^0 .*client/s, "$name: status shows who derives");
        like(said($_), qr/^4 relmeta: error: extension "relmeta" is not installed in database ".*", but $_ requires it \(42704\)\nHINT: /,
            "$name: $_ says what it needs") for qw(check refresh);
    });
    return;
}

sub answers_and_writes
{
    my ($name, $where) = @_;
    at($where, sub {
        my @done = fill();
        is($done[$_], $written[$_], "$name: @{ $writes[$_] }") for 0 .. $#writes;
    });
    answers($name, $where);
    return;
}

# Locally, with the extension, after a new derivation: the client does not know the order of creation or what add-bridge created
fresh_database('anywhere_with');
sql('CREATE EXTENSION relmeta');
@written = fill();
like($written[$_], qr/^0 /, "the extension: @{ $writes[$_] }") for 0 .. $#writes;
sql('DROP EXTENSION relmeta');
sql('CREATE EXTENSION relmeta');
@expected = map { said(@$_) } @reads;
like($expected[$_], qr/^[01] /, "the extension: @{ $reads[$_] }") for 0 .. $#reads;

# Locally, without the extension
fresh_database('anywhere');
answers_and_writes('without the extension', {});

# A role that can connect but cannot read any table
sql('DROP ROLE IF EXISTS anywhere_visitor');
sql('CREATE ROLE anywhere_visitor LOGIN');
{
    my @all = @expected;
    @expected = at({ PGUSER => 'anywhere_visitor', PGDATABASE => 'anywhere_with' }, sub { map { said(@$_) } @reads });
    answers('a role that may connect', { PGUSER => 'anywhere_visitor' });
    @expected = @all;
}

# A standby
my $root = dirname($ENV{PGDATA});
my %standby = (PGHOST => "$root/standby-socket");
Server::as_owner('mkdir', $standby{PGHOST});
Server::as_owner('pg_basebackup', '-D', "$root/standby", '-R', '-X', 'stream', '-c', 'fast', '-h', $ENV{PGHOST}, '-p', $ENV{PGPORT}, '-U', 'postgres');
Server::as_owner('pg_ctl', '-D', "$root/standby", '-l', "$root/standby.log", '-w', '-o', "-c unix_socket_directories=$standby{PGHOST}", 'start');
push @clusters, ['pg_ctl', "$root/standby"];
answers('a standby', \%standby);
at(\%standby, sub {
    like(said(@$_), qr/^4 .*\(25006\)/s, "a standby rejects @$_")
        for [qw(add-bridge account user --bridge other)], [qw(add-reference account user)], [qw(drop-bridge follow)], [qw(link account users 2 2)];
});

# Starts a background program for the rest of the test, and waits for its socket; returns an error message.
sub start_daemon
{
    my ($socket, @command) = @_;
    my $said = '';
    my $run = IPC::Run::start(\@command, '<', \undef, '>&', \$said);
    push @daemons, $run;
    for (1 .. 600)
    {
        return '' if -S $socket;
        last unless $run->pumpable;
        $run->pump_nb;
        select undef, undef, undef, 0.1;
    }
    return "it did not start: $said";
}

# A transaction pooler whose clients share one server connection
SKIP: {
    my ($pgbouncer) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin';
    skip('pgbouncer is not there', 1) unless $pgbouncer;
    sql('CREATE DATABASE anywhere_pooled');
    my $pool = "$directory/pool";
    Server::as_owner('mkdir', $pool);
    open my $settings, '>', "$directory/pgbouncer.ini" or die "pgbouncer.ini: $!";
    print {$settings} "[databases]\n* = host=$ENV{PGHOST} port=$ENV{PGPORT} user=postgres\n",
        "[pgbouncer]\nunix_socket_dir = $pool\nlisten_port = 6432\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 1\n";
    close $settings;
    is(start_daemon("$pool/.s.PGSQL.6432", Server::of_owner($pgbouncer, "$directory/pgbouncer.ini")), '', 'pgbouncer starts')
        or skip('it does not', 1);
    answers_and_writes('pgbouncer', { PGHOST => $pool, PGPORT => 6432, PGDATABASE => 'anywhere_pooled' });
}

# Installs the packages of tests/anywhere/package.json in build/anywhere, which is kept; returns an error message.
sub fetch
{
    return 'npm is not there' unless grep { -x "$_/npm" } split /:/, $ENV{PATH};
    return '' if -e "$programs/complete" && system('cmp', '-s', 'tests/anywhere/package-lock.json', "$programs/package-lock.json") == 0;
    my $said = '';
    IPC::Run::run(['sh', '-c', 'rm -rf "$0" && mkdir -p "$0" && cp tests/anywhere/package*.json tests/anywhere/.npmrc "$0" && cd "$0" &&
        npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=20000 &&
        for version in node_modules/postgresql-*; do (cd "$version" && node scripts/hydrate-symlinks.js); done && touch complete', $programs],
        '<', \undef, '>&', \$said) or return 'npm did not fetch it: ' . $said =~ s/\n/ /gr;
    return '';
}

my $failed = fetch();
for my $version (13, 14, 16, 18)
{
  SKIP: {
        skip("PostgreSQL $version: $failed", 1) if $failed;
        my $bindir = Cwd::realpath("$programs/node_modules/postgresql-$version/native/bin");
        skip("PostgreSQL $version: npm has it for other machines", 1) unless $bindir && -x "$bindir/postgres";
        skip("PostgreSQL $version: the server's user cannot run $bindir/postgres", 1) unless eval { Server::as_owner("$bindir/postgres", '--version') };
        my $data = "$directory/$version";
        Server::as_owner('mkdir', "$data-socket");
        Server::as_owner("$bindir/initdb", '-D', $data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
        Server::as_owner("$bindir/pg_ctl", '-D', $data, '-l', "$data.log", '-w', '-o',
            "-k $data-socket -p 5432 -c listen_addresses='' -c fsync=off", 'start');
        push @clusters, ["$bindir/pg_ctl", $data];
        my %where = (PGHOST => "$data-socket", PGPORT => 5432, PGDATABASE => 'anywhere');
        at({ %where, PGDATABASE => 'postgres' }, sub { sql('CREATE DATABASE anywhere') });
        like(at(\%where, sub { sql('SELECT version()') }), qr/PostgreSQL $version\./, "PostgreSQL $version runs");
        answers_and_writes("PostgreSQL $version", \%where);
    }
}

# PGlite: PostgreSQL in WebAssembly, behind a socket
SKIP: {
    skip("PGlite: $failed", 1) if $failed;
    my $socket = "$directory/.s.PGSQL.5432";
    is(start_daemon($socket, 'node', "$programs/node_modules/\@electric-sql/pglite-socket/dist/scripts/server.js", '-u', $socket, '-m', '10'), '',
        'PGlite starts') or skip('it does not', 1);
    answers_and_writes('PGlite', { PGHOST => $directory, PGPORT => 5432, PGDATABASE => 'postgres', PGUSER => 'postgres', PGSSLMODE => 'disable' });
}
done_testing();
