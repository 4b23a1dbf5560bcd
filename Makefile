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
export UV_PYTHON_DOWNLOADS := never
# Some images set it; then every process compiles every library that it imports, five seconds for Dagster's.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test check ui bench accuracy docs clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## install everything into .venv; the other targets do it too

# Redone only if the lock file changed. The versions and hashes are those of uv.lock; the files come from the
# index that pip is configured for (pip.conf or PIP_INDEX_URL), so that a machine behind a mirror needs no
# setting of its own. `uv sync` would fetch from the addresses written in the lock file.
$(STAMP): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, found " + sys.version.split()[0] + "; name one: make PYTHON=/path/to/python3")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null
	@echo "setting up $(VENV) from uv.lock ..."
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv export --quiet --frozen --output-file $(VENV)/locked.txt
	@index=$${UV_DEFAULT_INDEX:-$$($(BIN)/python -m pip config list | sed -n "s/.*\.index-url='\(.*\)'$$/\1/p" | tail -n 1)}; \
	if test -n "$$index"; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --python $(BIN)/python $(VENV)/locked.txt
	@touch $@

run: $(STAMP) ## demo district and real records -> checks -> models -> ranked lists
	@test -d demo/inbox || $(BIN)/xianjie demo --cases 20000 --seed 1 --out demo
	@mkdir -p "$(XIANJIE_HOME)/inbox"
	@cp -Rp demo/inbox/. "$(XIANJIE_HOME)/inbox/"
	@if test -f $(REAL); then \
		mkdir -p "$(XIANJIE_HOME)/inbox/public" && cp -p $(REAL) "$(XIANJIE_HOME)/inbox/public/"; \
	else \
		echo "real records: $(REAL) is not on this machine; the run goes on without them"; \
	fi
	@$(BIN)/xianjie run

test: $(STAMP) ## all tests
	@$(BIN)/python -m pytest -n 2

# Cheapest first, ends at the first failure. That the reference pages are up to date is one of the tests.
check: $(STAMP) ## all that CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

# Started with & they ignore Ctrl-C, so both are told to end.
ui: $(STAMP) ## Dagster on http://127.0.0.1:3000, until Ctrl-C
	@mkdir -p "$(XIANJIE_STATE)"
	@$(BIN)/dagster-daemon run & daemon=$$!; \
	$(BIN)/dagster-webserver -h 127.0.0.1 -p 3000 & web=$$!; \
	trap 'trap "" INT TERM; kill $$daemon $$web 2>/dev/null; wait; exit 0' INT TERM; \
	wait

bench: $(STAMP) ## what intake, reading, linking and comparing cost, with a yardstick run beside each
	@$(BIN)/python -m bench.intake
	@$(BIN)/python -m bench.facts
	@$(BIN)/python -m bench.linkage
	@$(BIN)/python -m bench.similar

accuracy: $(STAMP) ## amounts and offences read from texts; decisions judged; parties linked and cases found in demo districts, beside other ways
	@$(BIN)/python -m bench.amounts
	@$(BIN)/python -m bench.agreement
	@$(BIN)/python -m bench.whose
	@$(BIN)/python -m bench.charges
	@$(BIN)/python -m bench.decisions
	@$(BIN)/python -m bench.links
	@$(BIN)/python -m bench.accuracy --null

docs: $(STAMP) ## write docs/reference from contracts, rulebook and model cards
	@$(BIN)/python -m pipelines.docs

clean: ## remove the environment, the demo and the caches; the home folder stays
	rm -rf $(VENV) demo .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
