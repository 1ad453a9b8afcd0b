# The two commands of the README are `make demo` and `make test`; both set up what they need.
# Each target stands alone and may be repeated; set-up is skipped where nothing changed.

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs lock wheel clean setup-demo setup-test

BIN := .venv/bin
WORKERS ?= 2
DEMO_DIR ?=
DEMO_LANGUAGE ?= en
TEST_ARGS ?=
# The floor of branch coverage holds for the whole suite only.
FLOOR := $(if $(TEST_ARGS),,--cov-fail-under=94)

help:
	@echo "make demo   sets everything up and runs an invented company from roster to PDF"
	@echo "            (DEMO_LANGUAGE=zh for the Chinese one, DEMO_DIR=folder for the place)"
	@echo "make test   sets everything up and runs the whole test suite"
	@echo "make lint   ruff, mypy, translations, generated pages"
	@echo "make docs   makes the generated pages and the compiled translations anew"
	@echo "make lock   pins the requirements anew"

setup-demo:
	@sh scripts/setup.sh demo

setup-test:
	@sh scripts/setup.sh test

demo: setup-demo
	@$(BIN)/okrsheets demo $(DEMO_DIR) --language $(DEMO_LANGUAGE)
	@echo "$(if $(filter zh,$(DEMO_LANGUAGE)),（程序就是本文件夹中的 $(BIN)/okrsheets）,(okrsheets is $(BIN)/okrsheets in this folder))"

test: setup-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term $(FLOOR) $(TEST_ARGS) </dev/null

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/catalogues.py --check
	$(BIN)/python scripts/pages.py --check

format: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup-test
	$(BIN)/python scripts/catalogues.py
	$(BIN)/python scripts/pages.py

# A developer's tool: uv works out the versions, for every platform, and writes no index into them.
lock: setup-test
	$(BIN)/uv pip compile pyproject.toml --group build --universal --quiet --upgrade \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --quiet --upgrade \
		--constraint requirements.lock \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--output-file requirements-dev.lock

wheel: setup-test
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf build dist htmlcov .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
