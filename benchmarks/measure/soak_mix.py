"""The soak's work: theorems of our own with a number in each, and a policy that draws tactics by weight.

The searches over them are real ones: states branch, merge, close and are released, tactics fail, prove, and run into Lean's
limits in about the proportions seen in searches with the portfolio.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from search.game import ProofState, Proposal

THEOREMS = (
    "(a b c : ℕ) : a + b + c + {k} = c + (b + (a + {k}))",
    "(a b : ℕ) (h : a + {k} < b) : a < b ∧ a + 1 ≤ b",
    "(p q r : Prop) : (p ∧ q) ∧ r → p ∧ (q ∧ r)",
    "(p q r : Prop) : (p → q) → (q → r) → p → r ∨ {k} = 0",
    "(p q : Prop) (h : p ∨ q) : q ∨ p ∨ {k} = {k}",
    "(n : ℕ) (h : n % 2 = 1) : (n + {k}) % 2 = (1 + {k}) % 2",
    "(n : ℕ) : n * (n + 1) % 2 = 0",
    "(x : ℤ) (h : 2 * x = {k} + {k}) : x = {k}",
    "(x y : ℤ) (h : x + y = {k}) (g : x - y = {k}) : x = {k} ∧ y = 0",
    "(x y : ℚ) (h : x = y + {k}) : x - {k} = y",
    "(x y : ℝ) (h : x ≤ y) : x + {k} ≤ y + {k}",
    "(x : ℝ) (h : 0 ≤ x) : 0 ≤ x * x + {k}",
    "(x y : ℝ) : 2 * x * y ≤ x ^ 2 + y ^ 2 + {k}",
    "(xs ys : List ℕ) : (xs ++ ys).length = ys.length + xs.length",
    "(xs : List ℕ) : (xs.map (· + {k})).length = xs.length",
    "(xs ys : List ℕ) : (xs ++ ys).reverse = ys.reverse ++ xs.reverse",
    "(f : ℕ → ℕ) (h : ∀ n, f n = n + {k}) : f 0 = {k} ∧ f (f 0) = {k} + {k}",
    "(f : ℕ → ℕ) (a b : ℕ) (h : a = b) (g : f b = {k}) : f a = {k}",
    "(f g : ℕ → ℕ) (h : ∀ n, f n = g n) : f {k} + g {k} = 2 * f {k}",
    "(s : ℕ → Prop) (h : s 0) (g : ∀ n, s n → s (n + 1)) : s 3 ∨ {k} < 0",
    "∃ n : ℕ, n * n + n = {k} * {k} + {k}",
    "∃ a b : ℕ, a + b = {k} ∧ a ≤ b",
    "∀ a b : ℕ, a ≤ b → b ≤ a → a = b",
    "∀ a b c : ℤ, a ∣ b → a ∣ c → a ∣ b + c",
    "(a b : ℕ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2",
    "(a b c d : ℕ) (h : a < b) (g : c < d) : a * {k} + c < b * {k} + d + {k}",
    "(a b : Bool) : (a && b) = (b && a) ∧ (a || b) = (b || a)",
    "(x y : Bool) (h : (x != y) = true) : x = !y",
    "(n : ℕ) (h : {k} ∣ n) : {k} ∣ n * n",
    "(n m : ℕ) (h : n.gcd m = 1) (g : m = n) : n = 1 ∨ n.gcd m = {k}",
    "(a b : ℤ) (h : a % {k} = b % {k}) : (a - b) % {k} = 0",
    "(u : ℕ → ℤ) (h : u 0 = {k}) (g : ∀ n, u (n + 1) = u n + 2) : u 2 = {k} + 4",
    "(p q : ℕ → Prop) (h : ∀ x, p x → q x) (g : ∃ x, p x) : ∃ x, q x",
    "(x : ℕ) (h : x < 5) (g : x ≠ 0) : x ∣ 12 ∨ {k} < {k}",
    "(a b : ℕ) : max a b + min a b + {k} = a + b + {k}",
    "(n : ℕ) : 3 ∣ n ^ 3 - n + {k} - {k}",
)

_TACTICS: tuple[tuple[str, float], ...] = (
    ("intro h0", 3), ("intro a0 b0", 2), ("intros", 3), ("constructor", 4), ("refine ⟨?_, ?_⟩", 2), ("left", 2), ("right", 2),
    ("cases h", 3), ("rcases h with h | h", 2), ("obtain ⟨w, hw⟩ := h", 2), ("exact ⟨{k}, by omega⟩", 1), ("assumption", 3),
    ("simp", 4), ("simp_all", 4), ("simp at *", 2), ("simp [Nat.add_comm, Nat.mul_comm]", 3), ("omega", 5), ("grind", 4),
    ("decide", 3), ("rfl", 3), ("norm_num", 3), ("nlinarith [sq_nonneg (x - y)]", 1), ("linarith", 2), ("ring_nf", 2),
    ("induction n with\n| zero => skip\n| succ n ih => skip", 2), ("induction xs", 2), ("by_cases c : {k} = 7", 2), ("subst h", 2),
    ("rw [h]", 3), ("rw [Nat.add_comm]", 2), ("exact foo_bar_baz", 2), ("exact (", 1), ("have t : {k} + 1 = 1 + {k} := by omega", 3),
    ("apply Nat.le_antisymm", 1), ("exfalso", 2), ("push_cast", 1), ("exact?", 0.1), ("repeat (first | intro | constructor)", 1),
    ("set_option maxHeartbeats 50 in grind", 1), ("nlinarith [sq_nonneg (x - y), sq_nonneg (x + y), mul_self_nonneg x]", 0.2),
    ("simp only [Nat.pow_succ, Nat.mul_add, Nat.add_mul]", 0.5), ("have big : 2 ^ 4{k} % 1000007 < 1000007 := by decide", 0.3),
    ("have all : ∀ i < 2{k}, i * i ≤ i * 400 := by decide", 0.05), ("ext", 1), ("specialize h 0", 1), ("contradiction", 2), ("unfold Nat.gcd", 0.5),
)  # fmt: skip


def theorem(at: int) -> str:
    """The soak's theorem number ``at``: the kinds by turns, each with another number."""
    kind, k = at % len(THEOREMS), 2 + at % 97
    text = THEOREMS[kind].replace("{k}", str(k))
    return f"theorem soak_{at} {text}" if text.startswith("(") else f"theorem soak_{at} : {text}"


class Mix:
    """Implements ``search.game.Policy``: at every state another ``width`` tactics, drawn by weight."""

    name = "soak"

    def __init__(self, seed: int = 0, width: int = 8) -> None:
        self._draw, self._width = random.Random(seed), width

    async def propose(self, states: Sequence[ProofState]) -> list[list[Proposal]]:
        return [self._some() for _ in states]

    def _some(self) -> list[Proposal]:
        drawn: dict[str, None] = {}
        while len(drawn) < self._width:
            (tactic,) = self._draw.choices([t for t, _ in _TACTICS], [w for _, w in _TACTICS])
            drawn[tactic.replace("{k}", str(self._draw.randrange(2, 99)))] = None
        return [Proposal(tactic, -self._draw.random(), self.name) for tactic in drawn]
