# The release: the archive for PGXN and its META.json, checked by PGXN's meta specification 1.0.0, and the same version
# everywhere.
use strict;
use warnings;
use IO::Uncompress::Unzip ();
use IPC::Run ();
use JSON::PP ();
use Test::More;

sub contents
{
    my ($file) = @_;
    open my $from, '<:raw', $file or die "$file: $!";
    local $/;
    return scalar <$from>;
}

my $meta = JSON::PP->new->utf8->decode(contents('META.json'));
my $semantic = qr/\A(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+)?\z/;
my $term = qr/\A[^\s\/\\\x00-\x1f]{2,}\z/;

# Required and allowed keys
for my $key (qw(name version abstract maintainer license provides meta-spec))
{
    ok(defined $meta->{$key}, "META.json has $key");
}
my %known = map { $_ => 1 } qw(name version abstract maintainer license provides meta-spec description generated_by tags no_index prereqs
    release_status resources);
is_deeply([grep { !$known{$_} && !/^x_/i } sort keys %$meta], [], 'and nothing outside the specification');
like($meta->{name}, $term, 'the name is a term');
like($meta->{version}, $semantic, 'the version has three numbers');
like($meta->{$_}, qr/\S/, "$_ is not empty") for qw(abstract maintainer description generated_by);
like($meta->{license}, qr/\A(?:agpl_3|apache_[12]_[01]|artistic_[12]|bsd|freebsd|gpl_[123]|lgpl_[23]_[01]|mit|mozilla_1_[01]|postgresql|open_source)\z/,
    'the license is one of the list');
is($meta->{'meta-spec'}{version}, '1.0.0', 'the specification that it follows');
like($meta->{release_status}, qr/\A(?:stable|testing|unstable)\z/, 'the status is one of the list');
is_deeply([grep { ref || !/\A[^\/\\\x00-\x1f]{1,255}\z/ } @{ $meta->{tags} }], [], 'tags are plain text');

# Prerequisites: phase, relation, name, version
for my $phase (sort keys %{ $meta->{prereqs} })
{
    like($phase, qr/\A(?:configure|build|test|runtime|develop)\z/, "prereqs have a known phase: $phase");
    for my $relation (sort keys %{ $meta->{prereqs}{$phase} })
    {
        like($relation, qr/\A(?:requires|recommends|suggests|conflicts)\z/, "and a known relation: $relation");
        my $needed = $meta->{prereqs}{$phase}{$relation};
        like($needed->{$_}, qr/\A0\z|$semantic/, "with a version of $_") for sort keys %$needed;
    }
}
my ($oldest) = contents('extension/src/server/pg/compat.hpp') =~ /PG_VERSION_NUM < (\d\d)0000\n#error/;
is($meta->{prereqs}{runtime}{requires}{PostgreSQL}, "$oldest.0.0", 'the oldest PostgreSQL is the one that the sources support');

# The files it provides exist
is_deeply([keys %{ $meta->{provides} }], ['relmeta'], 'it provides the extension');
my $extension = $meta->{provides}{relmeta};
ok(-e $extension->{$_}, "its $_ is there") for qw(file docfile);

# The same version everywhere
my ($version) = contents('extension/relmeta.control') =~ /^default_version = '(\d+\.\d+)'$/m;
is($meta->{version}, "$version.0", 'META.json has the version of the control file');
is($extension->{version}, $meta->{version}, 'of the extension too');
is($extension->{file}, "extension/relmeta--$version.sql", 'and its script');
like(contents('doc/relmeta.1'), qr/^\.TH RELMETA 1 ".*?" "relmeta \Q$version\E"/, 'the manual page too');
like(contents('debian/changelog'), qr/\Arelmeta \(\Q$version\E-\d+\) /, 'and the Debian package');

# The archive
SKIP: {
    skip('not a git checkout', 1) unless eval { IPC::Run::run([qw(git rev-parse --verify HEAD:./Makefile)], '<', \undef, '>&', \my $said) };
    my $make = '';
    ok(IPC::Run::run([qw(make -s dist)], '<', \undef, '>&', \$make), 'make dist') or diag($make);
    my $name = "relmeta-$meta->{version}";
    my $zip = IO::Uncompress::Unzip->new("build/$name.zip") or die "build/$name.zip: $IO::Uncompress::Unzip::UnzipError";
    my %there;
    do
    {
        $there{ $zip->getHeaderInfo->{Name} } = 1;
    } while ($zip->nextStream > 0);
    is_deeply([grep { !/^\Q$name\E\// } sort keys %there], [], 'everything in it is in one folder with its name');
    ok($there{"$name/$_"}, "$_ is in it") for qw(META.json README.md LICENSE CHANGELOG.md Makefile), @{$extension}{qw(file docfile)};
    is_deeply([grep { m{^[^/]+/\.(?:ci|git)} } sort keys %there], [], 'files for the repository only are not');
}
done_testing();
