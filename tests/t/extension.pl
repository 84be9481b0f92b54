# The extension itself: created, updated while its triggers run, dropped, created again; and commands that its triggers do not
# see.
use strict;
use warnings;
use Server;
use Test::More;

# A next version that changes a table, a function and a view of relmeta, and an installation of it.
my $next = <<'END';
\echo Use "ALTER EXTENSION relmeta UPDATE" to load this file. \quit
CREATE TABLE relmeta.newer (id integer PRIMARY KEY, target regclass);
CREATE OR REPLACE FUNCTION relmeta.version() RETURNS text LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'relmeta_version';
DROP VIEW relmeta.bridges;
CREATE VIEW relmeta.bridges AS SELECT bridge, grade FROM relmeta.bridge;
DROP INDEX relmeta.relationship_holder_idx;
CREATE INDEX relationship_holder_idx ON relmeta.relationship (holder);
ALTER TABLE relmeta.newer RENAME TO newest;
DROP TABLE relmeta.newest;
END

# Another extension, whose tables have keys.
my $library = <<'END';
CREATE TABLE shelf(id integer PRIMARY KEY);
CREATE TABLE book(id integer PRIMARY KEY, shelf_id integer REFERENCES shelf);
END
own_server([], 'relmeta--1.1--1.1.1test.sql' => $next, 'relmeta--1.1.1test--1.1.sql' => "SELECT 1;\n",
    'library_test.control' => "default_version = '1.0'\nrelocatable = true\n", 'library_test--1.0.sql' => $library,
    'library_test--1.0--1.1.sql' => "ALTER TABLE book ADD sequel_to integer UNIQUE REFERENCES book;\n");

my $tables = <<'END';
CREATE TABLE account(id integer PRIMARY KEY);
CREATE TABLE "user"(id integer PRIMARY KEY, account_id integer REFERENCES account);
END

# A schema that already existed
fresh_database('extension', without_relmeta => 1);
sql('SET client_min_messages = error; DROP ROLE IF EXISTS extension_trap; CREATE ROLE extension_trap; CREATE SCHEMA relmeta AUTHORIZATION extension_trap');
my ($well, undef, $err) = psql('CREATE EXTENSION relmeta');
is(sqlstate_of($err), '42P06', 'an existing schema relmeta is not taken over');
is(sql('SELECT count(*) FROM pg_event_trigger'), '0', 'and nothing is left of the attempt');
sql('DROP SCHEMA relmeta');
($well, undef, $err) = psql('SET ROLE extension_trap; CREATE EXTENSION relmeta');
is(sqlstate_of($err), '42501', 'only a superuser creates the extension');

# PostgreSQL's own behaviour for other schemas, except that this one cannot be dropped; the schema relmeta is created anyway
for my $schema (qw(public relmeta elsewhere))
{
    ($well, undef, $err) = psql("CREATE EXTENSION relmeta SCHEMA $schema");
    is(sqlstate_of($err), $schema eq 'public' ? '0A000' : '3F000', "CREATE EXTENSION relmeta SCHEMA $schema is rejected");
}
is(sql('SELECT count(*) FROM pg_event_trigger'), '0', 'with nothing left of it');
sql('CREATE EXTENSION relmeta SCHEMA pg_catalog; DROP EXTENSION relmeta');

# Created when tables already exist
sql($tables);
sql('CREATE EXTENSION relmeta');
is(sql('SELECT count(*) FROM relmeta.relationship'), '2', 'existing tables are found');
true_catalog('and true');
($well, undef, $err) = psql('CREATE EXTENSION relmeta SCHEMA public');
isnt(sqlstate_of($err), '', 'a second time is rejected');
($well, undef, $err) = psql('CREATE SCHEMA elsewhere; ALTER EXTENSION relmeta SET SCHEMA elsewhere');
is(sqlstate_of($err), '0A000', 'it does not move to another schema');
sql("SELECT relmeta.rename_relationship('user', 'account', 'owner'); SELECT relmeta.add_bridge('account', 'user')");

($well, undef, $err) = psql('BEGIN; DROP SCHEMA public CASCADE; SELECT * FROM relmeta.check(); ROLLBACK');
unlike($err, qr/ERROR|WARNING/, 'it is not dropped with the schema public');

