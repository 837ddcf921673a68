# `make run` shows the portal, `make test` proves it; both set up what they need. Nothing but Python >= 3.11 and make.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
FONTS_STAMP := $(VENV)/.fonts
PIP := $(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check --no-input -c constraints.txt

.PHONY: run test lint setup fonts translations bench clean
.DEFAULT_GOAL := run

run: $(STAMP) $(FONTS_STAMP)
	@$(BIN)/python -m portal serve --demo --port $(PORT)

setup: $(STAMP) $(FONTS_STAMP)

$(STAMP): pyproject.toml constraints.txt
	@bash tools/make_venv $(VENV) $(PYTHON)
	@echo "Installing what the portal needs (once, about half a minute) ..."
	@$(PIP) -e .
	@touch $@

$(TEST_STAMP): $(STAMP) pyproject.toml constraints.txt
	@echo "Installing what the tests need (once) ..."
	@$(PIP) -e '.[test]'
	@touch $@

# The typeface is a bonus from npm, tried once; without Node the system's own takes its place.
$(FONTS_STAMP): $(STAMP) package.json
	@bash tools/copy_fonts
	@touch $@

fonts: $(STAMP)
	@rm -f $(FONTS_STAMP)
	@$(MAKE) --no-print-directory $(FONTS_STAMP)

# Files stay together on one worker (--dist loadfile), so that each starts its browser or its PostgreSQL once; in their own
# order, since xdist would put few but long tests last, with one worker idle.
test: $(TEST_STAMP)
	@bash tools/install_test_programs
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: $(TEST_STAMP)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

translations: $(TEST_STAMP)
	$(BIN)/python -m tools.translations

bench: $(TEST_STAMP)
	$(BIN)/python -m bench.relevance
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.feeds

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
