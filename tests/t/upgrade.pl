# ALTER EXTENSION relmeta UPDATE turns a database of an earlier version into what a new installation creates. The earlier
# version is real, including its library, built from its commit. Released scripts must not change.
use strict;
use warnings;
use lib 'tests/t';
use Digest::SHA ();
use IPC::Run ();
use Server;
use Test::More;

my %released = ('1.0' => '74af9f8baa5f53305943321d4b1f39f4224e3b77');    # later ones have tags

sub contents
{
    my ($file) = @_;
    open my $from, '<', $file or die "$file: $!";
    local $/;
    return scalar <$from>;
}

my ($version) = contents('extension/relmeta.control') =~ /^default_version = '(.*)'$/m;
my %checksum = reverse map { split } split /\n/, contents('extension/released.sha256');
for my $script (sort keys %checksum)
{
    is(Digest::SHA->new(256)->addfile("extension/$script")->hexdigest, $checksum{$script}, "$script is unchanged since its release");
}
ok(-e "extension/relmeta--$version.sql", "there is a script of version $version");
ok(-e "extension/relmeta--$_--$version.sql" || $_ eq $version, "and one that comes to it from $_") for sort keys %released;

# Runs a program; returns whether it succeeded (false if the program is missing) and its output.
sub run_program
{
    my (@command) = @_;
    my $said = '';
    my $well = eval { IPC::Run::run(\@command, '<', \undef, '>&', \$said) };
    return ($well, $said);
}

# The library built from that commit.
sub library_of
{
    my ($old, $commit) = @_;
    my $sources = "build/released/$old-" . $ENV{PGVERSION};
    return "$sources/relmeta.so" if -e "$sources/relmeta.so";
    my ($well, $said) = run_program('sh', '-c', 'rm -rf "$0" && mkdir -p "$0" && git archive "$1" | tar -x -C "$0" && '
        . 'unset MAKEFLAGS MAKELEVEL && make -s -C "$0" -j"$(nproc)" CXXFLAGS=-O0 STRICT="-std=c++17 -w" relmeta.so', $sources, $commit);
    return "$sources/relmeta.so" if $well;
    diag($said);
    return;
}

my $root = temporary_directory();
my @server = (host => $root, port => 5433, user => 'postgres');
my $running;

sub start
{
    my ($bindir) = @_;
    as_owner('sh', '-c', 'cd "$0" && exec "$@"', $root, "$bindir/pg_ctl", '-D', "$root/data", '-l', "$root/log", '-w', '-o',
        "-k $root -p 5433 -c listen_addresses='' -c fsync=off", 'start');
    $running = $bindir;
    return;
}

sub stop
{
    as_owner('sh', '-c', 'cd "$0" && exec "$@"', $root, "$running/pg_ctl", '-D', "$root/data", '-w', 'stop') if $running;
    undef $running;
    return;
}

END { local $?; stop() }

# A copy of the installation with an earlier version of the extension.
sub installation_of
{
    my ($library, $control, $script, $old) = @_;
    my $copy = Server::copy_of_installation('relmeta.control' => $control, "relmeta--$old.sql" => $script);
    my $libraries = readlink $copy->{pkglibdir};
    unlink $copy->{pkglibdir};
    mkdir $copy->{pkglibdir};
    for my $file (glob "$libraries/*")
    {
        my $name = $file =~ s{.*/}{}r;
        symlink $file, "$copy->{pkglibdir}/$name" or die "$name: $!" unless $name eq 'relmeta.so';
    }
    system('cp', $library, "$copy->{pkglibdir}/relmeta.so") == 0 or die 'cp failed';
    return $copy->{bindir};
}

# Everything in PostgreSQL's catalogs about the extension, without OIDs.
my $description = <<'END_SQL';
SET search_path = pg_catalog;
CREATE TEMPORARY VIEW members AS SELECT classid, objid FROM pg_depend, pg_extension AS e
    WHERE refclassid = 'pg_extension'::regclass AND refobjid = e.oid AND extname = 'relmeta' AND deptype = 'e';
CREATE TEMPORARY VIEW relations AS SELECT c.*, n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace WHERE nspname = 'relmeta';
SELECT 'version', extversion FROM pg_extension WHERE extname = 'relmeta';
SELECT 'member', (pg_identify_object(classid, objid, 0)).* FROM members ORDER BY 2, 5;
SELECT 'function', pg_get_functiondef(p.oid), obj_description(p.oid, 'pg_proc'), proacl FROM pg_proc AS p
    WHERE pronamespace = 'relmeta'::regnamespace ORDER BY p.oid::regprocedure::text;
