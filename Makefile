# Two commands matter: make run, make test. Both prepare what they need and are safe to repeat.
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python

# An environment whose Python is gone, or that came with a moved folder, is made anew.
ifneq ($(wildcard .venv/run.stamp),)
ifneq ($(shell $(PY) -c 'import django' 2>/dev/null && echo sound),sound)
$(info == The virtual environment in .venv is broken: making a new one)
$(shell rm -rf .venv)
endif
endif

.PHONY: run test lint bench kill audit clean
.DELETE_ON_ERROR:

run: .venv/run.stamp
	@echo "== Preparing the database"
	@$(PY) manage.py migrate -v0
	@echo "== Ingesting the shipped samples"
	@$(PY) manage.py load_samples
	@echo "== Serving the timeline on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@exec $(PY) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/test.stamp
	@echo "== Tests on SQLite"
	@env -u DATABASE_URL $(PY) -m pytest
	@echo "== Tests on PostgreSQL"
	@$(PY) tests/on_postgresql.py

lint: .venv/test.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: .venv/test.stamp
	@test -n "$(wildcard bench/*.py)" || { echo "There is no benchmark in bench/ yet" >&2; exit 1; }
	@for script in $(sort $(wildcard bench/*.py)); do echo "== $$script"; $(PY) $$script || exit 1; done

# Asks a public service for known vulnerabilities, so it needs the internet and is no part of CI. Its tools stay apart from ours.
audit: .venv/run.stamp
	@test -x .venv/audit/bin/pip-audit || { $(PY) -m venv .venv/audit && \
		.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	@.venv/audit/bin/pip-audit --strict --progress-spinner off --path "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" || { \
		echo "make audit: either something above is known to be vulnerable, or the service that knows could not be asked (see above)" >&2; exit 1; }

# Kills processes, PostgreSQL and Redis at random moments: make kill ROUNDS=8 for a short look.
ROUNDS ?= 60
kill: .venv/test.stamp
	$(PY) -m tests.crash.rounds $(ROUNDS)

.venv/run.stamp: requirements.txt
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Entente needs Python 3.11 or newer; found: $$($(or $(PYTHON),python3) --version 2>&1 || echo none). Install a newer one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || { \
		echo "== Making a virtual environment in .venv with $$($(PYTHON) --version)"; $(PYTHON) -m venv .venv; } || { \
		echo "$$($(PYTHON) --version) lacks venv or ensurepip. Remedy: on Debian and Ubuntu, apt-get install python3-venv; elsewhere, install Python whole" >&2; exit 1; }
	@echo "== Installing requirements.txt"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.txt
	@echo "== Installing requirements-dev.txt"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv node_modules staticfiles test-results .pytest_cache .ruff_cache .mypy_cache .hypothesis
