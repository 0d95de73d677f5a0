"""A recursive-descent parser from LaTeX tokens to a Lean term."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

DEEPEST = 30
"""How far brackets may nest."""

OPENING = {"(": ")", "[": "]", "{": "}", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}

RELATIONS = {
    "=": "=", "<": "<", ">": ">", "≤": "≤", "≥": "≥", "≠": "≠", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥",
    r"\leqslant": "≤", r"\geqslant": "≥", r"\lt": "<", r"\gt": ">", r"\ne": "≠", r"\neq": "≠", r"\equiv": "≡", "≡": "≡",
    r"\mid": "∣", "∣": "∣",
}  # fmt: skip

_GREEK = dict(zip(
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \theta \lambda \mu \rho \sigma \tau \phi \varphi \omega".split(),
    "α β γ δ ε ε θ l μ ρ σ τ φ φ ω".split(),
    strict=True,
))  # fmt: skip
_NAMED = {r"\sin": "Real.sin", r"\cos": "Real.cos", r"\tan": "Real.tan", r"\ln": "Real.log", r"\exp": "Real.exp",
          r"\gcd": "Nat.gcd", r"\log": "Real.log"}  # fmt: skip
_TIMES = {"*": "*", r"\cdot": "*", r"\times": "*", ".": "*", "/": "/", r"\div": "/"}
_ROUNDED = {r"\lfloor": "Int.floor", r"\lceil": "Int.ceil"}

_BOUND, _SUM, _PRODUCT, _NEGATIVE, _POWER, _APPLIED, _ATOM = range(-1, 6)

_COMMANDS = {
    r"\frac": ("{} / {}", _PRODUCT, (_PRODUCT, _NEGATIVE)),
    r"\sqrt": ("Real.sqrt {}", _APPLIED, (_ATOM,)),
    r"\binom": ("Nat.choose {} {}", _APPLIED, (_ATOM, _ATOM)),
    r"\pi": ("Real.pi", _ATOM, ()),
}
"""Commands: what they become, how tightly that binds, and how tightly each argument has to."""
_BIG = {r"\sum": "∑", r"\prod": "∏"}
_BEGINNING = {*OPENING, *_GREEK, *_NAMED, *_COMMANDS, *_BIG, r"\boxed"}


class NotUnderstood(ValueError):
    """The tokens are no term that can be told in Lean."""


def parse_term(tokens: Sequence[str], functions: frozenset[str]) -> str:
    """The Lean term that ``tokens`` spell.  Raises ``NotUnderstood``."""
    parser = _Parser(list(tokens), functions)
    term = parser.sum()
    if parser.at < len(parser.tokens):
        raise NotUnderstood(parser.tokens[parser.at])
    return term[0]


_Term = tuple[str, int]
"""A term and how tightly it binds."""


def _at_least(term: _Term, level: int) -> str:
    return term[0] if term[1] >= level else f"({term[0]})"


class _Parser:
    def __init__(self, tokens: list[str], functions: frozenset[str]) -> None:
        self.tokens, self.functions = tokens, functions
        self.at = self.depth = 0
        self.in_bars = False

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def accept(self, token: str) -> bool:
        if self.next != token:
            return False
        self.at += 1
        return True

    def expect(self, token: str) -> None:
        if not self.accept(token):
            raise NotUnderstood(f"{token} expected")

    def sum(self) -> _Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood("nested too deeply")
        negative = False
        while self.next in ("+", "-"):
            negative ^= self.take() == "-"
        term = self.product()
        if negative:
            term = f"-{_at_least(term, _NEGATIVE)}", _PRODUCT
        while self.next in ("+", "-"):
            sign = self.take()
            term = f"{term[0]} {sign} {_at_least(self.product(), _PRODUCT)}", _SUM
        self.depth -= 1
        return term

    def product(self) -> _Term:
        term = self.power()
        while True:
            if self.next in _TIMES:
                sign, negative = _TIMES[self.take()], self.accept("-")
                factor = self.power()
                if negative:
                    factor = f"-{_at_least(factor, _POWER)}", _SUM
            elif self.begins_factor():
                if self.next[0].isdecimal() and self.tokens[self.at - 1][0].isdecimal():
                    raise NotUnderstood("two numerals side by side")
                sign, factor = "*", self.power()
            else:
                return term
            term = f"{_at_least(term, _PRODUCT)} {sign} {_at_least(factor, _NEGATIVE)}", _PRODUCT

    def begins_factor(self) -> bool:
        token = self.next
        return token[:1].isalnum() or token in _BEGINNING or (token == "|" and not self.in_bars)

    def power(self) -> _Term:
        term = self.postfix(self.atom())
        if self.accept("^"):
            term = self.postfix((f"{_at_least(term, _ATOM)} ^ {_at_least(self.argument(), _ATOM)}", _POWER))
        return term

    def postfix(self, term: _Term) -> _Term:
        while self.accept("!"):
            term = f"Nat.factorial {_at_least(term, _ATOM)}", _APPLIED
        return term

    def argument(self, digit: bool = False) -> _Term:
        """What ``^``, ``_`` or a command takes: a group, or one token; of ``\\frac19`` only one ``digit``."""
        token = self.next
        if token == "{":
            self.take()
            term = self.sum()
            self.expect("}")
            return term
        if digit and token.isdecimal() and len(token) > 1:
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
        return self.atom()

    def atom(self) -> _Term:
        token = self.take()
        if token[:1].isdecimal() or (token[:1] == "." and token[1:].isdecimal()):
            value = Fraction(token.replace(",", ""))
            return (str(value), _ATOM) if value.denominator == 1 else (f"{value.numerator} / {value.denominator}", _PRODUCT)
        if token == r"\boxed":
            return self.argument()
        if token in _COMMANDS:
            if token == r"\sqrt" and self.next == "[":
                raise NotUnderstood("a root that is not square")
            form, level, levels = _COMMANDS[token]
            return form.format(*[_at_least(self.argument(digit=True), least) for least in levels]), level
        if token in _BIG:
            return self.big(_BIG[token])
        if token in _NAMED:
            base = self.argument(digit=True) if token == r"\log" and self.accept("_") else None
            return self.named(f"Real.logb {_at_least(base, _ATOM)}" if base else _NAMED[token])
        if token == "|":
            return f"abs ({self.members('|', True)[0][0]})", _APPLIED
        if token in OPENING:
            members = self.members(OPENING[token])
            if token in _ROUNDED:
                return f"{_ROUNDED[token]} ({members[0][0]})", _APPLIED
            return members[0] if len(members) == 1 else (f"({', '.join(m[0] for m in members)})", _ATOM)
        if token in _GREEK or (len(token) == 1 and token.isalpha()):
            return self.name(_GREEK.get(token, token))
        raise NotUnderstood(token or "a term expected")

    def members(self, closing: str, in_bars: bool = False) -> list[_Term]:
        """What stands between brackets: one term, or in parentheses several between commas."""
        outside, self.in_bars = self.in_bars, in_bars
        members = [self.sum()]
        while closing == ")" and self.accept(","):
            members.append(self.sum())
        self.expect(closing)
        self.in_bars = outside
        return members

    def name(self, letter: str) -> _Term:
        index = self.argument() if self.accept("_") else None
        while self.next == "'":
            letter += self.take()
        if letter in self.functions:
            if index is not None:
                return f"{letter} {_at_least(index, _ATOM)}", _APPLIED
            if self.next == "(":
                return f"{letter} {self.applied_to()}", _APPLIED
        elif index is not None:
            return letter + "_" + "".join(c for c in index[0] if c.isalnum()), _ATOM
        return letter, _ATOM

    def applied_to(self) -> str:
        self.expect("(")
        return " ".join(_at_least(a, _ATOM) for a in self.members(")"))

    def named(self, function: str) -> _Term:
        exponent = self.argument() if self.accept("^") else None
        term = f"{function} {self.applied_to() if self.next == '(' else _at_least(self.juxtaposed(), _ATOM)}"
        return (term, _APPLIED) if exponent is None else (f"({term}) ^ {_at_least(exponent, _ATOM)}", _POWER)

    def juxtaposed(self) -> _Term:
        """The argument of ``\\sin 2x``: factors side by side."""
        term = self.power()
        while self.next[:1].isalnum() or self.next in (r"\pi", r"\frac"):
            term = f"{_at_least(term, _PRODUCT)} * {_at_least(self.power(), _NEGATIVE)}", _PRODUCT
        return term

    def big(self, symbol: str) -> _Term:
        self.expect("_")
        self.expect("{")
        variable = self.take()
        self.expect("=")
        first = self.sum()
        self.expect("}")
        self.expect("^")
        last = self.argument()
        body = self.product()
        if not variable.isalpha():
            raise NotUnderstood(variable)
        ends = f"{_at_least(first, _ATOM)} {_at_least(last, _ATOM)}"
        return f"{symbol} {variable} ∈ Finset.Icc {ends}, {_at_least(body, _PRODUCT)}", _BOUND
