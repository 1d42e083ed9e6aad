# Everything that is done with this package, one target each. `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# The checks run one after another, in the order in which they are listed.
.NOTPARALLEL:

swift_sources := $(wildcard Package.swift Sources Tests Examples Benchmarks Fuzzing)
differential := .build/differential/typed-data.jsonl
SECONDS := 60
TARGET :=
PORT := 7474
DATA :=
SEED :=
build_release = echo "Building for release: some minutes the first time" && \
  swift build -c release --product session-keys --quiet

.PHONY: help
help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: install ## Build for release and start a sandbox exchange on loopback: make run [PORT=7474] [DATA=dir]
	@Scripts/build-wasm
	@$(build_release)
	@exec .build/release/session-keys serve --sandbox --web Web --port $(PORT) $(if $(DATA),--data "$(DATA)")

.PHONY: run-cluster
run-cluster: install ## Start three servers over PostgreSQL with a standby, behind a balancer: make run-cluster [PORT=7474]
	@Scripts/build-wasm
	@$(build_release)
	@exec Scripts/run-cluster --port $(PORT)

.PHONY: test
test: install check-format check-wasm check-units check-requests check-e2e check-attacks check-browser check-torture check-cluster check-docs check-sanitized ## Run every check, stop at the first that fails
	@echo "All checks passed."

.PHONY: test-sanitized
test-sanitized: install check-sanitized ## Run the tests under the address sanitizer alone

.PHONY: docs
docs: install check-docs ## Build the documentation of the libraries
	@echo "To read it: python3 -m http.server --directory .build/documentation, then http://127.0.0.1:8000/documentation"

.PHONY: examples
examples: install ## Build the examples, which trade with the sandbox of `make run`
	@swift build --product QuickStart --quiet
	@swift build --product MarketMakingBot --quiet
	@echo "To run them: .build/debug/QuickStart, or .build/debug/MarketMakingBot SECONDS"

.PHONY: fuzz
fuzz: install ## Feed parsers and server random input: make fuzz SECONDS=600 [TARGET=http-body]
	@Scripts/fuzz $(SECONDS) $(TARGET)

.PHONY: test-races
test-races: install check-races ## Run the concurrent tests under the thread sanitizer: 15 minutes more the first time

.PHONY: torture
torture: install ## Shake the server while it trades, and judge it: make torture SECONDS=3600 [SEED=name]
	@if [ -z "$$SESSION_KEYS" ]; then $(build_release); fi
	@SESSION_KEYS="$${SESSION_KEYS:-.build/release/session-keys}" \
	  Scripts/torture --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) --details

.PHONY: torture-cluster
torture-cluster: install ## Shake three servers over PostgreSQL with a standby: make torture-cluster SECONDS=3600 [SEED=name]
	@if [ -z "$$SESSION_KEYS" ]; then $(build_release); fi
	@SESSION_KEYS="$${SESSION_KEYS:-.build/release/session-keys}" \
	  Scripts/torture-cluster --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) --details

.PHONY: bench
bench: install ## Measure everything, 40 minutes; the parts are bench-signing, -server, -client, -exchange, -ledger
	@Scripts/bench

.PHONY: bench-signing
bench-signing: install ## Measure signing, verifying and hashing against libsecp256k1, OpenSSL and eth-account
	@Scripts/bench-signing

.PHONY: bench-client
bench-client: install ## Measure placing orders through the client, and idle subscribers
	@Scripts/bench-client

.PHONY: bench-page
bench-page: install ## Measure the page in a browser: loading, and from click to acknowledged order
	@Scripts/bench-page

.PHONY: screenshots
screenshots: install ## Take the pictures of the page that stand in the documentation
	@Scripts/take-screenshots

.PHONY: bench-server
bench-server: install ## Measure the server from outside: orders a second, latencies, revocation under load
	@Scripts/bench-server

.PHONY: bench-exchange
bench-exchange: install ## Measure how fast the exchange starts with a million entries
	@Scripts/bench-exchange

.PHONY: bench-ledger
bench-ledger: install ## Measure the ledger, also with 10 million entries: ten minutes
	@Scripts/bench-ledger

.PHONY: format
format: ## Format the sources in place
	@swift format --in-place --parallel --recursive $(swift_sources)

.PHONY: clean
clean: ## Remove everything that was built
	@rm -rf .build .build-asan .build-bench .build-fuzz .build-tsan

.PHONY: install
install: ## Install what is missing
	@Scripts/install-dependencies

# The single checks, in the order in which `make test` runs them.

.PHONY: check-format
check-format:
	@swift format lint --strict --parallel --recursive $(swift_sources)
	@echo "Format: as it should be"

.PHONY: check-wasm
check-wasm:
	@Scripts/build-wasm
	@.build/venv/bin/python -m pytest --rootdir Tests/WebAssembly Tests/WebAssembly

.PHONY: check-units
check-units: $(differential)
	@TYPED_DATA_DIFFERENTIAL=$(abspath $(differential)) Scripts/run-tests --scratch-path .build

# Requests of every kind, signed by an independent implementation, through the tool that was just built.
.PHONY: check-requests
check-requests:
	@.build/venv/bin/python Tests/Differential/requests_differential.py .build/debug/session-keys

# A server as its users run it, a client that shares no code with it, and the examples.
.PHONY: check-e2e
check-e2e:
	@Scripts/check-e2e

# The page in a real browser, with a wallet whose prompts are counted.
.PHONY: check-browser
check-browser:
	@Scripts/check-browser

# The same server while its disk, its clock and its connections fail, in short, and what judges it.
.PHONY: check-torture
check-torture:
	@Scripts/check-torture

# Three servers over one PostgreSQL with a standby, while all of it breaks, in short.
.PHONY: check-cluster
check-cluster:
	@Scripts/check-cluster

# What an attacker tries, each attack by its name; docs/attacks.md lists them.
.PHONY: check-attacks
check-attacks:
	@Scripts/check-attacks

.PHONY: check-docs
check-docs:
	@Scripts/build-docs

.PHONY: check-sanitized
check-sanitized: $(differential)
	@TYPED_DATA_DIFFERENTIAL=$(abspath $(differential)) Scripts/run-tests --scratch-path .build-asan --sanitize=address

# No part of `make test`: building everything once more takes longer than all of that.
.PHONY: check-races
check-races:
	@Scripts/check-races

# Typed data hashed and signed by an independent implementation, for the tests to agree with.
$(differential): Tests/Differential/typed_data_differential.py Tests/requirements.txt
	@mkdir -p $(@D)
	@.build/venv/bin/python $< >$@.new
	@mv $@.new $@
	@echo "Differential: $$(wc -l <$@) cases written by Python"
