# Everything a newcomer needs: install, run, test; for developers: check, coverage, torture, clients, browser,
# bench, docs, models, models-diff, console, console-dev, console-check.
#
# `make install` makes .venv and compiles the request path (setup.py) where a C compiler is at hand;
# bytecode is compiled too, because Python may not be allowed to write it later;
# PURE=1 runs plain Python instead, without minutes of compiling after each change.
PYTHON  ?= python3
PURE    ?= 0
VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/.installed
BUILT   := $(VENV)/.built-$(PURE)
SOURCES := $(shell find src -name '*.py')
TESTS   := $(shell find tests -name '*.py')
COLLECTED := $(VENV)/.collected
# Each process of `make test` imports all tests, so bytecode is written even where the environment
# asks Python not to write any.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install run test check style types types-of-newest rules coverage torture clients browser
.PHONY: bench docs models models-diff
.PHONY: console console-dev console-check node-is-here

install: $(BUILT)

$(STAMP): pyproject.toml constraints.txt
	@echo "Installing into $(VENV) ..."
	$(PYTHON) -m venv $(VENV)
	JEDLIK_PURE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		-c constraints.txt -e '.[dev]'
	touch $@

$(BUILT): $(STAMP) setup.py $(SOURCES)
	rm -f $(VENV)/.built-*
	find src -name '*.so' -delete
	@if [ "$(PURE)" = 0 ]; then echo "Compiling the request path, two to three minutes ..."; \
		$(BIN)/python setup.py -q build_ext --inplace >$(VENV)/build.log 2>&1 && \
		$(BIN)/python -c "import jedlik.app.workers" 2>>$(VENV)/build.log || { \
		find src -name '*.so' -delete; \
		echo "Not compiled (see $(VENV)/build.log): Jedlik runs as plain Python, at a third to a half of the speed."; }; fi
	@$(BIN)/python -m compileall -q src
	touch $@

run: install
	$(BIN)/jedlik serve $(ARGS)

# The tests of the console have processes of their own: Playwright occupies the event loop of its thread.
# The longest of them are in a file whose name is among the first; by default pytest would begin it last.
# The house rules (tests/tidy) are about the text of the code, and `check` has them.
ifeq ($(ARGS),)
test: install $(COLLECTED)
	$(BIN)/python -m pytest -n 4 --dist worksteal --ignore tests/console --ignore tests/tidy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/console
else
test: install
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)
endif

# Processes that import the tests at the same time would each compile them. So two processes do it
# before, each one half. What they cannot import is reported by the tests.
$(COLLECTED): $(BUILT) $(TESTS)
	@echo "Compiling the tests ..."
	@$(BIN)/python -m pytest --collect-only -qq tests/[a-e]*/ >/dev/null 2>&1 & \
		$(BIN)/python -m pytest --collect-only -qq tests/[f-s]*/ tests/w*/ tests/test_*.py >/dev/null 2>&1; wait
	@touch $@

# The parts of `check` need one processor each: `make -j2 check` runs two of them at a time.
check: style types types-of-newest rules coverage

style: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

# Types, also those of libraries, differ between versions of Python, so mypy runs twice.
types: $(STAMP)
	$(BIN)/mypy

types-of-newest: $(STAMP)
	$(BIN)/mypy --python-version 3.14

rules: $(STAMP)
	$(BIN)/python -m pytest tests/tidy

# How much of core, wire and the rules of features their own tests execute. Part of `check`.
coverage: $(STAMP)
	$(BIN)/python -m tests.tidy.measure_coverage

# The tests of robustness with large sizes, again and again: ARGS="--rounds 10 --size 2".
torture: install
	$(BIN)/python -m tests.robustness $(ARGS)

# Tests also use SDKs of other languages and a checker of histories. `make test` skips the tests whose
# tools are not installed.
clients: $(STAMP)
	$(BIN)/python -m tests.clients.install

# Tests of the console need Debian's Chromium, best without a window. `make test` skips them where there is
# no browser.
browser:
	@command -v chromium-headless-shell >/dev/null || { \
		echo "Installing Chromium for the tests of the console ..."; \
		export DEBIAN_FRONTEND=noninteractive; apt-get -qq update && { \
			apt-get -qq install -y chromium-headless-shell || apt-get -qq install -y chromium; \
		} >/dev/null; \
	} || command -v chromium >/dev/null || \
		echo "There is no Chromium here, and it cannot be installed: the tests of the console are skipped."

bench: install
	$(BIN)/python -m benchmarks $(ARGS)

docs: install
	$(BIN)/python -m tests.tidy.generate_docs

# Generates the models of companion APIs from the installed botocore.
models: $(STAMP)
	$(BIN)/python -m tests.models.generate

# What the newest botocore has that docs/members.md does not list. ARGS=--installed: no network.
models-diff: $(STAMP)
	$(BIN)/python -m tests.models.diff $(ARGS)

# The web console is built with Node. Users need none: the build is part of the repository.
NODE_VERSION := 20.19
NODE_IS_NEW  := const [a, b] = process.versions.node.split("."); \
	process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)

node-is-here:
	@command -v npm >/dev/null && node -e '$(NODE_IS_NEW)' || { \
		echo "The console is built with Node $(NODE_VERSION) or newer and npm. Install them from https://nodejs.org,"; \
		echo "or from the packages of your system. A server needs no Node: it has the files that are built already."; \
		exit 1; }

# Builds the console into src/jedlik/console/static.
console: node-is-here
	cd console && npm ci --ignore-scripts --no-audit --no-fund && npm run build

# Serves the sources of the console, and shows a change at once. It calls the server of `make run`.
console-dev: node-is-here
	cd console && npm ci --ignore-scripts --no-audit --no-fund && npm run dev

# Checks the sources of the console, and that the build in the repository is made from them.
console-check: node-is-here $(STAMP)
	cd console && npm ci --ignore-scripts --no-audit --no-fund && npm run check
	cd console && npm run build -- --outDir ../build/console --emptyOutDir
	$(BIN)/python -m tests.tidy.console_build build/console
