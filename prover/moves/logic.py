"""Logic: introduce, take hypotheses apart, split the target, use what holds for all, argue by contradiction."""

from __future__ import annotations

import re

from prover.moves.base import Tactics, printed_move, tactic
from prover.moves.printed import NUMBER_TYPES, Goal, arguments, binder_names, has_top, mentions, quantifiers, split_top
from prover.moves.words import WordFacts, bracket


@printed_move
def introduce(goal: Goal) -> Tactics:
    """Everything ``intro`` can take, at once."""
    names = binder_names(goal)
    if names:
        yield tactic("introduce", names=" ".join(names))


@printed_move
def take_apart(goal: Goal) -> Tactics:
    """Split hypotheses into what they hold."""
    lines = []
    for h, type_ in goal.named():
        if h in goal.conjunctions:
            lines.append(f"obtain ⟨{', '.join(goal.numbered(h, len(split_top(type_, '∧'))))}⟩ := {h}")
        elif type_.startswith("∃"):
            yield tactic("open_exists", w=goal.fresh("w"), hw=goal.fresh("hw"), h=h)
        elif has_top(type_, "∨") and not has_top(type_, "→") and not type_.startswith("∀"):
            yield tactic("cases_of_or", h=h, pattern=" | ".join([h] * len(split_top(type_, "∨"))))
    if lines:
        yield tactic("take_apart", lines="\n".join(lines))


@printed_move
def split_target(goal: Goal) -> Tactics:
    """The target's parts; what monotonicity, injectivity and bounds say."""
    target = goal.target
    if target.startswith(("∀", "∃", "¬")):
        return
    if has_top(target, "∧", "↔"):
        yield tactic("constructor")
    elif re.search(r"∈ (lower|upper)Bounds", target):
        yield tactic("intro_defined", names=f"{goal.fresh('y')} {goal.fresh('hy')}")
    elif target.startswith(("Function.Injective", "Monotone", "StrictMono", "Antitone", "StrictAnti")):
        yield tactic("intro_defined", names=f"{goal.fresh('a')} {goal.fresh('b')} {goal.fresh('hab')}")
    elif has_top(target, "∨"):
        yield tactic("left")
        yield tactic("right")


@printed_move
def name_witness(goal: Goal, words: WordFacts) -> Tactics:
    """For ``∃``, pairs, numbers and terms of the words, small numbers, the variables in sight."""
    small = ("0", "1", "2", "3", "-1", *goal.of_type(*NUMBER_TYPES)[:4])
    if goal.target.startswith("∃!"):
        for witness in small:
            yield tactic("unique_witness", witness=witness, y=goal.fresh("y"), hy=goal.fresh("hy"))
    elif goal.target.startswith("∃"):
        for i, pair in enumerate([t for t in words.terms if re.fullmatch(r"\(.*,.*\)", t)][:3]):
            yield tactic("witness_of_words", i, witness=pair[1:-1])
        said = dict.fromkeys([*words.numbers[:8], *(t for t in words.terms if goal.names(t))])
        for i, witness in enumerate([*said][:10]):
            yield tactic("witness_of_words", i, witness=witness)
            yield tactic("open_witness_of_words", i, witness=witness)
        for witness in small:
            yield tactic("witness", witness=witness)


@printed_move
def contradict(goal: Goal, words: WordFacts) -> Tactics:
    """Suppose not; sooner where the words do."""
    if goal.target != "False":
        if words.mention("contradict", "assume the contrary", "suppose not"):
            yield tactic("contradiction_likely", h=goal.fresh("hn"))
        if not goal.target.startswith(("∀", "∃")):
            yield tactic("contradiction", h=goal.fresh("hn"))


@printed_move
def instantiate(goal: Goal, words: WordFacts) -> Tactics:
    """Use a hypothesis ``∀ x, …`` at small numbers, at the variables in sight, and at the arguments the words write."""
    points, said = ["0", "1", "2", *goal.of_type(*NUMBER_TYPES)[:3]], " ; ".join(words.said)
    for law, type_ in goal.types.items():
        if not type_.startswith("∀"):
            continue
        h, depth = goal.fresh(law + "'"), quantifiers(type_)
        if depth == 1:
            yield tactic("law_at_points", lines=_at_points(goal, law, points))
            for point in points:
                yield tactic("law_at_point", h=h, law=law, point=point)
        elif depth == 2:
            for pair in ("0 0", "1 0", "0 1", "1 1"):
                yield tactic("law_at_two_points", h=h, law=law, points=pair)
        written = [p for f in sorted(goal.functions) if mentions(type_, f) for p in arguments(said, f)]
        written = [p for p in dict.fromkeys(written) if goal.names(p) or p == "Real.pi" or not re.search(r"[^\W\d]", p)]
        written = written or [bracket(n) for n in words.numbers[:4] if n.isdecimal()]
        for i, point in enumerate(written[:2]):
            yield tactic("law_at_point_of_words", i, h=h, law=law, point=point)
        if written and "→" not in type_:
            yield tactic("law_at_points_of_words", lines=_at_points(goal, law, written[:5]))


def _at_points(goal: Goal, law: str, points: list[str]) -> str:
    names = goal.numbered(law + "'", len(points))
    return "\n".join(f"have {h} := {law} {point}" for h, point in zip(names, points, strict=True))
