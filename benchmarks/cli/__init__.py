"""The commands that need data sets or runs; ``prover`` finds them by entry points (pyproject.toml)."""
