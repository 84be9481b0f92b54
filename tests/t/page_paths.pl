# The page finds the same paths as relmeta.path: node runs the page's own script for random pairs of tables.
use strict;
use warnings;
use Client;
use File::Basename qw(dirname);
use File::Temp ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

plan(skip_all => 'node is not there') unless grep { -x "$_/node" } split /:/, $ENV{PATH};
my $tests = dirname(__FILE__) . '/..';
my $directory = File::Temp->newdir;
my $json = JSON::PP->new->canonical->latin1;

# Runs a program with this text as standard input; returns its output lines.
sub lines_of
{
    my ($in, @program) = @_;
    my $out;
    IPC::Run::run([@program], '<', \$in, '>', \$out) or die "@program failed\n";
    return split /\n/, $out;
}

# The schemas: a small one, a large one, and one full of ties and special cases: two keys between the same tables, nullable
# keys, bridges, a bridge that is an end, a hub, names that look alike, declared relationships, a partition that is referenced,
# a chain of tables longer than a path may be.
my $odd = join '', 'CREATE SCHEMA "a.b"; CREATE SCHEMA a;',
    'CREATE TABLE hub(id integer PRIMARY KEY);',
    (map { "CREATE TABLE spoke_$_(id integer PRIMARY KEY, hub_id integer NOT NULL REFERENCES hub, other_id integer REFERENCES hub);" } 1 .. 12),
    'CREATE TABLE "a.b".c(id integer PRIMARY KEY, hub_id integer REFERENCES hub);',
    'CREATE TABLE a."b.c"(id integer PRIMARY KEY, c_id integer REFERENCES "a.b".c);',
    'CREATE TABLE "A.b.c"(id integer PRIMARY KEY REFERENCES a."b.c", "</script>" integer REFERENCES spoke_1);',
    (map { "CREATE TABLE tie_$_(id integer PRIMARY KEY, a integer NOT NULL REFERENCES spoke_$_, b integer NOT NULL REFERENCES spoke_"
        . ($_ + 1) . ', c integer REFERENCES spoke_' . ($_ + 2) . ');' } 1 .. 6),
    (map { "SELECT relmeta.add_bridge('spoke_$_', 'spoke_" . ($_ + 3) . "');" } 1 .. 5),
    "SELECT relmeta.add_bridge('tie_1', 'spoke_1_spoke_4');",
    'CREATE TABLE ring_0(id integer PRIMARY KEY, spoke_id integer NOT NULL REFERENCES spoke_12);',
    (map { "CREATE TABLE ring_$_(id integer PRIMARY KEY, ring_id integer REFERENCES ring_" . ($_ - 1) . ');' } 1 .. 10),
    'CREATE TABLE alone(id integer PRIMARY KEY, parent_id integer REFERENCES alone);',
    'CREATE TABLE log(id integer, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);',
    "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');",
    'ALTER TABLE log_1 ADD UNIQUE (id);',
    (map { "CREATE TABLE entry_$_(id integer PRIMARY KEY REFERENCES spoke_$_, log_id integer REFERENCES log_1(id));" } 1 .. 3),
    'CREATE VIEW seen AS SELECT id, hub_id FROM spoke_3;',
    q{SELECT relmeta.declare_relationship('seen', '{hub_id}', 'hub', '{id}');
      SELECT relmeta.declare_relationship('seen', '{id}', 'ring_9', '{id}');};
my %schemas = (
    small => join("\n", lines_of('', "$tests/bench/generate", 60)),
    large => join("\n", lines_of('', "$tests/bench/generate", 600)),
    odd => $odd);

for my $schema (sort keys %schemas)
{
    fresh_database('page_paths');
    sql('CREATE EXTENSION relmeta');
    my ($out, $err);
    IPC::Run::run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1'], '<', \$schemas{$schema}, '>', \$out, '2>', \$err) or die $err;
    (my $status, $out, $err) = relmeta('export', 'html', '-o', "$directory/page.html");
    die $err if $status != 0;
    my @rows = split /\n/, sql(<<'END');
SELECT setseed(0.5);
WITH tables AS MATERIALIZED (
    SELECT c.oid, json_build_array(n.nspname, c.relname) AS name, row_number() OVER (ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C") AS number
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'relmeta')
), pair AS MATERIALIZED (
    SELECT i, 1 + floor(random() * (SELECT count(*) FROM tables)) AS a, 1 + floor(random() * (SELECT count(*) FROM tables)) AS b
    FROM generate_series(1, 400) AS i
)
SELECT json_build_array(a.name, b.name)::text || E'\t' || COALESCE((SELECT json_agg(json_build_array(
           (SELECT json_build_array(n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p.source),
           p.relationship) ORDER BY p.step)::text
       FROM relmeta.path(a.oid, b.oid) AS p), 'null')
FROM pair JOIN tables AS a ON a.number = pair.a JOIN tables AS b ON b.number = pair.b WHERE a.oid <> b.oid
ORDER BY i LIMIT 300
END
    shift @rows;
    my @pairs = map { (split /\t/)[0] } @rows;
    my @expected = map { $json->decode((split /\t/)[1]) } grep { /\t/ } @rows;
    is(scalar @pairs, 300, "$schema: 300 pairs");
    my @found = map { JSON::PP->new->latin1->allow_nonref->decode($_) }
        lines_of(join('', map { "$_\n" } @pairs), 'node', "$tests/consumers/page-paths.mjs", "$directory/page.html");
    my @other = grep { $json->allow_nonref->encode($found[$_]) ne $json->allow_nonref->encode($expected[$_]) } 0 .. 299;
    is(scalar @other, 0, "$schema: the page's paths are those of relmeta.path")
        or diag(map { "$pairs[$_]: " . $json->encode($found[$_]) . ' not ' . $json->encode($expected[$_]) . "\n" } @other[0 .. ($#other > 4 ? 4 : $#other)]);
    cmp_ok((scalar grep { defined } @expected), '>', 150, "$schema: most of them are linked");
}

done_testing();
