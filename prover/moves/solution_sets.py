"""Finite sets of solutions in a field: preimages of a value, sets that equations give.

The polynomial equation that an element solves is factored; its rational roots, as far as they are elements, are all there are.  The
set is stated as the list of its elements, and sums, products and the number of its elements as what they are of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mpoly, fmpq_poly

from prover.algebra.evaluation import truth
from prover.algebra.finite_sets import conjuncts_with_paths
from prover.algebra.laws import Law, calls, numeral, substituted
from prover.algebra.numbers import as_fmpq
from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.lean.terms import NAT, App, Bind, Call, Num, Term, Var, number_type, opened, rebuild, replaced, variables, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean
from prover.moves.lines import bulleted, indented, injected

FIELDS = ("ℝ", "ℚ", "ℂ")
MAX_ELEMENTS = 8


@dataclass(frozen=True)
class Collection:
    """A finite set in the target: what it says of ``x`` that it is an element, and the lemmas by which ``simp`` says so."""

    term: Term
    x: Var
    property: Term
    lemmas: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """The value of a function at ``x`` by a law, where its conditions hold: ``call = value``."""

    law: Law
    values: tuple[Term, ...]
    call: Call
    value: Term
    guards: tuple[Term, ...]

    def proof(self, at: dict[Var, Term], guarded: list[str]) -> str:
        """Lean's proof of ``call = value`` with a number in the place of ``x``."""
        argument = self.call.args[0]
        instance = self.law.at([substituted(v, at) for v in self.values])
        met = instance.conclusions[0][1].args[0].args[0]  # type: ignore[union-attr]
        law = instance.proof(lambda v: lean(v, 1024), guarded)
        wanted = substituted(argument, at)
        if met == wanted:
            return law
        return f"(congrArg {lean(self.call.function)} (show {lean(wanted, 51)} = {lean(met, 51)} by ring)).trans ({law})"


@dataclass(frozen=True)
class Root:
    """A linear factor of the equation, and the number at which it is zero."""

    value: Fraction
    slope: Fraction


@dataclass(frozen=True)
class Factored:
    """``constant * factors = left - right`` of the equation at ``path`` of the property; ``roots``: ``None`` for a factor of higher degree."""

    path: str
    constant: Fraction
    factors: tuple[str, ...]
    roots: tuple[Root | None, ...]
    hints: tuple[str, ...]
    irrational: tuple[Fraction, ...]
    """Real roots of factors of higher degree, nearly."""


@move
def solution_sets(goal: Goal) -> Steps:
    """Sums, products and cardinalities over preimages of numbers, and over finite sets that equations give."""
    if goal.target_heads.isdisjoint({"Finset.sum", "Finset.prod", "Finset.card"}):
        return
    for collection in _collections(goal):
        pieces = _pieces(goal, collection)
        if pieces is None:
            continue
        solved = [_factored(collection, piece) for piece in pieces]
        if any(found is None for found in solved):
            continue
        factored = [found for found in solved if found is not None]
        candidates = {root.value for found in factored for root in found.roots if root is not None}
        if any(
            _applies(collection, piece, v) and number_type(collection.x.type) != "ℚ"
            for piece, found in zip(pieces, factored, strict=True)
            for v in found.irrational
        ):
            continue
        elements = sorted(v for v in candidates if _is_element(collection, pieces, v))
        if len(elements) > MAX_ELEMENTS or (number_type(collection.x.type) == "ℂ" and any(None in f.roots for f in factored)):
            continue
        numbers = [numeral(v, collection.x.type) for v in elements]
        target = _evaluated(goal.target, collection.term, numbers)
        if target is None or not _is_true(target):
            continue
        lines = _Proof(goal, collection, pieces, factored, elements).lines()
        yield step(
            "solution_set", lines="\n".join(lines), target=lean(target), computed="{" + ", ".join(map(str, elements)) + "}"
        )


