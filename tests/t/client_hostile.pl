# The client with a search_path that starts with another user's hostile schema: its statements keep their meaning.
use strict;
use warnings;
use Client;
use File::Temp ();
use IPC::Run ();
use Test::More;

shop('client_hostile');
sql(q(SELECT relmeta.add_bridge('account', 'user'); INSERT INTO account VALUES (1, 'a'); INSERT INTO "user" VALUES (1, 'x')));
my $directory = File::Temp->newdir;
relmeta('export', 'json', '-o', "$directory/before.json");
sql('ALTER TABLE account ALTER username DROP NOT NULL');

# The schema of the regression test.
open my $file, '<', 'sql/hostile.sql' or die "sql/hostile.sql: $!";
my ($evil) = do { local $/; <$file> } =~ /^SET ROLE hostile;\n(.*?)^RESET ROLE;/ms;
sql('DROP ROLE IF EXISTS client_hostile; CREATE ROLE client_hostile; CREATE SCHEMA evil AUTHORIZATION client_hostile');
sql("SET search_path = pg_catalog; SET ROLE client_hostile; $evil");

my @tables = ('public.account', 'public.user');
my @commands = (
    ['version'], ['setup', '--dry-run'], ['status'], ['check'], ['lint'], ['bridges'], ['relationships'], ['relationships', $tables[0]],
    ['explain', $tables[0], 'users'], ['explain-bridge', 'public.account_user'], ['path', @tables], ['join', @tables],
    ['link', $tables[0], 'users', '1', '1'], ['nested', $tables[0], '{ username users { email } }', '--key', '1'],
    ['nested-sql', $tables[0], '{ users { email } }'], ['unlink', $tables[0], 'users', '1', '1'],
    ['diff', "$directory/before.json"], ['diff', "$directory/before.json", @tables, 'public.account_user'],
    ['declare-relationship', @tables, '--source-column', 'username', '--target-column', 'email', '--name', 'namesake'],
    ['rename-relationship', $tables[0], 'namesake', 'twin'], ['forget', $tables[0], 'twin'], ['refresh'],
    ['bridge-ddl', @tables, '--bridge', 'other'], ['add-bridge', @tables, '--bridge', 'other'], ['drop-bridge', 'public.other'],
    ['lint', '--format', 'json'], ['lint', '--format', 'sarif', '--ignore', ":public.gr\xc3\xb6\xc3\x9fe"],
    ['bridges', '--format', 'json'], ['relationships', $tables[0], '--format', 'json'],
    ['join', @tables, '--format', 'json'], ['explain', $tables[0], 'users', '--format', 'json'],
    ['relationships', '--format', 'csv'], ['export', 'json', @tables], ['export', 'dot', @tables],
    ['context'], ['suggest'], ['orphans'], ['consumers', '--format', 'csv'], ['accessors-ddl', @tables], ['--exclude-views', 'relationships'], ['--exclude-views', 'lint'],
    map { ['--standalone', @$_] } ['relationships'], ['context'], ['suggest'], ['orphans'], ['consumers', '--format', 'csv']);

# The output of every command, and the tables that completion suggests.
sub answers
{
    my ($path) = @_;
    local $ENV{PGOPTIONS} = "-c search_path=$path";
    my @answers = map { join "\n", relmeta(@$_) } @commands;
    s/^postgraphile4?,\Kevil\.//mg for @answers;    # its tables have types of one name, and are printed without it
    IPC::Run::run(['bash', '-uc', 'source client/completion.bash; _relmeta_tables'], '>', \my $tables);
    s/pg_catalog[._](?=text\b)//g for @answers;    # a type shadowed by evil is printed with its schema
    return (@answers, join "\n", 0, sort grep { /^public/ } split /\n/, $tables);
}

my @clean = answers('pg_catalog');
my @hostile = answers('evil,pg_catalog');
for my $i (0 .. $#clean)
{
    my $name = "@{ $commands[$i] // ['completion'] }";
    is($hostile[$i], $clean[$i], $name);
    like($hostile[$i], qr/^[01]\n/, "$name succeeds");
}
unlike("@hostile", qr/alarm/, 'no alarm');
like($hostile[-1], qr/^public\.account$/m, 'completion offers tables');
is(sql('SELECT count(*) FROM relmeta.check()'), '0', 'the catalog is correct');

done_testing();
