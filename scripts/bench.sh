#!/usr/bin/env bash
# Measures the release binary on SQLite and on a throwaway PostgreSQL. `docs/performance.md` says what the figures mean.
#   scripts/bench.sh [S|M]    size of the seeded data, S by default
#   ENGINES="sqlite"          one engine only
#   REQUESTS=5000             requests per route for its processor time, 2000 by default
#   RATE=100 DURATION=30      requests a second for the latencies, and for how long; 200 and 10 by default
#   RULES=0                   without the pure rules
#   PARTS="live"              pages and API (http), what listens on /ws (live), the steps of the work (work); all by default
#   STEPS=100                 interventions that are worked through, 300 by default
#   CLIENTS=1000 EVENTS=50    how many listen, and how often something happens; 500 and 30 by default
#   BINARY=target/debug/vigie another program than the release
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The pure rules first: they need no server. RULES=0 leaves them out.
if [ "${RULES:-1}" = 1 ]; then
    printf '\n## Rules of the domain (criterion)\n\n'
    cargo bench --quiet -p domain --bench rules
fi

size=${1:-S}
vigie=$(realpath "${BINARY:-${CARGO_TARGET_DIR:-target}/release/vigie}")
work=$(mktemp -d /tmp/vigie-bench.XXXXXX)
trap 'rm -rf "$work"' EXIT

for engine in ${ENGINES:-sqlite postgres}; do
    printf '\n## %s, data size %s\n\n' "$engine" "$size"
    for part in ${PARTS:-http live work}; do
        program=scripts/bench-$part.mjs
        [ "$part" = http ] && program=scripts/bench.mjs
        mkdir "$work/$engine-$part"
        run=(node "$program" "$vigie" "$size" "$work/$engine-$part")
        if [ "$engine" = postgres ]; then
            # The throwaway cluster does not sync to disk: its writes are not measured here, reads are not concerned.
            scripts/with-postgres.sh env BENCH_POSTGRES=1 "${run[@]}"
        else
            "${run[@]}"
        fi
        printf '\n'
    done
done
