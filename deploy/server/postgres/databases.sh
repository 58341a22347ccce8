#!/bin/bash
# Run once, by PostgreSQL's image on an empty volume: a database and a user each for Camunda and
# for Tertib, neither of which may look into the other's.
set -euo pipefail

for name in camunda tertib; do
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username=postgres \
        --dbname=postgres --set=name="$name" \
        --set=password="$(cat "/run/secrets/${name}_database_password")" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name" encoding 'UTF8' template template0;
revoke all on database :"name" from public;
SQL
done