def _collections(goal: Goal) -> Iterator[Collection]:
    for term in dict.fromkeys(walk(goal.target)):
        match term:
            case App("Set.toFinset", (App("Set.preimage", (Var() as f, App("Singleton.singleton", (value,)))),)):
                domain = f.type.args[0] if isinstance(f.type, App) and f.type.name == "→" else None
                if domain is not None and number_type(domain) in FIELDS:
                    x = Var(goal.fresh("x"), domain)
                    lemmas = ("Set.mem_toFinset", "Set.mem_preimage", "Set.mem_singleton_iff")
                    yield Collection(term, x, App("Eq", (Call(f, (x,)), value), (f.type.args[1],)), lemmas)  # type: ignore[union-attr]
            case App("Set.toFinset", (App("setOf", (Bind("λ", _, domain) as property_,)),)) if number_type(domain) in FIELDS:
                x = Var(goal.fresh("x"), domain)
                yield Collection(term, x, opened(property_, x), ("Set.mem_toFinset", "Set.mem_setOf_eq"))
            case Var(_, App("Finset", (domain,))) if number_type(domain) in FIELDS:
                for h in goal.props:
                    match h.type:
                        case Bind("∀", _, _, App("Iff", (App("Membership.mem", (s, _)), _))) if s == term:
                            x = Var(goal.fresh("x"), domain)
                            yield Collection(term, x, opened(h.type, x).args[1], (h.name,))


def _pieces(goal: Goal, collection: Collection) -> list[Piece | None] | None:
    """What laws say of the one call of a function in the property, those with fewer conditions first; ``[None]`` where there is
    none; ``None`` where laws do not say it."""
    met = list(dict.fromkeys(calls(collection.property)))
    if not met:
        return [None] if not any(isinstance(p, Call) for p in walk(collection.property)) else None
    if len(met) > 1 or len(met[0].args) != 1:
        return None
    pieces: list[Piece | None] = []
    for h in goal.props:
        law = Law.of(h)
        if law is None or law.beta or len(law.conclusions) != 1 or law.conclusions[0][0]:
            continue
        match law.conclusions[0][1]:
            case App("Eq", (Call() as pattern, _)):
                for values in law.matching(pattern, met[0], lambda _: ()):
                    instance = law.at(values)
                    value = instance.conclusions[0][1].args[1]  # type: ignore[union-attr]
                    if not any(isinstance(p, Call) for p in walk(value)):
                        pieces.append(Piece(law, values, met[0], value, instance.guards))
    if any(piece is not None and not piece.guards for piece in pieces):
        return [next(piece for piece in pieces if piece is not None and not piece.guards)]
    return sorted(pieces, key=lambda piece: len(piece.guards) if piece else 0) if len(pieces) > 1 else None


def _said(collection: Collection, piece: Piece | None) -> Term:
    """The property with the value in the place of the call."""
    return collection.property if piece is None else replaced(collection.property, piece.call, piece.value)


def _factored(collection: Collection, piece: Piece | None) -> Factored | None:
    """The first equation of the property that is polynomial in ``x`` alone and not always true, factored."""
    for part, path in conjuncts_with_paths(_said(collection, piece)):
        match part:
            case App("Eq", (left, right)) if set(variables(part)) <= {collection.x} and not any(
                isinstance(p, Call) for p in walk(part)
            ):
                try:
                    ring = Ring.of([left, right])
                    polynomial = ring.polynomial(left) - ring.polynomial(right)
                except NotPolynomial:
                    continue
                if ring.atoms not in ((collection.x,), ()) or not len(polynomial):
                    continue
                return _of(polynomial, ring, path, collection.x.type)
    return None


