# lint as a CI job: ignored findings, its exit status, and its output for other programs.
use strict;
use warnings;
use Client;
use Cwd ();
use File::Temp ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

my $directory = File::Temp->newdir;
my $contents = sub { open my $in, '<:raw', $_[0] or return ''; local $/; return scalar <$in> };
my $write = sub { open my $to, '>:raw', $_[0] or die; print {$to} $_[1]; close $to; return $_[0] };

# The exit status, and the rule and object of each finding.
sub found
{
    my ($status, $out, $err) = relmeta('lint', @_, '--format', 'json');
    return [$status, $err, map { "$_->{rule} $_->{object}" } @{ JSON::PP->new->utf8->decode($out || '[]') }];
}

fresh_database('lint');
sql($_) for 'CREATE EXTENSION relmeta', 'CREATE TABLE "user"(id integer PRIMARY KEY)',
    'CREATE TABLE profile(id integer PRIMARY KEY, user_id integer UNIQUE REFERENCES "user")',
    'CREATE TABLE post(id integer PRIMARY KEY, user_id integer REFERENCES "user")',
    'CREATE TABLE hen(id integer PRIMARY KEY)', 'CREATE TABLE egg(id integer PRIMARY KEY, hen_id integer NOT NULL UNIQUE REFERENCES hen)',
    'ALTER TABLE hen ADD egg_id integer NOT NULL UNIQUE REFERENCES egg';

# Severities
my %of = (error => 'required_cycle hen_egg_id_fkey on public.hen', warning => 'foreign_key_without_index post_user_id_fkey on public.post',
    info => 'one_to_one_nullable profile_user_id_fkey on public.profile');
my %table = (error => 'egg', warning => 'post', info => 'profile');
is_deeply(found(), [1, '', @of{qw(error warning info)}], 'all are found');
for my $case (['error', 1, 0, 0], ['warning', 1, 1, 0], ['info', 1, 1, 1], [undef, 1, 1, 0])
{
    my ($fail_on, @expected) = @$case;
    for my $severity (qw(error warning info))
    {
        my @options = $fail_on ? ('--fail-on', $fail_on) : ();
        is_deeply(found($table{$severity}, @options), [shift @expected, '', $of{$severity}], "@options: $severity");
    }
}
is_deeply(found('user', qw(--fail-on info)), [0, ''], 'no findings');
wrong_usage([qw(lint --fail-on fatal)], qr/invalid severity "fatal": must be error, warning or info\n/);
wrong_usage([qw(lint --fail-on fatal -d), 'no such database'], qr/invalid severity/, 'which is reported without a connection');
succeeds([qw(lint profile)], <<'END', 'a finding of a lower severity is shown');
info: profile_user_id_fkey on public.profile: a row of public.profile belongs to one row of public."user" or to none, because (user_id) can be null [one_to_one_nullable]
    ALTER TABLE public.profile ALTER COLUMN user_id SET NOT NULL;
END

# Ignores
my @rule = qw(--ignore required_cycle);
is_deeply(found(@rule), [1, '', @of{qw(warning info)}], 'a rule is ignored');
is_deeply(found(@rule, qw(--ignore foreign_key_without_index)), [0, '', $of{info}], 'and another');
is_deeply(found('--ignore', 'required_cycle:hen_egg_id_fkey on public.hen'), [1, '', @of{qw(warning info)}], 'a rule about an object');
is_deeply(found('--ignore', 'required_cycle:"HEN_egg_id_fkey" on public.hen'),
    [1, qq(relmeta: warning: --ignore required_cycle:"HEN_egg_id_fkey" on public.hen matches no finding\n), @of{qw(error warning info)}],
    'quotes keep capitals');
is_deeply(found('--ignore', 'required_cycle:Hen_Egg_ID_fkey on "public".hen'), [1, '', @of{qw(warning info)}], 'names without do not');
is_deeply(found('--ignore', 'required_cycle:public.hen'), [1, '', @of{qw(warning info)}], 'a rule about a table');
is_deeply(found('--ignore', ':public.post'), [1, '', @of{qw(error info)}], 'all findings about a table');
is_deeply(found(qw(-q --ignore duplicate_bridge)),
    [1, "relmeta: warning: --ignore duplicate_bridge matches no finding\n", @of{qw(error warning info)}], 'an ignore without a match is reported');
