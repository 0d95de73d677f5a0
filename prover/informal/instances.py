"""Values of a statement's variables at which its hypotheses hold, or its conclusion fails besides: guesses for Lean to confirm."""

from __future__ import annotations

import operator
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from prover.informal.arithmetic import Evaluate, Values, compiled, free_names, rational_root, sides
from prover.informal.formulas import NotArithmetic, type_of
from prover.informal.signature import Signature
from prover.moves.printed import split_top

SEARCH_LIMIT = 1.0
"""Seconds to look for one instance."""

_DEFINITION = re.compile(r"∀ \(?([^\W\d][\w']*)(?: : [^,()]+)?\)?, ([^\W\d][\w']*) \(?\1\)? = (.+)")
_BENT = re.compile(r"[%|√!]|gcd|lcm|min|max|natAbs|abs|sqrt|factorial")
"""What makes a formula no polynomial."""
_WIDTHS = {0: 1, 1: 120, 2: 40, 3: 14, 4: 8}
_HALVES = [Fraction(n, 2) for n in (1, -1, 3, 5)]


@dataclass
class _Variable:
    name: str
    type: str
    function: bool = False


@dataclass
class _Condition:
    names: set[str]
    holds: Evaluate
    sides: Evaluate | None


@dataclass(frozen=True)
class _Function:
    """A function by a formula in ``argument`` and in variables whose values are ``given``."""

    argument: str
    body: str
    evaluate: Evaluate
    given: Values = field(default_factory=dict)

    def __call__(self, n: Any) -> Any:
        return self.evaluate({**self.given, self.argument: n})

    @property
    def lean(self) -> str:
        body = re.sub(r"[^\W\d][\w']*", lambda m: _lean(self.given[m[0]]) if m[0] in self.given else m[0], self.body)
        return f"(fun {self.argument} => {body})"


