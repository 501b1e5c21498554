# Two commands do everything on a machine with Python 3.11+ (with venv) and make:
#   make report    the main job on fixtures/, ends with the page to open
#   make test      every check that CI runs
PYTHON ?= python3
VENV := .venv
comma := ,
BIN := $(VENV)/bin
TOOL := $(VENV)/.tool
TESTS := $(VENV)/.tests
# Spark's tests need Java; without it they are skipped.
EXTRAS := fast,parquet,serve,warc,watch$(if $(shell command -v java),$(comma)spark)
# The versions that are installed; empty for the newest (make newest).
LOCK ?= constraints.txt
LOCKED := $(if $(LOCK),--constraint $(LOCK))
GOLD := fixtures/gold
HELD := $(BIN)/newscompare evaluate --baseline tests/floors.json

.PHONY: report test check quick newest format pictures bench bench-check clean

report: $(TOOL)
	$(BIN)/newscompare report fixtures/articles -o reports/fixtures

test: check

check: $(TESTS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/biome lint --error-on-warnings
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/mypy
	$(BIN)/python -m pytest --cov --cov-report=term
	$(HELD) events $(GOLD)/events.jsonl
	$(HELD) copies $(GOLD)/copies.jsonl --articles $(GOLD)/events.jsonl
	$(HELD) statements $(GOLD)/statements.jsonl $(GOLD)/statement_pairs.jsonl \
		$(GOLD)/relations.jsonl

quick: $(TESTS)
	$(BIN)/python -m pytest -q -m "not slow and not browser"

# What a user gets today: the newest of every library. PYTHON=python3.13 names another Python.
NEWEST := .venv-newest
newest: $(TESTS)
	@$(BIN)/uv venv --quiet --clear --python $(PYTHON) $(NEWEST)
	@$(BIN)/uv pip install --quiet --python $(NEWEST)/bin/python --group tests \
		--editable ".[fast,parquet,serve,warc,watch]"
	@$(NEWEST)/bin/python --version
	$(NEWEST)/bin/python -m pytest -q -m "not slow and not browser and not spark" \
		tests/ingest tests/index tests/reliability tests/copies tests/cli

format: $(TESTS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The articles, the made copies and where the other tools are installed are yours to name.
BENCH = $(BIN)/python -m tests.benchmarks.peers $(ARTICLES) --copies $(COPIES) --envs $(ENVS)

bench: $(TESTS)
	$(BENCH)

bench-check: $(TESTS)
	$(BENCH) --sizes 1000 12000 --runs 3 --check

pictures: report $(TESTS)
	$(BIN)/python -m tests.benchmarks.screenshots reports/fixtures reports/screenshots

$(TOOL): pyproject.toml
	@echo "Installing newscompare into $(VENV): a minute or two, 450 MB"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet $(LOCKED) --editable .
	@touch $@

$(TESTS): $(TOOL)
	@echo "Installing what the tests need (linters, a browser driver, Spark where there is Java): 1.2 GB"
	@$(BIN)/python -m pip install --quiet $(LOCKED) --editable ".[$(EXTRAS)]" --group dev
	@touch $@

clean:
	rm -rf $(VENV) $(NEWEST) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage reports/fixtures
