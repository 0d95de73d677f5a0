"""The commands that need data sets or runs (``prover.cli`` has the others)."""
