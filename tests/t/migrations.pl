# Migration tools used together with relmeta, configured as in doc/caveats.md: they recognise their own objects and ignore
# relmeta's. Tools that are not installed are skipped.
use strict;
use warnings;
use Cwd ();
use File::Basename qw(dirname);
use IPC::Run ();
use Server;
use Test::More;

my $top = Cwd::abs_path(dirname(__FILE__) . '/../..');
my $directory = temporary_directory();

sub contents
{
    my ($file) = @_;
    open my $in, '<', $file or die "$file: $!";
    local $/;
    return scalar <$in>;
}

sub write_file
{
    my ($name, $text) = @_;
    open my $out, '>', "$directory/$name" or die "$name: $!";
    print {$out} $text;
    close $out;
    return "$directory/$name";
}

# The code block of doc/caveats.md that contains this text.
sub documented
{
    my ($text) = @_;
    my ($section) = contents("$top/doc/caveats.md") =~ /^## Migration tools\n(.*?)^## /ms;
    my @blocks = grep { /\Q$text\E/ } $section =~ /^```\w+\n(.*?)^```$/msg;
    is(scalar @blocks, 1, "doc/caveats.md has the configuration: $text");
    return $blocks[0];
}

# Runs a command in the directory; returns whether it succeeded, and its output.
sub run_tool
{
    my (@command) = @_;
    my $said = '';
    my $well = eval { IPC::Run::run(\@command, '<', \undef, '>&', \$said, init => sub { chdir $directory or die $! }) };
    return ($well, $said);
}

sub goes_well
{
    my ($name, @command) = @_;
    my ($well, $said) = run_tool(@command);
    ok($well, $name) or diag($said);
    return $said;
}

# The first of these commands that can run this; undef if none can.
sub program
{
    my ($test, @programs) = @_;
    for my $program (@programs) {
        return $program if (run_tool($program, @$test))[0];
    }
    return;
}

# Whether relmeta has relationships for the foreign keys that the tool created.
sub is_known
{
    my ($tool, $holder) = @_;
    is(sql("SELECT count(*) FROM relmeta.relationship WHERE holder = '$holder'::regclass"), '2', "relmeta knows the tables that $tool created");
    true_catalog('and is true');
    return;
}

