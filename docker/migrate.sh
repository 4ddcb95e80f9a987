#!/bin/bash
# Applies supabase/migrations in order, once each, in the history the Supabase CLI keeps as well.
set -euo pipefail
query() { psql "$DATABASE_URL" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

query --command 'create schema if not exists supabase_migrations' --command \
  'create table if not exists supabase_migrations.schema_migrations (
     version text primary key, statements text[], name text)'
for file in /supabase/migrations/*.sql; do
  name="$(basename "$file" .sql)"
  version="${name%%_*}"
  applied="$(query --tuples-only --no-align --command \
    "select 1 from supabase_migrations.schema_migrations where version = '$version'")"
  if [ "$applied" = 1 ]; then continue; fi
  echo "Applying $name"
  query --single-transaction --file "$file" --command \
    "insert into supabase_migrations.schema_migrations (version, name)
     values ('$version', '${name#*_}')"
done
query --single-transaction --file /supabase/seed.sql
