# Every command of the client on a real server: its output and its effect.
use strict;
use warnings;
use Client;
use Test::More;

fresh_database('client_commands');
my ($status, $out, $err) = relmeta('setup', '--dry-run');
is("$status $out", "0 CREATE EXTENSION relmeta;\n", 'setup --dry-run prints what it would run');
is(sql("SELECT count(*) FROM pg_extension WHERE extname = 'relmeta'"), '0', 'and runs nothing');
($status, $out, $err) = relmeta('setup');
is("$status $err", qq(0 relmeta: relmeta 1.1 is installed in database "client_commands"\n), 'setup creates the extension');
($status, $out, $err) = relmeta('setup');
is("$status $err", qq(0 relmeta: relmeta 1.1 is already installed in database "client_commands"\n),
    'setup a second time changes nothing');
succeeds(['setup', '-q'], '');
succeeds(['version'], "1.1\n");

($status, $out, $err) = relmeta('relationships');
is("$status $out$err", "0 relmeta: no relationships\n", 'relationships of an empty database');
($status, $out, $err) = relmeta('bridges');
is("$status $out$err", "0 relmeta: no bridges\n", 'bridges of an empty database');
($status, $out, $err) = relmeta('check');
is("$status $out$err", "0 relmeta: no differences\n", 'check of an empty database');

shop('client_commands');