# Alembic
SKIP: {
    my $python = program(['-c', 'import alembic, psycopg2'], '/usr/bin/python3', 'python3');
    skip('Alembic is not installed: python3-alembic, python3-psycopg2', 1) unless $python;
    fresh_database('migrations_alembic');
    sql('CREATE SCHEMA app');
    mkdir "$directory/alembic";
    mkdir "$directory/alembic/versions";
    write_file('alembic/script.py.mako', <<'END');
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
def upgrade():
    ${upgrades if upgrades else "pass"}
END
    my $include_name = documented('def include_name');
    my $environment = sub {
        my ($arguments) = @_;
        write_file('alembic/env.py', <<"END");
import sqlalchemy as sa
from alembic import context
$include_name
metadata = sa.MetaData()
sa.Table("account", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("post", metadata, sa.Column("id", sa.Integer, primary_key=True),
         sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")), schema="app")
with sa.create_engine("postgresql+psycopg2://").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, include_schemas=True$arguments)
    with context.begin_transaction():
        context.run_migrations()
END
    };
    my $alembic = sub {
        my ($name, $command, $arguments) = @_;
        return goes_well("Alembic: $name", $python, '-c', "from alembic import command, config
c = config.Config(); c.set_main_option('script_location', 'alembic'); command.$command(c, $arguments)");
    };
    my $revision = sub {
        my ($name) = @_;
        $alembic->($name, 'revision', "autogenerate=True, rev_id='$name', message='m'");
        return contents("$directory/alembic/versions/${name}_m.py");
    };
    $environment->(', include_name=include_name');
    like($revision->('first'), qr/create_table\('post'/, 'which makes the tables');
    $alembic->('upgrade', 'upgrade', "'head'");
    is_known('Alembic', 'app.post');
    my $second = $revision->('second');
    like($second, qr/def upgrade\(\):\n(?: *#.*\n)* *pass\n/, 'the second revision is empty');
    $alembic->('upgrade again', 'upgrade', "'head'");
    $environment->('');
    like($revision->('bare'), qr/drop_table\('word', schema='relmeta'\)/, 'without include_name it drops relmeta\'s objects');
    my ($well, $said) = run_tool($python, '-c', "from alembic import command, config
c = config.Config(); c.set_main_option('script_location', 'alembic'); command.upgrade(c, 'head')");
    ok(!$well, 'which is rejected');
    like($said, qr/drop extension relmeta/i, 'with the way out');
    true_catalog('and changes nothing');
}

# Django
SKIP: {
    my $python = program(['-c', 'import django, psycopg2'], '/usr/bin/python3', 'python3');
    skip('Django is not installed: python3-django, python3-psycopg2', 1) unless $python;
    fresh_database('migrations_django', without_relmeta => 1);
    mkdir "$directory/$_" for qw(shop shop/migrations);
    write_file("shop/$_", '') for qw(__init__.py migrations/__init__.py);
    write_file('settings.py', <<'END');
import os
SECRET_KEY = "none"
INSTALLED_APPS = ["shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"],
                         "HOST": os.environ["PGHOST"], "PORT": os.environ["PGPORT"]}}
END
    write_file('shop/models.py', <<'END');
from django.db import models
class Account(models.Model):
    name = models.TextField()
class Post(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
END
    my $operations = documented('CreateExtension');
    $operations =~ s/^/    /mg;
    write_file('shop/migrations/0001_extension.py', <<"END");
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations
class Migration(migrations.Migration):
    initial = True
    dependencies = []
$operations
END
    local $ENV{DJANGO_SETTINGS_MODULE} = 'settings';
    local $ENV{PYTHONPATH} = $directory;
    local $ENV{PYTHONDONTWRITEBYTECODE} = 1;
    my @django = ($python, '-m', 'django');
    goes_well('Django: makemigrations', @django, 'makemigrations', 'shop');
    goes_well('Django: migrate', @django, 'migrate');
    is_known('Django', 'shop_post');
    goes_well('Django: there is nothing more to migrate', @django, 'makemigrations', '--check', '--dry-run');
    goes_well('Django: migrate again', @django, 'migrate');
    my $models = goes_well('Django: inspectdb', @django, 'inspectdb');
    like($models, qr/class ShopPost\(/, 'which finds the tables');
    unlike($models, qr/Word|Declared|Relationship/, 'and nothing of relmeta\'s');
}

# Rails' ActiveRecord
SKIP: {
    my $ruby = program(['-e', 'require "active_record"; require "pg"'], '/usr/bin/ruby', 'ruby');
    skip('ActiveRecord is not installed: ruby-activerecord, ruby-pg', 1) unless $ruby;
    my $enable = documented('enable_extension');
    my $connect = 'require "active_record"; ActiveRecord::Migration.verbose = false
        ActiveRecord::Base.establish_connection(adapter: "postgresql", database: ENV["PGDATABASE"], host: ENV["PGHOST"], port: ENV["PGPORT"])';
    my $dump = sub {
        my ($name) = @_;
        return goes_well($name, $ruby, '-e', "$connect; ActiveRecord::SchemaDumper.dump");
    };
    fresh_database('migrations_rails', without_relmeta => 1);
    goes_well('ActiveRecord: a migration', $ruby, '-e', "$connect
        class First < ActiveRecord::Migration[ActiveRecord::Migration.current_version]
          def change
            $enable
            create_table(:accounts) { |t| t.text :name }
            create_table(:posts) { |t| t.references :account, foreign_key: true }
          end
        end
        First.new.migrate(:up)");
    is_known('ActiveRecord', 'posts');
    my $schema = $dump->('ActiveRecord: schema.rb');
    like($schema, qr/enable_extension "relmeta"/, 'has the extension');
    is_deeply([$schema =~ /create_table "(\w+)"/g], [qw(accounts posts)], 'and none of its tables');
    my $structure = "$directory/structure.sql";
    goes_well('ActiveRecord: structure.sql', $ruby, '-e', "$connect
        ActiveRecord::Tasks::PostgreSQLDatabaseTasks.new(ActiveRecord::Base.connection_db_config).structure_dump('$structure', nil)");
    like(contents($structure), qr/CREATE EXTENSION IF NOT EXISTS relmeta/, 'has the extension');
    unlike(contents($structure), qr/CREATE TABLE relmeta/, 'and none of its tables');

    my $file = write_file('schema.rb', $schema);
    fresh_database('migrations_rails_loaded', without_relmeta => 1);
    goes_well('ActiveRecord: schema.rb is loaded', $ruby, '-e', "$connect; load '$file'");
    is_known('schema.rb', 'posts');
    is($dump->('ActiveRecord: dumped again'), $schema, 'it is the same');
    fresh_database('migrations_rails_structure', without_relmeta => 1);
    sql(contents($structure));
    is_known('structure.sql', 'posts');
}

# Drizzle
SKIP: {
    system('cp', (map { "$top/tests/migrations/$_" } qw(package.json package-lock.json .npmrc)), $directory) == 0 or die 'cp failed';
    my ($installed) = run_tool(qw(npm ci --ignore-scripts --no-audit --no-fund --prefer-offline));
    skip('npm did not install drizzle-kit', 1) unless $installed;
    my $filter = documented('schemaFilter');
    write_file('schema.ts', <<'END');
import { integer, pgSchema, pgTable } from "drizzle-orm/pg-core";
export const account = pgTable("account", { id: integer().primaryKey() });
export const app = pgSchema("app");
export const post = app.table("post", { id: integer().primaryKey(), accountId: integer("account_id").references(() => account.id) });
END
    my $configure = sub {
        my ($line) = @_;
        write_file('drizzle.config.ts', <<"END");
import { defineConfig } from "drizzle-kit";
export default defineConfig({
    dialect: "postgresql", schema: "./schema.ts",
    dbCredentials: { url: process.env.DATABASE_URL! },
    $line
});
END
    };
    fresh_database('migrations_drizzle');
    local $ENV{DATABASE_URL} = "postgresql://$ENV{PGUSER}\@/$ENV{PGDATABASE}?host=$ENV{PGHOST}&port=$ENV{PGPORT}";
    my @push = qw(npx --no-install drizzle-kit push --force --verbose);
    $configure->($filter);
    like(goes_well('Drizzle: push', @push), qr/CREATE TABLE "app"."post"/, 'which makes the tables');
    is_known('Drizzle', 'app.post');
    like(goes_well('Drizzle: push again', @push), qr/No changes detected/, 'which finds nothing to change');
    $configure->('schemaFilter: ["public", "app", "relmeta"],');
    like((run_tool(@push))[1], qr/2BP01|0A000/, 'with relmeta among its schemas it is rejected');
    true_catalog('and changes nothing');
}

done_testing();
