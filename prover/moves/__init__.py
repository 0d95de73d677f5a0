"""Moves: what can be done at a goal, as tactics with log-probabilities.

A *move* is a small generator: a goal in, tactics out.  One that uses words also takes what a problem's text says of the
goal, which may be nothing.  What moves propose without words is the portfolio (``prover.policy.portfolio``); what they propose
because of the words is added where words are given (``prover.informal.facts``).  What a move knows should be mathematics, not
a data set's problems.

=================  ======================================================================================================
``tactics.yaml``   every tactic with its priority, in order; tactics that need no more than a pattern are whole moves here
``base.py``        registration, the table, the loop that collects, ranks and removes duplicates
``goal.py``        reading a printed goal: the only place that does
``words.py``       what words say of a goal
``logic.py`` …     the moves, one subject a file
=================  ======================================================================================================

To add a move:

1. Where a pattern of the goal is enough, add an entry without ``name`` to ``tactics.yaml``; that is all.
2. Else add one with a ``name`` and holes (``$h``), and in the file of its subject (or a new one, imported below) a generator
   decorated with ``@move`` that yields ``tactic("name", h=…)`` where it applies.  Its parameter is ``goal``, or
   ``goal, words`` where it uses words.  Ask the ``Goal`` for what you need of it, and for fresh names; a question it cannot
   answer yet goes into ``goal.py``.
3. Place it in the band of what it does.  A tactic that fails costs up to half a second of Lean at every state at which it is
   proposed, and a search of 30 s has some thirty states: be specific about when it applies.
4. Add a row to ``tests/moves/test_moves_with_lean.py``: a statement of your own, and what the move
   leaves of it.

That a portfolio got better, ``prover bench minif2f --split valid`` tells, before and after.
"""

from __future__ import annotations

from prover.moves import (
    claims,
    finite,
    implications,
    inequalities,
    integers,
    logarithms,
    logic,
    rewriting,
    roots,
    rounding,
    sequences,
    trigonometry,
    witnesses,
)
from prover.moves.base import GENERIC, MOVES, collect

__all__ = [
    "GENERIC",
    "MOVES",
    "claims",
    "collect",
    "logarithms",
    "finite",
    "implications",
    "inequalities",
    "integers",
    "logic",
    "rewriting",
    "roots",
    "rounding",
    "sequences",
    "trigonometry",
    "witnesses",
]
