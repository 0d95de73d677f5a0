"""What words offer at a goal: tactics by its shape, in its own letters."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.informal.facts import MOST, Facts, FactsPolicy
from prover.lean.terms import INT, NAT, REAL, App, GoalTerms, Hypothesis, Num, Term, Var
from prover.moves.goal import Goal
from prover.policy.base import Merged
from prover.policy.portfolio import Portfolio
from search.game import Policy, ProofState, Proposal

STATE = ProofState("", ())


def proposed(goal: Goal, proof: str = "", statement: str = "", extra: tuple[str, ...] = ()) -> list[Proposal]:
    """What words offer at a goal."""
    return FactsPolicy(Facts.from_words(statement, proof), extra).proposals(goal)


@pytest.fixture(scope="session")
def tactics(goal_of):
    """``tactics("(x : ℝ) : x = 1", proof="…")``: the tactics that words offer at a statement's goal."""
    return lambda theorem, proof="", statement="", extra=(): [
        p.tactic for p in proposed(goal_of(theorem), proof, statement, extra)
    ]


def number(name: str, type_: Term = REAL) -> Hypothesis:
    return Hypothesis(name, type_)


def equation(a: Term, b: Term, type_: Term = REAL) -> Term:
    return App("Eq", (a, b), (type_,))


X, Y = Var("x", REAL), Var("y", REAL)
DOUBLED = equation(App("HMul.hMul", (Num(2, REAL), X), (REAL,) * 3), Num(6, REAL))
TARGET = App("And", (equation(X, Num(3, REAL)), App("LT.lt", (Num(0, REAL), X), (REAL,))))
SIMPLE = Goal(GoalTerms((number("x"), Hypothesis("h", DOUBLED, "prop")), TARGET))


def test_it_is_a_policy() -> None:
    policy = FactsPolicy(Facts.from_words("", "so $x = 3$"))
    assert isinstance(policy, Policy)

    async def look(_: int) -> GoalTerms:
        return SIMPLE.terms

    (proposals,) = asyncio.run(policy.propose([ProofState("k", ("⊢ …",), look=look)]))
    assert proposals and {p.source for p in proposals} == {"words"}
    assert all(p.logprob < 0 for p in proposals)
    assert [p.logprob for p in proposals] == sorted((p.logprob for p in proposals), reverse=True)
    assert asyncio.run(policy.propose([])) == []
    assert asyncio.run(policy.propose([STATE])) == [[]], "a goal that cannot be told"


# ------------------------------------------------------------------------------------------------- at goals that Lean tells

OFFERED = [
    # statement, proof, what is offered (parts of one tactic), what no tactic holds
    (": ∃ m n : ℕ, m < n", "The pair is $(3, 4)$.", ["exact ⟨3, 4, by norm_num⟩"], []),
    (
        "(rows seats : ℕ) (α : ℝ) (h : rows * seats = 450) : rows = 25",
        r"Then $3r - 5s + 15 = 0$ and $\alpha = 2$, $q = 7777$.",
        ["3 * rows - 5 * seats + 15 = 0"],
        ["7777"],
    ),
    ("(α : ℝ) (h : α * 2 = 4) : α ^ 2 = 4", r"We see $\alpha = 2$.", ["α = 2"], []),
    (
        "(x : ℝ) (h : x ^ 2 - 3 * x + 2 = 0) : x = 1 ∨ x = 2",
        "So $x = 1$ or $x = 2$.",
        ["(x - 1) * (x - 2) = 0", "mul_eq_zero"],
        [],
    ),
    ("(a : ℝ) (h : a ^ 2 + 6 * a = 0) : a * a ≤ 36", "The roots are $x = 0$ and $x = -6$.", ["a - (-6) = 0"], []),
    ("(x y : ℤ) (h : x + y + x * y = 80) : x = 26", "Hence $(x+1)(y+1) = 81$.", ["(x + 1) * (y + 1) = 81"], []),
    ("(a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2", r"Because $(a-b)^2 \geq 0$.", ["sq_nonneg (a - b)"], []),
    ("(a b : ℕ) : 2 * a * b ≤ a ^ 2 + b ^ 2", r"Because $(a-b)^2 \geq 0$.", [], ["sq_nonneg"]),
    ("(f : ℝ → ℝ) (h : ∀ x, f x = 2 * x + 1) : f (f 2) = 11", "$f(2) = 5$ and $f(5) = 11$.", ["h 2", "h 5"], []),
    ("(f : ℝ → ℝ) (h : ∀ x, f x = 2 * x + 1) : f (f 2) = 11", "$f(2) = 5$ and $f(5) = 11$.", ["f 2 = 5"], []),
    (
        "(u : ℕ → ℕ) (h₀ : u 0 = 1) (h₁ : ∀ n, u (n + 1) = u n + 2) : u 50 = 101",
        "We see that $u_n = 2n+1$ for all $n$.",
        ["∀ m : ℕ, u m = 2 * m + 1", "induction m"],
        [],
    ),
    (
        "(f : ℝ → ℝ) (h : ∀ x : ℝ, f x = x - √x) : f (f 4) = 2 - √2",
        r"$f(4) = 4 - \sqrt{4}$, and $\sqrt{5} < 3$.",
        ["√(4 : ℝ) = 2"],
        ["√5 ="],
    ),
    ("(n : ℕ) : 3 ∣ 4 ^ n - 1", "We use induction.", ["induction n"], []),
    ("(n : ℕ) : 3 ∣ 4 ^ n - 1", "Suppose not, a contradiction.", ["by_contra"], ["induction"]),
    ("(x y : ℝ) (h : y ≤ x) : 0 ≤ x - y", r"As $x \ge y$.", [], ["x ≥ y", "y ≤ x"]),
]


