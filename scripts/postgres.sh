# A throwaway PostgreSQL cluster from Debian's package, on a free port, in a temporary folder.
# To be sourced: `postgres_start` exports TEST_DATABASE_URL, `postgres_stop` removes everything; with-postgres.sh does both.
# shellcheck shell=bash

# The folder of the newest server programs, or nothing. They are not on PATH in Debian.
postgres_bin() {
    local initdb
    initdb=$(ls -1d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)
    [ -n "$initdb" ] || initdb=$(command -v initdb || true)
    [ -z "$initdb" ] || dirname "$initdb"
}

# PostgreSQL refuses to run as root: root becomes `postgres`, anybody else stays who they are.
postgres_as() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

postgres_install() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        return 1
    fi
    echo "PostgreSQL is missing: installing Debian's package" >&2
    # Without a default cluster of its own: only the programs are wanted.
    if ! dpkg -s postgresql-common >/dev/null 2>&1; then
        mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Options::=--force-confold postgresql; } </dev/null >&2
}

postgres_start() {
    local bin port try
    bin=$(postgres_bin)
    if [ -z "$bin" ]; then
        postgres_install || true
        bin=$(postgres_bin)
    fi
    if [ -z "$bin" ]; then
        echo "PostgreSQL WAS NOT TESTED: its server programs are not installed." >&2
        echo "Run \`sudo apt-get install postgresql\`, or set TEST_DATABASE_URL to a server that may be filled and emptied." >&2
        return 1
    fi

    # Under /tmp whatever TMPDIR says: a socket's path may have about 100 bytes, and `postgres` must reach it.
    POSTGRES_DIR=$(mktemp -d /tmp/vigie-postgres.XXXXXX)
    POSTGRES_BIN=$bin
    chmod 755 "$POSTGRES_DIR"
    [ "$(id -u)" -ne 0 ] || chown postgres "$POSTGRES_DIR"
    (
        cd "$POSTGRES_DIR"
        postgres_as "$bin/initdb" -D "$POSTGRES_DIR/data" -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8
    ) >"$POSTGRES_DIR.log" 2>&1 || { cat "$POSTGRES_DIR.log" >&2; return 1; }

    # A free port can be taken between the question and the answer: ask again.
    for try in 1 2 3 4 5; do
        port=$((20000 + (RANDOM % 20000)))
        if (
            cd "$POSTGRES_DIR"
            postgres_as "$bin/pg_ctl" -D "$POSTGRES_DIR/data" -w -t 60 -l "$POSTGRES_DIR/server.log" -o \
                "-p $port -k $POSTGRES_DIR -c listen_addresses=127.0.0.1 -c max_connections=200 \
                 ${POSTGRES_SETTINGS--c fsync=off -c synchronous_commit=off -c full_page_writes=off}" start
        ) >>"$POSTGRES_DIR.log" 2>&1; then
            export TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
            echo "PostgreSQL for the tests: $TEST_DATABASE_URL" >&2
            return 0
        fi
    done
    cat "$POSTGRES_DIR.log" "$POSTGRES_DIR/server.log" >&2 || true
    echo "PostgreSQL did not start." >&2
    return 1
}

postgres_stop() {
    [ -n "${POSTGRES_DIR:-}" ] || return 0
    (
        cd /
        postgres_as "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate stop
    ) >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_DIR" "$POSTGRES_DIR.log"
    POSTGRES_DIR=
}

# Restarts it under the same address; the argument is how it stops: fast or immediate.
postgres_restart() {
    (
        cd "$POSTGRES_DIR"
        postgres_as "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -w -t 60 -l "$POSTGRES_DIR/server.log" -m "$1" restart
    ) >>"$POSTGRES_DIR.log" 2>&1
}
