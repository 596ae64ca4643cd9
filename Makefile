# Two commands matter: `make run` and `make test`. The rest is for working on it; `make help` lists it.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# Where cargo puts what it compiles.
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help run build dev test bench chaos fmt lint e2e setup setup-build site

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup-build ## Build what has changed, then serve the demonstration plant on http://127.0.0.1:3000
	@scripts/run.sh $(ARGS)

build: setup-build ## Build target/release/vigie, the one file to install
	@cargo xtask site --release
	@cargo build --release -p server

dev: setup-build ## Quick build, then serve the demonstration plant
	@cargo xtask site
	@scripts/cargo-native.sh build --bins
	@exec $(TARGET)/debug/vigie serve --demo $(ARGS)

test: setup ## Run every check and every test
	@scripts/test.sh

lint: setup-build ## Format check, clippy, licences
	@scripts/test.sh fmt deny server site

e2e: setup ## Run the browser tests only: make e2e ARGS="tests/sign_in.spec.ts --project=desktop"
	@scripts/test.sh site server
	@scripts/e2e.sh $(ARGS)

bench: build ## Measure start, memory, transfer and requests
	@scripts/bench.sh $(ARGS)

chaos: build ## Kill, cut off and fill up a running server, and count what is lost: make chaos ARGS="kill writers"
	@scripts/chaos.sh $(ARGS)

fmt: ## Format the code
	@cargo fmt --all
	@cargo fmt --manifest-path xtask/Cargo.toml

setup: setup-build ## Install what is missing to build and to test
	@scripts/setup.sh test

setup-build:
	@scripts/setup.sh build
