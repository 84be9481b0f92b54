# pg_upgrade keeps the catalog: relationships, names and declarations. DDL is still tracked. The old server is the one that
# OLD_PG_CONFIG names, or otherwise one of this version.
use strict;
use warnings;
use lib 'tests/t';
use Server;
use Test::More;

my $new = bindir_of($ENV{PG_CONFIG} // 'pg_config');
my $old = $ENV{OLD_PG_CONFIG} ? bindir_of($ENV{OLD_PG_CONFIG}) : $new;
my $root = temporary_directory();
my %running;
my @server = (host => $root, port => 5433, database => 'shop', user => 'postgres');

sub bindir_of
{
    my ($pg_config) = @_;
    my $bindir = qx($pg_config --bindir);
    chomp $bindir;
    die "there is no PostgreSQL server where $pg_config says\n" unless -x "$bindir/initdb";
    return $bindir;
}

sub version_of
{
    my ($bindir) = @_;
    return (split / /, qx($bindir/postgres --version))[2];
}

sub as_owner_here
{
    my @command = @_;
    return as_owner('sh', '-c', 'cd "$0" && exec "$@"', $root, @command);
}

sub make_cluster
{
    my ($bindir, $name) = @_;
    as_owner_here("$bindir/initdb", '-D', "$root/$name", '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync',
                  '--data-checksums');
    return;
}

sub start
{
    my ($bindir, $name) = @_;
    as_owner_here("$bindir/pg_ctl", '-D', "$root/$name", '-l', "$root/$name.log", '-w', '-o',
                  "-k $root -p 5433 -c listen_addresses='' -c fsync=off", 'start');
    $running{$name} = $bindir;
    return;
}

sub stop
{
    my ($name) = @_;
    as_owner_here((delete $running{$name}) . '/pg_ctl', '-D', "$root/$name", '-w', 'stop');
    return;
}

END { local $?; stop($_) for keys %running }

# The whole contents of relmeta as ordered text.
sub catalog
{
    return sql(<<'END', @server);
SELECT r::text FROM relmeta.relationship AS r ORDER BY source::text COLLATE "C", name;
SELECT b::text FROM relmeta.bridge AS b ORDER BY bridge::text COLLATE "C";
SELECT d::text FROM relmeta.declared_bridge AS d ORDER BY 1;
SELECT d::text FROM relmeta.declared_relationship AS d ORDER BY 1;
SELECT r::text FROM relmeta.rejected_relationship AS r ORDER BY 1;
SELECT n::text FROM relmeta.relationship_name AS n ORDER BY 1;
SELECT w::text FROM relmeta.word AS w ORDER BY 1;
SELECT s::text FROM relmeta.stale AS s;
END
}

make_cluster($old, 'old');
start($old, 'old');
sql('CREATE DATABASE shop', @server, database => 'postgres');
sql(<<'END', @server);
CREATE EXTENSION relmeta;
CREATE TABLE account (id integer PRIMARY KEY, username text);
CREATE TABLE "user" (id integer PRIMARY KEY, email text);
SELECT relmeta.add_bridge('account', 'user');
SELECT relmeta.add_bridge('user', 'user', bridge => 'follow', roles => '{follower,followee}');
CREATE TABLE post (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES "user", editor_id integer REFERENCES "user");
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE post_tag (post_id integer REFERENCES post, tag_id integer REFERENCES tag, PRIMARY KEY (post_id, tag_id));
CREATE TABLE listing (post_id integer REFERENCES post, tag_id integer REFERENCES tag, note text, other text);
SELECT relmeta.declare_bridge('listing');
SELECT relmeta.reject_bridge('post_tag');
CREATE SCHEMA "Other Shop";
CREATE TABLE "Other Shop".visit (id integer, at date, user_id integer REFERENCES "user", PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE "Other Shop".visit_early PARTITION OF "Other Shop".visit FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
ALTER TABLE post ADD gone integer;
ALTER TABLE post DROP gone;
ALTER TABLE post ADD tag_id integer, ADD FOREIGN KEY (tag_id) REFERENCES tag NOT VALID;
CREATE VIEW recent AS SELECT id, author_id FROM post;
SELECT relmeta.declare_relationship('recent', '{author_id}', 'user', '{id}');
SELECT relmeta.rename_relationship('post', 'editor', 'corrector');
END
# A name that is no longer the first candidate of any relationship, and is kept only because of its record.
sql('ALTER TABLE post RENAME author_id TO writer_id; ALTER TABLE account RENAME TO team', @server);
true_catalog('the catalog of the old server is true', @server);
my $before = catalog();
like($before, qr/corrector/, 'the catalog has names that were chosen');
stop('old');

make_cluster($new, 'new');
ok(eval { as_owner_here("$new/pg_upgrade", '-b', $old, '-B', $new, '-d', "$root/old", '-D', "$root/new", '-U', 'postgres', '-s', $root) },
   'pg_upgrade goes from ' . version_of($old) . ' to ' . version_of($new))
    or diag($@);
start($new, 'new');
is(catalog(), $before, 'the upgraded catalog is the old one');
true_catalog('and true', @server);
is(sql('SELECT relmeta.refresh()', @server), '0', 'there is nothing to refresh');

sql('CREATE TABLE comment (id integer PRIMARY KEY, post_id integer NOT NULL REFERENCES post)', @server);
is(sql(q{SELECT name || ' ' || kind FROM relmeta.relationship WHERE source = 'post'::regclass AND target = 'comment'::regclass}, @server),
   'comments one_to_many', 'DDL is followed');
sql('ALTER TABLE listing RENAME TO listed; DROP TABLE "Other Shop".visit; CREATE UNIQUE INDEX ON post (writer_id)', @server);
true_catalog('and goes on being followed', @server);
is(sql(q{SELECT count(*) FROM relmeta.declared_bridge WHERE bridge IN ('listed'::regclass, 'post_tag'::regclass)}, @server), '2',
   'declarations are about the same tables');
sql('REFRESH MATERIALIZED VIEW relmeta.relationship; REFRESH MATERIALIZED VIEW relmeta.bridge', @server);
true_catalog('REFRESH MATERIALIZED VIEW works', @server);
like(sql(q{SELECT string_agg(name, ' ') FROM relmeta.relationship WHERE source = 'post'::regclass}, @server), qr/\bcorrector\b/,
     'and keeps the names that were chosen');
done_testing();
