# Backends are killed while they run DDL: after every recovery the catalog matches the tables. RELMETA_LONG kills more.
use strict;
use warnings;
use Server;
use Test::More;

own_server([]);
fresh_database('crash');
sql('CREATE TABLE public.root(id integer PRIMARY KEY)');

my $kills = $ENV{RELMETA_LONG} ? 200 : 8;
my $sessions = 3;
srand($ENV{RELMETA_SEED} // 1);

# Endless DDL, on the session's own tables and on a shared one.
sub endless
{
    my ($number) = @_;
    my $one = <<"END";
CREATE TABLE a$number(id integer PRIMARY KEY, root_id integer REFERENCES root);
CREATE TABLE b$number(id integer PRIMARY KEY, a_id integer REFERENCES a$number, root_id integer REFERENCES root);
SELECT relmeta.rename_relationship('b$number', 'a$number', 'owner');
CREATE UNIQUE INDEX once$number ON b$number(a_id);
ALTER TABLE b$number RENAME a_id TO of_id;
BEGIN;
ALTER TABLE a$number RENAME TO c$number;
SELECT relmeta.declare_bridge('b$number');
COMMIT;
DROP INDEX once$number;
DROP TABLE c$number CASCADE;
DROP TABLE b$number;
END
    return "SET client_min_messages = error;\n" . "DROP TABLE IF EXISTS a$number, b$number, c$number CASCADE;\n" . $one x 500;
}

my ($true, $dead, $began) = (0, 0, 0);
for my $kill (1 .. $kills)
{
    my @running = map { [background(endless($_))] } 1 .. $sessions;
    wait_until("SELECT count(*) = $sessions FROM pg_stat_activity WHERE application_name = 'psql' AND query ~ 'TABLE|INDEX|relmeta'
        AND pid <> pg_backend_pid()");
    select undef, undef, undef, 0.05 + rand 0.3;
    my ($victim) = split /\n/, sql(q(SELECT pid FROM pg_stat_activity WHERE application_name = 'psql' AND pid <> pg_backend_pid()
        ORDER BY state = 'active' DESC, random()));
    $dead += kill 'KILL', $victim;
    $_->[0]->finish for @running;
    wait_until('SELECT true') or last;
    $began++ if sql("SELECT count(*) > 2 FROM pg_class WHERE relname ~ '^[abc]\\d'") eq 't';
    $true++ if sql('SELECT * FROM relmeta.check()') eq '' && sql("SELECT count(*) FROM relmeta.status() WHERE item = 'stale'") eq '0';
}
is($dead, $kills, "$kills backends are killed");
is($true, $kills, 'and the catalog is correct every time');
cmp_ok($began, '>', 0, 'with tables of unfinished transactions');
is(sql('SELECT relmeta.refresh()'), '0', 'refresh() has nothing to do');

done_testing();
