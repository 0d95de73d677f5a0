"""Lean text as tokens that can be compared: statements and proof states in one form, names that are only local made alike.

A training record holds a proof state (``x : ℝ``, ``h : 0 < x``, ``⊢ 1 < x + 1``), a benchmark a theorem
(``theorem t (x : ℝ) (h : 0 < x) : 1 < x + 1``).  Both are read as a ``Goal`` and written as one list of tokens; what
Lean leaves out or adds when it prints (coercion arrows, ``(5 : ℝ)``, ``i in s``) is left out of both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from prover.moves.goal import Goal, Hypothesis, parse_goal

LOCAL = "_"
"""What a local name reads as in an n-gram."""

_IDENTIFIER = r"[^\W\d][\w'!?✝⁰¹²³⁴-⁹]*"
_TOKEN = re.compile(rf"{_IDENTIFIER}(?:\.{_IDENTIFIER})*|\d+|:=|=>|\S")
_IS_NAME = re.compile(_IDENTIFIER)
_DROPPED = frozenset("↑⇑↥")
_AS_PRINTED = {"in": "∈", "↦": "=>", "λ": "fun"}
_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_THEOREM = re.compile(r"\b(?:(?:theorem|lemma)\s+\S+|example)(?=[\s:({\[⦃])")
_OPEN, _CLOSE = "([{⦃⟨", ")]}⦄⟩"
_TYPES = frozenset("ℕ ℤ ℚ ℝ ℂ".split())
_SHAPELESS = dict.fromkeys(_TYPES, "𝕂")
_BINDERS = frozenset("∀ ∃ ∃! ∑ ∏ ⋃ ⋂ fun".split())
_NAMING = frozenset("have obtain intro intros rintro set let".split())
_KEYWORDS = _BINDERS | _NAMING | frozenset("at by from with in if then else Type Prop Sort".split())
_STRUCTURE = frozenset(f"{_OPEN}{_CLOSE}:,⊢→|$\\.;") | _TYPES | {"Type", "Prop", "Sort", LOCAL}


@dataclass(frozen=True)
class Tokens:
    """One text.  ``written``: the tokens as they stand; ``names``: those that are only local, a subset of them."""

    written: tuple[str, ...]
    names: frozenset[str]

    @property
    def abstract(self) -> tuple[str, ...]:
        """The tokens with ``LOCAL`` for every local name, so that a renamed copy reads the same."""
        swap = dict.fromkeys(self.names, LOCAL)
        return tuple([swap.get(token) or (_headed(token, swap) if "." in token else token) for token in self.written])


def _headed(token: str, swap: dict[str, str]) -> str:
    head, dot, rest = token.partition(".")
    return swap.get(head, head) + dot + rest


def is_content(token: str) -> bool:
    """Whether a token of an abstract text says something of the mathematics: an operator, a relation, a numeral or a
    constant, and not a name, a number type or punctuation, of which declarations (``x y : ℝ``) consist."""
    return token not in _STRUCTURE


def words(text: str) -> tuple[str, ...]:
    """The tokens of any text, as they stand."""
    return tuple(_TOKEN.findall(text))


def lean_tokens(text: str, names: Iterable[str] = ()) -> Tokens:
    """Any Lean text.  ``names``: names known to be local, besides those the text itself introduces."""
    tokens = [_AS_PRINTED.get(token, token) for token in _TOKEN.findall(text) if token not in _DROPPED]
    written = tuple(_without_types(tokens) if ":" in tokens else tokens)
    return Tokens(written, frozenset((*names, *(name for _, name in _introduced(written)))))


def _without_types(tokens: Sequence[str]) -> list[str]:
    """Without the types in ``(5 : ℝ)``, ``∀ x : ℝ,``, ``∀ (x y : ℝ),`` and ``fun x : ℝ =>``, which Lean may or may not print."""
    dropped: set[int] = set()
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if token != ":" or at == 0 or at >= last or tokens[at + 1] not in _TYPES:
            continue
        after = tokens[at + 2] if at + 2 <= last else ""
        first = at
        while (
            first
            and (_IS_NAME.match(tokens[first - 1]) or tokens[first - 1].isdecimal())
            and tokens[first - 1] not in _KEYWORDS
        ):
            first -= 1
        before = tokens[first - 1] if first else ""
        opened = first - 1 if before == "(" else first - 2 if before == "-" and tokens[max(first - 2, 0)] == "(" else None
        closed = after == ")" and opened is not None
        if closed and (at - first == 1 or tokens[max(first - 2, 0)] in _BINDERS):
            dropped |= {opened, at, at + 1, at + 2}  # type: ignore[arg-type]
        elif before in _BINDERS and after in (",", "=>"):
            dropped |= {at, at + 1}
    return [token for at, token in enumerate(tokens) if at not in dropped] if dropped else list(tokens)


@lru_cache(16_384)
def _part_tokens(text: str) -> Tokens:
    return lean_tokens(text)


def goal_tokens(goal: Goal) -> Tokens:
    """``name : type`` for every hypothesis, names of one type one by one, then ``⊢ target``."""
    declared = [name for hypothesis in goal.hypotheses for name in hypothesis.names]
    written: list[str] = []
    names = set(declared)
    for hypothesis in goal.hypotheses:
        type_ = _part_tokens(hypothesis.type)
        names |= type_.names
        for name in hypothesis.names:
            written += (name, ":", *type_.written)
    target = _part_tokens(goal.target)
    return Tokens((*written, "⊢", *target.written), frozenset(names | target.names))


def canonical(goal: Goal) -> tuple[str, ...]:
    """The goal's tokens without parentheses, names numbered by where they are declared or bound: equal for goals that
    differ in names only.  Parentheses are left out because Lean prints fewer than people write; that two goals differ in
    nothing else, and still are not the same, is rare.  A binder's scope is taken to end with its hypothesis, or with the
    bracket around it."""
    numbers: dict[str, str] = {}
    fresh = map("_{}".format, itertools.count())
    written: list[str] = []
    for hypothesis in goal.hypotheses:
        for name in hypothesis.names:
            type_ = _numbered(_part_tokens(hypothesis.type).written, numbers, fresh)
            numbers[name] = next(fresh)
            written += (numbers[name], ":", *type_)
    written += ("⊢", *_numbered(_part_tokens(goal.target).written, numbers, fresh))
    return tuple([token for token in written if token not in "()"])


def _numbered(tokens: Sequence[str], declared: Mapping[str, str], fresh: Iterator[str]) -> list[str]:
    scope = dict(declared)
    outer: list[dict[str, str] | None] = []
    binding = {at for at, _ in _introduced(tokens)}
    numbered: list[str] = []
    group_ended = -2
    for at, token in enumerate(tokens):
        if token in _OPEN:
            of_binder = at > 0 and tokens[at - 1] in _BINDERS or group_ended == at - 1
            outer.append(None if of_binder else dict(scope))
        elif token in _CLOSE and outer:
            before = outer.pop()
            if before is None:
                group_ended = at
            else:
                scope = before
        if at in binding:
            scope[token] = next(fresh)
        numbered.append(_headed(token, scope))
    return numbered


def shape(tokens: Iterable[str]) -> tuple[str, ...]:
    """Without parentheses, numerals and the types of numbers: what ``3 * x = 6`` and ``5 * x = 35`` have in common."""
    return tuple(["#" if token.isdecimal() else _SHAPELESS.get(token, token) for token in tokens if token not in "()"])


def goals_of_state(state: str) -> list[Goal]:
    """The goals of a proof state as Lean prints it; empty for another text."""
    return [parse_goal(part) for part in state.split("\n\n")] if "⊢" in state else []


def goals_of_theorems(text: str) -> Iterator[Goal]:
    """What the theorems in a Lean text claim, as the goals their proofs start from; bodies and names are left out."""
    text = _COMMENT.sub(" ", text) if "--" in text or "/-" in text else text
    found = list(_THEOREM.finditer(text))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        if (goal := _claim(text[match.end() : end])) is not None:
            yield goal


def _claim(text: str) -> Goal | None:
    """``binders : proposition := body`` as a goal; ``None`` if it is no such thing."""
    hypotheses: list[Hypothesis] = []
    depth = start = 0
    target: int | None = None
    for at, character in enumerate(text):
        if character in _OPEN:
            if depth == 0 and target is None:
                start = at + 1
            depth += 1
        elif character in _CLOSE:
            depth -= 1
            if depth == 0 and target is None:
                hypotheses += _binder(text[start:at])
        elif character == ":" and depth == 0:
            if text[at + 1 : at + 2] == "=":
                return None if target is None else Goal(None, tuple(hypotheses), text[target:at].strip())
            target = at + 1 if target is None else target
    return None if target is None else Goal(None, tuple(hypotheses), text[target:].strip())


def _binder(text: str) -> list[Hypothesis]:
    names, colon, type_ = text.partition(":")
    if not colon:
        return [Hypothesis(("inst✝",), names.strip())]
    return [Hypothesis(tuple(names.split()), type_.strip())]


def _introduced(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where binders (``∀ x y``, ``∑ i ∈``, ``(x : ℝ)``, ``{x | …}``) and tactics (``intro h``) introduce which names."""
    run: list[tuple[int, str]] = []
    opener = ""
    for at, token in enumerate((*tokens, "")):
        if opener and token not in _KEYWORDS and _IS_NAME.fullmatch(token):
            run.append((at, token))
            continue
        if run and (opener not in "({⦃" or token in (":", "|", "∈")):
            yield from run
        if token in _BINDERS or token in _NAMING:
            opener = token
        elif opener in _BINDERS and not run and token in ("(", "{", "⦃", "!"):
            pass  # ∀ (x …, ∃! x
        elif opener in _NAMING and token in ("⟨", "⟩", ",", "(", ")"):
            pass  # obtain ⟨x, hx⟩
        else:
            opener = token if token in ("(", "{", "⦃") else ""
        run = []
