# The commands that join, check, compare and export: their output for people and programs, and their exit statuses.
use strict;
use warnings;
use Client;
use File::Temp ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

sub json { return JSON::PP->new->utf8->allow_nonref->decode($_[0]) }

shop('client_read');
relmeta(qw(add-bridge account user));
sql('CREATE TABLE scheduled_post(id integer PRIMARY KEY, text text NOT NULL)');
relmeta(qw(add-reference scheduled_post user --required));
sql("INSERT INTO account VALUES (1, 'acme'), (2, 'globex')");
sql("INSERT INTO \"user\" VALUES (1, 'ann'), (2, 'bob')");
sql('INSERT INTO account_user(account_id, user_id) VALUES (1, 1), (1, 2), (2, 1)');
sql("INSERT INTO scheduled_post VALUES (1, 'We are open', 1)");

# Paths
succeeds([qw(path scheduled_post account)], <<'END');
PATH  STEP  SOURCE          RELATIONSHIP  TARGET   KIND          VIA           COST  AMBIGUOUS
1     1     scheduled_post  user          user     many to one                 2.1   no
1     2     user            accounts      account  many to many  account_user  2.1   no
END
my ($status, $out, $err) = relmeta(qw(path scheduled_post account --format json));
is_deeply([map { "$_->{source}.$_->{relationship}" } @{ json($out) }], ['scheduled_post.user', '"user".accounts'],
    'path in JSON');
($status, $out, $err) = relmeta(qw(path scheduled_post account --avoid user));
is("$status $out$err", "0 relmeta: no path\n", '--avoid');
($status, $out, $err) = relmeta(qw(path scheduled_post account --max-hops 1));
is("$status $out$err", "0 relmeta: no path\n", '--max-hops');
relmeta(qw(add-reference scheduled_post account --role shop));
sub first_steps
{
    my $steps = json((relmeta('path', @_, '--format', 'json'))[1]);
    return [map { $_->{relationship} } grep { $_->{step} == 1 } @$steps];
}
is_deeply(first_steps(qw(scheduled_post account)), ['shop'], 'the cheapest path');
is_deeply(first_steps(qw(scheduled_post account --max-paths 2)), ['shop', 'user'], '--max-paths');
is_deeply(first_steps(qw(scheduled_post account --via user)), ['user'], '--via');
sql('CREATE TABLE project(id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account)');
relmeta(qw(add-reference project scheduled_post));
is_deeply([map { $_->{target} } @{ json((relmeta(qw(path account user --via project --via scheduled_post --format json)))[1]) }],
    [qw(project scheduled_post "user")], '--via again, in that order');
sql('DROP TABLE project');
refused([qw(path nowhere account)], "relation \"nowhere\" does not exist (42P01)\n");
refused([qw(path account user --max-paths many)], "invalid input syntax for type integer: \"many\" (22P02)\n");
wrong_usage([qw(path account)], qr/missing argument TARGET\nusage: relmeta \[OPTION\]\.\.\. path SOURCE TARGET$/m);

# Joins
($status, $out, $err) = relmeta(qw(join account user));
is("$status $err", '0 ', 'join');
is(sql("SELECT string_agg(username || ' ' || email, ', ' ORDER BY username, email) FROM ($out) AS joined"),
    'acme ann, acme bob, globex ann', 'prints a SELECT that joins the tables');
is(json((relmeta(qw(join account user --format json)))[1]), $out, 'in JSON one string');
($status, $out, $err) = relmeta(qw(join account user scheduled_post --aggregate));
is("$status $err", '0 ', 'join --aggregate');
is(sql("SELECT string_agg(concat_ws(' ', username, email, scheduled_post_count), ', ' ORDER BY username, email) FROM ($out) AS joined"),
    'acme ann 1, acme bob 0, globex ann 1', 'counts the inner branch');
is((relmeta(qw(join account user scheduled_post --fan-out aggregate)))[1], $out, 'as --fan-out aggregate does');
($status, $out, $err) = relmeta(qw(join account user scheduled_post --fan-out error));
like("$status $out$err", qr/^4 relmeta: error: branches of the join multiply .*: account\.users, account\.users\.scheduled_posts \(21000\)\nHINT: /, 'or is rejected');
wrong_usage([qw(join account user --aggregate --fan-out error)], qr/--aggregate means --fan-out aggregate/);
wrong_usage(['join'], qr/missing argument TABLE\nusage: relmeta \[OPTION\]\.\.\. join TABLE\.\.\.$/m);

