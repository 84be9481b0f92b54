# The boundary between C++ and PostgreSQL: errors of every kind, repeated many times, leak no memory in a backend, and a long
# search can be cancelled.
use strict;
use warnings;
use Server;
use Test::More;

fresh_database('boundary');
sql(q(CREATE TABLE post(id integer PRIMARY KEY);
    CREATE TABLE tag(id integer PRIMARY KEY, post_id integer REFERENCES post);
    CREATE TABLE lonely(id integer PRIMARY KEY)));

# Runs the statements in turn, up to this total, each in a subtransaction that its error ends; then returns the backend's memory
# use.
sql(q(CREATE FUNCTION fail(statements text[], states text[], times integer, OUT errors bigint, OUT contexts bigint, OUT resident bigint)
        LANGUAGE plpgsql AS $$
    DECLARE
        one integer;
    BEGIN
        errors := 0;
        FOR turn IN 0 .. times - 1 LOOP
            one := 1 + turn % cardinality(statements);
            BEGIN
                EXECUTE statements[one];
            EXCEPTION WHEN OTHERS THEN
                IF SQLSTATE <> states[one] THEN RAISE; END IF;
                errors := errors + 1;
            END;
        END LOOP;
        contexts := (SELECT sum(used_bytes) FROM pg_backend_memory_contexts);
        resident := 1024 * (regexp_match(pg_read_file('/proc/self/status'), 'RssAnon:\s+(\d+)'))[1]::bigint;
    END $$));

# relmeta's own errors, and PostgreSQL's errors that pass through it, raised before or during its work.
my @failing = (
    ['42704', q(SELECT relmeta.explain('post', 'nothing'))],
    ['42P07', q(SELECT relmeta.add_bridge('post', 'tag', bridge => 'lonely'))],
    ['22023', q(SELECT relmeta.export('nothing'))],
    ['42703', q(SELECT relmeta.nested_sql('post', '{ nothing }'))],
    ['22P02', q(SELECT relmeta.nested('post', '{ id }', 'nothing'))],
    ['42704', q(SELECT relmeta.link('post', 'nothing', '1', '1'))],
    ['22023', q(SELECT relmeta.join_sql('post', 'lonely'))],
    ['42P01', q(SELECT relmeta.explain_bridge(0))],
);
for my $case (@failing)
{
    my ($sqlstate, $statement) = @$case;
    my (undef, undef, $err) = psql($statement);
    is(sqlstate_of($err), $sqlstate, $statement);
}
my $statements = 'ARRAY[' . join(', ', map { "\$s\$$_->[1]\$s\$" } @failing) . ']';
my $states = 'ARRAY[' . join(', ', map { "'$_->[0]'" } @failing) . ']';
# One-time allocations are done after the first round.
my @turns = (10_000, 90_000);
my @measured = map { [split /\|/] } split /\n/, sql(join ';', map { "SELECT * FROM fail($statements, $states, $_)" } @turns);
is($measured[$_][0], $turns[$_], "$turns[$_] errors") for 0, 1;
my ($contexts, $resident) = map { $measured[1][$_] - $measured[0][$_] } 1, 2;
note("memory contexts: $contexts bytes more than $measured[0][1]; resident: $resident more than $measured[0][2]");
cmp_ok($contexts, '<', 100_000, "$contexts bytes more in memory contexts");
cmp_ok($resident, '<', 1_000_000, "$resident bytes more in memory");

# Nor does a backend that runs DDL, declarations, queries and failing commands leak.
my @round = (
    'CREATE TABLE part(id integer PRIMARY KEY, post_id integer REFERENCES post)',
    'ALTER TABLE part ADD COLUMN lonely_id integer REFERENCES lonely',
    q(SELECT relmeta.rename_relationship('part', 'post', 'whole')),
    q(SELECT relmeta.declare_relationship('part', '{id}', 'lonely', '{id}')),
    'CREATE UNIQUE INDEX ON part(post_id) WHERE lonely_id > 0',
    'ALTER TABLE part RENAME post_id TO of_id',
    q(SELECT relmeta.link('post', 'nothing', '1', '1')),
    q(SELECT relmeta.declare_bridge('part')),
    q(SELECT count(*) FROM relmeta.path('post', 'lonely')),
    q(SELECT relmeta.nested_sql('post', '{ id tags { id } }')),
    'ALTER TABLE part ADD COLUMN nothing',
    'DROP TABLE part',
);
my @commands = $ENV{RELMETA_LONG} ? (2_000, 10_000) : (600, 2_400);

