"""A statement as the text of a problem, read off the first proof state."""

from __future__ import annotations

import random

from prover.policy.goals import Goal, parse_goal
from prover.training.words.latex import latex, latex_name
from prover.training.words.phrases import clause, kind_of, members, readable
from prover.training.words.terms import Term

_PROPOSITIONS = frozenset("= ≠ < > ≤ ≥ ∣ ∈ ∉ ⊆ ⊂ ≡ ∧ ∨ → ↔".split())


def problem_text(state: str, draw: random.Random) -> str:
    """The problem that a goal states, in words and LaTeX; another draw words it otherwise."""
    goal = parse_goal(state)
    objects, facts = sorted_out(goal)
    told = [clause(fact, draw) for fact in facts]
    claim = clause(goal.target, draw)
    answer = _answer(goal.target)
    style = draw.random()
    if not objects and not told:
        return _ask(claim, answer, draw)
    if told and style < 0.25:
        lead = draw.choice(["If", "Given that", "Suppose that"]) if answer else "Suppose that"
        given = f"{_objects(objects, draw, 'where ')}" if objects and draw.random() < 0.6 else ""
        joined = members(told) + (f", {given}" if given else "")
        if lead == "Suppose that" or not answer:
            return f"{lead} {joined}. {_ask(claim, answer, draw)}"
        return f"{lead} {joined}, find {answer[0]}. {_shown(answer, draw)}"
    opening = _objects(objects, draw, draw.choice(["Let ", "Let ", "Suppose that "])) if objects else ""
    if not opening:
        return f"Suppose that {members(told)}. {_ask(claim, answer, draw)}"
    if not told:
        return f"{opening}. {_ask(claim, answer, draw)}"
    if draw.random() < 0.7:
        formulas = all(fact.startswith("$") and fact.endswith("$") and fact.count("$") == 2 for fact in told)
        joint = draw.choice([" with ", " satisfying ", " such that "]) if formulas else " such that "
        return f"{opening}{joint}{members(told)}. {_ask(claim, answer, draw)}"
    return f"{opening}. {draw.choice(['Suppose', 'Assume'])} that {members(told)}. {_ask(claim, answer, draw)}"


def sorted_out(goal: Goal) -> tuple[list[tuple[str, str]], list[str]]:
    """The goal's variables with their types, and its hypotheses' propositions."""
    variables = [(name, type_) for name, type_ in goal.named() if not is_proposition(type_)]
    facts = [h.type for h in goal.hypotheses if is_proposition(h.type)]
    return variables, facts


def is_proposition(type_: str) -> bool:
    """Whether a hypothesis's type is a proposition, told by its form: variables have types, not claims."""
    term = readable(type_)
    if term is None:
        return not type_.startswith(("Type", "Sort"))
    if term.kind == "infix":
        return term.text in _PROPOSITIONS and not (term.text == "→" and _is_type(term))
    if term.kind in ("bind", "prefix", "modulo"):
        return True
    return not _is_type(term)


def _is_type(term: Term) -> bool:
    if term.kind == "infix":
        return term.text in "→×" and all(map(_is_type, term.parts))
    if term.kind == "call":
        return term.parts[0].text in ("Set", "Finset", "List", "Equiv", "ZMod", "Fin", "Multiset", "Type", "Polynomial")
    return term.kind == "name" and (term.text in "ℕℤℚℝℂ αβγ" or term.text.startswith(("Type", "Prop", "Sort", "Bool")))


def _objects(objects: list[tuple[str, str]], draw: random.Random, lead: str) -> str:
    """``Let $x$ and $y$ be real numbers and $n$ an integer``."""
    verb = "be" if lead == "Let " else "are"
    groups: dict[str, list[str]] = {}
    for name, type_ in objects:
        groups.setdefault(type_, []).append(name)
    parts = []
    for type_, names in groups.items():
        shown = members([f"${latex_name(name)}$" for name in names])
        if draw.random() < 0.3 and len(names) > 1:
            shown = "$" + ", ".join(map(latex_name, names)) + "$"
        be = verb if verb == "be" or len(names) > 1 else "is"
        parts.append(f"{shown} {be} {kind_of(type_, len(names) > 1)}")
    return lead + members(parts)


def _answer(target: str) -> tuple[str, str] | None:
    """What is asked for, and the value it has, where the claim is that something is a number."""
    term = readable(target)
    if term is None or term.kind != "infix" or term.text != "=":
        return None
    left, right = term.parts
    return None if left.kind == "number" or not _is_number(right) else (f"${latex(left)}$", f"${latex(right)}$")


def _is_number(term: Term) -> bool:
    if term.kind == "number":
        return True
    return term.kind in ("prefix", "infix") and term.text in "-/√" and all(map(_is_number, term.parts))


def _ask(claim: str, answer: tuple[str, str] | None, draw: random.Random) -> str:
    if answer is not None and draw.random() < 0.6:
        asked = draw.choice(
            ["Find {}.", "What is {}?", "What is the value of {}?", "Determine {}.", "Compute {}.", "Find the value of {}."]
        )
        return f"{asked.format(answer[0])} {_shown(answer, draw)}"
    lead = draw.choice(["Show that", "Prove that"])
    return f"{lead} {claim}."


def _shown(answer: tuple[str, str], draw: random.Random) -> str:
    return draw.choice(["Show that it is {}.", "Show that it is {}.", "Show that the answer is {}."]).format(answer[1])