# Nested rows
my $selection = '{ username users { email scheduled_posts { text } } }';
($status, $out, $err) = relmeta('nested', 'account', $selection);
is("$status $err", '0 ', 'nested');
my @objects = map { json($_) } split /\n/, $out;
is_deeply(\@objects, [
    { username => 'acme', users => [
        { email => 'ann', scheduled_posts => [{ text => 'We are open' }] }, { email => 'bob', scheduled_posts => [] }] },
    { username => 'globex', users => [{ email => 'ann', scheduled_posts => [{ text => 'We are open' }] }] }],
    'prints an object on each line');
is_deeply(json((relmeta('nested', 'account', $selection, '--format', 'json'))[1]), \@objects, 'in JSON one array of them');
is_deeply([map { json($_) } split /\n/, (relmeta('nested', 'account', $selection, '--key', 2))[1]], [$objects[1]], '--key');
succeeds(['nested', 'account', '{username}', '--key', 3], '', 'no row has this key');
($status, $out, $err) = relmeta('nested-sql', 'account', $selection);
is("$status $err", '0 ', 'nested-sql');
is_deeply([map { json($_) } split /\n/, sql($out)], \@objects, 'prints the SELECT with the same result');
($status, $out, $err) = relmeta('nested', 'account', '{ nothing }');
like("$status $out$err", qr/^4 relmeta: error: .*nothing/, 'nested rejects a missing table');
wrong_usage(['nested', 'account'], qr/missing argument SELECTION/);

# Lint
($status, $out, $err) = relmeta('lint');
is("$status $out$err", "0 relmeta: no findings\n", 'lint finds nothing');
sql('CREATE TABLE invoice(id integer PRIMARY KEY, account_id integer REFERENCES account)');
($status, $out, $err) = relmeta('lint');
like("$status $err$out", qr/^1 warning: .*invoice_account_id_fkey.*: .*\n    CREATE INDEX ON .*;\n$/,
    'lint tells what it found and what mends it, exit status 1');
my ($fix) = $out =~ /^    (.*)/m;
succeeds([qw(lint account user -q)], '', 'lint of other tables');
($status, $out, $err) = relmeta(qw(lint invoice --format json));
is("$status " . json($out)->[0]{fix}, "1 $fix", 'lint in JSON');
like((relmeta(qw(lint invoice --format csv)))[1], qr/^severity,rule,object,message,fix\nwarning,/, 'and in CSV');
sql($fix);
($status) = relmeta('lint');
is($status, 0, 'and its fix works');

# Exports
($status, $out, $err) = relmeta(qw(export mermaid));
is("$status $err$out", "0 " . sql("SELECT relmeta.export('mermaid')"), 'export prints what the function returns');
($status, $out, $err) = relmeta(qw(export mermaid account user --bridges edges));
is("$status $err$out", '0 ' . sql(q(SELECT relmeta.export('mermaid', '{account,user}', 'edges'))),
    'of these tables, with options');
($status, $out, $err) = relmeta(qw(export nonsense));
like("$status $out$err", qr/^4 relmeta: error: invalid value for parameter "format": "nonsense" \(22023\)\nHINT: Available values: /,
    'no such format');

