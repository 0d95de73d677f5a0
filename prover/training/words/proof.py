"""A verified proof as a text: a sentence for each step, from the tactic and from what it changed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from prover.policy.goals import Goal, parse_goal
from prover.training.traces import Step
from prover.training.words.latex import latex, latex_name
from prover.training.words.phrases import clause, members, readable
from prover.training.words.problem import is_proposition
from prover.training.words.sketch import MOST_BRANCHES
from prover.training.words.structure import Item, structured

_WAYS = {
    "linarith": ("by adding up what is given", "from the equations above", "which follows directly"),
    "nlinarith": ("by comparing both sides", "after expanding", "from the inequalities above"),
    "positivity": ("since all terms are positive",),
    "ring": ("by expanding", "by algebra", "multiplying out"),
    "omega": ("by checking the remainders", "since the numbers are integers", "by counting"),
    "norm_num": ("by computing", "by a computation"),
    "decide": ("by checking all cases", "by computing"),
    "simp": ("by definition", "by simplifying"),
    "rw": ("by substituting", "by rewriting"),
    "exact": ("as seen above",),
    "field_simp": ("by clearing denominators",),
    "grind": ("by going through the cases",),
    "subst": ("by substituting",),
    "induction": ("by induction",),
}
_FACT = ("We have {}", "Note that {}", "Observe that {}", "Then {}", "It follows that {}", "We get {}")
_LAST = ("Therefore {}", "Hence {}", "So {}", "Thus {}", "This gives {}", "We conclude that {}")
_ENDINGS = (", as desired", ", which is the claim", "", "", ", as required", ", which completes the proof")
_CONNECTIVE = re.compile(r"^(?:therefore|hence|so|thus|then|it follows that|this gives|we conclude that) ")
_SQUARE = re.compile(r"\bsq_nonneg (\w[\w'₀-₉]*|\([^()]*(?:\([^()]*\)[^()]*)*\))")
_LONGEST = 140
"""Longer claims are not said again."""


def proof_text(steps: Sequence[Step], draw: random.Random) -> str:
    """The proof in words; empty where there is nothing to say."""
    items = structured(steps)
    if items is None:
        items = [Item(step.tactic, step.state.partition("\n\n")[0]) for step in steps]
    sentences = [s for s in _block(items, draw, True) if s]
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)


def _block(items: list[Item], draw: random.Random, whole: bool = False) -> list[str]:
    told: list[str] = []
    for number, item in enumerate(items):
        following = items[number + 1].goal if number + 1 < len(items) else ""
        before, after = parse_goal(item.goal), parse_goal(following) if following else None
        if item.branches:
            told += _branches(item, before, draw)
        elif after is not None:
            told.append(_step(item.tactic, before, after, draw))
        else:
            told.append(_closing(item.tactic, before, draw, whole))
    return told


def _branches(item: Item, before: Goal, draw: random.Random) -> list[str]:
    firsts = [parse_goal(branch[0].goal) for branch in item.branches]
    news = [_news(before, first) for first in firsts]
    split = all(news) and item.tactic.split()[0] in ("rcases", "cases", "by_cases", "obtain", "rintro", "interval_cases")
    if len(firsts) > MOST_BRANCHES:
        return ["We go through the cases one by one."]
    told = []
    if split:
        told.append(
            draw.choice(["Hence {}.", "So {}.", "There are these cases: {}."]).format(" or ".join(new[0] for new in news))
        )
    elif witness := _witness(item.tactic):
        told.append(draw.choice(["Take {}.", "We choose {}."]).format(witness))
    elif item.tactic.startswith("constructor") or item.tactic.startswith("refine ⟨"):
        told.append(
            draw.choice(
                ["We prove both parts.", "We show each part in turn.", "There are two parts."][: 3 if len(firsts) == 2 else 2]
            )
        )
    for branch, first, new in zip(item.branches, firsts, news, strict=True):
        lead = ""
        if split:
            lead = draw.choice(["If {},", "In the case {},", "Suppose that {}."]).format(new[0])
        elif first.target != before.target and len(first.target) < _LONGEST and len(branch) > 1:
            lead = f"We show that {clause(first.target, draw)}."
        rest = [sentence for sentence in _block(branch, draw) if sentence]
        if lead.endswith(",") and rest:
            rest[0] = f"{lead} then {_CONNECTIVE.sub('', _lower(rest[0]))}"
        elif lead.endswith("."):
            rest.insert(0, lead)
        told += rest
    return told


def _step(tactic: str, before: Goal, after: Goal, draw: random.Random) -> str:
    word = re.split(r"[\s\[(⟨]", tactic, maxsplit=1)[0]
    news = _news(before, after)
    if word in ("have", "obtain", "rcases", "suffices"):
        if not news:
            return ""
        reason = _reason(tactic, draw) if word == "have" else ""
        objects = _new_objects(before, after)
        where = f" for some ${', '.join(objects)}$" if objects else ""
        return f"{draw.choice(_FACT).format(members(news))}{where}{reason}."
    if word in ("intro", "intros", "rintro", "by_contra"):
        objects = _new_objects(before, after)
        told = f"Let ${', '.join(objects)}$ be given." if objects and draw.random() < 0.7 else ""
        if news:
            lead = "Suppose, for contradiction, that" if word == "by_contra" else draw.choice(["Suppose that", "Assume that"])
            told = f"{told} {lead} {members(news)}.".strip()
        return told
    if witness := _witness(tactic):
        return draw.choice(["Take {}.", "We choose {}."]).format(witness)
    if after.target != before.target and len(after.target) < _LONGEST:
        lead = draw.choice(["it remains to show that", "we must show that", "it is enough to show that"])
        manner = {"rw": "Substituting, ", "subst": "Substituting, ", "norm_num": "Simplifying, ", "simp": "Simplifying, "}.get(
            word, ""
        )
        return f"{manner}{lead} {clause(after.target, draw)}."
    return f"{draw.choice(['This gives {}', 'So {}', 'That is, {}']).format(members(news))}." if news else ""


def _closing(tactic: str, before: Goal, draw: random.Random, whole: bool) -> str:
    if tactic.startswith("induction"):
        return _induction(tactic, before, draw)
    claim = clause(before.target, draw) if before.target != "False" and len(before.target) < _LONGEST else ""
    if before.target == "False":
        return draw.choice(["This is a contradiction.", "That is impossible.", "But this cannot be, a contradiction."])
    ending = draw.choice(_ENDINGS) if whole else ""
    if "<;>" in tactic and tactic.startswith("rcases"):
        return f"Checking each case, {claim or 'the claim follows'}{ending}."
    squares = list(dict.fromkeys(_SQUARE.findall(tactic))) if tactic.startswith("nlinarith") else []
    shown = [_square(square) for square in squares[:3]]
    if shown and all(shown):
        return f"Since {members(shown)}, {draw.choice(['we get ', 'it follows that ', 'we have ', ''])}{claim or 'the claim follows'}{ending}."
    reason = _reason(tactic, draw) if draw.random() < 0.5 else ""
    return f"{draw.choice(_LAST).format(claim or 'the claim holds')}{reason}{ending}."


def _induction(tactic: str, before: Goal, draw: random.Random) -> str:
    found = re.match(r"induction (\S+)", tactic)
    n = latex_name(found[1]) if found else "n"
    step = tactic.rpartition("=>")[2]
    start = draw.choice([f"We use induction on ${n}$.", f"We proceed by induction on ${n}$.", f"By induction on ${n}$."])
    base = draw.choice([f"For ${n} = 0$ both sides agree.", f"The case ${n} = 0$ is clear.", f"The base case ${n} = 0$ holds."])
    end = draw.choice(
        [f"Suppose that it holds for ${n}$; then it holds for ${n} + 1$", f"The step from ${n}$ to ${n} + 1$ follows"]
    )
    return f"{start} {base} {end}{_reason(step, draw) or ' from the assumption'}."


def _reason(tactic: str, draw: random.Random) -> str:
    """``, by expanding``: how a fact is proved, read off the last tactic of its proof that says something."""
    body = tactic.rpartition(" by")[2] if " by" in tactic else tactic if not tactic.startswith("have") else ""
    squares = [shown for square in _SQUARE.findall(tactic)[:2] if (shown := _square(square))]
    if squares and tactic.startswith("have"):
        return f", since {members(squares)}"
    words = [word for word in re.findall(r"[a-z_]+", body) if word in _WAYS]
    return f", {draw.choice(_WAYS[words[-1]])}" if words else ""


def _news(before: Goal, after: Goal) -> list[str]:
    """The facts that are there after and not before."""
    known = {h.type for h in before.hypotheses}
    facts = [h.type for h in after.hypotheses if h.type not in known and is_proposition(h.type)]
    draw = random.Random("".join(facts))
    return [clause(fact, draw) for fact in facts if len(fact) < _LONGEST]


def _new_objects(before: Goal, after: Goal) -> list[str]:
    known = {name for name, _ in before.named()}
    return [latex_name(name) for name, type_ in after.named() if name not in known and not is_proposition(type_)]


def _witness(tactic: str) -> str:
    """The numbers that ``refine ⟨…, ?_⟩`` or ``use`` gives."""
    found = re.match(r"(?:refine|exact) ⟨(.*)⟩$|use (.*)$", tactic, re.DOTALL)
    if found is None:
        return ""
    parts = [part.strip() for part in (found[1] or found[2]).split(",")]
    shown = [term for part in parts if "?_" not in part and "by " not in part and (term := readable(part)) is not None]
    return members([f"${latex(term)}$" for term in shown]) if shown and any(p.kind != "name" for p in shown) else ""


def _square(text: str) -> str:
    term = readable(text.strip())
    if term is None or text.strip("() ") == "_":
        return ""
    shown = latex(term)
    return rf"$({shown})^2 \ge 0$" if term.kind != "name" else rf"${shown}^2 \ge 0$"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
