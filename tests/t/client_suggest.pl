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
is("$status $err", '0 ', 'suggestions are no findings');
is($out, <<'END', 'a line for each, with the score, what it is made of and the SQL');
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
    "SELECT relmeta.reject_relationship(source => 'orders', source_columns => '{\"parent_id\"}');\n", 'what would be rejected');
succeeds([qw(reject-relationship orders --column parent_id)], '', 'rejected');
succeeds([qw(accept-relationship orders --column account_id)], "account\n", 'accepted');
is((relmeta('suggest'))[2], "relmeta: nothing to suggest\n", 'neither is suggested again');
is(sql('SELECT convalidated FROM pg_constraint WHERE conrelid = \'orders\'::regclass AND contype = \'f\''), 'f', 'accepted by a foreign key');

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

done_testing();
