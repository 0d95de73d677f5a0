"""What moves compute with: polynomials of terms, certificates, solving, refuting.  Knows terms, no Lean process and no search."""

from prover.algebra import quantifiers  # noqa: F401  ``evaluation`` needs it
