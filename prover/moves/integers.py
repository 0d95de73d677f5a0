"""Whole numbers: facts that are computed, and parity."""

from __future__ import annotations

from prover.algebra.integers import ONE, NotEvaluable, factored, linear, value
from prover.algebra.laws import ground
from prover.lean.terms import App, Num, Term, Var, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean
from prover.moves.residues import DEFINED

MAX_PRIME = 2_000_000
"""The kernel tries the numbers up to the root, 2 ms each."""
MAX_POWER_BITS = 2_000_000


@move
def computed_facts(goal: Goal) -> Steps:
    """A target without variables that is true, or a hypothesis without variables that is false: gcd, primes, digits, powers …"""
    if _truth(goal.target) is True:
        yield from _evaluated(goal.target)
    for h in goal.props:
        if _truth(h.type) is False:
            yield step("evaluated", do=f"exact absurd {h.name} (by decide +kernel)", computed=f"{lean(h.type)} is false")
            return


def _truth(proposition: Term) -> bool | None:
    """``None`` where it has variables or is not decided by computing."""
    if isinstance(proposition, Var) or variables(proposition):
        return None
    try:
        return bool(value(proposition))
    except NotEvaluable:
        return None


def _evaluated(target: Term) -> Steps:
    shortcut = _with_factor(target)
    if shortcut is not None:
        yield step("evaluated", do=shortcut, computed="true, by a short way")
    elif not any(_is_large(part) for part in walk(target)):
        yield step("evaluated", do="decide +kernel", computed="true")


def _is_large(term: Term) -> bool:
    """Whether Lean's kernel would take seconds."""
    match term:
        case App("Nat.Prime", (Num(p),)):
            return p > MAX_PRIME
        case App("HPow.hPow", (Num(base), Num(exponent))):
            return base.bit_length() * exponent > MAX_POWER_BITS
        case App("Nat.divisors" | "Nat.totient" | "Finset.range", (number,)):
            n = ground(number)
            return n is not None and n > 3000
        case App("Nat.choose", (Num(n), Num(k))):
            return n > 24 and 3 < k < n - 3
    return False


def _with_factor(target: Term) -> str | None:
    """``¬ Nat.Prime n`` with a divisor of ``n``, where it has no small one."""
    match target:
        case App("Not", (App("Nat.Prime", (Num(n),)),)) if n > 1 and (p := factored(n)[0][0]) > 500:
            return f"intro h\nhave h := h.eq_one_or_self_of_dvd {p} (by norm_num)\nomega"
    return None


@move
def parity(goal: Goal) -> Steps:
    """``Even``, ``Odd`` and congruences of linear expressions as remainders, for ``omega``."""
    met = [(h.name, h.type) for h in goal.props] + [("⊢", goal.target)]
    places = {name: found for name, t in met if (found := {a.name for a in walk(t) if isinstance(a, App)} & DEFINED.keys())}
    if not places or not _is_linear(goal.target):
        return
    heads = set().union(*places.values())
    lemmas = sorted(DEFINED[h].format(k) for h in heads for k in (("Nat", "Int") if "{}" in DEFINED[h] else ("",)))
    yield step("parity", lemmas=", ".join(lemmas), places=" ".join(places))


def _is_linear(proposition: Term) -> bool:
    numbers = [a for a in walk(proposition) if isinstance(a, App) and a.name in ("HMul.hMul", "HPow.hPow")]
    return all(not any(isinstance(atom, App) and atom.name == a.name for atom in linear(a) if atom != ONE) for a in numbers)