# Updated
my $before = sql('SELECT * FROM relmeta.relationship ORDER BY source::text, name');
($well, undef, $err) = psql("ALTER EXTENSION relmeta UPDATE TO '1.1.1test'");
is($err, '', 'ALTER EXTENSION UPDATE, the triggers enabled');
is(sql("SELECT value FROM relmeta.status() WHERE item = 'version of the extension'"), '1.1.1test', 'it is the new version');
is(sql('SELECT * FROM relmeta.relationship ORDER BY source::text, name'), $before, 'with the same catalog');
true_catalog('which is true');
sql('CREATE TABLE after_update(id integer PRIMARY KEY, user_id integer REFERENCES "user")');
is(sql("SELECT name FROM relmeta.relationship WHERE source = 'after_update'::regclass"), 'user', 'and follows DDL');
sql("BEGIN; CREATE TABLE beside(user_id integer REFERENCES \"user\"); ALTER EXTENSION relmeta UPDATE TO '1.1'; COMMIT");
true_catalog('true after an update in a transaction with other DDL');

# A script of another extension
my $of_library = "SELECT string_agg(source::text || '.' || name, ', ' ORDER BY source::text, name) FROM relmeta.relationship
    WHERE holder::text LIKE '%book'";
sql('CREATE EXTENSION library_test');
is(sql($of_library), 'book.shelf, shelf.books', 'the keys of another extension are found');
true_catalog('true after CREATE EXTENSION of another');
sql("ALTER EXTENSION library_test UPDATE TO '1.1'");
is(sql($of_library), 'book.book_as_sequel_to, book.sequel_to_book, book.shelf, shelf.books', 'and those that its update adds');
true_catalog('true after its update');
sql('CREATE SCHEMA libraries; ALTER EXTENSION library_test SET SCHEMA libraries');
is(sql($of_library), 'libraries.book.book_as_sequel_to, libraries.book.sequel_to_book, libraries.book.shelf, libraries.shelf.books',
    'they move with it to another schema');
true_catalog('true after that');
is((psql('DROP EXTENSION library_test'))[2], '', 'DROP EXTENSION of another');
is(sql($of_library), '', 'removes its relationships');
true_catalog('true without it');

# Not renamed, moved or altered: its parts refer to each other by name
my $facts = "SELECT (SELECT string_agg(relname || ' ' || relnatts, ',' ORDER BY oid) FROM pg_class WHERE relnamespace = 'relmeta'::regnamespace),
    (SELECT string_agg(proname, ',' ORDER BY oid) FROM pg_proc WHERE pronamespace = 'relmeta'::regnamespace)";