# Bridges
($status, $out, $err) = relmeta(qw(add-bridge account user --dry-run --key composite));
is("$status $err", '0 ', 'add-bridge --dry-run');
like($out, qr/^CREATE TABLE public\.account_user \(.*PRIMARY KEY \(account_id, user_id\).*^CREATE INDEX /ms, 'prints the DDL');
is(sql("SELECT to_regclass('account_user') IS NULL"), 't', 'and creates nothing');
my ($same_status, $same_out) = relmeta(qw(bridge-ddl account user --key composite));
is("$same_status $same_out", "0 $out", 'bridge-ddl prints the same');

succeeds([qw(add-bridge account user)], "account_user\n");
succeeds([qw(relationships account)], <<'END');
NAME           KIND          TARGET        VIA
account_users  one to many   account_user
users          many to many  user          account_user
END
succeeds([qw(relationships)], <<'END');
SOURCE        NAME           KIND          TARGET        VIA
account       account_users  one to many   account_user
account       users          many to many  user          account_user
account_user  account        many to one   account
account_user  user           many to one   user
user          account_users  one to many   account_user
user          accounts       many to many  account       account_user
END
($status, $out) = relmeta('bridges');
like("$status $out", qr/^0 BRIDGE +GRADE +ENDS +PAYLOAD\naccount_user +declared +.*account.*user/, 'bridges');
($status, $out) = relmeta(qw(explain account users));
like("$status $out", qr/^0 account\.users: many_to_many to "user" through account_user\n +bridge, declared: /, 'explain');
($status, $out) = relmeta(qw(explain-bridge account_user));
like("$status $out", qr/^0 .*account_user/, 'explain-bridge');

($status, $out, $err) = relmeta(qw(add-bridge account user --if-not-exists));
is("$status $out$err", qq(0 account_user\nrelmeta: notice: bridge "account_user" already exists, skipping\n), '--if-not-exists');
succeeds([qw(add-bridge account user --if-not-exists -q)], "account_user\n", '-q suppresses notices');
succeeds([qw(add-bridge user user --bridge follow --role follower --role followee --on-delete restrict)], "follow\n");
is(sql("SELECT string_agg(name, ' ' ORDER BY name) FROM relmeta.relationships WHERE via = 'follow'::regclass"),
    'followees followers', 'the roles name the relationships');
sql('CREATE TABLE project(id bigint PRIMARY KEY)');
succeeds([qw(add-bridge account user --more project --bridge membership)], "membership\n");
is(sql("SELECT count(*) FROM pg_constraint WHERE conrelid = 'membership'::regclass AND contype = 'f'"), '3',
    '--more adds an end');

sql("INSERT INTO account VALUES (1, 'acme')");
sql("INSERT INTO \"user\" VALUES (1, 'ann')");
sql('INSERT INTO account_user(account_id, user_id) VALUES (1, 1)');
succeeds([qw(drop-bridge account_user --dry-run)], "SELECT relmeta.drop_bridge(bridge => 'account_user');\n");
($status, $out, $err) = relmeta(qw(drop-bridge account_user));
is($status, 4, 'drop-bridge rejects a bridge with rows');
is(sql("SELECT count(*) FROM account_user"), '1', 'and it still exists');
succeeds([qw(drop-bridge account_user --force)], '');
succeeds([qw(drop-bridge membership)], '');
is(sql("SELECT to_regclass('account_user') IS NULL AND to_regclass('membership') IS NULL"), 't', 'drop-bridge drops');

# References
sql('CREATE TABLE post(id integer PRIMARY KEY)');
($status, $out) = relmeta(qw(add-reference post user --role author --required --dry-run));
like("$status $out", qr/^0 ALTER TABLE .*author_id/s, 'add-reference --dry-run prints the DDL');
($same_status, $same_out) = relmeta(qw(reference-ddl post user --role author --required));
is("$same_status $same_out", "$status $out", 'reference-ddl prints the same');
succeeds([qw(add-reference post user --role author --required --on-delete cascade)], "author\n");
succeeds([qw(relationships post)], "NAME    KIND         TARGET  VIA\nauthor  many to one  user\n");
sql('ALTER TABLE post ADD COLUMN account integer');
($status, $out) = relmeta(qw(add-reference post account --column account --one-to-one));
is($status, 0, 'add-reference --column uses an existing column');
is(sql("SELECT kind FROM relmeta.relationships WHERE source = 'post'::regclass AND target = 'account'::regclass"),
    'one_to_one', '--one-to-one');

# Declarations
sql('CREATE TABLE enrolment(account_id integer REFERENCES account, user_id integer REFERENCES "user",
    a int, b int, c int, d int, e int)');
is(sql("SELECT count(*) FROM relmeta.bridges WHERE bridge = 'enrolment'::regclass"), '0',
    'a table that no rule takes for a bridge');
succeeds([qw(declare-bridge enrolment --dry-run)], "SELECT relmeta.declare_bridge(bridge => 'enrolment');\n");
is(sql("SELECT count(*) FROM relmeta.bridges WHERE bridge = 'enrolment'::regclass"), '0', '--dry-run declares nothing');
succeeds([qw(declare-bridge enrolment --end enrolment_account_id_fkey --end enrolment_user_id_fkey)], '');
is(sql("SELECT grade FROM relmeta.bridges WHERE bridge = 'enrolment'::regclass"), 'declared', 'declare-bridge');
succeeds([qw(reject-bridge enrolment)], '');
is(sql("SELECT count(*) FROM relmeta.bridges WHERE bridge = 'enrolment'::regclass"), '0', 'reject-bridge');
succeeds([qw(forget enrolment)], '');

sql('CREATE VIEW legacy AS SELECT id + 0 AS no, username FROM account');
succeeds([qw(declare-relationship legacy account --source-column no --target-column id --kind one_to_one --name account
        --inverse-name legacy_view)], "account\n");
succeeds([qw(relationships legacy)], "NAME     KIND        TARGET   VIA\naccount  one to one  account\n");
is(sql("SELECT count(*) FROM relmeta.relationships WHERE source = 'account'::regclass AND name = 'legacy_view'"), '1',
    '--inverse-name');
succeeds([qw(forget legacy account)], '');
($status, $out, $err) = relmeta(qw(relationships legacy));
is("$status $out$err", "0 relmeta: no relationships\n", 'forget');

succeeds([qw(rename-relationship post author writer)], '');
succeeds([qw(explain post writer --format csv -o /dev/null)], '');
is(sql("SELECT count(*) FROM relmeta.relationships WHERE source = 'post'::regclass AND name = 'writer'"), '1',
    'rename-relationship');

# Upkeep
($status, $out, $err) = relmeta('check');
is("$status $out$err", "0 relmeta: no differences\n", 'check finds nothing');
succeeds(['refresh'], "0\n", 'refresh changes nothing if the catalog is correct');
($status, $out) = relmeta('status');
like("$status $out", qr/^0 ITEM +VALUE\n/, 'status');
sql('SET relmeta.sync = off; CREATE TABLE unseen(account_id integer REFERENCES account)');
($status, $out) = relmeta('check');
like("$status $out", qr/^1 DIFFERENCE +SOURCE +NAME +DETAIL\n.*unseen/s, 'check finds a missed change, exit status 1');
($status, $out) = relmeta(qw(check --format json));
like("$status $out", qr/^1 \[\{"difference":.*unseen/s, 'in JSON too');
($status, $out) = relmeta(qw(check --format csv));
like("$status $out", qr/^1 difference,source,name,detail\n.*unseen/s, 'and in CSV');
succeeds([qw(refresh --dry-run)], "SELECT relmeta.refresh();\n");
succeeds(['refresh'], "2\n", 'refresh shows how many rows it changed');
($status, $out, $err) = relmeta('check');
is("$status $out$err", "0 relmeta: no differences\n", 'and the catalog is correct again');

done_testing();
