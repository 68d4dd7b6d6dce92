# Two commands matter: make run, make test. Both prepare what they need and are safe to repeat.
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python

# An environment whose Python is gone, or whose folder was moved, is created again.
ifneq ($(wildcard .venv/run.stamp),)
ifneq ($(shell $(PY) -c 'import django' 2>/dev/null && echo sound),sound)
$(info == The virtual environment in .venv is broken: making a new one)
$(shell rm -rf .venv)
endif
endif

.PHONY: run test lint bench kill audit lock pin-images clean
.DELETE_ON_ERROR:

run: .venv/run.stamp
	@echo "== Preparing the database"
	@$(PY) manage.py migrate -v0
	@echo "== Ingesting the shipped samples"
	@$(PY) manage.py load_samples
	@echo "== Serving the timeline on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@exec $(PY) manage.py runserver --noreload 127.0.0.1:$(PORT)

# Runs every part and reports them all, even if one fails: make test ARGS="-k feeds"
test: .venv/test.stamp
	@$(PY) -m tests.everything $(ARGS)

lint: .venv/test.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

bench: .venv/test.stamp
	@test -n "$(wildcard bench/*.py)" || { echo "There is no benchmark in bench/ yet" >&2; exit 1; }
	@for script in $(sort $(wildcard bench/*.py)); do echo "== $$script"; $(PY) $$script || exit 1; done

# Asks a public service for known vulnerabilities: it needs the internet and is not part of CI. Its tools are installed separately.
audit: .venv/run.stamp
	@test -x .venv/audit/bin/pip-audit || { $(PY) -m venv .venv/audit && \
		.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	@.venv/audit/bin/pip-audit --strict --progress-spinner off --path "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" || { \
		echo "make audit: either something above is known to be vulnerable, or the service that knows could not be asked (see above)" >&2; exit 1; }

# Rewrites the locks after a change to requirements.txt or requirements-dev.txt, for every Python from 3.11 and every system. Other
# packages keep their locked versions; make lock UPGRADE=1 upgrades everything the lists leave open.
COMPILE = .venv/lock/bin/uv pip compile --quiet --python .venv/lock/bin/python --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --annotation-style line --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)
lock:
	@test -x .venv/lock/bin/uv || { $(PYTHON) -m venv .venv/lock && \
		.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9; }
	$(COMPILE) requirements.txt --output-file requirements.lock
	$(COMPILE) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

# Gets the digests of the images in Dockerfile and docker-compose.yml from their registry and writes them there. Needs docker with buildx.
pin-images:
	@$(PYTHON) .ci/pin-images

# Kills processes, PostgreSQL and Redis at random moments: make kill ROUNDS=8 for a quick check.
ROUNDS ?= 60
kill: .venv/test.stamp
	$(PY) -m tests.crash.rounds $(ROUNDS)

.venv/run.stamp: requirements.lock
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Entente needs Python 3.11 or newer; found: $$($(or $(PYTHON),python3) --version 2>&1 || echo none). Install a newer one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || { \
		echo "== Making a virtual environment in .venv with $$($(PYTHON) --version)"; $(PYTHON) -m venv .venv; } || { \
		echo "$$($(PYTHON) --version) lacks venv or ensurepip. Remedy: on Debian and Ubuntu, apt-get install python3-venv; elsewhere, install Python whole" >&2; exit 1; }
	@echo "== Installing requirements.lock"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.lock
	@echo "== Installing requirements-dev.lock"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv node_modules staticfiles test-results .pytest_cache .ruff_cache .mypy_cache .hypothesis
