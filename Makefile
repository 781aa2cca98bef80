# Everything a newcomer needs: install, run, test; for developers: check, bench.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: install run test check bench docs

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(STAMP)

run: install
	$(BIN)/jedlik serve $(ARGS)

test: install
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/tidy

bench: install
	$(BIN)/python -m benchmarks $(ARGS)

docs: install
	$(BIN)/python -m tests.tidy.generate_docs
