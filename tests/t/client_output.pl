# The client's output: formats, files, terminals, odd names; and its errors.
use strict;
use warnings;
use utf8;
use Client;
use File::Temp ();
use JSON::PP ();
use Test::More;

shop('client_output');
relmeta(qw(add-bridge account user));

# JSON and CSV
my ($status, $out, $err) = relmeta(qw(relationships account --format json));
my $rows = JSON::PP::decode_json($out);
is_deeply([map { $_->{name} } @$rows], ['account_users', 'users'], 'relationships in JSON');
is_deeply([sort keys %{ $rows->[0] }], [qw(condition extension kind name required source target via)], 'with every column');
is($rows->[1]{kind}, 'many_to_many', 'and the words of SQL');
is($rows->[1]{target}, '"user"', 'names as in SQL');
is(JSON::PP::decode_json((relmeta(qw(bridges --format json)))[1])->[0]{bridge}, 'account_user', 'bridges in JSON');
sql('CREATE TABLE alone()');
succeeds([qw(relationships alone --format json)], "[]\n");
is(JSON::PP->new->allow_nonref->decode((relmeta(qw(version --format json)))[1]), '1.1', 'one value in JSON');
my $lines = JSON::PP::decode_json((relmeta(qw(explain account users --format json)))[1]);
like($lines->[0], qr/many_to_many/, 'lines in JSON');
succeeds([qw(relationships account --format csv)], <<'END');
source,name,kind,target,via,condition,required,extension
account,account_users,one_to_many,account_user,,account.id = account_user.account_id,f,
account,users,many_to_many,"""user""",account_user,"account.id = account_user.account_id AND account_user.user_id = ""user"".id",f,
END
succeeds([qw(version --format csv)], "version\n1.1\n");

# Files
my $directory = File::Temp->newdir;
my $file = "$directory/out";
my $read = sub { open my $in, '<', $file or return; local $/; return scalar <$in> };
succeeds(['version', '-o', $file], '', '-o leaves standard output alone');
is($read->(), "1.1\n", 'and writes the file');
open my $long, '>', $file or die;
print {$long} 'long ago ' x 100;
close $long;
succeeds(['version', '-o', $file], '', '-o over a longer file');
is($read->(), "1.1\n", 'leaves nothing of it');
relmeta('explain', 'account', 'nothing', '-o', $file);
is($read->(), "1.1\n", 'a rejected command leaves the file unchanged');
succeeds([qw(version -o -)], "1.1\n");
wrong_usage(['version', '-o', "$directory/no/such"], qr/could not open file ".*" for writing: No such file/);
wrong_usage(['version', '-o', '/dev/full'], qr/could not write to file "\/dev\/full": No space left/);

