"""What words offer at a goal: tactics by its shape, in its own letters."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.informal.facts import MOST, Facts, FactsPolicy
from prover.policy.base import Merged
from prover.policy.portfolio import Portfolio
from search.game import Policy, ProofState


def tactics(goal: str, proof: str = "", statement: str = "", extra: tuple[str, ...] = ()) -> list[str]:
    policy = FactsPolicy(Facts.from_words(statement, proof), extra)
    return [p.tactic for p in policy.proposals(ProofState("", (goal,)), None)]


def test_it_is_a_policy() -> None:
    policy = FactsPolicy(Facts.from_words("", "so $x = 3$"))
    assert isinstance(policy, Policy)
    (proposals,) = asyncio.run(policy.propose([ProofState("k", ("x : ℝ\nh : 2 * x = 6\n⊢ x = 3 ∧ x > 0",))]))
    assert proposals and {p.source for p in proposals} == {"words"}
    assert all(p.logprob < 0 for p in proposals)
    assert [p.logprob for p in proposals] == sorted((p.logprob for p in proposals), reverse=True)
    assert asyncio.run(policy.propose([])) == []


def test_witnesses_come_answers_first() -> None:
    found = tactics("⊢ ∃ n, n * n = 49", proof="As $49 = 7^2$.", statement="Find $n$. Show that it is 7.")
    assert found[0] == "exact ⟨7, by norm_num⟩"
    assert "refine ⟨7, ?_⟩" in found


def test_what_a_program_printed_comes_before_the_words() -> None:
    assert tactics("⊢ ∃ n, n + 1 = 13", proof="We see $n = 5$.", extra=("12",))[0] == "exact ⟨12, by norm_num⟩"
    assert tactics("⊢ ∃ m n : ℕ, m < n", extra=("(3, 4)",))[0] == "exact ⟨3, 4, by norm_num⟩"


def test_equations_become_claims_in_the_goals_letters() -> None:
    goal = "rows seats : ℕ\nα : ℝ\nh : rows * seats = 450\n⊢ rows = 25"
    found = "\n".join(tactics(goal, proof=r"Then $3r - 5s + 15 = 0$ and $\alpha = 2$, $q = 7777$."))
    assert "3 * rows - 5 * seats + 15 = 0" in found
    assert "α = 2" in found
    assert "7777" not in found


def test_what_is_given_is_not_claimed_again() -> None:
    assert tactics("x : ℝ\nh : x + 1 = 3\n⊢ x = 2", statement="If $x+1 = 3$, show that $x = 2$.") == []


def test_several_values_split_cases() -> None:
    found = tactics("x : ℝ\nh : x ^ 2 - 3 * x + 2 = 0\n⊢ x = 1 ∨ x = 2", proof="So $x = 1$ or $x = 2$.")
    assert any("(x - 1) * (x - 2) = 0" in t and "mul_eq_zero" in t for t in found)


def test_roots_of_an_equation_in_another_letter() -> None:
    found = tactics("a : ℝ\nh : a ^ 2 + 6 * a = 0\n⊢ a * a ≤ 36", proof="The roots are $x = 0$ and $x = -6$.")
    assert any("a - (-6) = 0" in t for t in found)


def test_factors_of_a_number_are_tried() -> None:
    found = tactics("x y : ℤ\nh : x + y + x * y = 80\n⊢ x = 26", proof="Hence $(x+1)(y+1) = 81$.")
    assert any("81" in t and "d ∈ [1, 3, 9, 27, 81]" in t for t in found)


def test_squares_are_hints_over_the_reals_only() -> None:
    proof = r"Because $(a-b)^2 \geq 0$."
    assert "nlinarith [sq_nonneg (a - b)]" in tactics("a b : ℝ\n⊢ 2 * a * b ≤ a ^ 2 + b ^ 2", proof=proof)
    assert not any("sq_nonneg" in t for t in tactics("a b : ℕ\n⊢ 2 * a * b ≤ a ^ 2 + b ^ 2", proof=proof))


def test_laws_are_used_at_the_arguments_of_the_words() -> None:
    found = tactics("f : ℝ → ℝ\nh : ∀ x, f x = 2 * x + 1\n⊢ f (f 2) = 11", proof="$f(2) = 5$ and $f(5) = 11$.")
    assert any("h 2" in t and "h 5" in t for t in found)
    assert any("f 2 = 5" in t for t in found)


def test_a_closed_form_is_proved_by_induction() -> None:
    goal = "u : ℕ → ℕ\nh₀ : u 0 = 1\nh₁ : ∀ n, u (n + 1) = u n + 2\n⊢ u 50 = 101"
    found = tactics(goal, proof="We see that $u_n = 2n+1$ for all $n$.")
    assert any("∀ m : ℕ, u m = 2 * m + 1" in t and "induction m" in t for t in found)


def test_a_set_is_cut_out_of_an_interval() -> None:
    goal = "S : Finset ℕ\nh : ∀ (n : ℕ), n ∈ S ↔ 0 < n ∧ n ^ 2 < 20\n⊢ S.card = 4"
    assert any("(Finset.range 31).filter" in t for t in tactics(goal, statement="How many below $30$ have $n^2 < 20$?"))


def test_roots_of_square_numbers_are_worked_out() -> None:
    goal = "f : ℝ → ℝ\nh : ∀ (x : ℝ), f x = x - √x\n⊢ f (f 4) = 2 - √2"
    assert any("(Real.sqrt 4 : ℝ) = 2" in t for t in tactics(goal, proof=r"$f(4) = 4 - \sqrt{4}$, and $\sqrt{5} < 3$."))
    assert not any("Real.sqrt 5" in t for t in tactics(goal, proof=r"$\sqrt{5} < 3$."))


def test_methods_are_taken_at_their_word() -> None:
    goal = "n : ℕ\n⊢ 3 ∣ 4 ^ n - 1"
    assert any(t.startswith("induction n") for t in tactics(goal, proof="We use induction."))
    assert any(t.startswith("by_contra") for t in tactics(goal, proof="Suppose not, a contradiction."))
    assert tactics(goal, proof="Clear.") == []


def test_proposals_are_few_and_come_quickly() -> None:
    proof = " ".join(rf"$x^{i} + (y - {i})^2 = {i}x \leq \frac{{{i}}}{{y}}$ and $x = {i}$." for i in range(2, 300))
    goal = "x y : ℝ\nf : ℝ → ℝ\nh : ∀ x, f x = x ^ 2\nh' : |x - 1| < 2\n⊢ ∃ z, f z = x + √9 + y"
    policy = FactsPolicy(Facts.from_words("", proof))
    policy.proposals(ProofState("", (goal,)), None)
    started = time.process_time()
    for _ in range(10):
        assert len(policy.proposals(ProofState("", (goal,)), None)) <= MOST
    assert (time.process_time() - started) / 10 < 0.1


GOALS = st.sampled_from(
    [
        "", "⊢ False", "x y : ℤ\nh : x * y = 12\n⊢ x = 3", "f : ℕ → ℕ\nh : ∀ n, f n = n\n⊢ f 3 = 3",
        "S : Finset ℤ\nh : ∀ x, x ∈ S ↔ |x| < 9\n⊢ S.card = 17", "x : ℝ\n⊢ ∃ z, |x| * √4 ≤ z * π",
    ]
)  # fmt: skip


@given(
    GOALS,
    st.lists(
        st.sampled_from(r"$ x y f(3) f_n x= = 12 -6 (x+1) (y-2)^2 \le \frac12 \sqrt{4} n , | induction 0".split()), max_size=30
    ),
)
def test_no_words_are_refused(goal: str, words: list[str]) -> None:
    assert len(tactics(goal, proof=" ".join(words))) <= MOST


PROBLEMS = [
    (
        "theorem t (x y : ℤ) (h₀ : 0 < y) (h₁ : y < x) (h₂ : 2 * x * y + x + y = 17) : x = 3",
        "Multiplying by 2, $(2x+1)(2y+1) = 35$ hence $(x, y) = (3, 2)$ and $x=3$.",
    ),
    (
        "theorem t (S : Finset ℕ) (h : ∀ n : ℕ, n ∈ S ↔ 0 < n ∧ n ^ 2 + 3 * n < 25) : S.card = 3",
        "As $n^2 + 3n < 25$, only 1, 2 and 3 remain, for $4^2 + 12 = 28$.",
    ),
]


@pytest.mark.lean
@pytest.mark.parametrize(("theorem", "proof"), PROBLEMS)
def test_words_prove(async_prover, loop_thread, monkeypatch, theorem: str, proof: str) -> None:
    policy = Merged([Portfolio(), FactsPolicy(Facts.from_words("", proof))])
    monkeypatch.setattr(async_prover, "_policy", policy)
    result = loop_thread.run(async_prover.prove(theorem, time_limit=60))
    assert result.status == "proved"


def test_what_is_proposed_without_words_is_not_called_theirs():
    goal = "n : ℕ\nh₀ : 0 < n\n⊢ ∃ x, x * x = 49"
    told = {p.tactic: p.source for p in FactsPolicy(Facts.from_words("Find $x$.", "We have $x = 7$.")).tactics(goal)}
    assert any("7" in tactic and source == "words" for tactic, source in told.items())
    assert all(source == "words" for source in told.values())
    induction = FactsPolicy(Facts.from_words("", "By induction.")).tactics("n : ℕ\n⊢ n < 2 ^ n")
    assert {p.source for p in induction} == {"portfolio", "words"}
