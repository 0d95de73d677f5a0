"""Numbers as Lean computes with them: exact where they are rational, enclosed in intervals where they are not.

A number is an ``int`` or a ``Fraction``; an irrational real is a ball of python-flint's ``arb``, of which every comparison that
is answered is true, and one that the ball does not decide is ``None``.  Division by zero gives zero, ``/`` and ``%`` of ℤ are
Euclidean, ``-`` of ℕ stops at zero, functions outside their domain have Mathlib's values.

Whatever cannot be computed, or not within ``MAX_BITS``, raises ``Unknown``.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial, isqrt
from typing import Any

from flint import arb, fmpq, fmpz

from prover.algebra.gaussian import Gaussian

Number = Any
"""``int``, ``Fraction`` or ``arb``; in ℂ also ``Gaussian``."""

MAX_BITS = 200_000
"""Bits that a number may have."""
_MAX_POWER = 1000
"""Of complex numbers."""


class Unknown(ValueError):
    """The value cannot be computed."""


def simple(value: Number) -> Number:
    """An integral fraction as an ``int``."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def as_fmpq(value: Fraction | int) -> fmpq:
    """The same number."""
    return fmpq(value.numerator, value.denominator)


def ball(value: Number) -> arb:
    """The number as an interval."""
    if isinstance(value, arb):
        return value
    return arb(as_fmpq(value))


def _with_balls(a: Number, b: Number) -> tuple[Number, Number]:
    return (ball(a), ball(b)) if isinstance(a, arb) or isinstance(b, arb) else (a, b)


def plus(a: Number, b: Number) -> Number:
    a, b = _with_balls(a, b)
    return a + b


def times(a: Number, b: Number) -> Number:
    if not isinstance(a, arb) and a == 0 or not isinstance(b, arb) and b == 0:
        return 0
    a, b = _with_balls(a, b)
    return a * b


def minus(a: Number, b: Number) -> Number:
    a, b = _with_balls(a, b)
    return a - b


def divided(a: Number, b: Number) -> Number:
    """``a / b`` in a field, 0 for ``b = 0``."""
    if isinstance(b, arb):
        if b.contains(0):
            raise Unknown("a divisor that may be zero")
        return ball(a) / b
    if b == 0:
        return 0
    if isinstance(b, Gaussian):
        return times(a, b.inverse())
    if isinstance(a, Gaussian):
        return times(a, Fraction(1) / b)
    return ball(a) / ball(b) if isinstance(a, arb) else simple(Fraction(a) / b)


def quotient(a: int, b: int) -> int:
    """``a / b`` in ℤ: Euclidean, 0 for ``b = 0``."""
    return 0 if b == 0 else a // b if b > 0 else -(a // -b)


def remainder(a: int, b: int) -> int:
    """``a % b`` in ℤ: not negative, ``a`` for ``b = 0``."""
    return a if b == 0 else a % abs(b)


def compared(a: Number, b: Number) -> int | None:
    """The sign of ``a - b``; ``None`` if the intervals overlap."""
    if isinstance(a, arb) or isinstance(b, arb):
        a, b = ball(a), ball(b)
        return -1 if a < b else 1 if a > b else None
    return (a > b) - (a < b)


def equal(a: Number, b: Number) -> bool | None:
    if isinstance(a, Gaussian) or isinstance(b, Gaussian):
        return a == b
    sign = compared(a, b)
    return None if sign is None else sign == 0


def power(base: Number, exponent: int) -> Number:
    """``base ^ exponent``; in a field also for negative exponents, with ``0⁻¹ = 0``."""
    if isinstance(base, arb):
        return base ** fmpz(exponent) if exponent >= 0 else divided(1, base ** fmpz(-exponent))
    if exponent < 0:
        return divided(1, power(base, -exponent))
    if isinstance(base, Gaussian):
        if exponent > _MAX_POWER:
            raise Unknown("a large power")
        return base**exponent
    size = max(abs(base.numerator), base.denominator)
    if size > 1 and exponent * size.bit_length() > MAX_BITS:
        raise Unknown("a large power")
    return simple(base**exponent)


