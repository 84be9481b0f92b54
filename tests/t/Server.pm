# What the tests of the server share: statements run in psql with what came of them, a server of a test's own, and one that runs an
# extension which is not installed.
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

# Statements as a file for psql to read: a pipe would break where it cannot connect.
sub script_of
{
    my ($statements) = @_;
    my $script = File::Temp->new;
    print {$script} $statements;
    close $script;
    return $script;
}

# Runs statements in psql, each in a transaction of its own unless they say otherwise. Returns whether all went well, standard output and
# standard error, where every message carries its SQLSTATE. Options: user, database, host, port, go_on (past errors).
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

# Runs statements that have to go well; returns what they print.
sub sql
{
    my ($statements, %option) = @_;
    my ($well, $out, $err) = psql($statements, %option);
    die "psql: $err\n$statements\n" unless $well;
    return $out;
}

my @scripts;    # of what may still run

# Starts psql with these statements in the background; returns the run, to be finished, and references to its output and errors.
sub background
{
    my ($statements, %option) = @_;
    my ($out, $err) = ('', '');
    my $script = script_of($statements);
    push @scripts, $script;
    my $run = IPC::Run::start(command(%option), '<', "$script", '>', \$out, '2>', \$err);
    return ($run, \$out, \$err);
}

# The SQLSTATE of the first error that psql printed; empty where there is none.
sub sqlstate_of
{
    my ($err) = @_;
    return $err =~ /(?:ERROR|FATAL):  (\w{5}):/ ? $1 : '';
}

# Makes an empty database of that name, with relmeta in it, the one that psql connects to.
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

# Checks that what is stored is what is derived.
sub true_catalog
{
    my ($name, %option) = @_;
    is(sql('SELECT * FROM relmeta.check()', %option), '', $name);
    return;
}

# Waits until a query says true, a minute at most; returns whether it did.
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

# Starts this test again in a server of its own with these settings, unless that has happened; for what needs settings, or stops the
# server. With extension files, name and contents, it is a copy of the installation that has these too.
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

# PostgreSQL finds its files from where its programs are: copies of the programs beside links to all the rest.
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
        unlink "$copy{sharedir}/extension/$name";    # not what it links to
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

# A directory that everybody may read and write, since the server's user is not always ours; it goes when the test ends.
sub temporary_directory
{
    my $directory = File::Temp::tempdir('relmeta-XXXXXX', TMPDIR => 1, CLEANUP => 1);
    chmod 0777, $directory;
    return $directory;
}

# A command, run as the user whom the server's files belong to, as PostgreSQL's own programs and the kernel demand.
sub of_owner
{
    my @command = @_;
    my $owner = (stat $ENV{PGDATA})[4];
    return $owner == $> ? @command : ('runuser', '-u', scalar getpwuid $owner, '--', @command);
}

# Runs such a command; returns what it prints, and dies where it fails.
sub as_owner
{
    my @command = of_owner(@_);
    my $output;
    IPC::Run::run(\@command, '<', \undef, '>&', \$output) or die "@command: $output";
    return $output;
}

1;
