# diff between two databases: its output and exit status, whichever of them has the extension.
use strict;
use warnings;
use Client;
use File::Temp ();
use Test::More;

# Creates a database with these tables and connects to it.
sub database
{
    my ($name, @statements) = @_;
    fresh_database($name);
    sql($_) for @statements;
    return;
}

my @shop = ('CREATE TABLE account(id integer PRIMARY KEY, username text UNIQUE NOT NULL)', 'CREATE TABLE "user"(id integer PRIMARY KEY)',
    'CREATE TABLE post(id integer PRIMARY KEY, author_id integer REFERENCES "user")');
my @more = ('ALTER TABLE account ALTER username DROP NOT NULL', 'CREATE TABLE note()', 'DROP TABLE post');
my $differences = <<'END';
DIFFERENCE        WHAT          OBJECT                   DETAIL
only in --from    relationship  public."user".posts      one_to_many to public.post
differs           column        public.account.username  not_null: true -> false
only in database  table         public.note              table
only in --from    table         public.post              table
END

for my $extensions (['CREATE EXTENSION relmeta', 'CREATE EXTENSION relmeta'], ['SELECT 1', 'SELECT 1'],
    ['CREATE EXTENSION relmeta', 'SELECT 1'], ['SELECT 1', 'CREATE EXTENSION relmeta'])
{
    my ($old, $new) = @$extensions;
    my $name = join ', ', map { /EXTENSION/ ? 'with' : 'without' } $old, $new;
    database('diff_old', $old, @shop);
    database('diff_new', $new, reverse(@shop[0, 1]), $shop[2]);
    my ($status, $out, $err) = relmeta(qw(diff --from diff_old));
    is("$status $out$err", "0 relmeta: no differences\n", "$name: the same tables created in another order");
    sql($_) for @more;
    ($status, $out, $err) = relmeta(qw(diff --from diff_old));
    is("$status $err$out", "1 $differences", "$name: the differences");
    ($status, $out, $err) = relmeta(qw(diff --from diff_old --format csv account));
    is("$status $err$out", "1 difference,what,object,detail\ndiffers,column,public.account.username,not_null: true -> false\n", "$name: of a table");
    ($status, $out, $err) = relmeta(qw(diff --from diff_old user), '-q');
    is("$status $err$out", "0 ", "$name: of an equal one");
    ($status, $out, $err) = relmeta(qw(diff --standalone --from diff_old));
    is("$status $err$out", "1 $differences", "$name: by the client alone");
    my $file = File::Temp->new;
    local $ENV{PGDATABASE} = 'diff_old';
    relmeta(qw(export json -o), $file->filename);
    $ENV{PGDATABASE} = 'diff_new';
    ($status, $out, $err) = relmeta('diff', $file->filename);
    is("$status $err$out", '1 ' . ($differences =~ s/only in --from/only in file  /gr),
        "$name: the same by a file");
}

# Naming the other database
my $socket = $ENV{PGHOST};
my ($status, $out, $err) = relmeta('diff', '--from', "host=$socket port=$ENV{PGPORT} dbname=diff_old");
is("$status $err$out", "1 $differences", 'a conninfo string');
my $uri = "postgresql:///diff_old?host=" . ($socket =~ s{/}{%2F}gr) . "&port=$ENV{PGPORT}";
($status, $out, $err) = relmeta('diff', '--from', $uri);
is("$status $err$out", "1 $differences", 'a URI');
{
    my @options = ('-h', $socket, '-p', $ENV{PGPORT}, '-d', 'diff_new');
    local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ('/nowhere', 1, 'none');
    ($status, $out, $err) = relmeta(@options, qw(diff --from diff_old));
    is("$status $err$out", "1 $differences", 'the connection options are for both');
}
($status, $out, $err) = relmeta(qw(diff --from), 'no such database');
is($status, 3, 'no connection to the other database');
like($err, qr/^relmeta: error: .*"no such database" does not exist\n\z/, 'which is named');
is($out, '', 'and nothing is printed');
($status, $out, $err) = relmeta(qw(diff --from), 'postgresql://me:secret@localhost:port/x');
is($status, 3, 'a malformed URI');
unlike($err, qr/secret/, 'whose password is not shown');
wrong_usage(['diff'], qr/either FILE or --from is required\n/);
($status, $out, $err) = relmeta(qw(diff --from diff_old nowhere));
like("$status $err", qr/^4 relmeta: error: relation "nowhere" does not exist/, 'tables are those of the connected database');

# Encodings, and a terminal without one
$ENV{PGDATABASE} = 'postgres';
sql('DROP DATABASE IF EXISTS diff_latin');
sql("CREATE DATABASE diff_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
for my $database (qw(diff_latin diff_new))
{
    $ENV{PGDATABASE} = $database;
    local $ENV{PGCLIENTENCODING} = 'UTF8';
    sql("DROP TABLE IF EXISTS account, \"user\", note; CREATE TABLE \"gr\xc3\xb6\xc3\x9fe\"(id integer PRIMARY KEY)");
}
for my $locale ('C', 'C.UTF-8')
{
    local $ENV{LC_ALL} = $locale;
    ($status, $out, $err) = relmeta(qw(diff --from diff_latin));
    is("$status $out$err", "0 relmeta: no differences\n", "names in two encodings, in locale $locale");
}

done_testing();
