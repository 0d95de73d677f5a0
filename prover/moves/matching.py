"""Hypotheses as rules: what they need, what they give, and at which arguments they fit other formulas.

``∀ x y, p → q → r`` takes the arguments ``x``, ``y`` and proofs of ``p`` and ``q``.  Matching is first-order and syntactic, but
for ``n + k`` against a larger natural numeral, which Lean unifies too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from prover.lean.terms import App, Bind, Call, Hypothesis, Num, Term, Var, is_loose, number_type, opened, rebuild, type_of, walk
from prover.moves.goal import lean

FALSE = App("False")
Found = dict[Var, Term]
"""What the placeholders of a rule stand for."""


@dataclass(frozen=True)
class Rule:
    """A hypothesis that is universal, an implication, an equivalence read in one direction or a negation.

    ``arguments``: in order, a placeholder for each variable and a formula for each premise.  ``direction``: ``""``, ``.mp`` or
    ``.mpr``; then the last premise is one side of the equivalence.  ``unwritten``: placeholders that Lean finds by itself.
    """

    hypothesis: Hypothesis
    arguments: tuple[Term, ...]
    conclusion: Term
    direction: str = ""
    placeholders: frozenset[Var] = field(default=frozenset())
    unwritten: frozenset[Var] = field(default=frozenset())

    @cached_property
    def premises(self) -> list[Term]:
        return [a for a in self.arguments if a not in self.placeholders]

    @property
    def recursive(self) -> bool:
        """Whether its conclusion may be one of its premises again, for other arguments."""
        return any(match(self.renamed(p), self.conclusion, {}) or match(self.conclusion, p, {}) for p in self.premises)

    def renamed(self, term: Term) -> Term:
        """With other placeholders than the rule's own."""
        return substituted(term, {v: Var(v.name + "'", v.type, False) for v in self.placeholders})

    def applied(self, found: Found, proofs: dict[Term, str], open_: str = "") -> str:
        """The rule as a Lean term, applied: ``h 2 hp``, ``(h x).mp hp``.  ``proofs``: of premises; ``open_`` stands for a proof that is
        not among them.  Raises ``KeyError`` where an argument is not known, ``NotPrintable``."""
        parts = [
            argument_text(found[a])
            if isinstance(a, Var) and a in self.placeholders
            else proofs[a]
            if a in proofs or not open_
            else open_
            for a in self.arguments
            if a not in self.unwritten
        ]
        if not self.direction:
            return " ".join([self.hypothesis.name, *parts])
        *before, last = parts
        base = " ".join([self.hypothesis.name, *before])
        return f"{f'({base})' if before else base}{self.direction} {last}"


def argument_text(term: Term) -> str:
    """A term as an argument whose type is known."""
    return (
        f"({term.value})"
        if isinstance(term, Num) and term.value < 0
        else str(term.value)
        if isinstance(term, Num)
        else lean(term, 1024)
    )


def rules(h: Hypothesis) -> list[Rule]:
    """A hypothesis as rules: two for an equivalence, one otherwise."""
    arguments: list[Term] = []
    placeholders: set[Var] = set()
    term = h.type
    while True:
        match term:
            case Bind("∀", _, domain, _):
                placeholder = Var(f"?{len(arguments)}", domain, False)
                placeholders.add(placeholder)
                arguments.append(placeholder)
                term = opened(term, placeholder)
            case App("→", (p, q)):
                arguments.append(p)
                term = q
            case _:
                break
    defined = _unfolded(term, len(arguments))
    unwritten = frozenset[Var]()
    if defined is not None:
        variables_, premise, term = defined
        unwritten = frozenset(variables_)
        placeholders |= unwritten
        arguments += [*variables_, premise]
    held = frozenset(placeholders)
    match term:
        case App("Iff", (p, q)):
            sides = ((p, q, ".mp"), (q, p, ".mpr"))
            return [Rule(h, (*arguments, premise), conclusion, way, held) for premise, conclusion, way in sides]
        case App("Not", (p,)):
            return [Rule(h, (*arguments, p), FALSE, "", held)]
        case App("Ne", (a, b), implicit):
            return [Rule(h, (*arguments, App("Eq", (a, b), implicit)), FALSE, "", held)]
    return [Rule(h, tuple(arguments), term, "", held, unwritten)]


