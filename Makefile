# make run    prepare everything and start the checker
# make test   prepare everything and run all tests
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && break; done)
PORT ?= 8787
VENV := .venv
BIN := $(VENV)/bin
POSTCHECK := $(BIN)/postcheck
EVAL ?= ../shared/eval/dev.jsonl
JS := tests/extension

.PHONY: help setup setup-dev run test lint train evaluate quality screenshots browsers lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || \
		{ echo 'postcheck needs Python 3.11 or newer; none was found. Install it, or name it: make PYTHON=/path/to/python3'; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || \
		{ echo 'Python has no venv module here. On Debian and Ubuntu: sudo apt-get install python3-venv'; rm -rf $(VENV); exit 1; }
	@echo 'Installing the pinned dependencies into $(VENV)/ (once; about a minute)...'
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(JS)/.ready: $(VENV)/.ready-dev $(JS)/package-lock.json
	@echo 'Installing the JavaScript checkers and editors for the tests...'
	@cd $(JS) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

setup: $(VENV)/.ready ## prepare the environment only

setup-dev: $(VENV)/.ready-dev $(JS)/.ready browsers ## prepare everything that work on the project needs

browsers:
	@tests/install-browsers

run: setup ## prepare and serve on 127.0.0.1 (PORT=8787)
	@$(POSTCHECK) serve --port $(PORT)

test: setup-dev lint ## prepare and run every test
	@$(BIN)/pytest tests/test_docs.py tests/model tests/server tests/evaluation tests/extension

lint: $(VENV)/.ready-dev $(JS)/.ready ## ruff, mypy, eslint, tsc and web-ext lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@cd $(JS) && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent lint

train: $(VENV)/.ready-dev ## rebuild the models from training_data/ (about 25 minutes)
	@$(POSTCHECK) train

evaluate: setup ## score the models on labelled posts (EVAL=file.jsonl)
	@$(POSTCHECK) evaluate $(EVAL)

quality: setup ## write docs/quality.md anew (EVAL=file.jsonl)
	@$(BIN)/python -m model.training.quality $(EVAL) > docs/quality.md.new && mv docs/quality.md.new docs/quality.md

screenshots: setup-dev ## take the pictures in docs/images anew
	@$(BIN)/pytest tests/extension -m screenshots

lock: ## pin the dependencies anew (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and what the tests installed
	@rm -rf $(VENV) $(JS)/node_modules $(JS)/.ready
