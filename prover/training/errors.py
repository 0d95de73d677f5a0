"""The error of the training data pipeline."""

from __future__ import annotations

from prover.errors import ExpectedError


class TrainingDataError(ExpectedError, ValueError):
    """Training data cannot be made or read; the message says why and what to do."""
