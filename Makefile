# gcm-analysis: `make report` and `make test` do all the set-up there is to do.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
SYNC = $(UV) pip sync --quiet --require-hashes --compile-bytecode --python

.PHONY: help report test check lab clean lock programs format

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: .venv/.run-ready ## Make the reports of every forum in data/raw
	$(BIN)/gcm-analysis run

test: .venv/.test-ready .venv-oracle/.ready .venv-lab/.ready programs ## Run every test
	$(BIN)/python -m pytest $(IN_PARALLEL) $(PYTEST_ARGS)
IN_PARALLEL := --numprocesses=logical --maxprocesses=4 --dist=loadscope

check: .venv/.test-ready ## Check style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: .venv-lab/.ready .venv/.run-ready ## Open JupyterLab on the notebooks
	.venv-lab/bin/gcm-analysis lab

format: .venv/.test-ready ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.uv ## Resolve the lock files anew from pyproject.toml
	$(UV) pip compile $(LOCK) pyproject.toml -o requirements/run.txt
	$(UV) pip compile $(LOCK) -c requirements/run.txt --extra test --extra cluster pyproject.toml -o requirements/test.txt
	$(UV) pip compile $(LOCK) -c requirements/run.txt --extra cluster pyproject.toml -o requirements/cluster.txt
	$(UV) pip compile $(LOCK) -c requirements/run.txt --extra lab pyproject.toml -o requirements/lab.txt
	$(UV) pip compile $(LOCK) requirements/oracle.in -o requirements/oracle.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean: ## Remove what can be made again: environments, tables, reports
	rm -rf .venv .venv-lab .venv-oracle
	test ! -d reports || find reports -mindepth 2 -maxdepth 2 ! -name releases -exec rm -rf {} +
	find data/processed -mindepth 1 ! -name .gitkeep -delete

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/.run-ready: requirements/run.txt pyproject.toml | .venv/.uv
	$(SYNC) $(BIN)/python requirements/run.txt
	$(UV) pip install --quiet --no-deps --python $(BIN)/python --editable .
	@touch $@

.venv/.test-ready: requirements/test.txt pyproject.toml | .venv/.uv
	$(SYNC) $(BIN)/python requirements/test.txt
	$(UV) pip install --quiet --no-deps --python $(BIN)/python --editable .
	@touch $@ .venv/.run-ready

.venv-lab/.ready: requirements/lab.txt pyproject.toml | .venv/.uv
	$(PYTHON) -m venv --without-pip .venv-lab
	$(SYNC) .venv-lab/bin/python requirements/lab.txt
	$(UV) pip install --quiet --no-deps --python .venv-lab/bin/python --editable .
	@touch $@

.venv-oracle/.ready: requirements/oracle.txt | .venv/.uv
	$(PYTHON) -m venv --without-pip .venv-oracle
	$(SYNC) .venv-oracle/bin/python requirements/oracle.txt
	@touch $@

programs: .venv/.run-ready ## Install Chromium (drawings, PDF) and LibreOffice (tests) where allowed
	@$(BIN)/python scripts/ensure_programs.py
