# make run: make the environment and open the page.  make test: run every test.  make check: format, lint, types.
PORT ?= 7860
export PORT
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9

.PHONY: run test check lock clean install

run: .venv/ready
	@$(BIN)/python app.py

install: .venv/ready

test: .venv/ready
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

check: .venv/ready
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

# uv fetches and unpacks the packages about ten times as fast as pip (measured: CHANGELOG), and is itself one small package.
.venv/ready: requirements.lock pyproject.toml
	@echo "Making the environment in .venv (once; about 900 MB on disk)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --python $(BIN)/python --require-hashes --link-mode copy requirements.lock
	@touch $@

lock:
	@$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

clean:
	rm -rf .venv
