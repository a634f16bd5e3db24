# Everything one does with Codedesk; `make help` lists it.

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.for-run
DEV := $(VENV)/.for-dev
CHECKED := queue_app workers wsgi.py
UV := uv==0.13.9
LOCK := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-annotate --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-drg bench-edits bench-search bench-suggest docs lock clean
MAKEFLAGS += --no-print-directory
# Seven processes start together, and in the tests over and over: what Python compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN)  ## start everything on this machine; Ctrl-C stops it
	@exec $(PY) -m queue_app

test: $(DEV)  ## run every test, with a real server and a real browser
	@BROWSER_PATH="$$($(PY) tests/browser.py)" && export BROWSER_PATH && \
		exec $(PY) -m pytest --numprocesses logical --dist worksteal $(ARGS)

lint: $(DEV)  ## run the linters and the type checker
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict $(CHECKED)
	$(PY) -m djlint --quiet --lint templates
	$(PY) -m bandit --quiet --recursive --severity-level medium $(CHECKED)

bench: $(DEV)  ## measure; prints a JSON line for each figure
	@exec $(PY) -m bench $(ARGS)

bench-drg: $(DEV)  ## what the DRG, the risk score and the code editor cost
	@exec $(PY) -m bench drg

bench-edits: $(DEV)  ## how often each edit fires on coded encounters, and what the edits cost
	@exec $(PY) -m bench edits

bench-search: $(DEV)  ## how often the code sought is found, how fast; FILE="queries.jsonl …"
	@exec $(PY) -m bench.searching $(FILE)

bench-suggest: $(DEV)  ## how good suggestions from notes are, and documents read a second
	@exec $(PY) -m bench suggest

docs: $(RUN)  ## write the pages that are made from the code
	$(PY) -c 'from queue_app.settings import as_markdown; print(as_markdown(), end="")' > docs/settings.md
	$(PY) -c 'from queue_app.domain.lifecycle import as_markdown; print(as_markdown(), end="")' > docs/lifecycle.md
	$(PY) -c 'from queue_app.domain.edits.rules import as_markdown; print(as_markdown(), end="")' > docs/edits.md

lock: $(DEV)  ## pin the newest packages that requirements*.in allow
	$(PY) -m pip install --quiet $(UV)
	$(PY) -m $(LOCK) --upgrade requirements.in -o requirements.txt
	$(PY) -m $(LOCK) --upgrade --constraint requirements.txt requirements-dev.in -o requirements-dev.txt

clean:  ## remove what was installed and cached; the data folder stays
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -prune -exec rm -rf {} +

# The environment. Each stamp is made again when its lock file has changed.

$(RUN): requirements.txt | $(PY)
	@$(PY) -m queue_app.runner.install requirements.txt && touch $@

$(DEV): requirements-dev.txt | $(PY)
	@$(PY) -m queue_app.runner.install requirements-dev.txt && touch $@

$(PY):
	@set -e; \
	for each in python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$each; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Codedesk needs Python 3.11 or later. Bring it with:"; \
		echo "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv"; \
		echo "  macOS:           brew install python"; \
		exit 1; \
	fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "This Python cannot make virtual environments. Bring what it lacks with:"; \
		echo "  Debian, Ubuntu:  sudo apt-get install python3-venv"; \
		exit 1; \
	fi; \
	echo "Making the virtual environment in $(VENV) …"; \
	rm -rf $(VENV); $$found -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
