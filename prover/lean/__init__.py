"""Talking to Lean: one proof server process, workers that replace lost ones, a pool, the search's environment.

Layers, lowest first: ``source`` and ``patch`` (what is run), ``install`` and ``launch`` (how it is started),
``messages`` and ``process`` (one server), ``pool`` (many), ``text`` and ``header`` (Lean as people write it), ``statement``,
``library`` and ``environment`` (a theorem).
"""
