"""What a goal says that polynomials can use: equations, what is not 0, signs; each with Lean's proof of it.

A ``System`` is over one field or over ℤ.  Facts over smaller types are lifted (``exact_mod_cast``), and so are those in which a
cast stands before more than an atom, as ``ring`` does not look into casts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce

from flint import fmpq_mpoly

from prover.algebra.polynomials import NotPolynomial, Ring, Sides, cast, has_wide_cast, monomials, sides
from prover.algebra.signs import Sign, both_signs, in_one_generator, sign_of, sign_of_atom
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import COMPLEX, INT, NAT, REAL, App, GoalTerms, Num, Term, number_type, type_name, type_of, walk

_SIZES = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3, "ℂ": 4}


@dataclass(frozen=True)
class Equation:
    """``proof : left = right`` in Lean; ``polynomial`` is ``left - right``."""

    proof: str
    polynomial: fmpq_mpoly


@dataclass(frozen=True)
class Apart:
    """``proof : left ≠ right`` in Lean; ``polynomial`` is ``left - right`` or its negative."""

    proof: str
    polynomial: fmpq_mpoly


@dataclass(frozen=True)
class Positive:
    """``proof : left < right`` (``strict``) or ``left ≤ right`` in Lean; ``polynomial`` is ``right - left``."""

    proof: str
    polynomial: fmpq_mpoly
    strict: bool


@dataclass(frozen=True)
class System:
    """The facts of a goal over ``type``, in one ring.

    ``signs``: those of the generators that are known.  ``lifted``: the goal's numbers are natural, the facts over ℤ.
    ``names``: taken ones.
    """

    ring: Ring
    type: Term
    equations: tuple[Equation, ...] = ()
    apart: tuple[Apart, ...] = ()
    positive: tuple[Positive, ...] = ()
    signs: dict[int, Sign] = field(default_factory=dict)
    lifted: bool = False
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, goal: GoalTerms, type_: Term, targets: Iterable[Term] = ()) -> System:
        """The facts over a number type (of ℕ: lifted to ℤ), the generators those of facts and ``targets`` (comparisons)."""
        own = INT if type_ == NAT else type_
        facts = [(h.name, h.type, found) for h in goal.props if (found := _comparable(h.type, own)) is not None]
        terms = [t for t in targets if _comparable(t, own) is not None]
        ring = Ring.of([*(t for _, t, _ in facts), *terms])
        known = _known_atoms(ring)
        if known:
            ring = Ring.of([*(t for _, t, _ in facts), *terms, *(side for _, left, right in known for side in (left, right))])
        system = cls(ring, own, lifted=type_ == NAT, names=frozenset(h.name for h in goal.hypotheses))
        signs = system._signs([(f, ring) for _, _, f in facts])
        system = replace(system, signs=signs)
        system = replace(system, **system._read(facts))
        return replace(system, equations=(*system.equations, *system._of_atoms(known), *system._of_inverses()))

    def _read(self, facts: list[tuple[str, Term, Sides]]) -> dict[str, tuple]:
        equations, apart, positive = [], [], []
        for name, proposition, (relation, left, right, type_) in facts:
            difference = self.ring.polynomial(left) - self.ring.polynomial(right)
            proof = name
            if type_ != self.type or has_wide_cast(left) or has_wide_cast(right):
                try:
                    sides_ = f"{to_lean(self._narrow(left))} {relation} {to_lean(self._narrow(right))}"
                except (NotPolynomial, NotPrintable):
                    continue
                proof = f"(show {sides_} by exact_mod_cast {name})"
            if relation == "=":
                equations.append(Equation(proof, difference))
            elif relation == "≠":
                apart.append(Apart(proof, difference))
            else:
                if isinstance(proposition, App) and proposition.name == "Not":
                    proof = f"({'lt_of_not_ge' if relation == '<' else 'le_of_not_gt'} {proof})"
                positive.append(Positive(proof, -difference, relation == "<"))
                if relation == "<":
                    apart.append(Apart(f"(ne_of_lt {proof})", difference))
        return {"equations": tuple(equations), "apart": tuple(apart), "positive": tuple(positive)}

    def _narrow(self, term: Term) -> Term:
        """A term of the system's type, casts before atoms only."""
        return self.ring.term(self.ring.polynomial(term), self.type)

    def extended(self, equation: Equation) -> System:
        """With one more equation."""
        return replace(self, equations=(equation, *self.equations))

    def fresh(self, wanted: str = "h") -> str:
        """A name that is not taken."""
        n, name = 0, wanted
        while name in self.names:
            n += 1
            name = wanted + str(n).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
        return name

    def named(self, name: str) -> System:
        """With one more name taken."""
        return replace(self, names=self.names | {name})

    def lean(self, polynomial: fmpq_mpoly) -> str:
        """A polynomial as Lean, of the system's type."""
        return to_lean(self.ring.term(polynomial, self.type))

    def equals(self, left: fmpq_mpoly, right: int = 0) -> str:
        """``left = right`` as Lean."""
        return to_lean(App("Eq", (self.ring.term(left, self.type), Num(right, self.type)), (self.type,)))

    # ------------------------------------------------------------------------------------------------------------ signs

    def _signs(self, facts: list[tuple[Sides, Ring]]) -> dict[int, Sign]:
        signs: dict[int, Sign] = {}
        for i, atom in enumerate(self.ring.atoms):
            sign = sign_of_atom(atom)
            if sign:
                signs[i] = sign
        for (relation, left, right, _), ring in facts:
            difference = ring.polynomial(right) - ring.polynomial(left)
            linear = in_one_generator(difference)
            if linear is None or relation == "=":
                continue
            i, slope, constant = linear
            edge = -constant / slope  # the atom ≥ edge (slope > 0), ≤ edge, or ≠ edge
            sign: Sign | None = None
            if relation == "≠":
                sign = "≠" if edge == 0 else None
            elif slope > 0 and edge >= 0:
                sign = "+" if relation == "<" or edge > 0 else "≥"
            elif slope < 0 and edge <= 0:
                sign = "-" if relation == "<" or edge < 0 else "≤"
            if sign:
                signs[i] = both_signs(signs.get(i), sign)
        for i, under in self.ring.inverses.items():
            sign = sign_of(under, signs)
            if sign:
                signs[i] = sign
        return signs

    def sign(self, polynomial: fmpq_mpoly) -> Sign | None:
        """The polynomial's sign where the signs of its terms tell it."""
        return sign_of(polynomial, self.signs)

    # ---------------------------------------------------------------------------------------------------- nonzero, atoms

    def nonzero(self, polynomial: fmpq_mpoly) -> str | None:
        """Lean's proof of ``polynomial ≠ 0``, a term that says what it proves; ``None`` where none is found."""
        if len(polynomial) == 0:
            return None
        try:
            return self._nonzero(polynomial)
        except (NotPolynomial, NotPrintable):
            return None

    def _nonzero(self, polynomial: fmpq_mpoly) -> str | None:
        claim = f"{self.lean(polynomial)} ≠ 0"
        if polynomial.is_constant():
            return f"(show {claim} by norm_num)"
        for fact in self.apart:
            ratio = _ratio(fact.polynomial, polynomial)
            if ratio is not None:
                return f"(show {claim} from fun e => {fact.proof} (by linear_combination {_times_name(ratio, 'e')}))"
        content, factors = polynomial.factor()
        if sum(n for _, n in factors) > 1:
            proofs = [(factor, n, self._nonzero(factor)) for factor, n in factors]
            if all(proof for _, _, proof in proofs):
                powers = [f"(pow_ne_zero {n} {proof})" if n > 1 else proof for _, n, proof in proofs]
                product = reduce(lambda p, q: f"(mul_ne_zero {p} {q})", powers)
                return f"(show {claim} from fun e => {product} (by linear_combination {_times_name(1 / content, 'e')}))"
        return self._nonzero_by_order(polynomial, claim) if number_type(self.type) != "ℂ" else None

    def _nonzero_by_order(self, polynomial: fmpq_mpoly, claim: str) -> str | None:
        if self.sign(polynomial) == "+":
            return f"(show {claim} by positivity)"
        if self.sign(polynomial) == "-":
            return f"(show {claim} from fun e => {self._nonzero_by_order(-polynomial, self.lean(-polynomial) + ' ≠ 0')} (by linear_combination -e))"
        for fact in self.positive:
            if _exceeds(polynomial, fact) or _exceeds(-polynomial, fact):
                return f"(show {claim} from fun e => by linarith [{fact.proof}, e])"
        square = _completed_square(polynomial)
        if square is not None:
            return f"(show {claim} from fun e => by nlinarith [sq_nonneg ({self.lean(square)}), e])"
        return None

    def _of_inverses(self) -> Iterator[Equation]:
        """``y * y⁻¹ = 1`` for each inverse whose ``y ≠ 0`` is known."""
        for i, under in self.ring.inverses.items():
            atom = self.ring.atoms[i]
            assert isinstance(atom, App)
            proof = self._nonzero_term(atom.args[0], under)
            if proof is not None:
                yield Equation(f"mul_inv_cancel₀ {proof}", under * self.ring.generators[i] - 1)

    def _nonzero_term(self, term: Term, polynomial: fmpq_mpoly) -> str | None:
        """As ``nonzero``, of the term as it stands in the goal."""
        for fact in self.apart:
            if fact.polynomial == polynomial and fact.proof.isidentifier() and not isinstance(term, App):
                return fact.proof
        proof = self.nonzero(polynomial)
        if proof is None:
            return None
        written = to_lean(cast(term, self.type))
        if written == self.lean(polynomial):
            return proof
        return f"(show {written} ≠ 0 from fun e => {proof} (by linear_combination e))"

    def _of_atoms(self, known: list[tuple[str, Term, Term]]) -> Iterator[Equation]:
        for proof, left, right in known:
            difference = self.ring.polynomial(left) - self.ring.polynomial(right)
            if "$nonneg" in proof:
                nonneg = self._nonnegative(left)
                if nonneg is None:
                    continue
                proof = proof.replace("$nonneg", nonneg)
            yield Equation(proof, difference)

    def _nonnegative(self, squared_root: Term) -> str | None:
        """Lean's proof of ``0 ≤ a``, for ``√a ^ 2``."""
        assert isinstance(squared_root, App) and isinstance(squared_root.args[0], App)
        under = squared_root.args[0].args[0]
        polynomial = self.ring.polynomial(under) if self._within(under) else Ring.of([under]).polynomial(under)
        claim = f"0 ≤ {to_lean(under)}" if not isinstance(under, Num) else f"(0 : ℝ) ≤ {under.value}"
        if polynomial.is_constant() and monomials(polynomial) and monomials(polynomial)[0][1] >= 0:
            return f"(show {claim} by norm_num)"
        if not self._within(under):
            return None
        for fact in self.positive:
            if fact.polynomial == polynomial:
                return f"(le_of_lt {fact.proof})" if fact.strict else fact.proof
        return f"(show {claim} by positivity)" if self.sign(polynomial) in ("+", "≥") else None

    def _within(self, term: Term) -> bool:
        try:
            self.ring.polynomial(term)
        except NotPolynomial:
            return False
        return True


