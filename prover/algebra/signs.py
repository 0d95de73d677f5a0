"""Signs of real terms, as far as their shape and the hypotheses' bounds tell."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from prover.algebra import evaluation
from prover.algebra.numbers import Unknown
from prover.lean.printing import to_lean
from prover.lean.terms import App, Num, Term, children, is_loose, number_type, type_of, variables

_POSITIVE = frozenset({"Real.exp", "Real.pi"})
_NONNEGATIVE = frozenset({"Real.sqrt", "abs", "NNReal.toReal"})


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

    Signs are 2 (positive), 1 (not negative) and 0 (not known).  ``direct``: only those that ``positivity`` finds: from shapes, and
    from hypotheses that compare with zero.
    """

    def __init__(self, formulas: Iterable[Term]) -> None:
        self._bounds: dict[Term, tuple[int, bool]] = {}
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
                        if sign >= self._bounds.get(b, (0, False))[0]:
                            self._bounds[b] = (sign, low == 0)
                case App("Ne", (a, b)) if rational(b) == 0:
                    self._unequal.add(a)

    def of(self, term: Term, direct: bool = False) -> int:
        """The sign of a term."""
        sign, plain = self._bounds.get(term, (0, False))
        if sign and (plain or not direct):
            return sign
        return max(self._shaped(term, direct), self._square(term, direct))

    def nonzero(self, term: Term, direct: bool = False) -> bool:
        """Whether a term is known not to be zero."""
        if term in self._unequal or self.of(term, direct) == 2 or rational(term) not in (0, None):
            return True
        match term:
            case App("HMul.hMul" | "HDiv.hDiv", (a, b)):
                return self.nonzero(a, direct) and self.nonzero(b, direct)
            case App("HPow.hPow", (a, _)) | App("Neg.neg" | "Inv.inv", (a,)):
                return self.nonzero(a, direct)
        return False

    def _square(self, term: Term, direct: bool) -> int:
        match term:
            case App("HPow.hPow", (a, Num(exponent))) if exponent % 2 == 0:
                return 2 if self.nonzero(a, direct) else 1
            case App("HMul.hMul", (a, b)) if a == b:
                return 2 if self.nonzero(a, direct) else 1
        return 0

    def _shaped(self, term: Term, direct: bool) -> int:
        match term:
            case Num(value):
                return 2 if value > 0 else int(value == 0)
            case App("HAdd.hAdd", (a, b)):
                signs = self.of(a, direct), self.of(b, direct)
                return max(signs) if min(signs) else 0
            case App("HMul.hMul" | "HDiv.hDiv", (a, b)):
                return min(self.of(a, direct), self.of(b, direct))
            case App("HPow.hPow", (a, _)) | App("Inv.inv", (a,)) | App("Nat.cast" | "Int.cast" | "Rat.cast", (a,)):
                natural = term.name == "Nat.cast"
                return max(self.of(a, direct), int(natural))
            case App("HSub.hSub") if not direct:
                return 2 if self._subtraction(term) else 0
            case App(name, (a,)) if name in _NONNEGATIVE:
                return 2 if name != "Real.sqrt" and self.nonzero(a, direct) or self.of(a, direct) == 2 else 1
            case App(name) if name in _POSITIVE:
                return 2
        return 0

    def proof(self, term: Term, strict: bool = False) -> str | None:
        """A proof of ``0 ≤ term`` (``0 < term``), as Lean; ``None`` where it is not known."""
        if self.of(term) < (2 if strict else 1):
            return None
        if rational(term) is not None:
            return "by norm_num"
        leaves = self._leaves(term)
        if leaves == [term]:
            return "by linarith"
        return "by " + "".join(f"have : 0 < {to_lean(leaf)} := by linarith; " for leaf in leaves) + "positivity"

    def nonzero_proof(self, term: Term) -> str | None:
        """A proof of ``term ≠ 0``, as Lean; ``None`` where it is not known."""
        if rational(term) not in (None, 0):
            return "by norm_num"
        if (positive := self.proof(term, strict=True)) is not None:
            return f"ne_of_gt ({positive})"
        if term in self._unequal:
            return "by assumption"
        match term:
            case App("HMul.hMul", (a, b)):
                proofs = self.nonzero_proof(a), self.nonzero_proof(b)
                return None if None in proofs else f"mul_ne_zero ({proofs[0]}) ({proofs[1]})"
            case App("HPow.hPow", (a, exponent)) if number_type(type_of(exponent)) == "ℕ":
                proof = self.nonzero_proof(a)
                return None if proof is None else f"pow_ne_zero _ ({proof})"
        return None

    def _leaves(self, term: Term) -> list[Term]:
        """The parts of a term that are positive by a hypothesis that ``positivity`` does not use as it stands."""
        found: list[Term] = []
        stack = [term]
        while stack:
            part = stack.pop()
            sign, plain = self._bounds.get(part, (0, False))
            if sign == 2 and not plain or (self._subtraction(part) and not plain):
                found.append(part)
            elif not sign:
                stack.extend(children(part))
        return list(dict.fromkeys(found))

    def _subtraction(self, term: Term) -> bool:
        """Whether it is ``b - a`` where ``a < b``."""
        return isinstance(term, App) and term.name == "HSub.hSub" and term.args[::-1] in self._less
