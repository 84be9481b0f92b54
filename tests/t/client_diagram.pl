# Diagrams: every kind of file, with and without Graphviz, and no files left behind after a failure.
use strict;
use warnings;
use Client;
use File::Temp ();
use IPC::Run ();
use Test::More;

shop('client_diagram');
relmeta(qw(add-bridge account user));
my $odd = '"größe & ""<b>"';
sql("CREATE TABLE $odd(account_id integer PRIMARY KEY REFERENCES account)");

my $directory = File::Temp->newdir;
my $contents = sub { open my $in, '<:raw', $_[0] or return ''; local $/; return scalar <$in> };
sub files { return join ' ', sort map { s{.*/}{}r } glob "$directory/*" }

# Without Graphviz
for (['dot', 'dot'], ['mmd', 'mermaid'], ['html', 'html'])
{
    my ($suffix, $format) = @$_;
    my $file = "$directory/without.$suffix";
    succeeds(['diagram', '-o', $file], '', "diagram of $suffix");
    is($contents->($file), sql("SELECT relmeta.export('$format')"), "is the export as $format");
    unlink $file;
}
{
    local $ENV{LC_ALL} = 'C';
    local $ENV{PGCLIENTENCODING} = 'LATIN1';
    succeeds(['diagram', '-o', "$directory/a.dot"], '');
    like($contents->("$directory/a.dot"), qr/gr\xc3\xb6\xc3\x9fe/, 'a diagram is UTF-8, whatever the terminal is');
    unlink "$directory/a.dot";
}

# With Graphviz
my %begins = (svg => qr/<svg /, png => qr/\A\x89PNG\r\n/, pdf => qr/\A%PDF-/);
for my $suffix (sort keys %begins)
{
    my $file = "$directory/a $suffix \$(touch b).$suffix";
    succeeds(['diagram', '-o', $file], '', "diagram of $suffix");
    like($contents->($file), $begins{$suffix}, 'is one');
    unlink $file;
}
my $svg = "$directory/shop.svg";
my $titles = sub { join '|', sort $contents->($svg) =~ m{<g id="node\d+" class="node">\s*<title>(.*?)</title>}g };
relmeta('diagram', '-o', $svg);
like($titles->(), qr/^public\.&quot;gr.*\|public\.account\|public\.account_user\|public\.user$/, 'every table is drawn');
relmeta('diagram', '-o', $svg, qw(account user --bridges edges));
is($titles->(), 'public.account|public.user', 'or the given ones, with bridges as edges');
relmeta('diagram', '-o', $svg, $odd);
like($titles->(), qr/^public\.&quot;gr\xc3\xb6\xc3\x9fe &amp; &quot;&quot;&lt;b&gt;&quot;$/, 'an odd name');

# Usage errors, rejected requests
for my $option ([], ['-o', '-'], ['-o', "$directory/a.txt"], ['-o', "$directory/svg"], ['-o', "$directory/.SVG"])
{
    wrong_usage(['diagram', @$option], qr/diagram requires -o FILE, where FILE ends in \.svg, /);
}
refused(['diagram', '-o', "$directory/a.svg", 'nowhere'], "relation \"nowhere\" does not exist (42P01)\n");
is(files(), 'shop.svg', 'failures leave no file behind');
my $before = $contents->($svg);

# A PATH without Graphviz, and failing programs of that name
my $tools = File::Temp->newdir;
my ($relmeta) = grep { -x } map { "$_/relmeta" } split /:/, $ENV{PATH};
symlink $relmeta, "$tools/relmeta" or die;
my $dot = sub
{
    open my $to, '>', "$tools/dot" or die;
    print {$to} "#!/bin/sh\n@_\n";
    close $to;
    chmod 0755, "$tools/dot";
};
{
    local $ENV{PATH} = "$tools";
    wrong_usage(['diagram', '-o', $svg], qr/could not run "dot" of graphviz: No such file .*\nHINT: Install graphviz/,
        'graphviz is not there');
    succeeds(['diagram', '-o', "$directory/shop.dot"], '', 'and is not needed for its own language');
    unlink "$directory/shop.dot";
    $dot->('echo oops >&2; exit 3');
    my ($status, $out, $err) = relmeta('diagram', '-o', $svg);
    is("$status $out$err", qq(2 oops\nrelmeta: error: "dot" of graphviz failed with exit status 3\n),
        'graphviz fails');
    $dot->('kill -9 $$');
    ($status, $out, $err) = relmeta('diagram', '-o', "$directory/a.svg");
    is("$status $out$err", "2 relmeta: error: \"dot\" of graphviz was terminated by signal: Killed\n", 'or is killed');
}
is($contents->($svg), $before, 'and the file is unchanged');
is(files(), 'shop.svg', 'or is missing');

# Ctrl-C while Graphviz runs
{
    $dot->("echo started >&2; exec /bin/sleep 600");
    local $ENV{PATH} = "$tools";
    my ($in, $screen) = ('', '');
    my $client = IPC::Run::start(['relmeta', 'diagram', '-o', "$directory/a.svg"], '<pty<', \$in, '>pty>', \$screen,
        IPC::Run::timeout(60));
    $client->pump until $screen =~ /started.*relmeta: diagram has been running for \d+ s/s;
    $in .= "\003";
    $client->finish;
    is($client->full_result(0) >> 8, 2, 'Ctrl-C ends graphviz and the command');
    like($screen, qr/error:.*"dot" of graphviz was terminated by signal: Interrupt/, 'which says so');
    is(files(), 'shop.svg', 'and leaves no file behind');
}

done_testing();
