"""Casts between number types pushed inward, as ``push_cast`` does."""

from __future__ import annotations

from prover.algebra.number_terms import binary_term, cast
from prover.algebra.polynomials import shape
from prover.lean.terms import NAT, App, Num, Term, type_of


def has_wide_cast(term: Term) -> bool:
    """Whether, outside its atoms, a cast stands before more than an atom (``((n + 1 : ℕ) : ℝ)``): ``ring`` does not push it in."""
    match shape(term):
        case None | ("num", _):
            return False
        case ("cast", a):
            return shape(a) is not None
        case (_, *parts):
            return any(has_wide_cast(part) for part in parts if not isinstance(part, (int, list)))
    return False


def pushed(term: Term, type_: Term) -> Term:
    """The term over ``type_`` with casts pushed inward to its atoms, otherwise as it stands.  Raises ``NotPolynomial``."""
    match shape(term):
        case None:
            return cast(term, type_)
        case ("num", value):
            return Num(value, type_)
        case ("cast", a):
            return pushed(a, type_)
        case ("^", a, _):
            assert isinstance(term, App)
            exponent = term.args[1]
            return App(term.name, (pushed(a, type_), exponent), (type_, type_of(exponent) or NAT, type_))
    assert isinstance(term, App)
    implicit = (type_,) if len(term.args) == 1 else (type_,) * 3
    if term.name == "HSMul.hSMul":
        return binary_term("HMul.hMul", *(pushed(a, type_) for a in term.args), type_)
    return App(term.name, tuple(pushed(a, type_) for a in term.args), implicit)
