#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL set to a PostgreSQL that exists only for it, and stops that PostgreSQL whatever
# happens. A TEST_DATABASE_URL that is already set is used as it is.
#   scripts/with-postgres.sh cargo test -p services
set -euo pipefail

if [ $# -eq 0 ]; then
    echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT...]" >&2
    exit 2
fi
if [ -n "${TEST_DATABASE_URL:-}" ]; then
    exec "$@"
fi

# shellcheck source=scripts/postgres.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"

trap postgres_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
postgres_start
"$@"
