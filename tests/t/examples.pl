# The programs in examples/ run and print the expected output.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Temp ();
use IPC::Run ();
use Server;
use Test::More;

my $examples = dirname(__FILE__) . '/../../examples';

sub run
{
    my ($out, $err) = ('', '');
    IPC::Run::run([@_], '<', \undef, '>', \$out, '2>', \$err);
    return ($? >> 8, $out, $err);
}

fresh_database('examples');
local $ENV{PGDATABASE} = 'examples';
my ($status, $out, $err) = run(qw(psql -X -f), "$examples/shop.sql");
is($status, 0, 'shop.sql runs');
unlike($err, qr/ERROR|WARNING/, 'without a complaint');
like($out, qr/\binvoice +\| products +\| many_to_many \| product +\| invoice_item\b/, 'it shows the bridge');
like($out, qr/"title": "Lamp"/, 'and the nested rows');
is(sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'example'"), '0', 'and cleans up');
true_catalog('true after it');

sql('CREATE TABLE account(id integer PRIMARY KEY)');
my $migration = File::Temp->new(SUFFIX => '.sql');
print $migration 'CREATE TABLE invoice(id integer PRIMARY KEY, account_id integer REFERENCES account);';
$migration->flush;
($status, $out, $err) = run("$examples/schema-review.sh", $migration->filename);
is($status, 1, 'schema-review.sh has the exit status of lint');
like($out, qr/account\.invoices/, 'after it has shown the new relationship');
like($out, qr/warning: invoice_account_id_fkey/, 'and the finding');

done_testing();