def _of(polynomial: fmpq_mpoly, ring: Ring, path: str, type_: Term) -> Factored:
    constant, parts = polynomial.factor()
    factors, roots, hints, irrational = [], list[Root | None](), [], []
    for factor, multiplicity in parts:
        degree = int(factor.degrees()[0])
        c = {int(e[0]): as_fraction(k) for e, k in factor.terms()}
        factors += [f"({ring.lean(factor, type_)})"] * multiplicity
        slope = c.get(1, Fraction(0))
        roots += [Root(-c.get(0, Fraction(0)) / slope, slope) if degree == 1 else None] * multiplicity
        centre = slope / c[2] / 2 if degree == 2 else Fraction(0)
        square = ring.generators[0] + as_fmpq(centre)
        hints += [f"sq_nonneg ({ring.lean(square, type_)})"] * multiplicity
        if degree > 1:
            dense = fmpq_poly([as_fmpq(k) for k in (c.get(i, Fraction(0)) for i in range(degree + 1))])
            irrational += [Fraction(float(z.real)) for z, _ in dense.complex_roots() if z.imag.contains(0)]
    return Factored(path, as_fraction(constant), tuple(factors), tuple(roots), tuple(hints), tuple(irrational))


def _applies(collection: Collection, piece: Piece | None, value: Fraction) -> bool:
    """Whether a piece's law tells the function's value at a number."""
    at = {collection.x: numeral(value, collection.x.type)}
    return piece is None or all(truth(substituted(g, at), {}) is True for g in piece.guards)


def _is_element(collection: Collection, pieces: list[Piece | None], value: Fraction) -> bool:
    at = {collection.x: numeral(value, collection.x.type)}
    for piece in pieces:
        if _applies(collection, piece, value):
            return _is_true(substituted(_said(collection, piece), at))
    return False


def _is_true(proposition: Term) -> bool:
    """Whether it is true: evaluated, and equations of complex numbers by their polynomials."""
    if (known := truth(proposition, {})) is not None:
        return known
    match proposition:
        case App("And", (p, q)):
            return _is_true(p) and _is_true(q)
        case App("Eq", (left, right)):
            try:
                ring = Ring.of([left, right])
                return not len(ring.polynomial(left) - ring.polynomial(right))
            except NotPolynomial:
                return False
    return False


def _evaluated(term: Term, collection: Term, numbers: list[Term]) -> Term | None:
    """Sums, products and cardinalities written out as Lean computes them for a list; ``None`` where the set remains."""

    def changed(part: Term) -> Term:
        match part:
            case App("Finset.card", (s,)) if s == collection:
                return Num(len(numbers), NAT)
            case App("Finset.sum" | "Finset.prod" as name, (s, Bind("λ") as function), implicit) if s == collection:
                result = implicit[-1]
                operation, unit = ("HAdd.hAdd", 0) if name == "Finset.sum" else ("HMul.hMul", 1)
                total: Term = Num(unit, result)
                for number in reversed(numbers):
                    total = App(operation, (opened(function, number), total), (result,) * 3)
                return total
        return rebuild(part, changed)

    found = changed(term)
    return None if collection in walk(found) or variables(found) else found


