"""What moves compute with: polynomials of terms, certificates, solving, refuting.  Knows terms, no Lean process and no search."""
