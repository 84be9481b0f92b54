# Every maintenance command on every table of relmeta, concurrently with DDL, declarations and refresh: no session fails, and
# the catalog is correct and complete afterwards.
use strict;
use warnings;
use Server;
use Test::More;

fresh_database('maintenance');
my @names = qw(alpha beta);
sql("CREATE TABLE parent_$_(id integer PRIMARY KEY); CREATE TABLE other_$_(id integer PRIMARY KEY)") for @names;

my $rounds = $ENV{RELMETA_LONG} ? 2000 : 120;

sub loop
{
    my ($name) = @_;
    return join "\n", map { <<"END" } 1 .. $rounds;
CREATE TABLE $name(id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parent_$name, other_id integer NOT NULL REFERENCES other_$name);
SELECT relmeta.declare_relationship('$name', '{id}', 'parent_$name', '{id}', name => 'same');
SELECT relmeta.rename_relationship('parent_$name', '${name}s', '$name-$_');
SELECT relmeta.declare_bridge('$name');
ALTER TABLE $name RENAME parent_id TO elder_id;
SELECT relmeta.forget('$name');
DROP TABLE $name;
END
}
my @sessions = map { [background(loop($_))] } @names;
push @sessions, [background("SELECT relmeta.refresh();\n" x $rounds)];

my @views = map { "relmeta.$_" } qw(relationship bridge stale);
my @tables = map { "relmeta.$_" } qw(declared_bridge declared_relationship rejected_relationship relationship_name word);
my @indexes = split /\n/, sql("SELECT indexrelid::regclass FROM pg_index WHERE indrelid::regclass::text LIKE 'relmeta.%' ORDER BY 1");
my @commands = (
    (map { my $table = $_; map { "$_ $table" } 'VACUUM', 'VACUUM FULL', 'ANALYZE', 'REINDEX TABLE', 'REINDEX TABLE CONCURRENTLY' } @views, @tables),
    (map { ("REINDEX INDEX $_", "REINDEX INDEX CONCURRENTLY $_") } @indexes),
    (map { "REFRESH MATERIALIZED VIEW $_" } @views),
    'REFRESH MATERIALIZED VIEW CONCURRENTLY relmeta.relationship', 'REFRESH MATERIALIZED VIEW CONCURRENTLY relmeta.bridge',
    'CLUSTER relmeta.relationship USING relationship_holder_idx', 'CLUSTER relmeta.relationship_name USING relationship_name_holder_idx',
    'REINDEX SCHEMA relmeta', 'REINDEX SCHEMA CONCURRENTLY relmeta', 'ALTER TABLE relmeta.word SET (fillfactor = 90)',
);
my @failed;
my $turns = 0;
do
{
    for my $command (@commands)
    {
        my ($well, undef, $err) = psql($command);
        push @failed, "$command: $err" unless $well;
    }
    $turns++;
} while ($turns < 50 && sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'") > 1);
is(join('', @failed), '', "every command, $turns times");

$_->[0]->finish for @sessions;
is(join('', grep { $_ ne '' } map { ${$_->[2]} } @sessions), '', 'and every other session continues');
is(sql('SELECT count(*) FROM relmeta.stale'), '0', 'nothing is stale');
true_catalog('the catalog is true');

SKIP: {
    my ($well) = psql('CREATE EXTENSION amcheck');
    skip 'no amcheck', 2 unless $well;
    is(sql(q(SELECT count(*), sum(length(bt_index_check(indexrelid, true)::text)) FROM pg_index WHERE indrelid::regclass::text LIKE 'relmeta.%')) =~ /^(\d+)\|0$/
            ? $1 : '', scalar @indexes, 'every index has every row');
    is(sql(q(SELECT c.oid::regclass, v.* FROM pg_class AS c, verify_heapam(c.oid) AS v
        WHERE c.relnamespace = 'relmeta'::regnamespace AND c.relkind IN ('r', 'm'))), '', 'and every table is whole');
}

done_testing();