def number_types(goal: GoalTerms) -> list[Term]:
    """The number types of the comparisons in the hypotheses and the target, the target's first."""
    found = [s.type for part in walk(goal.target) if (s := sides(part)) is not None]
    found += [s.type for h in goal.props if (s := sides(h.type)) is not None]
    return list(dict.fromkeys(found))


def _comparable(proposition: Term, type_: Term) -> Sides | None:
    """The sides of a comparison over ``type_`` or a smaller type."""
    found = sides(proposition)
    if found is None or _SIZES[number_type(found.type)] > _SIZES[number_type(type_)]:
        return None
    return found


def _known_atoms(ring: Ring) -> list[tuple[str, Term, Term]]:
    """The equations that determine atoms: ``proof``, ``left``, ``right``; ``$nonneg`` stands for a proof that is to be found."""
    found: list[tuple[str, Term, Term]] = []
    for atom in ring.atoms:
        match atom:
            case App("Real.sqrt" | "NNReal.sqrt", (under,)) if type_name(under) == "ℝ":
                found.append(("Real.sq_sqrt $nonneg", _square(atom, REAL), under))
            case App("abs", (under,)) if type_name(under) in ("ℤ", "ℚ", "ℝ"):
                type_ = type_of(under)
                assert type_ is not None
                found.append((f"sq_abs ({to_lean(under)})", _square(atom, type_), _square(under, type_)))
            case App("Complex.I"):
                found.append(("Complex.I_sq", _square(atom, COMPLEX), Num(-1, COMPLEX)))
            case App("Real.sin", (under,)) if any(
                a.name == "Real.cos" and a.args == (under,) for a in ring.atoms if isinstance(a, App)
            ):
                cosine = App("Real.cos", (under,), atom.implicit)
                total = App("HAdd.hAdd", (_square(atom, REAL), _square(cosine, REAL)), (REAL, REAL, REAL))
                found.append((f"Real.sin_sq_add_cos_sq ({to_lean(under)})", total, Num(1, REAL)))
    return found


