# Everything a person or a machine does with this checkout. `make` alone prints the list.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
# `make test` finds real event logs here; without them the tests that need them skip and say so.
TRACEWORK_TEST_DATA ?= $(wildcard ../shared/data)
SCALE ?= 1
export TRACEWORK_TEST_DATA SCALE
# Where Python may keep no bytecode, each of the hundreds of processes that tests start would compile all it imports anew.
export PYTHONDONTWRITEBYTECODE :=
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help setup lock demo test test-full lint format bench bench-large load evaluate clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: .venv/.project .venv/.chromium .venv/.pango ## everything installed into .venv, pinned and checked by hash

.venv/bin/uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Tracework needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.11 setup")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.requirements: .venv/bin/uv requirements/development.txt
	@echo "Installing what Tracework needs into .venv (once; a minute or two)"
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/development.txt
	@touch $@

.venv/.project: .venv/.requirements pyproject.toml
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The browser tests drive Debian's own Chromium; elsewhere, or without the right to install, they skip and say so.
.venv/.chromium: | .venv/.requirements
	@if command -v chromium >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium for the browser tests"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; } \
	    || echo "Chromium could not be installed: the browser tests will be skipped."; \
	else echo "No Chromium here and no right to install it: the browser tests will be skipped."; fi
	@touch $@

# Reports as PDF are laid out by Pango, and trees grow on OpenMP, which are no Python packages.
.venv/.pango: | .venv/.requirements
	@if $(BIN)/python -c "import lightgbm, weasyprint" >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Pango and OpenMP"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgomp1 >/dev/null; } \
	    || echo "Pango and OpenMP could not be installed: no reports as PDF, no tree models."; \
	else echo "No Pango or OpenMP here and no right to install them: no reports as PDF, no tree models."; fi
	@touch $@

# The tests against a real ERP: a Tryton of its own, kept in ~/.cache/tracework and made here so that no test waits for it.
.venv/.tryton: .venv/.project $(wildcard tests/real_erp/*.py tests/real_erp/*.txt tests/real_erp/seeding/*.py)
	@if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && ! command -v faketime >/dev/null 2>&1; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y faketime >/dev/null; } || true; fi
	@echo "Making the real Tryton of the tests (once; a few minutes)"
	@$(BIN)/python -m tests.real_erp.prepare
	@touch $@

# The tests of the handoff: a Prefect and a Node-RED of their own, kept beside it and made here for the same reason.
.venv/.orchestration: .venv/.project $(wildcard tests/orchestration/*.txt tests/orchestration/environment.py tests/orchestration/node_red/*.json)
	@echo "Making the Prefect and the Node-RED of the tests (once; a minute)"
	@$(BIN)/python -m tests.orchestration.prepare
	@touch $@

lock: .venv/bin/uv ## bring requirements/*.txt up to date with requirements/*.in
	@cd requirements && for name in bootstrap development runtime; do \
	  constraint=; [ $$name = runtime ] && constraint="-c development.txt"; \
	  ../$(COMPILE) $$constraint $$name.in -o $$name.txt; done
	@cd tests/real_erp && ../../$(COMPILE) tryton.in -o tryton.txt
	@cd tests/orchestration && ../../$(COMPILE) prefect.in -o prefect.txt
	@cd tests/orchestration/node_red && PATH="$(CURDIR)/$(BIN):$$PATH" npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved=true --no-audit --no-fund >/dev/null

demo: .venv/.project ## a generated firm, built and served; or your own log: FILE=log.xes make demo
	@$(BIN)/tracework demo $(if $(FILE),--file "$(FILE)") $(DEMO_OPTIONS)

lint: .venv/.project ## style, types and the rules between rooms
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: .venv/.project ## let ruff put the code in order
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

test: setup .venv/.tryton .venv/.orchestration lint ## lint, then every test
	@$(BIN)/pytest -q -n 2 --dist worksteal $(PYTEST_OPTIONS)

test-full: ## every test, with ten times the repeats
	@$(MAKE) --no-print-directory test SCALE=10 PYTEST_OPTIONS="--timeout 3600 -o faulthandler_timeout=4000"

bench: .venv/.project ## speed against pm4py and r4pm, results checked equal
	@$(BIN)/python -m benchmarks

bench-large: .venv/.project ## the same at 100 million events
	@$(BIN)/python -m benchmarks --large

load: .venv/.project ## how the server answers while many ask at once: benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks.load

evaluate: .venv/.project ## how good the models are on data they had not seen, beside naive guesses: docs/models.md
	@$(BIN)/python -m benchmarks.evaluate $(NAME)

clean: ## remove what make made; a workspace is never touched
	@rm -rf .venv build dist artifacts .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
