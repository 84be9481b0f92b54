# relmeta context: with any schema, the text has no more tokens than allowed, as counted by public tokenizers, and is the same
# with and without the extension. The tokenizers come from npm; their tests are skipped if npm is missing or cannot install
# them.
use strict;
use warnings;
use Client;
use Cwd ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

my $machines = Cwd::abs_path(__FILE__ =~ s{[^/]+$}{}r . '../machines');

srand 1;
sub pick { return $_[int rand @_]; }
sub letters { my ($letters, $count) = @_; return join '', map { pick(split //, $letters) } 1 .. $count; }

my @nouns = qw(account customer invoice payment shipment order_line product category supplier warehouse employee department contract
    appointment patient prescription vehicle reservation passenger itinerary sensor measurement calibration threshold subscription);
my @columns = qw(name description created_at updated_at is_active sort_order external_reference phone_number unit_price quantity
    begin_date end_date status_code currency latitude longitude checksum remark version retry_count);
# The names of tables and columns in each schema.
my %styles = (
    words => sub { $_[0] < @nouns ? $nouns[$_[0]] : pick(@nouns) . "_$_[0]" },
    camel => sub { join '', map { ucfirst } split(/_/, pick(@nouns)), $_[0] },
    capitals => sub { uc(pick(@nouns)) . "_$_[0]" },
    compounds => sub { join '', map { pick(@nouns) } 1 .. 2 },
    syllables => sub { join '', map { letters('bdfgklmnprstvz', 1) . letters('aeiou', 1) } 1 .. 2 + rand 3 },
    random => sub { letters('abcdefghijklmnopqrstuvwxyz', 3 + rand 15) },
    hexadecimal => sub { 'x' . letters('0123456789abcdef', 16) },
    german => sub { pick(qw(Größe Überweisung Straße Zugehörigkeit Vermögensübersicht Prüfung Gebühr)) . $_[0] },
    chinese => sub { join '', map { chr(0x4e00 + int rand 2000) } 1 .. 3 },
    signs => sub { letters('+-*/<>=~!@#%^&|?.:;()[]{} ', 6) . $_[0] },
);

# Statements for a schema of tables that refer to each other, with bridges.
sub schema
{
    my ($style) = @_;
    my (%taken, @tables, @ddl);
    my $fresh = sub { my ($number, $make) = @_; for (1 .. 50) { my $name = $make->($number + ($_ - 1) * 100); return qq("$name") unless $taken{$name}++ } die $style };
    for my $number (0 .. 19)
    {
        my $table = $fresh->($number, $styles{$style});
        my $column = $style eq 'words' ? sub { pick(@columns) } : $styles{$style};
        my %own;
        my @own = grep { !$own{$_}++ } map { '"' . $column->($_) . '"' } 1 .. 7;
        my $key = '"key' . $number . '"';
        my @links = map { qq("ref_$_" integer REFERENCES ) . pick(@tables)->[0] } @tables ? (1, 2) : ();
        push @ddl, "CREATE TABLE $table ($key integer PRIMARY KEY, " . join(', ', (map { "$_ text" } @own), @links) . ')';
        push @tables, [$table, $key];
    }
    push @ddl, map { "CREATE TABLE \"link_$_\" (a integer REFERENCES $tables[$_][0], b integer REFERENCES $tables[$_ + 5][0], PRIMARY KEY (a, b))" } 0 .. 4;
    return @ddl;
}

my (@texts, @allowed);
for my $style (sort keys %styles)
{
    fresh_database("context_$style");
    my $ddl = join ";\n", schema($style);
    utf8::encode($ddl);
    sql($ddl);
    my @own;
    for my $tokens (600, 1500)
    {
        my ($status, $out, $err) = relmeta('context', '--tokens', $tokens);
        is("$status $err", '0 ', "$style: $tokens tokens");
        is(scalar(() = $out =~ /^link_\d bridge\(a\*>.*, b\*>/mg), 5, "$style: every bridge is shown");
        push @texts, $out;
        push @allowed, "$style: $tokens";
        push @own, $out;
    }
    next unless $style =~ /^(german|signs|words)$/;
    sql('CREATE EXTENSION relmeta');
    is_deeply([map { (relmeta('context', '--tokens', $_))[1] } 600, 1500], \@own, "$style: the same with the extension");
}

my ($status, $out, $err) = relmeta('context', '--for', 'link_0,"link_1"', '--for', 'link_2');
is("$status $err", '0 ', 'several tables are joined');
like($out, qr/^FROM public\.link_0\n(LEFT )?JOIN /m, 'from the first');
($status, $out, $err) = relmeta('context', '--for', '"no, such",link_0');
like($err, qr/relation "no, such" does not exist \(42P01\)/, 'a comma within quotes is part of a name');

SKIP: {
    my $log = '';
    my $installed = eval {
        IPC::Run::run(['npm', 'ci', '--prefix', $machines, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
            '<', \undef, '>', \$log, '2>&1');
    };
    skip('npm did not install the tokenizers', 1) unless $installed;
    utf8::decode($_) for @texts;
    my $in = JSON::PP->new->utf8->encode(\@texts);
    IPC::Run::run(['node', "$machines/tokens.mjs"], '<', \$in, '>', \$out) or die 'node failed';
    my $counts = JSON::PP->new->utf8->decode($out);
    for my $i (0 .. $#texts)
    {
        my ($tokens) = $allowed[$i] =~ /(\d+)$/;
        cmp_ok($counts->[$i]{$_}, '<=', $tokens, "$allowed[$i] tokens as $_ counts") for sort keys %{ $counts->[$i] };
    }
}

done_testing();