# Growth of memory contexts and of the process during the second round of commands.
sub growth
{
    my ($database, @commands_of_round) = @_;
    my $memory = q(SELECT 'memory', sum(used_bytes), 1024 * (regexp_match(pg_read_file('/proc/self/status'), 'RssAnon:\s+(\d+)'))[1]::bigint
        FROM pg_backend_memory_contexts);
    my (undef, $printed) = psql(join(";\n", map { ((@commands_of_round) x ($_ / @round + 1), $memory) } @commands) . ';',
        go_on => 1, database => $database);
    my @after = map { [split /[|]/] } $printed =~ /^memory[|](.*)$/mg;
    return map { $after[1][$_] - $after[0][$_] } 0, 1;
}

# PostgreSQL keeps some memory for every table that existed.
sql('DROP DATABASE IF EXISTS boundary_plain');
sql('CREATE DATABASE boundary_plain');
sql('CREATE TABLE post(id integer PRIMARY KEY); CREATE TABLE lonely(id integer PRIMARY KEY)', database => 'boundary_plain');
my ($plain) = growth('boundary_plain', grep { !/relmeta/ } @round);
($contexts, $resident) = growth('boundary', @round);
note("after $commands[0] commands $commands[1] more: memory contexts grow by $contexts bytes, without relmeta by $plain; resident by $resident");
cmp_ok($contexts - $plain, '<', 50_000, "no more in memory contexts than without relmeta, after $commands[1] commands");
cmp_ok($resident, '<', 1_000_000, "$resident bytes more in memory");
true_catalog('and the catalog is true');

# A grid of tables: there are far too many paths between its corners to examine.
sql(q(SET relmeta.sync = off;
    DO $$
    BEGIN
        FOR x IN 0 .. 49 LOOP
            FOR y IN 0 .. 49 LOOP
                EXECUTE format('CREATE TABLE grid_%s_%s(id integer PRIMARY KEY, beside integer %s, above integer %s)', x, y,
                    CASE WHEN x > 0 THEN format('REFERENCES grid_%s_%s', x - 1, y) END,
                    CASE WHEN y > 0 THEN format('REFERENCES grid_%s_%s', x, y - 1) END);
            END LOOP;
            COMMIT;
        END LOOP;
    END $$;
    SET relmeta.sync = on;
    SELECT relmeta.refresh()));
sql(q(CREATE FUNCTION late(statement text) RETURNS interval LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE statement;
        RETURN NULL;
    EXCEPTION WHEN query_canceled THEN
        RETURN clock_timestamp() - statement_timestamp() - current_setting('statement_timeout')::interval;
    END $$));
my %search = (
    '50ms' => q(SELECT * FROM relmeta.path('grid_0_0', 'grid_9_9', via => '{grid_49_49, grid_0_49}', max_paths => 1000,
        max_hops => 64)),
    '2ms' => q(SELECT relmeta.join_sql('grid_0_0', 'grid_49_0', 'grid_0_49', 'grid_49_49', 'grid_25_25', 'grid_12_37', 'grid_37_12',
        'grid_3_17')),
);
for my $timeout (sort keys %search)
{
    my $search = $search{$timeout};
    # The first search of a session reads the graph.
    my ($well, $out, $err) = psql(qq(SELECT count(*) FROM relmeta.path('grid_0_0', 'grid_0_1') \\g /dev/null
        SET statement_timeout = '$timeout';
        SELECT late(\$search\$$search\$search\$);
        $search;), go_on => 1);
    is(sqlstate_of($err), '57014', "a timeout of $timeout ends " . ($search =~ /relmeta[.](\w+)/)[0]);
    like($out, qr/^00:00:/, "$out after it");
}

done_testing();
