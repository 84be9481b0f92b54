# Shared by the client's tests: running relmeta and psql on the server at PGHOST and PGPORT, a new database for each test file,
# and the shop schema that most of them use.
package Client;
use strict;
use warnings;
use Exporter 'import';
use IPC::Run ();
use Test::More;

our @EXPORT = qw(relmeta relmeta_on_terminal sql fresh_database shop succeeds refused wrong_usage export_formats);

# Runs relmeta; returns its exit status, standard output and standard error.
sub relmeta
{
    my @arguments = @_;
    my ($out, $err);
    IPC::Run::run(['relmeta', @arguments], '<', \undef, '>', \$out, '2>', \$err);
    return ($? >> 8, $out, $err);
}

# The same on a terminal of that width; returns the exit status and the terminal's contents.
sub relmeta_on_terminal
{
    my ($columns, @arguments) = @_;
    my ($in, $screen) = ('', '');
    IPC::Run::run(['sh', '-c', 'stty cols "$0" && exec relmeta "$@"', $columns, @arguments], '<pty<', \$in, '>pty>', \$screen);
    my $status = $? >> 8;
    $screen =~ s/\r\n/\n/g;
    return ($status, $screen);
}

# psql's unaligned output for a statement; dies if it fails.
sub sql
{
    my ($statement) = @_;
    my ($out, $err);
    IPC::Run::run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', $statement], '<', \undef, '>', \$out, '2>', \$err)
        or die "psql: $err\n$statement\n";
    chomp $out;
    return $out;
}

# Creates an empty database and makes relmeta and psql connect to it.
sub fresh_database
{
    my ($name) = @_;
    $ENV{PGDATABASE} = 'postgres';
    sql("DROP DATABASE IF EXISTS $name WITH (FORCE)");
    sql("CREATE DATABASE $name");
    $ENV{PGDATABASE} = $name;
    return;
}

# The database with relmeta and two unrelated tables.
sub shop
{
    my ($name) = @_;
    fresh_database($name);
    sql('CREATE EXTENSION relmeta');
    sql('CREATE TABLE account(id integer PRIMARY KEY, username text UNIQUE NOT NULL)');
    sql('CREATE TABLE "user"(id integer PRIMARY KEY, email text UNIQUE NOT NULL)');
    return;
}

# The formats of export, as listed by its --help.
sub export_formats
{
    my ($list) = (relmeta(qw(export --help)))[1] =~ /^  FORMAT +one of (.*)$/m;
    return split /, /, $list;
}

# Checks that the command succeeds with exactly this output and nothing on standard error.
sub succeeds
{
    my ($command, $expected, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    is("$status $err$out", "0 $expected", $name // "@$command");
    return;
}

# Checks that the server rejects the command with exactly this message, and that nothing else is printed.
sub refused
{
    my ($command, $expected, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    is("$status $out$err", "4 relmeta: error: $expected", $name // "@$command is refused");
    return;
}

# Checks that the client rejects the command as a usage error.
sub wrong_usage
{
    my ($command, $pattern, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    like("$status $out$err", qr/^2 relmeta: error: $pattern/, $name // "@$command is wrong usage");
    return;
}

# Installs the npm packages of this folder, unless the same are there; returns why that failed.
sub npm_packages
{
    my ($folder) = @_;
    return 'npm is not there' unless grep { -x "$_/npm" } split /:/, $ENV{PATH};
    return '' if system('cmp', '-s', "$folder/package-lock.json", "$folder/node_modules/.installed") == 0;
    my $said = '';
    IPC::Run::run(['npm', 'ci', '--prefix', $folder, qw(--ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1
        --fetch-retry-mintimeout=1000 --fetch-timeout=20000)], '<', \undef, '>&', \$said)
        && system('cp', "$folder/package-lock.json", "$folder/node_modules/.installed") == 0
        or return 'npm did not install the programs: ' . $said =~ s/\n/ /gr;
    return '';
}

1;
