# Two commands do everything on a machine with Python 3.11+, git and make:
#   make demo    own environment, the worked concept in a browser; Ctrl-C stops it
#   make test    lint, types, and all tests, with a browser of its own if none is there
# `make help` lists the rest. Variables: PYTHON, VENV, DEMO_DIR, PORT, ARGS (extra words for pytest), JOBS.

PYTHON   ?= python3
VENV     ?= .venv
DEMO_DIR ?= workspace
PORT     ?=
ARGS     ?=
JOBS     ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The stamps say what is installed; they are older than these files when it must be done again.
INPUTS := pyproject.toml constraints.txt
DEMO_STAMP := $(VENV)/.installed-demo
TEST_STAMP := $(VENV)/.installed-test
BROWSER_STAMP := $(VENV)/.browser

export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help demo lab test check lint types unit notebook browser soak format bench pictures constraints dist clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: $(DEMO_STAMP) ## the worked concept, open in the studio (DEMO_DIR=workspace PORT=...)
	@exec $(BIN)/cxcanvas demo "$(DEMO_DIR)" $(if $(PORT),--port $(PORT))

lab: $(DEMO_STAMP) ## JupyterLab on the demo's workspace
	@$(BIN)/cxcanvas demo "$(DEMO_DIR)" --no-serve
	@exec $(BIN)/cxcanvas lab "$(DEMO_DIR)"

# One pytest run for all the tests, and nothing printed after it: its closing line is the last.
test: $(TEST_STAMP) $(BROWSER_STAMP) lint types ## everything: lint, types, unit, law, notebook and browser tests
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types unit ## what is quick: lint, types, unit and law tests

lint: $(TEST_STAMP) ## ruff: rules and formatting
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .

types: $(TEST_STAMP) ## mypy --strict over everything
	@$(BIN)/python -m mypy

unit: $(TEST_STAMP) ## unit and law tests only
	@$(BIN)/python -m pytest -m "not browser and not notebook" $(ARGS)

notebook: $(TEST_STAMP) ## the notebooks, in real kernels
	@$(BIN)/python -m pytest -m notebook $(ARGS)

browser: $(TEST_STAMP) $(BROWSER_STAMP) ## the browser tests only
	@$(BIN)/python -m pytest -m browser $(ARGS)

soak: $(TEST_STAMP) ## failures for long: 200 kills, eight writers on one file, full and failing disks
	@CXCANVAS_SOAK=1 $(BIN)/python -m pytest -m soak $(ARGS)

format: $(TEST_STAMP) ## ruff: mend what can be mended
	@$(BIN)/python -m ruff check --fix --quiet . || true
	@$(BIN)/python -m ruff format .

bench: $(TEST_STAMP) $(BROWSER_STAMP) ## every figure against its limit, in one table
	@$(BIN)/python -m bench $(ARGS)

pictures: $(TEST_STAMP) $(BROWSER_STAMP) ## the pictures of README and docs, taken from the real pages
	@$(BIN)/python docs/pictures.py

# Pins of everything, from a clean environment. Names and versions only, so that any index serves.
constraints: ## constraints.txt anew, from what pyproject.toml allows today
	@rm -rf build/constraints && mkdir -p build
	@$(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip --disable-pip-version-check --quiet install ".[test]"
	@{ sed -n '/^#/p' constraints.txt; \
	   build/constraints/bin/python -m pip freeze --exclude cxcanvas --exclude pip --exclude setuptools \
	   | sed -n 's/^\([A-Za-z0-9._-]*==[A-Za-z0-9.!]*\).*/\1/p'; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/constraints

dist: $(TEST_STAMP) ## a wheel in dist/
	@$(PIP) wheel --no-deps --wheel-dir dist .

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.made:
	@found=; for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	   if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; done; \
	 if [ -z "$$found" ]; then echo "cxcanvas needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3" >&2; exit 1; fi; \
	 if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
	   echo "This Python cannot make an environment: install its venv module (Debian, Ubuntu: python3-venv) and run make again." >&2; exit 1; fi; \
	 echo "Making an environment in $(VENV) ..."; \
	 $$found -m venv --clear "$(VENV)"
	@touch $@

$(DEMO_STAMP): $(VENV)/.made $(INPUTS)
	@echo "Installing cxcanvas and JupyterLab (once; a minute or two) ..."
	@$(PIP) install --constraint constraints.txt --editable ".[lab]"
	@touch $@

$(TEST_STAMP): $(VENV)/.made $(INPUTS)
	@echo "Installing cxcanvas and its test tools (once; a minute or two) ..."
	@$(PIP) install --constraint constraints.txt --editable ".[test]"
	@touch $@ $(DEMO_STAMP)

$(BROWSER_STAMP): $(TEST_STAMP) .ci/browser
	@$(BIN)/python .ci/browser
	@touch $@
