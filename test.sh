#!/usr/bin/env bash
# Set up a virtual environment of its own and run all tests.  PYTHON chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --upgrade pip
.venv/bin/python -m pip install --quiet -e '.[dev]'
.venv/bin/ruff check .
exec .venv/bin/python -m pytest "$@"
