# Prepared transactions: relationships derived for their DDL are committed or rolled back with them, by another session.
use strict;
use warnings;
use Server;
use Test::More;

own_server(['max_prepared_transactions=10']);
fresh_database('prepared');
sql('CREATE TABLE account(id integer PRIMARY KEY); CREATE TABLE tag(id integer PRIMARY KEY)');

sub relationships { return sql('SELECT source, name, target FROM relmeta.relationship ORDER BY source::text COLLATE "C", name') }

sub prepare
{
    my ($name, $statements) = @_;
    sql("BEGIN; $statements; PREPARE TRANSACTION '$name'");
    is(sql('SELECT gid FROM pg_prepared_xacts'), $name, "$name is prepared");
    return;
}

prepare('made', q(SELECT relmeta.add_bridge('account', 'tag') \g /dev/null
    SELECT relmeta.rename_relationship('account', 'tags', 'labels')));
is(relationships(), '', 'nothing exists before it is committed');
true_catalog('and that is true');
sql(q(COMMIT PREPARED 'made'));
like(relationships(), qr/^account\|labels\|tag$/m, 'another session commits it');
true_catalog('true after COMMIT PREPARED');
my $before = relationships();

prepare('gone', q(SELECT relmeta.drop_bridge('account_tag') \g /dev/null
    ALTER TABLE tag ADD account_id integer REFERENCES account; SELECT relmeta.declare_relationship('account', '{id}', 'tag', '{id}')));
is(relationships(), $before, 'everything exists before it is rolled back');
sql(q(ROLLBACK PREPARED 'gone'));
is(relationships(), $before, 'another session rolls it back');
true_catalog('true after ROLLBACK PREPARED');

# The catalog is maintained and refreshed while one exists.
prepare('held', 'ALTER TABLE account ADD boss_id integer REFERENCES account');
sql('CREATE TABLE apart(id integer PRIMARY KEY); CREATE TABLE of_apart(id integer PRIMARY KEY, apart_id integer REFERENCES apart)');
true_catalog('tables apart from it are followed');
is(sql('SELECT relmeta.refresh()'), '0', 'refresh() has nothing to do');
sql(q(COMMIT PREPARED 'held'));
like(relationships(), qr/^account\|boss\|account$/m, 'and then it is committed');
true_catalog('true after that');
is(sql('SELECT relmeta.refresh()'), '0', 'refresh() still has nothing to do');

# They survive a server restart.
prepare('kept', 'ALTER TABLE tag ADD owner_id integer REFERENCES account; DROP TABLE of_apart');
as_owner('pg_ctl', '-D', $ENV{PGDATA}, '-l', "$ENV{PGHOST}/server.log", '-m', 'immediate', '-w', 'restart');
sql(q(COMMIT PREPARED 'kept'));
like(relationships(), qr/^tag\|owner\|account$/m, 'it exists after a crash');
true_catalog('and true');

done_testing();