class _Proof:
    """The tactics that prove which elements a set has."""

    def __init__(
        self, goal: Goal, collection: Collection, pieces: list[Piece | None], solved: list[Factored], elements: list[Fraction]
    ) -> None:
        self.goal, self.collection, self.pieces, self.solved, self.elements = goal, collection, pieces, solved, elements
        self.x = collection.x.name
        self.h, self.hp, self.hy = goal.fresh("h"), goal.fresh("hp"), goal.fresh("hy")
        self.hd, self.hs = goal.fresh("hd"), goal.fresh("hs")
        self.numbers = [numeral(v, collection.x.type) for v in elements]

    def lines(self) -> list[str]:
        field, set_ = number_type(self.collection.x.type), lean(self.collection.term, 51)
        listed = "[" + ", ".join(map(lean, self.numbers)) + "]"
        lemmas = ", ".join([*self.collection.lemmas, "List.mem_cons", "List.not_mem_nil", "or_false"])
        return [
            f"have {self.hd} : ({listed} : List {field}).Nodup := by norm_num",
            f"have {self.hs} : {set_} = ⟨Quot.mk _ {listed}, {self.hd}⟩ := by",
            f"  ext {self.x}",
            f"  show {self.x} ∈ {set_} ↔ {self.x} ∈ {listed}",
            f"  simp only [{lemmas}]",
            "  constructor",
            f"  · intro {self.h}",
            *indented(self._inwards(0, []), 4),
            *indented(self._backwards(), 2),
            f"rw [{self.hs}]",
        ]

    def _inwards(self, i: int, negated: list[str]) -> list[str]:
        piece = self.pieces[i]
        if piece is None or not piece.guards:
            return self._branch(i, [])
        if i == len(self.pieces) - 1:
            return self._branch(i, ["(by linarith)"] * len(piece.guards))
        name = self.goal.fresh(f"hc{i}")
        if len(piece.guards) > 1:
            return self._branch(i, ["(by linarith)"] * len(piece.guards))
        return [
            f"by_cases {name} : {lean(piece.guards[0])}",
            *bulleted(self._branch(i, [name])),
            *bulleted([f"push_neg at {name}", *self._inwards(i + 1, [*negated, name])]),
        ]

    def _branch(self, i: int, guarded: list[str]) -> list[str]:
        """One piece's equation, and its roots one after the other."""
        piece, found = self.pieces[i], self.solved[i]
        premise = self.h + found.path
        lines = [] if piece is None else [f"rw [{piece.proof({}, guarded)}] at {self.h}"]
        if not found.factors:
            return [*lines, f"exact absurd {premise} (by norm_num)"]
        scale = 1 / found.constant
        lines.append(f"have {self.hp} : {' * '.join(found.factors)} = 0 := by linear_combination {_scaled(scale, premise)}")
        if len(found.factors) == 1:
            return [*lines, *self._root(i, 0, guarded)]
        pattern = self.hp
        for _ in found.factors[1:]:
            pattern = f"({pattern}) | {self.hp}" if "|" in pattern else f"{pattern} | {self.hp}"
        lines += [f"simp only [_root_.mul_eq_zero] at {self.hp}", f"rcases {self.hp} with {pattern}"]
        for k in range(len(found.factors)):
            lines += bulleted(self._root(i, k, guarded))
        return lines

    def _root(self, i: int, k: int, guarded: list[str]) -> list[str]:
        """From one factor being zero: one of the elements, or a contradiction."""
        found, root, piece = self.solved[i], self.solved[i].roots[k], self.pieces[i]
        if root is None:
            hints = [found.hints[k]]
            for guard, proof in zip(piece.guards if piece is not None else (), guarded, strict=False):
                if isinstance(guard, App) and guard.name in ("LT.lt", "LE.le"):
                    lemma, product = ("sub_pos", "mul_pos") if guard.name == "LT.lt" else ("sub_nonneg", "mul_nonneg")
                    written = f"(show {lean(guard)} by linarith)" if " " in proof else proof
                    hints.append(f"{product} ({lemma}.mpr {written}) ({lemma}.mpr {written})")
            return ["exfalso", f"nlinarith [{', '.join(hints)}]"]
        number = numeral(root.value, self.collection.x.type)
        solved = f"have {self.hy} : {self.x} = {lean(number, 51)} := by linear_combination {_scaled(1 / root.slope, self.hp)}"
        if root.value in self.elements and _applies(self.collection, piece, root.value):
            return [solved, f"exact {injected(self.elements.index(root.value), len(self.elements), self.hy)}"]
        return [solved, "exfalso", f"rw [{self.hy}] at *", "first | linarith | norm_num at *"]

    def _backwards(self) -> list[str]:
        if not self.elements:
            return [f"· exact fun {self.h} => {self.h}.elim"]
        lines = [f"· rintro {'(' + ' | '.join(['rfl'] * len(self.elements)) + ')' if len(self.elements) > 1 else 'rfl'}"]
        for value, number in zip(self.elements, self.numbers, strict=True):
            at = {self.collection.x: number}
            shown = ["norm_num"]
            for piece in self.pieces:
                if piece is not None and _applies(self.collection, piece, value):
                    shown = [f"rw [{piece.proof(at, ['(by norm_num)'] * len(piece.guards))}]", "norm_num"]
                    break
            lines += indented(bulleted(shown) if len(self.numbers) > 1 else shown, 2)
        return lines


def _scaled(scale: Fraction, proof: str) -> str:
    return proof if scale == 1 else f"({scale.numerator} / {scale.denominator}) * {proof}"
