# relmeta.toml: applied to a database, saved from it, and used instead of it; and the errors for an invalid file.
use strict;
use warnings;
use utf8;
use Client;
use Cwd ();
use File::Path qw(make_path);
use File::Temp ();
use IPC::Run ();
use Test::More;

my $directory = File::Temp->newdir;
my $start = Cwd::getcwd();
chdir $directory or die;

sub write_file
{
    my ($file, $text) = @_;
    open my $to, '>:raw', $file or die "$file: $!";
    utf8::encode($text) if utf8::is_utf8($text);
    print {$to} $text;
    close $to;
    return $file;
}

sub contents
{
    my ($file) = @_;
    open my $from, '<:raw', $file or die "$file: $!";
    local $/ = undef;
    return <$from>;
}

# A database with relmeta, created by these statements.
sub database
{
    my ($name, @statements) = @_;
    fresh_database($name);
    sql('CREATE EXTENSION relmeta');
    sql($_) for @statements;
    return;
}

# All derived rows, with all columns, in a fixed order.
sub catalog
{
    my $rows = sql(q(SET search_path = ''; SELECT r::text FROM relmeta.relationship AS r));
    my $bridges = sql(q(SET search_path = ''; SELECT b.bridge, b.grade, b.ends, b.payload, b.pair_unique FROM relmeta.bridge AS b));
    return join "\n", sort split /\n/, "$rows\n$bridges";
}

sub true_catalog { return is(sql('SELECT count(*) FROM relmeta.check()'), '0', $_[0]); }

