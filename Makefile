# Every target sets up what it needs: a fresh clone, Python 3.11 to 3.13 and a
# network are enough. PYTHON picks the interpreter, VENV the environment.
PYTHON ?= $(shell command -v python3.12 >/dev/null 2>&1 && python3.12 -c '' \
	2>/dev/null && echo python3.12 || echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKDIR ?= runs/demo
WORKERS ?= 2
# Files in the order of tests/longest_first.py.
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile \
	--no-loadscope-reorder
TRAINING_TESTS := tests/end_to_end tests/deeplab_family/training \
	tests/deeplab_family/models
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: demo test test-slow check format bench docs figures clean

demo: $(READY)
	$(BIN)/deeplab demo --workdir $(WORKDIR)

# In three runs: TensorFlow keeps the memory of networks that are gone, and in
# one run those of all tests would not fit.
test: $(READY)
	$(PYTEST) $(TRAINING_TESTS)
	$(PYTEST) tests/deeplab_family $(addprefix --ignore=,$(TRAINING_TESTS))
	$(PYTEST) --ignore=tests/deeplab_family --ignore=tests/end_to_end

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# All that needs no other project and no trained network; peers take part where
# they are named. Hours take benchmarks.heads and benchmarks.export_matrix.
BENCHMARKS := metric input_pipeline sampling models networks tflite boundary \
	multi_scale dense_crf evaluation annotations drawn_labels predict_folder video
bench: $(READY)
	@for name in $(BENCHMARKS); do \
		$(BIN)/python -m benchmarks.$$name || exit 1; done

# Pictures of the README and of docs/. Trains what they show, once: about 25
# minutes on two cores; drawing takes 3.
figures: $(READY)
	@$(BIN)/python -m pip install --quiet --progress-bar off \
		--disable-pip-version-check --editable '.[figures]'
	$(BIN)/python -m pictures --demo $(WORKDIR)

# The site, into site/: strict, so that a broken link or anchor ends it.
docs: $(READY)
	@$(BIN)/python -m pip install --quiet --progress-bar off \
		--disable-pip-version-check --editable '.[docs]'
	$(BIN)/zensical build --strict --clean

$(READY): setup.py
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "error: Python 3.11, 3.12 or 3.13 is needed, $(PYTHON) is another." \
		"Name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing TensorFlow and the rest into $(VENV): about 1 minute," \
		"once, and longer over a slow network."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --progress-bar off \
		--disable-pip-version-check --editable '.[dev]'
	@echo "Installed."
	@touch $@

clean:
	rm -rf $(VENV) build dist site *.egg-info
