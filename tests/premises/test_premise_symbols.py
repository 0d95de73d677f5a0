"""What is read out of goals and statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.premises.symbols import kind_of, of_goal, of_name, of_statement, symbols


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("Nat.succ_le", {"Nat", "nat", "succ_le", "succ", "le"}, set()),
        ("IsCoprime", {"IsCoprime", "is", "coprime"}, set()),
        ("x ∣ y * n⁻¹", {"∣", "dvd", "*", "mul", "⁻¹", "inv"}, {"x", "y", "n"}),
        ("(0 : ℝ) ≤ √r", {"0", "zero", "ℝ", "real", "≤", "le", "√", "sqrt"}, {"r", ":"}),
        ("f ∘ₗ g", {"∘ₗ"}, {"f", "g", "ₗ"}),
        ("∑ i ∈ Finset.range n, i", {"∑", "sum", "∈", "mem", "Finset", "range"}, {"i", "n"}),
        ("h₁ hx inst✝³ this", set(), {"h₁", "hx", "inst✝³", "this"}),
    ],
)
def test_symbols_of_a_text(text, some, none):
    found = set(symbols(text))
    assert some <= found and not none & found


def test_target_and_hypotheses_are_told_apart():
    goal = of_goal("case inl\na b point : ℤ\nh : a ∣ b\nlong :\n  Nat.Prime p\n⊢ IsCoprime point b\n\ncase inr\n⊢ Odd a")
    assert set(goal.target) == {"IsCoprime", "is", "coprime"}  # not of the second goal, not the variable
    assert {"∣", "ℤ", "Prime"} <= set(goal.hypotheses)
    assert not {"case", "inl", "point"} & set(goal.all)


def test_fields_of_variables_are_symbols():
    assert "reflection" in of_goal("point : Pairing\n⊢ point.reflection = 0").target


@pytest.mark.parametrize(
    ("text", "target", "hypotheses"),
    [
        ("theorem a.b (x : ℕ) (h : Odd x) : x % 2 = 1 := by simp [foo]", {"%", "=", "1"}, {"ℕ", "Odd"}),
        ("@[simp]\nlemma foo {s : Set α} [Finite s] : s.Nonempty", {"Nonempty"}, {"Set", "Finite"}),
        ("Even n → Odd (n + 1)", {"Odd", "+"}, {"Even"}),
        ("theorem t : (∀ y, Even y → Odd y) → False", {"False"}, {"∀", "Even", "Odd"}),
        ("def Foo : Type := Bar", {"Type"}, set()),
        ("instance : Monoid G := bar", {"Monoid"}, set()),
    ],
)
def test_conclusions_of_statements(text, target, hypotheses):
    found = of_statement(text)
    assert target <= set(found.target) and hypotheses <= set(found.hypotheses)
    assert not hypotheses & set(found.target) and not {"foo", "Bar", "bar"} & set(found.all)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("theorem a : b", "theorem"),
        ("@[simp, norm_cast]\nprotected lemma a : b", "theorem"),
        ("/-- Text. -/ noncomputable def a := b", "def"),
        ("abbrev a := b", "def"),
        ("instance : A b", "instance"),
        ("structure A where", "structure"),
        ("| mk : A", ""),
    ],
)
def test_kinds(text, kind):
    assert kind_of(text) == kind


@given(st.text(alphabet="abXℕαβ₁'._:=()[]{}⟨⟩∀∃→⊢≤∑⁻¹ᵒᵖ✝|,@- \n\t0129«»/", max_size=200))
def test_any_text_can_be_read(text):
    for read in (of_goal, of_statement):
        found = read(text)
        assert all(name and not name.isspace() for name in found.all)
    of_name(text)
    kind_of(text)


@given(st.permutations(["h : Even a", "k : Odd b", "l : a ∣ b", "m : Nat.Prime a"]))
def test_the_order_of_hypotheses_counts_for_nothing(lines):
    goal = of_goal("\n".join(["a b : ℕ", *lines, "⊢ a ≤ b"]))
    assert sorted(goal.hypotheses) == sorted(
        of_goal("a b : ℕ\nh : Even a\nk : Odd b\nl : a ∣ b\nm : Nat.Prime a\n⊢ a ≤ b").hypotheses
    )
