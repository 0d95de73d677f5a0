"""Terms over ℕ and ℤ evaluated exactly, and the number theory that moves need.

``compiled(term, variables)`` makes a Python function of a term: of a number, an integer; of a decidable proposition, a truth value;
of a finite set, the list of its elements.  Lean's conventions hold: ``a - b`` in ℕ is at least 0, ``a / 0 = 0``, ``a % 0 = a``, and
``a / b``, ``a % b`` in ℤ are the ones with a remainder that is not negative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from prover.lean.terms import App, Bind, Bound, Num, Term, Var, number_type, opened, type_name

MAX_BITS = 1 << 21
"""Larger numbers are not computed."""
MAX_STEPS = 200_000
"""Longer ranges are not run through."""


class NotEvaluable(ValueError):
    """A term that is no number, finite set or decidable proposition of the given variables, or is too large."""


def compiled(term: Term, variables: Sequence[Term]) -> Callable[..., Any]:
    """The term as a function of the variables' values, in their order.  ``variables`` may be any terms (atoms).

    Raises ``NotEvaluable``, here for what is unknown and when called for what is too large.
    """
    names = {variable: f"v{i}" for i, variable in enumerate(variables)}
    source = _Source(names).of(term)
    arguments = ", ".join(names.values())
    return eval(f"lambda {arguments}: {source}", dict(_FUNCTIONS))  # noqa: S307  the text is made of the tables below


def value(term: Term) -> Any:
    """The value of a term without variables.  Raises ``NotEvaluable``."""
    return compiled(term, ())()


_OPERATIONS = {
    "HAdd.hAdd": "({} + {})", "HMul.hMul": "({} * {})", "HPow.hPow": "power({}, {})", "HMod.hMod": "modulo({}, {})",
    "HDiv.hDiv": "quotient({}, {})", "Neg.neg": "(-{})", "min": "min({}, {})", "max": "max({}, {})", "Min.min": "min({}, {})",
    "Max.max": "max({}, {})", "abs": "abs({})", "Int.natAbs": "abs({})", "Int.toNat": "max({}, 0)", "Nat.cast": "{}",
    "Int.ofNat": "{}", "Nat.gcd": "gcd({}, {})", "Nat.lcm": "lcm({}, {})", "Int.gcd": "gcd({}, {})", "Int.lcm": "lcm({}, {})",
    "Nat.factorial": "factorial({})", "Nat.choose": "choose({}, {})", "Nat.sqrt": "isqrt({})", "Nat.totient": "totient({})",
    "Nat.pred": "max({} - 1, 0)", "Nat.log": "log({}, {})",
    "Eq": "({} == {})", "Ne": "({} != {})", "LT.lt": "({} < {})", "LE.le": "({} <= {})", "Dvd.dvd": "divides({}, {})",
    "Even": "({} % 2 == 0)", "Odd": "({} % 2 == 1)", "Nat.Prime": "prime({})", "Nat.Coprime": "(gcd({}, {}) == 1)",
    "Nat.ModEq": "(modulo({1} - {2}, {0}) == 0)", "Int.ModEq": "(modulo({1} - {2}, {0}) == 0)",
    "And": "({} and {})", "Or": "({} or {})", "Not": "(not {})", "Iff": "({} == {})", "→": "(not {} or {})", "True": "True",
    "False": "False", "ite": "({1} if {0} else {2})",
    "Finset.range": "whole(0, {})", "Finset.Icc": "whole({}, {} + 1)", "Finset.Ico": "whole({}, {})",
    "Finset.Ioc": "whole({} + 1, {} + 1)", "Finset.Ioo": "whole({} + 1, {})", "Nat.divisors": "divisors({})",
    "Set.Icc": "whole({}, {} + 1)", "Set.Ico": "whole({}, {})", "Set.Ioc": "whole({} + 1, {} + 1)", "Set.Ioo": "whole({} + 1, {})",
    "Nat.primeFactors": "prime_factors({})", "Nat.properDivisors": "divisors({})[:-1]", "Finset.card": "len(set({}))",
    "Insert.insert": "[{}, *{}]", "Singleton.singleton": "[{}]", "Membership.mem": "({1} in {0})", "Nat.digits": "digits({}, {})",
    "List.sum": "sum({})", "List.length": "len({})",
}  # fmt: skip
"""Lean's constants as Python, of their explicit arguments."""

_COMPARED = {"Eq", "Ne", "LT.lt", "LE.le", "Dvd.dvd", "Even", "Odd"}
_WHOLE = ("ℕ", "ℤ")