sub said { return sql('SELECT (SELECT count(*) FROM relmeta.declared_bridge), (SELECT count(*) FROM relmeta.declared_relationship),
    (SELECT count(*) FROM relmeta.relationship_name), (SELECT count(*) FROM relmeta.word)'); }

# Applies a text; returns status, output and errors, with the file's line numbers.
sub apply
{
    my ($text, @options) = @_;
    return relmeta('apply', write_file("$directory/given.toml", $text), @options);
}

# One schema, created by migrations in two orders.
my @tables = ('CREATE TABLE account(id integer PRIMARY KEY)', 'CREATE TABLE "user"(id integer PRIMARY KEY)');
my $post = 'CREATE TABLE post(id integer PRIMARY KEY, author_id integer, editor_id integer)';
my $author = 'ALTER TABLE post ADD FOREIGN KEY (author_id) REFERENCES "user"';
my $editor = 'ALTER TABLE post ADD FOREIGN KEY (editor_id) REFERENCES "user"';
my @bridges = map { "CREATE TABLE $_(account_id integer REFERENCES account, user_id integer REFERENCES \"user\", PRIMARY KEY (account_id, user_id))" }
    'account_user', 'invitation', '"Odd ""Name"';
my @self = ('CREATE TABLE node(id integer PRIMARY KEY, a_id integer REFERENCES node, b_id integer REFERENCES node)',
    'CREATE TABLE follow(follower_id integer REFERENCES "user", followee_id integer REFERENCES "user", PRIMARY KEY (follower_id, followee_id))');
my %built = (
    config_one => [@tables, $post, $author, $editor, @bridges, @self],
    config_two => [reverse(@tables), @self[1, 0], (reverse @bridges), $post, $editor, $author],
    config_once => [@tables, 'CREATE TABLE post(id integer PRIMARY KEY, author_id integer REFERENCES "user", editor_id integer REFERENCES "user")',
        $bridges[1], $bridges[2], $bridges[0], @self]);
my (%catalog, %file);
for my $name (sort keys %built)
{
    database($name, @{ $built{$name} });
    $catalog{$name} = catalog();
    my ($status, $out, $err) = relmeta('save');
    is("$status $err", '0 ', "save of $name");
    $file{$name} = $out;
    write_file("$name.toml", $out);
    is((relmeta('apply', "$name.toml"))[2], "relmeta: nothing to do\n", "which says nothing new to $name");
    succeeds(['save', '--standalone', '--config', "$name.toml"], $out, 'and is the same without the extension');
}
isnt($catalog{config_one}, $catalog{config_two}, 'names depend on the order of the migrations');
isnt($catalog{config_one}, $catalog{config_once}, 'and on how many keys are added at once');
for my $from (sort keys %built)
{
    for my $to (sort keys %built)
    {
        next if $from eq $to;
        database($to, @{ $built{$to} });
        my ($status, $out, $err) = relmeta('apply', "$from.toml");
        like("$status $out$err", qr/^0 relmeta: \d+ changes?\n$/, "apply of $from to $to");
        is(catalog(), $catalog{$from}, 'creates equal names');
        is((relmeta('apply', "$from.toml"))[2], "relmeta: nothing to do\n", 'once');
        succeeds(['save'], $file{$from}, 'and is saved unchanged');
        true_catalog('with a true catalog');
    }
}

# Every kind of declaration
my $long = 'l' x 63;
my $unicode = 'größe';
utf8::encode($unicode);
my @all = (@{ $built{config_one} }, 'CREATE SCHEMA "Other.Schema"', 'CREATE TABLE "Other.Schema"."user"(id integer PRIMARY KEY, "B""ig Ref" integer REFERENCES account)',
    "CREATE TABLE $long(id integer PRIMARY KEY, ${\('c' x 63)} integer REFERENCES account, \"$unicode\" integer REFERENCES account)",
    'CREATE TABLE enrolment(account_id integer REFERENCES account, user_id integer REFERENCES "user", node_id integer REFERENCES node, a int, b int, c int)',
    'CREATE TABLE ticket(id integer PRIMARY KEY, tenant integer, no integer, UNIQUE (tenant, no))',
    'CREATE TABLE ticket_account(tenant integer, no integer, account_id integer REFERENCES account, FOREIGN KEY (tenant, no) REFERENCES ticket(tenant, no))',
    'CREATE VIEW recent_post AS SELECT * FROM post',
    'CREATE SCHEMA "Api"', 'CREATE VIEW "Api"."Post" AS SELECT id AS "The ""Id""", author_id AS who FROM post',
    "CREATE MATERIALIZED VIEW \"Api\".${\('v' x 63)} AS SELECT id, author_id AS ${\('w' x 63)} FROM post", 'CREATE VIEW "Api".users AS SELECT id FROM "user"',
    'CREATE TABLE accounts_users(account integer, user_id integer)',
    'CREATE TABLE note(id integer PRIMARY KEY, about integer, kind text, open boolean, node_id integer REFERENCES node)',
    'CREATE TABLE waits(id integer PRIMARY KEY, node_id integer CONSTRAINT waits_key REFERENCES node)');
database('config_all', @all,
    q(SELECT relmeta.declare_bridge('enrolment', '{enrolment_account_id_fkey,enrolment_user_id_fkey}')),
    q(SELECT relmeta.declare_bridge('ticket_account')), q(SELECT relmeta.reject_bridge('follow')),
    q(SELECT relmeta.add_bridge('node', 'account', bridge => 'made')),
    q(SELECT relmeta.declare_relationship('recent_post', '{author_id}', 'user', '{id}', 'many_to_one', 'writer', 'recent "posts"')),
    q(SELECT relmeta.declare_relationship('recent_post', '{editor_id}', 'user', '{id}')),
    q(SELECT relmeta.declare_relationship('accounts_users', '{account}', 'account', '{id}', name => 'payer')),
    q(SELECT relmeta.declare_relationship('accounts_users', '{user_id}', 'user', '{id}')),
    q(SELECT relmeta.declare_bridge('accounts_users', '{payer,user}')),
    q(SELECT relmeta.rename_relationship('user', (SELECT name FROM relmeta.relationship WHERE bridge = 'accounts_users'::regclass
      AND far_constraint_name = 'payer'), 'payers')),
    q(SELECT relmeta.declare_relationship('note', '{about}', 'account', '{id}', condition => 'kind = ''Account''')),
    q(SELECT relmeta.declare_relationship('note', '{about}', 'account', '{id}', name => 'old_account',
      condition => 'kind = ''App\Account'' AND NOT open')),
    q(SELECT relmeta.declare_relationship('note', '{about}', 'user', '{id}', condition => 'kind IN (''User'', ''Person'')')),
    q(SELECT relmeta.declare_bridge('note', '{note_node_id_fkey,account,user}')),
    q(SELECT relmeta.rename_relationship('node', 'a_node', 'it''s')),
    q(SELECT relmeta.rename_relationship('node', (SELECT name FROM relmeta.relationship WHERE source = 'node'::regclass AND reverse
      AND constraint_name = 'node_b_id_fkey'), E'line\nend')),
    q(SELECT relmeta.rename_relationship('account', (SELECT name FROM relmeta.relationship WHERE source = 'account'::regclass
      AND holder = '"Other.Schema"."user"'::regclass AND reverse), repeat('n', 63))),
    # of a view, to a view, between views, and of a 63-byte column
    (map {; qq(SELECT relmeta.rename_relationship(source, name, '$_->[1]') FROM relmeta.relationship WHERE origin = 'view' AND $_->[0]) }
        [q(source = '"Api"."Post"'::regclass AND target = '"user"'::regclass), 'the "writer"'], [q(target = '"Api"."Post"'::regclass AND source = '"user"'::regclass), 'written'],
        [q(source = '"Api".users'::regclass AND target = '"Api"."Post"'::regclass), 'api posts'],
        ["source = '\"Api\".${\('v' x 63)}'::regclass AND target = '\"user\"'::regclass", 'x' x 63]),
    q(SELECT relmeta.rename_relationship('waits', 'node', 'waiting')), 'ALTER TABLE waits DROP CONSTRAINT waits_key',
    q(INSERT INTO relmeta.word VALUES ('audit', 'angelegt_am', NULL), ('plural', 'bub', 'buben'), ('schema', 'Other.Schema', NULL), ('audit', 'angelegt_am', NULL)));
my $catalog = catalog();
my ($status, $out, $err) = relmeta('save', '-o', 'all.toml');
is("$status $out$err", '0 ', 'save -o FILE');
my $all = contents('all.toml');
for ('ends = [["account_id"], ["user_id"]]', 'ends = ["account", "user", ["node_id"]]', "condition = \"kind = 'Account'\"",
    q(table = "public.ticket_account"), '[[rejected_bridge]]', q(inverse_name = 'recent "posts"'),
    q(holder = '"Other.Schema"."user"'), q(name = "line\u000Aend"), 'key = "waits_key"', '"bub" = "buben"', "name = \"${\('n' x 63)}\"")
{
    like($all, qr/\Q$_\E\n/, "it says $_");
}
is((relmeta('apply', 'all.toml'))[2], "relmeta: warning: all.toml:${\line_of($all, 'waits_key')}: foreign key waits_key of table public.waits does not exist\nrelmeta: nothing to do\n",
    'of a name that waits for its key it is told');
my $parent = 'CREATE TABLE made(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, node_id integer NOT NULL REFERENCES node ON DELETE CASCADE,
    account_id integer NOT NULL REFERENCES account ON DELETE CASCADE, UNIQUE (node_id, account_id))';
database('config_copy', @all, $parent, 'ALTER TABLE waits DROP CONSTRAINT waits_key');
isnt(catalog(), $catalog, 'a copy without declarations');
my $without = catalog();
($status, $out, $err) = relmeta('apply', 'all.toml', '--dry-run');
like($out, qr/^INSERT INTO relmeta\.word .*'plural', 'bub', 'buben'/m, 'apply --dry-run shows the words');
like($out, qr/^SELECT relmeta\.declare_bridge\(bridge => 'public\.enrolment', ends => '\{"enrolment_account_id_fkey","enrolment_user_id_fkey"\}'\);$/m,
    'and the calls');
is("$status " . catalog() . said(), "0 ${without}0|0|0|0", 'and changes nothing');
my $script = $out;
($status, $out, $err) = relmeta('apply', 'all.toml');
is("$status $out", '0 ', 'apply');
is(catalog(), $catalog, 'creates an equal catalog, in every column');
true_catalog('a true one');
like((relmeta('apply', 'all.toml'))[2], qr/nothing to do/, 'the second time, there is nothing to do');
is((relmeta('save'))[1], $all =~ s/\n\[\[name\]\]\nsource = "public.waits"\nholder = "public.waits"\nkey = "waits_key"\nname = "waiting"\n//r,
    'and it is saved unchanged, without the unavailable names');
database('config_copy', @all, $parent, 'ALTER TABLE waits DROP CONSTRAINT waits_key');
sql($script);
is(catalog(), $catalog, 'what --dry-run shows does the same');

sub line_of
{
    my ($text, $what) = @_;
    my @before = split /\n/, substr($text, 0, index($text, $what));
    my ($line) = grep { $before[ $_ - 1 ] =~ /^\[\[/ } reverse 1 .. @before;
    return $line;
}

# Removing declarations
($status, $out, $err) = apply('');
like("$status $err", qr/^0 relmeta: \d+ changes\n$/, 'an empty file removes everything');
is(said(), '0|0|0|0', 'all of it');
like((apply(''))[2], qr/nothing to do/, 'once');
true_catalog('with a true catalog');

# Without the extension, the client uses the file
fresh_database('config_alone');
sql($_) for @all, $parent, 'ALTER TABLE waits DROP CONSTRAINT waits_key';
make_path(map { "$directory/repository/$_" } qw(.git deep inner/.git));
write_file("$directory/repository/relmeta.toml", $all);
chdir "$directory/repository/deep" or die;
($status, $out, $err) = relmeta('relationships', 'recent_post');
like($out, qr/^writer +many to one +user/m, 'the names in relmeta.toml apply below its directory');
like((relmeta('relationships', '"Api"."Post"'))[1], qr/^the "writer" +many to one +user/m, 'including those of views');
like($err, qr{^relmeta: warning: \.\./relmeta\.toml:\d+: foreign key waits_key of table public\.waits does not exist$}m, 'with its warnings');
like((relmeta('bridges'))[1], qr/^enrolment +declared/m, 'and its bridges');
chdir "$directory/repository/inner" or die;
unlike((relmeta('bridges'))[1], qr/^enrolment/m, 'not past the root of a repository');
chdir "$directory" or die;
unlike((relmeta('bridges'))[1], qr/^enrolment/m, 'nor from another directory');
like((relmeta('bridges', '--config', 'all.toml'))[1], qr/^enrolment +declared/m, '--config FILE names the file');
($status, $out) = relmeta('save', '--config', 'all.toml');
is("$status $out", "0 $all", 'save without the extension writes the file again');
($status, $out, $err) = relmeta('apply', 'all.toml');
like("$status $out$err", qr/^4 relmeta: error: extension "relmeta" is not installed in database "config_alone", but apply requires it/, 'apply needs the extension');
($status, $out, $err) = relmeta('bridges', '--config', 'none.toml');
is("$status $out$err", qq(2 relmeta: error: could not read file "none.toml": No such file or directory\n), '--config FILE that does not exist');
ok(!-e 'relmeta.toml', 'nothing is written without a request');

# Invalid files are rejected as a whole.
database('config_wrong', @tables, $post, $author, $editor, $bridges[0], $self[0],
    'CREATE TABLE message(id integer PRIMARY KEY, user_id integer REFERENCES "user", account_id integer REFERENCES account, text text)');
my $before = catalog();
my $bridge = qq([[bridge]]\ntable = "public.account_user"\n);
for (
    ["${bridge}table", '3:6: Error while parsing key-value pair'],
    ["${bridge}x = \"\xff\"", '3:\d+: '],
    ["a = 1\na = 2\n", '2:\d+: '],
    ["[[bridges]]\n", '1:3: unknown key "bridges" of the file\nHINT: Perhaps you meant "bridge"\.'],
    ["${bridge}end = []\n", '3:1: unknown key "end" of \[\[bridge\]\]\nHINT: Perhaps you meant "ends"\.'],
    ["[[bridge]]\n", '1:1: "table" of \[\[bridge\]\] is missing'],
    ["bridge = 1\n", '1:10: "bridge" is an integer, not a list of tables\nHINT: Write \[\[bridge\]\]\.'],
    ["[bridge]\ntable = \"public.account\"\n", '1:1: "bridge" is a table, not a list of tables'],
    ["[[bridge]]\ntable = 1979-05-27\n", '2:9: "table" is a date or a time, not a string'],
    ["[[bridge]]\ntable = \"\"\n", '2:9: "table" is empty'],
    ["[[bridge]]\ntable = \"a\\u0000b.c\"\n", '2:9: "table" contains a zero byte'],
    ["[[bridge]]\ntable = \"account_user\"\n", '2:9: "account_user" does not name a table with its schema\nHINT: '],
    ["[[bridge]]\ntable = 'public.\"account_user'\n", '2:9: .* does not name a table'],
    ["${bridge}ends = [1]\n", '3:9: "ends" is an integer, not columns or a constraint name'],
    ["${bridge}ends = [[\"account_id\"]]\n", '3:8: a bridge must have at least two ends'],
    ["${bridge}\n$bridge", '4: table public\.account_user already has a bridge declaration on line 1'],
    ["[[relationship]]\nsource = \"public.post\"\nsource_columns = [\"id\"]\ntarget = \"public.account\"\ntarget_columns = [\"id\", \"id\"]\n",
        '5:18: "source_columns" and "target_columns" must have the same number of columns'],
    ["[[relationship]]\nsource = \"public.post\"\nsource_columns = [\"id\"]\ntarget = \"public.account\"\ntarget_columns = [\"id\"]\nkind = \"one\"\n",
        '6:8: invalid value for "kind": "one"'],
    ["[[name]]\nsource = \"public.post\"\nholder = \"public.post\"\nkey = [\"author_id\"]\nname = \"${\('n' x 64)}\"\n", '5:8: name .* is too long'],
    ["[[name]]\nsource = \"public.post\"\nholder = \"public.post\"\nkey = [\"author_id\"]\nname = \"writer\"\nreverse = \"yes\"\n",
        '6:11: "reverse" is a string, not a boolean'],
    [join("\n", map { qq([[name]]\nsource = "public.post"\nholder = "public.post"\nkey = ["$_"]\nname = "same") } qw(author_id editor_id)),
        '6: table public\.post already has a relationship "same" on line 1'],
    ["[words]\nverb = [\"run\"]\n", '2:1: unknown key "verb" of \[words\]'],
    ["[words]\nplural = [\"run\"]\n", '2:10: \[words\.plural\] is an array, not a table'],
    ["[[lint.ignore]]\nrule = \"x\"\n", '1:1: "reason" of \[\[lint\.ignore\]\] is missing'])
{
    my ($text, $expected) = @$_;
    ($status, $out, $err) = apply($text);
    like("$status $out$err", qr/^2 relmeta: error: \Q$directory\E\/given\.toml:$expected/, "rejected: $expected");
}
is(catalog() . said(), "${before}0|0|0|0", 'and nothing has changed');
wrong_usage(['apply'], 'missing argument FILE');
($status, $out, $err) = relmeta('apply', 'none.toml');
is("$status $err", qq(2 relmeta: error: could not read file "none.toml": No such file or directory\n), 'a file that does not exist');

# A missing object is reported with its line; the rest applies.
($status, $out, $err) = apply(<<'END');
[[bridge]]
table = "public.nothing"

[[bridge]]
table = "public.account_user"
ends = [["account_id"], ["nobody_id"]]

[[relationship]]
source = "public.post"
source_columns = ["nothing"]
target = "public.account"
target_columns = ["id"]

[[name]]
source = "public.account"
holder = "public.post"
key = ["author_id"]
name = "works"

[[name]]
source = 'public."user"'
holder = "public.post"
key = "no_such_fkey"
name = "nothings"

[[name]]
source = 'public."user"'
holder = "public.message"
key = ["user_id"]
far_key = ["account_id"]
name = "colleagues"

[[name]]
source = 'public."user"'
holder = "public.post"
key = "post_author_id_fkey"
name = "works"
END
is("$status $err" =~ s/\Q$directory\E\/given\.toml/F/gr, <<'END', 'missing objects are reported with their lines');
0 relmeta: warning: F:1: table public.nothing does not exist
relmeta: warning: F:4: foreign key (nobody_id) of table public.account_user does not exist
relmeta: warning: F:8: column nothing of table public.post does not exist
relmeta: warning: F:14: foreign key (author_id) of table public.post to public.account does not exist
relmeta: warning: F:20: foreign key no_such_fkey of table public.post to public."user" does not exist
relmeta: warning: F:26: no relationship found for name "colleagues"
relmeta: 1 change
END
is(sql(q(SELECT name FROM relmeta.relationship WHERE constraint_name = 'post_author_id_fkey' AND reverse)), 'works', 'and the rest applies');

# Windows line ends, a byte-order mark, non-ASCII names, standard input
my $crlf = qq(\x{FEFF}[[name]]\r\nsource = 'public."user"'\r\nholder = "public.post"\r\nkey = ["author_id"]\r\nname = "Größe"\r\n);
($status, $out, $err) = apply($crlf);
is($status, 0, 'Windows line ends');
is(sql(q(SELECT name = 'Größe' FROM relmeta.relationship WHERE constraint_name = 'post_author_id_fkey' AND reverse)), 't', 'and UTF-8') if sql('SHOW server_encoding') eq 'UTF8';
IPC::Run::run(['relmeta', 'apply', '-'], '<', \'', '2>', \$err);
is($err, "relmeta: 2 changes\n", 'from standard input');

# Names are swapped; an unavailable name is rejected, and everything is rolled back
sub names { return join '', map { qq([[name]]\nsource = 'public."user"'\nholder = "public.post"\nkey = ["$_->[0]"]\nname = "$_->[1]"\n) } @_; }
apply(names([author_id => 'one'], [editor_id => 'two']));
($status, $out, $err) = apply(names([author_id => 'two'], [editor_id => 'one']));
is("$status $err", "0 relmeta: 3 changes\n", 'names are swapped');
is(sql(q(SELECT string_agg(name, ' ' ORDER BY constraint_name) FROM relmeta.relationship WHERE source = '"user"'::regclass AND holder = 'post'::regclass AND reverse)),
    'two one', 'there');
sql('CREATE TABLE words(id text PRIMARY KEY)');
$before = catalog() . said();
($status, $out, $err) = apply(names([author_id => 'three']) . qq([[rejected_bridge]]\ntable = "public.account_user"\n
    [[relationship]]\nsource = "public.words"\nsource_columns = ["id"]\ntarget = "public.account"\ntarget_columns = ["id"]\n[words]\naudit = ["x"]\n));
like("$status $err", qr/^4 relmeta: error: .* \(42804\)\n/, 'text that the server rejects');
is(catalog() . said(), $before, 'is rolled back as a whole');
is((apply(names([author_id => 'three'], [editor_id => 'account_users'])))[0], 0, 'a name that another relationship has without a choice');
is(sql(q(SELECT string_agg(name, ' ' ORDER BY holder::regclass::text, constraint_name) FROM relmeta.relationship
    WHERE source = '"user"'::regclass AND reverse)), 'account_users_as_user messages three account_users', 'is assigned, and the other one gets a different name');
like((relmeta('apply', 'given.toml'))[2], qr/nothing to do/, 'for good');
true_catalog('in a true catalog');

# A hostile search_path, a role that owns one table, and one that owns none
sql('CREATE SCHEMA evil; CREATE FUNCTION evil.rename_relationship(regclass, name, text) RETURNS void LANGUAGE sql AS $$SELECT 1/0$$;
    CREATE FUNCTION evil.eq(name, name) RETURNS boolean LANGUAGE sql AS $$SELECT (1/0)::boolean$$;
    CREATE OPERATOR evil.= (LEFTARG = name, RIGHTARG = name, FUNCTION = evil.eq);
    CREATE TABLE evil.post(id integer PRIMARY KEY)');
{
    local $ENV{PGOPTIONS} = '-c search_path=evil,pg_catalog,public';
    ($status, $out, $err) = apply(names([author_id => 'works']));
    is($status, 0, "apply with a hostile search_path $err");
    is((relmeta('save'))[0], 0, 'and save');
}
is(sql(q(SELECT name FROM relmeta.relationship WHERE constraint_name = 'post_author_id_fkey' AND reverse)), 'works', 'and the table is the one with the schema');
sql(q(DROP ROLE IF EXISTS relmeta_config; CREATE ROLE relmeta_config LOGIN; INSERT INTO relmeta.word VALUES ('audit', 'seen')));
sql('CREATE TABLE own(id integer PRIMARY KEY, post_id integer REFERENCES post); ALTER TABLE own OWNER TO relmeta_config');
$before = said();
($status, $out, $err) = relmeta('-U', 'relmeta_config', 'apply', write_file("$directory/own.toml",
    qq([[name]]\nsource = "public.own"\nholder = "public.own"\nkey = ["post_id"]\nname = "article"\n)));
is("$status $err", qq(0 relmeta: warning: keeping words that are not in the file: they belong to another role
relmeta: warning: keeping the declarations of table public."user" that are not in the file: the table belongs to another role
relmeta: 1 change\n), 'a role without privileges changes its own tables, and not those of others');
($status, $out, $err) = relmeta('-U', 'relmeta_config', 'apply', write_file("$directory/own.toml", names([author_id => 'mine'])));
like("$status $err", qr/^4 .*relmeta: error: must be owner of table user \(42501\)$/s, 'and cannot change others');
is(sql(q(SELECT name FROM relmeta.relationship WHERE source = 'own'::regclass)), 'article', 'with everything that depends on it');
is((relmeta('-U', 'relmeta_config', 'save'))[1], (relmeta('save'))[1], 'every role can save');
true_catalog('the catalog is true');

# save keeps lint's ignores
write_file('relmeta.toml', qq([[lint.ignore]]\nreason = "we know"\nrule = "required_cycle"\n# a remark\n));
like((relmeta('save'))[1], qr/\n\[\[lint\.ignore\]\]\nrule = "required_cycle"\nreason = "we know"\n$/, 'save keeps the ignores of lint');
write_file('relmeta.toml', "oops");
like(join(' ', relmeta('save')), qr{^2  relmeta: error: relmeta\.toml:1:\d+: }, 'and rejects a relmeta.toml that it cannot read');
is((relmeta('relationships'))[0], 0, 'which the extension does not need');

# Rejections: saved, applied, removed, and respected without the extension
unlink 'relmeta.toml' or die;
my @meant = ('CREATE TABLE account(id integer PRIMARY KEY)', 'CREATE TABLE post(id integer PRIMARY KEY, account_id integer, parent_id integer)');
database('config_rejected', @meant, q(SELECT relmeta.reject_relationship('post', '{account_id}', 'account'), relmeta.reject_relationship('post', '{parent_id}')));
my $rejections = <<'END';

[[rejected_relationship]]
source = "public.post"
source_columns = ["account_id"]
target = "public.account"

[[rejected_relationship]]
source = "public.post"
source_columns = ["parent_id"]
END
like((relmeta('save', '-o', 'rejected.toml'))[0] . contents('rejected.toml'), qr/^0.*\Q$rejections\E\z/s, 'rejections are saved');
is((relmeta('apply', 'rejected.toml'))[2], "relmeta: nothing to do\n", 'and change nothing');
is((relmeta('apply', write_file('empty.toml', '')))[2], "relmeta: 1 change\n", 'without them they are removed');
is(sql('SELECT count(*) FROM relmeta.suggest()'), 2, 'and suggested');
is((relmeta('apply', 'rejected.toml', '--dry-run'))[1], <<'END', 'rejections that it would apply');
SELECT relmeta.reject_relationship(source => 'public.post', source_columns => '{"account_id"}', target => 'public.account');
SELECT relmeta.reject_relationship(source => 'public.post', source_columns => '{"parent_id"}');
END
is((relmeta('apply', 'rejected.toml'))[2], "relmeta: 2 changes\n", 'rejected again');
is(sql('SELECT count(*) FROM relmeta.suggest()'), 0, 'and not suggested');
sql('DROP EXTENSION relmeta');
is((relmeta(qw(suggest --config empty.toml --format csv)))[1] =~ tr/\n//, 3, 'without the extension everything is suggested');
is((relmeta(qw(suggest --config rejected.toml)))[2], "relmeta: nothing to suggest\n", 'except suggestions that the file rejects');
is((relmeta(qw(save --config rejected.toml)))[1], contents('rejected.toml'), 'which save keeps');
for (['columns = ["a"]', qr/given.toml:1:1: "source_columns" of \[\[rejected_relationship\]\] is missing/],
    ['source_columns = []', qr/given.toml:3:\d+: "source_columns" is empty/])
{
    write_file('given.toml', "[[rejected_relationship]]\nsource = \"public.post\"\n$_->[0]\n");
    like((relmeta(qw(suggest --config given.toml)))[2], $_->[1], $_->[0]);
}
is((relmeta('suggest', '--config', write_file('given.toml', $rejections . $rejections)))[2],
    "relmeta: error: given.toml:11: this relationship is already rejected on line 2\n", 'twice');
like((relmeta('suggest', '--config', write_file('given.toml', $rejections =~ s/parent_id/gone/r)))[2],
    qr/warning: given.toml:7: column gone of table public.post does not exist/, 'a column that does not exist');

# Constants that the database cannot parse
fresh_database('config_labels');
sql($_) for q(CREATE TYPE kind AS ENUM ('photo', 'film')), 'CREATE TABLE product(id integer PRIMARY KEY)',
    'CREATE TABLE picture(id integer PRIMARY KEY, of integer, kind kind, number integer, day date, word varchar(3))';
my $kinds = join("\n", map { qq([[relationship]]\nsource = "public.picture"\nsource_columns = ["of"]\ntarget = "public.product"\ntarget_columns = ["id"]\ncondition = "$_"\n) }
    q(kind = 'painting'), q(kind IN ('photo', 'film')), q(number = 'one'), q(number = 1 AND day = '12/31/2000' AND word = 'long words'), q(day = 'never'));
write_file('kinds.toml', $kinds);
my $warnings = join('', map { "relmeta: warning: kinds.toml:$_\n" } '1: invalid input value for enum public.kind: "painting"',
    '15: invalid input syntax for type integer: "one"', '29: invalid input syntax for type date: "never"');
($status, $out, $err) = relmeta(qw(relationships picture --config kinds.toml));
is("$status $err", "0 $warnings", 'are reported with their lines');
is($out =~ tr/\n//, 3, 'and the rest applies');
sql('CREATE EXTENSION relmeta');
is((relmeta(qw(apply kinds.toml)))[2], "${warnings}relmeta: 2 changes\n", 'apply does too');
sql(q(ALTER TYPE kind RENAME VALUE 'photo' TO 'painting'));
like((relmeta('save'))[1], qr/^condition = "kind IN \('painting', 'film'\)"$/m, 'a renamed label is saved');
true_catalog('a true catalog');

chdir $start or die;
done_testing();
