"""A false theorem: its negation handed to Lean, with a proof made from a counter-model.

The negation is a theorem over the same text (``prover.lean.negation``).  Its proof takes the statement at the counter-model's
values, and each hypothesis of it and the conclusion's negation are left as goals about numbers, which a few tactics are tried on.
What comes of it passes the same final check as every proof.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Optional

from prover.algebra.counter_models import Abstracted, CounterModel
from prover.conclusion import checked
from prover.lean.environment import LeanEnvironment
from prover.lean.errors import LeanError
from prover.lean.negation import NoNegation, name_of_negation, negated
from prover.lean.pool import LeanPool
from prover.lean.terms import App, Bind, GoalTerms, Term, opened, walk
from prover.lean.verify import exported
from prover.moves.base import MOVES, run
from prover.moves.goal import Goal
from prover.result import ProofResult
from search.game import NewState, ProofState, Proved

CLOSERS = ("norm_num", "decide", "omega", "simp", "norm_num [max_def, min_def]", "grind")
"""Tried in this order on each goal that is left at the counter-model."""
BOUND_CLOSERS = (
    "norm_num",
    "decide",
    "omega",
    "intros; rfl",
    "intros; norm_num",
    "rintro ⟨k, hk⟩; omega",
    "intros; ring",
    "intros; push_cast; ring",
    "intros; field_simp; ring",
)
"""Tried instead where the goal has bound variables."""
_INTRODUCED = "intro H"
_EASY = "all_goals try (norm_num; done)"
"""Closes what computing closes, so that the search has the other goals alone."""
_ATTEMPTS = 60
"""Tactics tried in all for one proof."""


Prove = Callable[[LeanEnvironment, ProofState], Awaitable[Optional[Sequence[str]]]]
"""Searches for a proof of a state."""


async def disprove(
    pool: LeanPool,
    environment: LeanEnvironment,
    terms: GoalTerms,
    model: CounterModel,
    common: dict[str, Any],
    prove: Optional[Prove] = None,
) -> Optional[ProofResult]:
    """The result with status ``disproved``, where Lean accepts the negation at the model's values.

    ``environment`` is the theorem's, on a worker of ``pool``; ``terms`` its goal; ``common`` are ``OpenTheorem.fields``;
    ``prove`` is asked where the tactics for goals about numbers do not do.
    """
    worker = environment.worker
    statement = environment.statement
    try:
        other = await LeanEnvironment.open(
            worker, negated(statement), name_of_negation(statement), environment.tactic_limit, environment.heartbeats
        )
    except (NoNegation, LeanError):
        return None
    try:
        proof = await _proof(other, terms, model, prove)
        if proof is None:
            return None
        source = exported(other.statement.with_proof(proof), worker.command.header)
        result = await checked(pool, worker, other.statement, source, proof, ["refuter"] * len(proof), common)
    finally:
        await other.close()
    if not result.proved:
        return None
    return result.model_copy(update={"status": "disproved", "counter_model": model.text})


async def _supposing(other: LeanEnvironment, terms: GoalTerms) -> Optional[ProofState]:
    """The negation's state after ``intro H``, where ``H`` is the theorem itself, as a term: with the same variables, hypotheses
    and conclusion."""
    outcome = await other.apply(other.root, _INTRODUCED)
    found = await other.look(outcome.state) if isinstance(outcome, NewState) else None
    if found is None or found.cut or terms.cut or not found.hypotheses or not isinstance(outcome, NewState):
        return None
    supposed: Term = found.hypotheses[-1].type
    for h in terms.hypotheses:
        match supposed:
            case Bind("∀", _, domain, _) if domain == h.type:
                supposed = opened(supposed, h.var)
            case App("→", (domain, rest)) if domain == h.type:
                supposed = rest
            case _:
                return None
    return outcome.state if supposed == terms.target else None


async def _proof(
    other: LeanEnvironment, terms: GoalTerms, model: CounterModel, prove: Optional[Prove] = None
) -> Optional[list[str]]:
    state = await _supposing(other, terms)
    if state is None:
        return None
    proof, tried = [_INTRODUCED], 0
    steps = list(_taken_at(terms, model))
    growing = {*steps, *_by_value(model)} - {_EASY}
    while tried < _ATTEMPTS:
        applied = not steps
        for tactic in [steps.pop(0)] if steps else await _closers(other, state, model):
            if tactic in growing and tactic in proof:
                continue
            tried += 1
            outcome = await other.apply(state, tactic)
            if isinstance(outcome, Proved):
                return [*proof, tactic]
            if isinstance(outcome, NewState) and (tactic in growing or len(outcome.state.goals) < len(state.goals)):
                state = outcome.state
                proof.append(tactic)
                break
        else:
            if tactic == _EASY:
                continue
            rest = await prove(other, state) if prove is not None and applied else None
            return None if rest is None else [*proof, *rest]
    return None


def _taken_at(terms: GoalTerms, model: CounterModel) -> Iterator[str]:
    """Tactics that apply the statement to the model's values."""
    values, proofs = dict(model.values), dict[str, str]()
    if (abstracted := model.abstracted) is not None:
        yield _obtained(abstracted, values)
        values |= {name: name for name in abstracted.names}
        proofs = {name: name for name, _ in abstracted.laws}
    arguments = " ".join(_arguments(terms, values, proofs))
    yield f"refine absurd {f'(@H {arguments})' if arguments else 'H'} ?_"
    yield "all_goals clear H"
    if model.found_by != "equations":  # of numbers that may be too large to compute with
        yield _EASY


