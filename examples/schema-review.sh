#!/bin/sh
# Shows how a migration changes the relationships of a database, and lint findings after it: schema-review.sh MIGRATION.sql
# Does not undo the migration, so use a copy. Exits with 1 if lint finds errors or warnings.
set -eu

before=$(mktemp)
trap 'rm -f "$before"' EXIT

relmeta export json -o "$before"
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --single-transaction --file "$1"

echo "Relationships, before and after:"
relmeta diff "$before" || true  # exit status 1: differences

echo "Findings:"
relmeta lint
