"""What a goal says that polynomials can use: equations, what is not 0, signs; each with Lean's proof of it.

A ``System`` is over one field or over ℤ.  Facts over smaller types are lifted (``exact_mod_cast``), and so are those in which a
cast stands before more than an atom, as ``ring`` does not look into casts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flint import fmpq_mpoly

from prover.algebra.nonzero import Apart, Equation, Positive, of_atoms, of_inverses
from prover.algebra.polynomials import NotPolynomial, Ring, Sides, has_wide_cast, pushed, sides
from prover.algebra.signs import Sign, both_signs, in_one_generator, sign_of, sign_of_atom
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import COMPLEX, INT, NAT, REAL, App, GoalTerms, Num, Term, number_type, type_name, type_of, walk

_SIZES = {"ℕ": 0, "ℤ": 1, "ℚ": 2, "ℝ": 3, "ℂ": 4}


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
        return replace(system, equations=(*system.equations, *of_atoms(system, known), *of_inverses(system)))

    def _read(self, facts: list[tuple[str, Term, Sides]]) -> dict[str, tuple]:
        equations, apart, positive = [], [], []
        for name, proposition, (relation, left, right, type_) in facts:
            difference = self.ring.polynomial(left) - self.ring.polynomial(right)
            proof = name
            if type_ != self.type or has_wide_cast(left) or has_wide_cast(right):
                try:
                    proof = f"(show {self.compared(relation, left, right)} by exact_mod_cast {name})"
                except (NotPolynomial, NotPrintable):
                    continue
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

    def compared(self, relation: str, left: Term, right: Term) -> str:
        """``left relation right`` over the system's type as Lean, casts pushed inward."""
        head = {"=": "Eq", "≠": "Ne", "<": "LT.lt", "≤": "LE.le"}[relation]
        return to_lean(App(head, (pushed(left, self.type), pushed(right, self.type)), (self.type,)))

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
