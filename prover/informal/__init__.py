"""Informal-to-formal: from a problem and its proof in words to a checked Lean proof.

draft → sketch → close → check, after Draft, Sketch, and Prove (Jiang et al., ICLR 2023); every stage is replaceable, and
what each did is kept in ``record``.  Words guide, Lean judges.
"""
