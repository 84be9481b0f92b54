# -o leaves the complete new file or the old one, however the command ends, and never another file.
use strict;
use warnings;
use Client;
use File::Temp ();
use IPC::Run ();
use POSIX ();
use Test::More;

shop('client_files');
relmeta(qw(add-bridge account user));
my $directory = File::Temp->newdir;
my $json = sql("SELECT relmeta.export('json')");
my $contents = sub { open my $in, '<:raw', $_[0] or return ''; local $/; return scalar <$in> };
my $write = sub { open my $to, '>', $_[0] or die; print {$to} $_[1] // "before\n"; close $to; return $_[0] };
my $mode = sub { sprintf '%o', (stat $_[0])[2] & 07777 };
sub files
{
    opendir my $all, $_[0] // $directory or die;
    return join ' ', sort grep { !/^\.\.?$/ } readdir $all;
}

# A complete file
my $file = "$directory/shop.json";
for my $mask (022, 077, 027)
{
    my $before = umask $mask;
    succeeds(['export', 'json', '-o', $file], '');
    is($contents->($file), $json, 'a new file');
    is($mode->($file), sprintf('%o', 0666 & ~$mask), 'with the mode of any new file');
    umask $before;
    unlink $file;
}
chmod 0640, $write->($file);
my $inode = (stat $file)[1];
succeeds(['export', 'json', '-o', $file], '');
is($contents->($file), $json, 'over another file');
is($mode->($file), '640', 'which keeps its mode');
isnt((stat $file)[1], $inode, 'and is a new one: readers of the old one can read it to its end');
is(files(), 'shop.json', 'no other file is left');

# Links, and files that cannot be replaced
symlink 'shop.json', "$directory/link" or die;
symlink "$directory/link", "$directory/further" or die;
symlink 'new.json', "$directory/dangling" or die;
$write->($file);
succeeds(['export', 'json', '-o', "$directory/further"], '');
ok(-l "$directory/further" && -l "$directory/link", 'links stay');
is($contents->($file), $json, 'and their target is written');
succeeds(['export', 'json', '-o', "$directory/dangling"], '');
is($contents->("$directory/new.json"), $json, 'even if it did not exist');
unlink map { "$directory/$_" } qw(link further dangling new.json);
symlink 'loop', "$directory/loop" or die;
wrong_usage(['version', '-o', "$directory/loop"], qr/could not open file ".*" for writing: Too many/);
unlink "$directory/loop";

$write->($file);
link $file, "$directory/second" or die;
succeeds(['export', 'json', '-o', $file], '');
is($contents->("$directory/second"), $json, 'a file with two names keeps both');
unlink "$directory/second";

POSIX::mkfifo("$directory/pipe", 0600) or die;
my $reader = IPC::Run::start(['cat', "$directory/pipe"], '>', \my $piped);
succeeds(['export', 'json', '-o', "$directory/pipe"], '');
$reader->finish;
is($piped, $json, 'a pipe is written to');
ok(-p "$directory/pipe", 'and stays one');
unlink "$directory/pipe";
for my $standard ('/dev/stdout', '/dev/fd/1', '/proc/self/fd/1')
{
    IPC::Run::run(['sh', '-c', 'echo first; relmeta export json -o "$0"; echo last', $standard], '>', $file);
    is($contents->($file), "first\n${json}last\n", "$standard is the open file");
}

# Files that cannot be written
mkdir "$directory/closed" or die;
$write->("$directory/closed/old");
chmod 0555, "$directory/closed";
chmod 0755, $directory;
my $as_nobody = sub
{
    my ($out, $err);
    my @nobody = $> == 0 ? ('setpriv', '--reuid=65534', '--clear-groups', 'env', "PATH=$ENV{PATH}") : ();
    IPC::Run::run([@nobody, 'relmeta', @_], '>', \$out, '2>', \$err);
    return ($? >> 8) . " $out$err";
};
SKIP: {
    skip('another user cannot run the client here', 2) if $as_nobody->('--version') !~ /^0 relmeta/;
    like($as_nobody->('version', '-o', "$directory/closed/new"), qr/^2 .*could not open file ".*" for writing: Permission denied/,
        'no new file in a directory that takes none');
    chmod 0444, "$directory/closed/old";
    like($as_nobody->('version', '-o', "$directory/closed/old"), qr/^2 .*could not open file ".*" for writing: Permission denied/,
        'nor over a file that may not be written');
    chmod 0666, "$directory/closed/old";
}
if ($> == 0)
{
    chown 65534, -1, "$directory/closed/old";
    chmod 0755, "$directory/closed";
}
succeeds(['version', '-o', "$directory/closed/old"], '', $> == 0 ? 'over a file of another owner' : 'over one that can');
is($contents->("$directory/closed/old"), "1.1\n", 'there');
is((stat "$directory/closed/old")[4], 65534, 'which stays theirs') if $> == 0;
is(files("$directory/closed"), 'old', 'no other file is left');

# File size limits. sh counts in units of 512 bytes.
$write->($file);
my ($out, $err);
IPC::Run::run(['sh', '-c', 'ulimit -f 1; relmeta export html -o "$0"', $file], '>', \$out, '2>', \$err);
is(($? >> 8) . " $out$err", qq(2 relmeta: error: could not write to file "$file": File too large\n), 'a file that grows too large');
is($contents->($file), "before\n", 'keeps the old file');
is(files(), 'closed shop.json', 'and nothing else');
for my $command ('version', 'export json', '--help', '--version', 'lint --help')
{
    IPC::Run::run(['sh', '-c', "relmeta $command >/dev/full"], '2>', \$err);
    is(($? >> 8) . " $err", "2 relmeta: error: could not write to standard output: No space left on device\n", "no room for $command");
}

# A closed pipe: the client exits silently, like other programs, or with a message if SIGPIPE is ignored.
IPC::Run::run(['bash', '-c', 'relmeta export html | head -1; echo "${PIPESTATUS[0]}"'], '>', \$out, '2>', \$err);
like("$out$err", qr/\A<!DOCTYPE html>\n(?:0|141)\n\z/, 'a reader that goes away');
IPC::Run::run(['bash', '-c', 'trap "" PIPE; sleep 2 | { exec <&-; relmeta export html; echo $? >&2; } | true'], '>', \$out, '2>', \$err);
like($err, qr/\A(?:0|relmeta: error: could not write to standard output: Broken pipe\n2)\n\z/, 'with the signal ignored');

# Signals. This dot behaves like the real one: on an interrupt it writes an incomplete picture and succeeds.
my $tools = File::Temp->newdir;
$write->("$tools/dot", "#!/bin/sh\ntrap 'echo half; exit 0' INT\necho started >&2\nwhile :; do sleep 0.1; done\n");
chmod 0755, "$tools/dot";
my $started = sub
{
    my ($screen, @command) = @_;
    my $client = IPC::Run::start([@command], '<', \undef, '>', \my $nothing, '2>', $screen, IPC::Run::timeout(60));
    $client->pump until $$screen =~ /started/;
    return $client;
};
{
    local $ENV{PATH} = "$tools:$ENV{PATH}";
    for my $signal (qw(INT TERM HUP QUIT))
    {
        for my $picture ('new.svg', 'shop.json.svg')
        {
            $write->("$directory/shop.json.svg");
            my $client = $started->(\my $screen, 'relmeta', 'diagram', '-o', "$directory/$picture");
            $client->signal($signal);
            $client->finish;
            is($client->full_result(0) >> 8, 2, "SIG$signal ends the command");
            like($screen, qr/^relmeta: error: "dot" of graphviz was terminated by signal: /m, 'and dot, and reports it');
            is($contents->("$directory/shop.json.svg"), "before\n", 'with the file as before');
            is(files(), 'closed shop.json shop.json.svg', 'and no other');
        }
    }
    my $client = $started->(\my $screen, 'sh', '-c', 'trap "" HUP; exec relmeta diagram -o "$0"', "$directory/new.svg");
    $client->signal('HUP');
    select undef, undef, undef, 0.6;
    ok($client->pumpable, 'an ignored signal stays ignored');
    $client->signal('TERM');
    $client->finish;

    # only dot receives the signal
    for ([INT => "trap 'echo half; exit 0' INT\nkill -INT \$\$\necho whole", 0, "whole\n"],
        [TERM => "echo half\nkill -TERM \$\$", 2, "before\n"], [SEGV => "echo half\nkill -SEGV \$\$", 2, "before\n"])
    {
        my ($signal, $script, $status, $left) = @$_;
        $write->("$tools/dot", "#!/bin/sh\n$script\n");
        $write->("$directory/shop.json.svg");
        is((relmeta('diagram', '-o', "$directory/shop.json.svg"))[0], $status, "dot gets SIG$signal");
        is($contents->("$directory/shop.json.svg"), $left, 'and no incomplete file is left');
    }
}

# Ctrl-C on a terminal, while the real dot works for a long time.
SKIP: {
    sql(join '', 'SET relmeta.sync = off;', (map {
        my $n = $_;
        my %to = map { $_ => 1 } grep { $_ > 0 } $n - 7 .. $n - 1, int($n / 2), int($n / 3);
        "CREATE TABLE big_$n(id integer PRIMARY KEY" . join('', map { ", a$_ integer REFERENCES big_$_" } sort keys %to) . ');'
    } 1 .. 250), 'SELECT relmeta.refresh()');
    my ($in, $screen) = ('', '');
    my $client = IPC::Run::start(['relmeta', 'diagram', '-o', "$directory/big.svg"], '<pty<', \$in, '>pty>', \$screen,
        IPC::Run::timeout(120));
    $client->pump until $screen =~ /diagram has been running/ || !$client->pumpable;
    skip('graphviz was quick', 2) if !$client->pumpable;
    $in .= "\003";
    $client->finish;
    is($client->full_result(0) >> 8, 2, 'Ctrl-C ends graphviz and the command');
    like($screen, qr/was terminated by signal: Interrupt/, 'which says so');
    is(files(), 'closed shop.json shop.json.svg', 'and leaves nothing');
}

done_testing();