def _square(term: Term, type_: Term) -> App:
    return App("HPow.hPow", (term, Num(2, NAT)), (type_, NAT, type_))


def _ratio(a: fmpq_mpoly, b: fmpq_mpoly) -> object | None:
    """``c`` with ``a = c * b`` where there is one."""
    if len(a) != len(b) or len(b) == 0:
        return None
    c = a.leading_coefficient() / b.leading_coefficient()
    return c if a == b * c else None


def _exceeds(polynomial: fmpq_mpoly, fact: Positive) -> bool:
    """Whether ``polynomial = c * fact + d`` with ``c > 0`` and ``d > 0``."""
    if polynomial.is_constant() or fact.polynomial.is_constant():
        return False
    c = polynomial.leading_coefficient() / fact.polynomial.leading_coefficient()
    rest = polynomial - fact.polynomial * c
    return c > 0 and rest.is_constant() and len(rest) == 1 and (rest.leading_coefficient() > 0)


def _completed_square(polynomial: fmpq_mpoly) -> fmpq_mpoly | None:
    """``x + b / 2a`` where the polynomial is ``a x² + b x + c`` in one variable and has no real root."""
    present = [i for i, d in enumerate(polynomial.degrees()) if d]
    if len(present) != 1 or polynomial.total_degree() != 2:
        return None
    coefficients = {e[present[0]]: c for e, c in monomials(polynomial)}
    a, b, c = coefficients[2], coefficients.get(1, 0), coefficients.get(0, 0)
    if b * b - 4 * a * c >= 0:
        return None
    x = polynomial.context().gens()[present[0]]
    half = b / (2 * a)
    from flint import fmpq

    return x + fmpq(half.numerator, half.denominator) if half else x


def _times_name(ratio: object, name: str) -> str:
    if ratio == 1:
        return name
    if ratio == -1:
        return f"-{name}"
    return f"({ratio}) * {name}".replace("/", " / ")
