# Every target sets up what it needs by itself, in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_PORT ?= 8700
ACCOUNTING ?= freee
# One more than the cores it is meant for: browsers and servers are waited for.
WORKERS ?= 3
BENCH ?=
# Written once and read by every process the suite, the benches and the demo start, also where the machine says otherwise.
unexport PYTHONDONTWRITEBYTECODE
PARALLEL = -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: setup demo demo-reset test test-slow coverage test-postgresql test-reliability check bench lock migration

$(VENV)/.run: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

setup: $(VENV)/.dev ## everything for development

demo: $(VENV)/.run ## the main job on this machine: http://127.0.0.1:$(DEMO_PORT)
	@$(BIN)/python -m bot demo --port $(DEMO_PORT) --accounting $(ACCOUNTING)

demo-reset: ## forget what the demo did
	rm -rf var/demo

test: $(VENV)/.dev ## the suite, under 5 minutes on 2 cores
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not reliability and not bench"

test-slow: $(VENV)/.dev ## the few tests that take longer than all others: browsers, kill -9, drawing, whole databases
	$(BIN)/python -m pytest $(PARALLEL) -m slow

coverage: $(VENV)/.dev ## both with branch coverage, slower: 90 % of everything, 98 % of domain/
	$(BIN)/python -m pytest $(PARALLEL) -m "not reliability and not bench" --cov --cov-report=term:skip-covered --cov-fail-under=90
	$(BIN)/coverage report --include="domain/*" --skip-covered --fail-under=98

test-reliability: $(VENV)/.dev ## kill -9, faults, month end, downtime: longer proofs
	$(BIN)/python -m pytest -m reliability -s

check: $(VENV)/.dev ## lint, types, contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-postgresql: $(VENV)/.dev ## the same suite with every database on PostgreSQL
	SEIKYU_TEST_STORE=postgresql $(MAKE) test

bench: $(VENV)/.dev ## figures beside their controls; BENCH="idle deals --full" for some of them, at the project's sizes
	$(BIN)/python -m tests.bench $(BENCH)

lock: ## compile both locks anew
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