$before = sql($facts);
for my $change ('SCHEMA relmeta RENAME TO meta', 'TABLE relmeta.word RENAME TO words', 'TABLE relmeta.word RENAME form TO plural',
    'TABLE relmeta.word SET SCHEMA public', 'TABLE relmeta.word ADD COLUMN note text', 'TABLE relmeta.word DROP COLUMN form',
    'TABLE relmeta.word ALTER word TYPE varchar(20)', 'MATERIALIZED VIEW relmeta.relationship RENAME TO r',
    'MATERIALIZED VIEW relmeta.relationship RENAME COLUMN kind TO k', 'TABLE relmeta.relationship RENAME COLUMN kind TO k',
    'VIEW relmeta.relationships SET SCHEMA public', 'INDEX relmeta.relationship_source_name_idx RENAME TO i',
    'FUNCTION relmeta.check() RENAME TO k', 'FUNCTION relmeta.ddl_command_end() SET SCHEMA public', 'TYPE relmeta.bridge_end RENAME TO e',
    'TYPE relmeta.bridge_end RENAME ATTRIBUTE role TO part', 'TRIGGER declarations_changed ON relmeta.word RENAME TO t')
{
    ($well, undef, $err) = psql("ALTER $change");
    is(sqlstate_of($err), '0A000', "ALTER $change is rejected");
    like($err, qr/HINT:  .*DROP EXTENSION relmeta/, 'with the way out');
}
for my $part ('INDEX relmeta.relationship_source_name_idx', 'TRIGGER declarations_changed ON relmeta.word')
{
    ($well, undef, $err) = psql("DROP $part");
    is(sqlstate_of($err), '0A000', "DROP $part is rejected");
}
is(sql($facts), $before, 'and everything is unchanged');
is(sql(q(SELECT count(*) FROM pg_index WHERE indrelid::regclass::text LIKE 'relmeta.%' AND NOT (indisvalid AND indislive))), '0', 'its indexes too');
($well, undef, $err) = psql('DROP INDEX CONCURRENTLY relmeta.relationship_holder_idx; CREATE INDEX relationship_holder_idx ON relmeta.relationship (holder)');
is($err, '', 'DROP INDEX CONCURRENTLY, which could only fail half done, is not');
true_catalog('and true without that index');
is((psql('CREATE TABLE relmeta.mine(id integer PRIMARY KEY); CREATE INDEX mine_idx ON relmeta.mine (id); ALTER TABLE relmeta.mine ADD note text;
    DROP INDEX relmeta.mine_idx; ALTER TABLE relmeta.mine RENAME TO my; DROP TABLE relmeta.my'))[2], '', 'objects of others in the schema can be changed');
is((psql('REINDEX SCHEMA CONCURRENTLY relmeta; REFRESH MATERIALIZED VIEW CONCURRENTLY relmeta.relationship; ALTER TABLE relmeta.word DISABLE TRIGGER ALL;
    ALTER TABLE relmeta.word ENABLE TRIGGER ALL; ALTER TABLE relmeta.word OWNER TO current_user'))[2], '', 'maintenance and restores continue');
sql('ALTER EVENT TRIGGER relmeta_sql_drop RENAME TO renamed; ALTER EVENT TRIGGER renamed DISABLE');
is(sql("SELECT value FROM relmeta.status() WHERE item = 'event trigger renamed'"), 'disabled', 'status() finds an event trigger by its function');
sql('ALTER EVENT TRIGGER renamed ENABLE ALWAYS; ALTER EVENT TRIGGER renamed RENAME TO relmeta_sql_drop');
true_catalog('true after all that');

# Not dropped in part
for my $part ('TABLE relmeta.declared_bridge', 'MATERIALIZED VIEW relmeta.relationship', 'FUNCTION relmeta.check()',
    'EVENT TRIGGER relmeta_sql_drop', 'SCHEMA relmeta CASCADE')
{
    ($well, undef, $err) = psql("DROP $part");
    is(sqlstate_of($err), '2BP01', "DROP $part is rejected");
}

# Dropped and created again
($well, undef, $err) = psql('DROP EXTENSION relmeta');
is($err, '', 'DROP EXTENSION');
is(sql("SELECT count(*) FROM pg_event_trigger"), '0', 'drops the event triggers');
is(sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'relmeta'"), '0', 'and the schema');
is(sql("SELECT count(*) FROM pg_class WHERE relname IN ('account', 'user', 'account_user', 'after_update', 'beside')"), '5',
    'and leaves the tables of users');
is((psql('CREATE TABLE without(id integer PRIMARY KEY REFERENCES account); ALTER TABLE account RENAME TO team; ALTER TABLE team RENAME TO account'))[2],
    '', 'DDL continues without it');
($well, undef, $err) = psql('CREATE EXTENSION relmeta');
is($err, '', 'CREATE EXTENSION again, in a session that never saw it');
true_catalog('true at once');
is((psql('DROP EXTENSION relmeta; CREATE TABLE between(id integer PRIMARY KEY REFERENCES account); CREATE EXTENSION relmeta;
    CREATE TABLE again(id integer REFERENCES between); SELECT 1/count(*) FROM relmeta.relationships'))[2], '', 'and again in one session');
true_catalog('true');
sql('BEGIN; DROP EXTENSION relmeta; CREATE EXTENSION relmeta; ALTER TABLE between RENAME TO tween; ROLLBACK');
sql('BEGIN; DROP EXTENSION relmeta; ROLLBACK; ALTER TABLE again ADD COLUMN account_id integer REFERENCES account');
true_catalog('true after a DROP EXTENSION that was rolled back');

# Not seen by the triggers
sub missed
{
    my ($name, $setting, $sees) = @_;
    $setting .= '; ' if $setting;
    my ($ok, undef, $messages) = psql("${setting}CREATE TABLE missed(id integer PRIMARY KEY REFERENCES account)");
    is($messages, '', "$name: DDL continues");
    my $differences = sql('SELECT count(*) FROM relmeta.check()');
    is($differences, $sees ? '0' : '2', "$name: " . ($sees ? 'it is still followed' : 'check() shows what was missed'));
    is(sql('SELECT relmeta.refresh()'), $differences, "$name: refresh() repairs");
    true_catalog("$name: true again");
    sql('DROP TABLE missed');
    true_catalog("$name: true without it");
    return;
}
missed('relmeta.sync = off', 'SET relmeta.sync = off', 0);
missed('session_replication_role = replica', 'SET session_replication_role = replica', 1);
missed('session_replication_role = local', 'SET session_replication_role = local', 1);
missed('event_triggers = off', 'SET event_triggers = off', 0) if sql('SHOW server_version_num') >= 170000;
sql('ALTER EVENT TRIGGER relmeta_ddl_command_end DISABLE');
is(sql("SELECT value FROM relmeta.status() WHERE item LIKE '%ddl_command_end'"), 'disabled', 'status() shows a disabled trigger');
sql('CREATE TABLE missed(id integer PRIMARY KEY REFERENCES account)');
is(sql('SELECT count(*) FROM relmeta.check()'), '2', 'and check() shows what it missed');
sql('ALTER EVENT TRIGGER relmeta_ddl_command_end ENABLE ALWAYS; SELECT relmeta.refresh()');
true_catalog('refresh() heals that too');

# In single-user mode PostgreSQL runs no event triggers.
my $single_user = q(echo 'CREATE TABLE alone(id integer PRIMARY KEY REFERENCES account)' | postgres --single -D "$PGDATA" extension);
as_owner('pg_ctl', '-D', $ENV{PGDATA}, '-m', 'fast', '-w', 'stop');
as_owner('sh', '-c', "cd / && $single_user");
as_owner('pg_ctl', '-D', $ENV{PGDATA}, '-l', "$ENV{PGHOST}/server.log", '-w', 'start');
is(sql('SELECT count(*) FROM relmeta.check()'), '2', 'single-user mode: check() shows what was missed');
sql('SELECT relmeta.refresh(); DROP TABLE alone');
true_catalog('single-user mode: refresh() heals');

# Roles that can disable it
sql('CREATE ROLE extension_owner; CREATE ROLE extension_user; ALTER DATABASE extension OWNER TO extension_owner');
is((psql('SET SESSION AUTHORIZATION extension_owner; SET relmeta.sync = off'))[2], '', 'the owner of the database can turn relmeta.sync off');
sql('GRANT CREATE, USAGE ON SCHEMA public TO extension_user');
(undef, undef, $err) = psql('SET SESSION AUTHORIZATION extension_user; SELECT relmeta.version(); SET relmeta.sync = off', go_on => 1);
like($err, qr/WARNING:  42501: relmeta.sync = off has no effect for role "extension_user"/, 'another role cannot');
(undef, undef, $err) = psql('SET SESSION AUTHORIZATION extension_user; SET relmeta.sync = off; CREATE TABLE key_of_user(id integer PRIMARY KEY);
    CREATE TABLE of_user(id integer REFERENCES key_of_user)');
like($err, qr/WARNING:  42501: relmeta.sync = off has no effect for role/, 'nor where relmeta is not loaded yet');
is(sql("SELECT count(*) FROM relmeta.relationship WHERE source = 'of_user'::regclass"), '1', 'and its DDL is followed');

# Rolled back
sql('BEGIN; SAVEPOINT a; CREATE TABLE undone(id integer REFERENCES account); ROLLBACK TO a; CREATE TABLE done(id integer REFERENCES account); COMMIT');
true_catalog('true after ROLLBACK TO SAVEPOINT');
sql('BEGIN; ALTER TABLE done RENAME TO finished; ROLLBACK');
true_catalog('true after ROLLBACK');

done_testing();
