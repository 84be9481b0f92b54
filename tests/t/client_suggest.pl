# The commands that suggest, accept and reject; level data respects its budget and Ctrl-C, whatever the size of a table.
use strict;
use warnings;
use Client;
use IPC::Run ();
use JSON::PP ();
use Test::More;
use Time::HiRes qw(time);

sub json { return JSON::PP->new->utf8->allow_nonref->decode($_[0]) }

shop('client_suggest');
sql('CREATE TABLE orders (id integer PRIMARY KEY, account_id integer, parent_id integer, shop_id integer)');

my ($status, $out, $err) = relmeta(qw(suggest --level catalog));
is("$status $err", '0 ', 'suggestions are not findings');
is($out, <<'END', 'a line for each, with the score, its evidence and the SQL');
0.97  orders (account_id) -> account (id)
    +6.0 account_id names account and its key; +0.5 both have the same type; -3.0 most columns refer to nothing
    ALTER TABLE public.orders ADD FOREIGN KEY (account_id) REFERENCES public.account (id) NOT VALID;
0.92  orders (parent_id) -> orders (id)
    +5.0 parent_id usually refers to a row of the same table; +0.5 both have the same type; -3.0 most columns refer to nothing
    ALTER TABLE public.orders ADD FOREIGN KEY (parent_id) REFERENCES public.orders (id) NOT VALID;
END
my $rows = json((relmeta(qw(suggest orders --format json)))[1]);
is_deeply([map { "$_->{target}.$_->{columns}" } @$rows], ['account.{account_id}', 'orders.{parent_id}'], 'in JSON');
like((relmeta(qw(suggest --format csv)))[1], qr/^source,columns,target,target_columns,score,kind,evidence,against,orphans,fix\norders,/, 'in CSV');
is((relmeta(qw(suggest --min-score 0.95 --format csv)))[1] =~ tr/\n//, 2, '--min-score');
is((relmeta('suggest', 'user'))[2], "relmeta: nothing to suggest\n", 'nothing for another table');
($status, $out, $err) = relmeta(qw(suggest --level guess));
like("$status $err", qr/^4 .*invalid value for parameter "level": "guess"/, 'an unknown level');

is((relmeta(qw(reject-relationship orders --column parent_id --dry-run)))[1],
    "SELECT relmeta.reject_relationship(source => 'orders', source_columns => '{\"parent_id\"}');\n", 'the rejection that it would record');
succeeds([qw(reject-relationship orders --column parent_id)], '', 'rejected');
succeeds([qw(accept-relationship orders --column account_id)], "account\n", 'accepted');
is((relmeta('suggest'))[2], "relmeta: nothing to suggest\n", 'neither is suggested again');
succeeds([qw(orphans orders account --format csv)], "source,relationship,columns,target,target_columns,orphans,complete,examples,note,query\n" .
    qq{orders,account,{account_id},account,{id},0,t,[],,"SELECT s.*\nFROM ONLY public.orders AS s\nWHERE s.account_id IS NOT NULL\n} .
    qq{  AND NOT EXISTS (SELECT FROM ONLY public.account AS t WHERE t.id OPERATOR(pg_catalog.=) s.account_id);"\n}, 'no orphans');
sql('SET session_replication_role = replica; INSERT INTO orders (id, account_id) VALUES (1, 99)');
is("@{[(relmeta(qw(orphans orders)))[0, 1]]}", "1 SOURCE  RELATIONSHIP  COLUMNS       TARGET   ORPHANS  COMPLETE  NOTE\norders  account       {account_id}  account  1        yes\n", 'an orphan sets the exit status');
is(sql('SELECT convalidated FROM pg_constraint WHERE conrelid = \'orders\'::regclass AND contype = \'f\''), 'f', 'accepted by a foreign key');

# A polymorphic key: one suggestion for each value, accepted by its target.
sql("CREATE TABLE picture (shown_id integer, shown_type text CHECK (shown_type IN ('Account', 'Order', 'Drawing')))");
like((relmeta(qw(suggest picture)))[1], qr/^0\.97  picture \(shown_id\) -> account \(id\)\n    \+6\.0 shown_type = 'Account' names account; .*\n    SELECT relmeta\.declare_relationship\(.*, condition => \$\$shown_type = 'Account'\$\$\);\n0\.97  picture \(shown_id\) -> orders/, 'a condition');
succeeds([qw(accept-relationship picture --column shown_id --target account)], "account\n", 'one value is accepted');
succeeds([qw(reject-relationship picture --column shown_id --target orders)], '', 'and one rejected');
is((relmeta('suggest', 'picture'))[2], "relmeta: nothing to suggest\n", 'neither is suggested again');

# A line end in a name does not begin a line, which a program could mistake for a statement.
sql(qq{CREATE TABLE trap ("x\n    ALTER TABLE account ADD taken integer; --\n_account_id" integer)});
unlike((relmeta(qw(suggest trap --min-score 0)))[1], qr/^ *ALTER TABLE account/m, 'no injected line');
like((relmeta(qw(suggest trap --min-score 0)))[1], qr/^0\.\d\d  trap .*\n    .*\n    ALTER TABLE public\.trap .*\n\z/, 'three lines');
sql('DROP TABLE trap, picture');

# Many rows, none of which has a match, and a large key.
sql(<<'END');
CREATE TABLE big (id integer PRIMARY KEY);
CREATE TABLE visit (big_id integer, big_thing_id integer, other_big_id integer);
INSERT INTO big SELECT generate_series(1, 1000000);
INSERT INTO visit SELECT n, NULL, n FROM generate_series(1, 1500000) AS n;
END
my $start = time;
$rows = json((relmeta(qw(suggest visit --level data --budget 2s --format json)))[1]);
cmp_ok(time - $start, '<', 4, 'a large table is sampled within the budget');
ok((grep { defined $_->{orphans} } @$rows), 'and its rows are evidence');


# Ctrl-C is not mistaken for the end of the budget.
sql('CREATE VIEW slow AS SELECT big_id FROM visit, pg_sleep(100)');
my $client = IPC::Run::start([qw(relmeta orphans slow --column big_id --target big --budget 1h)], '<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
my $sleeps = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'relmeta' AND wait_event = 'PgSleep'";
until (sql($sleeps)) { $client->pump_nb; select undef, undef, undef, 0.05 }
$client->signal('INT');
$client->finish;
is($client->full_result(0) >> 8, 4, 'Ctrl-C ends orphans');
like($err, qr/canceling statement due to user request/, 'like any command');
is(sql($sleeps), 0, 'and no query keeps running');

done_testing();
