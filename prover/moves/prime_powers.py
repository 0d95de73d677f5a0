"""Equations between products of powers of natural numbers: the exponents of each prime agree."""

from __future__ import annotations

from flint import fmpz

from prover.algebra.polynomials import NotPolynomial, Ring
from prover.algebra.powers import Exponents, difference, exponents_in, is_variable_power, power_product
from prover.lean.terms import NAT, App, Hypothesis, Num, Term, number_type, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal, lean, over, sides

_ONE = Num(1, NAT)


@move
def exponents_of_primes(goal: Goal) -> Steps:
    """``2 ^ x * 3 ^ y = 1296`` gives ``x = 4`` and ``y = 4``: the exponent of each prime is the same on both sides, as its power
    divides the other side and is coprime to the rest of it."""
    if "HPow.hPow" not in goal.heads:
        return
    known, lines, derived = {h.type for h in goal.props}, list[str](), list[str]()
    for h in goal.equations("ℕ", "ℤ", "ℚ", "ℝ"):
        if any(map(is_variable_power, walk(h.type))):
            for equation, shown in _compared(goal, h, known):
                known.add(equation)
                derived.append(lean(equation))
                lines += shown
    if lines:
        yield step("exponential_equation", computed="; ".join(derived), lines="\n".join(lines))


def _compared(goal: Goal, h: Hypothesis, known: set[Term]) -> list[tuple[Term, list[str]]]:
    """What an equation says of the exponents, each with the lines that prove it."""
    try:
        a, b = map(_natural, sides(h.type))
        ring = Ring.of([*exponents_in(a), *exponents_in(b)])
        left, right = power_product(a, ring), power_product(b, ring)
        primes = [p for p, e in difference(left, right).items() if not e.is_constant()]
        found = [(p, App("Eq", tuple(_exponent(e, p, ring) for e in (left, right)), (NAT,))) for p in primes]
        found = [(p, equation) for p, equation in found if equation not in known]
        hypothesis = h.name if over(h.type) == "ℕ" else f"(by exact_mod_cast {h.name} : {lean(App('Eq', (a, b), (NAT,)))})"
        result = []
        for i, (p, equation) in enumerate(found):
            name = goal.numbered("hx", i + 1)[-1]
            shown = _proof(p, (a, b), hypothesis)
            result.append((equation, [f"have {name} : {lean(equation)} := by", *(f"  {line}" for line in shown)]))
        return result
    except NotPolynomial:
        return []


def _natural(term: Term) -> Term:
    """The term over ℕ, of one over another type built of numerals and powers with exponents over ℕ.

    Raises ``NotPolynomial`` where it is not so built."""
    match term:
        case Num(value) if value > 0:
            return Num(value, NAT)
        case App("HMul.hMul" | "HAdd.hAdd" as name, (a, b)):
            return App(name, (_natural(a), _natural(b)), (NAT,) * 3)
        case App("HPow.hPow", (a, n), (_, kind, *_)) if number_type(kind) == "ℕ":
            return App("HPow.hPow", (_natural(a), n), (NAT,) * 3)
    raise NotPolynomial(f"{term!r} is no product of powers of natural numbers")


def _exponent(found: Exponents, p: int, ring: Ring) -> Term:
    return ring.term(found[p], NAT) if p in found else Num(0, NAT)


def _power(p: int, exponent: Term) -> Term:
    return App("HPow.hPow", (Num(p, NAT), exponent), (NAT,) * 3)


def _times(a: Term, b: Term) -> Term:
    return b if a == _ONE else a if b == _ONE else App("HMul.hMul", (a, b), (NAT,) * 3)


def _written(term: Term) -> dict[int, Term]:
    """The exponents of a product's primes, as sums that are not simplified: the laws of powers alone show that it is their product.

    Raises ``NotPolynomial`` where it is no such product."""
    match term:
        case Num(value):
            return {int(p): Num(int(e), NAT) for p, e in fmpz(value).factor()} if value > 1 else {}
        case App("HMul.hMul", (a, b)):
            total = _written(a)
            for p, e in _written(b).items():
                total[p] = App("HAdd.hAdd", (total[p], e), (NAT,) * 3) if p in total else e
            return total
        case App("HPow.hPow", (a, n)):
            return {p: _times(e, n) for p, e in _written(a).items()}
    raise NotPolynomial(f"{term!r} is no product of powers of natural numbers")


