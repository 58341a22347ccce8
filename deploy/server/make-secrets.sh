#!/bin/sh
# Make the secrets that compose.yaml mounts, in ./secrets beside this script. What is there stays.
#
# Compose mounts a secret's file as it is, and the services run as other users than its owner: the
# files are readable by all, the folder is closed to everybody but you.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
chmod 0700 secrets

write() { # name: the content comes on standard input
    temporary=$(mktemp "secrets/.$1.XXXXXX")
    cat >"$temporary"
    chmod 0444 "$temporary"
    mv "$temporary" "secrets/$1"
}

for name in camunda_admin_password camunda_database_password camunda_worker_password \
    grafana_admin_password postgres_password tertib_database_password; do
    if [ ! -s "secrets/$name" ]; then
        # 192 bits, of letters and digits alone: it goes into a URL as it is.
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' | write "$name"
        echo "made secrets/$name"
    fi
done

url="postgresql+psycopg://tertib:$(cat secrets/tertib_database_password)@postgres:5432/tertib"
printf '%s' "$url" | write tertib_database_url
