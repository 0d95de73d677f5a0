"""A modulus that settles a goal over ℕ and ℤ: with the hypotheses read modulo it, no residues refute the target.

Each hypothesis is weakened to what it says of residues (``a = b`` to ``a ≡ b``), the target is strengthened to what residues can
show of it (``a ≠ b`` to ``a ≢ b``); an inequality says nothing.  Where the implication holds for all residues of the variables,
the goal is true.  A power of a number with a variable exponent repeats with the order of the base, so a variable in an exponent is
taken modulo that order too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd, lcm, prod

from prover.algebra.integers import ONE, NotEvaluable, compiled, is_compound, linear, order
from prover.lean.terms import INT, NAT, App, Num, Term, Var, number_type, rebuild, type_name, variables, walk

MAX_CASES = 2500
"""Residues of all variables together: what Lean's kernel runs through in about two seconds."""
MAX_EXPONENT = 12
"""In ℤ a power is expanded into a product."""
_FALSE = App("False")


@dataclass(frozen=True)
class Settled:
    """``∀ r₀ < moduli₀, …, implications₀ → … → target`` holds for the residues ``rᵢ = atomsᵢ % moduliᵢ``.

    ``compounds``: the products and powers ``c`` that occur, each with ``c(r)``, which is congruent to ``c`` modulo ``modulus``.
    ``used``: the indices of the hypotheses.
    """

    modulus: int
    atoms: tuple[Term, ...]
    moduli: tuple[int, ...]
    residues: tuple[Var, ...]
    used: tuple[int, ...]
    implications: tuple[Term, ...]
    target: Term
    compounds: tuple[tuple[Term, Term], ...]


def settle(
    hypotheses: Sequence[Term], target: Term, names: Sequence[str], seconds: float = 0.1, most: int = 64
) -> Settled | None:
    """The least modulus that settles the goal, those that occur in it first; ``None`` where none up to ``most`` does.

    ``names``: names for residues, at least as many as there are atoms.
    """
    deadline = time.monotonic() + seconds
    for modulus in _moduli([*hypotheses, target], target, most):
        if time.monotonic() > deadline:
            return None
        try:
            found = settled_by(modulus, hypotheses, target, names)
        except NotEvaluable:
            continue
        if found is not None:
            return found
    return None


def _moduli(formulas: Sequence[Term], target: Term, most: int) -> Iterator[int]:
    """Candidates: the moduli that occur and their least common multiple, then small numbers unless the target needs its own."""
    own = list(dict.fromkeys(m for m in _occurring([target]) if 1 < m <= 5000))
    others = list(dict.fromkeys(m for m in _occurring(formulas) if 1 < m <= 5000))
    candidates = [*own, *([lcm(*own)] if own else []), *others, *([lcm(*others)] if others else [])]
    base = lcm(*own) if own else 1
    candidates += [base * n for n in range(1, most + 1) if base * n <= max(most, base)]
    yield from (m for m in dict.fromkeys(candidates) if 1 < m <= 5000)


def _occurring(formulas: Sequence[Term]) -> Iterator[int]:
    for formula in formulas:
        for part in walk(formula):
            match part:
                case App("Even" | "Odd"):
                    yield 2
                case (
                    App("HMod.hMod", (_, Num(m))) | App("Dvd.dvd", (Num(m), _)) | App("Nat.ModEq" | "Int.ModEq", (Num(m), _, _))
                ):
                    yield abs(m)


def settled_by(modulus: int, hypotheses: Sequence[Term], target: Term, names: Sequence[str]) -> Settled | None:
    """Whether this modulus settles the goal.  Raises ``NotEvaluable`` where residues of it say nothing that can be computed."""
    reading = Reading(modulus, names)
    shown = reading.read(target, weaker=False)
    known = [(i, read) for i, h in enumerate(hypotheses) if (read := reading.read(h, weaker=True)) is not None]
    if shown is None and not known or not reading.compounds:
        return None
    ranges = [reading.moduli[a] for a in reading.moduli]
    if prod(ranges) > MAX_CASES:
        return None
    residues = tuple(reading.residues.values())
    tests = [(i, read, compiled(read, residues)) for i, read in known]
    wanted = compiled(shown if shown is not None else _FALSE, residues)
    needed: set[int] = set()
    for values in product(*map(range, ranges)):
        if not wanted(*values):
            refuting = next((i for i, _, test in sorted(tests, key=lambda t: t[0] not in needed) if not test(*values)), None)
            if refuting is None:
                return None
            needed.add(refuting)
    used = [(i, read) for i, read in known if i in needed]
    formulas = [read for _, read in used] + ([shown] if shown is not None else [])
    kept = {v for f in formulas for v in variables(f)}
    chosen = [a for a, r in reading.residues.items() if r in kept]
    return Settled(
        modulus,
        tuple(chosen),
        tuple(reading.moduli[a] for a in chosen),
        tuple(reading.residues[a] for a in chosen),
        tuple(i for i, _ in used),
        tuple(read for _, read in used),
        shown if shown is not None else _FALSE,
        tuple((c, reading.compounds[c]) for c in reading.compounds if set(variables(reading.compounds[c])) <= kept),
    )