_ORDERED = {
    "Monotone": ("LE.le", False), "StrictMono": ("LT.lt", False), "Antitone": ("LE.le", True), "StrictAnti": ("LT.lt", True),
}  # fmt: skip


def _unfolded(term: Term, at: int) -> tuple[list[Var], Term, Term] | None:
    """What monotonicity, injectivity and inclusion say: variables, a premise and a conclusion."""
    match term:
        case App("Function.Injective", (f,), (domain, codomain)):
            a, b = (Var(f"?{at + i}", domain, False) for i in range(2))
            return [a, b], App("Eq", (_value(f, a), _value(f, b)), (codomain,)), App("Eq", (a, b), (domain,))
        case App(name, (f,), (domain, codomain, *_)) if name in _ORDERED:
            relation, turned = _ORDERED[name]
            a, b = (Var(f"?{at + i}", domain, False) for i in range(2))
            values = (_value(f, b), _value(f, a)) if turned else (_value(f, a), _value(f, b))
            return [a, b], App(relation, (a, b), (domain,)), App(relation, values, (codomain,))
        case App("HasSubset.Subset", (s, t), (App(_, (of,)), *_)):
            x = Var(f"?{at}", of, False)
            inside = (App("Membership.mem", (collection, x), (of, App("Set", (of,)))) for collection in (s, t))
            return [x], next(inside), next(inside)
    return None


def _value(function: Term, argument: Term) -> Term:
    if isinstance(function, Bind) and function.kind == "λ":
        return opened(function, argument)
    return Call(function, (argument,))


def match(pattern: Term, term: Term, found: Found) -> bool:
    """Whether the term is the pattern with terms in the place of its placeholders; those are added to ``found``, also where the
    answer is no."""
    if isinstance(pattern, Var) and pattern.name.startswith("?"):
        if pattern in found:
            return found[pattern] == term
        kind, wanted = type_of(term), number_type(pattern.type)
        if is_loose(term) or (kind is not None and (number_type(kind) != wanted if wanted else kind != pattern.type)):
            return False
        found[pattern] = term
        return True
    match pattern, term:
        case App("HAdd.hAdd", (a, Num(less))), Num(value, type_) if number_type(type_) == "ℕ" and value >= less:
            return match(a, Num(value - less, type_), found)
        case App(name, args, implicit), App(other, others, hidden):
            return name == other and _all(args, others, found) and _all(implicit, hidden, found)
        case Call(function, args), Call(other, others):
            return match(function, other, found) and _all(args, others, found)
        case Bind(kind, _, domain, body), Bind(other, _, over, inner):
            return kind == other and match(domain, over, found) and match(body, inner, found)
    return pattern == term


def _all(patterns: tuple[Term, ...], terms: tuple[Term, ...], found: Found) -> bool:
    return len(patterns) == len(terms) and all(match(p, t, found) for p, t in zip(patterns, terms, strict=True))


def substituted(term: Term, found: Found) -> Term:
    """The term with what is found in the place of placeholders."""
    if isinstance(term, Var):
        return found.get(term, term)
    return rebuild(term, lambda part: substituted(part, found))


def occurs(pattern: Term, formulas: Iterable[Term]) -> bool:
    """Whether an instance of the pattern stands somewhere in the formulas."""
    return any(match(pattern, part, {}) for formula in formulas for part in walk(formula))


def proved(
    premises: list[Term], facts: list[Hypothesis], found: Found, most: int = 200
) -> Iterator[tuple[Found, dict[Term, str]]]:
    """The ways in which all premises are among the facts: what the placeholders then are, and the premises' proofs.

    Gives up after ``most`` comparisons.
    """
    left = [most]

    def search(at: int, found: Found, proofs: dict[Term, str]) -> Iterator[tuple[Found, dict[Term, str]]]:
        if at == len(premises):
            yield found, proofs
            return
        for h in facts:
            left[0] -= 1
            if left[0] < 0:
                return
            extended = dict(found)
            if match(premises[at], h.type, extended):
                yield from search(at + 1, extended, {**proofs, premises[at]: h.name})

    yield from search(0, found, {})