def rounded_root(n: int, k: int) -> int:
    """The integer part of the ``k``-th root of ``n ≥ 0``."""
    if k == 2:
        return isqrt(n)
    root = 1 << -(-n.bit_length() // k) if n else 0
    while root and (better := ((k - 1) * root + n // root ** (k - 1)) // k) < root:
        root = better
    return root


def root(value: Number, k: int = 2) -> Number:
    """The real ``k``-th root of a number ``≥ 0``, exact where it is rational; of a negative one 0 (``Real.sqrt``)."""
    if isinstance(value, arb):
        if not value >= 0:
            raise Unknown("a root of what may be negative")
        return value.root(k)
    if value <= 0:
        return 0
    p, q = rounded_root(value.numerator, k), rounded_root(value.denominator, k)
    if p**k == value.numerator and q**k == value.denominator:
        return simple(Fraction(p, q))
    return ball(value).root(k)


def real_power(base: Number, exponent: Number) -> Number:
    """``Real.rpow``, for a base ``≥ 0`` or an integral exponent."""
    exponent = simple(exponent)
    if isinstance(exponent, int):
        return power(base, exponent)
    sign = compared(base, 0)
    if sign == 0 and compared(exponent, 0) in (-1, 1):
        return 0
    if sign != 1:
        raise Unknown("a power of what may not be positive")
    if isinstance(exponent, Fraction) and exponent.denominator <= 60:
        return power(root(base, exponent.denominator), exponent.numerator)
    return ball(base) ** ball(exponent)


def logarithm(value: Number) -> Number:
    """``Real.log``: of ``|x|``, 0 at 0."""
    sign = compared(value, 0)
    if sign is None:
        raise Unknown("a logarithm of what may be zero")
    if sign == 0 or not isinstance(value, arb) and abs(value) == 1:
        return 0
    return abs(ball(value)).log()


def logarithm_to(base: Number, value: Number) -> Number:
    """``Real.logb``; rational where the two are powers of one rational with small exponents."""
    if not isinstance(base, arb) and not isinstance(value, arb) and base > 0 and base != 1 and value > 0:
        guess = float(divided(logarithm(value), logarithm(base)))
        candidate = Fraction(guess).limit_denominator(60) if abs(guess) < 500 else Fraction(0)
        if power(base, candidate.numerator) == power(value, candidate.denominator):
            return simple(candidate)
    return divided(logarithm(value), logarithm(base))


def floor(value: Number) -> int:
    if isinstance(value, arb):
        found = value.floor().unique_fmpz()
        if found is None:
            raise Unknown("a floor at what may be an integer")
        return int(found)
    return value.numerator // value.denominator


def ceiling(value: Number) -> int:
    return -floor(minus(0, value))


def absolute(value: Number) -> Number:
    return abs(value)


def smaller(a: Number, b: Number) -> Number:
    sign = compared(a, b)
    if sign is None:
        raise Unknown("a minimum of what may be equal")
    return a if sign <= 0 else b


def larger(a: Number, b: Number) -> Number:
    return b if smaller(a, b) is a else a


# ------------------------------------------------------------------------------------------------ functions of ℕ and ℤ


def bounded(value: int, most: int) -> int:
    """``value``.  Raises ``Unknown`` where it is larger."""
    if abs(value) > most:
        raise Unknown("a large argument")
    return value


def factorials(n: int) -> int:
    return factorial(bounded(n, 3000))


def choose(n: int, k: int) -> int:
    return comb(bounded(n, 10_000), k) if k <= n else 0


def is_prime(n: int) -> bool:
    return n > 1 and bool(fmpz(bounded(n, 10**60)).is_prime())


def divisors(n: int) -> list[int]:
    """The positive divisors of ``n``, none of 0."""
    found = [1] if n else []
    for p, exponent in fmpz(bounded(n, 10**40)).factor() if n else ():
        found = [d * int(p) ** e for d in found for e in range(int(exponent) + 1)]
        bounded(len(found), 20_000)
    return sorted(found)


def totient(n: int) -> int:
    return int(fmpz(bounded(n, 10**40)).euler_phi()) if n else 0


def digits(base: int, n: int) -> tuple[int, ...]:
    """``Nat.digits``: the least first."""
    if base == 0:
        return (n,) if n else ()
    if base == 1:
        return (1,) * bounded(n, 10_000)
    found = []
    while n:
        n, digit = divmod(n, base)
        found.append(digit)
    return tuple(found)


def natural_logarithm(base: int, n: int) -> int:
    """``Nat.log``: the largest ``k`` with ``base ^ k ≤ n``."""
    if base < 2:
        return 0
    k, reached = 0, base
    while reached <= n:
        k, reached = k + 1, reached * base
    return k


def fibonacci(n: int) -> int:
    return int(fmpz.fib_ui(bounded(n, 100_000)))


def double_factorial(n: int) -> int:
    product = 1
    for k in range(bounded(n, 3000), 0, -2):
        product *= k
    return product


def is_square(value: Number) -> bool:
    """Whether a rational or an integer is a square of its kind."""
    return value >= 0 and all(isqrt(part) ** 2 == part for part in (value.numerator, value.denominator))
