#!/usr/bin/env bash
# Every check and every test, cheapest first, each with its time. Arguments pick steps by name.
#   scripts/test.sh               everything
#   scripts/test.sh fmt site      two steps
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The version is pinned so that a new release cannot turn the build red.
DENY_VERSION=0.20.2
TARGET=${CARGO_TARGET_DIR:-target}

# Clippy compiles our own crates, for the server, the browser and the build tool alike: what is linted is what is tested,
# and the dependencies are compiled once instead of once more for the lints.
RUSTC_WORKSPACE_WRAPPER=$(command -v clippy-driver)
CLIPPY_ARGS="-Dwarnings__CLIPPY_HACKERY__"
export RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS

step_fmt() {
    cargo fmt --all --check
    cargo fmt --manifest-path xtask/Cargo.toml --check
}

step_deny() {
    local deny=$TARGET/tools/bin/cargo-deny
    if command -v cargo-deny >/dev/null; then
        deny=cargo-deny
    elif [ ! -x "$deny" ]; then
        # Unoptimised on purpose: a minute to build against five, and it runs for two seconds.
        env -u RUSTC_WORKSPACE_WRAPPER cargo install cargo-deny --version "$DENY_VERSION" --locked --debug --root "$TARGET/tools" --config profile.dev.debug=false
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
    scripts/cargo-native.sh build --tests --bins --benches
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
    deny) echo "Dependencies: bans, licences, sources" ;;
    server) echo "Lints and build of the server and its tests" ;;
    tests) echo "Tests on SQLite and PostgreSQL" ;;
    oracles) echo "Rules against independent implementations" ;;
    site) echo "Lints and build of the site" ;;
    e2e) echo "Browser tests" ;;
    *) echo "unknown step: $1" >&2 && return 1 ;;
    esac
}

all=(fmt deny server tests oracles site e2e)
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
