"""Values of a statement's variables at which its hypotheses hold, or its conclusion fails besides: guesses for Lean to confirm."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from prover.informal.arithmetic import Evaluate, Values, compiled, sides
from prover.informal.formulas import NotArithmetic, parsed, type_of
from prover.informal.signature import Signature
from prover.moves.goal import split_top

SEARCH_LIMIT = 1.0
"""Seconds to look for one instance."""

_DEFINITION = re.compile(r"∀ \(?([^\W\d][\w']*)(?: : [^,()]+)?\)?, ([^\W\d][\w']*) \(?\1\)? = (.+)")
_BENT = re.compile(r"[%|√!]|gcd|lcm|min|max|natAbs|abs|sqrt|factorial")
"""What makes a formula no polynomial."""
_WIDTHS = {0: 1, 1: 120, 2: 40, 3: 14, 4: 8}
_HALVES = [Fraction(n, 2) for n in (1, -1, 3, 5)]


@dataclass(frozen=True)
class Value:
    """What a variable stands for: as Python computes with it, and as Lean reads it."""

    value: Any
    lean: str


@dataclass
class _Variable:
    name: str
    type: str
    function: bool = False


@dataclass
class _Condition:
    names: set[str]
    holds: Evaluate
    sides: tuple[Evaluate, Evaluate] | None


@dataclass(frozen=True)
class _Definition:
    """A function that a hypothesis gives by a formula in its argument and in ``of``, other variables."""

    name: str
    argument: str
    body: str
    of: frozenset[str]
    evaluate: Evaluate

    def at(self, values: Values) -> Callable[[Any], Any]:
        fixed = dict(values)
        return lambda n: self.evaluate({**fixed, self.argument: n})

    def lean(self, values: Mapping[str, Value]) -> str:
        body = re.sub(r"[^\W\d][\w']*", lambda m: values[m[0]].lean if m[0] in self.of else m[0], self.body)
        return f"(fun {self.argument} => {body})"


class Instances:
    """Looks for instances of a statement.  Raises ``NotArithmetic`` when it is about more than numbers and simple functions."""

    def __init__(self, signature: Signature) -> None:
        self._variables = [_variable(name, binder.type) for binder in signature.data for name in binder.names]
        if any(binder.bracket == "[" for binder in signature.peeled[0]):
            raise NotArithmetic("a type class")
        texts = [binder.type for binder in signature.hypotheses]
        guessed = next((v.type for v in self._variables if v.type != "_"), "ℕ")
        for variable in self._variables:
            variable.type = guessed if variable.type == "_" else variable.type
        self._types = {v.name: v.type for v in self._variables}
        self._definitions: dict[str, _Definition] = {}
        conditions = [text for text in texts if not self._define(text)]
        self._variables = [v for v in self._variables if v.name not in self._definitions]
        self._conditions = [self._condition(part) for text in conditions for part in _conjuncts(text)]
        self._conclusion = signature.peeled[1]
        self._numbers = {Fraction(n) for text in (*texts, self._conclusion) for n in re.findall(r"(?<!\w)\d+(?!\w)", text)}

    def satisfying(self) -> Iterator[dict[str, Value]]:
        """Instances of the hypotheses, for at most ``SEARCH_LIMIT`` seconds."""
        return self._search(self._conditions)

    def refuting(self, without_hypotheses: bool = False) -> Iterator[dict[str, Value]]:
        """Instances at which the conclusion fails though the hypotheses hold.  Raises ``NotArithmetic`` as the class does."""
        names = parsed(self._conclusion)[1] & self._types.keys()
        holds = compiled(self._conclusion, self._types)
        failing = _Condition(self._given(names), lambda values: not holds(self._completed(values)), None)
        return self._search([*([] if without_hypotheses else self._conditions), failing])

    def _search(self, conditions: Sequence[_Condition]) -> Iterator[dict[str, Value]]:
        until = time.monotonic() + SEARCH_LIMIT
        yield from self._assign({}, list(self._variables), conditions, until)

    def _assign(
        self, values: dict[str, Value], left: list[_Variable], conditions: Sequence[_Condition], until: float
    ) -> Iterator[dict[str, Value]]:
        if time.monotonic() > until:
            return
        plain = {name: value.value for name, value in values.items()}
        waiting = []
        for condition in conditions:
            if condition.names <= plain.keys():
                if not _holds(condition, plain):
                    return
            else:
                waiting.append(condition)
        if not left:
            yield self._with_functions(values)
            return
        variable, domain = self._next(plain, left, waiting)
        rest = [v for v in left if v is not variable]
        for value in domain:
            yield from self._assign({**values, variable.name: value}, rest, waiting, until)

    def _next(
        self, plain: Mapping[str, Any], left: list[_Variable], waiting: Sequence[_Condition]
    ) -> tuple[_Variable, list[Value]]:
        """The variable to give values next: one that an equation determines, if there is one, and the values."""
        for condition in waiting:
            unknown = condition.names - plain.keys()
            if condition.sides is not None and len(unknown) == 1:
                variable = next((v for v in left if v.name in unknown and not v.function), None)
                if variable is not None and (roots := _roots(condition.sides, variable, plain)) is not None:
                    return variable, [_number(root) for root in roots]
        variable = left[0]
        if variable.function:
            return variable, [_sequence(body, variable.type) for body in self._simple(variable.type)]
        return variable, [_number(n) for n in self._numbers_for(variable, len(left))]

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
        of = parsed(body)[1] - {argument}
        functions = {v.name for v in self._variables if v.function}
        if name in of or not of <= self._types.keys() or (of & functions) - self._definitions.keys():
            return False
        kind = self._types[name]
        evaluate = _formula(body, {**self._types, argument: kind}, kind)
        self._definitions[name] = _Definition(name, argument, body, frozenset(of), evaluate)
        return True

    def _given(self, names: set[str]) -> set[str]:
        """The variables that the names come to, where definitions are put in."""
        while defined := names & self._definitions.keys():
            names = (names - defined).union(*(self._definitions[name].of for name in defined))
        return names

    def _completed(self, values: Values) -> dict[str, Any]:
        """The values with those of the defined functions."""
        whole = dict(values)
        for name, definition in self._definitions.items():
            if definition.of <= whole.keys():
                whole[name] = definition.at(whole)
        return whole

    def _with_functions(self, values: dict[str, Value]) -> dict[str, Value]:
        whole = dict(values)
        for name, definition in self._definitions.items():
            whole[name] = Value(None, definition.lean(whole))
        return whole

    def _condition(self, text: str) -> _Condition:
        names = parsed(text)[1]
        if not names <= self._types.keys():
            raise NotArithmetic(f"unknown names: {', '.join(sorted(names - self._types.keys()))}")
        types = {self._types[name] for name in names}
        bent = _BENT.search(text) or ("/" in text and "ℝ" not in types) or ("-" in text and "ℕ" in types)
        holds, both = compiled(text, self._types), None if bent else sides(text, self._types)
        return _Condition(
            self._given(names),
            lambda values: holds(self._completed(values)),
            None if both is None else tuple(self._of_completed(side) for side in both),
        )

    def _of_completed(self, side: Evaluate) -> Evaluate:
        return lambda values: side(self._completed(values))


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
    if re.search(r"[→↔∨∀∃¬]", text):
        return [text]
    return [part for part in split_top(text, "∧") if part]


def _sequence(body: str, kind: str) -> Value:
    evaluate = _formula(body, {"n": "ℕ"}, kind)
    return Value(lambda n: evaluate({"n": n}), f"(fun n => {body})")


def _formula(body: str, types: dict[str, str], result: str) -> Callable[[Mapping[str, Any]], Any]:
    both = sides(f"({body} : {result}) = 0", types)
    assert both is not None
    return both[0]


def _number(value: Any) -> Value:
    if isinstance(value, Fraction) and value.denominator != 1:
        return Value(value, f"({value.numerator} / {value.denominator})")
    return Value(value, f"({int(value)})")


def _roots(both: tuple[Evaluate, Evaluate], variable: _Variable, plain: Mapping[str, Any]) -> list[Any] | None:
    """The rational values of ``variable`` at which both sides agree, computed from five points if they are of degree 1 or 2."""
    convert = Fraction if variable.type == "ℝ" else int
    points = [convert(n) for n in (0, 1, 2, 3, 4)]
    try:
        gaps = [Fraction(both[0]({**plain, variable.name: p}) - both[1]({**plain, variable.name: p})) for p in points]
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
    if a == 0:
        roots = [-c / b] if b else []
    else:
        roots = _quadratic(a, b, c)
    if variable.type == "ℝ":
        return roots
    return [int(root) for root in roots if root.denominator == 1 and (variable.type == "ℤ" or root >= 0)]


def _quadratic(a: Fraction, b: Fraction, c: Fraction) -> list[Fraction]:
    under = b * b - 4 * a * c
    if under < 0:
        return []
    root = Fraction(isqrt(under.numerator), isqrt(under.denominator))
    return [] if root * root != under else list(dict.fromkeys([(-b + root) / (2 * a), (-b - root) / (2 * a)]))
