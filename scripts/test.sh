#!/usr/bin/env bash
# Every check and every test, cheapest first, each with its time. Arguments pick steps by name.
#   scripts/test.sh               everything
#   scripts/test.sh fmt clippy    two steps
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The version is pinned so that a new release cannot turn the build red.
DENY_VERSION=0.20.2
TARGET=${CARGO_TARGET_DIR:-target}
WASM=(--target wasm32-unknown-unknown --target-dir "$TARGET/front" --profile wasm-dev)

step_fmt() {
    cargo fmt --all --check
    cargo fmt --manifest-path xtask/Cargo.toml --check
}

step_clippy() {
    scripts/cargo-native.sh clippy --all-targets -- -D warnings
}

step_clippy-wasm() {
    cargo clippy -p frontend -p browser --lib "${WASM[@]}" --features frontend/split -- -D warnings
}

step_clippy-xtask() {
    cargo clippy --manifest-path xtask/Cargo.toml -- -D warnings
}

step_deny() {
    local deny=$TARGET/tools/bin/cargo-deny
    if command -v cargo-deny >/dev/null; then
        deny=cargo-deny
    elif [ ! -x "$deny" ]; then
        # Unoptimised on purpose: a minute to build against five, and it runs for two seconds.
        cargo install cargo-deny --version "$DENY_VERSION" --locked --debug --root "$TARGET/tools" --config profile.dev.debug=false
    fi
    "$deny" check bans licenses sources
    if [ "${DENY_ADVISORIES:-0}" = 1 ]; then
        "$deny" check advisories
    else
        echo "advisories: not checked (DENY_ADVISORIES=1 does, it fetches the database)"
    fi
}

# --bins: the browser tests run the server that is compiled here, with the same features as the tests.
step_server() {
    scripts/cargo-native.sh build --tests --bins
}

# Databases and files of the tests lie in memory where there is room for them: what survives a power cut is asked by
# `make chaos`, not here.
in_memory() (
    local free
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || free=0
    if [ "${free:-0}" -gt 2000000 ]; then
        TMPDIR=$(mktemp -d /dev/shm/vigie-tests.XXXXXX)
        export TMPDIR
        trap 'rm -rf "$TMPDIR"' EXIT
    fi
    "$@"
)

step_tests() {
    local nextest=$PWD/$TARGET/tools/bin
    [[ $TARGET = /* ]] && nextest=$TARGET/tools/bin
    export PATH=$PATH:$nextest
    if cargo nextest --version >/dev/null 2>&1; then
        in_memory scripts/with-postgres.sh scripts/cargo-native.sh nextest --tests --bins
    else
        in_memory scripts/with-postgres.sh scripts/cargo-native.sh test --tests --bins
    fi
}

step_oracles() {
    scripts/oracles.sh
}

step_site() {
    cargo xtask site
}

step_e2e() {
    in_memory scripts/e2e.sh
}

title() {
    case $1 in
    fmt) echo "Format" ;;
    clippy) echo "Lints, server side" ;;
    clippy-wasm) echo "Lints, browser side" ;;
    clippy-xtask) echo "Lints, build tool" ;;
    deny) echo "Dependencies: bans, licences, sources" ;;
    server) echo "Build of the server and its tests" ;;
    tests) echo "Tests on SQLite and PostgreSQL" ;;
    oracles) echo "Rules against independent implementations" ;;
    site) echo "Build of the site" ;;
    e2e) echo "Browser tests" ;;
    *) echo "unknown step: $1" >&2 && return 1 ;;
    esac
}

all=(fmt deny clippy clippy-wasm clippy-xtask server tests oracles site e2e)
steps=("$@")
[ $# -gt 0 ] || steps=("${all[@]}")
trap '[ -z "${running:-}" ] || printf "\n✘ %s failed after %d s\n" "$running" $((SECONDS - start)) >&2' EXIT
total=$SECONDS
for step in "${steps[@]}"; do
    name=$(title "$step")
    printf '\n── %s ──\n' "$name"
    running=$name start=$SECONDS
    "step_$step"
    printf '✔ %s: %d s\n' "$name" $((SECONDS - start))
    running=
done
printf '\n✔ %d steps in %d s\n' ${#steps[@]} $((SECONDS - total))
