# A psql session that runs SQL piece by piece and reports how each piece ended.
package Psql;
use strict;
use warnings;
use IPC::Open2;

my $marker = '~end~';

# Creates an empty database.
sub create_database
{
    my ($database) = @_;
    system('psql', '-Xqc', 'SET client_min_messages = warning', '-c', "DROP DATABASE IF EXISTS $database", '-c', "CREATE DATABASE $database", 'postgres') == 0
        or die "cannot create database $database\n";
    return;
}

sub new
{
    my ($class, $database) = @_;
    my $self = bless {}, $class;
    $self->{pid} = open2($self->{out}, $self->{in}, "exec psql -XAtq -F '\t' $database 2>&1");
    return $self;
}

sub send
{
    my ($self, $sql) = @_;
    print { $self->{in} } "$sql\n;\n\\echo $marker :SQLSTATE\n";
    $self->{in}->flush;
    return;
}

# The SQLSTATE of the piece, and the lines it printed, including messages.
sub answer
{
    my ($self) = @_;
    my @lines;
    while (defined(my $line = readline($self->{out})))
    {
        chomp $line;
        return ($1, \@lines) if $line =~ /^$marker (\w+)$/;
        push @lines, $line;
    }
    die "psql went away: @lines\n";
}

sub run
{
    my ($self, $sql) = @_;
    $self->send($sql);
    return $self->answer;
}

# The rows of a query, one per line; dies if it fails.
sub rows
{
    my ($self, $sql) = @_;
    my ($state, $lines) = $self->run($sql);
    die "$state: @$lines\n$sql\n" if $state ne '00000';
    return @$lines;
}

sub close
{
    my ($self) = @_;
    close $self->{in};
    close $self->{out};
    waitpid($self->{pid}, 0);
    return;
}

1;
