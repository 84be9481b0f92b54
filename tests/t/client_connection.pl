# How the client connects, and what it does if it cannot, if the extension is missing or of another version, and when
# interrupted.
use strict;
use warnings;
use Client;
use File::Temp ();
use IPC::Run ();
use Test::More;

shop('client_connection');
my $host = $ENV{PGHOST};

# Connection options
succeeds([qw(-d client_connection version)], "1.1\n");
succeeds([qw(version -d client_connection)], "1.1\n", 'options after the command');
succeeds(['-h', $host, '-p', $ENV{PGPORT}, '-U', 'postgres', '-w', 'version'], "1.1\n", '-h -p -U -w');
{
    local @ENV{qw(PGHOST PGDATABASE)} = ('/nowhere', 'nowhere');
    succeeds(['-d', "host=$host dbname=client_connection", 'version'], "1.1\n", 'a conninfo string');
    succeeds(['-d', "postgresql:///client_connection?host=$host", 'version'], "1.1\n", 'a URI');
    succeeds(['-h', '/elsewhere', '-d', "host=$host dbname=client_connection", 'version'], "1.1\n", 'the string takes precedence');
    my $services = File::Temp->new;
    print {$services} "[shop]\nhost=$host\ndbname=client_connection\n";
    close $services;
    local $ENV{PGSERVICEFILE} = $services->filename;
    delete local @ENV{qw(PGHOST PGDATABASE)};
    succeeds(['-d', 'service=shop', 'version'], "1.1\n", 'a service file');
}

