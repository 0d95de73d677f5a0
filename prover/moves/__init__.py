"""Moves: what can be done at a goal, as tactics with log-probabilities.

A *move* is a small program: a goal in, tactics out.  One that uses words also takes what a problem's text says of the
goal, which may be nothing.  What moves propose without words is the portfolio (``prover.policy.portfolio``); what they propose
because of the words is added where words are given (``prover.informal.facts``).  What a move knows should be mathematics, not
a data set's problems.  How to add one: ``docs/DEVELOPING.md``.

=================  ======================================================================================================
``tactics.yaml``   every tactic with its priority, in order; tactics that need no more than constants are whole moves here
``base.py``        registration, the table, the loop that collects, ranks and removes duplicates
``goal.py``        a goal's terms, and questions that several moves ask
``slow.py``        moves that take long, in other processes (``pool.py``) beside Lean
``words.py``       what words say of a goal
``logic.py`` …     the moves, one subject a file, computing with ``prover.algebra``
=================  ======================================================================================================
"""

from __future__ import annotations

# isort: off
from prover.moves import (  # noqa: F401  in this order: of two tactics with one log-probability the earlier move's comes first
    bounds,
    casts,
    claims,
    closed_forms,
    divisibility,
    equations,
    exponentials,
    extremes,
    factor_pairs,
    finite,
    fractions,
    functions,
    identities,
    implications,
    induction,
    inequalities,
    initial_values,
    integers,
    inverses,
    logarithms,
    logic,
    multiples,
    periods,
    power_residues,
    predecessors,
    prime_powers,
    primes,
    rational_forms,
    radicals,
    rational_powers,
    residues,
    rewriting,
    roots,
    rounding,
    sequences,
    solution_sets,
    subtraction,
    trigonometry,
    witnesses,
)
from prover.moves.base import GENERIC, MOVES, collect

__all__ = ["GENERIC", "MOVES", "collect"]
