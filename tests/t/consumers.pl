# Runs programs that read relationships on a database, and queries the rows of each relationship through them: they must know its
# name, and return the same as relmeta.nested(). The programs come from npm and are installed once, in build/consumers; a program
# that cannot be installed or run is skipped.
use strict;
use warnings;
use Client;
use Cwd ();
use IPC::Run ();
use JSON::PP ();
use Server ();
use Test::More;

my $top = Cwd::abs_path(__FILE__ =~ s{[^/]+$}{}r . '../..');
my $consumers = "$top/tests/consumers";
my $directory = Server::temporary_directory();

sub contents { my ($file) = @_; open my $in, '<', $file or die "$file: $!"; local $/; return scalar <$in>; }

sub write_file
{
    my ($name, $text) = @_;
    open my $out, '>', "$directory/$name" or die "$name: $!";
    print {$out} $text;
    close $out;
    return "$directory/$name";
}

sub export { my ($arguments) = @_; return sql("SELECT relmeta.export($arguments)"); }

# Starts a program in the background; json_of reads its result.
sub start
{
    my (@command) = @_;
    my %program = (out => '', err => '');
    $program{run} = IPC::Run::start(\@command, '<', \undef, '>', \$program{out}, '2>', \$program{err});
    return \%program;
}

sub json_of
{
    my ($program) = @_;
    $program->{run}->finish;
    my $report = eval { JSON::PP->new->utf8->decode($program->{out}) } or diag("$program->{out}$program->{err}");
    return $report;
}

