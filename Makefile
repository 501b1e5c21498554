# Two commands do everything on a machine with Python 3.11+ (with venv) and make:
#   make report    the main job on fixtures/, ends with the page to open
#   make test      every check that CI runs
PYTHON ?= python3
VENV := .venv
comma := ,
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Spark's tests need Java; without it they are skipped.
EXTRAS := parquet,semantic,warc$(if $(shell command -v java),$(comma)spark)
GOLD := fixtures/gold
HELD := $(BIN)/newscompare evaluate --baseline tests/floors.json

.PHONY: report test check quick format pictures clean

report: $(STAMP)
	$(BIN)/newscompare report fixtures/articles -o reports/fixtures

test: check

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/biome lint --error-on-warnings
	$(BIN)/mypy
	$(BIN)/python -m pytest --cov --cov-report=term
	$(HELD) events $(GOLD)/events.jsonl
	$(HELD) copies $(GOLD)/copies.jsonl --articles $(GOLD)/events.jsonl
	$(HELD) statements $(GOLD)/statements.jsonl $(GOLD)/statement_pairs.jsonl \
		$(GOLD)/relations.jsonl

quick: $(STAMP)
	$(BIN)/python -m pytest -q -m "not slow and not browser"

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: report
	$(BIN)/python -m tests.benchmarks.screenshots reports/fixtures reports/screenshots

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[$(EXTRAS)]" --group dev
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage reports/fixtures
