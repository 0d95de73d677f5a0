"""Prompt formats by name: how a proof state is shown to a model, and what of its answer is the tactic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prover.policy.base import clean_tactic
from prover.policy.views import TACTIC
from search.game import ProofState


@dataclass(frozen=True)
class PromptFormat:
    """A text with one ``{state}`` in it, and the strings that end an answer besides the end-of-text token.

    ``prefix`` (all before ``{state}``) is the same for every state, so that a model can read it once.  ``remove``
    names strings that are no part of a tactic wherever they occur in an answer.  The rest is what suits models
    of this format where nothing else is asked for.
    """

    name: str
    template: str
    stop: tuple[str, ...] = ("\n",)
    remove: tuple[str, ...] = ()
    decoding: Literal["sample", "beam"] = "sample"
    max_new_tokens: int = 32
    max_state_tokens: int = 512
    main_goal_only: bool = False
    """Show the first goal alone, as a model trained on Mathlib's focused goals expects."""

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
        shown = state.goals[0] if self.main_goal_only and state.goals else state.text
        return shown + self.tail

    def prompt(self, state: ProofState) -> str:
        """The whole prompt."""
        return self.prefix + self.suffix(state)

    def cut(self, completion: str) -> tuple[str, bool]:
        """The completion up to its first stop string, and whether there was one."""
        return cut_at(completion, self.stop)

    def unmarked(self, text: str) -> str:
        """``text`` without what is to be removed."""
        for mark in self.remove:
            text = text.replace(mark, "")
        return text

    def parse(self, completion: str) -> str | None:
        """The tactic in a completion, or ``None``."""
        return clean_tactic(self.unmarked(self.cut(completion)[0]))


def cut_at(text: str, stops: Sequence[str]) -> tuple[str, bool]:
    """``text`` up to the first stop string in it, and whether there is one."""
    ends = [at for stop in stops if (at := text.find(stop)) >= 0]
    return (text[: min(ends)], True) if ends else (text, False)


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

_SHORT_EXAMPLES = (
    ("x y : ℝ\nh₀ : 2 * x + y = 7\nh₁ : x - y = 2\n⊢ x = 3", "linarith"),
    ("p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q", "constructor"),
    ("n : ℕ\n⊢ 3 ∣ n ^ 3 + 2 * n", "induction n"),
    ("a b : ℝ\n⊢ 4 * a * b ≤ (a + b) ^ 2", "nlinarith [sq_nonneg (a - b)]"),
    ("p q r : Prop\nh : p ∨ q\n⊢ q ∨ p", "rcases h with h | h"),
    ("⊢ ∀ (n : ℕ), n ≤ n * n", "intro n"),
    ("f : ℕ → ℕ\nh₀ : ∀ x, f x = x ^ 2 + 1\n⊢ f 3 = 10", "simp [h₀]"),
    ("m n : ℕ\nh : m % 4 = 3\n⊢ m % 2 = 1", "omega"),
)


def _few_shot(name: str, head: str, shot: str, examples: Sequence[tuple[str, str]], stop: tuple[str, ...]) -> PromptFormat:
    """``shot`` has ``{state}`` and then ``{tactic}``; the prompt ends where the next tactic would begin."""
    before, _, after = shot.partition("{tactic}")
    shots = "".join(before.replace("{state}", state) + tactic + after for state, tactic in examples)
    return PromptFormat(name, head + shots + before, stop)


LLEMMA = _few_shot(
    "llemma",
    "Given the Lean 4 tactic state, suggest a next tactic.\nHere are some examples:\n\n",
    "Tactic state:\n---\n{state}\n---\nNext tactic:\n---\n{tactic}\n---\n\n",
    _EXAMPLES,
    stop=("\n", "---"),
)
"""Few-shot prompt with tactic state and next tactic, the shape of Llemma's formal-to-formal evaluation
(Azerbayev et al., *Llemma*, ICLR 2024; wellecks/llemma_formal2formal, ``proofsearch.py``), one line a tactic."""

PLAIN = _few_shot(
    "plain",
    "Lean 4 proof states, each with the tactic to use next.\n\n",
    "State:\n{state}\nTactic:{tactic}\n\n",
    [(state, " " + tactic) for state, tactic in _SHORT_EXAMPLES],
    stop=("\n",),
)
"""Fewer, shorter examples and no symmetric separators: small general models, which continue Llemma's prompt
with another hypothesis, answer this one with a tactic."""

DEFAULT = PromptFormat("default", TACTIC.template, stop=(), max_new_tokens=112, main_goal_only=True)
"""What our own models are trained on: the tactic view; the answer, maybe several lines, ends with the end-of-text token."""

BFS_PROVER = PromptFormat("bfs-prover", "{state}:::", stop=(":::",), max_new_tokens=128, max_state_tokens=1024)
"""BFS-Prover (Xin et al. 2025; model card of ByteDance-Seed/BFS-Prover-V2-7B): the state, ``:::``, then the tactic."""

REPROVER = PromptFormat(
    "reprover", "{state}", stop=(), remove=("<a>", "</a>"), decoding="beam", max_new_tokens=512, max_state_tokens=2300
)
"""ReProver's generator (Yang et al., *LeanDojo*, NeurIPS 2023; lean-dojo/ReProver, ``prover/tactic_generator.py``):
the bare state in, at most 2300 bytes, cut on the right; out come by beam search without length penalty tactics in which
names may be marked ``<a>…</a>``.  Without premises: the model ``leandojo-lean4-tacgen-byt5-small``."""

FORMATS: dict[str, PromptFormat] = {prompt.name: prompt for prompt in (DEFAULT, LLEMMA, PLAIN, BFS_PROVER, REPROVER)}


def get_format(name: str) -> PromptFormat:
    """The prompt format called ``name``.  Raises ``KeyError`` naming those there are."""
    try:
        return FORMATS[name]
    except KeyError:
        raise KeyError(f"unknown prompt format {name!r}; there are: {', '.join(sorted(FORMATS))}") from None
