"""Complex numbers with rational parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Union

Rational = Union[int, Fraction]


@dataclass(frozen=True)
class Gaussian:
    """``real + imaginary * i`` with ``imaginary ≠ 0``: ``gaussian`` makes them, and what is rational stays a rational."""

    real: Rational
    imaginary: Rational

    def __add__(self, other: Number) -> Number:
        a, b = parts(other)
        return gaussian(self.real + a, self.imaginary + b)

    def __neg__(self) -> Number:
        return Gaussian(-self.real, -self.imaginary)

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __rsub__(self, other: Number) -> Number:
        return -self + other

    def __mul__(self, other: Number) -> Number:
        a, b = parts(other)
        return gaussian(self.real * a - self.imaginary * b, self.real * b + self.imaginary * a)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Number:
        norm = self.real * self.real + self.imaginary * self.imaginary
        return Gaussian(Fraction(self.real) / norm, -Fraction(self.imaginary) / norm)

    def __pow__(self, exponent: int) -> Number:
        """For ``exponent ≥ 0``."""
        result: Number = 1
        for bit in bin(exponent)[2:]:
            result = result * result * (self if bit == "1" else 1)
        return result

    @property
    def lean(self) -> str:
        return f"({self.real}) + ({self.imaginary}) * Complex.I"


Number = Union[Rational, Gaussian]


def gaussian(real: Rational, imaginary: Rational) -> Number:
    return Gaussian(real, imaginary) if imaginary else real


def parts(number: Number) -> tuple[Rational, Rational]:
    """The real and the imaginary part."""
    return (number.real, number.imaginary) if isinstance(number, Gaussian) else (number, 0)
