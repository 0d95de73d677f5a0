"""Machine code for later starts: what V8 has compiled of embedded Lean after it has worked for a while.

A function of WebAssembly is first compiled quickly and, once it has been called often, well.  The second takes many seconds of
processor time in each process, and until it is done Lean is a third slower.  So a process that starts from the snapshot proves
some theorems of ours, and what has been compiled by then lies beside the snapshot (`code.bin`, see ``loader.js``).
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from prover.lean.embedded.image import finish, running
from prover.lean.embedded.install import EmbeddedInstallation
from prover.lean.errors import LeanNotAvailable
from prover.lean.messages import ANSWER_MARK, Open, Tactic

logger = logging.getLogger(__name__)
STATEMENTS = (
    "(n : ℕ) (h : 2 < n) (e : n % 2 = 0) : ∃ p q : ℕ, Nat.Prime p ∧ Nat.Prime q ∧ p + q = n",
    "(x y z : ℝ) (h : 0 < x) (k : x * y + y * z + z * x = 3) (l : Real.sqrt x + y = z) : x ^ 4 + y ^ 3 + z ^ 2 < 7 * x * y * z + 1",
    "(a b c : ℝ) (h : a + b + c = 1) (k : 0 < a ∧ 0 < b ∧ 0 < c) : a * b + b * c + c * a < 1 / 4",
    "(x y : ℤ) (h : x ^ 2 - 5 * y ^ 2 = 4) (k : 7 ∣ x + y) : x % 2 = y % 2 ∧ 3 ∣ x * y",
    "(f : ℕ → ℕ) (h : ∀ n, f (n + 1) = 2 * f n + n) (k : f 0 = 1) : f 12 % 7 = 4 ∨ f 12 = 9000",
    "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ n ∣ 36 ∧ n % 4 = 0) : ∑ k ∈ S, k ^ 2 = 1700 ∧ S.card = 4",
    "(n : ℕ) : ∑ k ∈ Finset.range (n + 1), (2 * (k : ℝ) + 1) / (k + 1) < 2 * n + 3",
    "(x : ℝ) (h : x ^ 2 - 5 * x + 6 = 0) (k : |x - 2| < 1 / 2) (l : ⌊x⌋ = 2) : x ^ 3 = 8 ∧ Real.log x < 1",
    "(p q r : Prop) (f : ℤ → ℤ) (h : p → q ∨ r) (k : ∀ x y, f (x + y) = f x + f y) (l : p ↔ f 2 = 4) : r ∨ (p → q) ∧ f 3 = 6",
)
TACTICS = (
    "norm_num", "simp_all", "omega", "decide", "rfl", "norm_num at *", "linarith", "nlinarith [sq_nonneg (1 : ℝ)]", "grind",
    "field_simp", "push_cast", "simp at *", "constructor", "by_contra hc", "ring", "positivity", "rcases h with h", "norm_cast at *",
    "obtain ⟨h₁, h₂⟩ := k", "intro", "exact absurd h (by norm_num)", "aesop", "linear_combination h", "simp [h]", "rw [h]",
)  # fmt: skip
"""Tried on each statement with each beginning."""
BEGINNINGS = ("", "by_contra hn\n", "exfalso\n")


def save_code(installation: EmbeddedInstallation, work: Path) -> None:
    """Have a process that starts from the snapshot in the folder ``work`` try tactics, and write its code there.

    Where that fails there is none: Lean compiles as it goes, as before.  Raises ``OSError`` if the code cannot be stored.
    """
    log, variables = work / "code.log", {"PROVER_SNAPSHOT": str(work), "PROVER_SAVE_CODE": str(work)}
    try:
        with running(installation, [(installation.root, "/lean")], work, [], log, **variables) as process:
            finish(process, _requests().encode(), log, f"{ANSWER_MARK}saved")
    except LeanNotAvailable as error:
        (work / "code.bin").unlink(missing_ok=True)
        logger.warning("Lean starts without saved machine code, which makes its first half minute slower: %s", error)
    log.unlink()


def _requests() -> str:
    lines = list[str]()
    for i, statement in enumerate(STATEMENTS):
        lines.append(_line(Open(theorem=i, source=f"theorem t {statement} := sorry")))
        for beginning in BEGINNINGS:
            lines += [_line(Tactic(theorem=i, state=0, tactic=beginning + tactic, heartbeats=40_000)) for tactic in TACTICS]
    return "".join(lines)


def _line(request: Open | Tactic) -> str:
    return json.dumps({"id": 0, **request.model_dump()}, ensure_ascii=False) + "\n"
