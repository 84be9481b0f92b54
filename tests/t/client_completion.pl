# The bash completion: its suggestions at every position of a command line.
use strict;
use warnings;
use Client;
use Cwd ();
use IPC::Run ();
use Test::More;

my $completion = Cwd::abs_path(__FILE__ =~ s{[^/]+$}{}r . '../../client/completion.bash');
my $complete = <<'END';
source "$0"
COMP_WORDS=(relmeta "$@")
COMP_CWORD=$#
_relmeta
printf '%s\n' "${COMPREPLY[@]}"
END

# The suggestions for the last word, sorted.
sub offered
{
    my ($out, $err);
    IPC::Run::run(['bash', '-uc', $complete, $completion, @_], '<', \undef, '>', \$out, '2>', \$err);
    is($err, '', "no complaint about @_");
    return [sort grep { $_ ne '' } split /\n/, $out];
}

shop('client_completion');
relmeta(qw(add-bridge account user));
sql('CREATE TABLE "an odd ""name"(id integer PRIMARY KEY); CREATE SCHEMA shop; CREATE TABLE shop.amount(id integer)');

is_deeply(offered(''), [sort((relmeta('--help'))[1] =~ /^  ([a-z][a-z-]*)  /mg)], 'every command');
is_deeply(offered('nested'), [qw(nested nested-sql)], 'commands with this prefix');
is_deeply(offered(qw(-d client_completion --format json add-r)), ['add-reference'], 'after options with values');
my %options = map { $_ => 1 } (relmeta(qw(path --help)))[1] =~ /(--[a-z][a-z-]*)/g;
is_deeply(offered(qw(path --)), [sort keys %options], 'its options');
is_deeply(offered(qw(-d client_compl)), ['client_completion'], 'databases');

is_deeply(offered('path', ''), [sort qw(account account_user user shop.amount), '\"an\ odd\ \"\"name\"'],
    'tables, as the shell takes them');
is_deeply(offered(qw(path account us)), ['user'], 'tables as second argument');
is_deeply(offered(qw(path account user --via acc)), [qw(account account_user)], 'tables after an option');
is_deeply(offered(qw(path account user --max-hops a)), [], 'none for a number');
{
    local $ENV{PGDATABASE} = 'postgres';
    is_deeply(offered(qw(explain us)), [], 'tables of the default database');
    is_deeply(offered(qw(explain -d client_completion us)), ['user'], 'or of the one on the command line');
}
is_deeply(offered(qw(export d)), [qw(dbml django dot drizzle)], 'formats of exports');
is_deeply(offered('export', ''), [sort(export_formats())], 'all of them');
is_deeply(offered(qw(export dot us)), ['user'], 'tables of exports');
is_deeply(offered(qw(export dot --bridges), ''), [qw(edges tables)], 'values of --bridges');
is_deeply(offered(qw(version --format), ''), [qw(csv json table)], 'formats of the client');
is_deeply(offered(qw(lint --format), ''), [qw(csv github json sarif table)], 'and those of lint');
is_deeply(offered(qw(lint --fail-on), ''), [qw(error info warning)], 'severities');
is_deeply(offered(qw(lint --ignore foreign_key_not_)), [qw(foreign_key_not_enforced foreign_key_not_inherited foreign_key_not_valid)], 'rules');
is_deeply(offered(qw(lint --ignore required_cycle us)), ['user'], 'tables after a rule');
is_deeply(offered(qw(diff a)), [], 'the file is left to bash');
is_deeply(offered(qw(apply a)), [], 'that of apply too');
is_deeply(offered(qw(sav)), ['save'], 'and save has one only with -o');
is_deeply(offered(qw(--config relmeta.toml relationships us)), ['user'], 'after the file of --config');
is_deeply(offered(qw(consumers postg)), [qw(postgraphile postgraphile4 postgrest)], 'programs of consumers');
is_deeply(offered(qw(consumers postgrest acc)), [], 'and nothing after one');
is_deeply(offered(qw(diff --from client_compl)), ['client_completion'], 'databases of diff');
is_deeply(offered(qw(diff --from postgres us)), ['user'], 'which then has only tables');
is_deeply(offered(qw(diff a acc)), [qw(account account_user)], 'and then tables');
is_deeply(offered(qw(add-bridge account user --key s)), ['surrogate'], 'keys of bridges');
is_deeply(offered(qw(nested account), '{id}', '--key', ''), [], 'the key of a row is not known');

# Names with shell syntax or line feeds must be quoted: bash inserts the suggestions into the command line.
sql("CREATE TABLE \"\$(touch x)\nsecond `id` line\"(id integer PRIMARY KEY)");
is_deeply([grep { /second/ } @{ offered('explain', '') }], [q{$'"$(touch x)\\nsecond `id` line"'}], 'a table with an odd name is one word');
{
    my $database = 'client_completion $(touch x); `id`';
    local $ENV{PGDATABASE} = 'postgres';
    sql(qq(DROP DATABASE IF EXISTS "$database")), sql(qq(CREATE DATABASE "$database"));
    is_deeply([grep { /touch/ } @{ offered('-d', 'client_completion') }], ['client_completion\ \$\(touch\ x\)\;\ \`id\`'],
        'and a database too');
    sql(qq(DROP DATABASE "$database"));
}

done_testing();
