#!/usr/bin/env bash
# Builds the pages and the server, quickly rather than small, and serves the demonstration plant. On a terminal cargo shows
# crates done of all. Arguments go to `vigie serve`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
TARGET=${CARGO_TARGET_DIR:-target}
[ -e "$TARGET/quick/vigie" ] || echo "The first build compiles some 700 crates, in two parts; the next ones start at once."
echo "1 of 2: the pages"
cargo xtask site
echo "2 of 2: the server"
cargo build --profile quick -p server
exec "$TARGET/quick/vigie" serve --demo "$@"
