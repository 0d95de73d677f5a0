"""What the words of a problem offer a proof search: their numbers, equations and methods, as tactics.

No language model is asked.  The words are read as mathematics (``latex``), their letters matched with the goal's
variables, and each fact is offered where it may help (``prover.moves``): a number as a witness, an equation as an intermediate
claim, a factorization as a case distinction, a value of a function, a closed form to be proved by induction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from prover.informal.latex import Formula, answer_texts, formulas
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import App, Term, number_type
from prover.moves import collect
from prover.moves.goal import Goal, head
from prover.moves.words import NUMERAL, ClosedForm, Relation, WordFacts
from prover.policy import portfolio
from prover.policy.portfolio import goal_of
from search.game import ProofState, Proposal

T = TypeVar("T")

MOST = 16
"""Proposals for a state."""

_NAME = re.compile(r"(?<![\w.'])[^\W\d][\w'₀-₉]*(?![\w.'])")
_BOUND = re.compile(r"[∑∏] (\w) ∈")


@dataclass(frozen=True)
class Facts:
    """The words of one problem: its statement, its proof, and lines from elsewhere such as a program's answer."""

    statement: str = ""
    proof: str = ""
    extra: tuple[str, ...] = ()

    @classmethod
    def from_words(cls, statement: str, proof: str, extra: Sequence[str] = ()) -> Facts:
        return cls(statement, proof, tuple(extra))

    def mentions(self, *words: str) -> bool:
        """Whether one of ``words`` (lower case) begins a word of the text."""
        text = f"{self.statement} {self.proof}".lower()
        return any(re.search(rf"(?<![a-z]){re.escape(word)}", text) for word in words)

    def reading(self, functions: frozenset[str]) -> tuple[Formula, ...]:
        """All formulas: what was computed first, then the proof's, then the statement's."""
        said = [*self.extra, *answer_texts(self.statement), *answer_texts(self.proof)]
        texts = [*said, self.proof, self.statement]
        return tuple(dict.fromkeys(f for text in texts for f in formulas(text, functions)))

    def numbers(self, functions: frozenset[str] = frozenset()) -> list[str]:
        """Numerals, likeliest answers first, without duplicates."""
        reading = self.reading(functions)
        terms = [t for f in reading for t in f.terms if NUMERAL.fullmatch(t)]
        inside = re.findall(r"(?<![\w.\\,])\d{1,9}(?![\w.,]\d)", f"{self.proof} {self.statement}")
        return list(dict.fromkeys([*terms, *(str(int(n)) for n in inside)]))


class FactsPolicy:
    """Implements ``search.game.Policy``: what moves propose because of the words of one problem, and the portfolio does not.

    A proposal's source is ``words``, but the portfolio's where the words only put it before others.  ``extra``: lines printed by
    a program of thought or a draft's answer, such as ``x = 3``, ``12`` or ``(3, 4)``.
    """

    name = "words"

    def __init__(self, words: Facts, extra: Sequence[str] = ()) -> None:
        self.words = words
        self.learn(extra)

    def learn(self, lines: Sequence[str]) -> None:
        """Offer what these lines say, too; ``propose`` may be in use."""
        self.words = replace(self.words, extra=(*self.words.extra, *lines))
        self._translated = lru_cache(maxsize=64)(self._translate)

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self.proposals(await goal_of(state)) for state in states]

    def proposals(self, goal: Goal | None) -> list[Proposal]:
        """The proposals for a goal, best first, without duplicates, at most ``MOST``; none for one that is not known."""
        if goal is None:
            return []
        anyway, said = collect(goal), self.said_of(goal)
        proposed = [s for t, s in collect(goal, said).items() if t not in anyway or s.logprob > anyway[t].logprob]
        return [
            Proposal(s.tactic, s.logprob, portfolio.NAME if s.tactic in anyway else self.name, s.computed, s.move)
            for s in proposed[:MOST]
        ]

    def said_of(self, goal: Goal) -> WordFacts:
        """What the words say of a goal that is not among its hypotheses."""
        functions = frozenset(f.name for f in goal.functions)
        numbers = (h.name for h in goal.data if h.accessible and (number_type(h.type) or head(h.type) in _TYPES))
        said = self._translated(functions, tuple(numbers))
        known = {plain for formula in goal.formulas for plain in _printed(formula)}
        return replace(said, relations=tuple(r for r in said.relations if _plain(r.lean) not in known))

    def _translate(self, functions: frozenset[str], variables: tuple[str, ...]) -> WordFacts:
        reading = self.words.reading(functions)
        letters = _Letters(functions, variables)
        relations = [r for f in reading for r in f.relations]
        return WordFacts(
            _distinct(letters.relation(r) for r in relations),
            _distinct(letters.term(t) for f in reading for t in f.terms),
            tuple(self.words.numbers(functions)),
            _distinct(letters.form(r) for r in relations),
            letters.roots(relations),
            self.words.mentions,
        )


