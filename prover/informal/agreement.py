"""Which statements say the same, as far as Lean proves it cheaply.

Two true statements are always equivalent, so the whole propositions are not compared: the variables are matched by name or
type, then the hypotheses must be equivalent, and the conclusions must be so without the hypotheses, save those that only
say what kind of number a variable is.
"""

from __future__ import annotations

from collections.abc import Sequence

from prover.informal.questions import Questions
from prover.informal.screen import about_kind
from prover.informal.signature import Binder, Signature

_EQUIVALENCE = (
    "intros; exact Iff.rfl",
    "intros; simp only []; constructor <;> intros <;> simp_all",
    "intros; simp only []; omega",
    "intros; simp only [Nat.even_iff, Nat.odd_iff, Int.even_iff, Int.odd_iff] <;> omega",
    "intros; simp only []; grind",
    "intros; simp only []; constructor <;> intros <;> first | omega | nlinarith | grind",
    "intros; norm_num",
)


async def groups(questions: Questions, signatures: Sequence[Signature], seconds: float = 6.0) -> list[list[int]]:
    """The numbers of the statements, grouped; the largest group first, among equals the one that begins first.

    ``seconds``: for each question to Lean.  A statement is compared with the first of every group.
    """
    found: list[list[int]] = []
    for number, signature in enumerate(signatures):
        for group in found:
            if await same(questions, signatures[group[0]], signature, seconds):
                group.append(number)
                break
        else:
            found.append([number])
    return sorted(found, key=lambda group: (-len(group), group[0]))


async def same(questions: Questions, one: Signature, other: Signature, seconds: float = 6.0) -> bool:
    """Whether Lean proves the two equivalent, part by part."""
    if (one.opening, one.peeled) == (other.opening, other.peeled):
        return True
    arguments = _matched(one.data, other.data)
    if arguments is None:
        return False
    binders = " ".join(b.text for b in one.peeled[0] if b.bracket == "[" or b in one.data)
    opening = "\n".join(dict.fromkeys([*one.opening.splitlines(), *other.opening.splitlines()]))
    theirs = " ".join(b.text for b in other.data)
    names = {name for b in one.data for name in b.names}
    kinds = [b for b in one.hypotheses if about_kind(b, names)]
    for mine, others, given in (
        (_conjunction(one.hypotheses), _conjunction(other.hypotheses), ""),
        (one.peeled[1], other.peeled[1], "".join(f"({b.type}) → " for b in kinds)),
    ):
        if mine == others == "True":
            continue
        applied = f"(fun {theirs} => ({others} : Prop)) {' '.join(arguments)}" if theirs else others
        statement = Signature(opening, "same", binders, f"{given}(({mine}) ↔ ({applied}))")
        answer = await questions.ask(statement.source(), _EQUIVALENCE, seconds)
        if not answer.proved:
            return False
    return True


def _conjunction(hypotheses: Sequence[Binder]) -> str:
    return " ∧ ".join(f"({b.type})" for b in hypotheses for _ in range(max(1, len(b.names)))) or "True"


def _matched(mine: Sequence[Binder], others: Sequence[Binder]) -> list[str] | None:
    """My variables in the order of the others', by name where the names are the same, else by type; None if they do not match."""
    types = {name: b.type for b in mine for name in b.names}
    wanted = [(name, b.type) for b in others for name in b.names]
    if len(wanted) != len(types):
        return None
    if all(types.get(name) == kind for name, kind in wanted):
        return [name for name, _ in wanted]
    left, matched = list(types), []
    for _, kind in wanted:
        name = next((n for n in left if types[n] == kind), None)
        if name is None:
            return None
        left.remove(name)
        matched.append(name)
    return matched
