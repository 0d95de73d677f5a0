"""Lean text in the form in which it is compared."""

from __future__ import annotations

import pytest

from benchmarks.data.tokens import canonical, goals_of_state, goals_of_theorems
from benchmarks.measure.audit.tokens import LOCAL, goal_tokens, is_content, lean_tokens, shape, words


def goal(text: str):
    goals = goals_of_state(text) or list(goals_of_theorems(text))
    assert len(goals) == 1
    return goals[0]


def form(text: str):
    return goal_tokens(goal(text))


PAIRS = [
    ("theorem t (a b : ℤ) {c : ℤ} (h : a < b) : a + c < b + c := sorry", "a b c : ℤ\nh : a < b\n⊢ a + c < b + c"),
    ("theorem t (n : ℕ) (h : (n : ℝ) = (2 : ℝ)) : n = 2 := by\n  sorry", "n : ℕ\nh : ↑n = 2\n⊢ n = 2"),
    ("theorem t : ∀ x y : ℝ, x + y = y + x := sorry", "⊢ ∀ (x y : ℝ), x + y = y + x"),
    ("theorem t : ∃ x : ℝ, x * x = 4 := sorry", "⊢ ∃ x, x * x = 4"),
    ("theorem t (f : ℕ → ℕ) (h : f = fun (x : ℕ) ↦ 2 * x) : f 2 = 4 := sorry", "f : ℕ → ℕ\nh : f = fun x => 2 * x\n⊢ f 2 = 4"),
    ("lemma t {α : Type*} [Group α] (a : α) : a = a := rfl", "β : Type*\ninst✝ : Group β\nb : β\n⊢ b = b"),
    ("theorem t (x : ℝ) -- the number\n  (h /- it -/ : 0 < x) : x ≠ 0 := sorry", "x : ℝ\nh : 0 < x\n⊢ x ≠ 0"),
    ("example (s : Finset ℕ) : s.card = s.card := rfl", "t : Finset ℕ\n⊢ t.card = t.card"),
    ("theorem t (s : Finset ℕ) : (∑ k ∈ s, (1 : ℝ) / (k + 1)) = 2 := sorry", "s : Finset ℕ\n⊢ ∑ k ∈ s, 1 / (↑k + 1) = 2"),
    ("theorem t : {n : ℕ | n < 3} = {m : ℕ | m < 3} := sorry", "⊢ {a : ℕ | a < 3} = {b : ℕ | b < 3}"),
]


@pytest.mark.parametrize(("theorem", "state"), PAIRS)
def test_a_theorem_and_its_state_are_one(theorem, state):
    assert canonical(goal(theorem)) == canonical(goal(state))
    assert shape(form(theorem).abstract) == shape(form(state).abstract)


SAME = [
    ("s : Finset ℕ\nh : ∀ n, n ∈ s ↔ n ∣ 36\n⊢ ∑ k ∈ s, k = 91", "t : Finset ℕ\nk : ∀ n, n ∈ t ↔ n ∣ 36\n⊢ ∑ n ∈ t, n = 91"),
    ("n : ℕ\nh : ∀ n, 0 < f n\n⊢ n = 2", "n : ℕ\nh : ∀ m, 0 < f m\n⊢ n = 2"),
    ("⊢ (∑ i ∈ s, g i) + ∑ i ∈ s, g i = 0", "⊢ (∑ i ∈ s, g i) + ∑ j ∈ s, g j = 0"),
    ("⊢ ∀ (x : α) (y : β), p x y", "⊢ ∀ (a : α) (b : β), p a b"),
]
OTHER = [
    ("x y : ℕ\n⊢ x + y = 2", "x y : ℕ\n⊢ x + x = 2"),
    ("n : ℕ\nh : ∀ m, p m\n⊢ q n", "n : ℕ\nh : ∀ m, p n\n⊢ q n"),
    ("⊢ ∀ x, ∃ y, x < y", "⊢ ∀ x, ∃ y, y < x"),
    ("⊢ f 1 = 1", "⊢ g 1 = 1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_bound_variables_do_not_matter(one, other):
    assert canonical(goal(one)) == canonical(goal(other))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_which_variable_it_is_does(one, other):
    assert canonical(goal(one)) != canonical(goal(other))


def test_a_shape_has_no_numbers():
    one, other = (canonical(goal(text)) for text in ("x : ℕ\n⊢ 3 * x = 6", "y : ℤ\n⊢ 5 * y = 35"))
    assert one != other and shape(one) == shape(other) != shape(canonical(goal("x : ℕ\n⊢ 3 + x = 6")))


def test_every_theorem_of_a_text_is_read():
    text = "theorem a : 1 = 1 := by\n  rfl\n\nlemma b (x : ℕ) : x = x := rfl\n\ndef c := 1\nexample : 2 = 2 := rfl"
    assert [goal.target for goal in goals_of_theorems(text)] == ["1 = 1", "x = x", "2 = 2"]
    assert list(goals_of_theorems("no theorem is here; a lemma neither: nothing")) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("∀ x y, p x → ∃ z, q z y", {"x", "y", "z"}),
        ("∑ i ∈ Finset.range n, i", {"i"}),
        ("∃! k, k < 3", {"k"}),
        ("fun a b => a", {"a", "b"}),
        ("{x | x < 3}", {"x"}),
        ("obtain ⟨k, hk⟩ := h", {"k", "hk"}),
        ("have key : 1 < 2 := by omega", {"key"}),
        ("intro h₀ h₁", {"h₀", "h₁"}),
        ("Nat.gcd a (b + c)", set()),
    ],
)
def test_names_that_a_text_introduces(text, names):
    assert lean_tokens(text).names == names


def test_local_names_read_alike_and_constants_do_not():
    tokens = form("theorem t (x : ℕ) (h : Nat.Prime x) : x.succ ∣ Nat.factorial x := sorry").abstract
    assert " ".join(tokens) == f"{LOCAL} : ℕ {LOCAL} : Nat.Prime {LOCAL} ⊢ {LOCAL}.succ ∣ Nat.factorial {LOCAL}"


def test_declarations_have_no_content():
    assert not any(map(is_content, form("x y : ℝ\nf : ℕ → ℝ\n⊢ x").abstract))
    assert sum(map(is_content, lean_tokens("x + 2 ≤ Nat.gcd y 3").abstract)) == 7


def test_words_are_tokens_as_they_stand():
    assert words("The sum $x^2+10$ is even.") == tuple("The sum $ x ^ 2 + 10 $ is even .".split())


def test_text_that_invites_backtracking_is_read_through():
    text = "∀ " + "a" * 5000 + " " + "∀ x (" * 500 + ": ℝ " * 2000
    assert len(lean_tokens(text).written) > 3000
