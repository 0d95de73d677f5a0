"""``n - 1`` where ``n`` is positive: ``n = m + 1``, after which the laws about successors apply; ``n - 2`` where ``n ≥ 2``."""

from __future__ import annotations

from prover.lean.terms import NAT, App, Num, Term, Var, conjuncts, walk
from prover.moves.base import Steps, move, step
from prover.moves.goal import Goal
from prover.moves.induction import lower_bound

_SUCCESSORS = {"Nat.choose": "Nat.choose_succ_succ", "Nat.factorial": "Nat.factorial_succ", "HPow.hPow": "pow_succ"}


@move
def predecessors(goal: Goal) -> Steps:
    """Natural numbers of which the target subtracts numbers that they are not less than, written as sums with the largest."""
    lessened: dict[Var, set[int]] = {}
    for n, k in filter(None, map(_lessened, walk(goal.target))):
        lessened.setdefault(n, set()).add(k)
    facts = [part for h in goal.props for part in conjuncts(h.type)]
    least = {n: max(lower_bound(fact, n) or 0 for fact in facts) for n in lessened} if facts else {}
    less = {n: ks for n, ks in lessened.items() if n.accessible and max(ks) <= least.get(n, 0)}
    if not less:
        return
    lines, differences, taken = [], ["Nat.add_sub_cancel"], list[str]()
    for n, ks in less.items():
        m, most = goal.fresh("m", taken), max(ks)
        taken.append(m)
        lines.append(f"obtain ⟨{m}, rfl⟩ : ∃ {m} : ℕ, {n.name} = {m} + {most} := ⟨{n.name} - {most}, by omega⟩")
        differences += [f"show {m} + {most} - {k} = {m} + {most - k} from rfl" for k in sorted(ks - {most})]
    lines.append(f"simp only [{', '.join(differences)}]")
    said = ", ".join(f"{n.name} = {m} + {max(ks)}" for (n, ks), m in zip(less.items(), taken, strict=True))
    laws = [law for name, law in _SUCCESSORS.items() if name in goal.target_heads]
    close = ""
    if laws and all(ks == {1} for ks in less.values()):
        close = f"rw [{', '.join(laws)}]; first | omega | ring | linarith"
    elif "Nat.cast" in goal.target_heads:
        close = "push_cast; first | ring | linarith"
    if close:
        yield step("predecessors_closed", lines="\n".join(lines), close=close, computed=said)
    yield step("predecessors", lines="\n".join(lines), computed=said)


def _lessened(term: Term) -> tuple[Var, int] | None:
    match term:
        case App("HSub.hSub", (Var(type=type_) as n, Num(k))) if type_ == NAT and k > 0:
            return n, k
    return None
