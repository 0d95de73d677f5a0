"""Lean's notation for propositions about numbers, read into syntax trees: what ``prover.informal.arithmetic`` evaluates.

A tree is a tuple that begins with its kind: ``("rel", "<", a, b)``, ``("op", "+", a, b)``, ``("all", names, type, body)`` …
"""

from __future__ import annotations

import re
from fractions import Fraction

Node = tuple

PREDICATES = ("Even", "Odd", "Prime", "Coprime", "IsCoprime", "IsSquare")
FUNCTIONS = ("gcd", "lcm", "min", "max", "natAbs", "abs", "succ", "factorial", "sqrt")

_TOKEN = re.compile(r"\s*(\d+\.\d+|\d+|ℕ\+|[^\W\d][\w.'₀-₉]*[!?]?|:=|.)")
_RELATIONS = {"=", "≠", "<", "≤", ">", "≥", "∣", "≡"}
_INFIX = {"↔": 20, "→": 25, "∨": 30, "∧": 35, **dict.fromkeys(_RELATIONS, 50), "+": 65, "-": 65, "*": 70, "/": 70, "%": 70}
_TYPES = {"ℕ": "ℕ", "Nat": "ℕ", "ℤ": "ℤ", "Int": "ℤ", "ℚ": "ℝ", "ℝ": "ℝ", "Real": "ℝ", "Rat": "ℝ", "ℕ+": "ℕ"}


class NotArithmetic(ValueError):
    """A proposition, or its value somewhere, is beyond the evaluator."""


def type_of(text: str) -> str:
    """The type of a variable as the evaluator knows it: ``ℕ``, ``ℤ`` or ``ℝ``.  Raises ``NotArithmetic``."""
    try:
        return _TYPES[text.strip()]
    except KeyError:
        raise NotArithmetic(f"no numbers: {text}") from None


def parsed(text: str) -> tuple[Node, set[str]]:
    """The syntax tree and the free names.  Raises ``NotArithmetic``."""
    parser = _Parser(text)
    node = parser.expression(0)
    if parser.peek() is not None:
        raise NotArithmetic(f"not read: {parser.peek()}")
    return node, parser.free


class _Parser:
    """Precedence climbing over the notation that statements about numbers use."""

    def __init__(self, text: str) -> None:
        self.tokens = [t for t in _TOKEN.findall(text.strip()) if t.strip()]
        self.at = 0
        self.free: set[str] = set()
        self.bound: list[str] = []

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, wanted: str | None = None) -> str:
        token = self.peek()
        if token is None or (wanted is not None and token != wanted):
            raise NotArithmetic(f"expected {wanted}, found {token}")
        self.at += 1
        return token

    def expression(self, least: int) -> Node:
        left = self.prefix()
        while (symbol := self.peek()) is not None and _INFIX.get(symbol, -1) >= least:
            self.take()
            power = _INFIX[symbol]
            if symbol in ("→", "∨", "∧"):
                left = ({"→": "imp", "∨": "or", "∧": "and"}[symbol], left, self.expression(power))
            elif symbol in _RELATIONS:
                left = ("rel", symbol, left, self.expression(power + 1))
                if symbol == "≡":
                    left = self.modulus(left)
            else:
                left = ("iff" if symbol == "↔" else "op", symbol, left, self.expression(power + 1))
        return left

    def modulus(self, relation: Node) -> Node:
        self.take("[")
        if self.take() not in ("MOD", "ZMOD"):
            raise NotArithmetic("a congruence without a modulus")
        by = self.expression(0)
        self.take("]")
        return ("mod", relation[2], relation[3], by)

    def prefix(self) -> Node:
        token = self.peek()
        if token == "¬":
            self.take()
            return ("not", self.expression(40))
        if token == "-":
            self.take()
            return ("neg", self.expression(71))
        if token in ("∀", "∃"):
            return self.quantifier()
        return self.power()

    def quantifier(self) -> Node:
        kind = "all" if self.take() == "∀" else "ex"
        if self.peek() == "!":
            raise NotArithmetic("unique existence")
        opened = self.peek() == "("
        if opened:
            self.take()
        names = []
        while re.match(r"[^\W\d]", self.peek() or ""):
            names.append(self.take())
        guards: list[Node] = []
        typed = "_"
        if self.peek() == ":":
            self.take()
            typed = self.take()
        elif self.peek() in _RELATIONS - {"≡"}:
            symbol = self.take()
            self.bound += names
            right = self.expression(51)
            guards = [("rel", symbol, ("var", name), right) for name in names]
            del self.bound[-len(names) :]
        if opened:
            self.take(")")
        self.take(",")
        self.bound += names
        body = self.expression(0)
        del self.bound[len(self.bound) - len(names) :]
        for guard in guards:
            body = ("imp" if kind == "all" else "and", guard, body)
        return (kind, tuple(names), typed, body)

    def power(self) -> Node:
        base = self.application()
        while self.peek() == "!":
            self.take()
            base = ("call", "factorial", [base])
        if self.peek() == "^":
            self.take()
            return ("pow", base, ("neg", self.power()) if self.peek() == "-" and self.take() else self.power())
        return base

    def application(self) -> Node:
        head = self.atom()
        if head[0] != "name":
            return head
        arguments = []
        while (token := self.peek()) is not None and (re.match(r"[\w(↑|√⌊]", token) and token not in ("fun", "then", "else")):
            argument = self.atom()
            arguments.append(self.name(argument[1]) if argument[0] == "name" else argument)
        return self.name(head[1], arguments)

    def name(self, name: str, arguments: list[Node] | None = None) -> Node:
        arguments = arguments or []
        first, _, last = name.rpartition(".")
        if first and first not in ("Nat", "Int", "Real", "Rat"):  # x.Prime, a.gcd b
            arguments = [self.variable(first), *arguments]
        called = last or name
        if called in PREDICATES or called in FUNCTIONS:
            return ("call", called, arguments)
        if first:
            raise NotArithmetic(f"unknown: {name}")
        if called in ("True", "False"):
            return ("const", called == "True")
        variable = self.variable(called)
        return ("apply", variable[1], arguments) if arguments else variable

    def variable(self, name: str) -> Node:
        if name not in self.bound:
            self.free.add(name)
        return ("var", name)

    def atom(self) -> Node:
        token = self.take()
        if re.match(r"\d", token):
            return ("num", Fraction(token))
        if token == "(":
            inside = self.expression(0)
            if self.peek() == ":":
                self.take()
                inside = ("as", inside, type_of(self.take()))
            self.take(")")
            return inside
        if token == "|":
            inside = self.expression(51)
            self.take("|")
            return ("call", "abs", [inside])
        if token in ("↑", "√"):
            inner = self.atom()
            inner = self.name(inner[1]) if inner[0] == "name" else inner
            return ("cast", inner) if token == "↑" else ("as", ("call", "sqrt", [inner]), "ℝ")
        if re.match(r"[^\W\d]", token) and token not in ("fun", "if", "let", "λ"):
            return ("name", token)
        raise NotArithmetic(f"not read: {token}")
