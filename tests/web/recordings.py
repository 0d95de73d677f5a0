"""A small run to look at: four searches of an invented game, one of hostile words, one statement that Lean refused."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.data.problem import Problem
from benchmarks.measure.view_recording import InventedGame, open_run, put, record
from prover.result import ProofResult
from search import Budget, NewState, ProofState, Proposal, Proved, TacticError

SCRIPT = "<script>window.hacked=1</script>"
IMAGE = '<img src=x onerror="window.hacked=1">'
LINK = "](javascript:alert(1)) [x](javascript:alert(1))"
MATHS = r"$\href{javascript:window.hacked=1}{x}$ $\htmlData{a=b}{y}$ $\includegraphics{http://example.org/x.png}$"
HOSTILE_NAME = f"«a~1/../%2F?x=1#{IMAGE}»"
HOSTILE_SOURCE = "<b onclick=alert(1)>IMO</b>"
HOSTILE_GOAL = f'x : String\nh : x = "{SCRIPT}"\n⊢ "{LINK}" = "{IMAGE}"'
HOSTILE_CHILD = f'x : String\nh : x = "{IMAGE}"\n⊢ "</pre><script>window.hacked=2</script>" = x'
HOSTILE_TACTIC = f"rw [{SCRIPT}] -- {IMAGE}"
HOSTILE_MESSAGE = f"unknown identifier {SCRIPT}{IMAGE}\n{LINK}"

PROOF_IN_WORDS = r"Squares: $$\sqrt{\frac{x}{y}} = \begin{pmatrix} a & b \end{pmatrix} \overbrace{x \cdot x}^{2} \ge 0.$$"

LARGE = "large_search"
"""Failed, some hundred nodes, with merges and all kinds of outcomes."""
PROVED = "small_proof"


class HostileGame:
    """The root, one child, a proof: every text an attack."""

    name = f"evil {IMAGE}"
    root = ProofState("root", (HOSTILE_GOAL,))

    async def propose(self, states):
        return [[Proposal("exact no", -0.1, SCRIPT), Proposal(HOSTILE_TACTIC, -0.5, SCRIPT)] for _ in states]

    async def apply(self, state, tactic):
        if tactic == "exact no":
            return TacticError(HOSTILE_MESSAGE, 0.01)
        return NewState(ProofState("child", (HOSTILE_CHILD,)), 0.01) if state.key == "root" else Proved(0.01)

    async def release(self, states): ...


def make_run(folder: Path) -> Path:
    problems = [
        _problem(PROVED, "AMC", informal_statement="Show that $x^2 \\ge 0$.", informal_proof=PROOF_IN_WORDS),
        _problem(LARGE, "IMO"),
        _problem("other_proof", "AMC"),
        _problem("hopeless", "MATHD algebra"),
        _problem("refused", "IMO"),
        _problem(HOSTILE_NAME, HOSTILE_SOURCE, f"{SCRIPT} {IMAGE} {LINK} {MATHS}", f"{IMAGE} {MATHS}"),
    ]
    data, path = folder / "problems.jsonl", folder / "run"
    data.write_text("".join(json.dumps(_row(problem), ensure_ascii=False) + "\n" for problem in problems), encoding="utf-8")
    with open_run(path, problems, selection=[str(data)]) as run:
        record(run, problems[0], InventedGame(seed=2, proof=4), Budget(nodes=500))
        record(run, problems[1], InventedGame(seed=1), Budget(nodes=250))
        record(run, problems[2], InventedGame(seed=3, proof=4), Budget(nodes=500))
        record(run, problems[3], InventedGame(seed=4), Budget(expansions=4))
        refused = ProofResult(name="refused", statement="theorem refused : nonsense", status="error", error_kind="statement",
                              error=f"unknown identifier 'nonsense' {IMAGE}")  # fmt: skip
        put(run, problems[4], refused)
        record(run, problems[5], HostileGame())
    return path


def _problem(name: str, source: str, informal_statement: str = "", informal_proof: str = "") -> Problem:
    return Problem(
        id=name,
        name=name,
        split="all",
        source=source,
        statement=f"theorem {name} (x y : ℝ) : x * y + y ≤ y * (x + 1) := sorry",
        informal_statement=informal_statement,
        informal_proof=informal_proof,
    )


def _row(problem: Problem) -> dict[str, str]:
    return {"name": problem.name, "split": problem.split, "source": problem.source, "statement": problem.statement,
            "informal_statement": problem.informal_statement, "informal_proof": problem.informal_proof}  # fmt: skip
