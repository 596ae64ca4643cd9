#!/usr/bin/env bash
# Compares the rules of `domain` with independent implementations in Python (crates/domain/oracles/*.py).
# Each script calls the example program named by $ORACLE, prints one line and fails where the two differ.
#   scripts/oracles.sh               all of them
#   scripts/oracles.sh kpi stock     two of them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
scripts/setup.sh oracles
# With the features of the whole workspace: what the tests have compiled is used again.
scripts/cargo-native.sh build --quiet --example oracle
export ORACLE=$TARGET/debug/examples/oracle
topics=("$@")
[ $# -gt 0 ] || mapfile -t topics < <(cd crates/domain/oracles && ls -- *.py | sed 's/\.py$//')
for topic in "${topics[@]}"; do
    "$TARGET/tools/oracles/bin/python" "crates/domain/oracles/$topic.py"
done
