"""Which of Lean's test ``example``s, written for Mathlib, the prelude accepts: ``python -m benchmarks.measure.conformance``."""