@pytest.mark.lean
@pytest.mark.parametrize(("theorem", "proof", "parts", "absent"), OFFERED)
def test_what_words_offer(tactics, theorem: str, proof: str, parts: list[str], absent: list[str]) -> None:
    found = [t.replace("Real.sqrt ", "√") for t in tactics(theorem, proof)]
    assert not parts or any(all(part in tactic for part in parts) for tactic in found), found
    assert not any(part in tactic for tactic in found for part in absent), found


@pytest.mark.lean
def test_witnesses_come_answers_first(tactics) -> None:
    found = tactics(": ∃ n, n * n = 49", "As $49 = 7^2$.", "Find $n$. Show that it is 7.")
    assert found[0] == "exact ⟨7, by norm_num⟩" and "refine ⟨7, ?_⟩" in found
    assert tactics(": ∃ n, n + 1 = 13", "We see $n = 5$.", "", ("12",))[0] == "exact ⟨12, by norm_num⟩"


@pytest.mark.lean
def test_what_is_given_is_not_claimed_again(tactics) -> None:
    assert tactics("(x : ℝ) (h : x + 1 = 3) : x = 2", "", "If $x+1 = 3$, show that $x = 2$.") == []
    assert tactics("(n : ℕ) : 3 ∣ 4 ^ n - 1", "Clear.") == []


@pytest.mark.lean
def test_what_is_proposed_without_words_is_not_called_theirs(goal_of) -> None:
    goal = goal_of("(n : ℕ) (h₀ : 0 < n) : ∃ x, x * x = 49")
    told = proposed(goal, "We have $x = 7$.", "Find $x$.")
    assert any("7" in p.tactic for p in told)
    assert {p.source for p in told} == {"words"}
    assert "portfolio" in {p.source for p in proposed(goal_of("(n : ℕ) : n < 2 ^ n"), "By induction.")}


@pytest.mark.lean
def test_proposals_are_few_and_come_quickly(goal_of) -> None:
    proof = " ".join(rf"$x^{i} + (y - {i})^2 = {i}x \leq \frac{{{i}}}{{y}}$ and $x = {i}$." for i in range(2, 300))
    goal = goal_of("(x y : ℝ) (f : ℝ → ℝ) (h : ∀ x, f x = x ^ 2) (h' : |x - 1| < 2) : ∃ z, f z = x + √9 + y")
    policy = FactsPolicy(Facts.from_words("", proof))
    policy.proposals(goal)
    started = time.process_time()
    for _ in range(10):
        assert len(policy.proposals(goal)) <= MOST
    assert (time.process_time() - started) / 10 < 0.1


# --------------------------------------------------------------------------------------------------------- without Lean


def integers(*names: str) -> tuple[Hypothesis, ...]:
    return tuple(number(name, INT) for name in names)


F = Hypothesis("f", App("→", (NAT, NAT)))
GOALS = st.sampled_from(
    [
        SIMPLE,
        Goal(GoalTerms((), App("False"))),
        Goal(GoalTerms((*integers("x", "y"), F), equation(Var("x", INT), Num(3, INT), INT))),
        Goal(GoalTerms((number("x"), number("f")), App("LE.le", (App("Real.sqrt", (X,), (REAL,)), Num(3, REAL)), (REAL,)))),
    ]
)


@given(
    GOALS,
    st.lists(
        st.sampled_from(r"$ x y f(3) f_n x= = 12 -6 (x+1) (y-2)^2 \le \frac12 \sqrt{4} n , | induction 0".split()), max_size=30
    ),
)
def test_no_words_are_refused(goal: Goal, words: list[str]) -> None:
    found = proposed(goal, " ".join(words))
    assert len(found) <= MOST


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