def _distinct(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for item in found if item))


_TYPES = ("NNReal", "PNat")


def _printed(formula: Term) -> Iterator[str]:
    """A formula of a goal as the words would write it, an inequality either way round; nothing where it cannot be printed."""
    try:
        text = to_lean(formula)
    except NotPrintable:
        return
    yield _plain(text)
    if isinstance(formula, App) and formula.name in _TURNED:
        a, b = formula.args
        yield _plain(f"{to_lean(b, 51)} {_TURNED[formula.name]} {to_lean(a, 51)}")


_TURNED = {"LT.lt": ">", "LE.le": "≥", "Eq": "="}


def _plain(text: str) -> str:
    """A form in which a term of the words and the same one of a goal are equal, in most cases: without spaces, types, and
    different ways to write roots and absolute values."""
    text = re.sub(r"\((-?[\w.]+) : [ℕℤℚℝℂ]\)", r"\1", text)
    text = re.sub(r"abs \(([^()]*)\)", r"|\1|", text.replace("Real.sqrt ", "√").replace("Real.pi", "π"))
    return text.replace(" ", "")


class _Letters:
    """Matches the words' letters with a goal's variables: the same name, but for case, or the only one it begins."""

    def __init__(self, functions: frozenset[str], variables: tuple[str, ...]) -> None:
        self.functions, self.variables = functions, variables
        self.names = {*functions, *variables}

    def relation(self, relation: Relation) -> Relation | None:
        left, right, modulus = (self.term(term) for term in (relation.left, relation.right, relation.modulus))
        return None if None in (left, right, modulus) else Relation(left, relation.symbol, right, modulus)

    def form(self, relation: Relation) -> ClosedForm | None:
        """A closed form such as ``f n = n + 1``."""
        m = re.fullmatch(r"(\w) (\w)", relation.left)
        if m is None or m[1] not in self.functions or not m[2].isalpha() or relation.symbol != "=":
            return None
        value = self.term(relation.right, m[2])
        if value is None or self.functions & set(_NAME.findall(value)) or m[2] not in _NAME.findall(value):
            return None
        return ClosedForm(m[1], m[2], value)

    def roots(self, relations: Iterable[Relation]) -> tuple[tuple[str, ...], ...]:
        """The values of each letter that is none of the goal's, where it has several."""
        values: dict[str, dict[str, None]] = {}
        for relation in relations:
            if relation.gives_value and relation.left.isalpha() and self.name(relation.left) is None:
                values.setdefault(relation.left, {})[relation.right] = None
        return tuple(tuple(found) for found in values.values() if len(found) > 1)

    def term(self, term: str, *bound: str) -> str | None:
        """The term over the goal's variables, or ``None`` where one of its letters, not ``bound``, is not there."""
        own = {"abs", *bound, *_BOUND.findall(term)}
        names = {name: name if name in own else self.name(name) for name in _NAME.findall(term)}
        return None if None in names.values() else _NAME.sub(lambda m: names[m.group()], term)

    def name(self, letter: str) -> str | None:
        if letter in self.names:
            return letter
        for other in (letter.swapcase(), letter.replace("_", "")):
            if other in self.names:
                return other
        begun = [v for v in self.variables if v.lower().startswith(letter.lower()) and len(v) > 1 and v[-1].isalpha()]
        return begun[0] if len(begun) == 1 else None
