"""Inequalities by certificates: linear programs, sums of squares; cases of order and sign; denominators cleared.

What is computed is an identity (``prover.algebra.certificates``) that has been expanded and compared; Lean gets its products and
squares, after which the goal is linear.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

from flint import fmpq_mpoly

from prover.algebra.polynomials import Ring, Sides
from prover.lean.terms import App, Num, Term, type_name, type_of
from prover.moves import certified
from prover.moves.base import Steps, move, step
from prover.moves.certified import Prover
from prover.moves.comparisons import Fact, Reading, read
from prover.moves.goal import Goal, lean

_SYMBOLS = {"≤": "LE.le", "<": "LT.lt", "=": "Eq"}


@move(slow=True)
def linear_certificate(goal: Goal) -> Steps:
    """Products of hypotheses, simple squares and the negated goal, combined with constants."""
    yield from _certificates(goal, "linear_certificate", certified.by_linear_program)


@move(slow=True)
def squares_certificate(goal: Goal) -> Steps:
    """Sums of squares, alone and times hypotheses."""
    yield from _certificates(goal, "squares_certificate", certified.by_squares)


def _certificates(goal: Goal, name: str, prover: Prover) -> Steps:
    reading = read(goal)
    if reading is None or _has_division(reading):
        return
    found = proof(reading, prover)
    if found is not None:
        lines, computed = found
        yield step(name, computed=computed, lines=lines)


def proof(reading: Reading, prover: Prover) -> tuple[str, str] | None:
    """The tactic for the reading's goal, casts and equations included, and what was computed."""
    target = reading.target
    if target is None or target.relation in "≤<":
        certificate = prover(reading)
        if certificate is None:
            return None
        lines = certified.tactic(reading, certificate)
        return _over_naturals(reading, target, lines), certified.described(reading, certificate)
    if target.relation == "≠":
        name = reading.goal.fresh("heq")
        inner = reading.to(None, [Fact(name, "=", target.left, target.right, stands=True)])
        found = None if type_name(reading.goal.target.args[0]) == "ℕ" else proof(inner, prover)  # type: ignore[union-attr]
        return None if found is None else (f"intro {name}\n{found[0]}", found[1])
    if not reading.facts or not reading.goal.props:
        return None
    halves = [
        proof(reading.to(Sides("≤", a, b, target.type)), prover)
        for a, b in ((target.left, target.right), (target.right, target.left))
    ]
    if halves[0] is None or halves[1] is None:
        return None
    bullets = "\n".join(f"· {_indented(half[0])}" for half in halves if half)
    return f"apply le_antisymm\n{bullets}", "; ".join(half[1] for half in halves if half)


def _over_naturals(reading: Reading, target: Sides | None, lines: str) -> str:
    """The tactic ``lines`` for the target over the work type, for a goal over a smaller one."""
    goal = reading.goal.target
    if target is None or not isinstance(goal, App) or len(goal.args) != 2 or type_of(goal.args[0]) == reading.type:
        return lines
    name = reading.goal.fresh("key")
    text = lean(App(_SYMBOLS[target.relation], (target.left, target.right), (reading.type,)))
    return f"have {name} : {text} := by\n  {_indented(lines)}\nexact_mod_cast {name}"


def _indented(lines: str) -> str:
    return lines.replace("\n", "\n  ")


def _has_division(reading: Reading) -> bool:
    """Whether the target holds an inverse."""
    if reading.target is None or not reading.ring.inverses:
        return False
    difference = reading.ring.polynomial(reading.target.left) - reading.ring.polynomial(reading.target.right)
    return any(difference.degrees()[i] for i in reading.ring.inverses)


# ----------------------------------------------------------------------------------------------------------- division


