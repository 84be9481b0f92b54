#!/bin/sh
# Shows how a migration changes the relationships of a database, and what lint finds after it: schema-review.sh MIGRATION.sql
# Leaves the database as the migration makes it, so use a copy. Exits with 1 where lint finds errors or warnings.
set -eu

before=$(mktemp)
trap 'rm -f "$before"' EXIT

relmeta export json -o "$before"
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --single-transaction --file "$1"

echo "Relationships, before and after:"
relmeta diff "$before" || true  # 1: there are differences

echo "Findings:"
relmeta lint
