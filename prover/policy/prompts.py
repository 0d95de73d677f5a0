"""Prompt formats by name: how a proof state is shown to a model, and what of its answer is the tactic."""

from __future__ import annotations

from dataclasses import dataclass

from prover.policy.base import clean_tactic
from search.game import ProofState


@dataclass(frozen=True)
class PromptFormat:
    """A text with one ``{state}`` in it, and the strings that end an answer.

    ``prefix`` (all before ``{state}``) is the same for every state, so that a model can read it once.
    """

    name: str
    template: str
    stop: tuple[str, ...] = ("\n",)

    def __post_init__(self) -> None:
        if self.template.count("{state}") != 1:
            raise ValueError(f"prompt format {self.name!r}: the template must contain {{state}} exactly once")
        if not all(self.stop):
            raise ValueError(f"prompt format {self.name!r}: a stop string is empty")

    @property
    def prefix(self) -> str:
        return self.template.partition("{state}")[0]

    @property
    def tail(self) -> str:
        return self.template.partition("{state}")[2]

    def suffix(self, state: ProofState) -> str:
        """What follows the prefix: the state's text and the template's rest."""
        return state.text + self.tail

    def prompt(self, state: ProofState) -> str:
        """The whole prompt."""
        return self.prefix + self.suffix(state)

    def cut(self, completion: str) -> tuple[str, bool]:
        """The completion up to its first stop string, and whether there was one."""
        ends = [at for stop in self.stop if (at := completion.find(stop)) >= 0]
        return (completion[: min(ends)], True) if ends else (completion, False)

    def parse(self, completion: str) -> str | None:
        """The tactic in a completion, or ``None``."""
        return clean_tactic(self.cut(completion)[0])


_EXAMPLES = (
    ("p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q", "exact ⟨hp, hq⟩"),
    ("x y : ℝ\nh₀ : 2 * x + y = 7\nh₁ : x - y = 2\n⊢ x = 3", "linarith"),
    ("a b : ℝ\n⊢ 4 * a * b ≤ (a + b) ^ 2", "nlinarith [sq_nonneg (a - b)]"),
    ("α : Type u_1\ns t : Set α\nh : s ⊆ t\n⊢ s ∩ t = s", "ext x"),
    ("p q r : Prop\nh : p ∨ q\nhp : p → r\nhq : q → r\n⊢ r", "rcases h with h | h"),
    ("n : ℕ\nhn : Even n\n⊢ Even (n * n + n)", "obtain ⟨k, rfl⟩ := hn"),
    ("n : ℕ\n⊢ 3 ∣ n ^ 3 + 2 * n", "induction' n with n ih"),
    ("⊢ ∑ i ∈ Finset.range 5, i ^ 2 = 30", "simp [Finset.sum_range_succ]"),
    ("a b : ℤ\nh : a ∣ b\n⊢ a ∣ b * b + 3 * b", "exact dvd_add (h.mul_right b) (h.mul_left 3)"),
    ("f : ℕ → ℕ\nh₀ : ∀ x, f x = x ^ 2 + 1\n⊢ f 3 = 10", "rw [h₀]"),
    ("m n : ℕ\nh : m % 4 = 3\n⊢ m % 2 = 1", "omega"),
)
"""Ours, in Mathlib's manner; goals of textbook kind, none from a benchmark."""


def _llemma() -> PromptFormat:
    shots = "".join(
        f"Tactic state:\n---\n{state}\n---\nNext tactic:\n---\n{tactic}\n---\n\n"
        for state, tactic in _EXAMPLES
    )
    return PromptFormat(
        "llemma",
        "Given the Lean 4 tactic state, suggest a next tactic.\nHere are some examples:\n\n"
        f"{shots}Tactic state:\n---\n{{state}}\n---\nNext tactic:\n---\n",
        stop=("\n", "---"),
    )


LLEMMA = _llemma()
"""Few-shot prompt with tactic state and next tactic, the shape of Llemma's formal-to-formal evaluation
(Azerbayev et al., *Llemma*, ICLR 2024; wellecks/llemma_formal2formal, ``proofsearch.py``), one line a tactic."""

FORMATS: dict[str, PromptFormat] = {LLEMMA.name: LLEMMA}


def get_format(name: str) -> PromptFormat:
    """The prompt format called ``name``.  Raises ``KeyError`` naming those there are."""
    try:
        return FORMATS[name]
    except KeyError:
        raise KeyError(f"unknown prompt format {name!r}; there are: {', '.join(sorted(FORMATS))}") from None
