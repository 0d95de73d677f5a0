#!/usr/bin/env bash
# Set up a virtual environment of its own, hold the code against its rules and run all tests.  PYTHON chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --upgrade pip
.venv/bin/python -m pip install --quiet --no-compile -e '.[dev]'
echo "installed after $SECONDS s"
.venv/bin/ruff check .
.venv/bin/lint-imports --no-cache
exec .venv/bin/python -m pytest "$@"