# Connection failures
my ($status, $out, $err) = relmeta('-h', '/nowhere', 'version');
like("$status $out$err", qr{^3 relmeta: error: connection to server on socket "/nowhere/\.s\.PGSQL}, 'no server');
($status, $out, $err) = relmeta(qw(-d nowhere version));
like("$status $out$err", qr/^3 relmeta: error: .*database "nowhere" does not exist/, 'no database');
($status, $out, $err) = relmeta(qw(-U nobody_here version));
like("$status $out$err", qr/^3 relmeta: error: .*role "nobody_here" does not exist/, 'no role');

# Passwords
my $rules = "$ENV{PGDATA}/pg_hba.conf";
my $contents = sub { open my $in, '<', $rules or die "$rules: $!"; local $/; return scalar <$in> };
my $write = sub { open my $to, '>', $rules or die "$rules: $!"; print {$to} @_; close $to; sql('SELECT pg_reload_conf()') };
my $before = $contents->();
sql("DROP ROLE IF EXISTS client_secret; CREATE ROLE client_secret LOGIN PASSWORD 'open sesame'");
$write->("local all client_secret scram-sha-256\n$before");
sql("SELECT pg_sleep(0.1)") until sql("SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256'") eq '1';
for (1 .. 100)    # the postmaster reloads its rules with a delay
{
    ($status, $out, $err) = relmeta(qw(-U client_secret -w version));
    last if $status == 3;
    select undef, undef, undef, 0.1;
}
like("$status $err", qr/^3 relmeta: error: .*no password supplied/, '-w never prompts for a password');
{
    local $ENV{PGPASSWORD} = 'open sesame';
    succeeds([qw(-U client_secret version)], "1.1\n", 'PGPASSWORD');
    local $ENV{PGPASSWORD} = 'wrong';
    ($status, $out, $err) = relmeta(qw(-U client_secret version));
    like("$status $err", qr/^3 relmeta: error: .*password authentication failed/, 'a wrong password');
}
{
    my $passwords = File::Temp->new;
    print {$passwords} "*:*:*:client_secret:open sesame\n";
    close $passwords;
    chmod 0600, $passwords->filename;
    local $ENV{PGPASSFILE} = $passwords->filename;
    succeeds([qw(-U client_secret version)], "1.1\n", 'a password file');
}
for my $option ([], ['-W'])
{
    my ($in, $screen) = ('', '');
    my $client = IPC::Run::start(['relmeta', '-U', 'client_secret', @$option, 'version'], '<pty<', \$in, '>pty>', \$screen,
        IPC::Run::timeout(60));
    $client->pump until $screen =~ /Password for user client_secret: /;
    $in .= "open sesame\n";
    $client->finish;
    like($screen, qr/: \r?\n1\.1\r?\n$/, "a password typed at the prompt @$option, and not shown");
}
$write->($before);

# The extension
sql("UPDATE pg_extension SET extversion = '2.0' WHERE extname = 'relmeta'");
refused(['version'], <<'END', 'an extension of a later major version');
extension "relmeta" in database "client_connection" has version 2.0, but this client has version 1.1 (0A000)
HINT: Install version 2 of the client.
END
sql("UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'relmeta'");
refused(['version'], <<'END', 'an extension of an earlier major version');
extension "relmeta" in database "client_connection" has version 0.9, but this client has version 1.1 (0A000)
HINT: Run "relmeta -d client_connection setup" to update the extension.
END
succeeds([qw(setup --dry-run)], "ALTER EXTENSION relmeta UPDATE;\n");
sql("UPDATE pg_extension SET extversion = '1.7' WHERE extname = 'relmeta'");
succeeds(['version'], "1.1\n", 'another minor version is accepted');
sql("UPDATE pg_extension SET extversion = '1.1' WHERE extname = 'relmeta'");

# Interrupts
relmeta(qw(add-bridge account user));
my $waits = "SELECT pid FROM pg_stat_activity WHERE application_name = 'relmeta' AND wait_event_type = 'Lock'";

sub blocked_client
{
    my ($in, $out, $err) = ('', '', '');
    my $holder = IPC::Run::start(['psql', '-XAtq'], '<', \$in, '>', \$out, IPC::Run::timeout(60));
    $in .= "BEGIN; LOCK TABLE account_user IN ACCESS SHARE MODE; SELECT 'locked';\n";
    $holder->pump until $out =~ /locked/;
    my $client = IPC::Run::start(['relmeta', 'drop-bridge', 'account_user'], '<', \undef, '>', '/dev/null', '2>', \$err,
        IPC::Run::timeout(60));
    my $pid = '';
    until ($pid) { $pid = sql($waits); $client->pump_nb; select undef, undef, undef, 0.05 }
    return ($client, $pid, \$err, sub { $in .= "\\q\n"; $holder->finish });
}

my ($client, $backend, $message, $release) = blocked_client();
$client->signal('INT');
$client->finish;
is($client->full_result(0) >> 8, 4, 'Ctrl-C ends the command');
is($$message, "relmeta: error: canceling statement due to user request (57014)\n", 'by cancelling the query on the server');
is(sql($waits), '', 'where no query is left waiting');
$release->();
is(sql("SELECT to_regclass('account_user')"), 'account_user', 'and nothing was done');

($client, $backend, $message, $release) = blocked_client();
sql("SELECT pg_terminate_backend($backend)");
$client->finish;
is($client->full_result(0) >> 8, 3, 'a broken connection is a connection failure');
like($$message, qr/^relmeta: error: .*terminating connection due to administrator command/s, 'and reports the reason');
$release->();

# Waiting: they start in order, so when the last terminal shows the line, the others have had time to show theirs.
{
    my ($in, $out, $quiet, $piped, $screen) = ('', '', '', '', '');
    my $holder = IPC::Run::start(['psql', '-XAtq'], '<', \$in, '>', \$out, IPC::Run::timeout(60));
    $in .= "BEGIN; LOCK TABLE account_user; SELECT 'locked';\n";
    $holder->pump until $out =~ /locked/;
    my @nested = ('nested', 'account', '{ users { email } }');
    my ($none, $limit) = ('', IPC::Run::timeout(60));
    my $with_q = IPC::Run::start(['relmeta', '-q', @nested], '<pty<', \$none, '>pty>', \$quiet, $limit);
    my $in_pipe = IPC::Run::start(['relmeta', @nested], '<', \undef, '>', \$piped, '2>', \$piped, $limit);
    my $typed = '';
    my $on_terminal = IPC::Run::start(['relmeta', @nested], '<pty<', \$typed, '>pty>', \$screen, $limit);
    $on_terminal->pump until $screen =~ /relmeta: nested has been running for \d+ s/;
    $typed .= "\003";
    $on_terminal->finish;
    is($on_terminal->full_result(0) >> 8, 4, 'Ctrl-C on a terminal that shows the running command');
    # The terminal itself echoes ^C.
    like($screen, qr/ s\e\[K(?:\^C)?\r\e\[K(?:relmeta: )?.*canceling statement due to user request \(57014\)\r?\n$/s,
        'wipes that away and cancels');
    $in .= "\\q\n";
    $_->finish for $holder, $with_q, $in_pipe;
    is($quiet, '', '-q shows nothing');
    is($piped, '', 'nor is anything shown without a terminal');
}

sql('DROP EXTENSION relmeta');
refused(['version'], <<'END', 'no extension in the database');
extension "relmeta" is not installed in database "client_connection", but version requires it (42704)
HINT: Run "relmeta -d client_connection setup".
END

# A password in a connection string is never printed, whatever the error.
for my $string ('postgres://u:secret@[::1/db', 'postgres://u:secret@[]/db', 'postgres://u:%zzsecret@localhost/db', 'host=a password=a secret',
    'postgres://localhost/db?password=secret&x', 'postgres://u:secret@localhost:port/db', 'postgres://u:secret@/tmp:1/db', 'password=secret host')
{
    ($status, $out, $err) = relmeta('-d', $string, 'version');
    is($status, 3, "$string is a connection failure");
    unlike($err, qr/secret/, 'and contains no secret');
}

done_testing();
