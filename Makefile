# Everything a developer runs. Each target sets itself up: it needs Python 3.11 or newer, git and make, nothing else.
#
#   make demo       a sample workspace on the screens; off a terminal the screens are printed as text
#   make test       all tests, in a few minutes on two cores      make soak      the long simulations
#   make check      style, types, layers, generated documentation
#   make bench      the figures in benchmarks/README.md           make quick-bench   a smoke run of them
#                   (make bench BEADS=issues.jsonl: on that real backlog, too)
#   make docs       regenerate what is generated in docs/ and README.md
#   make pictures   regenerate docs/pictures
#   make wheel      build the wheel into dist/
#   make clean      remove everything that these commands made

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
NEWER := import sys; sys.exit(sys.version_info < (3, 11))
WORKERS ?= 6
# `make PYTHON=/some/python3.12 test` chooses another interpreter.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$one -c '$(NEWER)' >/dev/null 2>&1; then command -v $$one; break; fi; done)

.PHONY: demo test check soak bench quick-bench docs docs-check pictures wheel clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.ready-to-run
	@$(PY) -m pmtui demo

test: $(VENV)/.ready-to-develop
	$(PY) -m pytest -n $(WORKERS) --dist worksteal

soak: $(VENV)/.ready-to-develop
	PMTUI_SOAK=1 $(PY) -m pytest -n $(WORKERS) --dist worksteal --timeout 3600

check: $(VENV)/.ready-to-develop docs-check
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

docs: $(VENV)/.ready-to-develop
	$(PY) docs/generate.py

docs-check: $(VENV)/.ready-to-develop
	$(PY) docs/generate.py --check

pictures: $(VENV)/.ready-to-develop
	$(PY) docs/pictures.py

bench: $(VENV)/.ready-to-develop
	$(PY) benchmarks/run.py $(if $(BEADS),--beads '$(BEADS)')

quick-bench: $(VENV)/.ready-to-develop
	$(PY) benchmarks/run.py --quick

wheel: $(VENV)/.ready-to-develop
	$(PY) -m hatchling build -t wheel -d dist

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find pmtui tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# A pyproject.toml that changed installs again; the stamp of development serves for running, too.
$(VENV)/.ready-to-run: pyproject.toml | $(PY)
	$(PIP) --editable .
	@touch $@

$(VENV)/.ready-to-develop: pyproject.toml | $(PY)
	$(PIP) --editable '.[dev]'
	@touch $(VENV)/.ready-to-run $@

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
		echo "make: no Python 3.11 or newer is on the PATH: install one, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; fi
	@if ! "$(PYTHON)" -c '$(NEWER)'; then \
		echo "make: $(PYTHON) is not Python 3.11 or newer: choose another one: make PYTHON=/path/to/python3" >&2; exit 1; fi
	@if ! "$(PYTHON)" -m venv $(VENV); then rm -rf $(VENV); \
		echo "make: $(PYTHON) cannot make a virtual environment: install its venv module (on Debian and Ubuntu: python3-venv)" >&2; exit 1; fi