is_deeply(found(qw(post --ignore duplicate_bridge)), [1, '', $of{warning}], 'not if only some tables are checked');
wrong_usage([qw(lint --ignore required_cycles)], qr/unknown rule "required_cycles"\nHINT: Perhaps you meant "required_cycle"\.\n/);
wrong_usage(['lint', '--ignore', 'required_cycle:post'], qr/invalid object "post"\nHINT: An object is a table with its schema/);
wrong_usage(['lint', '--ignore', ''], qr/missing rule or object/);

# relmeta.toml
my $home = Cwd::getcwd();
mkdir "$directory/project" or die;
mkdir "$directory/project/.git" or die;
mkdir "$directory/project/migrations" or die;
chdir "$directory/project/migrations" or die;
my $project = sub { $write->("$directory/project/relmeta.toml", $_[0]) };
$project->(<<'END');
[[lint.ignore]]
rule = "required_cycle"
object = 'hen_egg_id_fkey on public."hen"'
reason = "filled by one statement"

[[lint.ignore]]
object = "public.post"
reason = "replaced next month"
END
is_deeply(found(), [0, '', $of{info}], 'relmeta.toml ignores an object, and all about one');
is_deeply(found(qw(--ignore one_to_one_nullable)), [0, ''], 'in addition to --ignore');
$project->(qq([[lint.ignore]]\nrule = "duplicate_bridge"\nreason = "none is there"\n));
is_deeply(found(), [1, "relmeta: warning: ../relmeta.toml:1: [[lint.ignore]] matches no finding\n", @of{qw(error warning info)}],
    'an ignore without a match is reported, with its line');
for my $case ([qq(rule = "required_cycle"), qr/1:\d+: "reason" of \[\[lint\.ignore\]\] is missing/],
    [qq(rule = "required_cycles"\nreason = "x"), qr/1: unknown rule "required_cycles"\nHINT: Perhaps you meant "required_cycle"\./],
    [qq(object = "post"\nreason = "x"), qr/1: invalid object "post"\nHINT/], [qq(reason = "x"), qr/1: missing rule or object/],
    [qq(rule = required_cycle), qr/2:8: /])
{
    $project->("[[lint.ignore]]\n$case->[0]\n");
    wrong_usage(['lint'], qr/\.\.\/relmeta\.toml:$case->[1]/, 'a malformed relmeta.toml');
}
chdir $home or die;

