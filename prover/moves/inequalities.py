"""Inequalities by certificates: linear programs, sums of squares; cases of order and sign; denominators cleared.

What is computed is an identity (``prover.algebra.certificates``) that has been expanded and compared; Lean gets its products and
squares, after which the goal is linear.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from flint import fmpq_mpoly

from prover.algebra.polynomials import Ring, Sides
from prover.lean.terms import App, Num, Term, type_name, type_of
from prover.moves import certified
from prover.moves.base import Steps, move, step
from prover.moves.certified import Prover
from prover.moves.comparisons import Fact, Reading, positive_by_terms, read
from prover.moves.goal import Goal, lean

CHEAP = 60
"""Of a certificate that costs no more no shorter one is looked for."""
MOST_COFACTORS = 48
"""Terms of the cofactors with which denominators are cleared: with more, Lean does not get through in ten seconds."""
_SYMBOLS = {"≤": "LE.le", "<": "LT.lt", "=": "Eq"}


@move(slow=True)
def certificate(goal: Goal) -> Steps:
    """Products of hypotheses, squares and the negated goal with constants; sums of squares; at last by the order of the variables.

    Of two certificates both are proposed, the one that is shorter to check first.
    """
    reading = read(goal)
    if reading is None or _has_division(reading):
        return
    found = proof(reading, certified.by_linear_program)
    others = None if found is not None and found.cost <= CHEAP else proof(reading, certified.by_squares)
    proofs = sorted((p for p in (found, others) if p is not None), key=lambda p: p.cost)
    for position, this in enumerate(proofs):
        yield step("inequality_certificate", position, computed=this.computed, lines=this.lines)
    if not proofs:
        yield from _by_order(reading)


class Proof(NamedTuple):
    """A tactic, what was computed for it, and about how many products of terms Lean has to expand."""

    lines: str
    computed: str
    cost: int


def proof(reading: Reading, prover: Prover) -> Proof | None:
    """The tactic for the reading's goal, casts and equations included, and what was computed."""
    target = reading.target
    if target is None or target.relation in "≤<":
        certificate = prover(reading)
        if certificate is None:
            return None
        lines = certified.tactic(reading, certificate)
        cost = certified.cost(certificate)
        return Proof(_over_naturals(reading, target, lines), certified.described(reading, certificate), cost)
    if target.relation == "≠":
        name = reading.goal.fresh("heq")
        inner = reading.to(None, [Fact(name, "=", target.left, target.right, stands=True)])
        found = None if type_name(reading.goal.target.args[0]) == "ℕ" else proof(inner, prover)  # type: ignore[union-attr]
        return None if found is None else found._replace(lines=f"intro {name}\n{found.lines}")
    if not reading.facts or prover is certified.by_squares:
        return None
    halves = [
        proof(reading.to(Sides("≤", a, b, target.type)), prover)
        for a, b in ((target.left, target.right), (target.right, target.left))
    ]
    if halves[0] is None or halves[1] is None:
        return None
    bullets = "\n".join(f"· {_indented(half.lines)}" for half in halves if half)
    computed = "; ".join(half.computed for half in halves if half)
    return Proof(f"apply le_antisymm\n{bullets}", computed, halves[0].cost + halves[1].cost)


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
    one = _one_fraction(reading, reading.target)
    if one is not None:
        yield step("cleared_denominators", computed=one.computed, lines=one.lines)
        return
    ring, target, type_ = reading.ring, reading.target, reading.type
    difference = ring.polynomial(target.right) - ring.polynomial(target.left)
    fraction = _cleared(ring, difference)
    if sum(len(c) for c in fraction.cofactors.values()) > MOST_COFACTORS:
        return
    names = dict(zip(fraction.powers, goal.numbered("hd", len(fraction.powers)), strict=True))
    lines, positives, factors = [], [], []
    for i in sorted(fraction.powers):
        term = _under(ring, i)
        shown = _compared("<", _zero(type_), term, type_)
        known = positive_by_terms(reading, term)
        if known is None:
            sign = proof(reading.to(Sides("<", _zero(type_), term, type_), positives), certified.by_linear_program)
            if sign is None:
                return
            known = f"by\n  {_indented(sign.lines)}"
        positives.append(Fact(names[i], "<", _zero(type_), term, stands=True))
        factors += [positives[-1]] * fraction.powers[i]
        positives.append(Fact(f"inv_pos.mpr {names[i]}", "<", _zero(type_), ring.atoms[i]))
        lines.append(f"have {names[i]} : {shown} := {known}")
    top, bottom = ring.term(fraction.numerator, type_), factors[0].right
    positive = factors[0].proof
    for fact in factors[1:]:
        bottom = App("HMul.hMul", (bottom, fact.right), (type_,) * 3)
        positive = f"(mul_pos {positive} {fact.proof})"
    plain = replace(reading, facts=_plain(reading, reading.facts), equations=_plain(reading, reading.equations))
    found = proof(
        plain.to(Sides(target.relation, _zero(type_), top, type_), [f for f in positives if f.stands]), certified.by_either
    )
    if found is None:
        return
    hk, hn = goal.fresh("hk"), goal.fresh("hn")
    subtraction = App("HSub.hSub", (target.right, target.left), (type_,) * 3)
    multiplied = App("Eq", (App("HMul.hMul", (subtraction, bottom), (type_,) * 3), top), (type_,))
    equations = [f"{lean(ring.term(c, type_), 71)} * mul_inv_cancel₀ {names[i]}.ne'" for i, c in fraction.cofactors.items()]
    kind = "nonneg" if target.relation == "≤" else "pos"
    lines += [
        f"have {hk} : {lean(multiplied)} := by\n  linear_combination {' + '.join(equations)}",
        f"have {hn} : {_compared(target.relation, _zero(type_), top, type_)} := by\n  {_indented(found.lines)}",
        f"rw [← sub_{kind}, (eq_div_iff {positive}.ne').mpr {hk}]",
        f"exact div_{kind} {hn} {positive if kind == 'pos' else f'{positive}.le'}",
    ]
    shown = lean(App("HDiv.hDiv", (top, bottom), (type_,) * 3))
    yield step("cleared_denominators", computed=f"the difference is {shown}; {found.computed}", lines="\n".join(lines))