class Instances:
    """Looks for instances of a statement: what each of its variables stands for, as Lean reads it.

    Raises ``NotArithmetic`` when it is about more than numbers and simple functions.
    """

    def __init__(self, signature: Signature) -> None:
        self._variables = [_variable(name, binder.type) for binder in signature.data for name in binder.names]
        if any(binder.bracket == "[" for binder in signature.peeled[0]):
            raise NotArithmetic("a type class")
        texts = [binder.type for binder in signature.hypotheses]
        guessed = next((v.type for v in self._variables if v.type != "_"), "ℕ")
        for variable in self._variables:
            variable.type = guessed if variable.type == "_" else variable.type
        self._types = {v.name: v.type for v in self._variables}
        self._definitions: dict[str, tuple[_Function, set[str]]] = {}
        """Functions that a hypothesis gives by a formula, and the other variables in it."""
        conditions = [text for text in texts if not self._define(text)]
        self._variables = [v for v in self._variables if v.name not in self._definitions]
        self._conditions = [self._condition(part) for text in conditions for part in _conjuncts(text)]
        self._conclusion = signature.peeled[1]
        self._numbers = {Fraction(n) for text in (*texts, self._conclusion) for n in re.findall(r"(?<!\w)\d+(?!\w)", text)}

    def satisfying(self) -> Iterator[dict[str, str]]:
        """Instances of the hypotheses, for at most ``SEARCH_LIMIT`` seconds."""
        return self._search(self._conditions)

    def refuting(self, without_hypotheses: bool = False) -> Iterator[dict[str, str]]:
        """Instances at which the conclusion fails though the hypotheses hold.  Raises ``NotArithmetic`` as the class does."""
        names = free_names(self._conclusion) & self._types.keys()
        holds = compiled(self._conclusion, self._types)
        failing = _Condition(self._given(names), lambda values: not holds(self._completed(values)), None)
        return self._search([*([] if without_hypotheses else self._conditions), failing])

    def _search(self, conditions: Sequence[_Condition]) -> Iterator[dict[str, str]]:
        until = time.monotonic() + SEARCH_LIMIT
        for values in self._assign({}, list(self._variables), conditions, until):
            yield {name: _lean(value) for name, value in self._completed(values).items()}

    def _assign(
        self, values: dict[str, Any], left: list[_Variable], conditions: Sequence[_Condition], until: float
    ) -> Iterator[dict[str, Any]]:
        decided = [condition for condition in conditions if condition.names <= values.keys()]
        if time.monotonic() > until or not all(_holds(condition, values) for condition in decided):
            return
        if not left:
            yield values
            return
        waiting = [condition for condition in conditions if condition not in decided]
        variable, domain = self._next(values, left, waiting)
        rest = [v for v in left if v is not variable]
        for value in domain:
            yield from self._assign({**values, variable.name: value}, rest, waiting, until)

    def _next(
        self, values: Mapping[str, Any], left: list[_Variable], waiting: Sequence[_Condition]
    ) -> tuple[_Variable, Sequence[Any]]:
        """The variable to give values next: one that an equation determines, if there is one, and the values."""
        for condition in waiting:
            unknown = condition.names - values.keys()
            if condition.sides is not None and len(unknown) == 1:
                variable = next((v for v in left if v.name in unknown and not v.function), None)
                if variable is not None and (roots := _roots(condition.sides, variable, values)) is not None:
                    return variable, roots
        variable = left[0]
        if variable.function:
            return variable, [_formula("n", body, {"n": "ℕ"}, variable.type) for body in self._simple(variable.type)]
        return variable, self._numbers_for(variable, len(left))

    def _numbers_for(self, variable: _Variable, variables: int) -> list[Any]:
        width = _WIDTHS.get(variables, 5)
        near = sorted({n + d for n in self._numbers for d in (-1, 0, 1)}) if variables <= 3 else []
        if variable.type == "ℕ":
            return list(dict.fromkeys([*range(width), *(int(n) for n in near if n >= 0)]))
        whole = [n for k in range(width // 2 + 1) for n in ((k, -k) if k else (0,))]
        if variable.type == "ℤ":
            return list(dict.fromkeys([*whole, *map(int, near)]))
        return list(dict.fromkeys([*map(Fraction, whole[:9]), *_HALVES, *map(Fraction, whole[9:]), *near]))

    def _simple(self, kind: str) -> list[str]:
        """Linear and geometric sequences with small coefficients or ones that the statement names."""
        small = sorted({0, 1, 2, 3} | {int(n) for n in self._numbers if n.denominator == 1 and abs(n) <= 20})
        shifted = {b - a for a in small for b in small if abs(b - a) <= 20 and (kind != "ℕ" or b >= a)}
        constants = [*small, *sorted(shifted.difference(small), key=abs)]
        linear = [f"{a} * n + {b}" if b >= 0 else f"{a} * n - {-b}" for a in small for b in constants]
        geometric = [f"{a} * {b} ^ {n}" for n in ("n", "(n - 1)") for a in small if a for b in small if b > 1]
        return linear + geometric

    def _define(self, text: str) -> bool:
        """Whether a hypothesis defines a function by a formula, of variables and functions defined before."""
        match = _DEFINITION.fullmatch(text)
        if match is None or match[2] not in self._types or match[2] in self._definitions:
            return False
        argument, name, body = match.groups()
        of = free_names(body) - {argument}
        functions = {v.name for v in self._variables if v.function}
        if name in of or not of <= self._types.keys() or (of & functions) - self._definitions.keys():
            return False
        kind = self._types[name]
        self._definitions[name] = _formula(argument, body, {**self._types, argument: kind}, kind), of
        return True

    def _given(self, names: set[str]) -> set[str]:
        """The variables that the names come to, where definitions are put in."""
        while defined := names & self._definitions.keys():
            names = (names - defined).union(*(self._definitions[name][1] for name in defined))
        return names

    def _completed(self, values: Values) -> dict[str, Any]:
        """The values with those of the defined functions."""
        whole = dict(values)
        for name, (function, of) in self._definitions.items():
            if of <= whole.keys():
                whole[name] = replace(function, given={other: whole[other] for other in of})
        return whole

    def _condition(self, text: str) -> _Condition:
        holds, names = compiled(text, self._types), free_names(text)
        types = {self._types[name] for name in names}
        bent = _BENT.search(text) or ("/" in text and "ℝ" not in types) or ("-" in text and "ℕ" in types)
        both = None if bent else sides(text, self._types)
        return _Condition(
            self._given(names),
            lambda values: holds(self._completed(values)),
            None if both is None else lambda values: both(self._completed(values)),
        )


def _holds(condition: _Condition, plain: Mapping[str, Any]) -> bool:
    try:
        return condition.holds(plain)
    except (NotArithmetic, TypeError, OverflowError):
        return False


def _variable(name: str, text: str) -> _Variable:
    if text == "_":
        return _Variable(name, "_")
    *domain, result = split_top(text, "→")
    if len(domain) > 1:
        raise NotArithmetic("a function of several arguments")
    for part in domain:
        type_of(part)
    return _Variable(name, type_of(result), bool(domain))


def _conjuncts(text: str) -> list[str]:
    return [text] if re.search(r"[→↔∨∀∃¬]", text) else [part for part in split_top(text, "∧") if part]


def _formula(argument: str, body: str, types: dict[str, str], result: str) -> _Function:
    both = sides(f"({body} : {result}) = 0", types)
    assert both is not None
    return _Function(argument, body, lambda values: both(values)[0])


def _lean(value: Any) -> str:
    if isinstance(value, _Function):
        return value.lean
    return f"({value.numerator} / {value.denominator})" if value.denominator != 1 else f"({int(value)})"


def _roots(both: Evaluate, variable: _Variable, plain: Mapping[str, Any]) -> list[Any] | None:
    """The rational values of ``variable`` at which both sides agree, computed from five points if they are of degree 1 or 2."""
    convert = Fraction if variable.type == "ℝ" else int
    points = [convert(n) for n in (0, 1, 2, 3, 4)]
    try:
        gaps = [Fraction(operator.sub(*both({**plain, variable.name: point}))) for point in points]
    except (NotArithmetic, TypeError, OverflowError):
        return None
    if all(gap == 0 for gap in gaps):
        return None
    first = [b - a for a, b in zip(gaps, gaps[1:], strict=False)]
    second = [b - a for a, b in zip(first, first[1:], strict=False)]
    if any(s != second[0] for s in second):
        return None
    a, c = second[0] / 2, gaps[0]
    b = gaps[1] - a - c
    try:
        roots = _quadratic(a, b, c) if a else [-c / b] if b else []
    except NotArithmetic:  # irrational ones
        return []
    if variable.type == "ℝ":
        return roots
    return [int(root) for root in roots if root.denominator == 1 and (variable.type == "ℤ" or root >= 0)]


def _quadratic(a: Fraction, b: Fraction, c: Fraction) -> list[Fraction]:
    under = b * b - 4 * a * c
    root = rational_root(under)
    return [] if under < 0 else list(dict.fromkeys([(-b + root) / (2 * a), (-b - root) / (2 * a)]))
