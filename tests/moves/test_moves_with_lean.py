"""Each move on real Lean: a statement, what words say of it, and what one of the move's tactics leaves of the goal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prover.lean.environment import LeanEnvironment
from prover.moves import base
from prover.moves.goal import Goal
from search.game import NewState, Proved

PROVED: list[str] = []

WITHOUT_WORDS = [
    ("introduce", "(n : ℕ) : ∀ x : ℕ, n < x → x ≠ 0 → 1 ≤ x", ["1 ≤ x"]),
    ("introduce", "(a b : ℕ) : b ≤ a → ¬(a + 1 ≤ b)", ["False"]),
    ("introduce", "(a b : ℕ) (h : b < a) : a ≠ b", ["False"]),
    ("make_typable", "(n : ℕ) (_ : 3 < n) : 2 < n", ["2 < n"]),
    ("push_negations", "(p : ℕ → Prop) (h : ¬∃ x, p x ∧ x < 3) (k : ¬2 ≤ 1) : ¬p 2", ["¬p 2"]),
    ("assume", "(a b : ℝ) (h : a = b) : b = a", PROVED),
    ("assume", "(a b : ℝ) (h : a < b) (k : b ≤ a) : a = 7", PROVED),
    ("assume", "(p q : Prop) (h : ¬p) (k : p) : q", PROVED),
    ("split_conditions", "(x : ℤ) : (if x ≤ 2 then x else 2) ≤ 3", ["x ≤ 3", "2 ≤ 3"]),
    ("split_cases", "(p q : Prop) (h : p → q) (k : ¬p → q) : q", ["q", "q"]),
    ("contrapose", "(x y : ℝ) (h : x ≠ y) : x + 1 ≠ y + 1", ["x = y"]),
    ("forward", "(p q : ℕ → Prop) (h : ∀ n, p n → q n) (k : p 7) : ∃ n, q n", ["∃ n, q n"]),
    ("forward", "(p q : ℕ → Prop) (h : ∀ n, q n ↔ p n) (k : p 7) : q 7", PROVED),
    ("forward", "(p : ℕ → Prop) (h : ∀ n, p n → p (n + 1)) (k : p 7) : p 9", ["p 9"]),
    ("forward", "(f : ℕ → ℕ) (h : StrictMono f) (m n : ℕ) (k : m < n) : f m + 1 ≤ f n", ["f m + 1 ≤ f n"]),
    ("forward", "(s t : Set ℕ) (n : ℕ) (h : s ⊆ t) (k : n ∈ s) : n ∈ t", PROVED),
    ("forward", "(f : ℝ → ℝ) (x : ℝ) (h : Function.Injective f) (k : f (x + 1) = f 3) : x + 1 = 3", PROVED),
    ("split_cases", "(f : ℕ → ℕ) (h : StrictMono f) (m n : ℕ) (k : f m = f n) : m = n", ["m = n", "m = n", "m = n"]),
    ("backward", "(p q : ℕ → Prop) (h : ∀ n, 0 < n → p n → q n) (k : p 7) : q 7", ["0 < 7"]),
    ("backward", "(f : ℝ → ℝ) (a b : ℝ) (h : ∀ x y, x < y → f x < f y) (k : a < b) : f a < f b", PROVED),
    ("backward", "(u : ℕ → ℕ) (h : ∀ n, u n ≤ 2 → u (n + 1) ≤ 2) : u 5 ≤ 2", ["u 4 ≤ 2"]),
    ("take_apart", "(p q r : Prop) (h : (p ∧ q) ∨ ∃ n : ℕ, r ∧ n = 2) : q ∨ r", ["q ∨ r", "q ∨ r"]),
    ("take_apart", "(p q r : Prop) (h : p ∧ (q ∨ r)) : q ∨ r", ["q ∨ r", "q ∨ r"]),
    ("take_apart", "(p q r : Prop) (h : p ∧ q ∧ r) : r ∨ q", ["r ∨ q"]),
    ("take_apart", "(n : ℕ) (h : ∃! k, n = 2 * k) : n % 2 = 0", ["n % 2 = 0"]),
    ("take_apart", "(p q : Prop) (h : p ∨ q) : q ∨ p", ["q ∨ p", "q ∨ p"]),
    ("split_target", "(n : ℕ) : n ≤ n + 1 ∧ n < n + 2", ["n ≤ n + 1", "n < n + 2"]),
    ("split_target", ": Function.Injective (fun n : ℕ => 3 * n + 1)", ["a = b"]),
    ("split_target", ": Function.Surjective (fun x : ℝ => x + 1)", ["∃ a, a + 1 = b"]),
    ("split_target", "(s t : Set ℕ) : s ∩ t ⊆ s", ["x ∈ s"]),
    ("split_target", "(x : ℝ) : x ≤ 1 ∨ 1 ≤ x", ["1 ≤ x"]),
    ("split_target", "(x : ℝ) (h : x = 1) : x ≤ 1 ∧ 1 ≤ x ∧ x ≠ 2", ["x ≤ 1", "1 ≤ x", "x ≠ 2"]),
    ("split_target", "(p q : Prop) (hq : q) : p ∨ q", ["q"]),
    ("name_witness", ": ∃ n : ℕ, n ^ 3 = 27", ["3 ^ 3 = 27"]),
    ("name_witness", ": ∃! n : ℕ, n + 4 = 6", ["y = 2"]),
    ("contradict", "(a b : ℝ) (h : a ≤ b) (h' : b ≤ a) : a = b", ["False"]),
    ("instantiate", "(f : ℕ → ℕ) (h : ∀ n, f n + n = 7) : f 2 = 5", ["f 2 = 5"]),
    ("instantiate", "(f : ℕ → ℕ → ℕ) (h : ∀ a b, f a b = a + b + 1) : f 0 1 = 2", ["f 0 1 = 2"]),
    ("rewrite", "(f : ℝ → ℝ) (h : ∀ x, f x = 3 * x - 2) : f (f 2) = 10", PROVED),
    ("rewrite", "(a b : ℕ) (h : a = 3) (h' : b = a * a) : b = 9", ["3 * 3 = 9"]),
    (
        "coefficients",
        "(a b : ℝ) (h : ∀ x, x ^ 2 + a * x + b = (x - a) * (x - b)) : 2 * a + b = 0 ∧ b = a * b",
        ["2 * a + b = 0 ∧ b = a * b"],
    ),
    (
        "values_of_extremes",
        "(S : Set ℕ) (u v : ℕ) (h : ∀ n, n ∈ S ↔ 0 < n ∧ 5 * n % 7 = 3) (k : IsLeast S u) (l : IsLeast (S \\ {u}) v) : u + v = 11",
        PROVED,
    ),
    ("values_of_extremes", "(u : ℕ) (h : IsGreatest {n : ℕ | n % 2 = 1 ∧ 3 ^ n < 9999} u) : u + 1 = 8", PROVED),
    ("values_of_extremes", "(u : ℤ) (h : IsLeast {n : ℤ | -20 < n ∧ n < 10 ∧ n % 7 = 3} u) : u = -18", PROVED),
    ("extreme_element", ": IsGreatest {n : ℕ | 12 ^ n ∣ Nat.factorial 50} 22", PROVED),
    ("solution_sets", "(f : ℂ → ℂ) (h : ∀ x, f (x / 2) = x ^ 2 - 1) (_ : Fintype (f ⁻¹' {3})) : ∑ y ∈ (f ⁻¹' {3}).toFinset, y ^ 2 = 2", PROVED),
    ("solution_sets", "(S : Finset ℝ) (h : ∀ x, x ∈ S ↔ (x ^ 2 + x + 1) * (3 * x - 7) = 0) : S.card = 1", PROVED),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ n ∣ 72000 ∧ n % 7 = 4) : S.card = 14", PROVED),
    ("sets_by_property", "(S : Finset ℕ) (h : ∀ n, n ∈ S ↔ Nat.Prime (n ^ 2 + 12 - 7 * n)) : ∑ n ∈ S, n = 7", PROVED),
    ("sets_by_property", "(S : Finset ℤ) (f : ℤ → ℤ) (h : ∀ x, f x = |2 * x - 1|) (k : ∀ x, x ∈ S ↔ f x < 6) : S.card = 6", PROVED),
    ("evaluate", ": (∑ k ∈ Finset.range 30, k ^ 2) % 100 = 55", PROVED),
    ("evaluate", "(f : ℕ → ℕ) (h : ∀ n, f n = n ^ 3 % 10) : f 7 + f 8 = 5", PROVED),
    ("roots", "(f : ℝ → ℝ) (h : ∀ x, f x = x - √9) : f 7 = 4", PROVED),
    ("roots", ": √(7 + 4 * √3) + √18 = 2 + √3 + 3 * √2", PROVED),
    ("roots", "(x y : ℝ) (h : 2 < x) : √(x ^ 2 + 2 * x + 1) + √(y ^ 2) = x + 1 + |y|", PROVED),
    ("root_facts", "(x y : ℝ) (h : √x = 3) (k : 0 < y) (l : √y * 2 = x) : 4 * y = x ^ 2", ["4 * y = x ^ 2"]),
    ("root_facts", "(x y : ℝ) (h : √(x - y) < y) : x - y < y ^ 2", ["x - y < y ^ 2", "x - y < y ^ 2"]),
    ("compare_roots", ": √3 - √2 < 1 / 2", PROVED),
    ("compare_roots", ": (14142 : ℝ) / 10000 ≠ √2", PROVED),
    ("monotone", "(x y : ℝ) (h : 0 ≤ x) (k : x < y) : √(x + 1) < √(y + 2)", ["x + 1 < y + 2"]),
    ("monotone", "(x y : ℝ) (h : 0 < x) : Real.log x ≤ Real.log (x + y ^ 2)", ["x ≤ x + y ^ 2"]),
    ("rounded", ": ⌈√27⌉ - ⌊√26⌋ = 1", PROVED),
    ("rounded", ": ⌊Real.pi * 100⌋ = 314", PROVED),
    ("rounding_facts", "(x : ℝ) : Int.fract x < 1", ["x - ↑⌊x⌋ < 1"]),
    ("rounding_facts", "(x : ℝ) : x < ⌊x⌋ + 1", ["x < ↑⌊x⌋ + 1"]),
    (
        "solution_sets",
        "(f : ℂ → ℂ) (h : ∀ x, f x = (3 * x - 5) * (x + 2)) (k : Fintype (f ⁻¹' {0})) : ∑ y ∈ (f ⁻¹' {0}).toFinset, y = -1 / 3",
        PROVED,
    ),
    ("solution_sets", "(S : Finset ℝ) (h : ∀ x, x ∈ S ↔ x ^ 2 - 7 * x + 12 = 0) : S.card = 2", PROVED),
    ("equal_logarithms", "(b : ℝ) (h : 0 < b) (k : Real.log b = Real.log 3 + Real.log 2) : b = 6", ["Real.log b = Real.log 6"]),
    ("exponential_equations", "(x : ℝ) (h : (6 : ℝ) ^ (x + 1) * 36 ^ (2 * x) = 216 ^ 7) : x = 4", ["x = 4"]),
    ("exponential_equations", "(x : ℝ) (h : (9 : ℝ) ^ x - 12 * 3 ^ x + 27 = 0) : 0 < x", ["0 < x", "0 < x"]),
    ("exponential_equations", "(x : ℝ) (h : (2 : ℝ) ^ x - 6 * 2 ^ (-x) = 1) : (2 : ℝ) ^ x = 3", ["2 ^ x = 3"]),
    ("exponents_of_primes", "(m n : ℕ) (h : 20 ^ m * 10 ^ n = 2 ^ 11 * 5 ^ 8) : m = 3", ["m = 3"]),
    ("exponents_of_primes", "(n : ℕ) (h : (3 : ℤ) ^ (n + 1) * 27 ^ n = 81 ^ 4 * 3) : n = 4", ["n = 4"]),
    ("rational_powers", "(x : ℝ) (h : 0 < x) : x ^ ((3 : ℝ) / 2) = x * √x", ["√x ^ 3 = x * √x"]),
    ("rational_powers", ": (27 : ℝ) ^ (-(2 : ℝ) / 3) = 1 / 9", PROVED),
    ("rational_powers", ": (7 + 5 * √2) ^ ((1 : ℝ) / 3) = 1 + √2", ["√2 + 1 = 1 + √2"]),
    (
        "definitions_with_conditions",
        "(f : ℝ → ℝ → ℝ) (h : ∀ x y, y ≠ 0 → f x y = ⌊x / y⌋) : f 7 2 = 3",
        ["↑⌊7 / 2⌋ = 3"],
    ),
    ("logarithms", "(x : ℝ) (h : 1 < x) : Real.log (x ^ 3 / 8) = 3 * Real.log x - 3 * Real.log 2", PROVED),
    ("solve_logarithms", "(x y : ℝ) (h : 2 < x) (k : Real.log (x - 2) = 0) : x = 3", ["x = 3"]),
    ("angles", "(x : ℝ) (h : Real.sin (2 * x) = 1) : Real.sin x * Real.cos x = 1 / 2", ["Real.sin x * Real.cos x = 1 / 2"]),
    ("values_at_angles", ": Real.cos (2 * Real.pi) + Real.sin (3 * Real.pi / 2) = 0", PROVED),
    (
        "logarithms",
        "(x y : ℝ) (hx : 0 < x) (hy : 0 < y) (h : Real.log (x * y) = 3) (h' : Real.log (x / y) = 1) : Real.log x = 2",
        PROVED,
    ),
]

WITH_WORDS = [
    ("name_witness", ": ∃ n : ℕ, n * n = 1369", "The root is $n = 37$."),
    ("name_witness", ": ∃ x y : ℕ, 0 < x ∧ 0 < y ∧ x ^ 2 + y ^ 2 = 65", "Take $(x, y) = (1, 8)$."),
    (
        "instantiate",
        "(f : ℝ → ℝ) (h : ∀ x, f x + 2 * f (1 - x) = 3 * x) : f 4 = -10",
        "We have $f(4) + 2f(-3) = 12$ and $f(-3) + 2f(4) = -9$.",
    ),
    ("evaluate", "(n : ℕ) (h : n = Nat.choose 6 2) : n = 15", r"As $\binom{6}{2} = 15$."),
    ("roots", "(f : ℝ → ℝ) (h : ∀ x, f x = √(x + 12)) : f 4 = 4", r"It is $\sqrt{16} = 4$."),
    ("closed_forms_of_words", "(u : ℕ → ℕ) (h₀ : u 0 = 1) (h₁ : ∀ n, u (n + 1) = u n + 2) : u 50 = 101", "We see $u_n = 2n+1$."),
    (
        "closed_forms_of_words",
        "(u : ℕ → ℕ) (h₀ : u 0 = 1) (h₁ : ∀ n, u (n + 1) = 2 * u n + 1) : u 9 = 1023",
        "So $u_n = 2^{n+1} - 1$.",
    ),
    ("squares_of_words", "(a b : ℝ) : 4 * a * b ≤ a ^ 2 + 4 * b ^ 2", r"For $(a - 2b)^2 \ge 0$."),
    ("claims", "(x y : ℝ) (h : x + y = 10) (h' : x - y = 4) : x ^ 2 - y = 46", "Then $x = 7$."),
    ("values", "(x y : ℝ) (h : x + y = 10) (h' : x - y = 4) : x ^ 2 - y ^ 3 = 22", "Then $x = 7$ and $y = 3$."),
    ("factorizations", "(x : ℝ) (h : x ^ 2 - 3 * x - 10 = 0) (h' : 0 < x) : x = 5", "So $(x - 5)(x + 2) = 0$."),
    ("roots_of_another_letter", "(a : ℝ) (h : a ^ 2 + 6 * a = 0) : a * a ≤ 36", "The roots are $x = 0$ and $x = -6$."),
]


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement", "targets"), WITHOUT_WORDS)
def test_a_move(left_by, move: str, statement: str, targets: list[str]) -> None:
    assert targets in left_by(move, statement).values()


@pytest.mark.lean
@pytest.mark.parametrize(("move", "statement", "words"), WITH_WORDS)
def test_a_move_with_words_proves(left_by, move: str, statement: str, words: str) -> None:
    assert [] in left_by(move, statement, words).values()


def test_every_move_is_tried() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [m.name for m in base.MOVES.values() if not m.slow and f'"{m.name}"' not in tests] == []


FITTING = [
    ("(a b : ℝ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2", "ring"),
    (": Nat.Prime 97", "norm_num"),
    ("(a b : ℤ) (h : 2 * a < b) : a + a + 1 ≤ b", "omega"),
    ("(a : ℝ) (h : 2 < a) : 4 < a * a", "nlinarith"),
    (": ∑ k ∈ Finset.range 4, ((k : ℝ) + 1) = 10", "norm_num [Finset.sum_range_succ, Finset.prod_range_succ]"),
    ("(x : ℝ) (h : x ≠ 0) : x / x = 1", "field_simp"),
    ("(s t : Set ℕ) : s ∩ t = t ∩ s", "ext x\nsimp"),
    ("(x : ℝ) (h : Real.pi < x) : 3 < x", "have hpi :"),
]


@pytest.mark.lean
@pytest.mark.parametrize(("statement", "tactic"), FITTING)
def test_a_tactic_that_fits(worker, loop_thread, statement: str, tactic: str) -> None:
    async def run() -> tuple[list[str], object]:
        environment = await LeanEnvironment.open(worker, f"theorem t {statement}")
        terms = await environment.root.look(0)
        proposed = [text for text in base.collect(Goal(terms)) if text.startswith(tactic)]
        outcome = await environment.apply(environment.root, proposed[0])
        await environment.close()
        return proposed, outcome

    proposed, outcome = loop_thread.run(run())
    assert isinstance(outcome, (Proved, NewState)), proposed


def test_priorities_fall() -> None:
    table = [(entry["at"], entry["do"]) for entry in base._table() if "at" in entry]
    assert table == sorted(table, key=lambda entry: -entry[0]), "the table is in the order of its priorities"
    assert all(-3 < at < 0 for at, _ in table)
    assert all(at or "name" in entry for entry in base._table() for at in [entry.get("at")])


def test_holes_are_filled() -> None:
    assert base.step("rewrite", 2, h="h₁").tactic == "rw [h₁]"
    assert base.step("witness_of_words", 3, witness="7").logprob == pytest.approx(-0.75)
    with pytest.raises(KeyError):
        base.step("rewrite")
    assert not [name for name, (template, *_) in base._named().items() if re.search(r"\$[^\w{]", template.template)]
