"""Words for verified proofs: a statement told as a problem, a proof as a text, and the proof's sketch.

Formal to informal by rules, so that a small model can learn the way back: what is said is read off proof states that Lean
printed, never invented.
"""
