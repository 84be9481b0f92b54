# Logical replication of all tables between two databases with relmeta: after the initial copy only relmeta's words are
# replicated, and replication never stops, whatever either side declares, renames or drops.
use strict;
use warnings;
use Server;
use Test::More;

own_server(['wal_level=logical', 'max_replication_slots=4', 'max_wal_senders=8']);

my $tables = <<'END';
CREATE TABLE account(id integer PRIMARY KEY, z_id integer, a_id integer);
CREATE TABLE "user"(id integer PRIMARY KEY);
ALTER TABLE account ADD CONSTRAINT z FOREIGN KEY (z_id) REFERENCES "user";
ALTER TABLE account ADD CONSTRAINT a FOREIGN KEY (a_id) REFERENCES "user";
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.rename_relationship('account', 'users', 'people');
CREATE VIEW legacy AS SELECT id FROM account;
SELECT relmeta.declare_relationship('legacy', '{id}', 'account', '{id}', name => 'self');
INSERT INTO relmeta.word VALUES ('audit', 'entered_by', NULL);
END

# The same migration on both, as applications do; then the publisher's rows are copied.
fresh_database('subscriber');
sql($tables);
fresh_database('publisher');
sql($tables);
sql("INSERT INTO account VALUES (1)");
sql('CREATE PUBLICATION everything FOR ALL TABLES');
is(sql("SELECT count(*) FROM pg_publication_tables WHERE schemaname = 'relmeta' AND tablename IN ('relationship', 'bridge', 'stale')"), '0',
    'nothing derived is published');
sql("SELECT pg_create_logical_replication_slot('subscriber', 'pgoutput')");
my %subscriber = (database => 'subscriber');
sql("CREATE SUBSCRIPTION subscriber CONNECTION 'host=$ENV{PGHOST} port=$ENV{PGPORT} user=postgres dbname=publisher'
    PUBLICATION everything WITH (create_slot = false, slot_name = 'subscriber')", %subscriber);
END { psql('ALTER SUBSCRIPTION subscriber DISABLE; ALTER SUBSCRIPTION subscriber SET (slot_name = NONE); DROP SUBSCRIPTION subscriber', %subscriber)
    if %subscriber && $ENV{PGDATABASE} eq 'publisher'; }

sql("SELECT pg_create_logical_replication_slot('decoded', 'test_decoding')");

my $row = 1;
# Replicated words take effect with the next command that relmeta tracks, or with refresh().
sub arrives
{
    my ($name) = @_;
    $row++;
    sql("INSERT INTO account VALUES ($row)");
    ok(wait_until("SELECT count(*) = 1 FROM account WHERE id = $row", %subscriber), "$name: replication continues") or BAIL_OUT('it has stopped');
    sql('SELECT relmeta.refresh()', %subscriber);
    true_catalog("$name: the subscriber is true", %subscriber);
    is(sql('SELECT relmeta.refresh()', %subscriber), '0', "$name: and stays correct");
    return;
}

ok(wait_until("SELECT bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel", %subscriber), 'all tables are copied');
arrives('after the copy');

my @everywhere = (
    ['the same DDL with a bridge', "CREATE TABLE team(id integer PRIMARY KEY); SELECT relmeta.add_bridge('team', 'user')"],
    ['the same names', "SELECT relmeta.rename_relationship('team', 'users', 'members')"],
    ['other names', "SELECT relmeta.rename_relationship('team', 'members', 'staff_' || current_database())"],
    ['the same verdict', "SELECT relmeta.reject_bridge('account_user')"],
    ['the verdict taken back', "SELECT relmeta.forget('account_user')"],
    ['a declaration taken back', "SELECT relmeta.forget('legacy', 'self')"],
    ['names by the order of arrival', "CREATE TABLE twice(x_id integer REFERENCES team, b_id integer REFERENCES team)"],
    ['a renamed column', "ALTER TABLE twice RENAME x_id TO y_id; ALTER TABLE team RENAME TO crew"],
    ['words', "INSERT INTO relmeta.word VALUES ('uncountable', 'crew', NULL)"],
    ['words taken back', 'DELETE FROM relmeta.word'],
    ['a dropped table', 'DROP TABLE twice, team_user'],
);
for my $case (@everywhere)
{
    my ($name, $statements) = @$case;
    sql($statements, %subscriber);
    sql($statements);
    sql('ALTER SUBSCRIPTION subscriber REFRESH PUBLICATION', %subscriber);
    arrives($name);
    true_catalog("$name: the publisher is true");
}

# On one side only
my @publisher_only = (
    'CREATE TABLE late(id integer PRIMARY KEY, x_id integer REFERENCES account, y_id integer REFERENCES account, user_id integer REFERENCES "user")',
    q(SELECT relmeta.declare_bridge('late', '{late_x_id_fkey,late_user_id_fkey}')), 'ALTER TABLE late RENAME y_id TO z_id',
    q(SELECT relmeta.rename_relationship('late', 'x_account', 'ex')), 'ALTER TABLE late RENAME TO later', q(SELECT relmeta.forget('later')), 'DROP TABLE later',
);
for my $statement (@publisher_only)
{
    sql($statement);
    arrives("on the publisher: $statement");
}
sql('ALTER TABLE account_user RENAME TO seat', %subscriber);
sql("SELECT relmeta.reject_bridge('account_user'); SELECT relmeta.forget('account_user')");
arrives('on the subscriber: a rename');
sql('DROP TABLE seat', %subscriber);
sql("SELECT relmeta.reject_bridge('account_user')");
arrives('on the subscriber: a dropped table');

# A plugin that ignores publications decodes all of that too.
is(sql("SELECT count(*) > 0 FROM pg_logical_slot_get_changes('decoded', NULL, NULL) WHERE data LIKE 'table public.account:%'"), 't', 'all of it can be decoded');
sql("SELECT pg_drop_replication_slot('decoded')");

done_testing();
