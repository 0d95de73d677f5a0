"""Random statements for each family of moves, true by construction, and false twins.

Each module has ``statements(seed, n)``: ``n`` statements as ``(name, Lean statement, whether it is true)``; the name begins with
the statement's kind, ``ideal-017``.  ``python -m benchmarks.measure.families`` runs them.
"""
