# Two commands matter: make run, make test. Both prepare what they need and are safe to repeat.
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: run test lint bench clean
.DELETE_ON_ERROR:

run: .venv/run.stamp
	@echo "== Preparing the database"
	@$(BIN)/python manage.py migrate -v0
	@echo "== Ingesting the shipped samples"
	@$(BIN)/python manage.py load_samples
	@echo "== Serving the timeline on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@exec $(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/test.stamp
	@echo "== Tests on SQLite"
	@$(BIN)/pytest
	@echo "== Tests on PostgreSQL"
	@$(BIN)/python tests/on_postgresql.py

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/test.stamp
	$(BIN)/python bench/dates.py

.venv/run.stamp: requirements.txt
	@test -n "$(PYTHON)" || { echo "Entente needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || echo none). Install a newer one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "== Making a virtual environment in .venv with $$($(PYTHON) --version)"
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "The venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@echo "== Installing requirements.txt"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.txt
	@echo "== Installing requirements-dev.txt"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv node_modules staticfiles .pytest_cache .ruff_cache .mypy_cache