def _proof(p: int, compared: tuple[Term, Term], hypothesis: str) -> list[str]:
    """Lines that prove that the exponents of ``p`` agree: ``p ^ m * a = p ^ n * b`` with ``a`` and ``b`` prime to ``p``.

    Raises ``NotPolynomial``."""
    found = [_written(side) for side in compared]
    powers = [_power(p, f.get(p, Num(0, NAT))) for f in found]
    rests = [[(q, e) for q, e in f.items() if q != p] for f in found]
    products = [_product(rest) for rest in rests]
    split = [lean(App("HMul.hMul", (power, product), (NAT,) * 3)) for power, product in zip(powers, products, strict=True)]
    bases, shown = _apart(compared)
    laws = "first | (simp only [Nat.pow_add, Nat.pow_mul] <;> ring) | ring"
    equal = [f"by rw [{', '.join(names)}]; {laws}" if names else f"by {laws}" for names in shown]
    coprime = []
    for i in (0, 1):
        proofs = [f"Nat.Coprime.pow _ _ (by norm_num : Nat.Coprime {p} {q})" for q, _ in rests[1 - i]]
        proof = proofs[-1] if proofs else "Nat.coprime_one_right _"
        for one in reversed(proofs[:-1]):
            proof = f"Nat.Coprime.mul_right ({one}) ({proof})"
        coprime.append(f"have hc{i} : Nat.Coprime ({lean(powers[i])}) ({lean(products[1 - i])}) := {proof}")
    less = "(Nat.pow_dvd_pow_iff_le_right (by norm_num)).mp"
    return [
        *bases,
        f"have hk : {split[0]} = {split[1]} := by",
        f"  calc {split[0]} = {lean(compared[0])} := {equal[0]}",
        f"    _ = {lean(compared[1])} := {hypothesis}",
        f"    _ = {split[1]} := {equal[1]}",
        *coprime,
        f"have hx := Nat.le_antisymm ({less} (hc0.dvd_of_dvd_mul_right ⟨_, hk.symm⟩)) ({less} (hc1.dvd_of_dvd_mul_right ⟨_, hk⟩))",
        "omega",
    ]


def _product(rest: list[tuple[int, Term]]) -> Term:
    """``q ^ m * (r ^ n * …)``."""
    factors = [_power(q, e) for q, e in rest]
    result = factors[-1] if factors else _ONE
    for factor in reversed(factors[:-1]):
        result = App("HMul.hMul", (factor, result), (NAT,) * 3)
    return result


def _apart(compared: tuple[Term, Term]) -> tuple[list[str], list[list[str]]]:
    """Lines that take powers of composite numbers apart, and for each side the names of those that it needs."""
    lines: list[str] = []
    names: list[list[str]] = []
    known: dict[Term, str] = {}
    for side in compared:
        here: dict[str, None] = {}
        for part in walk(side):
            match part:
                case App("HPow.hPow", (Num(base), exponent)) if (
                    is_variable_power(part) and not fmpz(base).is_prime() and base > 1
                ):
                    if part not in known:
                        known[part] = f"he{len(known)}"
                        lines.append(_taken_apart(part, base, exponent, known[part]))
                    here[known[part]] = None
        names.append(list(here))
    return lines, names


def _taken_apart(power: Term, base: int, exponent: Term, name: str) -> str:
    factors = [(int(q), int(e)) for q, e in fmpz(base).factor()]
    written = _product([(q, Num(e, NAT)) if e > 1 else (q, _ONE) for q, e in factors])
    apart = _product([(q, _times(Num(e, NAT), exponent)) for q, e in factors])
    text, of = lean(written, 76), lean(exponent, 75)
    by_base = f"congrArg (fun b : ℕ => b ^ {of}) (show ({base} : ℕ) = {text} by norm_num)"
    simplified = "by simp only [Nat.mul_pow, Nat.pow_one, ← Nat.pow_mul]"
    return f"have {name} : {lean(power)} = {lean(apart)} := ({by_base}).trans (show {text} ^ {of} = {lean(apart)} {simplified})"
