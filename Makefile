# Everything on a fresh machine with Python 3.11 or newer, git and make: `make book`, `make test`.
# On Windows without make, README gives the plain commands.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := book
.PHONY: book test check setup lock sbom clean

book: $(READY)  ## build every edition and print the pages to open
	@$(RUN) -m jhws build --all

test: $(READY)  ## run every test, the linters and the import contract
	$(VENV)/bin/ruff check scripts tests chapters
	$(VENV)/bin/ruff format --check scripts tests
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	@mkdir -p _build/status
	$(RUN) -m pytest --junit-xml=_build/status/tests.xml; told=$$?; $(RUN) -m jhws.publish.status; exit $$told

check: $(READY)  ## validate the tables and the editions
	@$(RUN) -m jhws check

setup: $(READY)  ## make the virtual environment

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=, as in make book PYTHON=python3.12")'
	@echo "Setting up $(VENV): this takes about a minute."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock:  ## resolve pyproject.toml anew into requirements.txt (needs uv)
	uv pip compile --quiet --universal --upgrade --generate-hashes --extra test \
		--custom-compile-command "make lock" --output-file requirements.txt pyproject.toml

sbom: $(READY)  ## list all that is installed, with hashes, as CycloneDX JSON in _build/sbom.cdx.json
	@mkdir -p _build
	$(RUN) -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file _build/sbom.cdx.json

clean:  ## remove what was built, and the virtual environment
	rm -rf _build $(VENV)
