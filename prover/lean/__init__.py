"""Talking to Lean: one proof server process, workers that replace lost ones, a pool, the search's environment.

Layers, lowest first: ``source`` and ``embedded`` (what is run), ``launch`` (how it is started), ``messages`` and ``process`` (one
server), ``worker``, ``standby`` and ``pool`` (many), ``text`` and ``header`` (Lean as people write it), ``statement``,
``library``, ``sketch`` and ``environment`` (a theorem), ``verify`` (whether a proof counts).
"""
