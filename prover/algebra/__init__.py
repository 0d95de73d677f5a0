"""What moves compute with: terms as polynomials, certificates, solving, refuting.  Knows no Lean process and no search."""