class Reading:
    """Propositions as propositions on residues.  Atoms, their moduli and the compounds that occur are collected on the way."""

    def __init__(self, modulus: int, names: Sequence[str]) -> None:
        self.modulus, self._names = modulus, names
        self.moduli: dict[Term, int] = {}
        self.residues: dict[Term, Var] = {}
        self.compounds: dict[Term, Term] = {}

    def read(self, proposition: Term, weaker: bool) -> Term | None:
        """What the proposition implies (``weaker``), or what implies it; ``None`` where that is nothing."""
        match proposition:
            case App("And" | "Or", (p, q)):
                parts = [part for part in (self.read(p, weaker), self.read(q, weaker)) if part is not None]
                if len(parts) < 2:
                    return parts[0] if parts and (proposition.name == "And") == weaker else None
                return App(proposition.name, tuple(parts))
            case App("Not", (p,)):
                inner = self.read(p, not weaker)
                return None if inner is None else App("Not", (inner,))
            case App("→", (p, q)):
                return self.read(App("Or", (App("Not", (p,)), q)), weaker)
            case App("Iff", (p, q)):
                parts = [self.read(p, True), self.read(p, False), self.read(q, True), self.read(q, False)]
                if parts[0] is None or parts[2] is None or parts[0] != parts[1] or parts[2] != parts[3]:
                    return None
                return App("Iff", (parts[0], parts[2]))
            case App("Even" | "Odd", (a,)) if self.modulus % 2 == 0 and type_name(a) in ("ℕ", "ℤ"):
                return self._compared("Eq", self._residue(a, 2), 0 if proposition.name == "Even" else 1)
            case App("Dvd.dvd", (Num(m), a)) if m and type_name(a) in ("ℕ", "ℤ"):
                return self._congruent(abs(m), a, Num(0, type_name(a) == "ℕ" and NAT or INT), weaker)
            case App("Nat.ModEq" | "Int.ModEq", (Num(m), a, b)) if m:
                return self._congruent(abs(m), a, b, weaker)
            case App("Eq" | "Ne" | "LT.lt" | "LE.le", (a, b), (type_, *_)) if number_type(type_) in ("ℕ", "ℤ"):
                return self._relation(proposition, a, b, weaker)
        return None

    def residue_of(self, variable: Var) -> Var:
        """The residue of a natural number modulo the reading's modulus."""
        return self._variable(variable, self.modulus)

    def _congruent(self, m: int, a: Term, b: Term, weaker: bool) -> Term | None:
        common = gcd(m, self.modulus)
        if not weaker and common != m:
            return self._of_variables(m, a, b)
        if common == 1:
            return None
        return self._compared("Eq", self._difference(a, b, common), 0)

    def _of_variables(self, m: int, a: Term, b: Term) -> Term | None:
        """A congruence of linear forms of variables by another modulus, such as what exponents repeat with: taken modulo that too."""
        if not all(atom == ONE or isinstance(atom, Var) for atom in {*linear(a), *linear(b)}):
            return None
        own, self.modulus = self.modulus, m
        try:
            return self._compared("Eq", self._difference(a, b, m), 0)
        finally:
            self.modulus = own

    def _relation(self, proposition: App, a: Term, b: Term, weaker: bool) -> Term | None:
        exact = self._exact(a), self._exact(b)
        if exact[0] is not None and exact[1] is not None and (self._has_remainder(a) or self._has_remainder(b)):
            return App(proposition.name, exact, proposition.implicit)
        if (proposition.name, weaker) in (("Eq", True), ("Ne", False)):
            return self._compared(proposition.name, self._difference(a, b, self.modulus), 0)
        return None

    def _has_remainder(self, term: Term) -> bool:
        return any(isinstance(a, App) and a.name == "HMod.hMod" for a in linear(term))

    def _exact(self, term: Term) -> Term | None:
        """A combination of remainders ``e % m`` and numerals, with residues in the place of ``e``."""
        match term:
            case Num():
                return term
            case App("HMod.hMod", (a, Num(m))) if m > 0 and self.modulus % m == 0 and type_name(term) in ("ℕ", "ℤ"):
                return self._residue(a, m)
            case App("HMul.hMul", (Num(), _) | (_, Num())) | App("HAdd.hAdd" | "HSub.hSub"):
                parts = tuple(map(self._exact, term.args))
                return None if None in parts else App(term.name, parts, term.implicit)  # type: ignore[arg-type]
        return None

    @staticmethod
    def _compared(relation: str, left: Term, right: int) -> Term:
        type_ = NAT if type_name(left) == "ℕ" else INT
        return App(relation, (left, Num(right, type_)), (type_,))

    def _residue(self, term: Term, m: int) -> Term:
        type_ = NAT if type_name(term) == "ℕ" else INT
        return self._combined(linear(term), m, type_)

    def _difference(self, a: Term, b: Term, m: int) -> Term:
        """``(a - b) % m`` with coefficients from 0 to ``m - 1``."""
        type_ = NAT if type_name(a) == "ℕ" else INT
        total = dict(linear(a))
        for atom, n in linear(b).items():
            total[atom] = total.get(atom, 0) - n
        return self._combined(total, m, type_)

    def _combined(self, combination: dict[Term, int], m: int, type_: Term) -> Term:
        parts: list[Term] = []
        for atom, coefficient in combination.items():
            n = coefficient % m
            if n == 0:
                continue
            if atom == ONE:
                parts.append(Num(n, type_))
                continue
            image = self._image(atom)
            parts.append(image if n == 1 else App("HMul.hMul", (Num(n, type_), image), (type_,) * 3))
        total = parts[0] if parts else Num(0, type_)
        for part in parts[1:]:
            total = App("HAdd.hAdd", (total, part), (type_,) * 3)
        return App("HMod.hMod", (total, Num(m, type_)), (type_,) * 3)

    def _image(self, atom: Term) -> Term:
        """An atom of ``linear`` with residues for its variables."""
        if not is_compound(atom):
            return self._replaced(atom)
        if atom not in self.compounds:
            self.compounds[atom] = self._replaced(atom)
        return self.compounds[atom]

    def _replaced(self, term: Term) -> Term:
        match term:
            case Num():
                return term
            case App("HPow.hPow", (Num(base), exponent)):
                return self._power(term, base, exponent)
            case App("HPow.hPow", (base, Num(n))):
                if type_name(term) == "ℤ" and n > MAX_EXPONENT:
                    raise NotEvaluable("a power that is too large to be expanded")
                return App("HPow.hPow", (self._replaced(base), Num(n, NAT)), term.implicit)
            case App("HAdd.hAdd" | "HMul.hMul" | "Neg.neg"):
                return rebuild(term, self._replaced)
            case App("HSub.hSub") if type_name(term) == "ℤ":
                return rebuild(term, self._replaced)
            case App("Nat.cast", (inner,)) if type_name(term) == "ℤ":
                return App("Nat.cast", (self._replaced(inner),), (INT,))
        if type_name(term) not in ("ℕ", "ℤ"):
            raise NotEvaluable(f"{term!r} has no residue")
        residue = self._variable(term, self.modulus)
        return residue if type_name(term) == "ℕ" else App("Nat.cast", (residue,), (INT,))

    def _power(self, term: App, base: int, exponent: Term) -> Term:
        """``base ^ (a * n + b)``: ``n`` modulo the order of ``base ^ a``."""
        parts = linear(exponent)
        [*occurring] = [atom for atom in parts if atom != ONE]
        period = order(base, self.modulus) if base >= 0 else None
        if len(occurring) != 1 or is_compound(occurring[0]) or period is None or type_name(term) != "ℕ":
            raise NotEvaluable("a power without a period that is known")
        [atom] = occurring
        if parts[atom] < 0:
            raise NotEvaluable("an exponent that falls")
        residue = self._variable(atom, period // gcd(period, parts[atom]))
        return App("HPow.hPow", (Num(base, NAT), _with(exponent, atom, residue)), term.implicit)

    def _variable(self, atom: Term, modulus: int) -> Var:
        self.moduli[atom] = lcm(self.moduli.get(atom, 1), modulus)
        if atom not in self.residues:
            taken = len(self.residues)
            if taken == len(self._names):
                raise NotEvaluable("too many variables")
            self.residues[atom] = Var(self._names[taken], NAT)
        return self.residues[atom]


def _with(term: Term, old: Term, new: Term) -> Term:
    return new if term == old else rebuild(term, lambda part: _with(part, old, new))
