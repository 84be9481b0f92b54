# Runs the sessions of README.md and compares their output with the page. README_WRITE=1 writes the output into the page
# instead.
use strict;
use warnings;
use Cwd ();
use File::Basename qw(dirname);
use lib dirname(__FILE__);
use IPC::Run ();
use Test::More;

my $readme = dirname(__FILE__) . '/../../README.md';
open my $from, '<', $readme or die "$readme: $!";
my $text = do { local $/; <$from> };
close $from;

sub output
{
    my ($in, @command) = @_;
    my $out = '';
    IPC::Run::run(\@command, '<', \$in, '>', \$out, '2>&1');
    $out =~ s/[ \t]+$//mg;
    $out =~ s/\n*\z/\n/;
    return $out eq "\n" ? '' : $out;
}

# A psql session: each command with psql's output.
sub psql_session
{
    my ($block) = @_;
    my $session = '';
    while ($block =~ /^shop=# (.*?;)$/msg) {
        my $command = $1;
        my $result = output($command, qw(psql -X -d shop -f -));
        $session .= "shop=# $command\n$result";
        $session .= "\n" if $result =~ /rows?\)$/m;
    }
    $session =~ s/\n+\z/\n/;
    return $session;
}

# A shell session: each command with its output; only the output if $drawn.
sub shell_session
{
    my ($block, $drawn) = @_;
    my $session = '';
    while ($block =~ /^(?:%% )?\$ (.*)$/mg) {
        $session .= ($drawn ? '%% ' : '') . "\$ $1\n" . output('', 'sh', '-c', $1);
    }
    return $session;
}

IPC::Run::run([qw(createdb shop)]) or die "createdb failed\n";
my $number = 0;
my $fresh = $text;
$fresh =~ s{^```(psql|console|mermaid)\n(.*?)^```\n}{
    my ($kind, $block) = ($1, $2);
    my $session = $kind eq 'psql' ? psql_session($block) : shell_session($block, $kind eq 'mermaid');
    is($block, $session, "$kind session " . ++$number) unless $ENV{README_WRITE};
    "```$kind\n$session```\n"
}gmse;

if ($ENV{README_WRITE}) {
    open my $to, '>', $readme or die "$readme: $!";
    print {$to} $fresh;
    close $to or die "$readme: $!";
    pass('README.md is written');
}
IPC::Run::run([qw(dropdb shop)]);
done_testing();
