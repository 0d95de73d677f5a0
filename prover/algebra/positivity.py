"""Signs of real terms, as far as their shape and the hypotheses' bounds tell."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from prover.algebra import evaluation
from prover.algebra.numbers import Unknown
from prover.lean.terms import NAT, App, Num, Term, is_loose, number_type, type_of, variables


def rational(term: Term) -> Fraction | None:
    """The value of a closed term; ``None`` where it is not known to be rational."""
    if is_loose(term) or variables(term):
        return None
    try:
        value = evaluation.value(term, {})
    except Unknown:
        return None
    return Fraction(value) if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else None


class Signs:
    """What some formulas, taken to hold, say of the signs of terms.

    Signs are 2 (positive), 1 (not negative) and 0 (not known).  Proofs are Lean terms that follow the shape of what they prove, so
    that nothing has to be searched for but what hypotheses say.
    """

    def __init__(self, formulas: Iterable[Term]) -> None:
        self._bounds: dict[Term, tuple[int, str]] = {}
        self._less: set[tuple[Term, Term]] = set()
        self._unequal: set[Term] = set()
        for formula in formulas:
            match formula:
                case App("LT.lt" | "LE.le" as name, (a, b)):
                    if name == "LT.lt":
                        self._less.add((a, b))
                    low = rational(a)
                    if low is not None and low >= 0:
                        sign = 2 if low > 0 or name == "LT.lt" else 1
                        if sign >= self._bounds.get(b, (0, ""))[0]:
                            self._bounds[b] = (sign, "by assumption" if low == 0 else "by linarith")
                case App("Ne", (a, b)) if rational(b) == 0:
                    self._unequal.add(a)

    def of(self, term: Term) -> int:
        """The sign of a term."""
        return 2 if self.proof(term, strict=True) is not None else int(self.proof(term) is not None)

    def proof(self, term: Term, strict: bool = False) -> str | None:
        """A proof of ``0 ≤ term`` (``0 < term``), as Lean; ``None`` where it is not known."""
        sign, known = self._bounds.get(term, (0, ""))
        if strict:
            return known if sign == 2 else self._positive(term)
        if sign == 1:
            return known
        positive = known if sign == 2 else self._positive(term)
        if positive is None:
            return self._nonnegative(term)
        return positive if positive in ("by norm_num", "by positivity") else f"le_of_lt ({positive})"

    def _positive(self, term: Term) -> str | None:
        value = rational(term)
        if value is not None and (value <= 0 or _is_written(term)):
            return None if value <= 0 else "by norm_num"
        match term:
            case App("HAdd.hAdd", (a, b)):
                p, q = self.proof(a, strict=True), self.proof(b, strict=True)
                if p is not None:
                    other = q if q is not None else self.proof(b)
                    return other and f"add_pos{'' if q is not None else '_of_pos_of_nonneg'} ({p}) ({other})"
                return q and (first := self.proof(a)) and f"add_pos_of_nonneg_of_pos ({first}) ({q})"
            case App("HMul.hMul" | "HDiv.hDiv" as name, (a, b)):
                p, q = self.proof(a, strict=True), self.proof(b, strict=True)
                if p is not None and q is not None:
                    return f"{'mul' if name == 'HMul.hMul' else 'div'}_pos ({p}) ({q})"
            case App("HPow.hPow", (a, exponent)):
                p = self.proof(a, strict=True)
                if p is not None:
                    return f"pow_pos ({p}) _" if number_type(type_of(exponent)) == "ℕ" else f"Real.rpow_pos_of_pos ({p}) _"
                if exponent == _TWO and (p := self.nonzero_proof(a)) is not None:
                    return f"sq_pos_of_ne_zero ({p})"
            case App("Inv.inv", (a,)):
                p = self.proof(a, strict=True)
                return p and f"inv_pos.mpr ({p})"
            case App("Real.sqrt", (a,)):
                p = self.proof(a, strict=True)
                return p and f"Real.sqrt_pos.mpr ({p})"
            case App("Real.exp"):
                return "Real.exp_pos _"
            case App("Real.pi"):
                return "Real.pi_pos"
            case App("HSub.hSub", (a, b)) if (b, a) in self._less:
                return "by linarith"
        return None if value is None else "by norm_num"

    def _nonnegative(self, term: Term) -> str | None:
        if rational(term) == 0:
            return "by norm_num"
        match term:
            case App("HAdd.hAdd" | "HMul.hMul" | "HDiv.hDiv" as name, (a, b)):
                if name == "HMul.hMul" and a == b:
                    return "mul_self_nonneg _"
                p, q = self.proof(a), self.proof(b)
                if p is not None and q is not None:
                    return f"{_NAMES[name]}_nonneg ({p}) ({q})"
            case App("HPow.hPow", (a, exponent)):
                if exponent == _TWO:
                    return "sq_nonneg _"
                p = self.proof(a) if number_type(type_of(exponent)) == "ℕ" else None
                even = isinstance(exponent, Num) and exponent.value % 2 == 0
                return f"pow_nonneg ({p}) _" if p is not None else "by positivity" if even else None
            case App("Real.sqrt"):
                return "Real.sqrt_nonneg _"
            case App("abs"):
                return "abs_nonneg _"
            case App("Nat.cast"):
                return "Nat.cast_nonneg _"
        return None

    def nonzero_proof(self, term: Term) -> str | None:
        """A proof of ``term ≠ 0``, as Lean; ``None`` where it is not known."""
        if (positive := self.proof(term, strict=True)) is not None:
            return f"ne_of_gt ({positive})"
        if term in self._unequal or rational(term) not in (None, 0):
            return "by assumption" if term in self._unequal else "by norm_num"
        match term:
            case App("HMul.hMul", (a, b)):
                p, q = self.nonzero_proof(a), self.nonzero_proof(b)
                return p and q and f"mul_ne_zero ({p}) ({q})"
            case App("HPow.hPow", (a, exponent)) if number_type(type_of(exponent)) == "ℕ":
                p = self.nonzero_proof(a)
                return p and f"pow_ne_zero _ ({p})"
        return None


def _is_written(term: Term) -> bool:
    """Whether it is a numeral or a quotient of two."""
    return isinstance(term, Num) or (
        isinstance(term, App) and term.name == "HDiv.hDiv" and all(isinstance(a, Num) for a in term.args)
    )


_TWO = Num(2, NAT)
_NAMES = {"HAdd.hAdd": "add", "HMul.hMul": "mul", "HDiv.hDiv": "div"}