# A baseline
my $baseline = "$directory/baseline";
my ($status, $out, $err) = relmeta('lint', '--save-baseline', $baseline, @rule);
is("$status $err$out", "0 relmeta: 2 findings written to $baseline\nrelmeta: no new findings\n", 'a baseline is written');
is($contents->($baseline), <<"END", 'with the findings that are not ignored');
# relmeta lint baseline 1
warning $of{warning}
info $of{info}
END
is_deeply(found('--baseline', $baseline), [1, '', $of{error}], 'its findings are left out');
succeeds(['lint', '--baseline', $baseline, @rule, '-q'], '', 'and does not count');
sql('CREATE TABLE note(user_id integer NOT NULL REFERENCES "user"); CREATE INDEX ON note (user_id)');
my $new = 'table_without_primary_key public.note';
is_deeply(found('--baseline', $baseline, @rule), [1, '', $new], 'a new finding appears');
sql('DROP TABLE note; CREATE INDEX ON post (user_id)');
($status, $out, $err) = relmeta('lint', '--baseline', $baseline, @rule);
is("$status $err$out", "0 relmeta: fixed since the baseline was saved: 1 finding\nrelmeta: no new findings\n", 'a fixed one is reported to people');
is_deeply(found('--baseline', $baseline, '--save-baseline', $baseline, @rule), [0, ''], 'it can be read and written at once');
is($contents->($baseline), "# relmeta lint baseline 1\ninfo $of{info}\n", 'and then no longer contains it');
sql('DROP INDEX post_user_id_idx');
is_deeply(found('--baseline', $baseline, @rule), [1, '', $of{warning}], 'so that it is new when it appears again');
$write->($baseline, "# relmeta lint baseline 1\ninfo $of{warning}\n");
is_deeply(found('--baseline', $baseline, 'post'), [1, '', $of{warning}], 'and one that has become worse');
sql('ALTER TABLE post RENAME TO other; ALTER TABLE other RENAME TO post; CREATE TABLE a_table(id integer PRIMARY KEY)');
$write->($baseline, "# relmeta lint baseline 1\r\nwarning $of{warning}\r\n");
is_deeply(found('--baseline', $baseline, 'post'), [0, ''], 'neither OIDs nor ends of lines matter');
$write->($baseline, "# relmeta lint baseline 1\nerror $of{error}\n");
sql('CREATE TABLE chick(id integer PRIMARY KEY, egg_id integer NOT NULL UNIQUE REFERENCES egg, hen_id integer NOT NULL UNIQUE REFERENCES hen)');
is_deeply(found('--baseline', $baseline, qw(egg hen)), [0, ''], 'nor do tables that refer to a circle of others');
sql('DROP TABLE chick');
for my $case (['', qr/not a baseline of this version\nHINT: Create one with "relmeta lint --save-baseline FILE"\.\n\z/],
    ["# relmeta lint baseline 2\n", qr/not a baseline of this version\nHINT/], ["{}\n", qr/not a baseline of this version\nHINT/],
    ["# relmeta lint baseline 1\n<<<<<<< HEAD\n", qr/line 2 of the baseline is not a finding: "<<<<<<< HEAD"\nHINT: Each line is SEVERITY RULE OBJECT\.\n\z/],
    ["# relmeta lint baseline 1\n\nwarning required_cycle \n", qr/line 3 of the baseline is not a finding/])
{
    $write->($baseline, $case->[0]);
    wrong_usage(['lint', '--baseline', $baseline], qr/could not read file "\Q$baseline\E": $case->[1]/, 'a malformed baseline');
}
wrong_usage(['lint', '--baseline', "$directory/nowhere"], qr/could not read file ".*nowhere": No such file or directory\n\z/);

# Formats for programs
sub read_csv
{
    my ($text) = @_;
    my $read = 'import csv, io, json, sys
print(json.dumps(list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))))';
    IPC::Run::run(['python3', '-c', $read], '<', \$text, '>', \my $json) or die 'python3 failed';
    return JSON::PP->new->utf8->decode($json);
}

# Parses workflow commands as the runner of GitHub Actions does.
sub read_annotations
{
    my ($text) = @_;
    my $plain = sub { my %character = ('0D' => "\r", '0A' => "\n", '3A' => ':', '2C' => ',', 25 => '%'); return $_[0] =~ s/%(0D|0A|3A|2C|25)/$character{$1}/gr };
    my @annotations;
    for my $line (split /[\r\n]+/, $text)
    {
        $line =~ /^::(error|warning|notice) title=([^:,]*)::(.*)$/ or return "no annotation: $line";
        push @annotations, { severity => $1 eq 'notice' ? 'info' : $1, rule => $plain->($2), text => $plain->($3) };
    }
    return \@annotations;
}

sub sarif_results
{
    my ($log) = @_;
    my @rules = @{ $log->{runs}[0]{tool}{driver}{rules} };
    my %severity = (error => 'error', warning => 'warning', note => 'info');
    return [map { { severity => $severity{ $_->{level} }, rule => $rules[$_->{ruleIndex}]{id} eq $_->{ruleId} ? $_->{ruleId} : '',
        object => $_->{locations}[0]{logicalLocations}[0]{fullyQualifiedName}, fix => $_->{properties}{fix},
        text => $_->{message}{text} =~ s/([{}])\1/$1/gr =~ s/\\\]\(/](/gr } } @{ $log->{runs}[0]{results} }];
}

# The published schema, from an npm package; undef if not available.
sub sarif_schema
{
    my $package = '@microsoft/jest-sarif@1.0.0-beta.0';
    my $log;
    my $packed = eval { IPC::Run::run(['npm', 'pack', '--silent', '--pack-destination', "$directory", $package], '<', \undef, '>', \$log, '2>&1') };
    my ($archive) = glob "$directory/*.tgz";
    return unless $packed && $archive;
    IPC::Run::run(['tar', '-xzf', $archive, '-C', "$directory"]) or die 'tar failed';
    return "$directory/package/lib/schemas/sarif-2.1.0-rtm.5.json";
}

