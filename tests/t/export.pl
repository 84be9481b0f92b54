# Programs read the output of relmeta.export: Graphviz, the parsers of Mermaid and dbdiagram.io, a browser's DOM. They find the
# same tables, columns and links, whatever the names. All except Graphviz come from npm; their tests are skipped if npm is
# missing or cannot install them.
use strict;
use warnings;
use Client;
use Cwd ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

my $consumers = Cwd::abs_path(__FILE__ =~ s{[^/]+$}{}r . '../consumers');

# The JSON that a command writes for a text; undef and its error output if it rejects the text.
sub read_by
{
    my ($text, @command) = @_;
    my ($out, $err);
    IPC::Run::run(\@command, '<', \$text, '>', \$out, '2>', \$err) or diag($err), return;
    is($err, '', "@command[0 .. 0] has no complaint");
    return JSON::PP->new->utf8->decode($out);
}

sub sorted { return [sort @_]; }

sub export { my ($arguments) = @_; return sql("SELECT relmeta.export($arguments)"); }

fresh_database('export');
sql('CREATE EXTENSION relmeta');
sql($_) for split /;\n/, <<'END';
CREATE TABLE account (id integer PRIMARY KEY, username varchar(20) UNIQUE NOT NULL);
CREATE TABLE "user" (id integer PRIMARY KEY, email text NOT NULL, boss_id integer REFERENCES "user");
SELECT relmeta.add_bridge('account', 'user');
CREATE SCHEMA "a.b";
CREATE TYPE "a.b"."odd type" AS ENUM ('x');
CREATE TABLE "a.b"."say ""hi"" \ 100% <i>#x;</i>" (pk integer, "style: a#b;" numeric(10, 2)[], "two
lines" "a.b"."odd type", PRIMARY KEY (pk, "style: a#b;"));
CREATE TABLE "direction TB" (fk integer NOT NULL, "Größe" numeric(10, 2)[] NOT NULL, "{" text,
    CONSTRAINT "it's" FOREIGN KEY (fk, "Größe") REFERENCES "a.b"."say ""hi"" \ 100% <i>#x;</i>" ON DELETE CASCADE);
CREATE TABLE "end" (id integer PRIMARY KEY REFERENCES account);
CREATE TABLE "A.B" ("1st" integer NOT NULL UNIQUE REFERENCES "end");
END

my @arguments = ("'%s'", "'%s', bridges => 'edges'", "'%s', '{account,user}'", "'%s', '{}'");

# graphviz
for my $arguments (@arguments) {
    my $dot = export(sprintf $arguments, 'dot');
    my ($svg, $err);
    IPC::Run::run(['dot', '-Tsvg'], '<', \$dot, '>', \$svg, '2>', \$err);
    is("$? $err", '0 ', "graphviz draws " . sprintf $arguments, 'dot');
}
my $graph = read_by(export("'dot', bridges => 'edges'"), 'dot', '-Tjson');
is_deeply(sorted(map { $_->{name} } @{ $graph->{objects} }), sorted(
    '"a.b"."say ""hi"" \\\\ 100% <i>#x;</i>"', 'public."A.B"', 'public.account', 'public.direction TB', 'public.end', 'public.user'),
    'graphviz finds the tables');
is(scalar(grep { ($_->{style} // '') ne 'invis' } @{ $graph->{edges} }), 5, 'and the links');

my $why = Client::npm_packages($consumers);
SKIP: {
    skip($why, 1) if $why;

    # Mermaid
    my $odd = 'say "hi" \ 100% <i>#x;</i>';
    my $label = '"a.b"."say ""hi"" \ 100% <i>#x;</i>"';
    for my $arguments (@arguments) {
        ok(read_by(export(sprintf $arguments, 'mermaid'), 'node', "$consumers/parse-mermaid.mjs"),
            'Mermaid reads ' . sprintf $arguments, 'mermaid');
    }
    my $diagram = read_by(export("'mermaid'"), 'node', "$consumers/parse-mermaid.mjs");
    is_deeply($diagram->{entities}, {
        'account' => ['integer id PK', 'character_varying(20) username UK'],
        'user' => ['integer id PK', 'text email', 'integer boss_id FK'],
        'account_user' => ['bigint id PK', 'integer account_id FK', 'integer user_id FK'],
        $label => ['integer _pk PK pk', 'numeric(10_2)[] style__a_b_ PK style: a#b;', "_a_b___odd_type_ two_lines two\nlines"],
        'direction TB' => ['integer _fk FK fk', "numeric(10_2)[] Gr____e FK Gr\x{f6}\x{df}e", 'text _ {'],
        'end' => ['integer id PK,FK'],
        '"A.B"' => ['integer _1st FK,UK 1st'],
    }, 'and finds the tables, their columns and keys');
    is_deeply(sorted(@{ $diagram->{relationships} }), sorted(
        'account ONLY_ONE NON_IDENTIFYING ZERO_OR_MORE account_user account_users / account',
        'user ONLY_ONE NON_IDENTIFYING ZERO_OR_MORE account_user account_users / user',
        'user ZERO_OR_ONE NON_IDENTIFYING ZERO_OR_MORE user ' . sql(q{SELECT name FROM relmeta.relationship
            WHERE source = target AND kind = 'one_to_many'}) . ' / boss',
        "$label ONLY_ONE NON_IDENTIFYING ZERO_OR_MORE direction TB " . sql(q{SELECT inverse || ' / ' || name
            FROM relmeta.relationship WHERE source = '"direction TB"'::regclass}),
        'account ONLY_ONE IDENTIFYING ZERO_OR_ONE end end / account',
        'end ONLY_ONE NON_IDENTIFYING ZERO_OR_ONE "A.B" ' . sql(q{SELECT inverse || ' / ' || name FROM relmeta.relationship
            WHERE source = '"A.B"'::regclass})), 'and the links');
    $diagram = read_by(export("'mermaid', bridges => 'edges'"), 'node', "$consumers/parse-mermaid.mjs");
    is_deeply([grep { /account.*user/ } @{ $diagram->{relationships} }],
        ['user ZERO_OR_MORE IDENTIFYING ZERO_OR_MORE account accounts / users'], 'a bridge as an edge');

    # DBML
    for my $arguments (@arguments) {
        ok(read_by(export(sprintf $arguments, 'dbml'), 'node', "$consumers/parse-dbml.mjs"), 'DBML: ' . sprintf $arguments, 'dbml');
    }
    my $dbml = read_by(export("'dbml'"), 'node', "$consumers/parse-dbml.mjs");
    is_deeply($dbml->{tables}, {
        'public.account' => ['id integer not null', 'username varchar(20) not null', 'primary (id)', 'unique (username)'],
        'public.user' => ['id integer not null', 'email text not null', 'boss_id integer', 'primary (id)'],
        'public.account_user' => ['id bigint not null', 'account_id integer not null', 'user_id integer not null', 'primary (id)',
            'unique (account_id,user_id)'],
        $label => ['pk integer not null', 'style: a#b; numeric(10,2)[] not null', qq(two\nlines "a.b"."odd type"),
            'primary (pk,style: a#b;)'],
        'public.direction TB' => ['fk integer not null', "Gr\x{f6}\x{df}e numeric(10,2)[] not null", '{ text'],
        'public.end' => ['id integer not null', 'primary (id)'],
        'public."A.B"' => ['1st integer not null', 'unique (1st)'],
    }, 'DBML finds the tables, their columns and keys');
    is_deeply(sorted(@{ $dbml->{refs} }), sorted(
        'account_user_account_id_fkey: public.account_user (account_id) * public.account (id) 1 cascade',
        'account_user_user_id_fkey: public.account_user (user_id) * public.user (id) 1 cascade',
        'user_boss_id_fkey: public.user (boss_id) * public.user (id) 1 no action',
        "it's: public.direction TB (fk,Gr\x{f6}\x{df}e) * $label (pk,style: a#b;) 1 cascade",
        'end_id_fkey: public.account (id) 1 public.end (id) 1 no action',
        'A.B_1st_fkey: public.end (id) 1 public."A.B" (1st) 1 no action'), 'and the links');

    # HTML
    my $page = export("'html'");
    unlike($page, qr{https?://(?!www\.w3\.org/2000/svg')|(?:src|href)=}, 'the page loads nothing');
    my $shown = read_by($page, 'node', "$consumers/parse-html.mjs", 'user', 'user', '"A.B"');
    is_deeply($shown->{tables}, sorted('account', 'user', 'account_user', $label, 'direction TB', 'end', '"A.B"'),
        'the page shows the tables');
    is_deeply($shown->{bridges}, ['account_user'], 'the bridge among them');
    is($shown->{links}, 6, 'and the links');
    is_deeply($shown->{table}{columns}, ['idinteger key', 'emailtext', 'boss_idinteger ?'], 'a clicked table shows its columns');
    is(scalar @{ $shown->{table}{relationships} }, 4, 'and its relationships');
    is_deeply($shown->{path}, {
        heading => 'user to "A.B"',
        steps => ['accounts: many to many account via account_useruser.id = account_user.user_id and account_user.account_id = account.id',
            'end: one to one endaccount.id = end.id', sql(q{SELECT name || ': one to one "A.B"end.id = "A.B".1st' FROM relmeta.relationship
                WHERE target = '"A.B"'::regclass})],
        lit => sorted('user', 'account_user', 'account', 'end', '"A.B"'), edges => 4 }, 'it finds a path');
    is_deeply($shown->{found}, ['account_user', 'user'], 'and tables by a part of their name');
    ok(read_by(export("'html', '{}'"), 'node', "$consumers/parse-html.mjs", '', '', ''), 'a page without tables');
}

# Names that look alike, or have a meaning in a format or in its reader's language.
fresh_database('export_odd');
sql('CREATE EXTENSION relmeta');
my @odd = ('"A".b', 'a."B"', '"a.b"', 'a."b.c"', '"a.b".c', '"""a.b"""', '"back`tick"', '"new' . "\n" . 'line"', '"new\nline"', '"new line"',
    '"carriage' . "\r" . 'return"', '"größe 顧客 😀"', '" "', '"{|}<>\\N"', '"</script><img src=x onerror=alert(1)>"', '"</script>"."-->"',
    '"%%{init}%%"', q{"it's $$ /* */ -- //"}, qw(node graph "Table" "Ref" "erDiagram" "end" __proto__ constructor "toString"),
    map { '"x' . '1' x 61 . qq($_") } 1, 2);
sql(join ';', 'CREATE SCHEMA a; CREATE SCHEMA "A"; CREATE SCHEMA "a.b"; CREATE SCHEMA "</script>"; CREATE TABLE a.b(id integer PRIMARY KEY)',
    (map { "CREATE TABLE $_(id integer PRIMARY KEY CONSTRAINT same REFERENCES a.b, \"null\" integer CONSTRAINT \"null\" REFERENCES a.b)" }
        grep { $_ ne '"a.b"' } @odd),
    'CREATE TABLE "a.b"(id integer PRIMARY KEY, "null" integer)',
    "SELECT relmeta.declare_relationship('\"a.b\"', '{id}', 'a.b', '{id}')",
    "SELECT relmeta.declare_relationship('\"a.b\"', '{\"null\"}', 'a.b', '{id}')");
my $part = q{CASE WHEN %1$s ~ '[."]' THEN '"' || replace(%1$s, '"', '""') || '"' ELSE %1$s END};
my @tables = sort @{ JSON::PP->new->utf8->decode(sql('SELECT json_agg(' . sprintf($part, 'nspname') . " || '.' || " . sprintf($part, 'relname')
    . ") FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname !~ '^pg_|relmeta|information'")) };
my $links = sql("SELECT count(*) FROM relmeta.relationship WHERE NOT reverse");
is(scalar @tables, @odd + 1, 'odd names: all tables are there');
is($links, 2 * @odd, 'and all links');
my $control = sub { $_[0] =~ s/\\/\\\\/gr =~ s/\n/\\n/gr };
$graph = read_by(export("'dot'"), 'dot', '-Tjson');
is_deeply(sorted(map { $_->{name} } @{ $graph->{objects} }), sorted(map { $control->($_) } @tables), 'graphviz distinguishes them');
is(scalar @{ $graph->{edges} }, $links, 'and draws the links');
my $hasura = JSON::PP->new->utf8->decode(export("'hasura'"));
is(scalar keys %{ { map { (JSON::PP->new->canonical->encode($_->{table}) => 1) } @{ $hasura->{sources}[0]{tables} } } }, @tables,
    'so does Hasura');
my $tags = JSON::PP->new->utf8->decode(export("'postgraphile'"));
is(scalar keys %{ $tags->{config}{constraint} }, $links - 2, 'PostGraphile distinguishes the keys');
sql(export("'pg_graphql'"));
is(sql(q{SELECT count(*) FROM pg_description WHERE description LIKE '@graphql(%'}), $links - 1, 'and pg_graphql');
is((relmeta('export', 'json', '-o', '/dev/null'))[0], 0, 'the client writes it');
SKIP: {
    skip($why, 1) if $why;
    my $read = read_by(export("'mermaid'"), 'node', "$consumers/parse-mermaid.mjs");
    is_deeply(sorted(keys %{ $read->{entities} }), sorted(map { s/^public\.//r } @tables), 'Mermaid distinguishes them');
    is(scalar @{ $read->{relationships} }, $links, 'and has the links');
    $read = read_by(export("'dbml'"), 'node', "$consumers/parse-dbml.mjs");
    is_deeply(sorted(map { s/\r/\n/r } keys %{ $read->{tables} }), sorted(map { s/\r/\n/r } @tables), 'DBML does too');
    for my $table ('"a.b"', 'a.b', 'a."b.c"', '"a.b".c', '"""a.b"""', 'U&"new\\000aline"', 'new\nline', '__proto__', '</script>.-->')
    {
        my $read = read_by(export("'html'"), 'node', "$consumers/parse-html.mjs", $table, 'a.b', $table eq 'a.b' ? '"a.b"' : $table);
        is(scalar @{ $read->{tables} }, @tables, 'the page has a box for each table');
        is($read->{links}, $links, 'and a line for each link');
        is($read->{path}{heading}, 'a.b to ' . ($table eq 'a.b' ? '"a.b"' : $table), "and finds $table");
        is(scalar @{ $read->{path}{steps} }, 1, 'by its way');
        is(scalar @{ $read->{table}{lit} }, $table eq 'a.b' ? @tables : 2, 'with the tables linked to it');
    }
}

done_testing();
