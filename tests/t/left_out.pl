# Tables that lint, exports and searches omit unless named: those of other extensions, and of schemas excluded by relmeta.word.
use strict;
use warnings;
use Client qw(relmeta export_formats);
use Server;
use Test::More;

# An extension whose tables have keys and include a bridge.
my $library = <<'END';
CREATE TABLE shelf(id integer PRIMARY KEY);
CREATE TABLE book(id integer PRIMARY KEY, shelf_id integer REFERENCES shelf);
CREATE TABLE lent(shelf_id integer REFERENCES shelf, book_id integer REFERENCES book, PRIMARY KEY (shelf_id, book_id));
END
own_server([], 'library_test.control' => "default_version = '1.0'\nrelocatable = true\n", 'library_test--1.0.sql' => $library);

fresh_database('left_out');
sql('CREATE TABLE account(id integer PRIMARY KEY); CREATE EXTENSION library_test');
my $marked = "SELECT string_agg(source || '.' || name || ' ' || extension, ', ' ORDER BY source::text, name) FROM relmeta.relationships
    WHERE extension IS NOT NULL";
my $formats = join ',', export_formats();
my $told = "SELECT (SELECT count(*) FROM relmeta.lint() WHERE object ~ '(shelf|book|lent)\$'),
    (SELECT count(*) FROM unnest('{$formats}'::text[]) AS f
     WHERE relmeta.export(f) ~ 'book|lent')";
