"""A goal's inequalities and equations as a system of polynomials, each with its proof in Lean.

All is read over one ordered ring, the *work type*: ℝ or ℚ as the goal has it, ℤ for goals over ℤ and ℕ.  Strict inequalities of
ℤ are strengthened (``a < b`` is ``0 ≤ b - a - 1``), what is over a smaller type is cast, and atoms bring what is known of them:
``0 ≤ n`` for ``n : ℕ``, ``0 ≤ |x|``, ``min a b ≤ a``, ``√x ^ 2 = x``, ``y * y⁻¹ = 1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from flint import fmpq_mpoly

from prover.algebra.certificates import Inequality, System
from prover.algebra.linear_programs import refutation
from prover.algebra.polynomials import NotPolynomial, Ring, Sides, cast, sides
from prover.lean.terms import INT, NAT, REAL, App, Num, Term, number_type, type_name, type_of, variables
from prover.moves.goal import Goal, lean

_RANK = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3}
_CASTABLE = {"HAdd.hAdd", "HMul.hMul"}
MOST_FACTS = 14


@dataclass(frozen=True)
class Fact:
    """``left relation right`` over the work type, ``relation`` one of ``=``, ``<``, ``≤``.

    ``proof``: a Lean term.  ``before``: a line (``have …``) that must stand before it, if any.  ``stands``: whether it is a
    hypothesis of the goal as it is, which ``linarith`` finds by itself.
    """

    proof: str
    relation: str
    left: Term
    right: Term
    before: str = ""
    stands: bool = False

    def positive(self) -> str:
        """A proof of ``0 < right - left``, or ``0 < right`` where ``left`` is 0."""
        return self.proof if _is_zero(self.left) else f"sub_pos.mpr {argument(self.proof)}"

    def nonnegative(self, integral: bool) -> str:
        """A proof of ``0 ≤ right - left``; for a strict one of ℤ of ``0 ≤ right - (left + 1)``."""
        proof = self.proof
        if self.relation == "<" and integral:
            return f"sub_nonneg.mpr (Int.add_one_le_iff.mpr {argument(proof)})"
        if self.relation == "<":
            proof = f"{argument(proof)}.le"
        return proof if _is_zero(self.left) else f"sub_nonneg.mpr {argument(proof)}"


@dataclass(frozen=True)
class Reading:
    """``facts``: inequalities; ``equations``: facts with ``=``; ``target``: the goal as a comparison over the work type, or
    ``None`` where it is ``False``."""

    goal: Goal
    type: Term
    facts: tuple[Fact, ...]
    equations: tuple[Fact, ...]
    target: Sides | None
    ring: Ring = field(compare=False)

    @property
    def integral(self) -> bool:
        return number_type(self.type) == "ℤ"

    @cached_property
    def negated(self) -> Fact | None:
        """The negation of a target ``≤`` or ``<``, proved by the hypothesis ``hneg`` (a fresh name)."""
        if self.target is None:
            return None
        relation = "<" if self.target.relation == "≤" else "≤"
        return Fact(self.goal.fresh("hneg"), relation, self.target.right, self.target.left)

    def polynomial(self, fact: Fact) -> fmpq_mpoly:
        """``right - left`` (for ``<`` over ℤ less 1), of an equation ``left - right``."""
        difference = self.ring.polynomial(fact.right) - self.ring.polynomial(fact.left)
        if fact.relation == "=":
            return -difference
        return difference - 1 if fact.relation == "<" and self.integral else difference

    @cached_property
    def known(self) -> tuple[Fact, ...]:
        """The inequalities of the system, in its order: the facts, then the negated target."""
        return self.facts if self.negated is None else (*self.facts, self.negated)

    @cached_property
    def system(self) -> System:
        """What is to be refuted."""
        inequalities = tuple(Inequality(self.polynomial(f), f.relation == "<" and not self.integral) for f in self.known)
        equations = tuple(self.polynomial(e) for e in self.equations)
        return System(self.ring.context, inequalities, equations, None if self.negated is None else len(self.facts))

    def to(self, target: Sides | None, more: Sequence[Fact] = ()) -> Reading:
        """The reading of another target, with more facts."""
        terms = [*self.ring.atoms, *(() if target is None else (target.left, target.right))]
        ring = Ring.of([*terms, *(t for f in more for t in (f.left, f.right))])
        facts = (*self.facts, *(f for f in more if f.relation != "="))
        equations = (*self.equations, *(f for f in more if f.relation == "="))
        return replace(self, facts=facts, equations=equations, target=target, ring=ring)


def read(goal: Goal) -> Reading | None:
    """The reading of a goal whose target is a comparison ``≤``, ``<``, ``=`` of numbers of a linear order, or ``False``."""
    compared = sides(goal.target)
    if compared is None and goal.target != App("False"):
        return None
    stated = [(proof, found, stands) for proof, found, stands in _stated(goal) if number_type(found.type) in _RANK]
    names = [number_type(found.type) for _, found, _ in stated if compared is None]
    if compared is not None:
        names = [number_type(compared.type)]
    if not names or any(n not in _RANK for n in names):
        return None
    work = max(names, key=_RANK.__getitem__)
    type_ = next(
        (f.type for f in [*(s[1] for s in stated), *([compared] if compared else [])] if number_type(f.type) == work), INT
    )
    type_ = INT if work in ("ℕ", "ℤ") else type_
    facts: list[Fact] = []
    for proof, found, stands in stated:
        try:
            facts.append(_cast_fact(goal, proof, found, stands, type_, len(facts)))
        except NotPolynomial:
            continue
    target = None if compared is None else Sides(compared.relation, *(pushed(t, type_) for t in compared[1:3]), type_)
    facts = _relevant(facts, target)
    reading = Reading(
        goal,
        type_,
        tuple(f for f in facts if f.relation != "="),
        tuple(f for f in facts if f.relation == "="),
        target,
        Ring.of([t for f in facts for t in (f.left, f.right)] + ([] if target is None else [target.left, target.right])),
    )
    return reading.to(target, [*_of_unequal(reading), *_of_atoms(reading)])


def _of_unequal(reading: Reading) -> Iterator[Fact]:
    """``0 < (a - b) ^ 2`` for ``a ≠ b``, where something strict is wanted."""
    if reading.target is not None and reading.target.relation not in ("≤<" if reading.integral else "<"):
        return
    for hypothesis in reading.goal.props:
        found = sides(hypothesis.type)
        if found is not None and found.relation == "≠" and found.type == reading.type:
            try:
                reading.ring.polynomial(found.left), reading.ring.polynomial(found.right)
            except NotPolynomial:
                continue
            zero = _is_zero(found.right)
            base = found.left if zero else App("HSub.hSub", (found.left, found.right), (reading.type,) * 3)
            proof = hypothesis.name if zero else f"(fun e => {hypothesis.name} (sub_eq_zero.mp e))"
            shown = lean(App("LT.lt", (Num(0, reading.type), _square(base)), (reading.type,)))
            yield Fact(f"(show {shown} from sq_pos_of_ne_zero {proof})", "<", Num(0, reading.type), _square(base))


def _stated(goal: Goal) -> Iterator[tuple[str, Sides, bool]]:
    """The comparisons among the hypotheses and the parts of their conjunctions, with proofs."""

    def parts(proof: str, proposition: Term) -> Iterator[tuple[str, Term]]:
        if isinstance(proposition, App) and proposition.name == "And":
            yield from parts(f"{proof}.1", proposition.args[0])
            yield from parts(f"{proof}.2", proposition.args[1])
        else:
            yield proof, proposition

    for hypothesis in goal.props:
        for proof, proposition in parts(hypothesis.name, hypothesis.type):
            found = sides(proposition)
            if found is None or found.relation == "≠":
                continue
            stands = proof == hypothesis.name and not (isinstance(proposition, App) and proposition.name == "Not")
            if isinstance(proposition, App) and proposition.name == "Not":
                if found.relation == "=":
                    continue
                proof = f"(not_{'le' if found.relation == '<' else 'lt'}.mp {proof})"
            yield proof, found, stands


def _cast_fact(goal: Goal, proof: str, found: Sides, stands: bool, type_: Term, number: int) -> Fact:
    """The comparison over the work type.  Raises ``NotPolynomial`` where it is over a larger one."""
    if found.type == type_:
        return Fact(proof, found.relation, found.left, found.right, stands=stands)
    left, right = pushed(found.left, type_), pushed(found.right, type_)
    name = goal.numbered("hc", number + 1)[-1]
    text = lean(App({"=": "Eq", "<": "LT.lt", "≤": "LE.le"}[found.relation], (left, right), (type_,)))
    return Fact(name, found.relation, left, right, f"have {name} : {text} := by exact_mod_cast {proof}")


def pushed(term: Term, type_: Term) -> Term:
    """The term cast to a larger number type, casts pushed inward through ``+``, ``*``, powers and, from ℤ on, ``-``.

    Raises ``NotPolynomial`` where there is no such cast.
    """
    own = type_of(term)
    if own == type_:
        return term
    match term:
        case App("HAdd.hAdd" | "HMul.hMul" as name, (a, b)):
            return App(name, (pushed(a, type_), pushed(b, type_)), (type_,) * 3)
        case App("HSub.hSub" as name, (a, b)) if own != NAT:
            return App(name, (pushed(a, type_), pushed(b, type_)), (type_,) * 3)
        case App("Neg.neg", (a,)):
            return App("Neg.neg", (pushed(a, type_),), (type_,))
        case App("HPow.hPow", (a, n), (_, exponent, _)) if number_type(exponent) == "ℕ":
            return App("HPow.hPow", (pushed(a, type_), n), (type_, NAT, type_))
    return cast(term, type_)


def _relevant(facts: Sequence[Fact], target: Sides | None) -> list[Fact]:
    """The facts that share variables with the target, directly or through others, at most ``MOST_FACTS``, the nearest first."""

    def names(*terms: Term) -> set[Term]:
        return {v for term in terms for v in variables(term)}

    if target is None:
        return list(facts)[:MOST_FACTS]
    reached, kept, rest = names(target.left, target.right), list[Fact](), list(facts)
    while rest:
        near = [f for f in rest if not (n := names(f.left, f.right)) or n & reached]
        if not near:
            break
        kept += near
        rest = [f for f in rest if f not in near]
        reached |= {name for f in near for name in names(f.left, f.right)}
    return kept[:MOST_FACTS]


def _of_atoms(reading: Reading) -> Iterator[Fact]:
    """What is known of the atoms whatever they are, and of inverses and roots of what is a positive hypothesis."""
    type_ = reading.type
    zero, one = Num(0, type_), Num(1, type_)
    for number, atom in enumerate(reading.ring.atoms):
        if type_name(atom) == "ℕ":
            name = reading.goal.numbered("hn", number + 1)[-1]
            value = cast(atom, type_)
            text = lean(App("LE.le", (zero, value), (type_,)))
            yield Fact(name, "≤", zero, value, f"have {name} : {text} := Nat.cast_nonneg _")
        if type_of(atom) != type_:
            continue
        match atom:
            case App("abs", (x,)):
                text = lean(x, 1024)
                yield Fact(f"abs_nonneg {text}", "≤", zero, atom)
                yield Fact(f"le_abs_self {text}", "≤", x, atom)
                yield Fact(f"neg_abs_le {text}", "≤", App("Neg.neg", (atom,), (type_,)), x)
                yield Fact(f"sq_abs {text}", "=", _square(atom), _square(x))
            case App("Max.max" | "max", (a, b)):
                yield Fact(f"le_max_left {lean(a, 1024)} {lean(b, 1024)}", "≤", a, atom)
                yield Fact(f"le_max_right {lean(a, 1024)} {lean(b, 1024)}", "≤", b, atom)
            case App("Min.min" | "min", (a, b)):
                yield Fact(f"min_le_left {lean(a, 1024)} {lean(b, 1024)}", "≤", atom, a)
                yield Fact(f"min_le_right {lean(a, 1024)} {lean(b, 1024)}", "≤", atom, b)
            case App("Real.sqrt", (x,)):
                yield Fact(f"Real.sqrt_nonneg {lean(x, 1024)}", "≤", zero, atom)
                known = _known_nonnegative(reading, x)
                if known:
                    yield Fact(f"Real.sq_sqrt {known}", "=", _square(atom), x)
            case App("Real.sin" | "Real.cos", (x,)) if _is_acute(reading, atom):
                by = "(by linarith [(Real.pi_gt_three : (3 : ℝ) < Real.pi)])"
                by = f"exact Real.sin_pos_of_pos_of_lt_pi {by} {by}"
                turned = f"rw [← Real.sin_pi_div_two_sub]; {by}" if atom.name == "Real.cos" else by
                yield Fact(f"(by {turned} : {lean(App('LT.lt', (zero, atom), (type_,)))})", "<", zero, atom)
            case App("Inv.inv", (x,)):
                known = positive_by_terms(reading, x)
                if known:
                    yield Fact(f"inv_pos.mpr {argument(known)}", "<", zero, atom)
                    product = App("HMul.hMul", (x, atom), (type_,) * 3)
                    yield Fact(f"mul_inv_cancel₀ {argument(known)}.ne'", "=", product, one)


_PI = App("Real.pi", (), (REAL,))


def _is_acute(reading: Reading, atom: App) -> bool:
    """Whether linear hypotheses tell that a sine's argument is between 0 and π, a cosine's between -π / 2 and π / 2."""
    ring = Ring.of([*reading.ring.atoms, _PI])
    pi = ring.polynomial(_PI)
    argument_ = ring.polynomial(atom.args[0])
    angle = argument_ if atom.name == "Real.sin" else pi / 2 - argument_
    known = [Inequality(pi - 3, True)]
    for fact in reading.facts:
        difference = ring.polynomial(fact.right) - ring.polynomial(fact.left)
        if fact.stands and difference.total_degree() <= 1:
            known.append(Inequality(difference, fact.relation == "<"))
    equations = tuple(ring.polynomial(e.left) - ring.polynomial(e.right) for e in reading.equations if e.stands)
    equations = tuple(e for e in equations if e.total_degree() <= 1)
    wanted = [Inequality(-p) for p in (angle, pi - angle)]
    return len(known) > 1 and all(
        refutation(System(ring.context, (*known, negated), equations, len(known)), most_factors=1) for negated in wanted
    )


def positive_by_terms(reading: Reading, term: Term) -> str | None:
    """A proof of ``0 < term`` that follows how it is built of what hypotheses say is positive, if there is one."""
    for fact in reading.facts:
        if fact.relation == "<" and fact.right == term and _is_zero(fact.left) and not fact.before:
            return fact.proof
    match term:
        case Num(value) if value > 0:
            return f"(by norm_num : {lean(App('LT.lt', (Num(0, term.type), term), (term.type,)))})"
        case App("HPow.hPow", (a, n)) if type_name(n) == "ℕ":
            inner = positive_by_terms(reading, a)
            return inner and f"pow_pos {argument(inner)} {lean(n, 1024)}"
        case App("HAdd.hAdd" | "HMul.hMul" | "HDiv.hDiv" as name, (a, b)):
            parts = [positive_by_terms(reading, side) for side in (a, b)]
            lemma = {"HAdd.hAdd": "add_pos", "HMul.hMul": "mul_pos", "HDiv.hDiv": "div_pos"}[name]
            return f"{lemma} {argument(parts[0])} {argument(parts[1])}" if parts[0] and parts[1] else None
    return None


def _known_nonnegative(reading: Reading, x: Term) -> str:
    """A proof of ``0 ≤ x`` as an argument, where ``x`` is a numeral or a hypothesis says so; else nothing."""
    try:
        polynomial = reading.ring.polynomial(x)
    except NotPolynomial:
        return ""
    if polynomial.is_constant() and polynomial.leading_coefficient() >= 0:
        return f"(by norm_num : 0 ≤ {lean(x, 51)})"
    for fact in reading.facts:
        if reading.polynomial(fact) == polynomial and not reading.integral and _is_zero(fact.left):
            return argument(fact.nonnegative(False))
    return ""


def _square(term: Term) -> Term:
    type_ = type_of(term)
    assert type_ is not None
    return App("HPow.hPow", (term, Num(2, NAT)), (type_, NAT, type_))


def _is_zero(term: Term) -> bool:
    return isinstance(term, Num) and term.value == 0


def argument(proof: str) -> str:
    """The proof as an argument of a function: in parentheses unless it is one token."""
    return proof if " " not in proof or (proof[0] == "(" and _closes(proof)) else f"({proof})"


def _closes(text: str) -> bool:
    """Whether the parenthesis that begins a text ends it."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return i == len(text) - 1
    return False