class _Source:
    """Python source of terms.  ``names``: those of the variables."""

    def __init__(self, names: dict[Term, str]) -> None:
        self.names = dict(names)
        self._bound = 0

    def of(self, term: Term) -> str:
        if term in self.names:
            return self.names[term]
        match term:
            case Num(number, type_) if number_type(type_) in _WHOLE:
                return f"({number})" if number < 0 else str(number)
            case App("HSub.hSub", (a, b)) if type_name(term) in _WHOLE:
                return f"max({self.of(a)} - {self.of(b)}, 0)" if type_name(term) == "ℕ" else f"({self.of(a)} - {self.of(b)})"
            case App("HMod.hMod", (App("HPow.hPow", (a, n)), m)) if type_name(term) == "ℕ":
                return f"power_modulo({self.of(a)}, {self.of(n)}, {self.of(m)})"
            case App("Finset.sum" | "Finset.prod", (over, Bind("λ") as function)) if type_name(term) in _WHOLE:
                name = "sum" if term.name == "Finset.sum" else "product"
                return f"{name}({self._inside(function)} for {self._last} in {self.of(over)})"
            case App("Finset.filter", (Bind("λ") as function, over)):
                kept = self._inside(function)
                return f"[{self._last} for {self._last} in {self.of(over)} if {kept}]"
            case Bind("∀" | "∃") if number_type(term.domain) == "ℕ":
                return self._quantified(term)
            case App(name, args, implicit) if name in _OPERATIONS:
                if name in _COMPARED and not (implicit and number_type(implicit[0]) in _WHOLE):
                    raise NotEvaluable(f"{term!r} is not about whole numbers")
                if name.startswith("H") and type_name(term) not in _WHOLE:
                    raise NotEvaluable(f"{term!r} is no whole number")
                return _OPERATIONS[name].format(*(self.of(a) for a in args))
        raise NotEvaluable(f"{term!r} is not evaluated")

    def _inside(self, function: Bind) -> str:
        """The function's body; its variable is called ``_last``."""
        self._bound += 1
        name = f"b{self._bound}"
        variable = Var(f"{name}✝", function.domain, False)
        self.names[variable] = name
        source = self.of(opened(function, variable))
        self._last = name
        return source

    def _quantified(self, term: Bind) -> str:
        """``∀ x < n, p``, ``∀ x ≤ n, p``, ``∀ x ∈ s, p`` and the same with ``∃``."""
        wanted = "→" if term.kind == "∀" else "And"
        match term.body:
            case App(name, (App("LT.lt" | "LE.le", (Bound(0), limit)) as bound, body)) if name == wanted:
                over = f"whole(0, {self.of(_closed(limit))}{' + 1' if bound.name == 'LE.le' else ''})"
            case App(name, (App("Membership.mem", (collection, Bound(0))), body)) if name == wanted:
                over = self.of(_closed(collection))
            case _:
                raise NotEvaluable("a quantifier without a bound")
        source = self._inside(Bind("λ", term.name, term.domain, body))
        return f"{'all' if term.kind == '∀' else 'any'}({source} for {self._last} in {over})"


def _closed(term: Term) -> Term:
    """A term under one binder that does not use its variable, as one outside."""
    from prover.lean.terms import is_loose

    if is_loose(term):
        raise NotEvaluable("a bound that uses the variable")
    return term


# ---------------------------------------------------------------------------------------------------------- functions


def power(base: int, exponent: int) -> int:
    if exponent < 0 or (abs(base) > 1 and base.bit_length() * exponent > MAX_BITS):
        raise NotEvaluable("a power that is too large")
    return base**exponent


def power_modulo(base: int, exponent: int, modulus: int) -> int:
    return pow(base, exponent, modulus) if modulus > 0 else power(base, exponent)


def quotient(a: int, b: int) -> int:
    """``a / b`` in ℤ and ℕ: Euclidean, ``a / 0 = 0``."""
    return 0 if b == 0 else a // b if b > 0 else -(a // -b)


def modulo(a: int, b: int) -> int:
    """``a % b`` in ℤ and ℕ, ``a % 0 = a``."""
    return a if b == 0 else a % abs(b)


def divides(a: int, b: int) -> bool:
    return b == 0 if a == 0 else b % a == 0


def whole(start: int, stop: int) -> range:
    if stop - start > MAX_STEPS:
        raise NotEvaluable("too many values")
    return range(start, stop)


def factorial(n: int) -> int:
    if n > 5000:
        raise NotEvaluable("a factorial that is too large")
    return math.factorial(n)


def choose(n: int, k: int) -> int:
    if min(k, n - k) > 5000:
        raise NotEvaluable("a binomial coefficient that is too large")
    return math.comb(n, k)


def digits(base: int, n: int) -> list[int]:
    """Lean's ``Nat.digits``: the lowest first, none for 0."""
    if base < 2:
        raise NotEvaluable("digits to a base below 2")
    found = []
    while n:
        n, digit = divmod(n, base)
        found.append(digit)
    return found