def _one_fraction(reading: Reading, target: Sides) -> Proof | None:
    """``a ≤ n / d`` and ``n / d ≤ a`` without other denominators, ``0 < d``: ``a * d ≤ n``, ``n ≤ a * d``."""
    type_, name = reading.type, "lt" if target.relation == "<" else "le"
    plain = replace(reading, facts=_plain(reading, reading.facts), equations=_plain(reading, reading.equations))
    for left, right in ((target.left, target.right), (target.right, target.left)):
        if not (isinstance(right, App) and right.name == "HDiv.hDiv") or _inverses(reading, left, *right.args):
            continue
        top, bottom = right.args
        known = positive_by_terms(reading, bottom)
        hd = reading.goal.fresh("hd")
        sides_ = (App("HMul.hMul", (left, bottom), (type_,) * 3), top)
        if right == target.left:
            sides_ = (sides_[1], sides_[0])
        cleared = plain.to(Sides(target.relation, *sides_, type_), [Fact(hd, "<", _zero(type_), bottom, stands=True)])
        found = proof(cleared, certified.by_either) if known else None
        if found is not None:
            lemma = f"div_{name}_iff₀" if right == target.left else f"{name}_div_iff₀"
            shown = _compared("<", _zero(type_), bottom, type_)
            return found._replace(lines=f"have {hd} : {shown} := {known}\nrw [{lemma} {hd}]\n{found.lines}")
    return None


def _inverses(reading: Reading, *terms: Term) -> bool:
    """Whether there are any in the terms."""
    return any(reading.ring.polynomial(t).degrees()[i] for t in terms for i in reading.ring.inverses)


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


class Split(NamedTuple):
    """``rcases le_total a b with name | name``, and the facts of each case."""

    left: Term
    right: Term
    name: str
    cases: list[list[Fact]]


@move(slow=True)
def cases_of_sign(goal: Goal) -> Steps:
    """``|x|``, ``min``, ``max`` by cases, as many as are needed, each by a certificate of its own."""
    reading = read(goal)
    if reading is None or _has_division(reading):
        return
    bent: dict[tuple[Term, Term], Split] = {}
    for atom in reading.ring.atoms:
        if isinstance(atom, App) and type_of(atom) == reading.type and _branches(atom, "", reading):
            left, right = (_zero(reading.type), atom.args[0]) if atom.name == "abs" else atom.args
            known = bent.setdefault((left, right), Split(left, right, goal.numbered("hs", len(bent) + 1)[-1], [[], []]))
            for case, facts in zip(known.cases, _branches(atom, known.name, reading), strict=True):
                case += facts
    found = _by_cases(reading, list(bent.values())) if 0 < len(bent) <= 3 else None
    if found is not None:
        yield step("cases_of_sign", computed=found.computed, lines=found.lines)


def _by_order(reading: Reading) -> Steps:
    """A cyclic inequality of two or three numbers, by the order they stand in."""
    if reading.target is None or reading.target.relation not in "≤<":
        return
    variables = [a for a in reading.ring.atoms if type_of(a) == reading.type]
    if not 2 <= len(variables) <= 3 or len(variables) != len(reading.ring.atoms) or not _is_cyclic(reading):
        return
    pairs = list(combinations(variables, 2))
    splits = [
        Split(a, b, h, [[Fact(h, "≤", a, b, stands=True)], [Fact(h, "≤", b, a, stands=True)]])
        for (a, b), h in zip(pairs, reading.goal.numbered("ho", len(pairs)), strict=True)
    ]
    found = _by_cases(reading, [splits[0], *reversed(splits[1:])])
    if found is not None:
        yield step("inequality_certificate", computed=found.computed, lines=found.lines)


def _by_cases(reading: Reading, splits: list[Split]) -> Proof | None:
    """A proof that splits by the first, and in a case that is not proved then by the others."""
    first, rest = splits[0], splits[1:]
    lines = [f"rcases le_total {lean(first.left, 1024)} {lean(first.right, 1024)} with {first.name} | {first.name}"]
    computed, cost = [], 0
    for facts in first.cases:
        case = reading.to(reading.target, facts)
        found = proof(case, certified.by_linear_program) or (_by_cases(case, rest) if rest else None)
        if found is None:
            return None
        lines.append(f"· {_indented(found.lines)}")
        computed.append(found.computed)
        cost += found.cost
    return Proof("\n".join(lines), "; ".join(dict.fromkeys(computed)), cost)


def _branches(atom: App, name: str, reading: Reading) -> list[list[Fact]]:
    """What an atom is in the cases ``name : a ≤ b`` and ``name : b ≤ a``, ``a`` and ``b`` as in ``cases_of_sign``."""
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


def _is_cyclic(reading: Reading) -> bool:
    """Whether turning the generators round leaves the target's polynomial as it is."""
    system = reading.system
    assert system.goal is not None
    polynomial = system.inequalities[system.goal].polynomial
    generators = list(reading.ring.generators)
    return polynomial.compose(*generators[1:], generators[0], ctx=reading.ring.context) == polynomial
