# Everything a newcomer needs: install, run, test; for developers: check, coverage, torture, clients,
# bench, docs, models, models-diff.
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

.PHONY: install run test check coverage torture clients bench docs models models-diff

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

test: install
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

# Types, also those of libraries, differ between versions of Python, so mypy runs twice.
check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --python-version 3.14
	$(BIN)/python -m pytest tests/tidy
	@$(MAKE) --no-print-directory coverage

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