def log(base: int, n: int) -> int:
    """Lean's ``Nat.log``: the greatest ``k`` with ``base ^ k ≤ n``, 0 where there is none."""
    return max(len(digits(base, n)) - 1, 0) if base > 1 else 0


@lru_cache(maxsize=1024)
def factored(n: int) -> tuple[tuple[int, int], ...]:
    """The primes of ``n ≥ 1`` with their exponents."""
    from flint import fmpz

    if n < 1 or n.bit_length() > 200:
        raise NotEvaluable(f"{n} is not factored")
    return tuple((int(p), int(e)) for p, e in fmpz(n).factor())


def divisors(n: int) -> list[int]:
    """The divisors of ``n ≥ 1`` in order; of 0 none, as Lean has it."""
    if n == 0:
        return []
    if math.prod(e + 1 for _, e in factored(n)) > MAX_STEPS:
        raise NotEvaluable("too many divisors")
    found = [1]
    for p, e in factored(n):
        found = [d * p**i for d in found for i in range(e + 1)]
    return sorted(found)


def prime_factors(n: int) -> list[int]:
    return [p for p, _ in factored(n)] if n else []


def prime(n: int) -> bool:
    from flint import fmpz

    return n > 1 and bool(fmpz(n).is_prime())


def totient(n: int) -> int:
    return math.prod((p - 1) * p ** (e - 1) for p, e in factored(n)) if n else 0


def order(base: int, modulus: int) -> int | None:
    """The least ``k ≥ 1`` with ``base ^ k ≡ 1``; ``None`` where there is none."""
    if modulus < 2 or math.gcd(base, modulus) != 1:
        return None
    k, power_ = 1, base % modulus
    while power_ != 1:
        k, power_ = k + 1, power_ * base % modulus
    return k


_FUNCTIONS: dict[str, Any] = {
    "power": power, "power_modulo": power_modulo, "quotient": quotient, "modulo": modulo,
    "divides": divides, "whole": whole, "factorial": factorial,
    "choose": choose, "digits": digits, "log": log, "divisors": divisors, "prime_factors": prime_factors, "prime": prime,
    "totient": totient, "gcd": math.gcd, "lcm": math.lcm, "isqrt": math.isqrt, "product": math.prod,
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------ linear parts

Linear = dict[Term, int]
"""A linear combination of terms; the key ``ONE`` has the constant."""
ONE = App("1")


def linear(term: Term) -> Linear:
    """A term over ℕ or ℤ as a linear combination of *atoms* as ``omega`` sees them: variables, products of two that are not
    constant, powers, whatever else.  Casts from ℕ to ℤ are pushed inward; subtraction in ℕ is an atom.
    """
    match term:
        case Num(number):
            return {ONE: number} if number else {}
        case App("HAdd.hAdd", (a, b)):
            return _sum(linear(a), linear(b), 1)
        case App("HSub.hSub", (a, b)) if type_name(term) == "ℤ":
            return _sum(linear(a), linear(b), -1)
        case App("Neg.neg", (a,)):
            return _sum({}, linear(a), -1)
        case App("HMul.hMul", (a, b)):
            left, right = linear(a), linear(b)
            for constant, other in ((left, right), (right, left)):
                if not constant.keys() - {ONE}:
                    return {k: v * constant.get(ONE, 0) for k, v in other.items() if constant.get(ONE)}
        case App("HPow.hPow", (Num(base), Num(exponent))) if 0 <= exponent <= 256:
            return {ONE: base**exponent}
        case App("Nat.cast", (a,)) if type_name(term) == "ℤ" and not is_compound(a):
            return {k if k == ONE else App("Nat.cast", (k,), term.implicit): v for k, v in linear(a).items()}
    return {term: 1}


def _sum(a: Linear, b: Linear, sign: int) -> Linear:
    total = dict(a)
    for key, n in b.items():
        total[key] = total.get(key, 0) + sign * n
    return {key: n for key, n in total.items() if n}


def is_compound(atom: Term) -> bool:
    """Whether an atom of ``linear`` is a product or a power."""
    return isinstance(atom, App) and atom.name in ("HMul.hMul", "HPow.hPow")


def atoms(terms: Iterable[Term]) -> Iterator[Term]:
    """The variables and opaque parts of terms over ℕ and ℤ, inside of products and powers, each occurrence."""
    for term in terms:
        for atom in linear(term):
            if atom == ONE:
                continue
            if isinstance(atom, App) and atom.name in ("HMul.hMul", "HPow.hPow"):
                yield from atoms(atom.args)
            elif isinstance(atom, App) and atom.name in ("Nat.cast", "Int.ofNat"):
                yield from atoms(atom.args)
            else:
                yield atom