SELECT 'relation', relname, relkind, relreplident, reloptions, relacl, relispopulated, obj_description(oid, 'pg_class') FROM relations
    WHERE relkind <> 't' ORDER BY relname;
SELECT 'column', relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attacl, pg_get_expr(adbin, adrelid), col_description(c.oid, attnum)
    FROM relations AS c JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0 LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE relkind <> 't' ORDER BY relname, attnum;
SELECT 'type', typname, typtype, typacl, obj_description(oid, 'pg_type') FROM pg_type WHERE typnamespace = 'relmeta'::regnamespace ORDER BY typname;
SELECT 'view', relname, pg_get_viewdef(oid) FROM relations WHERE relkind IN ('v', 'm') ORDER BY relname;
SELECT 'index', relname, pg_get_indexdef(oid) FROM relations WHERE relkind = 'i' ORDER BY relname;
SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
    WHERE connamespace = 'relmeta'::regnamespace ORDER BY conrelid::regclass::text, conname;
SELECT 'trigger', tgname, pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger
    WHERE tgrelid IN (SELECT oid FROM relations) AND NOT tgisinternal ORDER BY tgrelid::regclass::text, tgname;
SELECT 'event trigger', evtname, evtevent, evtenabled, evttags, evtfoid::regprocedure, obj_description(oid, 'pg_event_trigger')
    FROM pg_event_trigger ORDER BY evtname;
SELECT 'dumped', c, condition FROM pg_extension, unnest(extconfig::regclass[], extcondition) AS x (c, condition) WHERE extname = 'relmeta' ORDER BY c::text;
SELECT 'privileges', (pg_identify_object(classoid, objoid, 0)).identity, objsubid, privtype, initprivs FROM pg_init_privs AS i
    WHERE EXISTS (SELECT FROM members AS m WHERE m.classid = classoid AND m.objid = objoid) ORDER BY 2, 3;
SELECT DISTINCT 'depends', pg_describe_object(d.classid, d.objid, objsubid) AS object, pg_describe_object(refclassid, refobjid, refobjsubid) AS on_what, deptype
    FROM pg_depend AS d WHERE (d.classid, d.objid) IN (SELECT classid, objid FROM members) AND pg_describe_object(d.classid, d.objid, objsubid) !~ 'pg_toast'
    ORDER BY 2, 3, 4;
END_SQL

# The contents of relmeta, except for names that it chose itself.
my $held = <<'END_SQL';
SELECT source, kind, target, source_columns, target_columns, bridge, bridge_source_columns, bridge_target_columns, holder, constraint_name,
       far_constraint_name, required, enforced, pair_unique, reverse, origin FROM relmeta.relationship
    ORDER BY source::text COLLATE "C", target::text COLLATE "C", constraint_name, far_constraint_name, reverse;
SELECT * FROM relmeta.bridge ORDER BY bridge::text COLLATE "C";
SELECT * FROM relmeta.declared_bridge ORDER BY bridge::text COLLATE "C";
SELECT * FROM relmeta.declared_relationship ORDER BY source::text COLLATE "C";
SELECT * FROM relmeta.relationship_name WHERE chosen ORDER BY source::text COLLATE "C", name;
SELECT * FROM relmeta.dumped_name;
SELECT * FROM relmeta.rejected_relationship;
SELECT * FROM relmeta.word ORDER BY list, word;
SELECT * FROM relmeta.stale;
END_SQL

my $names = <<'END_SQL';
SELECT source, name, inverse, target, constraint_name, far_constraint_name, reverse FROM relmeta.relationship
    WHERE holder::text NOT IN ('attachment', 'later') AND origin <> 'view' ORDER BY source::text COLLATE "C", name;
END_SQL

