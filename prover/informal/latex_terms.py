"""A recursive-descent parser from LaTeX tokens to a Lean term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
          r"\gcd": "Nat.gcd"}  # fmt: skip
_TIMES = {"*": "*", r"\cdot": "*", r"\times": "*", ".": "*", "/": "/", r"\div": "/"}

_SUM, _PRODUCT, _NEGATIVE, _POWER, _APPLIED, _ATOM = range(6)


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


def _at_least(term: _Term, level: int) -> str:
    return term[0] if term[1] >= level else f"({term[0]})"


class _Parser:
    def __init__(self, tokens: list[str], functions: frozenset[str]) -> None:
        self.tokens, self.functions = tokens, functions
        self.at = self.depth = self.bars = 0

    # ---------------------------------------------------------------------------------- tokens

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

    # --------------------------------------------------------------------------------- grammar

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
                sign = _TIMES[self.take()]
                factor = self.signed()
            elif self.begins_factor():
                if self.next[0].isdecimal() and self.tokens[self.at - 1][0].isdecimal():
                    raise NotUnderstood("two numerals side by side")
                sign, factor = "*", self.power()
            else:
                return term
            term = f"{_at_least(term, _PRODUCT)} {sign} {_at_least(factor, _NEGATIVE)}", _PRODUCT

    def signed(self) -> _Term:
        if self.accept("-"):
            return f"-{_at_least(self.power(), _POWER)}", _SUM
        return self.power()

    def begins_factor(self) -> bool:
        token = self.next
        if token == "|":
            return self.bars == 0
        return bool(token) and (token[0].isalnum() or token in OPENING or token in _ATOMS or token in _GREEK or token in _NAMED)

    def power(self) -> _Term:
        term = self.postfix(self.atom())
        if not self.accept("^"):
            return term
        raised = f"{_at_least(term, _ATOM)} ^ {_at_least(self.argument(), _ATOM)}", _POWER
        return self.postfix(raised)

    def postfix(self, term: _Term) -> _Term:
        while self.accept("!"):
            term = f"Nat.factorial {_at_least(term, _ATOM)}", _APPLIED
        return term

    def argument(self) -> _Term:
        """What ``^``, ``_`` or a command takes: a group, or one token."""
        if self.accept("{"):
            term = self.sum()
            self.expect("}")
            return term
        return self.atom()

    def digit(self) -> _Term:
        """As ``argument``, where of ``\\frac19`` only one digit is meant."""
        token = self.next
        if token.isdecimal() and len(token) > 1:
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
        return self.argument()

    def atom(self) -> _Term:
        token = self.take()
        if not token:
            raise NotUnderstood("a term expected")
        if token[0].isdecimal() or (token[0] == "." and token[1:].isdecimal()):
            return _number(token)
        if token in _ATOMS:
            return _ATOMS[token](self)
        if token in _NAMED:
            return self.named(_NAMED[token])
        if token in OPENING:
            return self.group(token)
        if token == "|":
            return self.absolute()
        if token in _GREEK or (len(token) == 1 and token.isalpha()):
            return self.name(_GREEK.get(token, token))
        raise NotUnderstood(token)

    def group(self, opening: str) -> _Term:
        bars, self.bars = self.bars, 0
        parts = [self.sum()]
        while opening == "(" and self.accept(","):
            parts.append(self.sum())
        self.expect(OPENING[opening])
        self.bars = bars
        if opening == r"\lfloor":
            return f"Int.floor ({parts[0][0]})", _APPLIED
        if opening == r"\lceil":
            return f"Int.ceil ({parts[0][0]})", _APPLIED
        return parts[0] if len(parts) == 1 else (f"({', '.join(p[0] for p in parts)})", _ATOM)

    def absolute(self) -> _Term:
        self.bars += 1
        inner = self.sum()
        self.expect("|")
        self.bars -= 1
        return f"abs ({inner[0]})", _APPLIED

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
        bars, self.bars = self.bars, 0
        arguments = [self.sum()]
        while self.accept(","):
            arguments.append(self.sum())
        self.expect(")")
        self.bars = bars
        return " ".join(_at_least(a, _ATOM) for a in arguments)

    def named(self, function: str) -> _Term:
        exponent = self.argument() if self.accept("^") else None
        if self.next == "(":
            term = f"{function} {self.applied_to()}"
        else:
            term = f"{function} {_at_least(self.juxtaposed(), _ATOM)}"
        return (term, _APPLIED) if exponent is None else (f"({term}) ^ {_at_least(exponent, _ATOM)}", _POWER)

    def juxtaposed(self) -> _Term:
        """The argument of ``\\sin 2x``: factors side by side."""
        term = self.power()
        while self.next and (self.next[0].isalnum() or self.next in (r"\pi", r"\frac")):
            term = f"{_at_least(term, _PRODUCT)} * {_at_least(self.power(), _NEGATIVE)}", _PRODUCT
        return term

    # ------------------------------------------------------------------------------- commands

    def fraction(self) -> _Term:
        above = self.digit()
        return f"{_at_least(above, _PRODUCT)} / {_at_least(self.digit(), _NEGATIVE)}", _PRODUCT

    def root(self) -> _Term:
        if self.next == "[":
            raise NotUnderstood("a root that is not square")
        return f"Real.sqrt {_at_least(self.digit(), _ATOM)}", _APPLIED

    def binomial(self) -> _Term:
        above = self.digit()
        return f"Nat.choose {_at_least(above, _ATOM)} {_at_least(self.digit(), _ATOM)}", _APPLIED

    def logarithm(self) -> _Term:
        return self.named(f"Real.logb {_at_least(self.digit(), _ATOM)}" if self.accept("_") else "Real.log")

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
        return f"{symbol} {variable} ∈ Finset.Icc {ends}, {_at_least(body, _PRODUCT)}", -1


def _number(token: str) -> _Term:
    value = Fraction(token.replace(",", ""))
    return (str(value), _ATOM) if value.denominator == 1 else (f"{value.numerator} / {value.denominator}", _PRODUCT)


_ATOMS: dict[str, Callable[[_Parser], _Term]] = {
    r"\frac": _Parser.fraction,
    r"\sqrt": _Parser.root,
    r"\binom": _Parser.binomial,
    r"\log": _Parser.logarithm,
    r"\boxed": _Parser.argument,
    r"\pi": lambda _: ("Real.pi", _ATOM),
    r"\sum": lambda parser: parser.big("∑"),
    r"\prod": lambda parser: parser.big("∏"),
}