def _obtained(abstracted: Abstracted, values: dict[str, str]) -> str:
    """There are such variables; what they are is forgotten but for their laws."""
    names = ", ".join([*abstracted.names, *(name for name, _ in abstracted.laws)])
    binders = " ".join(f"({name} : {type_})" for name, type_ in zip(abstracted.names, abstracted.types, strict=True))
    laws = " ∧ ".join(f"({law})" for _, law in abstracted.laws)
    witness = ", ".join([*(values[name] for name in abstracted.names), *["?_"] * len(abstracted.laws)])
    closers = ["rfl", "(intro n; rfl)"]
    for start in sorted({*abstracted.starts}):
        at = f"obtain ⟨m, rfl⟩ := Nat.exists_eq_add_of_le' (show {start} ≤ n by omega)"
        closers.append(f"(intro n hn; {at}; rfl)")
    return f"obtain ⟨{names}⟩ : ∃ {binders}, {laws} := by\n  refine ⟨{witness}⟩ <;>\n    first | {' | '.join([*closers, 'norm_num'])}"


async def _closers(other: LeanEnvironment, state: ProofState, model: CounterModel) -> Sequence[str]:
    """What may prove the first goal."""
    if model.found_by == "equations":  # of numbers that may be too large to compute with
        return []
    terms = await other.look(state)
    if terms is None:
        return CLOSERS
    goal = Goal(terms)
    has_binder = any(isinstance(part, Bind) for part in walk(goal.target))
    computed = [s.tactic for s in run(MOVES["computed_witness"], goal)]
    return [*computed, *(BOUND_CLOSERS if has_binder else CLOSERS), *_by_value(model)]


def _by_value(model: CounterModel) -> Iterator[str]:
    """What leaves the value of one side to be shown."""
    if (abstracted := model.abstracted) is not None and abstracted.left:
        yield f"suffices value : {abstracted.left} = {abstracted.right} by\n  rw [value]; norm_num"


def _arguments(terms: GoalTerms, values: dict[str, str], proofs: dict[str, str]) -> Iterator[str]:
    """What the statement is applied to: the model's values, and proofs or holes for them; up to where its conclusion is no ``∀``."""
    for h in terms.hypotheses:
        yield proofs.get(h.name, "?_") if h.kind == "prop" else _bracketed(values.get(h.name, "_")) if h.kind == "data" else "_"
    target, taken = terms.target, {h.name for h in terms.hypotheses}
    while True:
        match target:
            case App("→", (_, rest)):
                yield "?_"
                target = rest
            case Bind("∀", name, _, body):
                while name in taken:
                    name += "'"
                taken.add(name)
                yield _bracketed(values.get(name, "_"))
                target = body
            case App("Not"):
                yield "?_"
                return
            case _:
                return


def _bracketed(text: str) -> str:
    return text if text.isalnum() or text == "_" else f"({text})"
