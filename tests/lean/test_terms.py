"""Goals as terms: what Lean tells, what is printed of it, and answers that are no goal."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.lean.decoding import NoTerms, decode
from prover.lean.printing import NotPrintable, to_lean
from prover.lean.terms import (
    NAT,
    REAL,
    App,
    Bind,
    Bound,
    Num,
    Var,
    conjuncts,
    is_loose,
    negation,
    opened,
    replaced,
    type_name,
    variables,
)  # fmt: skip

BINDERS = (
    "(x y z : ℝ) (a b : ℤ) (m n : ℕ) (q : ℚ) (c : ℂ) (f : ℝ → ℝ) (u : ℕ → ℕ) (g : ℝ → ℝ → ℝ) (p r : Prop) (s t : Finset ℕ) "
    "(v w : Set ℝ)"
)

PROPOSITIONS = [
    "2 * x + 3 = -1 / 2", "x - (y - z) < x - y + z", "x ^ 2 * y⁻¹ ≤ |x - 1|", "-x ^ 2 = (-x) ^ 2", "(-2 : ℝ) ^ 3 < x", "x > y",
    "(2 : ℤ) - 3 < 0", "(2 : ℕ) - 3 = 0", "(7 : ℝ) / 2 = 5 - 3 / 2", "a / 2 * 2 + a % 2 = a", "(a : ℝ) * x = (n : ℝ) + 1",
    "((n + 1 : ℕ) : ℝ) = n + 1", "((m - n : ℕ) : ℤ) = a", "(q : ℝ) < x", "c ^ 2 = -1", "m ∣ n * 2", "3 ∣ a - b", "n.factorial = 6",
    "a ≡ b [ZMOD 7]", "m ≡ 3 [MOD n]", "f (x + 1) = g x (-2)", "f (f 2) = g (f x) y", "u (u n + 1) = m", "√(x + 1) < 3",
    "Real.log (x * y) = Real.log x + Real.exp 1", "Real.sin (Real.pi / 6) = 1 / 2", "⌊x⌋ + ⌈y⌉ = a", "min x y ≤ max x (y + 1)",
    "p ∧ (r ∨ ¬p) → r", "(p → r) → p ↔ r", "¬(p ∧ r) ∨ x ≠ y", "∀ k : ℕ, k < n → u k ≤ u (k + 1)", "∀ x > (0 : ℝ), ∃ y, y * y = x",
    "∃! k : ℕ, k + 2 = n", "∀ ε > 0, ∃ δ > 0, ∀ w : ℝ, |w - x| < δ → |f w - f x| < ε", "∑ i ∈ Finset.range n, (i : ℝ) ^ 2 = x",
    "∏ i ∈ Finset.range 5, (i + 1) = 120", "s.card + (s ∩ t).card = n", "n ∈ s ∪ t \\ {1, 2}", "{x | 0 < x ∧ x < 3} ⊆ v", "x ∈ v ∩ w",
    "(if x < 1 then x else 1) ≤ 1", "(x, y).1 = x", "Function.Injective (fun k : ℕ => 3 * k + 1)", "Nat.Prime n", "Nat.gcd m 12 = 4",
    "(∑ k ∈ Finset.Icc 1 100, k) % 7 = 1", "StrictMono f", "x ^ (1 / 2 : ℝ) = √x", "IsLeast {n : ℕ | 3 < n} 4",
]  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize("proposition", PROPOSITIONS)
def test_what_is_printed_is_read_back(goal_of, proposition: str) -> None:
    term = goal_of(f"{BINDERS} : {proposition}").target
    printed = to_lean(term)
    again = goal_of(f"{BINDERS} : {printed}").target
    assert again == term, printed
    assert to_lean(again) == printed


@pytest.mark.lean
def test_hypotheses_say_what_they_are(goal_of) -> None:
    goal = goal_of("(x : ℝ) (_ : 0 < x) (p : Prop) (h : x ≠ 1 ∧ p) : p")
    assert [(h.kind, h.accessible) for h in goal.hypotheses] == [
        ("data", True), ("prop", False), ("data", True), ("prop", True),
    ]  # fmt: skip
    assert [h.name for h in goal.props] == ["h"]
    with pytest.raises(NotPrintable):
        to_lean(goal.hypotheses[1].var)


def _hypothesis(name: str, type_: int, value: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(name=name, type=type_, kind="data", accessible=True, shown=True, value=value)


def test_an_answer_is_a_goal() -> None:
    nodes = [["app", "Nat", [], []], ["var", 0], ["num", "-7", 0], ["app", "Eq", [0], [1, 2]]]
    goal = decode(nodes, [_hypothesis("n", 0)], 3)
    assert goal.target == App("Eq", (Var("n", NAT), Num(-7, NAT)), (NAT,))
    assert [h.name for h in goal.hypotheses] == ["n"]


@pytest.mark.parametrize(
    ("nodes", "hypotheses", "target"),
    [
        ([], [], 0),
        ([["num", "seven", 0]], [], 0),
        ([["num", "7", 3]], [], 0),
        ([["num", 7, 0]], [], 0),
        ([["app", "Nat", [], []], ["app", "Nat.succ", [], [5]]], [], 1),
        ([["var", 0]], [], 0),
        ([["app", "Nat", [], []], ["var", 1]], [_hypothesis("n", 0)], 1),
        ([["app", "Nat", []]], [], 0),
        ([["lam", "x", 0]], [], 0),
        ([["no such kind", 1]], [], 0),
        ([[]], [], 0),
        ([["app", "Nat", [], []]], [_hypothesis("n", 9)], 0),
        ([["app", "Nat", [], []]], [_hypothesis("n", 0, 4)], 0),
        ([["app", "Nat", [], []]], [], "0"),
        ([["b", "0"]], [], 0),
    ],
)
def test_an_answer_that_is_no_goal_is_refused(nodes: list, hypotheses: list, target: object) -> None:
    with pytest.raises(NoTerms):
        decode(nodes, hypotheses, target)  # type: ignore[arg-type]


X, Y = Var("x", REAL), Var("y", REAL)
NUMBERS = st.recursive(
    st.sampled_from([X, Y, *(Num(k, REAL) for k in (-2, 0, 3))]),
    lambda inner: st.builds(
        lambda name, a, b: App(name, (a, b), (REAL, REAL, REAL)),
        st.sampled_from(["HAdd.hAdd", "HMul.hMul", "HSub.hSub"]),
        inner,
        inner,
    ),
    max_leaves=6,
)
PROPS = st.recursive(
    st.builds(lambda name, a, b: App(name, (a, b), (REAL,)), st.sampled_from(["Eq", "LT.lt", "LE.le", "Ne"]), NUMBERS, NUMBERS),
    lambda inner: st.one_of(
        st.builds(lambda name, a, b: App(name, (a, b)), st.sampled_from(["And", "Or", "→"]), inner, inner),
        st.builds(lambda kind, p: Bind(kind, "k", NAT, p), st.sampled_from(["∀", "∃"]), inner),
    ),
    max_leaves=5,
)


@given(PROPS)
def test_negating_twice_gives_the_same_proposition_again(p) -> None:
    for part in [p, *conjuncts(p)]:
        again = negation(negation(part))
        assert not _implies(part) or again != part
        assert _implies(part) or again == part
    assert type_name(X) == "ℝ" and type_name(p) == ""


def _implies(p) -> bool:
    """Whether an implication stands in it, of which the negation of its negation is a disjunction."""
    return "→" in to_lean(p)


@given(PROPS, NUMBERS)
def test_replacing_and_opening(p, value) -> None:
    z = Var("z", REAL)
    assert X not in variables(replaced(p, X, z))
    assert replaced(replaced(p, X, z), z, X) == p
    body = replaced(p, X, Bound(0)) if "∀" not in to_lean(p) and "∃" not in to_lean(p) else p
    assert opened(Bind("∀", "x", REAL, body), X) == p
    assert not is_loose(Bind("∀", "x", REAL, body))
    assert opened(Bind("λ", "x", REAL, Bound(0)), value) == value
