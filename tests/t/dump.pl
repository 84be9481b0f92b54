# A dump carries what was declared and the names that could not be found again; a restore has the triggers rebuild the rest. However it
# is dumped, and in whatever order the tables once came, the restored catalog is the same to the last column.
use strict;
use warnings;
use Server;
use Test::More;

fresh_database('dump_source');
sql(<<'END');
CREATE SCHEMA "odd ""schema";
CREATE TABLE account(gone integer, id integer PRIMARY KEY, also_gone text, username text UNIQUE);
ALTER TABLE account DROP gone, DROP also_gone;
CREATE TABLE "user"(id integer PRIMARY KEY, email text);
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.rename_relationship('user', 'accounts', 'teams');
SELECT relmeta.rename_relationship('account_user', 'account', 'the team''s "name"');

-- The first of two competing keys has the short name; a dump makes both at once, in another order.
CREATE TABLE post(id integer PRIMARY KEY, z_id integer, a_id integer);
ALTER TABLE post ADD CONSTRAINT z FOREIGN KEY (z_id) REFERENCES "user";
ALTER TABLE post ADD CONSTRAINT a FOREIGN KEY (a_id) REFERENCES "user";
CREATE TABLE "odd ""schema".post(id integer PRIMARY KEY, user_id integer REFERENCES public."user");

-- Declared and rejected bridges, one with ends by name, one that a rule would take.
CREATE TABLE seat(account_id integer REFERENCES account, user_id integer REFERENCES "user", by_id integer CONSTRAINT by REFERENCES "user",
    a int, b int, c int, d int, e int, f int);
SELECT relmeta.declare_bridge('seat', '{seat_account_id_fkey,by}');
CREATE TABLE pair(account_id integer REFERENCES account, user_id integer REFERENCES "user", PRIMARY KEY (account_id, user_id));
SELECT relmeta.reject_bridge('pair');

-- Views, materialized views, foreign tables and partitions.
CREATE VIEW legacy AS SELECT id AS no, username FROM account;
CREATE MATERIALIZED VIEW counted AS SELECT account_id, count(*) FROM account_user GROUP BY 1;
SELECT relmeta.declare_relationship('legacy', '{no}', 'account', '{id}', 'one_to_one', 'self', 'as_legacy');
SELECT relmeta.declare_relationship('counted', '{account_id}', 'legacy', '{no}');
CREATE TABLE part(id integer, user_id integer REFERENCES "user", PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TABLE of_part(part_id integer REFERENCES part);

-- Renamed after the name was given; a name that a column has taken since; children of a tree.
CREATE TABLE node(id integer PRIMARY KEY, parent_id integer REFERENCES node);
ALTER TABLE node RENAME TO item;
ALTER TABLE post ADD COLUMN z integer;
ALTER TABLE "user" ADD COLUMN posts integer;
INSERT INTO relmeta.word VALUES ('audit', 'entered_by', NULL), ('plural', 'datum', 'data');
CREATE TABLE datum(id integer PRIMARY KEY, account_id integer UNIQUE REFERENCES account);
INSERT INTO account VALUES (1, 'acme'); INSERT INTO "user" VALUES (1, 'ann'); INSERT INTO account_user(account_id, user_id) VALUES (1, 1);
END
true_catalog('the source is true');

# Everything relmeta holds, as text without OIDs.
my @relations = map { "relmeta.$_" } qw(relationship bridge stale declared_bridge declared_relationship relationship_name word);
my $contents = join ';', map { "SELECT '$_', row.* FROM $_ AS row ORDER BY row::text COLLATE \"C\"" } @relations;
my $expected = sql($contents);
like($expected, qr/teams/, 'there is something to compare');

my $files = temporary_directory();
sub run_ok
{
    my ($name, @command) = @_;
    my $out = '';
    my $well = IPC::Run::run(\@command, '<', \undef, '>&', \$out);
    ok($well && $out !~ /WARNING|ERROR/, $name) or diag($out);
    return;
}

sub restored
{
    my ($name, $expected) = @_;
    is(sql($contents), $expected, "$name: the same to the last column");
    true_catalog("$name: true");
    is(sql('SELECT relmeta.refresh()'), '0', "$name: refresh() has nothing to do");
    sql('ALTER TABLE account RENAME TO team; ALTER TABLE team ADD COLUMN more integer, ADD UNIQUE (more);
        ALTER TABLE team DROP COLUMN more; ALTER TABLE team RENAME TO account');
    is(sql($contents), $expected, "$name: and it stays so");
    return;
}

my @whole = (['plain', '-Fp'], ['custom', '-Fc'], ['directory, two jobs', '-Fd', '-j2'], ['INSERT commands', '-Fp', '--inserts']);
for my $case (@whole)
{
    my ($name, @options) = @$case;
    $ENV{PGDATABASE} = 'dump_source';
    my $file = "$files/" . $name =~ s/\W+/_/gr;
    run_ok("dump: $name", 'pg_dump', @options, '-f', $file);
    fresh_database('dump_restored', without_relmeta => 1);
    if ($options[0] eq '-Fp') { run_ok("restore: $name", qw(psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null -f), $file) }
    else { run_ok("restore: $name", qw(pg_restore -e -d dump_restored), @options[1 .. $#options], $file) }
    restored($name, $expected);
}

# In parts
$ENV{PGDATABASE} = 'dump_source';
my @parts = (['schema, then data without triggers', '--schema-only', '--data-only --disable-triggers'],
    ['schema, then data', '--schema-only', '--data-only'],
    ['sections', '--section=pre-data', '--section=data', '--section=post-data']);
for my $case (@parts)
{
    my ($name, @parts) = @$case;
    my $number = 0;
    $ENV{PGDATABASE} = 'dump_source';
    run_ok("dump: $name, $_", 'pg_dump', split(/ /, $_), '-f', "$files/part" . ++$number) for @parts;
    fresh_database('dump_restored', without_relmeta => 1);
    for my $part (1 .. $number)
    {
        run_ok("restore: $name, part $part", qw(psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null -f), "$files/part$part");
        true_catalog("$name: true after part $part");
    }
    if ($name !~ /without triggers/) { restored($name, $expected) }
    else
    {
        # Nothing tells then that names were loaded: those that nobody chose may be what the order of arrival made of them.
        my $declared = join ';', map { "SELECT '$_', row.* FROM relmeta.$_ AS row ORDER BY row::text COLLATE \"C\"" }
            qw(bridge declared_bridge declared_relationship word);
        my $chosen = q(SELECT r.source, r.name FROM relmeta.relationship AS r JOIN relmeta.relationship_name AS n USING (source, name)
            WHERE n.chosen ORDER BY r.name);
        my ($bridges, $names) = map { sql($_, database => 'dump_source') } $declared, $chosen;
        is(sql($declared), $bridges, "$name: the same declarations, in effect");
        is(sql($chosen), $names, "$name: the same chosen names");
    }
}

# And once more from what was restored.
run_ok('dump of what was restored', qw(pg_dump -Fc -f), "$files/again", 'dump_restored');
fresh_database('dump_restored', without_relmeta => 1);
run_ok('restore of what was restored', qw(pg_restore -e -d dump_restored), "$files/again");
restored('twice', $expected);

done_testing();
