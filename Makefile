# Every target sets up first: `.ci/bootstrap.py` takes well under a second when there is nothing to do.

PYTHON ?= python3
VENV := .venv/bin/python
APP := @$(PYTHON) .ci/bootstrap.py app
DEV := @$(PYTHON) .ci/bootstrap.py dev
# Where this is set, every process compiles the product and its tests anew: a dozen seconds each.
unexport PYTHONDONTWRITEBYTECODE
# pytest's exit code for "no test was selected".
NONE_YET := code=$$?; [ $$code -eq 5 ] || exit $$code; echo "There are none yet."

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format lock messages bench chaos

help:
	@echo "make run     Class Act on this machine, with demo data unless there is a .env"
	@echo "make test    the test suite (ARGS=… for pytest)"
	@echo "make lint    style, types, templates, migrations, deployment checks"
	@echo "make bench   how fast; make chaos: what happens when things die, long walks, every page on the other screen (minutes)"
	@echo "make setup   only the set-up, with what the tests need"
	@echo "make messages  bring new texts into the catalogues of other languages (needs the package gettext)"
	@echo "make format  let the linters mend what they can; make lock: new versions within pyproject.toml"

setup:
	$(DEV)

# Without a .env the first look should show something.
ifeq ($(wildcard .env),)
run: export DEMO ?= 1
endif
run:
	$(APP)
	@$(VENV) manage.py up

test:
	$(DEV)
	@$(VENV) -m pytest $(ARGS)

chaos:
	$(DEV)
	@$(VENV) -m pytest --numprocesses=0 -m "chaos or browser_slow or slow" $(ARGS) || { $(NONE_YET); }

bench:
	$(DEV)
	@$(VENV) -m pytest --numprocesses=0 $(if $(findstring benchmarks/,$(ARGS)),,benchmarks) $(ARGS) || { $(NONE_YET); }

lint:
	$(DEV)
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check
	@$(VENV) -m mypy counselor candidates letters manage.py .ci/bootstrap.py .ci/slim.py
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	@find counselor candidates letters tests -name '*.py' -exec $(VENV) -m django_upgrade --target-version 5.2 --check {} +
	@$(VENV) manage.py makemigrations --check --dry-run
	@DEBUG=0 DEMO=0 SITE_URL=https://class-act.example EMAIL_URL=smtp://mail.example \
		$(VENV) manage.py check --deploy --fail-level WARNING

format:
	$(DEV)
	@$(VENV) -m ruff check --fix
	@$(VENV) -m ruff format
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

# uv's own uv.lock would write the download addresses of one machine into the repository; these hold only hashes.
LOCK := $(VENV) -m uv pip compile --quiet --universal --generate-hashes --no-header --upgrade pyproject.toml
lock:
	$(DEV)
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
	$(DEV)
	@$(VENV) .ci/licences.py

# Without dates and line numbers, a change of the catalogue shows what was changed and nothing else.
messages:
	$(DEV)
	@$(VENV) manage.py makemessages --all --no-wrap --no-obsolete --add-location file \
		--ignore node_modules --ignore tests --ignore benchmarks --ignore data
	@perl -ni -e 'print unless /^"POT-Creation-Date/' counselor/locale/*/LC_MESSAGES/django.po
