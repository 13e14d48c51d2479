# Works with GNU make and Python 3.11 to 3.13 (on Debian: apt-get install make python3-venv).
#   make run    make the environment, read the sample reports, publish Parquet
#   make ui     Dagster's UI on http://127.0.0.1:3000 (make PORT=3001 ui: on another port), the quality pages on 3080
#   make test   the tests
#   make check  style and types
#   make lock   pin every package anew (run it with Python 3.11.2, the oldest in use: newer ones pin what that cannot have)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RAW ?= data/raw
OUT ?= data/parquet
PORT ?= 3000
PAGES_PORT ?= 3080
READY := $(VENV)/.ready
export DAGSTER_HOME := $(CURDIR)/dagster_home
export DAGSTER_DISABLE_TELEMETRY := 1
# Browsers follow no link from a page to a file: `make ui` serves the quality pages, and the checks link to them there.
export GONGKAI_PAGES_URL ?= http://127.0.0.1:$(PAGES_PORT)

.PHONY: run ui test check lock clean

run: $(READY)
	$(BIN)/gongkai run --raw "$(RAW)" --out "$(OUT)"
	@echo
	@echo "The datasets are Parquet files under $(abspath $(OUT)), one folder a dataset and report-year."
	@echo "What was found, to be read in a browser: $(abspath $(OUT))/_quality/index.html"
	@echo "To look at them in Dagster:  make ui   (then open http://127.0.0.1:$(PORT))"

ui: $(READY)
	@mkdir -p "$(OUT)/_quality"
	@$(BIN)/python -m http.server $(PAGES_PORT) --bind 127.0.0.1 --directory "$(OUT)/_quality" >/dev/null 2>&1 & \
	trap "kill $$! 2>/dev/null" EXIT; \
	PYTHONWARNINGS='ignore:Function `dev_command`' GONGKAI_RAW_DIR="$(abspath $(RAW))" GONGKAI_OUT_DIR="$(abspath $(OUT))" PATH="$(CURDIR)/$(BIN):$$PATH" \
		$(BIN)/dagster dev -w workspace.yaml -h 127.0.0.1 -p $(PORT)

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

# An interrupted installation leaves no .ready and is done again.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 ..." % v[:2])'
	@echo "Installing the pinned packages into $(VENV): a minute or two, once."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock:
	rm -rf .lock-venv
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade ".[dev,ocr]" setuptools
	{ echo '# Every package of the environment, exactly. Made by `make lock`; installs on Python 3.11, 3.12 and 3.13.'; \
	  .lock-venv/bin/python -m pip freeze --all --exclude gongkai --exclude pip; } > requirements.lock
	rm -rf .lock-venv build gongkai.egg-info

clean:
	rm -rf $(VENV) build gongkai.egg-info