# Comparing
my $directory = File::Temp->newdir;
my $file = "$directory/before.json";
succeeds([qw(export json -o), $file], '', 'export json');
($status, $out, $err) = relmeta('diff', $file);
is("$status $out$err", "0 relmeta: no differences\n", 'diff finds nothing');
sql('DROP TABLE invoice; ALTER TABLE scheduled_post DROP CONSTRAINT scheduled_post_shop_id_fkey;
    ALTER TABLE account ALTER username DROP NOT NULL; CREATE TABLE "Odd ""Name"();
    ALTER TABLE "user" ADD "größe" integer');
my ($differ, $table, $none) = relmeta('diff', $file);
is("$differ $none$table", <<'END', 'diff shows the differences, exit status 1');
1 DIFFERENCE        WHAT          OBJECT                                                DETAIL
only in database  table         public."Odd ""Name"                                   table
only in database  column        public."user"."größe"                                 integer
differs           column        public.account.username                               not_null: true -> false
only in file      relationship  public.account.invoices                               one_to_many to public.invoice
only in file      relationship  public.account.scheduled_posts                        one_to_many to public.scheduled_post
only in file      table         public.invoice                                        table
only in file      foreign key   scheduled_post_shop_id_fkey on public.scheduled_post  ["shop_id"] to public.account
only in file      relationship  public.scheduled_post.shop                            many_to_one to public.account
END
($status, $out) = relmeta('diff', $file, qw(account user));
is("$status $out", <<'END', 'diff of some tables leaves out the others');
1 DIFFERENCE        WHAT    OBJECT                   DETAIL
only in database  column  public."user"."größe"    integer
differs           column  public.account.username  not_null: true -> false
END
($status, $out) = relmeta('diff', $file, '--format', 'json');
is("$status " . @{ json($out) }, '1 8', 'diff in JSON');
succeeds([qw(export json account user account_user -o), $file], '', 'an export of some tables');
($status, $out, $err) = relmeta('diff', $file, qw(user account_user account));
is("$status $out$err", "0 relmeta: no differences\n", 'is compared with these');
IPC::Run::run(['relmeta', 'export', 'json'], '|', [qw(relmeta diff -q -)], '>', \$out, '2>', \$err);
is("$? $out$err", '0 ', 'diff of standard input');
relmeta(qw(reject-bridge account_user));
($status, $out) = relmeta('diff', $file, qw(user account account_user));
like("$status $out", qr/^1 .*^only in file +bridge +public\.account_user +declared$/ms, 'diff shows bridges');
relmeta(qw(forget account_user));
sql('CREATE TABLE seat (a integer, b integer, PRIMARY KEY (a, b))');
sql('CREATE TABLE ticket (a integer, b integer, CONSTRAINT at FOREIGN KEY (a, b) REFERENCES seat ON DELETE SET NULL)');
succeeds([qw(export json ticket -o), $file], '', 'an export of a key with actions');
sql('ALTER TABLE ticket DROP CONSTRAINT at, ADD CONSTRAINT at FOREIGN KEY (a, b) REFERENCES seat ON DELETE SET NULL (b)');
($status, $out) = relmeta('diff', $file, 'ticket');
like($out, qr/differs .*at on public\.ticket .*on_delete_columns: \[\] -> \["b"\]/, 'diff shows the columns of an action');
my $other = "$directory/other";
for my $text ('{}', '[1]', 'null', '{"relmeta": 0}')
{
    open my $to, '>', $other or die;
    print {$to} $text;
    close $to;
    wrong_usage(['diff', $other], qr/file "\Q$other\E" is not an export of this version\nHINT: Create one with "relmeta export json/,
        "diff of $text");
}
wrong_usage(['diff', "$directory/nowhere"], qr/could not read file ".*": No such file/);
wrong_usage(['diff', "$directory"], qr/could not read file ".*": Is a directory/);
($status, $out, $err) = relmeta('diff', '/dev/null');
like("$status $out$err", qr/^4 relmeta: error: invalid input syntax for type json/, 'diff of text that is not JSON');

# Odd names
sql('ALTER TABLE "Odd ""Name" ADD "it\'s" integer PRIMARY KEY; CREATE SCHEMA "My Shop";
    CREATE TABLE "My Shop"."order"(id integer PRIMARY KEY, odd_id integer NOT NULL REFERENCES "Odd ""Name");
    INSERT INTO "Odd ""Name" VALUES (7); INSERT INTO "My Shop"."order" VALUES (1, 7)');
my @odd = ('"My Shop".order', '"Odd ""Name"');
($status, $out, $err) = relmeta('path', @odd, '--format', 'csv');
like("$status $err$out", qr/^0 .*\n1,1,"""My Shop"".""order""",odd,"""Odd """"Name"""/, 'path between odd names');
($status, $out, $err) = relmeta('join', @odd);
is("$status $err" . sql("SELECT joined FROM ($out) AS joined"), '0 (1,7,7)', 'join of odd names');
($status, $out, $err) = relmeta('nested', $odd[0], q({ odd { "it's" } }));
is("$status $err$out", qq(0 {"odd": {"it's": 7}}\n), 'nested of odd names');
($status, $out, $err) = relmeta('lint', @odd);
like("$status $err$out", qr/^1 warning: .*"My Shop"/, 'lint of odd names');

done_testing();
