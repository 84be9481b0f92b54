# What the client's tests share: running relmeta and psql against the server that PGHOST and PGPORT name, a fresh database for
# each test file, and the shop that most of them look at.
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

# The same on a terminal of that width; returns the exit status and what the terminal shows.
sub relmeta_on_terminal
{
    my ($columns, @arguments) = @_;
    my ($in, $screen) = ('', '');
    IPC::Run::run(['sh', '-c', 'stty cols "$0" && exec relmeta "$@"', $columns, @arguments], '<pty<', \$in, '>pty>', \$screen);
    my $status = $? >> 8;
    $screen =~ s/\r\n/\n/g;
    return ($status, $screen);
}

# What psql prints for a statement, bare; dies when the statement fails.
sub sql
{
    my ($statement) = @_;
    my ($out, $err);
    IPC::Run::run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', $statement], '<', \undef, '>', \$out, '2>', \$err)
        or die "psql: $err\n$statement\n";
    chomp $out;
    return $out;
}

# Makes an empty database of that name the one that relmeta and psql connect to.
sub fresh_database
{
    my ($name) = @_;
    $ENV{PGDATABASE} = 'postgres';
    sql("DROP DATABASE IF EXISTS $name WITH (FORCE)");
    sql("CREATE DATABASE $name");
    $ENV{PGDATABASE} = $name;
    return;
}

# The database with relmeta in it and two tables that have nothing to do with each other yet.
sub shop
{
    my ($name) = @_;
    fresh_database($name);
    sql('CREATE EXTENSION relmeta');
    sql('CREATE TABLE account(id integer PRIMARY KEY, username text UNIQUE NOT NULL)');
    sql('CREATE TABLE "user"(id integer PRIMARY KEY, email text UNIQUE NOT NULL)');
    return;
}

# The formats of export, as its --help lists them.
sub export_formats
{
    my ($list) = (relmeta(qw(export --help)))[1] =~ /^  FORMAT +one of (.*)$/m;
    return split /, /, $list;
}

# Checks that the command ends well with exactly this output and nothing on standard error.
sub succeeds
{
    my ($command, $expected, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    is("$status $err$out", "0 $expected", $name // "@$command");
    return;
}

# Checks that the server refuses the command with this message, exactly, and that nothing else is printed.
sub refused
{
    my ($command, $expected, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    is("$status $out$err", "4 relmeta: error: $expected", $name // "@$command is refused");
    return;
}

# Checks that the command makes no sense to the client.
sub wrong_usage
{
    my ($command, $pattern, $name) = @_;
    my ($status, $out, $err) = relmeta(@$command);
    like("$status $out$err", qr/^2 relmeta: error: $pattern/, $name // "@$command is wrong usage");
    return;
}

1;
