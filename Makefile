# A machine with Python >= 3.11 and make is enough; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
UV_VERSION := 0.13.9
REAL := ../shared/data/public_penalties.jsonl

export XIANJIE_HOME ?= $(CURDIR)/home
export XIANJIE_STATE ?= $(XIANJIE_HOME)/dagster
export DAGSTER_HOME := $(CURDIR)
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false
export UV_PROJECT_ENVIRONMENT := $(VENV)

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lint types contracts docs docs-check ui bench clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## install everything into .venv (done by the other targets too)

# Redone only if the lock file changed. uv itself goes into the environment, and stays there (--inexact).
$(STAMP): uv.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv sync --quiet --frozen --inexact
	@touch $@

run: $(STAMP) ## demo district -> import -> checks -> models -> lists; prints where they are
	@test -d demo/inbox || $(BIN)/xianjie demo --cases 20000 --seed 1 --out demo
	@mkdir -p $(XIANJIE_HOME)/inbox && cp -rn demo/inbox/. $(XIANJIE_HOME)/inbox/
	@if test -f $(REAL); then mkdir -p $(XIANJIE_HOME)/inbox/public && cp -n $(REAL) $(XIANJIE_HOME)/inbox/public/; \
	else echo "real records: $(REAL) is not here, the run goes on without them"; fi
	@$(BIN)/xianjie run

test: $(STAMP) ## all tests
	$(BIN)/python -m pytest -n 2

check: $(STAMP) format lint types contracts docs-check ## all that CI runs
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

format: $(STAMP)
	$(BIN)/ruff format --check .

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

docs: $(STAMP) ## write the reference pages from contracts, rulebook and cards
	$(BIN)/python -m pipelines.docs

docs-check: $(STAMP)
	$(BIN)/python -m pipelines.docs --check

# The web server and the daemon are two processes; both end with Ctrl-C.
ui: $(STAMP) ## Dagster on 127.0.0.1:3000
	@mkdir -p $(XIANJIE_STATE)
	@trap 'kill 0' INT TERM EXIT; \
	$(BIN)/dagster-daemon run & \
	$(BIN)/dagster-webserver -h 127.0.0.1 -p 3000 & \
	wait

bench: $(STAMP) ## the figures, with yardsticks run beside them
	$(BIN)/python -m bench

clean: ## remove the environment, the demo and the caches; the home folder stays
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
