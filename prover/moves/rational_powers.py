"""Real powers with rational exponents: natural ones as ordinary powers, ``8 ^ (2 / 3) = 4``, ``x ^ (3 / 2) = √x ^ 3``,
``(52 + 6 * √43) ^ (3 / 2) = (3 + √43) ^ 3``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from prover.algebra.polynomials import NotPolynomial, Ring, as_fraction
from prover.algebra.positivity import Signs
from prover.algebra.positivity import rational as value_of
from prover.algebra.powers import constant_part
from prover.lean.terms import REAL, App, Num, Term, is_loose, type_of, variables, walk
from prover.moves.base import Steps, move
from prover.moves.exponentials import same_logarithm
from prover.moves.goal import Goal, head, lean
from prover.moves.radicals import difference_bounds, root
from prover.moves.real import Facts, equal, less, of, power, rational

_ZERO = Num(0, REAL)
_LARGEST = 64
"""The largest numerator and denominator of an exponent."""


@move
def rational_powers(goal: Goal) -> Steps:
    """Powers with real exponents that are rational numbers, as ordinary powers, roots and numbers."""
    facts, signs = Facts(goal, "hp"), Signs(h.type for h in goal.props)
    for term in dict.fromkeys(_powers(goal)):
        base, exponent = term.args
        value = value_of(exponent)
        if value is None or max(abs(value.numerator), value.denominator) > _LARGEST:
            continue
        for found, proof in _simplified(term, base, value, signs):
            facts.add(equal(term, found), proof)
            break
    if facts:
        places = goal.places(lambda part: isinstance(part, App) and part.name == "HPow.hPow" and type_of(part.args[1]) == REAL)
        yield from facts.step("rational_powers", places=places, names=" ".join(facts.names))


def _powers(goal: Goal) -> Iterator[App]:
    for formula in goal.formulas:
        for part in walk(formula):
            if isinstance(part, App) and part.name == "HPow.hPow" and not is_loose(part) and type_of(part.args[1]) == REAL:
                yield part


def _simplified(term: Term, base: Term, exponent: Fraction, signs: Signs) -> Iterator[tuple[Term, str]]:
    """What a power is, and a proof, the simplest first.  Raises ``NotPrintable``."""
    if exponent.denominator == 1 and exponent >= 0:
        n = exponent.numerator
        written = f"fun t : ℝ => {lean(base, 76)} ^ t"
        number = f"({n} : ℝ)" if term.args[1] == Num(n, REAL) else f"({lean(term.args[1])} : ℝ)"  # type: ignore[union-attr]
        found = power(base, n) if n else Num(1, REAL)
        last = {0: "Real.rpow_zero _", 1: "Real.rpow_one _"}.get(n, f"Real.rpow_natCast _ {n}")
        if n < 2:
            shown = f"(congrArg ({written}) (show {number} = {n} by norm_num)).trans ({last})"
        else:
            shown = f"(congrArg ({written}) (show {number} = (({n} : ℕ) : ℝ) by norm_num)).trans ({last})"
        yield found, shown
        return
    value = value_of(base)
    if value is not None and value > 0:
        found = _exact_power(value, exponent)
        if found is not None and (proof := same_logarithm(term, rational(found), signs)) is not None:
            yield rational(found), proof
    if not variables(base) and value is None:
        yield from _of_surd(term, base, exponent)
    if exponent.denominator == 2 and signs.proof(base, strict=True) is not None:
        found = power(root(base), abs(exponent.numerator))
        if exponent < 0:
            found = App("Inv.inv", (found,), (REAL,))
        if (proof := same_logarithm(term, found, signs)) is not None:
            yield found, proof
    if exponent.denominator == 1 and signs.proof(base, strict=True) is not None:
        found = App("Inv.inv", (power(base, -exponent.numerator),), (REAL,))
        if (proof := same_logarithm(term, found, signs)) is not None:
            yield found, proof


def _exact_power(value: Fraction, exponent: Fraction) -> Fraction | None:
    """``value ^ exponent`` where it is rational."""
    parts = [_exact_root(n, exponent.denominator) for n in (value.numerator, value.denominator)]
    if None in parts:
        return None
    return Fraction(parts[0], parts[1]) ** exponent.numerator  # type: ignore[arg-type]


def _exact_root(n: int, degree: int) -> int | None:
    from flint import fmpz

    found = int(fmpz(n).root(degree))
    return found if found**degree == n else None


def _of_surd(term: Term, base: Term, exponent: Fraction) -> Iterator[tuple[Term, str]]:
    """``(a + b √c) ^ (m / n)`` where ``a + b √c`` is the ``n``-th power of such a number."""
    ring = Ring.of([base])
    if len(ring.atoms) != 1 or head(ring.atoms[0]) != "Real.sqrt":
        return
    atom = ring.atoms[0]
    c = value_of(atom.args[0])  # type: ignore[union-attr]
    try:
        polynomial = ring.polynomial(base)
    except NotPolynomial:
        return
    if c is None or c <= 0 or polynomial.total_degree() > 1 or exponent < 0:
        return
    a = constant_part(polynomial)
    b = as_fraction(polynomial.leading_coefficient())
    m, n = exponent.numerator, exponent.denominator
    [x] = ring.generators
    relation = x**2 - ring.context.constant(c.numerator) / c.denominator
    for s, t in _surd_roots(a, b, c, n):
        found = ring.context.constant(s.numerator) / s.denominator + x * t.numerator / t.denominator
        quotient, rest = divmod(polynomial - found**n, relation)
        u = ring.term(found, REAL)
        bounds = difference_bounds(_ZERO, u)
        positive = difference_bounds(_ZERO, base)
        if rest != 0 or bounds is None or positive is None:
            continue
        whole, value = divmod(found**m, relation)
        result = ring.term(value, REAL)
        p, q = power(u, m), power(u, n)
        positive_power = "hu" if m == 1 else f"pow_pos hu {m}"
        logarithms = ", ".join(f"Real.log_pow {k} {lean(u, 1024)}" for k in (m, n) if k > 1)
        yield result, "\n".join([
            "by",
            f"  have hs : {lean(power(atom, 2))} = {lean(atom.args[0])} := Real.sq_sqrt (by norm_num)",  # type: ignore[union-attr]
            f"  have hu : {lean(less(_ZERO, u))} := by linarith [{', '.join(bounds)}]",
            f"  have hb : {lean(equal(base, q))} := by linear_combination {_multiple(quotient, ring)} * hs",
            f"  have hpos : {lean(less(_ZERO, base))} := by linarith [{', '.join(positive)}]",
            f"  have hl : {lean(equal(of('Real.log', term), of('Real.log', p)))} := by",
            f"    rw [Real.log_rpow hpos, hb, {logarithms}]",
            "    push_cast",
            "    ring",
            f"  have hv : {lean(equal(term, p))} := Real.log_injOn_pos (Real.rpow_pos_of_pos hpos _) ({positive_power}) hl",
            f"  linear_combination hv + {_multiple(whole, ring)} * hs",
        ])  # fmt: skip
        return


def _multiple(polynomial: object, ring: Ring) -> str:
    return lean(ring.term(polynomial, REAL), 1024)  # type: ignore[arg-type]


def _surd_roots(a: Fraction, b: Fraction, c: Fraction, n: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Candidates for ``s + t √c`` whose ``n``-th power is ``a + b √c``, from the real roots of both conjugates."""
    width = float(c) ** 0.5
    value, conjugate = float(a) + float(b) * width, float(a) - float(b) * width
    if value <= 0 or conjugate < 0 and n % 2 == 0:
        return
    first = value ** (1 / n)
    size = abs(conjugate) ** (1 / n)
    for second in (size, -size) if n % 2 == 0 else (size if conjugate > 0 else -size,):
        yield tuple(Fraction(v).limit_denominator(2000) for v in ((first + second) / 2, (first - second) / (2 * width)))