# Two tables linked only by the library, and one of ours that refers to it and is linked with one of them
sql('CREATE TABLE reader(id integer PRIMARY KEY, shelf_id integer REFERENCES shelf);
     CREATE TABLE writer(id integer PRIMARY KEY, shelf_id integer REFERENCES shelf)');
like(sql($marked), qr/^book\.\w+ library_test, .*lent\.book library_test, .*shelf\.readers library_test/, 'relationships of an extension are marked');
unlike(sql($marked), qr/reader\./, 'and those of a table of ours that refers to it are not');
is(sql("SELECT bridge, extension FROM relmeta.bridges WHERE extension IS NOT NULL"), 'lent|library_test', 'and its bridges too');
is(sql("SET search_path = ''; SELECT count(*) FROM relmeta.relationships WHERE extension = 'library_test'"),
    sql("SELECT count(*) FROM relmeta.relationships WHERE extension IS NOT NULL"), 'whatever the search_path');
is(sql($told), '0|0', 'neither lint nor any export contains them');
unlike(sql("SELECT relmeta.export('mermaid')"), qr/shelf" \{/, 'the diagrams have no table of it');
is(sql("SET relmeta.include_extensions = on; SELECT relmeta.export('mermaid') LIKE '%\"book\" {%',
    count(*) > 2 FROM relmeta.lint() WHERE object ~ 'shelf|book|lent'"), 't|t', 'unless relmeta.include_extensions is on');
is(sql("SELECT count(*) > 0, relmeta.export('mermaid', '{book,shelf}') LIKE '%\"book\" {%' FROM relmeta.lint('{book}')"), 't|t',
    'or they are named');
# A library's bridge between our tables
sql("CREATE TABLE reads(reader_id integer REFERENCES reader, writer_id integer REFERENCES writer, PRIMARY KEY (reader_id, writer_id));
     ALTER EXTENSION library_test ADD TABLE reads");
is(sql("SELECT name, extension FROM relmeta.relationships WHERE source = 'reader'::regclass AND via IS NOT NULL"), 'writers|library_test',
    'a link through its bridge is marked');
unlike(sql("SELECT relmeta.export('json')"), qr/reads/, 'and left out');
like(sql("SELECT relmeta.export('json', '{reader,writer}')"), qr/"bridge": \["public", "reads"\]|reads/, 'unless its ends are named');
sql('ALTER EXTENSION library_test DROP TABLE reads; DROP TABLE reads');

my $way = "SELECT string_agg(target::text, ' ') FROM relmeta.path";
is(sql("$way('reader', 'writer')"), '', 'no path passes through them');
is(sql("$way('reader', 'writer', '{shelf}')"), 'shelf writer', 'unless one is named');
is(sql("$way('reader', 'book')"), 'shelf book', 'or is the end of the path');
is(sql("SET relmeta.include_extensions = on; $way('reader', 'writer')"), 'shelf writer', 'or the setting is on');
is(sqlstate_of((psql("SELECT relmeta.join_sql('reader', 'writer')"))[2]), '22023', 'no join passes through them');
like(sql("SELECT relmeta.join_sql('reader', 'shelf', 'writer')"), qr/JOIN public.writer/, 'unless one is named');

# Members are added and removed, in a session that has searched before
is(sql("$way('reader', 'writer'); ALTER EXTENSION library_test DROP TABLE shelf; $way('reader', 'writer');
    ALTER EXTENSION library_test ADD TABLE shelf; $way('reader', 'writer')"), "\nshelf writer\n", 'ALTER EXTENSION DROP and ADD take effect immediately');
sql('ALTER EXTENSION library_test ADD TABLE writer');
is(sql("SELECT DISTINCT extension FROM relmeta.relationships WHERE source = 'writer'::regclass"), 'library_test', 'a table that is added is marked');
is(sql("SELECT count(*) FROM relmeta.lint() WHERE object ~ 'writer'"), '0', 'and left out');
sql('ALTER EXTENSION library_test DROP TABLE writer');
is(sql("SELECT count(*) > 0 FROM relmeta.lint() WHERE object ~ 'writer'"), 't', 'and reported when it is removed from it');
true_catalog('nothing of that changes the catalog');

# The client
for my $command ([qw(lint)], [qw(export json)], [qw(export mermaid)], [qw(relationships)], [qw(bridges)])
{
    my (undef, $out) = relmeta(@$command);
    unlike($out, qr/\blent\b/, "relmeta @$command leaves the extension out");
    (undef, $out) = relmeta(@$command, '--include-extensions');
    like($out, qr/\blent\b/, 'and includes it with --include-extensions');
}
like((relmeta(qw(relationships lent)))[1], qr/\bbook\b/, 'and if a table is named');
my $file = temporary_directory() . '/shop.mmd';
my $drawn = sub { relmeta(diagram => -o => $file, @_); open my $in, '<', $file or die $!; local $/; return scalar <$in> };
unlike($drawn->(), qr/lent/, 'relmeta diagram leaves it out');
like($drawn->('--include-extensions'), qr/lent/, 'and includes it');
relmeta(qw(export json --include-extensions -o), "$file.json");
is((relmeta('diff', "$file.json", '--include-extensions'))[0], 0, 'diff compares an export with the same');
is((relmeta('diff', "$file.json"))[0], 1, 'and shows what else is in it');
{
    local $ENV{PGOPTIONS} = '-c relmeta.include_extensions=on';
    like((relmeta(qw(relationships)))[1], qr/\blent\b/, 'the setting is used if set before');
}

# A schema excluded by name
my $ours = "SELECT count(*) FROM relmeta.lint() WHERE object LIKE '%Register of changes%'";
sql('CREATE SCHEMA "Register of changes"; CREATE TABLE "Register of changes".entry(account_id integer REFERENCES account)');
is(sql($ours), '2', 'tables of a schema');
sql("INSERT INTO relmeta.word (list, word) VALUES ('schema', 'Register of changes'), ('schema', 'no such'), ('schema', ''), ('schema', 'pg_catalog')");
is(sql($ours), '0', 'left out by its name');
unlike(sql("SELECT relmeta.export('json')"), qr/Register of changes/, 'of exports too');
is(sql("SET relmeta.include_extensions = on; $ours"), '0', 'whatever the setting for extensions');
is(sql(q(SELECT count(*) FROM relmeta.lint('{"\"Register of changes\".entry"}'))), '2', 'but not if one of them is named');
is(sql(q(SELECT string_agg(name, ' ') FROM relmeta.relationship WHERE holder = '"Register of changes".entry'::regclass)), 'account entries',
    'their relationships are there as ever');
sql(q(DELETE FROM relmeta.word; DROP SCHEMA "Register of changes" CASCADE; DROP TABLE reader, writer));
true_catalog('true with and without');

done_testing();
