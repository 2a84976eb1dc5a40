# Every target makes what it needs: Python 3.11 or newer and make are enough to start.
PYTHON ?= python3
VENV := .venv
SPARK_VENV := .venv-spark
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SPARK_INSTALLED := $(SPARK_VENV)/.installed
BROWSER_INSTALLED := $(VENV)/.browser
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export RUNTIME__DLTHUB_TELEMETRY := false
export DO_NOT_TRACK := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A run starts several Python processes: what the first has compiled the others read, whatever the caller's shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo dashboard test nightly chaos check lint types contracts dev bench parity parity-install docs lock install clean help
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: $(INSTALLED) ## create .venv from the lock

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hirehouse needs Python 3.11 or newer: run make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(BIN)/python -m uv pip install --python $(BIN)/python --quiet --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/hirehouse manifest >/dev/null
	@touch $@

$(SPARK_INSTALLED): requirements/spark.lock
	@$(MAKE) --no-print-directory $(INSTALLED)
	@command -v java >/dev/null || { apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless >/dev/null; } \
		|| { echo "Spark needs Java 17 or newer and it could not be installed: install it (Debian: openjdk-17-jre-headless)"; exit 1; }
	@test -x $(SPARK_VENV)/bin/python || $(BIN)/python -m venv $(SPARK_VENV)
	@$(BIN)/python -m uv pip install --python $(SPARK_VENV)/bin/python --quiet --require-hashes --no-deps -r requirements/spark.lock
	@touch $@

$(BROWSER_INSTALLED): requirements.lock
	@$(MAKE) --no-print-directory $(INSTALLED)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
		|| { echo "the pages' tests need Chromium and it could not be installed: install it (Debian: chromium)"; exit 1; }
	@touch $@

demo: $(INSTALLED) ## the whole pipeline on a simulated company, from nothing to published tables
	@$(BIN)/hirehouse demo

dashboard: $(INSTALLED) ## the pages leaders look at, on loopback; PORT=8501 by default
	@$(BIN)/hirehouse dashboard $(if $(PORT),--port $(PORT))

test: $(INSTALLED) $(BROWSER_INSTALLED) ## the tests CI runs
	@$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder

nightly: $(INSTALLED) $(SPARK_INSTALLED) $(BROWSER_INSTALLED) ## all tests: at night and before a release
	@$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder --nightly

chaos: $(INSTALLED) ## kill the pipeline at twenty moments and compare what it publishes
	@$(BIN)/python -m pytest tests/end_to_end/test_faults.py --kills 20 -s

check: lint types contracts ## everything CI runs besides the tests
	@$(BIN)/hirehouse manifest

lint: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@find dbt_project/models dbt_project/tests -name '*.sql' -not -path '*/generic/*' -print0 | sort -z | xargs -0 -P 2 -n 120 $(BIN)/sqlfluff lint
	@$(BIN)/yamllint --strict .

types: $(INSTALLED)
	@$(BIN)/mypy

contracts: $(INSTALLED)
	@$(BIN)/lint-imports --no-cache

dev: $(INSTALLED) ## Dagster's pages with schedules and sensors, on loopback
	@$(BIN)/hirehouse dev

bench: $(INSTALLED) ## measure: a table and JSON with ratios
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.forecasting

parity: $(SPARK_INSTALLED) ## the same models on Spark, every public table compared
	@$(BIN)/python -m hirehouse.parity

docs: $(INSTALLED) ## the data dictionary as one static page
	@$(BIN)/hirehouse docs

lock: $(INSTALLED) ## renew the lock files
	@$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--excludes requirements/excludes.txt --constraint requirements/constraints.txt --extra dev pyproject.toml -o requirements.lock
	@$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--excludes requirements/excludes.txt requirements/spark.in -o requirements/spark.lock

clean: ## remove what the targets made, data included
	@rm -rf $(VENV) $(SPARK_VENV) .cache .hirehouse dbt_project/target dbt_project/logs
