"""``n - 1`` where ``n`` is positive: ``n = m + 1``, after which the laws about successors apply."""

from __future__ import annotations

from prover.lean.terms import NAT, App, Num, Term, Var, conjuncts, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal
from prover.moves.induction import lower_bound

_SUCCESSORS = {"Nat.choose": "Nat.choose_succ_succ", "Nat.factorial": "Nat.factorial_succ", "HPow.hPow": "pow_succ"}


@move
def predecessors(goal: Goal) -> Steps:
    """Natural numbers of which the target subtracts 1, and that are positive, written as successors."""
    found = [n for n in dict.fromkeys(map(_lessened, walk(goal.target))) if n is not None and n.accessible]
    positive = [n for n in found if any(_bounds(part, n) for h in goal.props for part in conjuncts(h.type))]
    if not positive:
        return
    lines, taken = [], list[str]()
    for n in positive:
        taken.append(goal.fresh("m", taken))
        lines.append(f"obtain ⟨{taken[-1]}, rfl⟩ : ∃ {taken[-1]} : ℕ, {n.name} = {taken[-1]} + 1 := ⟨{n.name} - 1, by omega⟩")
    lines.append("simp only [Nat.add_sub_cancel]")
    said = ", ".join(f"{n.name} = {m} + 1" for n, m in zip(positive, taken, strict=True))
    laws = [law for name, law in _SUCCESSORS.items() if name in goal.target_heads]
    if laws:
        close = f"rw [{', '.join(laws)}]; first | omega | ring | linarith"
        yield step("predecessors_closed", lines="\n".join(lines), close=close, computed=said)
    yield step("predecessors", lines="\n".join(lines), computed=said)


def _lessened(term: Term) -> Var | None:
    match term:
        case App("HSub.hSub", (Var(type=type_) as n, Num(1))) if type_ == NAT:
            return n
    return None


def _bounds(fact: Term, n: Var) -> bool:
    return (lower_bound(fact, n) or 0) >= 1
