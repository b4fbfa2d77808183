# Khabar. Needs Python 3.11 or later, make and git; everything else goes into .venv, pinned.
#
#   make demo     read the sample report and show what it says
#   make test     run the tests
#   make test-exports  check the exports with other programs' readers, which take minutes to install
#   make test-ray     run the tests of the Ray engine, in a virtual environment of their own
#   make check    style, types, the import rule, the lexicons, the packs
#   make pack     compile the lexicon and knowledge packs from their files
#   make golden   write the golden record of the sample anew, to be reviewed
#   make floors   check what is measured against floors.toml; DATA=FOLDER for data that does not ship
#   make bench    measure speed, and the memory of a batch
#   make bench-corpus  measure the comparing of 20,000 made reports: growth, memory, quality; minutes
#   make install  put the command `khabar` into .venv/bin

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-exports test-ray check pack golden floors bench bench-corpus install clean

VENV := .venv
PYTHON := $(VENV)/bin/python
export PYTHONPATH := src
SAMPLE := $(firstword $(wildcard src/khabar/samples/sample.txt tests/data/sample.txt))
DATA ?= ../shared
KNOWN := tests/lexicon/known_failures.txt
FIND := for p in python3.11 python3 python; do \
	  if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$p; break; fi; done; \
	if [ -z "$$found" ]; then echo "make: khabar needs Python 3.11 or later with venv, and found none on PATH" >&2; exit 1; fi

help:
	@sed -n '3,14s/^# *//p' Makefile

# Made again when the pinned requirements change; a folder that is already there is kept and brought up to date.
$(VENV)/.runtime: requirements.txt
	@test -x $(PYTHON) || { $(FIND); echo "making $(VENV) with $$found"; "$$found" -m venv $(VENV); }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-corpus.txt requirements-intake.txt requirements-tables.txt $(VENV)/.runtime
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.exports: requirements-exports.txt $(VENV)/.dev
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-exports.txt
	@touch $@

demo: $(VENV)/.runtime
	@$(PYTHON) -m khabar read $(SAMPLE) --published 2025-04-14 --why

test: $(VENV)/.dev
	$(PYTHON) -m pytest

test-exports: $(VENV)/.exports
	$(PYTHON) -m pytest tests/io/exports tests/cli/test_export.py tests/house/test_exports_page.py

# Ray is large, and pins much that nothing else needs.
$(VENV)-ray/.made: requirements-ray.txt $(VENV)/.dev
	@test -x $(VENV)-ray/bin/python || $(PYTHON) -m venv $(VENV)-ray
	@$(VENV)-ray/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -r requirements-ray.txt
	@touch $@

test-ray: $(VENV)-ray/.made
	$(VENV)-ray/bin/python -m pytest tests/run/test_ray.py

check: $(VENV)/.dev
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest tests/house/test_imports.py
	$(PYTHON) -m khabar lexicon check $(if $(wildcard $(KNOWN)),--strict-examples $(KNOWN))
	$(PYTHON) -m khabar lexicon compile --check

pack: $(VENV)/.runtime
	$(PYTHON) -m khabar lexicon compile

golden: $(VENV)/.runtime
	$(PYTHON) tests/golden/test_sample.py

floors: $(VENV)/.runtime
	$(PYTHON) -m khabar evaluate floors $(if $(wildcard $(DATA)),--data $(DATA))

bench: $(VENV)/.runtime
	$(PYTHON) benchmarks/speed.py
	$(PYTHON) benchmarks/batch.py

bench-corpus: $(VENV)/.dev
	$(PYTHON) benchmarks/corpus.py

install: $(VENV)/.runtime
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --editable .

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