my ($python) = grep { IPC::Run::run([$_, '-c', 'import jsonschema'], '2>', \my $nothing) } '/usr/bin/python3', 'python3';
my $schema = $python && sarif_schema();
my $validate = 'import json, sys, jsonschema
with open(sys.argv[1]) as schema: jsonschema.Draft4Validator(json.load(schema)).validate(json.load(sys.stdin))';

# Every format contains the same findings.
sub same_in_every_format
{
    my ($name) = @_;
    my $findings = JSON::PP->new->utf8->decode((relmeta(qw(lint --format json)))[1]);
    my @keys = qw(severity rule object message fix);
    is_deeply(read_csv((relmeta(qw(lint --format csv)))[1]), [map { { %$_, fix => $_->{fix} // '' } } @$findings], "$name in CSV");

    my $text = sub { "$_[0]{message}" . (defined $_[0]{fix} ? "\nFix: $_[0]{fix}" : '') };
    my $visible = sub { $_[0] =~ s/([\x00-\x08\x0b\x0c\x0e-\x1f])/sprintf '\\x%02X', ord $1/ger };
    my ($status, $annotations) = relmeta(qw(lint --format github));
    utf8::decode($annotations);
    my $shown = read_annotations($annotations);
    is_deeply($shown, [map { { severity => $_->{severity}, rule => $_->{rule}, text => $visible->("$_->{object}: " . $text->($_)) } } @$findings],
        "$name as annotations");

    my ($sarif) = (relmeta(qw(lint --format sarif)))[1];
    my $log = JSON::PP->new->utf8->decode($sarif);
    is_deeply(sarif_results($log), [map { { severity => $_->{severity}, rule => $_->{rule}, object => $_->{object}, fix => $_->{fix},
        text => $text->($_) } } @$findings], "$name in SARIF");
    SKIP: {
        skip('npm or python3-jsonschema is missing', 1) unless $schema;
        my $complaint = '';
        IPC::Run::run([$python, '-c', $validate, $schema], '<', \$sarif, '>&', \$complaint);
        is($complaint, '', "$name: valid by SARIF's schema");
    }

    for my $format (qw(table json csv sarif github))
    {
        is(join(' ', relmeta('lint', '--format', $format, '--standalone')), join(' ', relmeta('lint', '--format', $format)),
            "$name: the same without the extension, $format");
    }

    my $file = "$directory/known";
    relmeta('lint', '--save-baseline', $file);
    is(scalar(split /\n/, $contents->($file)), @$findings + 1, "$name in a baseline, a line each");
    is_deeply(found('--baseline', $file), [0, ''], 'which knows them');
    my @lines = split /\n/, (relmeta('lint'))[1];
    is(scalar(grep { !/^(?:error|warning|info): |^    [A-Z]/ } @lines), 0, "$name for people, a line each");
    return @$findings;
}

same_in_every_format('findings');
my $log = JSON::PP->new->utf8->decode((relmeta(qw(lint --format sarif)))[1]);
my @described = (relmeta(qw(lint --help)))[1] =~ /^  (\w+ +(?:error|warning|info)) +\w/mg;
is_deeply([map { "$_->{id} " . ($_->{defaultConfiguration}{level} =~ s/note/info/r) } @{ $log->{runs}[0]{tool}{driver}{rules} }],
    [map { s/ +/ /r } @described], 'SARIF describes every rule');
is(scalar(grep { length $_->{help}{text} < 20 } @{ $log->{runs}[0]{tool}{driver}{rules} }), 0, 'with help');
my @names = ('";--<script>%0A::error::', "a\n::error::b\r\n##[error]c", '{0} [here](http://x) {{', ',"",=1+1', '\\', "tab\tand \x07", "gr\xc3\xb6\xc3\x9fe", '%25');
for my $name (@names)
{
    my $quoted = '"' . $name =~ s/"/""/gr . '"';
    sql(qq{CREATE TABLE $quoted(id integer REFERENCES hen, $quoted integer REFERENCES egg, CONSTRAINT $quoted CHECK (id > 0))});
}
cmp_ok(scalar(grep { defined } same_in_every_format('hostile names')), '>', 3 * @names, 'of which there are many');
for my $name (@names)
{
    my $quoted = 'public."' . $name =~ s/"/""/gr . '"';
    my ($status, $out, $err) = relmeta('lint', '--format', 'csv', '--ignore', "bridge_without_key:$quoted", '--ignore', ":$quoted");
    is($err, '', 'a hostile name can be ignored');
    utf8::decode($quoted);
    is(scalar(grep { $_->{object} =~ /\Q$quoted\E/ } @{ read_csv($out) }), 0, 'and is');
}

# An encoding other than UTF-8
{
    local $ENV{PGCLIENTENCODING} = 'LATIN1';
    my $file = "$directory/latin";
    relmeta('lint', '--save-baseline', $file);
    like($contents->($file), qr/^warning bridge_without_key public\."gr\xc3\xb6\xc3\x9fe"$/m, 'a baseline is UTF-8');
    my $sarif = (relmeta(qw(lint --format sarif --ignore), qq(bridge_without_key:public."gr\xf6\xdfe")))[1];
    unlike($sarif, qr/bridge_without_key public.*gr\xc3\xb6\xc3\x9fe/, 'typed text is not');
    like((relmeta(qw(lint --format github)))[1], qr/^::warning .*gr\xc3\xb6\xc3\x9fe/m, 'annotations are');
    like($sarif, qr/bridge_end_without_index .*gr\xc3\xb6\xc3\x9fe/, 'and SARIF is');
}

# Files are written completely or not at all
my $file = $write->("$directory/report.sarif", "before\n");
my @before = split ' ', qx(ls -A $directory);
for my $option ('-o', '--save-baseline')
{
    IPC::Run::run(['sh', '-c', 'ulimit -f 1; relmeta lint --format sarif "$0" "$1"', $option, $file], '>', \$out, '2>', \$err);
    is(($? >> 8) . " $out$err", qq(2 relmeta: error: could not write to file "$file": File too large\n), "$option without room");
    is($contents->($file), "before\n", 'does not change the file');
    wrong_usage(['lint', $option, "$directory/no/such"], qr/could not open file ".*" for writing: No such file/);
    relmeta('lint', 'nowhere', $option, $file);
    is($contents->($file), "before\n", "$option of another command is rejected too");
}
is_deeply([split ' ', qx(ls -A $directory)], \@before, 'and no other file is left');
relmeta(qw(lint --format github -o), $file);
is($contents->($file), (relmeta(qw(lint --format github)))[1], 'annotations in a file');

# doc/ci.md: the job, at most ten lines long, and the other commands, in the order of the page except for the baseline, which
# comes first
{
    my $page = $contents->('doc/ci.md');
    my ($job) = $page =~ /^```yaml\n(.*?)^```/ms;
    cmp_ok(scalar(split /\n/, $job), '<=', 10, 'the job has ten lines');
    my @commands = ($page =~ /^```sh\n(.*?)\n```/msg)[0, 1];
    splice @commands, 1, 0, $job =~ /run: (relmeta .*)$/mg;
    is(scalar @commands, 3, 'the page has three commands');
    chdir $directory or die;
    my $url = "host=$ENV{PGHOST} port=$ENV{PGPORT} dbname=lint";
    for my $command (@commands)
    {
        IPC::Run::run(['sh', '-c', "DATABASE_URL='$url' PRODUCTION_URL='$url'; $command"], '>', \$out, '2>', \$err);
        is($? . ' ' . $err =~ s/^relmeta: (?:\d+ findings written|no new findings|no differences).*\n//mgr, '0 ', $command);
        is($out, '', 'finds nothing');
    }
    chdir $home or die;
    my ($example) = $page =~ /^```toml\n(.*?)^```/ms;
    $project->($example);
    chdir "$directory/project" or die;
    is_deeply(found('post')->[1], '', 'the example of relmeta.toml is read');
    chdir $home or die;
}
wrong_usage([qw(check --format sarif)], qr/invalid format "sarif": must be table, json or csv\n/, 'other commands have no findings to report');
is(sql('SELECT count(*) FROM relmeta.check()'), '0', 'the catalog is correct');

done_testing();
