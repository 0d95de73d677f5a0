import pytest

from prover.training.statements import normalized, statement_text

SAME = [
    "theorem a (x y : ℝ) (h₀ : x + y = 3) : x = 3 - y := by sorry",
    "lemma other_name (a : ℝ)  (b : ℝ) (h : a + b = 3) :\n  a = 3 - b := sorry",
    "theorem c (u v : ℝ) (hx : u + v = 3) : u = 3 - v",
]


def test_names_spacing_and_grouping_do_not_matter():
    assert len({normalized(statement) for statement in SAME}) == 1


@pytest.mark.parametrize(
    "other",
    [
        "theorem a (x y : ℝ) (h₀ : x + y = 4) : x = 3 - y",
        "theorem a (x y : ℚ) (h₀ : x + y = 3) : x = 3 - y",
        "theorem a (x y : ℝ) (h₀ : y + x = 3) : x = 3 - y",
        "theorem a (x y : ℝ) (h₀ : x + y = 3) : y = 3 - x",
    ],
)
def test_anything_else_does(other):
    assert normalized(other) != normalized(SAME[0])


def test_the_text_of_a_statement():
    assert statement_text("theorem t_1 (n : ℕ) : n = n := by\n  sorry") == "(n : ℕ) : n = n"
    assert statement_text("Nat.add_comm") == "Nat.add_comm"
