"""Reading Lean terms, as Lean prints them or as people write them, into trees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


class Unreadable(ValueError):
    """A text is not a term of the kinds that this reader knows."""


@dataclass(frozen=True)
class Term:
    """``kind`` and what it holds:

    ``number`` and ``name``: ``text``; ``call``: function, then arguments; ``infix``, ``prefix``, ``postfix``: operator
    ``text`` with its operands; ``around``: ``|x|``, ``⌊x⌋``, ``⌈x⌉``, by the opening sign; ``bind``: a quantifier, a sum
    or ``fun`` over ``names`` of ``type``, its parts the condition on the names (if any) and the body; ``set``,
    ``list`` and ``tuple``: members; ``builder``: a set of ``names``, parts as ``bind``'s; ``modulo``: a ≡ b [MOD n].
    """

    kind: str
    text: str = ""
    parts: tuple[Term, ...] = ()
    names: tuple[str, ...] = ()
    type: Term | None = None


_TOKEN = re.compile(
    r"\s*(\d+(?:\.\d+)?|∃!|:=|=>|↦|<;>|''|⁻¹'|⁻¹|\+\+|::|<=|>=|\.[A-Za-z_]\w*"
    r"|(?:[^\W\d]|_)[\w'₀-₉✝!?]*(?:\.(?:[^\W\d]|_|\d)[\w'₀-₉]*)*|\S)"
)
_INFIX: dict[str, tuple[int, int]] = {
    "↔": (20, 21), "→": (25, 25), "∨": (30, 30), "∧": (35, 35),
    **{op: (50, 51) for op in ("=", "≠", "<", ">", "≤", "≥", "∣", "∈", "∉", "⊆", "⊂", "≡")},
    "∪": (65, 66), "+": (65, 66), "-": (65, 66), "++": (65, 66), "::": (67, 67),
    "*": (70, 71), "/": (70, 71), "%": (70, 71), "∩": (70, 71), "\\": (70, 71), "•": (73, 73), "^": (75, 75),
    "''": (80, 81), "⁻¹'": (80, 81), "×": (35, 35),
    "≃": (25, 26), "∘": (90, 90),
}  # fmt: skip
_PREFIX = {"¬": 40, "-": 75, "√": 100, "↑": 1024, "⇑": 1024, "#": 100}
_POSTFIX = ("!", "⁻¹", "ᶜ")
_AROUND = {"|": "|", "⌊": "⌋", "⌈": "⌉"}
_BINDERS = ("∀", "∃", "∃!", "∑", "∏", "fun", "λ")
_RELATIONS = ("∈", "∉", "<", ">", "≤", "≥", "≠", "⊆", "∣")
_STOP = frozenset("with then else at from by if do let have show".split())


@lru_cache(maxsize=20_000)
def read_term(text: str) -> Term:
    """The tree of a term.  Raises ``Unreadable``."""
    reader = _Reader(_TOKEN.findall(text))
    term = reader.term(0)
    if reader.ahead is not None:
        raise Unreadable(text)
    return term


def name(text: str) -> Term:
    return Term("name", text)


class _Reader:
    """Operator precedence parsing, with Lean's and Mathlib's precedences."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def ahead(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, wanted: str | None = None) -> str:
        token = self.ahead
        if token is None or (wanted is not None and token != wanted):
            raise Unreadable(f"{token!r} where {wanted or 'a term'} is wanted")
        self._at += 1
        return token

    def term(self, least: int) -> Term:
        left = self._first()
        while (token := self.ahead) is not None:
            if token in _INFIX:
                binds, right = _INFIX[token]
                if binds < least:
                    break
                self._take()
                left = self._modulo(left) if token == "≡" else Term("infix", token, (left, self.term(right)))
            elif least <= 1023 and self._starts_argument(token) and self._applies(left):
                arguments = [self._argument()]
                while (token := self.ahead) is not None and self._starts_argument(token):
                    arguments.append(self._argument())
                left = Term("call", "", (left, *arguments))
            else:
                break
        return left

    def _modulo(self, left: Term) -> Term:
        right = self.term(51)
        self._take("[")
        if self._take() not in ("MOD", "ZMOD"):
            raise Unreadable("a congruence without a modulus")
        modulus = self.term(0)
        self._take("]")
        return Term("modulo", "≡", (left, right, modulus))

    def _starts_argument(self, token: str) -> bool:
        return (token[0].isalnum() or token[0] in "_(⌊⌈↑⇑√{∅") and token not in _STOP and token not in ("fun", "λ")

    def _applies(self, left: Term) -> bool:
        return left.kind in ("name", "call") or self._tokens[self._at - 1] == ")"

    def _argument(self) -> Term:
        return self._first()

    def _first(self) -> Term:
        token = self._take()
        if token in _BINDERS:
            return self._binder(token)
        if token in _PREFIX:
            return Term("prefix", token, (self.term(_PREFIX[token]),))
        if token in _AROUND:
            inner = self.term(0)
            self._take(_AROUND[token])
            return self._after(Term("around", token, (inner,)))
        if token == "(":
            return self._after(self._bracketed())
        if token == "[":
            return self._after(Term("list", "", self._members("]")))
        if token == "{":
            return self._after(self._set())
        if token == "∅":
            return self._after(Term("set"))
        if token[0].isdigit():
            return self._after(Term("number", token))
        if (token[0].isalpha() or token[0] == "_") and token not in _STOP:
            while token.endswith("!") and len(token) > 1:  # a factorial written without a blank
                self._at -= 1
                self._tokens[self._at : self._at + 1] = [token[:-1], "!"]
                token = self._take()
            return self._after(name(token))
        raise Unreadable(f"{token!r} begins no term")

    def _after(self, term: Term) -> Term:
        while (token := self.ahead) is not None:
            if token in _POSTFIX:
                self._take()
                term = Term("postfix", token, (term,))
            elif token[0] == "." and len(token) > 1:
                self._take()
                term = Term("call", "", (name(token), term))
            else:
                break
        return term

    def _bracketed(self) -> Term:
        inner = self.term(0)
        if self.ahead == ":":
            self._take()
            self.term(0)
        elif self.ahead == ",":
            members = [inner]
            while self.ahead == ",":
                self._take()
                members.append(self.term(0))
            inner = Term("tuple", "", tuple(members))
        self._take(")")
        return inner

    def _members(self, close: str) -> tuple[Term, ...]:
        members: list[Term] = []
        while self.ahead != close:
            members.append(self.term(0))
            if self.ahead != close:
                self._take(",")
        self._take(close)
        return tuple(members)

    def _set(self) -> Term:
        start = self._at
        try:
            names = self._names()
            type_, condition = None, None
            if self.ahead == ":":
                self._take()
                type_ = self.term(0)
            elif self.ahead in _RELATIONS:
                condition = Term("infix", self._take(), (name(names[0]), self.term(51)))
            self._take("|")
        except Unreadable:
            self._at = start
            return Term("set", "", self._members("}"))
        body = self.term(0)
        self._take("}")
        return Term("builder", "", (*([condition] if condition else []), body), names, type_)

    def _binder(self, sign: str) -> Term:
        groups: list[tuple[tuple[str, ...], Term | None, Term | None]] = []
        while self.ahead in ("(", "{"):
            close = {"(": ")", "{": "}"}[self._take()]
            names = self._names()
            self._take(":")
            groups.append((names, self.term(0), None))
            self._take(close)
        if not groups:
            names = self._names()
            if self.ahead == ":":
                self._take()
                groups.append((names, self.term(0), None))
            elif self.ahead in _RELATIONS:
                relation, bound = self._take(), self.term(51)
                groups.append((names, None, Term("infix", relation, (name(names[0]), bound))))
            else:
                groups.append((names, None, None))
        if self._take() not in (("=>", "↦") if sign in ("fun", "λ") else (",",)):
            raise Unreadable("a binder without a body")
        term = self.term(67 if sign in ("∑", "∏") else 0)
        for names, type_, condition in reversed(groups):
            term = Term("bind", sign, (*([condition] if condition else []), term), names, type_)
        return term

    def _names(self) -> tuple[str, ...]:
        names = []
        while (token := self.ahead) is not None and (token[0].isalpha() or token[0] == "_"):
            names.append(self._take())
        if not names:
            raise Unreadable("a binder without names")
        return tuple(names)
