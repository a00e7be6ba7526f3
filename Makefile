# What people and machines call. Needs python3.11 or newer, python3-venv, make, git; everything else lies in var/.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := var/venv
RUN := $(VENV)/bin/python
# --no-deps: the lock names everything, and pip would look for a newer package behind an extra otherwise
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes --only-binary :all:
PORT ?= 8400
STANDIN_PORT ?= 8412
WORKERS ?= 2
TESTS ?= tests
MARKS ?= not browser and not broker
PIP_COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: help demo fresh code test browser check format messages lock venv

help: ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: venv ## the whole site on this machine, with made-up data
	@exec $(RUN) -m deploy.supervisor --port $(PORT) --standin-port $(STANDIN_PORT)

fresh: venv ## throw the demo's data away
	@$(RUN) -m deploy.fresh

code: venv ## what a demo person's authenticator app shows: make code EMAIL=…
	@$(RUN) manage.py totp $(EMAIL)

test: venv ## all tests that need no browser, on the private PostgreSQL or DATABASE_URL
	@$(RUN) -m pytest -n $(WORKERS) --dist worksteal -m "$(MARKS)" $(TESTS)

browser: $(VENV)/.browser ## the tests that drive Chromium (Debian's package chromium)
	@$(RUN) -m pytest -n $(WORKERS) --dist worksteal -m browser $(TESTS)

check: $(VENV)/.browser ## format, lint, types, map of the house, templates, security
	@$(RUN) -m deploy.check

format: venv ## write code in the house's shape
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix --quiet .

messages: venv ## gather and compile the translations (needs Debian's package gettext)
	@command -v msgfmt >/dev/null || { echo "Install gettext first."; exit 1; }
	@$(RUN) manage.py makemessages --locale es --no-obsolete --no-wrap --add-location file --ignore "var/*" --ignore "tests/*"
	@$(RUN) manage.py compilemessages --locale es --ignore "var/*" --verbosity 0

lock: ## renew the locked versions (needs uv)
	$(PIP_COMPILE) --upgrade --output-file requirements/production.txt
	$(PIP_COMPILE) --upgrade --extra seal --constraints requirements/production.txt --output-file requirements/seal.txt
	$(PIP_COMPILE) --upgrade --extra seal --group dev --constraints requirements/production.txt --output-file requirements/development.txt
	$(PIP_COMPILE) --upgrade --group browser --only-group browser --output-file requirements/browser.txt

venv: $(VENV)/.development

# a marker that is older than its lock means: install again
$(VENV)/.development: requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, not " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@echo "Installing into $(VENV) …"
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV) || { echo "Install python3-venv first."; rm -rf $(VENV); exit 1; }
	@$(PIP) -r requirements/development.txt
	@touch $@

$(VENV)/.browser: requirements/browser.txt $(VENV)/.development
	@$(PIP) -r requirements/browser.txt
	@touch $@
