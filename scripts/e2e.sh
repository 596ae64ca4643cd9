#!/usr/bin/env bash
# The browser tests, against target/debug/vigie and target/site-dev. Arguments go to Playwright.
#   scripts/e2e.sh tests/sign_in.spec.ts --project=phone
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
VIGIE=$(realpath -m "${CARGO_TARGET_DIR:-target}/debug/vigie")
export VIGIE
[ -x "$VIGIE" ] || { echo "error: no $VIGIE: run \`make e2e\`" >&2; exit 1; }
[ -e target/site-dev/pkg-dir ] || { echo "error: no target/site-dev: run \`cargo xtask site\`" >&2; exit 1; }
node_modules/.bin/tsc --project end2end/tsconfig.json
cd end2end
exec ../node_modules/.bin/playwright test "$@" </dev/null
