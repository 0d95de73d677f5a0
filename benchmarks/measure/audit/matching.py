"""A benchmark's statements and n-grams, hashed, and a training text held against them.

Four criteria, all about the text, none about what it means:

* *statement*: a goal of the training text is the problem's statement but for the names of variables and hypotheses,
  parentheses and casts;
* *shape*: the same but for names, numerals and the types of numbers: an exercise of the same kind;
* *n-gram*: n tokens in a row are the same, local names aside; of the problem's formal statement, as a goal;
* *informal n-gram*: the same of its informal statement, as written.

An n-gram is *distinctive* if at least half of its tokens are content (``tokens.is_content``; so that it reaches past
declarations such as ``x y : ℝ``) and no other problem of the benchmark has it (so that it is not how such problems are
written, as ``0 < x ∧ 0 < y ∧ 0 < z``, but part of this one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.data.problem import Problem
from benchmarks.data.tokens import canonical, goals_of_state, goals_of_theorems
from benchmarks.measure.audit.sources import TrainingText
from benchmarks.measure.audit.tokens import Tokens, goal_tokens, is_content, lean_tokens, shape, words
from prover.training.printed import PrintedGoal

FORMAL, INFORMAL = "formal", "informal"
Gram = tuple[str, ...]

_CACHED = 4096
"""Texts remembered: a proof state is the input of records of several views, close to one another."""


@dataclass(frozen=True)
class GramUse:
    """Where an n-gram of the benchmark is from.  ``problems``: indices; ``text``: as the first of them writes it."""

    problems: tuple[int, ...]
    text: str
    distinctive: bool


@dataclass(frozen=True)
class Shared:
    """What a training text shares with the benchmark: problems whose statement, or whose statement's shape, it has, and
    n-grams by part and length."""

    statements: frozenset[int]
    shapes: frozenset[int]
    grams: Mapping[tuple[str, int], frozenset[Gram]]

    def __bool__(self) -> bool:
        return bool(self.shapes or self.grams)


class Index:
    """The benchmark's side.  ``lengths``: the n of the n-grams; ``printed``: problem name → its statement as Lean printed
    it, a second form of it.

    ``statements``, ``shapes``: canonical form, its shape → indices of problems; ``outlines``: what shapes look like with
    all local names alike, which is quick to tell; ``written``: index → its statement as a goal, in tokens;
    problems that are no Lean theorem are in neither.  ``grams``: (part, n) → n-gram → its use.
    """

    def __init__(self, problems: Sequence[Problem], lengths: Iterable[int], printed: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.lengths = tuple(sorted(set(lengths)))
        if not self.lengths or self.lengths[0] < 2:
            raise ValueError("an n-gram has at least 2 tokens")
        self.statements: dict[Gram, set[int]] = defaultdict(set)
        self.shapes: dict[Gram, set[int]] = defaultdict(set)
        self.outlines: set[Gram] = set()
        self.written: dict[int, str] = {}
        owners: dict[tuple[str, int], dict[Gram, dict[int, str]]] = {
            (part, n): defaultdict(dict) for part in (FORMAL, INFORMAL) for n in self.lengths
        }
        for index, problem in enumerate(self.problems):
            goals = [*goals_of_theorems(problem.statement), *goals_of_state((printed or {}).get(problem.name, ""))]
            for goal in goals:
                form, same = goal_tokens(goal), canonical(goal)
                self.statements[same].add(index)
                self.shapes[shape(same)].add(index)
                self.outlines.add(shape(form.abstract))
                self.written[index] = " ".join(form.written)
                self._add(owners, FORMAL, index, form.abstract, form.written)
            plain = words(problem.informal_statement)
            self._add(owners, INFORMAL, index, plain, plain)
        self.grams: dict[tuple[str, int], dict[Gram, GramUse]] = {
            key: {gram: _use(gram, found) for gram, found in grams.items()} for key, grams in owners.items()
        }

    def _add(self, owners: dict, part: str, index: int, tokens: Sequence[str], written: Sequence[str]) -> None:  # type: ignore[type-arg]
        for n in self.lengths:
            for at, gram in enumerate(_windows(tokens, n)):
                owners[part, n][gram].setdefault(index, " ".join(written[at : at + n]))


def _use(gram: Gram, found: Mapping[int, str]) -> GramUse:
    content = sum(map(is_content, gram))
    return GramUse(tuple(found), next(iter(found.values())), len(found) == 1 and 2 * content >= len(gram))


def _windows(tokens: Sequence[str], n: int) -> Iterable[Gram]:
    return zip(*(tokens[start:] for start in range(n)), strict=False)


class Matcher:
    """Holds training texts against an ``Index``."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known = {key: frozenset(grams) for key, grams in index.grams.items()}
        self._goals = lru_cache(_CACHED)(self._of_state)

    def __call__(self, text: TrainingText) -> Shared:
        if text.state is None:
            return self._of_text(text.text)
        in_state, names = self._goals(text.state)
        in_answer = self._in_lean(lean_tokens(text.text, names)) | self._in_words(text.text)
        return _joined([in_state, _grams_only(in_answer)]) if in_answer else in_state

    def _of_state(self, state: str) -> tuple[Shared, frozenset[str]]:
        goals = [(goal, goal_tokens(goal)) for goal in goals_of_state(state)]
        found = [*(self._in_goal(*one) for one in goals), _grams_only(self._in_words(state))]
        return _joined(found), frozenset(name for _, form in goals for name in form.names)

    def _of_text(self, text: str) -> Shared:
        goals = (*goals_of_state(text), *goals_of_theorems(text))
        plain = self._in_lean(lean_tokens(text)) | self._in_words(text)
        return _joined([*(self._in_goal(goal, goal_tokens(goal)) for goal in goals), _grams_only(plain)])

    def _in_goal(self, goal: PrintedGoal, form: Tokens) -> Shared:
        tokens = form.abstract
        grams = self._in_tokens(FORMAL, tokens)
        if shape(tokens) not in self._index.outlines:
            return _grams_only(grams)
        same = canonical(goal)
        statements, shapes = self._index.statements.get(same, ()), self._index.shapes.get(shape(same), ())
        return Shared(frozenset(statements), frozenset(shapes), grams)

    def _in_lean(self, form: Tokens) -> dict[tuple[str, int], frozenset[Gram]]:
        return self._in_tokens(FORMAL, form.abstract)

    def _in_words(self, text: str) -> dict[tuple[str, int], frozenset[Gram]]:
        return self._in_tokens(INFORMAL, words(text))

    def _in_tokens(self, part: str, tokens: Sequence[str]) -> dict[tuple[str, int], frozenset[Gram]]:
        """By length; where there is no shorter n-gram there is no longer one."""
        found = {}
        for n in self._index.lengths:
            if not (shared := self._known[part, n].intersection(_windows(tokens, n))):
                break
            found[part, n] = shared
        return found


def _grams_only(grams: Mapping[tuple[str, int], frozenset[Gram]]) -> Shared:
    return Shared(frozenset(), frozenset(), grams)


def _joined(parts: Sequence[Shared]) -> Shared:
    grams: dict[tuple[str, int], frozenset[Gram]] = {}
    for part in parts:
        for key, found in part.grams.items():
            grams[key] = grams.get(key, frozenset()) | found
    statements, shapes = ([getattr(part, kind) for part in parts] for kind in ("statements", "shapes"))
    return Shared(frozenset().union(*statements), frozenset().union(*shapes), grams)
