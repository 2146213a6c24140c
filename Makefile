# Needs Python 3.11 or newer and make, nothing else: what the rest needs goes into .venv, versions from constraints.txt.
# PYTHON=… chooses the interpreter; by default the first of these that is new enough.
PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
OUT := out
BENCH := .venv-bench
JOBS ?= 2
PROOF := raptor2-utils serdi libapache-jena-java libowlapi-java default-jre-headless
CODE := .ci/action.py __init__.py __main__.py cli.py deadlines.py errors.py files.py formulas.py handwritten.py paragraphs.py store.py streams.py untrusted.py commands comparison endpoints evaluation export fetching graph loader ontology publication queries review shapes tests
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help graph test lint format types conformance check hooks wheel-test pythons release diff-graph proof virtuoso bundle readme pages rows terms figures expected bench clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

graph: $(VENV)/run.stamp ## build and check the graph of the two bundled articles in out/, and ask it a question
	@mkdir -p $(OUT)
	@cd $(OUT) && ../$(BIN)/inspectkg build
	@echo
	@echo "What do the articles say about information shared by or with the police?"
	@echo
	@$(BIN)/inspectkg query police-information-sharing --graph $(OUT)/inspections.trig
	@echo
	@echo "The graph is in $(OUT)/. Ask it more: $(BIN)/inspectkg query --graph $(OUT)/inspections.trig NAME"
	@echo "The questions and their names:      $(BIN)/inspectkg query"

test: $(VENV)/test.stamp ## install what the tests need and run them all
	@$(BIN)/pytest -q -n $(JOBS)

lint: $(VENV)/dev.stamp ## look for mistakes and untidiness
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check $(CODE)

format: $(VENV)/dev.stamp ## lay out the code
	@$(BIN)/ruff format $(CODE)

types: $(VENV)/dev.stamp ## check the types
	@$(BIN)/pyright

conformance: $(VENV)/run.stamp ## check the committed graph, the ontology and the shapes themselves with inspectkg validate
	@bash .ci/conformance $(BIN)

check: test lint types conformance wheel-test ## everything that CI runs

hooks: $(VENV)/dev.stamp ## try .pre-commit-hooks.yaml and action.yml as they are used: installed anew, in a repository of their own
	@bash .ci/hooks $(BIN)

wheel-test: $(VENV)/run.stamp ## build the wheel and use it outside the checkout, in an environment of its own
	@rm -rf build dist
	@$(PIP) wheel --no-deps --wheel-dir dist .
	@bash tests/wheel.sh $(BIN)/python dist/*.whl constraints.txt
	@rm -rf build

pythons: ## build, export and ask with each supported Python found here, and compare what they write byte by byte
	@bash .ci/pythons constraints.txt

proof: $(VENV)/test.stamp ## install Raptor, Serd, Jena and OWLAPI (Debian, Ubuntu; as root) and prove the exports with them
	@dpkg --status $(PROOF) >/dev/null 2>&1 || { apt-get -qq update && apt-get -qq install -y $(PROOF) >/dev/null; }
	@$(BIN)/pytest -q -n $(JOBS) tests/test_proof.py tests/test_proof_tables.py

virtuoso: $(VENV)/test.stamp ## install Virtuoso (Debian, Ubuntu; as root) and run the tests that need it
	@command -v virtuoso-t >/dev/null || { apt-get -qq update && apt-get -qq install -y virtuoso-opensource >/dev/null; }
	@INSPECTKG_TEST_LARGE=1 $(BIN)/pytest -q -n $(JOBS) -k virtuoso tests/test_servers.py tests/test_publishing.py tests/test_proof.py
	@INSPECTKG_TEST_LARGE=1 $(BIN)/pytest -q -n0 tests/test_virtuoso_large.py

bundle: $(VENV)/run.stamp ## rebuild graph/inspections.ttl and .trig (after a change of rules, reference data or articles)
	@cd graph && ../$(BIN)/inspectkg build && rm -rf inspections.texts

release: $(VENV)/test.stamp ## write releases/X.Y.Z/: the ontology as pages and files (after a change of terms, shapes or questions)
	@$(BIN)/python -m inspectkg.publication

diff-graph: $(VENV)/run.stamp ## show what this tree changes in the graph of the texts in tests/, against BASE (by default main)
	@bash tests/diff-graph.sh $(BIN)/python $(OUT)/diff "$(BASE)"

readme: $(VENV)/run.stamp ## rewrite the example outputs in the README from what the commands print
	@$(BIN)/python tests/readme_examples.py

pages: $(VENV)/run.stamp ## rewrite docs/queries: a page for each saved question, with its answer on the bundled graph
	@$(BIN)/python tests/query_pages.py

rows: $(VENV)/run.stamp ## rewrite what the saved questions answer on the graph of the texts in tests/ (tests/queries/texts)
	@$(BIN)/python tests/query_texts.py

terms: $(VENV)/run.stamp ## rewrite docs/terms.md: what uses each term of the ontology; the whole list goes to out/terms.csv
	@mkdir -p $(OUT)
	@$(BIN)/python tests/term_coverage.py $(OUT)/terms.csv

figures: $(VENV)/test.stamp ## rewrite the figures in the README: how well the texts in tests/ are read
	@$(BIN)/python tests/readme_figures.py

bench: $(BENCH)/bench.stamp ## measure speed beside spaCy and pyshacl, how time and memory grow, and queries (takes two hours)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BENCH)/bin/python benchmarks/reading.py
	@$(BENCH)/bin/python benchmarks/scaling.py
	@$(BENCH)/bin/python benchmarks/validating.py
	@$(BENCH)/bin/python benchmarks/differing.py
	@$(BENCH)/bin/python benchmarks/querying.py
	@$(BENCH)/bin/python benchmarks/exporting.py

expected: $(VENV)/run.stamp ## rewrite what is expected to be read from the bundled articles and tests/texts (expected.toml)
	@$(BIN)/inspectkg review --write-expect loader/articles/expected.toml --counts
	@$(BIN)/inspectkg review tests/texts --write-expect tests/texts/expected.toml --counts

clean: ## remove everything that make made
	rm -rf $(VENV) $(BENCH) $(OUT) build dist .pytest_cache .ruff_cache .hypothesis inspectkg.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" --version)"; exec "$$python" -m venv $(VENV); fi; \
	done; \
	echo "inspectkg needs Python 3.11 or newer with its venv module (on Debian and Ubuntu: the package python3-venv)." >&2; \
	echo "Found none among: $(subst ",,$(PYTHONS)). Name yours: make PYTHON=/path/to/python3" >&2; exit 1

# One stamp for each set of packages, the larger sets on top of the smaller.
$(VENV)/run.stamp: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing inspectkg (the first time takes about a minute)"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	@echo "Installing what the tests need"
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/test.stamp
	@echo "Installing the linter and the type checker"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(BENCH)/bench.stamp: $(BIN)/python pyproject.toml constraints.txt benchmarks/requirements.txt
	@$(BIN)/python -m venv $(BENCH)
	@echo "Installing inspectkg, spaCy and its small English model in $(BENCH)"
	@$(BENCH)/bin/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt --editable .
	@$(BENCH)/bin/python -m pip --quiet --disable-pip-version-check install --requirement benchmarks/requirements.txt \
	  || echo "spaCy or its model cannot be had here: only inspectkg is measured"
	@touch $@
