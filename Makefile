# Every command a newcomer needs; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help install oidc store demo start stop test lint lock docs bench clean

LOCKS := requirements.lock requirements-oidc.lock requirements-compose.lock requirements-tools.lock pyproject.toml \
	tools/bootstrap.sh
EXTRAS := --extra oidc --extra passkey --extra celery --extra s3 --extra azure
COMPILE := .tools/uv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links --python-version 3.11

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "make %-8s %s\n", $$1, $$2}'

install: .venv/.runtime ## Make .venv/bin/jaarcyclus, and start nothing: enough to verify an exported dossier

oidc: ## Add what signing in at an identity provider of the office needs, and making passkeys (docs/operations.md)
	@WITH_OIDC=1 tools/bootstrap.sh runtime

store: ## Add what keeping files in S3 or Azure needs (docs/operations.md), and that of `make oidc`
	@WITH_STORE=1 tools/bootstrap.sh runtime

demo: .venv/.runtime ## Play a whole year on a real Airflow (PRODUCT=begroting: no further; PROFIEL=ommen_hardenberg; DOEL=sharepoint)
	$(if $(filter sharepoint,$(DOEL)),.venv/bin/python tools/demo_sharepoint.py,.venv/bin/jaarcyclus demo) $(if $(PRODUCT),--product $(PRODUCT)) $(if $(PROFIEL),--profiel $(PROFIEL))

start: .venv/.runtime ## Start Airflow with Jaarcyclus on this machine (VOORBEELD=1: with a year in progress to look around in)
	.venv/bin/jaarcyclus start $(if $(VOORBEELD),--voorbeeld) $(if $(PROFIEL),--profiel $(PROFIEL))

stop: .venv/.runtime ## Stop it, with every process it started
	.venv/bin/jaarcyclus stop

test: .venv/.dev ## Run all tests: PostgreSQL, Chromium and Airflow are the real ones; dist/schermen shows each page that they saw
	rm -rf dist/schermen
	.venv/bin/pytest -n 4 --max-worker-restart=0

lint: .venv/.dev ## Check style, types, borders between modules, and that no address or machine path slipped in
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python tools/check_addresses.py

lock: .venv/.dev ## Resolve the dependencies anew and rewrite the locks
	$(COMPILE) --group tools -o requirements-tools.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra oidc --extra passkey -c requirements.lock -o requirements-oidc.lock
	$(COMPILE) pyproject.toml $(EXTRAS) -c requirements-oidc.lock -o requirements-compose.lock
	$(COMPILE) pyproject.toml $(EXTRAS) --group dev -c requirements-compose.lock -o requirements-dev.lock
	.venv/bin/npm install --package-lock-only --prefix tools/node

docs: .venv/.dev ## Write docs/dags.md and docs/controles.md from the DAGs and the checks themselves
	.venv/bin/python tools/write_dags_page.py
	.venv/bin/python tools/write_checks_page.py

bench: .venv/.dev ## Measure speed and memory (minutes; leave the machine alone meanwhile)
	.venv/bin/python tools/bench.py

clean: ## Remove environment and caches; var/, the records, stays
	if [ -x .venv/bin/jaarcyclus ]; then .venv/bin/jaarcyclus stop; fi
	rm -rf .venv .tools .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.runtime: $(LOCKS)
	@tools/bootstrap.sh runtime

.venv/.dev: $(LOCKS) requirements-dev.lock tools/node/package-lock.json
	@tools/bootstrap.sh dev
