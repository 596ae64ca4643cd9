#!/usr/bin/env bash
# Cargo over every crate of the server side at once, so that lints, builds and tests resolve the same features and
# share what they compile. The browser's crate is never in the same command: it would turn `ssr` and `hydrate` on together.
#   scripts/cargo-native.sh test --lib
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command=$1
shift
if [ "$command" = nextest ]; then
    command="nextest run"
fi
packages=()
for package in server pages islands ui services testkit domain entity migration i18n; do
    packages+=(-p "$package")
done
# shellcheck disable=SC2086
exec cargo $command "${packages[@]}" "$@"
