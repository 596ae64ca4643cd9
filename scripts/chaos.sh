#!/usr/bin/env bash
# Breaks a running server on purpose and counts what was lost, doubled or refused. `docs/reliability.md` says what each
# experiment does and what is expected of it.
#   scripts/chaos.sh                        every experiment on SQLite and on PostgreSQL
#   scripts/chaos.sh kill same_key          these only
#   ENGINES=sqlite KILLS=20 scripts/chaos.sh kill
#   BINARY=target/debug/vigie               another program than the release
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

BINARY=$(realpath "${BINARY:-${CARGO_TARGET_DIR:-target}/release/vigie}")
[ -x "$BINARY" ] || { echo "error: no $BINARY: run \`make build\`" >&2; exit 1; }
CHAOS_DIR=$(mktemp -d /tmp/vigie-chaos.XXXXXX)
export BINARY CHAOS_DIR

# shellcheck source=scripts/postgres.sh
. scripts/postgres.sh

clean_up() {
    postgres_stop
    if mountpoint -q "$CHAOS_DIR/small"; then umount -l "$CHAOS_DIR/small"; fi
    rm -rf "$CHAOS_DIR"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [[ " ${ENGINES:-sqlite postgres} " == *" postgres "* ]]; then
    # What it acknowledged must survive a crash of it, as in production.
    POSTGRES_SETTINGS="-c fsync=on" postgres_start
    export POSTGRES_DIR POSTGRES_BIN
fi
node scripts/chaos/main.mjs "$@"
