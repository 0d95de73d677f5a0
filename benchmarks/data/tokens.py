"""Lean text as tokens that can be compared: statements and proof states in one form, names that are only local made alike.

A training record holds a proof state (``x : ℝ``, ``h : 0 < x``, ``⊢ 1 < x + 1``), a benchmark a theorem
(``theorem t (x : ℝ) (h : 0 < x) : 1 < x + 1``).  Both are read as a ``PrintedGoal`` and written as one list of tokens; what
Lean leaves out or adds when it prints (coercion arrows, ``(5 : ℝ)``, ``i in s``) is left out of both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from prover.training.printed import PrintedGoal, PrintedHypothesis, parse_goal

_IDENTIFIER = r"[^\W\d][\w'!?✝⁰¹²³⁴-⁹]*"
TOKEN = re.compile(rf"{_IDENTIFIER}(?:\.{_IDENTIFIER})*|\d+|:=|=>|\S")
_IS_NAME = re.compile(_IDENTIFIER)
_DROPPED = frozenset("↑⇑↥")
_AS_PRINTED = {"in": "∈", "↦": "=>", "λ": "fun"}
_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_THEOREM = re.compile(r"\b(?:(?:theorem|lemma)\s+\S+|example)(?=[\s:({\[⦃])")
OPEN, CLOSE = "([{⦃⟨", ")]}⦄⟩"
TYPES = frozenset("ℕ ℤ ℚ ℝ ℂ".split())
BINDERS = frozenset("∀ ∃ ∃! ∑ ∏ ⋃ ⋂ fun".split())
_NAMING = frozenset("have obtain intro intros rintro set let".split())
_KEYWORDS = BINDERS | _NAMING | frozenset("at by from with in if then else Type Prop Sort".split())


def headed(token: str, swap: dict[str, str]) -> str:
    head, dot, rest = token.partition(".")
    return swap.get(head, head) + dot + rest


@lru_cache(16_384)
def printed_tokens(text: str) -> tuple[str, ...]:
    """The tokens of any Lean text, as Lean prints them."""
    tokens = [_AS_PRINTED.get(token, token) for token in TOKEN.findall(text) if token not in _DROPPED]
    return tuple(_without_types(tokens) if ":" in tokens else tokens)


def _without_types(tokens: Sequence[str]) -> list[str]:
    """Without the types in ``(5 : ℝ)``, ``∀ x : ℝ,``, ``∀ (x y : ℝ),`` and ``fun x : ℝ =>``, which Lean may or may not print."""
    dropped: set[int] = set()
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if token != ":" or at == 0 or at >= last or tokens[at + 1] not in TYPES:
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
        if closed and (at - first == 1 or tokens[max(first - 2, 0)] in BINDERS):
            dropped |= {opened, at, at + 1, at + 2}  # type: ignore[arg-type]
        elif before in BINDERS and after in (",", "=>"):
            dropped |= {at, at + 1}
    return [token for at, token in enumerate(tokens) if at not in dropped] if dropped else list(tokens)


def canonical(goal: PrintedGoal) -> tuple[str, ...]:
    """The goal's tokens without parentheses, names numbered by where they are declared or bound: equal for goals that
    differ in names only.  Parentheses are left out because Lean prints fewer than people write; that two goals differ in
    nothing else, and still are not the same, is rare.  A binder's scope is taken to end with its hypothesis, or with the
    bracket around it."""
    numbers: dict[str, str] = {}
    fresh = map("_{}".format, itertools.count())
    written: list[str] = []
    for hypothesis in goal.hypotheses:
        for name in hypothesis.names:
            type_ = _numbered(printed_tokens(hypothesis.type), numbers, fresh)
            numbers[name] = next(fresh)
            written += (numbers[name], ":", *type_)
    written += ("⊢", *_numbered(printed_tokens(goal.target), numbers, fresh))
    return tuple([token for token in written if token not in "()"])


def _numbered(tokens: Sequence[str], declared: Mapping[str, str], fresh: Iterator[str]) -> list[str]:
    scope = dict(declared)
    outer: list[dict[str, str] | None] = []
    binding = {at for at, _ in introduced(tokens)}
    numbered: list[str] = []
    group_ended = -2
    for at, token in enumerate(tokens):
        if token in OPEN:
            of_binder = at > 0 and tokens[at - 1] in BINDERS or group_ended == at - 1
            outer.append(None if of_binder else dict(scope))
        elif token in CLOSE and outer:
            before = outer.pop()
            if before is None:
                group_ended = at
            else:
                scope = before
        if at in binding:
            scope[token] = next(fresh)
        numbered.append(headed(token, scope))
    return numbered


def goals_of_state(state: str) -> list[PrintedGoal]:
    """The goals of a proof state as Lean prints it; empty for another text."""
    return [parse_goal(part) for part in state.split("\n\n")] if "⊢" in state else []


def goals_of_theorems(text: str) -> Iterator[PrintedGoal]:
    """What the theorems in a Lean text claim, as the goals their proofs start from; bodies and names are left out."""
    text = _COMMENT.sub(" ", text) if "--" in text or "/-" in text else text
    found = list(_THEOREM.finditer(text))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        if (goal := _claim(text[match.end() : end])) is not None:
            yield goal


def _claim(text: str) -> PrintedGoal | None:
    """``binders : proposition := body`` as a goal; ``None`` if it is no such thing."""
    hypotheses: list[PrintedHypothesis] = []
    depth = start = 0
    target: int | None = None
    for at, character in enumerate(text):
        if character in OPEN:
            if depth == 0 and target is None:
                start = at + 1
            depth += 1
        elif character in CLOSE:
            depth -= 1
            if depth == 0 and target is None:
                hypotheses += _binder(text[start:at])
        elif character == ":" and depth == 0:
            if text[at + 1 : at + 2] == "=":
                return None if target is None else PrintedGoal(None, tuple(hypotheses), text[target:at].strip())
            target = at + 1 if target is None else target
    return None if target is None else PrintedGoal(None, tuple(hypotheses), text[target:].strip())


def _binder(text: str) -> list[PrintedHypothesis]:
    names, colon, type_ = text.partition(":")
    if not colon:
        return [PrintedHypothesis(("inst✝",), names.strip())]
    return [PrintedHypothesis(tuple(names.split()), type_.strip())]


def introduced(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where binders (``∀ x y``, ``∑ i ∈``, ``(x : ℝ)``, ``{x | …}``) and tactics (``intro h``) introduce which names."""
    run: list[tuple[int, str]] = []
    opener = ""
    for at, token in enumerate((*tokens, "")):
        if opener and token not in _KEYWORDS and _IS_NAME.fullmatch(token):
            run.append((at, token))
            continue
        if run and (opener not in "({⦃" or token in (":", "|", "∈")):
            yield from run
        if token in BINDERS or token in _NAMING:
            opener = token
        elif opener in BINDERS and not run and token in ("(", "{", "⦃", "!"):
            pass  # ∀ (x …, ∃! x
        elif opener in _NAMING and token in ("⟨", "⟩", ",", "(", ")"):
            pass  # obtain ⟨x, hx⟩
        else:
            opener = token if token in ("(", "{", "⦃") else ""
        run = []
