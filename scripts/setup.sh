#!/usr/bin/env bash
# Installs what is missing and says nothing when nothing is.
#   scripts/setup.sh build   the wasm target and the npm tools: enough for `make run`
#   scripts/setup.sh test    Chromium, a font and PostgreSQL: for `make test`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The version is pinned so that a new release cannot turn the tests red.
MOTO="moto[server]==5.1.22"
NEXTEST=0.9.143
ORACLES="numpy==2.2.6 scipy==1.15.3 python-dateutil==2.9.0.post0"

missing() {
    echo "error: $1" >&2
    exit 1
}

# apt_install WHY PACKAGE...: installs as root, else prints the line to type and fails.
apt_install() {
    local why=$1
    shift
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "setup: installing $* ($why)"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o Dpkg::Options::=--force-confold "$@"; } </dev/null >/dev/null ||
            missing "apt-get could not install: $*"
    else
        missing "$why is missing. On Debian or Ubuntu: sudo apt-get install -y --no-install-recommends $*"
    fi
}

build() {
    command -v cargo >/dev/null || missing "Rust is missing: install it from https://rustup.rs, then run this again."
    command -v cc >/dev/null || apt_install "a C compiler (SQLite is compiled in)" gcc libc6-dev
    command -v npm >/dev/null || apt_install "Node.js with npm (it runs Tailwind and wasm-opt)" nodejs npm

    local target=wasm32-unknown-unknown
    if [ ! -d "$(rustc --print target-libdir --target $target)" ]; then
        command -v rustup >/dev/null || missing "the Rust target $target is missing and there is no rustup to add it."
        echo "setup: adding the Rust target $target"
        rustup target add $target
    fi

    if ! cmp -s package-lock.json node_modules/.installed-lock; then
        echo "setup: installing the npm tools"
        # Not `npm ci`: it refuses a lock without the optional packages of every platform, and some registries do not
        # have them. This installs exactly what the lock says and leaves it alone.
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --loglevel=error </dev/null
        cp package-lock.json node_modules/.installed-lock
    fi
}

test() {
    local wanted=()
    if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null && ! command -v chromium >/dev/null; then
        wanted+=("$(browser)")
    fi
    [ -d /usr/share/fonts/truetype/liberation ] || [ -n "${CHROMIUM:-}" ] || wanted+=(fonts-liberation)
    if [ -z "${TEST_DATABASE_URL:-}" ] && ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null &&
        ! command -v initdb >/dev/null; then
        wanted+=(postgresql)
    fi
    [ ${#wanted[@]} -eq 0 ] || apt_install "what the tests need" "${wanted[@]}"
    s3
    oracles
    nextest
}

# Chromium without its windows where there is a package of it: a quarter less work for the same pages.
browser() {
    [ "$(id -u)" -ne 0 ] || apt-get update -qq </dev/null >/dev/null 2>&1 || true
    if apt-cache show chromium-headless-shell 2>/dev/null | grep -q '^Package'; then
        echo chromium-headless-shell
    else
        echo chromium
    fi
}

# Runs the tests of all executables beside each other. The finished program where it can be downloaded, else compiled.
nextest() {
    local bin=${CARGO_TARGET_DIR:-target}/tools/bin
    if command -v cargo-nextest >/dev/null || [ -x "$bin/cargo-nextest" ]; then
        return
    fi
    mkdir -p "$bin"
    if [ "$(uname -sm)" = "Linux x86_64" ] && command -v curl >/dev/null &&
        curl -fsSL --max-time 60 "https://get.nexte.st/$NEXTEST/linux" 2>/dev/null | tar xz -C "$bin" 2>/dev/null; then
        return
    fi
    echo "setup: compiling cargo-nextest $NEXTEST (some minutes, once)"
    cargo install cargo-nextest --version "$NEXTEST" --locked --debug --root "${CARGO_TARGET_DIR:-target}/tools" \
        --config profile.dev.debug=false ||
        echo "setup: cargo-nextest could not be installed; the tests run without it, more slowly" >&2
}

# A server that speaks S3, which the documents' tests start. MOTO_SERVER names one that is there already.
s3() {
    [ -n "${MOTO_SERVER:-}" ] || python_tools moto "$MOTO"
}

# What the independent implementations of our rules are written with (scripts/oracles.sh).
oracles() {
    python_tools oracles "$ORACLES"
}

# python_tools NAME "PACKAGE==VERSION ...": an environment of its own in the target folder.
python_tools() {
    local at=${CARGO_TARGET_DIR:-target}/tools/$1
    if [ "$(cat "$at/.installed" 2>/dev/null)" = "$2" ]; then
        return
    fi
    python3 -m venv --help >/dev/null 2>&1 && python3 -c 'import ensurepip' 2>/dev/null ||
        apt_install "Python (the tests use it)" python3 python3-venv
    echo "setup: installing $2"
    rm -rf "$at"
    # shellcheck disable=SC2086
    python3 -m venv "$at" && "$at/bin/pip" install --quiet --disable-pip-version-check $2 </dev/null ||
        missing "could not be installed with pip: $2"
    echo "$2" >"$at/.installed"
}

case "${1:-}" in
build | test | oracles) "$1" ;;
*) missing "usage: scripts/setup.sh build|test|oracles" ;;
esac