@move(slow=True)
def cleared_denominators(goal: Goal) -> Steps:
    """``a / b ≤ c / d``: the difference is a fraction whose denominator is a product of what is positive."""
    reading = read(goal)
    if reading is None or reading.target is None or not _has_division(reading) or reading.target.relation not in "≤<":
        return
    ring, target, type_ = reading.ring, reading.target, reading.type
    difference = ring.polynomial(target.right) - ring.polynomial(target.left)
    fraction = _cleared(ring, difference)
    names = dict(zip(fraction.powers, goal.numbered("hd", len(fraction.powers)), strict=True))
    lines, positives, factors = [], [], []
    for i, power in fraction.powers.items():
        term = _under(ring, i)
        sign = proof(reading.to(Sides("<", _zero(type_), term, type_), positives), certified.by_linear_program)
        if sign is None:
            return
        positives.append(Fact(names[i], "<", _zero(type_), term, stands=True))
        lines.append(f"have {names[i]} : {_compared('<', _zero(type_), term, type_)} := by\n  {_indented(sign[0])}")
        factors += [positives[-1]] * power
    top, bottom = ring.term(fraction.numerator, type_), factors[0].right
    positive = factors[0].proof
    for fact in factors[1:]:
        bottom = App("HMul.hMul", (bottom, fact.right), (type_,) * 3)
        positive = f"(mul_pos {positive} {fact.proof})"
    plain = replace(reading, facts=_plain(reading, reading.facts), equations=_plain(reading, reading.equations))
    found = proof(plain.to(Sides(target.relation, _zero(type_), top, type_), positives), certified.by_either)
    if found is None:
        return
    hk, hn = goal.fresh("hk"), goal.fresh("hn")
    subtraction = App("HSub.hSub", (target.right, target.left), (type_,) * 3)
    multiplied = App("Eq", (App("HMul.hMul", (subtraction, bottom), (type_,) * 3), top), (type_,))
    equations = [f"{lean(ring.term(c, type_), 71)} * mul_inv_cancel₀ {names[i]}.ne'" for i, c in fraction.cofactors.items()]
    kind = "nonneg" if target.relation == "≤" else "pos"
    lines += [
        f"have {hk} : {lean(multiplied)} := by\n  linear_combination {' + '.join(equations)}",
        f"have {hn} : {_compared(target.relation, _zero(type_), top, type_)} := by\n  {_indented(found[0])}",
        f"rw [← sub_{kind}, (eq_div_iff {positive}.ne').mpr {hk}]",
        f"exact div_{kind} {hn} {positive if kind == 'pos' else f'{positive}.le'}",
    ]
    shown = lean(App("HDiv.hDiv", (top, bottom), (type_,) * 3))
    yield step("cleared_denominators", computed=f"the difference is {shown}; {found[1]}", lines="\n".join(lines))


class _Fraction(NamedTuple):
    """``p * ∏ yᵢ ^ powers[i] = numerator + Σ cofactors[i] * (yᵢ * yᵢ⁻¹ - 1)``, ``yᵢ⁻¹`` the ring's generator ``i``."""

    numerator: fmpq_mpoly
    powers: dict[int, int]
    cofactors: dict[int, fmpq_mpoly]


def _cleared(ring: Ring, polynomial: fmpq_mpoly) -> _Fraction:
    """The outermost inverses go first: what they are inverses of may hold others."""
    powers: dict[int, int] = {}
    cofactors: dict[int, fmpq_mpoly] = {}
    zero = ring.context.constant(0)
    for i in sorted(ring.inverses, reverse=True):
        under, power = ring.inverses[i], int(polynomial.degrees()[i])
        if not power:
            continue
        parts = dict.fromkeys(range(power + 1), zero)
        for exponents, coefficient in polynomial.to_dict().items():
            bare = (*exponents[:i], 0, *exponents[i + 1 :])
            parts[int(exponents[i])] += ring.context.from_dict({bare: coefficient})
        polynomial = sum((part * under ** (power - k) for k, part in parts.items()), zero)
        one = under * ring.generators[i]
        own = sum((part * under ** (power - k) * sum((one**n for n in range(k)), zero) for k, part in parts.items()), zero)
        cofactors = {j: c * under**power for j, c in cofactors.items()} | {i: own}
        powers[i] = power
    return _Fraction(polynomial, powers, cofactors)


