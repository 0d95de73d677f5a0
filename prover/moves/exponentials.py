"""Equations between powers with variable exponents over ℝ, solved by their logarithms: ``10 ^ x * 100 ^ (2 * x) = 1000 ^ 5`` by the
exponents of the primes, ``4 ^ x - 6 * 2 ^ x + 8 = 0`` as a polynomial equation in ``2 ^ x``."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mpoly

from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction, monomials
from prover.algebra.positivity import Signs
from prover.algebra.powers import (
    Exponential,
    Exponents,
    common_exponent,
    difference,
    exponents_in,
    is_variable_power,
    logarithm,
    number_of,
    one_exponential,
    power_product,
)
from prover.lean.terms import NAT, REAL, App, GoalTerms, Hypothesis, Num, Term, number_type, type_of, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean, sides
from prover.moves.lines import bulleted, indented
from prover.moves.logarithms import Apart, log
from prover.moves.real import Facts, equal, plus, power, rational, times

_NOTHING = Goal(GoalTerms((), App("True")))


def same_logarithm(a: Term, b: Term, signs: Signs) -> str | None:
    """A proof of ``a = b`` for positive terms whose logarithms are one combination of those of primes and of atoms; ``None`` where a
    sign is not known.  Raises ``NotPrintable``."""
    positive = [signs.proof(t, strict=True) for t in (a, b)]
    if None in positive:
        return None
    proofs = [
        f"(show 0 < {lean(t)} {p if str(p).startswith('by ') else f'from {p}'})" for t, p in zip((a, b), positive, strict=True)
    ]
    given, rules = logarithm_rules([a, b], signs)
    lines = [*given, f"simp only [{', '.join(rules)}]", "push_cast <;> ring"]
    return f"Real.log_injOn_pos {' '.join(proofs)} (by\n" + "\n".join(indented(lines)) + ")"


def logarithm_rules(terms: list[Term], signs: Signs, names: str = "hlog") -> tuple[list[str], list[str]]:
    """Lines that state the logarithms of numbers in terms by those of primes, and the rules that take the terms' logarithms apart,
    with these among them.  Raises ``NotPrintable``."""
    apart = Apart(signs)
    for term in terms:
        apart.of(term)
    facts = Facts(_NOTHING, names)
    for number in dict.fromkeys(apart.numbers):
        Apart(signs).add(number, facts)
    return facts.lines, list(dict.fromkeys([*apart.rules, *facts.names, "Real.log_one"]))


def positive_logarithm(base: dict[int, int], name: str, signs: Signs) -> list[str]:
    """Lines that prove ``0 < Σ c_p log p``, by the name given, for coprime ``c_p`` with ``Π p ^ c_p > 1``."""
    text = " + ".join(lean(times(Num(c, REAL), log(Num(p, REAL))), 66) for p, c in base.items())
    value = rational(number_of(base))
    given, rules = logarithm_rules([value], signs, f"{name}s")
    above = f"Real.log_pos (show (1 : ℝ) < {lean(value)} by norm_num)"
    if len(base) == 1:
        return [f"have {name} : 0 < {text} := {above}"]
    body = [*given, f"have k := {above}", f"simp only [{', '.join(rules)}] at k", "push_cast at k", "linarith"]
    return [f"have {name} : 0 < {text} := by", *indented(body)]


@dataclass(frozen=True)
class Solved:
    """What an equation says of exponents: one of some equations, and the lines that prove it."""

    name: str
    equations: tuple[Term, ...]
    proof: list[str]

    def lines(self) -> list[str]:
        claim = " ∨ ".join(map(lean, self.equations))
        if len(self.equations) == 1:
            return [f"have {self.name} : {claim} := by", *indented(self.proof)]
        return [f"obtain {' | '.join([self.name] * len(self.equations))} : {claim} := by", *indented(self.proof)]


@move
def exponential_equations(goal: Goal) -> Steps:
    """An equation between powers of numbers among the hypotheses, with variable exponents, as an equation between exponents."""
    if not any(
        isinstance(p, App) and p.name == "HPow.hPow" and REAL in p.implicit[1:2] for f in goal.formulas for p in walk(f)
    ):
        return
    known, names, found = {h.type for h in goal.props}, list[str](), list[Solved]()
    for h in goal.equations("ℝ"):
        if any(map(is_variable_power, walk(h.type))):
            name = goal.fresh("hx", names)
            solved = _compared(h, name) or _substituted(goal, h, name)
            if solved is not None and known.isdisjoint(solved.equations):
                found.append(solved)
                names.append(name)
    sure = [f for f in found if len(f.equations) == 1]
    for several in (sure, *([f] for f in found if f not in sure)):
        if several:
            solutions = "; ".join(" ∨ ".join(map(lean, f.equations)) for f in several)
            yield step("exponential_equation", computed=solutions, lines="\n".join(line for f in several for line in f.lines()))


def _compared(h: Hypothesis, name: str) -> Solved | None:
    """An equation between products of powers."""
    a, b = sides(h.type)
    try:
        ring = Ring.of([*exponents_in(a), *exponents_in(b)])
        products = [power_product(t, ring) for t in (a, b)]
        found = common_exponent(difference(*products))
        solved = None if found is None else _equation(found[0], ring)
        relation = equal(*(_logarithm(p, ring) for p in products))
    except NotPolynomial:
        return None
    signs = Signs(())
    given, rules = logarithm_rules([a, b], signs)
    read = [f"have k := congrArg Real.log {h.name}", *given, f"simp only [{', '.join(rules)}] at k", "push_cast at k"]
    if found is None or solved is None:
        return (
            Solved(name, (relation,), [*read, "linarith"])
            if any(not e.is_constant() for p in products for e in p.values())
            else None
        )
    equation, cast = solved
    return Solved(
        name, (cast or equation,), [*read, *positive_logarithm(found[1], "hp", signs), *_cancelled(equation, cast, "hp")]
    )


def _logarithm(product: Exponents, ring: Ring) -> Term:
    """The logarithm by those of the primes.  Raises ``NotPolynomial``."""
    total: Term | None = None
    for p, exponent in product.items():
        part = times(ring.term(exponent, REAL), log(Num(p, REAL)))
        total = part if total is None else plus(total, part)
    return Num(0, REAL) if total is None else total


def _cancelled(equation: Term, cast: Term | None, positive: str) -> list[str]:
    """Lines that prove an equation of exponents by that of the logarithms; ``cast``: as one of ℕ, of which this is the one in ℝ."""
    proof = f"mul_right_cancel₀ (ne_of_gt {positive}) (by linarith)"
    return [f"exact {proof}"] if cast is None else [f"have k : {lean(equation)} := {proof}", "exact_mod_cast k"]


def _equation(exponent: fmpq_mpoly, ring: Ring) -> tuple[Term, Term | None]:
    """``exponent = 0`` solved for its variable where it is linear in one; over ℝ, and over ℕ too where all is natural.

    Raises ``NotPolynomial``."""
    natural = all(number_type(type_of(atom)) == "ℕ" for atom in ring.atoms)
    integral = exponent * max(1, *(int(c.q) for c in exponent.coeffs()))
    terms = monomials(exponent)
    linear = [(e, c) for e, c in terms if any(e)]
    if len(linear) == 1 and sum(linear[0][0]) == 1:
        value = -sum((c for e, c in terms if not any(e)), Fraction(0)) / linear[0][1]
        if not natural or value.denominator == 1 and value >= 0:
            atom = ring.context.from_dict({linear[0][0]: 1})
            left, right = ring.term(atom, REAL), rational(value)
            return equal(left, right), equal_naturals(ring.term(atom, NAT), Num(int(value), NAT)) if natural else None
    above, below = (
        ring.context.from_dict({e: abs(c) for e, c in integral.to_dict().items() if (c > 0) is up}) for up in (True, False)
    )
    real = equal(ring.term(above, REAL), ring.term(below, REAL))
    whole = natural and all(int(c.q) == 1 for c in integral.coeffs())
    return real, equal_naturals(ring.term(above, NAT), ring.term(below, NAT)) if whole else None


def equal_naturals(a: Term, b: Term) -> Term:
    return App("Eq", (a, b), (NAT,))


# ------------------------------------------------------------------------------------------ polynomials in one exponential


def _substituted(goal: Goal, h: Hypothesis, name: str) -> Solved | None:
    """An equation that is a polynomial in one exponential ``u``: its positive roots, and the exponents they give."""
    plain = Ring.of([h.type])
    powers = [atom for atom in plain.atoms if is_variable_power(atom)]
    if not powers or len(powers) < len(plain.atoms):
        return None
    exponents = [e for p in powers for e in exponents_in(p)]
    kinds = {number_type(type_of(e)) for e in exponents}
    ring = Ring.of(exponents)
    found = one_exponential(powers, ring)
    if found is None or len(kinds) > 1:
        return None
    try:
        u = _exponential(found, ring, NAT if kinds == {"ℕ"} else REAL)
        return _Polynomial(goal, h, powers, found, u, ring).solved(name)
    except NotPolynomial:
        return None


def _exponential(found: Exponential, ring: Ring, kind: Term) -> Term:
    """``c ^ t``.  Raises ``NotPolynomial`` where ``t`` is not of the kind."""
    return App("HPow.hPow", (rational(number_of(found.base)), ring.term(found.exponent, kind)), (REAL, kind, REAL))


class _Polynomial:
    """An equation ``h : a = b`` whose powers are ``factor * u ^ degree``, as a polynomial equation in ``u``."""

    def __init__(self, goal: Goal, h: Hypothesis, powers: list[Term], found: Exponential, u: Term, exponents: Ring) -> None:
        self.h, self.u, self.found, self.exponents = h, u, found, exponents
        self.hu, self.hw, self.hp, self.hq = (goal.fresh(name) for name in ("hu", "hw", "hp", "hq"))
        self.signs = Signs(())
        self.ring = Ring([*(p for p in powers if p != u), u], "lex")
        self.relations = [(p, r, k) for p, (r, k) in zip(powers, found.powers, strict=True) if p != u]

    def solved(self, name: str) -> Solved | None:
        """``None`` where not all roots are known.  Raises ``NotPolynomial`` or ``NotPrintable``."""
        reduced = self._reduced()
        if reduced is None:
            return None
        polynomial, combination, given = reduced
        factors = [f for f, n in polynomial.factor()[1] for _ in range(n)]
        cases = [self._case(f) for f in factors]
        statements = tuple(dict.fromkeys(c.equation for c in cases if c is not None))
        if not statements or any(c is None and not _has_no_root(f) for f, c in zip(factors, cases, strict=True)):
            return None
        hq = self.hq
        body = [
            f"have {self.hu} : 0 < {lean(self.u)} := {self.signs.proof(self.u, strict=True)}",
            *given,
            *positive_logarithm(self.found.base, self.hp, self.signs),
            f"have {hq} : {self._product(factors)} = 0 := by linear_combination {combination}",
        ]
        for factor, case in zip(factors[:-1], cases, strict=False):
            shown = self._shown(factor, case, statements)
            body += [f"rcases mul_eq_zero.mp {hq} with {hq} | {hq}", *bulleted(shown)]
        return Solved(name, statements, [*body, *self._shown(factors[-1], cases[-1], statements)])

    def _reduced(self) -> tuple[fmpq_mpoly, str, list[str]] | None:
        """The polynomial in ``u``, how it combines of the hypothesis and of what the powers are, and lines that say that."""
        u = self.ring.generators[-1]
        equation = self.ring.comparison(self.h.type).polynomial  # type: ignore[union-attr]
        lowest = sum(-k * int(d) for d, (_, _, k) in zip(equation.degrees(), self.relations, strict=False) if k < 0)
        rest = equation * u**lowest
        text, given = (f"{self._text(u**lowest)} * {self.h.name}" if lowest else self.h.name), list[str]()
        for i, (p, r, k) in enumerate(self.relations):
            left, right = (p, times(rational(r), power(self.u, k))) if k > 0 else (times(p, power(self.u, -k)), rational(r))
            proof = same_logarithm(left, right, self.signs)
            if proof is None:
                return None
            given.append(f"have {self.hw}{i} : {lean(equal(left, right))} := {proof}")
            relation = self.ring.polynomial(left) - self.ring.polynomial(right)
            quotient, rest = divmod(rest, relation)
            if quotient != 0:
                text += f" - {self._text(quotient)} * {self.hw}{i}"
        if rest == 0 or any(rest.degrees()[:-1]):
            return None
        content = rest.factor()[0]
        text = f"({self._text(self.ring.context.constant(1 / content))}) * ({text})" if content != 1 else text
        return rest / content, text, given

    def _text(self, polynomial: fmpq_mpoly) -> str:
        return lean(self.ring.term(polynomial, REAL), 1024)

    def _product(self, factors: list[fmpq_mpoly]) -> str:
        text = self._text(factors[-1])
        for factor in reversed(factors[:-1]):
            text = f"{self._text(factor)} * ({text})"
        return text

    def _case(self, factor: fmpq_mpoly) -> _Case | None:
        """What a linear factor with a positive root says: of the exponent where that is rational, else of the power."""
        root = -_constant(factor) / as_fraction(factor.leading_coefficient())
        if factor.total_degree() > 1 or root <= 0:
            return None
        value = logarithm(root, self.found.base)
        if value is None:
            return _Case(equal(self.u, rational(root)), root)
        shift = self.exponents.context.constant(value.numerator) / value.denominator
        real, cast = _equation(self.found.exponent - shift, self.exponents)
        return _Case(cast or real, root, real, cast)

    def _shown(self, factor: fmpq_mpoly, case: _Case | None, statements: tuple[Term, ...]) -> list[str]:
        """Lines that close the goal where ``hq`` says that the factor is 0."""
        if case is None:
            hu, hints = self.hu, ""
            if factor.total_degree() == 2:
                hints = f", sq_nonneg {self._text(factor.derivative(factor.context().nvars() - 1))}"
            return ["exfalso", f"nlinarith [{hu}, mul_pos {hu} {hu}, pow_pos {hu} 3{hints}]"]
        which = statements.index(case.equation)
        side = ["right"] * which + ["left"] * (which + 1 < len(statements))
        reached = equal(self.u, rational(case.root))
        if case.real is None:
            return [*side, f"show {lean(reached)}", "linarith"]
        given, rules = logarithm_rules([*sides(reached)], self.signs)
        return [
            *side,
            f"have k := congrArg Real.log (show {lean(reached)} by linarith)",
            *given,
            f"simp only [{', '.join(rules)}] at k",
            "push_cast at k",
            *_cancelled(case.real, case.cast, self.hp),
        ]


@dataclass(frozen=True)
class _Case:
    """``equation`` follows where the exponential is ``root``: of exponents, as ``real`` in ℝ and, in ℕ, ``cast``."""

    equation: Term
    root: Fraction
    real: Term | None = None
    cast: Term | None = None


def _has_no_root(factor: fmpq_mpoly) -> bool:
    """Whether a factor has no positive root, as its coefficients' signs or a discriminant tell."""
    coefficients = {int(e[-1]): c for e, c in monomials(factor)}
    if len({c > 0 for c in coefficients.values()}) == 1:
        return True
    a, b, c = (coefficients.get(i, Fraction(0)) for i in (2, 1, 0))
    return max(coefficients) == 2 and b * b < 4 * a * c


def _constant(polynomial: fmpq_mpoly) -> Fraction:
    return sum((c for e, c in monomials(polynomial) if not any(e)), Fraction(0))
