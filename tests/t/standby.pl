# A streaming standby: queries give the primary's answers, changes arrive, and writes are rejected with 25006.
use strict;
use warnings;
use File::Basename qw(dirname);
use Server;
use Test::More;

own_server(['wal_level=replica', 'max_wal_senders=4']);
fresh_database('standby');
sql(<<'END');
CREATE TABLE account(id integer PRIMARY KEY);
CREATE TABLE "user"(id integer PRIMARY KEY);
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.rename_relationship('user', 'accounts', 'teams');
CREATE VIEW legacy AS SELECT id FROM account;
SELECT relmeta.declare_relationship('legacy', '{id}', 'account', '{id}');
END

my $root = dirname($ENV{PGDATA});
my %standby = (host => "$root/standby-socket");
as_owner('mkdir', $standby{host});
as_owner('pg_basebackup', '-D', "$root/standby", '-R', '-X', 'stream', '-c', 'fast', '-h', $ENV{PGHOST}, '-p', $ENV{PGPORT}, '-U', 'postgres');
as_owner('pg_ctl', '-D', "$root/standby", '-l', "$root/standby.log", '-w', '-o', "-c unix_socket_directories=$standby{host}", 'start');
END { as_owner('pg_ctl', '-D', "$root/standby", '-m', 'immediate', '-w', 'stop') if $root && -e "$root/standby/postmaster.pid"; }

sub caught_up
{
    my $position = sql('SELECT pg_current_wal_insert_lsn()');
    return wait_until("SELECT pg_last_wal_replay_lsn() >= '$position'", %standby);
}

my @reads = (
    'SELECT * FROM relmeta.relationships', 'SELECT * FROM relmeta.relationship ORDER BY source::text, name', 'SELECT * FROM relmeta.bridges',
    'SELECT * FROM relmeta.check()', 'SELECT * FROM relmeta.status()', 'SELECT relmeta.version()', "SELECT relmeta.explain('account', 'users')",
    "SELECT relmeta.explain_bridge('account_user')", 'SELECT * FROM relmeta.derive_relationships() ORDER BY source::text, name',
    "SELECT relmeta.bridge_ddl('account', 'user', bridge => 'other')", "SELECT * FROM relmeta.path('account', 'user')",
    "SELECT relmeta.join_sql('account', 'user')", 'SELECT * FROM relmeta.lint()', "SELECT relmeta.export('json')",
    "SELECT relmeta.nested_sql('account', '{ id users { id } }')",
);
ok(caught_up(), 'the standby follows');
is(sql('SELECT pg_is_in_recovery()', %standby), 't', 'in recovery');
is(sql($_, %standby), sql($_), $_) for @reads;

my @writes = (
    'relmeta.refresh()', "relmeta.add_bridge('account', 'user', bridge => 'other')", "relmeta.add_reference('account', 'user')",
    "relmeta.drop_bridge('account_user')", "relmeta.declare_bridge('account_user')", "relmeta.reject_bridge('account_user')",
    "relmeta.declare_relationship('legacy', '{id}', 'user', '{id}')", "relmeta.rename_relationship('account', 'users', 'people')",
    "relmeta.forget('account_user')", "relmeta.link('account', 'users', '1', '1')", "relmeta.unlink('account', 'users', '1', '1')",
);
for my $write (@writes)
{
    is(sqlstate_of((psql("SELECT $write", %standby))[2]), '25006', "$write is rejected on a standby");
    is(sqlstate_of((psql("BEGIN READ ONLY; SELECT $write"))[2]), '25006', "$write is rejected in a read-only transaction");
}

# Changes arrive in an existing session of the standby.
my $reading = "$reads[1]; SELECT relmeta.export('json');";
my $script = "$reading SELECT pg_advisory_lock(1);\n" . "SELECT pg_sleep(0.1) WHERE to_regclass('stuff') IS NULL;\n" x 300 . "\\echo then\n$reading\n";
my ($reader, $read) = background($script, %standby);
ok(wait_until("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory'", %standby), 'a session reads');
sql(<<'END');
CREATE TABLE post(id integer PRIMARY KEY, account_id integer REFERENCES account);
ALTER TABLE account RENAME TO team;
SELECT relmeta.rename_relationship('team', 'users', 'people');
INSERT INTO relmeta.word VALUES ('uncountable', 'stuff', NULL);
CREATE TABLE stuff(id integer PRIMARY KEY, account_id integer REFERENCES team);
END
ok(caught_up(), 'the standby follows');
$reader->finish;
is($$read =~ s/.*^then\n//msr, sql($reading) . "\n", 'and reads the changes');
is(sql($_, %standby), sql($_), "$_ again") for @reads[0 .. 5];
true_catalog('the standby is true', %standby);

# Under load: whatever the primary does, sessions on the standby get only PostgreSQL's own recovery conflicts.
my $round = join "\n", map { "$_;" } 'SELECT count(*) FROM relmeta.relationships', 'SELECT count(*) FROM relmeta.check()',
    "SELECT count(*) FROM relmeta.path('team', 'user')", "SELECT length(relmeta.nested_sql('team', '{ id people { id } }'))";
my @readers = map { [background("\\set VERBOSITY verbose\n" . "$round\n" x 150, %standby, go_on => 1)] } 1 .. 2;
for my $i (1 .. 30)
{
    sql("CREATE TABLE passing_$i(id integer PRIMARY KEY, team_id integer REFERENCES team); ALTER TABLE passing_$i RENAME TO passed_$i");
    sql('REFRESH MATERIALIZED VIEW relmeta.relationship; SELECT relmeta.refresh()') if $i % 10 == 1;
    sql('VACUUM FULL relmeta.relationship; VACUUM FULL relmeta.bridge; VACUUM FULL relmeta.relationship_name; DROP TABLE passed_' . ($i - 1)) if $i % 10 == 0;
}
for my $reader (@readers)
{
    $reader->[0]->finish;
    my @errors = grep { !/ 40001: / } ${ $reader->[2] } =~ /^.*(?:ERROR|FATAL):.*$/mg;
    is("@errors", '', 'a reader under load gets no error from relmeta');
    like(${ $reader->[1] }, qr/^\d+$/m, 'and reads');
}
ok(caught_up(), 'the standby follows');
true_catalog('and is true after the load', %standby);

# Promoted
as_owner('pg_ctl', '-D', "$root/standby", '-w', 'promote');
sql('ALTER TABLE post RENAME TO article', %standby);
is(sql("SELECT name FROM relmeta.relationship WHERE holder = 'article'::regclass ORDER BY name", %standby), "account\narticles", 'after promotion it follows DDL');
true_catalog('and is true', %standby);
is(sql('SELECT relmeta.refresh()', %standby), '0', 'refresh() has nothing to do');

done_testing();
