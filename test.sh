#!/usr/bin/env bash
# Set up a virtual environment of its own, hold the code against its rules and run all tests.  PYTHON chooses the interpreter,
# TEST_WORKERS how many processes share the tests' files.
set -euo pipefail
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --upgrade pip
.venv/bin/python -m pip install --quiet --no-compile -e '.[dev]'
echo "installed after $SECONDS s"
.venv/bin/ruff check .
.venv/bin/lint-imports --no-cache
.venv/bin/prover prove "1 + 1 = 2" --policy portfolio  # makes Lean's snapshot: tests that start Lean give it less time than that
echo "Lean is there after $SECONDS s"
exec .venv/bin/python -m pytest -n "${TEST_WORKERS:-2}" --dist loadfile "$@"