def _plain(reading: Reading, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts without those that were added because of inverses."""
    inverses = reading.ring.inverses
    return tuple(f for f in facts if f.stands or f.before or not any(reading.polynomial(f).degrees()[i] for i in inverses))


def _under(ring: Ring, i: int) -> Term:
    """What generator ``i`` is the inverse of, as it stands."""
    atom = ring.atoms[i]
    assert isinstance(atom, App)
    return atom.args[0]


def _compared(relation: str, left: Term, right: Term, type_: Term) -> str:
    return lean(App(_SYMBOLS[relation], (left, right), (type_,)))


def _zero(type_: Term) -> Term:
    return Num(0, type_)


# -------------------------------------------------------------------------------------------------------------- cases


@move(slow=True)
def cases_of_sign(goal: Goal) -> Steps:
    """``|x|``, ``min``, ``max`` by cases, each case by a certificate of its own."""
    reading = read(goal)
    if reading is None or _has_division(reading):
        return
    bent = [a for a in reading.ring.atoms if isinstance(a, App) and _branches(a, "", reading) and type_of(a) == reading.type]
    if 0 < len(bent) <= 3:
        yield from _by_cases(reading, [(a, goal.numbered("hs", i + 1)[-1]) for i, a in enumerate(bent)], "cases_of_sign")


def _branches(atom: App, name: str, reading: Reading) -> list[list[Fact]]:
    """The facts of each case of ``le_total _ _`` (``name : a ≤ b``, then ``name : b ≤ a``)."""
    zero = _zero(reading.type)
    match atom:
        case App("abs", (x,)):
            minus = App("Neg.neg", (x,), (reading.type,))
            return [
                [Fact(name, "≤", zero, x, stands=True), Fact(f"abs_of_nonneg {name}", "=", atom, x)],
                [Fact(name, "≤", x, zero, stands=True), Fact(f"abs_of_nonpos {name}", "=", atom, minus)],
            ]
        case App("Max.max" | "max" | "Min.min" | "min", (a, b)):
            kind = "max" if "max" in atom.name else "min"
            one, other = (b, a) if kind == "max" else (a, b)
            sides_ = ("right", "left") if kind == "max" else ("left", "right")
            return [
                [Fact(name, "≤", a, b, stands=True), Fact(f"{kind}_eq_{sides_[0]} {name}", "=", atom, one)],
                [Fact(name, "≤", b, a, stands=True), Fact(f"{kind}_eq_{sides_[1]} {name}", "=", atom, other)],
            ]
    return []


def _split(atom: App, reading: Reading) -> str:
    a, b = (_zero(reading.type), atom.args[0]) if atom.name == "abs" else atom.args
    return f"le_total {lean(a, 1024)} {lean(b, 1024)}"


def _by_cases(reading: Reading, atoms: list[tuple[App, str]], name: str) -> Steps:
    bullets, computed = [], []
    for choice in product((0, 1), repeat=len(atoms)):
        facts = [f for (a, h), side in zip(atoms, choice, strict=True) for f in _branches(a, h, reading)[side]]
        found = proof(reading.to(reading.target, facts), certified.by_linear_program)
        if found is None:
            return
        bullets.append(f"· {_indented(found[0])}")
        computed.append(found[1])
    splits = " <;> ".join(f"rcases {_split(a, reading)} with {h} | {h}" for a, h in atoms)
    yield step(name, computed="; ".join(dict.fromkeys(computed)), lines="\n".join([splits, *bullets]))


@move(slow=True)
def cases_of_order(goal: Goal) -> Steps:
    """A symmetric or cyclic inequality of two or three numbers, by the order they stand in."""
    reading = read(goal)
    if reading is None or reading.target is None or reading.target.relation not in "≤<" or _has_division(reading):
        return
    variables = [a for a in reading.ring.atoms if type_of(a) == reading.type]
    if not 2 <= len(variables) <= 3 or len(variables) != len(reading.ring.atoms) or not _is_cyclic(reading):
        return
    pairs = list(combinations(variables, 2))
    names = goal.numbered("ho", len(pairs))
    bullets, computed = [], []
    for choice in product((0, 1), repeat=len(pairs)):
        facts = [
            Fact(h, "≤", *((a, b) if side == 0 else (b, a)), stands=True)
            for (a, b), h, side in zip(pairs, names, choice, strict=True)
        ]
        found = proof(reading.to(reading.target, facts), certified.by_linear_program)
        if found is None:
            return
        bullets.append(f"· {_indented(found[0])}")
        computed.append(found[1])
    splits = " <;> ".join(
        f"rcases le_total {lean(a, 1024)} {lean(b, 1024)} with {h} | {h}" for (a, b), h in zip(pairs, names, strict=True)
    )
    yield step("cases_of_order", computed=computed[0], lines="\n".join([splits, *bullets]))


def _is_cyclic(reading: Reading) -> bool:
    """Whether turning the generators round leaves the target's polynomial as it is."""
    system = reading.system
    assert system.goal is not None
    polynomial = system.inequalities[system.goal].polynomial
    generators = list(reading.ring.generators)
    return polynomial.compose(*generators[1:], generators[0], ctx=reading.ring.context) == polynomial
