"""Which of Mathlib's most used theorems the prelude has: ``python -m benchmarks.measure.coverage``."""