my $tables = <<'END_SQL';
CREATE TABLE account (id integer PRIMARY KEY, username text);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
CREATE TABLE post (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES "user", editor_id integer REFERENCES "user");
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE post_tag (post_id integer REFERENCES post, tag_id integer REFERENCES tag, PRIMARY KEY (post_id, tag_id));
CREATE TABLE listing (post_id integer REFERENCES post, tag_id integer REFERENCES tag, note text, other text, more text);
SELECT relmeta.declare_bridge('listing');
SELECT relmeta.reject_bridge('post_tag');
CREATE VIEW recent AS SELECT id, author_id FROM post;
SELECT relmeta.declare_relationship('recent', '{author_id}', 'user', '{id}');
SELECT relmeta.rename_relationship('post', 'editor', 'corrector');
INSERT INTO relmeta.word (list, word) VALUES ('link', 'zlink'), ('uncountable', 'staff');
CREATE TABLE staff (id integer PRIMARY KEY, account_id integer NOT NULL UNIQUE REFERENCES account);
-- What 1.1 sees and 1.0 did not: a link whose ends exclude each other.
CREATE TABLE attachment (tag_id integer NOT NULL REFERENCES tag, post_id integer REFERENCES post, user_id integer REFERENCES "user",
    CHECK (num_nonnulls(post_id, user_id) = 1));
ALTER TABLE post RENAME author_id TO writer_id;
ALTER TABLE account RENAME TO team;
CREATE VIEW uses AS SELECT b.bridge, r.name FROM relmeta.bridges AS b JOIN relmeta.relationships AS r ON r.via = b.bridge;
ALTER TABLE listing RENAME CONSTRAINT listing_tag_id_fkey TO listing_about;
END_SQL

$ENV{PGVERSION} = (qx(@{[$ENV{PG_CONFIG} // 'pg_config']} --version) =~ /PostgreSQL (\d+)/)[0];
my $new = Server::installed('bindir');
for my $old (sort grep { $_ ne $version } keys %released)
{
  SKIP: {
        my $commit = $released{$old};
        skip("the history of version $old is not here: no commit $commit", 1) unless (run_program('git', 'cat-file', '-e', "$commit^{commit}"))[0];
        my $library = library_of($old, $commit);
        ok($library, "version $old is built") or next;
        my (undef, $control) = run_program('git', 'show', "$commit:extension/relmeta.control");
        my $bindir = installation_of($library, $control, contents("extension/relmeta--$old.sql"), $old);
        as_owner('sh', '-c', 'cd "$0" && exec "$@"', $root, "$bindir/initdb", '-D', "$root/data", '-U', 'postgres', '-A', 'trust', '-E', 'UTF8',
            '--locale=C.UTF-8', '--no-sync');
        start($bindir);
        my @shop = (@server, database => 'shop');
        sql('CREATE DATABASE shop', @server, database => 'postgres');
        sql("CREATE EXTENSION relmeta;\n$tables", @shop);
        true_catalog("the catalog of $old is true", @shop);
        is(sql('SELECT relmeta.version()', @shop), $old, 'by its own library');
        my $before = sql($names, @shop);
        stop();

        # The new library with the old tables: no errors, and no data lost.
        start($new);
        my ($well, undef, $said) = psql("SELECT fmgr_c_validator(oid) FROM (SELECT p.oid FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang
            WHERE pronamespace = 'relmeta'::regnamespace AND lanname = 'c' OFFSET 0) AS functions", @shop);
        is($said, '', "the library has every function of $old");
        ($well, undef, $said) = psql('CREATE TABLE later (id integer PRIMARY KEY, post_id integer REFERENCES post)', @shop);
        ok($well, 'a command succeeds before the update');
        like($said, qr/WARNING:.*ALTER EXTENSION relmeta UPDATE/s, 'with the way out');
        (undef, undef, $said) = psql('SELECT * FROM relmeta.check()', @shop);
        is(sqlstate_of($said), '55000', 'a function reports that it needs the update');
        is(sql($names, @shop), $before, 'relationships can be read');

        sql('ALTER EXTENSION relmeta UPDATE', @shop);
        true_catalog('updated, the catalog is true', @shop);
        is(sql($names, @shop), $before, 'relationships keep their names');

        sql('CREATE DATABASE fresh', @server, database => 'postgres');
        my @fresh = (@server, database => 'fresh');
        sql("CREATE EXTENSION relmeta;\n$tables" . 'CREATE TABLE later (id integer PRIMARY KEY, post_id integer REFERENCES post)', @fresh);
        is(sql($description, @shop), sql($description, @fresh), 'the extension is as newly created');
        is(sql($held, @shop), sql($held, @fresh), 'and has the same contents');
        is(sql('SELECT * FROM relmeta.relationship_name WHERE NOT chosen', @shop), '', 'no name is left over');
        sql('ALTER TABLE later RENAME TO latest; DROP TABLE attachment', @shop);
        true_catalog('DDL is followed', @shop);
        stop();
        as_owner('rm', '-rf', "$root/data");
    }
}
done_testing();