# The expected result of a program: these relationships are missing, and none differs.
sub agrees
{
    my ($name, $report, @missing) = @_;
    @missing = sort @missing;
    my $expected = ($report->{of} // 0) - @missing;
    cmp_ok($expected, '>', 0, "$name is queried for relationships");
    is_deeply($report->{missing}, \@missing, "$name has them under their names, but these");
    is_deeply($report->{differ}, [], "$name returns the rows that nested() returns");
    is($report->{queries}, $expected, "$name: all of them");
    note("$name: $report->{of} relationships, $report->{names} names, $report->{queries} queries agree");
    return;
}

my $why = Client::npm_packages($consumers);
fresh_database('consumers');
sql('CREATE EXTENSION relmeta');
IPC::Run::run(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$consumers/schema.sql"], '>', '/dev/null') or die 'schema.sql';

sql(export("'pg_graphql'"));    # beside PostGraphile

# Foreign keys that also refer to a view are not written twice.
my @to_views = split /\n/, sql(q{SELECT relname || '.' || name FROM relmeta.relationship JOIN pg_class AS c ON c.oid = source
    WHERE origin = 'view' AND holder <> CASE WHEN reverse THEN target ELSE source END});
# Models cannot contain conditions.
my @conditional = ('attachment.grp', 'grp.attachments');

SKIP: {
    skip($why, 1) if $why;
    # For PostGraphile, tags define the relationships that tags can express, and functions define the others.
    my (%running, %computed);
    for ([5, 'postgraphile'], [4, 'postgraphile4'])
    {
        my ($version, $format) = @$_;
        {
            local $ENV{PGDATABASE} = 'postgres';
            sql("DROP DATABASE IF EXISTS consumers_$version");
            sql("CREATE DATABASE consumers_$version TEMPLATE consumers");
        }
        local $ENV{PGDATABASE} = "consumers_$version";
        my $functions = "FROM relmeta.consumers('$format') JOIN pg_class AS c ON c.oid = source WHERE fix LIKE 'CREATE FUNCTION %'";
        $computed{$version} = [sort split /\n/, sql("SELECT relname || '.' || relationship $functions")];
        my $tags = write_file("$format.json5", export("'$format'"));
        sql(sql("SELECT string_agg(fix, '') $functions"));
        $running{$version} = start('node', "$consumers/postgraphile.mjs", $version, $tags);
    }
    my $functions = start('node', "$consumers/functions.mjs");
    sql(q{CREATE SCHEMA accessors; SELECT relmeta.add_accessors(schema => 'accessors')});
    my $accessors = start('node', "$consumers/functions.mjs", 'accessors');

    # Load the models while PostGraphile starts.
    my ($python) = grep { IPC::Run::run([$_, '-c', 'import sqlalchemy, django, psycopg2'], '>&', \my $none) } '/usr/bin/python3', 'python3';
    my @models = ('Drizzle', $python ? qw(SQLAlchemy Django) : ());
    my $start_models = sub {
        my ($place) = @_;
        my %commands = (
            Drizzle => ['drizzle', 'schema.ts', 'node', "$consumers/drizzle.mjs", "$directory/$place/drizzle/schema.ts"],
            SQLAlchemy => ['sqlalchemy', 'models.py', $python, "$consumers/sqlalchemy_models.py", "$directory/$place/sqlalchemy/models.py"],
            Django => ['application', 'models.py', $python, "$consumers/django_models.py", "$directory/$place"]);
        mkdir "$directory/$place";
        my %started;
        for my $name (@models)
        {
            my ($folder, $file, @command) = @{ $commands{$name} };
            mkdir "$directory/$place/$folder";
            write_file("$place/$folder/$file", export("'" . lc($name) . "'"));
            write_file("$place/$folder/__init__.py", '');
            if ($name eq 'Drizzle')    # TypeScript checks these types too
            {
                write_file("$place/$folder/supabase.ts", export("'supabase'"));
                write_file("$place/$folder/hasura.ts", qq(import type { Metadata } from "hasura-metadata-types";\nexport const metadata: Metadata["metadata"] = )
                    . export("'hasura'"));
            }
            $started{$name} = start(@command, "$directory/$place/$name.json");
        }
        return %started;
    };
    %running = (%running, $start_models->('models'));
    $running{Prisma} = start('node', "$consumers/prisma.mjs", write_file('schema.prisma', export("'prisma'")), 'Account');

    agrees('pg_graphql', json_of($functions));
    agrees('PostgREST, by accessors', json_of($accessors));

    # PostGraphile together with the functions for pg_graphql, which it is told to omit.
    my @untagged = (@conditional, 'grp.users_via_grp_user_zone', 'user.grps_via_grp_user_zone', 'zone.grps', 'zone.users', @to_views);
    my %untagged = (5 => \@untagged, 4 => [@untagged, 'account.seats', 'seat.accounts', 'grp.users_via_locker', 'user.grp']);
    for my $version (5, 4)
    {
        my $report = json_of($running{$version});
        agrees("PostGraphile $version", $report);
        is_deeply($computed{$version}, [sort @{ $untagged{$version} }], "functions define the rest for PostGraphile $version");
        is_deeply($report->{hidden}, $version == 5 ? ['public.tag.shade'] : [], 'a column with labels that GraphQL does not allow is hidden');
        is_deeply($report->{warnings}, [], "PostGraphile $version has nothing to say about the tags");
        is_deeply($report->{others}, [map { "$_->[0]By$_->[1]" } ['Grp.users', 'GrpUserZoneGrpIdAndUserId'], ['User.grps', 'GrpUserZoneUserIdAndGrpId'],
            ['Zone.grps', 'GrpUserZoneZoneIdAndGrpId'], ['Zone.users', 'GrpUserZoneZoneIdAndUserId']],
            "PostGraphile $version links nothing else but the ends of the bridge whose names differ");
    }

    # Prisma and Drizzle have the two steps of a link through a bridge. Prisma has no views, because they have no keys.
    my @through = split /\n/, sql(q{SELECT relname || '.' || name FROM relmeta.relationship JOIN pg_class AS c ON c.oid = source
        WHERE bridge IS NOT NULL ORDER BY relname COLLATE "C", name COLLATE "C"});
    my $prisma = json_of($running{Prisma});
    my @of_views = split /\n/, sql(q{SELECT s.relname || '.' || name FROM relmeta.relationship JOIN pg_class AS s ON s.oid = source JOIN pg_class AS t ON t.oid = target
        WHERE 'v' IN (s.relkind, t.relkind) AND bridge IS NULL});
    agrees('Prisma', $prisma, @through, @of_views, @conditional);
    for my $name (@models)
    {
        $running{$name}{run}->finish;
        is("$running{$name}{out}$running{$name}{err}", '', "$name reads its models") or next;
        my $report = json_of(start('node', "$consumers/loaded.mjs", "$directory/models/$name.json"));
        if ($name eq 'Django')
        {
            is_deeply([splice @{ $report->{differ} }], ['user.grp: many_to_one but many'], 'a link to one row through a bridge is a list');
            $report->{queries}++;
        }
        agrees($name, $report, @to_views, @conditional, $name eq 'Drizzle' ? @through : ());
    }

    # Comments are passed unchanged, and cannot end a string or comment.
    my @comments = (qq(say "hi" ''' """ \\ */ </script><b> %%{init: {}}%% | `x` #{y} \${z}\n## 2nd\x01\r\x{2028}*/),
        qq(say "hi" ''' """ \\\n */ -->\n| ]} // note: 'x' \x{e9}));
    if ($python)
    {
        my $code = 'import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("models", sys.argv[1])
models = importlib.util.module_from_spec(spec)
spec.loader.exec_module(models)
print(json.dumps([models.Account.__doc__, models.Account.__table__.columns["username"].comment]))';
        is_deeply(json_of(start($python, '-c', $code, "$directory/models/sqlalchemy/models.py")), \@comments, 'SQLAlchemy has the comments');
    }
    my ($json) = grep { $_->{name} eq 'account' } @{ JSON::PP->new->utf8->decode(export("'json'"))->{tables} };
    is_deeply([$json->{comment}, map { $_->{comment} // () } @{ $json->{columns} }], \@comments, 'json has them');
    is_deeply($prisma->{documentation}, [map { s/[\x01\r]/ /gr =~ s/\n +/\n/gr } @comments], 'and Prisma');
    for my $format (qw(mermaid dbml html))
    {
        my $text = export("'$format'");
        my ($out, $err);
        IPC::Run::run(['node', "$consumers/parse-$format.mjs", 'account', 'account', 'user'], '<', \$text, '>', \$out, '2>', \$err);
        is("$? $err", '0 ', "$format contains them");
    }
    # In Mermaid, names are labels of foreign keys. With bridges as edges, they also label links through bridges with two ends and
    # no other column.
    my %labels;
    for my $bridges (qw(tables edges))
    {
        my ($text, $out) = export("'mermaid', bridges => '$bridges'");
        IPC::Run::run(['node', "$consumers/parse-mermaid.mjs"], '<', \$text, '>', \$out);
        for (@{ JSON::PP->new->utf8->decode($out)->{relationships} })
        {
            my ($left, undef, undef, undef, $right, $label) = split / /, $_, 6;
            my ($name, $inverse) = $label =~ /^(.*?) \/ (.*?)(?: \(.*\))?$/;
            $labels{"$left.$name"} = $labels{"$right.$inverse"} = 1;
        }
    }
    is_deeply([sort grep { !$labels{ s/^b"c\./"b""c"./r } } split /\n/, sql(q{SELECT relname || '.' || name FROM relmeta.relationship JOIN pg_class AS c ON c.oid = source})],
        [sort 'grp.users_via_grp_user_zone', 'grp.zones', 'user.grps_via_grp_user_zone', 'user.zones', 'zone.grps', 'zone.users'],
        'Mermaid has the names of all but links between three ends');
    my $markdown = export("'markdown'");
    my $page;
    IPC::Run::run(['node', "$consumers/parse-markdown.mjs"], '<', \$markdown, '>', \$page);
    $page = JSON::PP->new->utf8->decode($page);
    my $on_a_line = sub { $_[0] =~ s/[\x00-\x1f]/ /gr };
    is_deeply($page->{headings}, ['Tables', map { s/^b"c$/"b""c"/r } split /\n/, sql(q{SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'v') ORDER BY relname COLLATE "C"})], 'Markdown has the tables');
    is_deeply([grep { $_->[0] eq 'username' } @{ $page->{rows} }], [['username', 'text', '', '', $on_a_line->($comments[1])]],
        'and their columns, with comments');
    ok(scalar(grep { s/ +/ /gr eq $on_a_line->($comments[0]) =~ s/ +/ /gr } @{ $page->{paragraphs} }), 'and theirs');
    is_deeply([$page->{others}, $page->{broken}], [[], []], 'and only Markdown, without broken links');
    my ($dot, $svg, $said) = export("'dot'");
    IPC::Run::run(['dot', '-Tsvg'], '<', \$dot, '>', \$svg, '2>', \$said);
    is($said, '', 'graphviz draws them');
    like($svg, qr/say &quot;hi&quot;/, 'and shows them');

    # Whatever the names, programs can read the exports and find every relationship.
    fresh_database('consumers_names');
    sql('CREATE EXTENSION relmeta');
    IPC::Run::run(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$consumers/names.sql"], '>', '/dev/null') or die 'names.sql';
    my %started = $start_models->('names');
    my $decode = sub { JSON::PP->new->utf8->decode($_[0]) };
    my @wanted = @{ $decode->(export("'json'"))->{relationships} };
    cmp_ok(scalar @wanted, '>', 70, 'names of many forms');
    my $one_or_many = sub { join ' ', map { JSON::PP->new->canonical->encode($_) } $_[0]{source}, $_[0]{target}, $_[0]{many} ? 1 : 0 };
    my $written = start('node', "$consumers/prisma.mjs", write_file('names.prisma', export("'prisma'")));
    for my $name (@models)
    {
        $started{$name}{run}->finish;
        is("$started{$name}{out}$started{$name}{err}", '', "$name reads models with any names") or next;
        is_deeply([sort map { $one_or_many->($_) } @{ $decode->(contents("$directory/names/$name.json")) }],
            [sort map { $one_or_many->({ %$_, many => scalar($_->{kind} =~ /_to_many$/) }) } grep { $name ne 'Drizzle' || !$_->{bridge} } @wanted],
            "$name has their relationships");
    }
    is(json_of($written)->{of}, scalar @wanted, 'Prisma reads them');
    for my $format (qw(mermaid dbml html markdown))
    {
        my $text = export("'$format'");
        my ($out, $err);
        IPC::Run::run(['node', "$consumers/parse-$format.mjs", 'class', 'class', 'model'], '<', \$text, '>', \$out, '2>', \$err);
        is("$? $err", '0 ', "$format with any names");
    }
    my $drawing = export("'dot'");
    IPC::Run::run(['dot', '-Tsvg'], '<', \$drawing, '>', \my $drawn, '2>', \my $complaint);
    is($complaint, '', 'and dot');

    # Without an export, programs find the relationships that relmeta.consumers() predicts, on this schema and two more. Problems
    # that stop a program are predicted and fixed first, so programs that require changes of tables come last.
    my @databases = ('consumers');
    for my $name (qw(faults forms))
    {
        push @databases, "consumers_$name";
        fresh_database($databases[-1]);
        sql('CREATE EXTENSION relmeta');
        IPC::Run::run(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$consumers/$name.sql"], '>', '/dev/null') or die "$name.sql";
    }
    my %inspectors = ('PostGraphile 5' => ['node', "$consumers/postgraphile.mjs", 5], 'PostGraphile 4' => ['node', "$consumers/postgraphile.mjs", 4],
        Prisma => ['node', "$consumers/prisma-pull.mjs"]);
    my $verdicts_agree = sub {
        my ($name, $report, $database) = @_;
        cmp_ok($report->{verdicts} // 0, '>', 0, "$name has verdicts on $database");
        is_deeply($report->{wrong}, [], 'and all are correct, and other relationships exist');
        note("$name, $database: $report->{of} relationships, $report->{verdicts} verdicts");
        return;
    };
    for my $names ([qw(Prisma), 'PostGraphile 5'], ['PostGraphile 4'])
    {
        my @started = map { my $name = $_; map { local $ENV{PGDATABASE} = $_; [$name, start(@{ $inspectors{$name} }), $_] } @databases } @$names;
        $verdicts_agree->($_->[0], json_of($_->[1]), $_->[2]) for @started;
    }
    if ($python)
    {
        # For these, Django writes invalid Python.
        for my $database (@databases)
        {
            local $ENV{PGDATABASE} = $database;
            is(sql(q{SELECT string_agg(DISTINCT quote_ident(relname), ',') FROM relmeta.consumers('django') JOIN pg_class AS c ON c.oid = source
                WHERE reason = 'inspectdb writes an invalid class for ' || quote_ident(relname)}),
                { consumers => '"b""c"', consumers_faults => '', consumers_forms => '"1st thing","b""c"' }->{$database}, "models that Django cannot write for $database");
        }
        sql('DROP TABLE "1st thing", "b""c"');
        $ENV{PGDATABASE} = 'consumers';
        sql('SET client_min_messages = warning; DROP TABLE "b""c" CASCADE');
        for my $name (qw(django sqlalchemy))
        {
            for my $database (@databases)
            {
                local $ENV{PGDATABASE} = $database;
                mkdir "$directory/$database";
                my @command = $name eq 'django' ? ("$consumers/inspectdb.py", "$directory/$database") : "$consumers/automap.py";
                my ($links, $stopped);
                IPC::Run::run([$python, @command], '<', \undef, '>', \$links, '2>', \$stopped) or diag($stopped);
                $verdicts_agree->($name, json_of(start('node', "$consumers/verdicts.mjs", $name, write_file("$name.json", $links))), $database);
            }
        }
    }

    # The DBML round trip preserves foreign keys and types.
    fresh_database('consumers_dbml');
    sql('CREATE EXTENSION relmeta');
    sql($_) for split /;\n/, <<'END';
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE tenant (id integer PRIMARY KEY, name varchar(20) NOT NULL, code char(3), born timestamptz(3), rate float8, tags text[], prices numeric(10,2)[]);
CREATE TABLE detail (tenant_id integer PRIMARY KEY REFERENCES tenant ON DELETE CASCADE, mood mood, bits varbit(8), at time(0));
CREATE TABLE unit (tenant_id integer REFERENCES tenant ON UPDATE CASCADE, number integer, PRIMARY KEY (tenant_id, number));
CREATE TABLE "Deed" (id bigint PRIMARY KEY, a integer, b integer, "Parent" bigint REFERENCES "Deed", CONSTRAINT one FOREIGN KEY (a, b) REFERENCES unit ON DELETE SET NULL, UNIQUE (a, b))
END
    my $ddl;
    my $dbml = export("'dbml'");
    IPC::Run::run(['node', "$consumers/dbml-to-sql.mjs"], '<', \$dbml, '>', \$ddl);
    my $keys = contents("$consumers/keys.sql");
    my $before = sql($keys);
    fresh_database('consumers_dbml_again');
    sql(q{CREATE TYPE mood AS ENUM ('good', 'bad')});
    sql($ddl);
    is(sql($keys), $before, 'DBML: the tables that dbdiagram.io makes of it are the same');
}

done_testing();
