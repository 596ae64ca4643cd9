#!/usr/bin/env bash
# Builds the pages and the server, quickly rather than small, and serves the demonstration plant. Arguments go to `vigie serve`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
TARGET=${CARGO_TARGET_DIR:-target}
# Crates done of all, also where cargo would not draw its bar.
[ -t 2 ] || export CARGO_TERM_PROGRESS_WHEN=never
[ -e "$TARGET/quick/vigie" ] || echo "The first build compiles some 700 crates, in two parts; the next ones start at once."
echo "1 of 2: the pages"
cargo xtask site
echo "2 of 2: the server"
cargo build --profile quick -p server
exec "$TARGET/quick/vigie" serve --demo "$@"
