# `make run` shows the portal, `make test` proves it; both set up what they need. `make lint` is part of the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
AGORA_REQUIRE_ALL ?=
export AGORA_REQUIRE_ALL

.PHONY: run test lint setup fonts translations bench clean
.DEFAULT_GOAL := run

run: $(STAMP) fonts
	$(BIN)/agora serve --demo

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@bash tools/make_venv $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(TEST_STAMP): $(STAMP) pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

# The typeface is a bonus from npm; without Node the system's own takes its place.
fonts:
	@bash tools/copy_fonts

test: $(TEST_STAMP)
	@bash tools/install_test_programs
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --lint --quiet

translations: $(TEST_STAMP)
	$(BIN)/python -m tools.translations

bench: $(TEST_STAMP)
	$(BIN)/python -m bench.relevance
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.pages

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
