# Functions run while other sessions drop their objects: each answers, or raises an error that names the missing object. Nothing
# crashes, and functions that read the whole catalog never fail.
use strict;
use warnings;
use Server;
use Test::More;

fresh_database('race');
sql(q(CREATE TABLE account(id integer PRIMARY KEY);
    CREATE TABLE tag(id integer PRIMARY KEY);
    INSERT INTO account VALUES (1);
    INSERT INTO tag VALUES (1)));

my $rounds = $ENV{RELMETA_LONG} ? 2000 : 200;

# Runs each of these statements this many times, concurrently. Returns the SQLSTATEs of each, and any other output.
sub beside
{
    my (@statements) = @_;
    my @sessions = map { [background("$_\n" x $rounds, go_on => 1)] } @statements;
    my @said;
    for my $session (@sessions)
    {
        my ($run, undef, $err) = @$session;
        $run->finish;
        my %states = map { ($_ => 1) } $$err =~ /(?:ERROR|FATAL):  (\w{5}):/g;
        note($_) for $$err =~ /(ERROR:  XX000: .*(?:\n(?!psql:).*)*)/g;
        push @said, { states => join(' ', sort keys %states), lost => $$err =~ /((?:server closed|connection to server|terminating).*)/ ? $1 : '' };
    }
    return @said;
}

# Allowed errors: a table, relationship, path or row is gone; the catalog is stale; a lock is not available, so a table still
# exists.
my $gone = qr/^(?:(?:42P01|42704|42703|55000|P0002|55P03|40P01|23503|22023|42P07) ?)*$/;

my @beside_bridges = (
    q(SELECT relmeta.link('account', 'tags', '1', '1');),
    q(SELECT relmeta.link('account', 'tags', '1', '1');),
    q(SELECT relmeta.unlink('tag', 'accounts', '1', '1');),
    q(SELECT relmeta.explain('account', 'tags'); SELECT relmeta.explain_bridge('account_tag');),
    q(SELECT relmeta.nested('account', '{ id tags { id } }'); SELECT relmeta.join_sql('account', 'tag'); SELECT * FROM relmeta.path('account', 'tag');),
    q(SELECT relmeta.declare_bridge('account_tag'); SELECT relmeta.drop_bridge('account_tag', true);),
);
my $bridge = q(SELECT relmeta.add_bridge('account', 'tag'); DROP TABLE account_tag;);
my @said = (beside($bridge, @beside_bridges[0, 1]), beside($bridge, @beside_bridges));
is($said[$_]{lost}, '', "session $_ of those about a bridge continued") for 0 .. $#said;
like($said[$_]{states}, $gone, "and reported what was missing: $said[$_]{states}") for 0 .. $#said;
sql('DROP TABLE IF EXISTS account_tag');
true_catalog('true after bridges');

# A snapshot still shows a table whose types, collations and operators are gone.
sql(q(CREATE SCHEMA own));
my $own = <<'END' =~ s/\n/ /gr;
CREATE TYPE own.mood AS ENUM ('good', 'bad');
CREATE DOMAIN own.code AS text CHECK (VALUE <> '');
CREATE COLLATION own.fine (provider = icu, locale = 'und', deterministic = false);
CREATE TABLE own.thing(id integer PRIMARY KEY, mood own.mood UNIQUE, code own.code UNIQUE, word text COLLATE own.fine UNIQUE, account_id integer REFERENCES account);
CREATE UNIQUE INDEX ON own.thing (word COLLATE "C");
CREATE FUNCTION own.fits(text) RETURNS boolean IMMUTABLE STRICT LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR own.=~ (leftarg = text, rightarg = text, function = texteq);
CREATE UNIQUE INDEX ON own.thing (mood) WHERE own.fits(code);
CREATE UNIQUE INDEX ON own.thing (code) WHERE word OPERATOR(own.=~) 'x';
CREATE INDEX ON own.thing ((own.fits(word)));
CREATE INDEX ON own.thing (account_id);
CREATE OPERATOR CLASS own.other FOR TYPE integer USING btree AS FUNCTION 1 btint4cmp(int4, int4);
CREATE UNIQUE INDEX ON own.thing (account_id own.other);
DROP SCHEMA own CASCADE; CREATE SCHEMA own;
END
# Without ICU, PostgreSQL has no nondeterministic collation.
$own =~ s/\(provider = icu.*?\)/FROM "C"/ if sql("SELECT count(*) FROM pg_collation WHERE collprovider = 'i'") eq '0';
@said = beside("SET client_min_messages = warning; $own", q(SELECT relmeta.refresh();), q(SELECT * FROM relmeta.check();), q(SELECT * FROM relmeta.lint();),
    q(SELECT relmeta.export('json');), q(SELECT * FROM relmeta.explain('account', 'things');));
is("$said[$_]{states}$said[$_]{lost}", '', "session $_ of those about types continued") for 0 .. 4;
like($said[5]{states}, $gone, "explain reported what was missing: $said[5]{states}");
true_catalog('true after types');

done_testing();