# Terminals
my ($on_terminal, $screen) = relmeta_on_terminal(200, qw(relationships account));
like($screen, qr/^\e\[1mNAME +KIND +TARGET +VIA\e\[0m\n/, 'on a terminal the header is highlighted');
{
    local $ENV{NO_COLOR} = 1;
    ($on_terminal, $screen) = relmeta_on_terminal(200, qw(relationships account));
    unlike($screen, qr/\e/, 'not with NO_COLOR');
    ($on_terminal, $screen) = relmeta_on_terminal(40, qw(relationships));
    is($on_terminal, 0, 'on a narrow terminal');
    cmp_ok(length($_), '<=', 40, "fits: $_") for split /\n/, $screen;
    is(join('', sort grep { /\w/ } split //, $screen),
        join('', sort grep { /\w/ } split //, (relmeta('relationships'))[1]), 'and nothing is left out');
}

# Odd names
sql(q{CREATE TABLE "Odd ""Name"(id integer PRIMARY KEY); CREATE TABLE "it's; DROP"(id integer PRIMARY KEY);
    CREATE TABLE "größe"(id integer PRIMARY KEY); CREATE SCHEMA "My Shop";
    CREATE TABLE "My Shop"."order"(id integer PRIMARY KEY)});
succeeds(['add-bridge', '"Odd ""Name"', '"it\'s; DROP"', '--bridge', 'odd"one'], "\"odd\"\"one\"\n", 'quotes in names');
($status, $out) = relmeta(qw(relationships), '"odd""one"');
like($out, qr/^\S.* many to one +"Odd ""Name"$/m, 'are shown as they must be typed');
succeeds(['add-bridge', 'user', '"My Shop".order', '--bridge', 'a b'], "\"a b\"\n", 'a schema');
($status, $out) = relmeta(qw(relationships), '"My Shop".order');
like($out, qr/ many to many +user +"a b"$/m, 'a schema in a table argument');
my $groesse = 'größe';
utf8::encode($groesse);
{
    local $ENV{LC_ALL} = 'C.UTF-8';
    succeeds(['add-bridge', 'account', $groesse], "\"account_$groesse\"\n", 'more than ASCII');
}
sql(qq{CREATE TABLE "bell\x07"(account_id integer REFERENCES account)});
($status, $out) = relmeta('relationships', "\"bell\x07\"");
is($status, 0, 'a control character in a name');
($status, $out) = relmeta('relationships', 'account');
unlike($out, qr/\x07/, 'does not reach the terminal');
like($out, qr/\\x07/, 'but is shown');
($status, $out) = relmeta(qw(relationships account --format json));
ok((grep { $_->{target} eq "\"bell\x07\"" } @{ JSON::PP::decode_json($out) }), 'and is unchanged in JSON');

# Neither in a message, nor as a control character beyond ASCII; other characters are unchanged.
sql(qq{CREATE FUNCTION shout() RETURNS event_trigger LANGUAGE plpgsql AS \$\$ BEGIN
    RAISE NOTICE 'notice \e[31m' USING DETAIL = 'detail \e]0;', HINT = 'hint \x07'; END \$\$;
    CREATE EVENT TRIGGER shout ON ddl_command_end EXECUTE FUNCTION shout()});
($status, $out, $err) = relmeta(qw(add-reference account user --role shouting));
like($err, qr/^relmeta: notice: notice \\x1B\[31m\nDETAIL: detail \\x1B\]0;\nHINT: hint \\x07$/m, 'control characters in messages');
sql('DROP EVENT TRIGGER shout');
($status, $out, $err) = relmeta('explain', 'account', "\e[2J");
is("$status $out", '4 ', 'and in errors');
unlike($err, qr/\e/, 'are shown');
{
    my $csi = "\x{9b}größe";
    utf8::encode($csi);
    local $ENV{PGCLIENTENCODING} = 'UTF8';
    sql(qq{CREATE TABLE "$csi"(account_id integer REFERENCES account)});
    ($status, $out) = relmeta('relationships', 'account');
    like($out, qr/\\xC2\\x9Bgr\xc3\xb6\xc3\x9fe/, 'the control characters of ISO 8859');
    $ENV{PGCLIENTENCODING} = 'LATIN1';
    ($status, $out) = relmeta('relationships', 'account');
    like($out, qr/\\x9Bgr\xf6\xdfe/, 'in its own encoding too');
}

# In client-only encodings, a character may contain the byte of a backslash.
{
    local $ENV{PGCLIENTENCODING} = 'SJIS';
    my $table = "\x95\x5c";
    sql(qq{CREATE TABLE "$table"(id integer PRIMARY KEY, "$table" integer)});
    succeeds(['add-reference', $table, 'user', '--column', $table], "user\n", 'a list in SJIS');
    ($status, $out) = relmeta('join', $table, 'user');
    like($out, qr/FROM public\."\Q$table\E"/, 'and arguments');
}

# Errors of the server
refused([qw(add-bridge account nowhere)], "relation \"nowhere\" does not exist (42P01)\n");
refused([qw(add-bridge user user)], <<'END');
a bridge from table "user" to itself needs a role for each end (22023)
HINT: Use, for example, roles => '{follower,followee}'.
END
($status, $out, $err) = relmeta('relationships', q{x' OR '1'='1});
is($status, 4, 'a value is not SQL');
refused(['relationships', 'a.b.c.d'], "improper relation name (too many dotted names): a.b.c.d (42601)\n");
sql('CREATE ROLE client_guest LOGIN') unless sql("SELECT 1 FROM pg_roles WHERE rolname = 'client_guest'");
($status, $out, $err) = relmeta(qw(-U client_guest add-bridge account user --bridge theirs));
like("$status $err", qr/^4 relmeta: error: permission denied .*\(42501\)/, 'commands run with the privileges of the caller');

# Usage errors
wrong_usage([], qr/no command given/);
wrong_usage(['nonsense'], qr/unknown command "nonsense"/);
wrong_usage([qw(add-bridge account)], qr/missing argument RIGHT_TABLE\nusage: relmeta \[OPTION\]\.\.\. add-bridge/);
wrong_usage([qw(relationships a b)], qr/too many arguments \(first extra is "b"\)/);
wrong_usage([qw(relationships --nonsense)], qr/unrecognised option '--nonsense'/);
wrong_usage([qw(relationships --dry-run)], qr/unrecognised option '--dry-run'/);
wrong_usage([qw(add-bridge a b --key)], qr/.*--key.* is missing/);
wrong_usage([qw(relationships --format xml)], qr/invalid format "xml": must be table, json or csv/);
wrong_usage([qw(declare-relationship a b)], qr/missing option --source-column/);

# Help, and the manual
my $manual = do { open my $in, '<', __FILE__ =~ s{[^/]+$}{}r . '../../doc/relmeta.1' or die; local $/; <$in> };
$manual =~ s/\\f.|\\(?=-)//g;
for my $command ([], map { [$_] } (relmeta('--help'))[1] =~ /^  ([a-z][a-z-]*)  /mg)
{
    ($status, $out, $err) = relmeta(@$command, '--help');
    is("$status $err", '0 ', "@$command --help");
    my @absent = grep { $manual !~ /(?<![\w-])\Q$_\E(?![\w-])/ } @$command, $out =~ /(--[a-z][a-z-]*)/g;
    is("@absent", '', "@$command --help agrees with the manual");
    like($out, qr/^Example:\n  relmeta .*\b$command->[0]\b/m, "@$command --help has an example") if @$command;
}
succeeds(['help'], (relmeta('--help'))[1]);
succeeds([qw(help add-bridge)], (relmeta(qw(add-bridge --help)))[1]);
wrong_usage([qw(help nonsense)], qr/unknown command "nonsense"/);
succeeds(['--version'], "relmeta 1.1\n");

done_testing();
