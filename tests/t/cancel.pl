# Long work can be cancelled, and the session continues. The longest task of each function that examines many objects, on a
# generated schema or a large input, is cancelled after a fifth, half and four fifths of its time. Other functions reject large
# input or finish immediately.
use strict;
use warnings;
use Server;
use Test::More;

my $latest = 0;    # ms from the timeout to the error
fresh_database('cancel');
my $tables = 1500;
my $schema = qx($^X tests/bench/generate $tables);
sql("SET relmeta.sync = off; SET client_min_messages = error; $schema");
is_cancelled('the first refresh', ['BEGIN', 'SELECT relmeta.refresh()', 'ROLLBACK']);
sql('SELECT relmeta.refresh()');

# Two distant tables, a hub, and a list of many tables.
my ($near, $far) = split /\|/, sql(q(SELECT min(source::text), max(source::text) FROM relmeta.relationship WHERE source IN
    (SELECT source FROM relmeta.relationship GROUP BY source HAVING count(*) = 4)));
my $hub = sql('SELECT source::text FROM relmeta.relationship GROUP BY source ORDER BY count(*) DESC, 1 LIMIT 1');
my $names = sql("SELECT string_agg(name, ' ') FROM (SELECT name FROM relmeta.relationship WHERE source = '$hub'::regclass AND EXISTS
    (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'id') ORDER BY name LIMIT 20) AS few");
my $fields = join ' ', map { my $i = $_; map { "a${i}_$_: $_ { id }" } split / /, $names } 1 .. 15;
$fields .= " b$_: id" for 1 .. 9000;
my $connected = "(SELECT array_agg(source) FROM (SELECT DISTINCT source FROM relmeta.path('$near', '$far') UNION SELECT DISTINCT source FROM relmeta.relationship WHERE target = '$hub'::regclass AND bridge IS NULL LIMIT 150) AS few)";

my @long = (
    ['check', 'SELECT count(*) FROM relmeta.check()'],
    ['refresh of a current catalog', 'SELECT relmeta.refresh()'],
    ['derive_relationships', 'SELECT count(*) FROM relmeta.derive_relationships()'],
    ['derive_bridges', 'SELECT count(*) FROM relmeta.derive_bridges()'],
    ['lint', 'SELECT count(*) FROM relmeta.lint()'],
    (map { ["export $_", "SELECT length(relmeta.export('$_'))"] } qw(json mermaid dot dbml hasura pg_graphql postgraphile html)),
    ['path, with the graph it needs', "SELECT count(*) FROM relmeta.path('$near', '$far', max_paths => 1000, max_hops => 64)"],
    ['join_sql', "SELECT length(relmeta.join_sql(VARIADIC $connected))"],
    ['nested_sql', "SELECT length(relmeta.nested_sql('$hub', '{ $fields }'))"],
    ['nested', "SELECT count(*) FROM relmeta.nested('$hub', '{ $fields }')"],
);

# Runs a statement, or the second of three, with a timeout; returns psql's output and the time in ms.
sub timed
{
    my ($statements, $timeout) = @_;
    my ($before, $statement, $after) = ref $statements ? @$statements : ('', $statements, '');
    my ($well, $out, $err) = psql("$before;\nSET statement_timeout = $timeout;\n\\timing on\n$statement;\n\\timing off\n" . "$after;\nSELECT 'usable';\n", go_on => 1);
    my ($time) = $out =~ /^Time: ([\d.]+) ms/m;
    return ($out, $err, $time);
}

sub is_cancelled
{
    my ($name, $statements) = @_;
    my (undef, $failed, $whole) = timed($statements, 0);
    is($failed, '', "$name, $whole ms") or return;
    my ($cancelled, $usable) = (0, 0);
    for my $part (0.2, 0.5, 0.8)
    {
        my $timeout = int($whole * $part) || 1;
        my ($out, $err, $time) = timed($statements, $timeout);
        $usable++ if $out =~ /^usable$/m;
        next unless sqlstate_of($err) eq '57014';
        $cancelled++;
        $latest = $time - $timeout if $time - $timeout > $latest;
        cmp_ok($time - $timeout, '<', 2000, "$name is soon back");
    }
    cmp_ok($cancelled, '>', 0, "$name is cancelled");
    is($usable, 3, 'and the session continues');
    return;
}

is_cancelled(@$_) for @long;
diag(sprintf 'at most %.1f ms after the timeout', $latest);

# Input that is too large is rejected, or the answer is immediate.
my $word = 'x' x 200_000;
my $wide = join ', ', map { "c$_ integer" } 1 .. 1600;
my $columns = "ARRAY(SELECT 'c' || i FROM generate_series(1, 1600) AS i)::name[]";
my $many = "ARRAY(SELECT '$near'::regclass FROM generate_series(1, 100000))";
sql("CREATE TABLE wide($wide); CREATE TABLE broad($wide)");
my @large = (
    ['a word that is no name', "SELECT relmeta.nested_sql('wide', '{ $word }')", '42703'],
    ['a selection that is too long', "SELECT relmeta.nested_sql('wide', '{ c1 }' || repeat(' ', 2000000))", '54000'],
    ['one with too many fields', "SELECT relmeta.nested_sql('wide', '{ ' || repeat('a ', 20000) || '}')", '42701'],
    ['one with too many distinct fields', "SELECT relmeta.nested_sql('wide', (SELECT '{ ' || string_agg('a' || i, ' ') || '}' FROM generate_series(1, 20000) AS i))", '54000'],
    ['one that is too deep', "SELECT relmeta.nested_sql('wide', repeat('{ a ', 100000))", '54001'],
    ['many tables to join', "SELECT relmeta.join_sql(VARIADIC $many)", '54000'],
    ['many tables to pass', "SELECT relmeta.path('wide', 'broad', via => (SELECT array_agg(oid::regclass) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT IN ('wide', 'broad')))", ''],
    ['many tables to avoid', "SELECT count(*) FROM relmeta.path('wide', 'broad', avoid => $many)", ''],
    ['many ends', "SELECT relmeta.bridge_ddl('wide', 'broad', more => $many)", '54000'],
    ['many tables to check', "SELECT count(*) FROM relmeta.lint($many)", ''],
    ['many tables to export', "SELECT length(relmeta.export('json', $many))", ''],
    ['many columns', "SELECT relmeta.declare_relationship('wide', $columns, 'broad', $columns)", ''],
);
for my $case (@large)
{
    my ($name, $statement, $expected) = @$case;
    my (undef, undef, $err) = psql("SET statement_timeout = '10s'; $statement");
    is(sqlstate_of($err), $expected, $name);
    cmp_ok(length $err, '<', 1000, 'in few words');
}
true_catalog('all is true');

done_testing();
