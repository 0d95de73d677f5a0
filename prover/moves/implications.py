"""Hypotheses that hold for all, implications and equivalences: applied forward, backward, and at what is in sight."""

from __future__ import annotations

from collections.abc import Iterator

from prover.lean.terms import App, Bind, Term, number_type, opened, variables
from prover.moves.base import Steps, move, step
from prover.moves.goal import NUMBER_TYPES, Goal, head, matrix
from prover.moves.matching import FALSE, Found, Rule, match, proved, rules, substituted
from prover.moves.words import WordFacts, arguments_in, bracket, names_in

_MOST = 4
"""Facts that one step adds."""


@move
def forward(goal: Goal) -> Steps:
    """What follows from hypotheses by hypotheses: ``∀ x, p x → q x`` where ``p a`` is known.  Those that could go on for ever come
    one at a time."""
    known = set(goal.formulas[:-1])
    lines: list[str] = []
    names: list[str] = []
    once = 0
    for rule, found, proofs in _applications(goal):
        conclusion = substituted(rule.conclusion, found)
        if conclusion in known:
            continue
        known.add(conclusion)
        proof = rule.applied(found, proofs)
        if conclusion == goal.target or conclusion == FALSE:
            yield step("exact", proof=proof if conclusion == goal.target else f"({proof}).elim")
            return
        name = goal.fresh(rule.hypothesis.name + "'", names)
        if rule.recursive:
            yield step("forward_once", once, line=f"have {name} := {proof}")
            once += 1
        elif len(names) < _MOST:
            names.append(name)
            lines.append(f"have {name} := {proof}")
    if lines:
        yield step("forward", lines="\n".join(lines))


def _applications(goal: Goal) -> Iterator[tuple[Rule, Found, dict[Term, str]]]:
    """The rules with all their premises proved, at most ``_MOST`` times each."""
    for h in goal.props:
        for rule in rules(h):
            if not 0 < len(rule.premises) <= 4:
                continue
            given = 0
            for found, proofs in proved(rule.premises, goal.props, {}):
                if given < _MOST and rule.placeholders <= found.keys():
                    given += 1
                    yield rule, found, proofs


@move
def backward(goal: Goal) -> Steps:
    """A hypothesis whose conclusion is the target; its premises remain, but for those that are known."""
    position = 0
    for h in goal.props:
        for rule in rules(h):
            found: Found = {}
            if not rule.arguments or not match(rule.conclusion, goal.target, found):
                continue
            whole = next((w for w in proved(rule.premises, goal.props, dict(found)) if rule.placeholders <= w[0].keys()), None)
            if whole is not None:
                yield step("exact", proof=rule.applied(*whole))
            elif rule.placeholders <= found.keys():
                known = {t.type: t.name for t in goal.props}
                proofs = {p: known[q] for p in rule.premises if (q := substituted(p, found)) in known}
                if any(substituted(p, found) == goal.target for p in rule.premises):
                    continue
                yield step("backward", position, proof=rule.applied(found, proofs, "?_"))
                position += 1


@move
def instantiate(goal: Goal, words: WordFacts) -> Steps:
    """Use a hypothesis ``∀ x, …`` at small numbers, at the variables in sight, and at the arguments the words write."""
    said = " ; ".join(words.said)
    for h in goal.props:
        if not isinstance(h.type, Bind) or h.type.kind != "∀":
            continue
        new, law = goal.fresh(h.name + "'"), h.name
        points = [_points(goal, domain) for domain in _domains(h.type)]
        if len(points) == 1 and points[0]:
            yield step("law_at_points", lines=_at_points(goal, law, points[0]))
            for point in points[0]:
                yield step("law_at_point", h=new, law=law, point=point)
        elif len(points) == 2 and all(p[:2] == ["0", "1"] for p in points):
            for pair in ("0 0", "1 0", "0 1", "1 1"):
                yield step("law_at_two_points", h=new, law=law, points=pair)
        functions = [v.name for v in goal.functions if v in variables(h.type)]
        written = [p for f in functions for p in arguments_in(said, f)]
        written = [p for p in dict.fromkeys(written) if names_in(p, goal) or p == "Real.pi" or not any(map(str.isalpha, p))]
        written = written or [bracket(n) for n in words.numbers[:4] if n.isdecimal()]
        for i, point in enumerate(written[:2]):
            yield step("law_at_point_of_words", i, h=new, law=law, point=point)
        if written and head(matrix(h.type)) != "→":
            yield step("law_at_points_of_words", lines=_at_points(goal, law, written[:5]))


def _domains(proposition: Term) -> list[Term]:
    """What the ``∀``s range over with which a proposition begins."""
    domains: list[Term] = []
    while isinstance(proposition, Bind) and proposition.kind == "∀":
        domains.append(proposition.domain)
        proposition = opened(proposition, App("_"))
    return domains


def _points(goal: Goal, domain: Term) -> list[str]:
    """Small numbers and variables of a type."""
    small = ["0", "1", "2"] if number_type(domain) in NUMBER_TYPES else []
    return [*small, *[h.name for h in goal.data if h.accessible and h.type == domain][:3]]


def _at_points(goal: Goal, law: str, points: list[str]) -> str:
    names = goal.numbered(law + "'", len(points))
    return "\n".join(f"have {h} := {law} {point}" for h, point in zip(names, points, strict=True))
