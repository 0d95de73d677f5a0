"""What the prelude's definitions are held against: values computed elsewhere, Mathlib's junk values, Mathlib's own definitions."""
