# Shared by the server's tests: running statements in psql and checking their results, a server for a single test, and one with
# an extension that is not installed.
package Server;
use strict;
use warnings;
use Cwd ();
use Exporter 'import';
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp ();
use IPC::Run ();
use Test::More;

our @EXPORT = qw(psql sql fresh_database true_catalog sqlstate_of wait_until background
    own_server of_owner as_owner temporary_directory);

# Statements as a file for psql to read: a pipe would break if psql cannot connect.
sub script_of
{
    my ($statements) = @_;
    my $script = File::Temp->new;
    print {$script} $statements;
    close $script;
    return $script;
}

# Runs statements in psql, each in its own transaction unless they contain transaction commands. Returns whether all succeeded,
# standard output and standard error, where every message has its SQLSTATE. Options: user, database, host, port, go_on (continue
# after errors).
sub psql
{
    my ($statements, %option) = @_;
    my ($out, $err);
    my $script = script_of($statements);
    my $well = IPC::Run::run(command(%option), '<', "$script", '>', \$out, '2>', \$err);
    chomp $out;
    return ($well, $out, $err);
}

sub command
{
    my (%option) = @_;
    my @command = qw(psql -XAtq -v VERBOSITY=verbose -f -);
    push @command, '-v', 'ON_ERROR_STOP=1' unless $option{go_on};
    push @command, '-U', $option{user} if defined $option{user};
    push @command, '-d', $option{database} if defined $option{database};
    push @command, '-h', $option{host} if defined $option{host};
    push @command, '-p', $option{port} if defined $option{port};
    return \@command;
}

# Runs statements that must succeed; returns their output.
sub sql
{
    my ($statements, %option) = @_;
    my ($well, $out, $err) = psql($statements, %option);
    die "psql: $err\n$statements\n" unless $well;
    return $out;
}

my @scripts;    # of processes that may still run

# Starts psql with these statements in the background; returns the process, for finish, and references to its output and errors.
sub background
{
    my ($statements, %option) = @_;
    my ($out, $err) = ('', '');
    my $script = script_of($statements);
    push @scripts, $script;
    my $run = IPC::Run::start(command(%option), '<', "$script", '>', \$out, '2>', \$err);
    return ($run, \$out, \$err);
}

# The SQLSTATE of the first error that psql printed; empty if there was none.
sub sqlstate_of
{
    my ($err) = @_;
    return $err =~ /(?:ERROR|FATAL):  (\w{5}):/ ? $1 : '';
}

# Creates an empty database with relmeta and makes psql connect to it.
sub fresh_database
{
    my ($name, %option) = @_;
    $ENV{PGDATABASE} = 'postgres';
    sql("DROP DATABASE IF EXISTS $name WITH (FORCE)");
    sql("CREATE DATABASE $name");
    $ENV{PGDATABASE} = $name;
    sql('CREATE EXTENSION relmeta') unless $option{without_relmeta};
    return;
}

# Checks that the stored catalog matches the derived one.
sub true_catalog
{
    my ($name, %option) = @_;
    is(sql('SELECT * FROM relmeta.check()', %option), '', $name);
    return;
}

# Waits up to a minute until a query returns true; returns whether it did.
sub wait_until
{
    my ($query, %option) = @_;
    for (1 .. 600)
    {
        my ($well, $out) = psql($query, %option);
        return 1 if $well && $out eq 't';
        select undef, undef, undef, 0.1;
    }
    return 0;
}

# Runs this test again in its own server with these settings, unless it already runs there; for tests that need settings or stop
# the server. Given extension files, by name and contents, the server is a copy of the installation with these files.
sub own_server
{
    my ($settings, %files) = @_;
    return if delete $ENV{RELMETA_OWN_SERVER};
    my $copy = %files ? copy_of_installation(%files) : undef;
    local $ENV{PG_CONFIG} = $copy ? "$copy->{bindir}/pg_config" : $ENV{PG_CONFIG};
    delete $ENV{PG_CONFIG} unless defined $ENV{PG_CONFIG};
    local $ENV{RELMETA_OWN_SERVER} = 1;
    my @command = ('tests/cluster', (map { ('-c', $_) } @$settings), $^X, (map { "-I$_" } @INC), $0);
    system(@command);
    exit($? >> 8 || $? & 127);
}

# PostgreSQL locates its files relative to its programs, so copy the programs and link the rest.
sub copy_of_installation
{
    my (%files) = @_;
    my $root = temporary_directory();
    my %where = map { ($_ => installed($_)) } qw(bindir sharedir pkglibdir);
    my %copy = map { ($_ => "$root$where{$_}") } keys %where;
    make_path(dirname($copy{pkglibdir}), $copy{bindir}, "$copy{sharedir}/extension");
    symlink $where{pkglibdir}, $copy{pkglibdir} or die "$copy{pkglibdir}: $!";
    system('cp', (map { "$where{bindir}/$_" } qw(postgres initdb pg_ctl pg_config)), $copy{bindir}) == 0 or die 'cp failed';
    for my $program (glob "$where{bindir}/*")
    {
        my $name = $program =~ s{.*/}{}r;
        -e "$copy{bindir}/$name" or symlink $program, "$copy{bindir}/$name" or die "$name: $!";
    }
    for my $file (glob("$where{sharedir}/*"), glob("$where{sharedir}/extension/*"))
    {
        my $link = "$root$file";
        -e $link or symlink $file, $link or die "$link: $!";
    }
    while (my ($name, $contents) = each %files)
    {
        unlink "$copy{sharedir}/extension/$name";    # not the file it links to
        open my $to, '>', "$copy{sharedir}/extension/$name" or die "$name: $!";
        print {$to} $contents;
        close $to;
    }
    return \%copy;
}

sub installed
{
    my ($what) = @_;
    my $path = qx(@{[$ENV{PG_CONFIG} // 'pg_config']} --$what);
    chomp $path;
    return Cwd::realpath($path);
}

# A world-writable directory, because the server may run as another user; removed at the end of the test.
sub temporary_directory
{
    my $directory = File::Temp::tempdir('relmeta-XXXXXX', TMPDIR => 1, CLEANUP => 1);
    chmod 0777, $directory;
    return $directory;
}

# A command run as the owner of the server's files, as required by PostgreSQL's programs and the kernel.
sub of_owner
{
    my @command = @_;
    my $owner = (stat $ENV{PGDATA})[4];
    return $owner == $> ? @command : ('runuser', '-u', scalar getpwuid $owner, '--', @command);
}

# Runs such a command; returns its output, and dies if it fails.
sub as_owner
{
    my @command = of_owner(@_);
    my $output;
    IPC::Run::run(\@command, '<', \undef, '>&', \$output) or die "@command: $output";
    return $output;
}

1;
