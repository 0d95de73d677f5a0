"""Reading mathematics in words: what becomes which Lean term, and that nothing breaks it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prover.informal.latex import answer_texts, formulas


def relations(text: str, functions: str = "fgh") -> list[str]:
    return [r.lean for f in formulas(text, frozenset(functions)) for r in f.relations]


def terms(text: str, functions: str = "fgh") -> list[str]:
    return [t for f in formulas(text, frozenset(functions)) for t in f.terms]


@pytest.mark.parametrize(
    ("latex", "lean"),
    [
        ("2x + 3xy", "2 * x + 3 * x * y"),
        ("(a-b)(a+b)", "(a - b) * (a + b)"),
        (r"\frac{a+b}{2}", "(a + b) / 2"),
        (r"\dfrac19", "1 / 9"),
        (r"a \cdot b / c", "a * b / c"),
        ("x^{n+1}", "x ^ (n + 1)"),
        ("-x^2", "-x ^ 2"),
        ("a - (b - c)", "a - (b - c)"),
        (r"3\cdot -2", "3 * (-2)"),
        (r"\sqrt{x^2+1}", "Real.sqrt (x ^ 2 + 1)"),
        (r"\left|x - 1\right|", "abs (x - 1)"),
        ("|x+y|+|x-y|", "abs (x + y) + abs (x - y)"),
        (r"\binom{n}{k}", "Nat.choose n k"),
        ("n!", "Nat.factorial n"),
        ("10,000", "10000"),
        ("3.5", "7 / 2"),
        ("005", "5"),
        (r"\alpha + x_1", "α + x_1"),
        ("f(f(4))", "f (f 4)"),
        ("F(2)", "F * 2"),
        (r"\lfloor x/2 \rfloor", "Int.floor (x / 2)"),
        (r"\sin^2 2x", "(Real.sin (2 * x)) ^ 2"),
        (r"\log_2 (x+1)", "Real.logb 2 (x + 1)"),
        (r"\sum_{k=1}^{n} k^2", "∑ k ∈ Finset.Icc 1 n, k ^ 2"),
        ("(3, 4)", "(3, 4)"),
        (r"45^{\circ}", "45"),
        (r"\boxed{12}", "12"),
    ],
)
def test_a_term(latex: str, lean: str) -> None:
    assert terms(f"${latex}$") == [lean]


@pytest.mark.parametrize("latex", [r"1 + \dots + n", "f^{-1}(x", r"\sqrt[3]{x}", "a +", "2 3", "x)", "((" * 500])
def test_what_is_not_understood_is_left_out(latex: str) -> None:
    assert terms(f"${latex}$") == []


def test_a_chain_is_split_and_its_ends_are_joined() -> None:
    assert relations("$f(4) = 4^2 - 7 = 9$") == ["f 4 = 9", "f 4 = 4 ^ 2 - 7", "4 ^ 2 - 7 = 9"]
    assert relations(r"$a \le b < c$") == ["a ≤ b", "b < c"]


def test_an_unreadable_link_of_a_chain_breaks_only_itself() -> None:
    assert relations(r"$a = 1 + \cdots + 9 = 45 = b$") == ["a = b", "45 = b"]


def test_lines_of_an_environment() -> None:
    text = r"\begin{align*} 3x - y &= 7 \\ x &= 1 \end{align*} then \[ 2(4) \\ = 8. \]"
    assert relations(text) == ["3 * x - y = 7", "x = 1", "2 * 4 = 8"]


def test_congruences_are_equal_remainders() -> None:
    assert relations(r"$14u \equiv 46 \pmod{100}$") == ["(14 * u) % 100 = 46 % 100"]
    assert relations(r"$a \equiv 5 \equiv 9 \pmod 4$") == ["a % 4 = 5 % 4", "5 % 4 = 9 % 4"]
    assert relations(r"$a \equiv 5$") == []


def test_divisibility_and_absolute_value_share_a_sign() -> None:
    assert relations("$7^2 | a+b$") == ["7 ^ 2 ∣ a + b"]
    assert relations(r"$3 \mid |n|$") == ["3 ∣ abs (n)"]


def test_a_sequence_is_a_function_where_it_is_said_to_be() -> None:
    assert relations("$a_{n+1} = 2a_n$", "a") == ["a (n + 1) = 2 * a n"]
    assert relations("$a_1 = 2$", "") == ["a_1 = 2"]


def test_prose_has_formulas_too() -> None:
    assert relations("The base case is x = 5, hence y = 2x + 1. So 3 divides it.") == ["x = 5", "y = 2 * x + 1"]


def test_dollars_are_money_when_escaped() -> None:
    assert relations(r"It costs \$5, and $x = 2$.") == ["x = 2"]


def test_answers() -> None:
    said = r"What is $x$? Show that it is \textbf{(B) }-\frac19."
    assert [t for text in answer_texts(said) for t in terms(text)] == ["-(1 / 9)"]
    assert answer_texts(r"so \boxed{\frac{3}{4}} it is") == [r"\frac{3}{4}"]


LATEX = st.lists(
    st.sampled_from(
        r"$ $$ \[ \] \( \) { } ( ) [ ] | ^ _ , . ; = < \le \equiv \pmod \frac \sqrt \binom \sum \log \sin \boxed \text \left "
        r"\begin{align} \end{align} \\ \lfloor \rfloor & ! ' - + * / \cdot 1 23 x f a_n ".split(" ")
    ),
    max_size=60,
).map(" ".join)


@example("¹0")
@given(st.one_of(st.text(max_size=300), LATEX))
def test_no_text_is_refused(text: str) -> None:
    for formula in formulas(text):
        assert all(formula.terms) and all(r.left and r.right for r in formula.relations)
    answer_texts(text)


@pytest.mark.parametrize(
    "piece", ["$", "(", "|", "{", r"\frac", r"\[", "x^", "a=", "1,", r"\boxed{", r"\text{", "f(", "-", r"\\"]
)
def test_long_texts_are_read_in_time(piece: str) -> None:
    started = time.process_time()
    formulas(piece * 40_000)
    formulas(f"${piece * 20_000}$")
    answer_texts(piece * 40_000)
    assert time.process_time() - started < 5
