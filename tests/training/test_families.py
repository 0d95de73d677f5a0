"""The families of generated statements: how their tables are read, and that every one's scripts prove what it draws."""

import functools
import re
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prover.training.families import FAMILIES, Draw
from prover.training.families.expressions import evaluate
from prover.training.families.forms import mark, tidy
from prover.training.families.formulas import entailment
from prover.training.families.rows import BadRow, alternatives, check_row, make
from prover.training.teach import attempt

AREAS = sorted({family.area for family in FAMILIES.values()})


@functools.cache
def problems(name):
    return [FAMILIES[name].problem(number) for number in range(40)]


# --- every family --------------------------------------------------------------------------------------------------------


def test_there_are_many_families_in_every_area():
    assert len(FAMILIES) >= 144 and len(AREAS) == 10
    assert all(family.weight > 0 for family in FAMILIES.values())


@pytest.mark.parametrize("name", FAMILIES)
def test_what_a_family_draws(name):
    assert problems(name)[:5] == [FAMILIES[name].problem(number) for number in range(5)], "the same seed draws the same problem"
    for number, problem in enumerate(problems(name)):
        assert problem.statement.startswith(f"theorem {name}_{number} ") and " : " in problem.statement
        assert problem.scripts and all(script and all(step.strip() for step in script) for script in problem.scripts)
        assert not re.search(r"\bsorry\b|native_decide", str(problem.scripts))
    drawn = {FAMILIES[name].problem(number, seed).statement.split(" ", 2)[2] for number in range(30) for seed in (0, 1)}
    assert len(drawn) > 5


@pytest.mark.parametrize("name", FAMILIES)
def test_every_alternative_can_be_drawn(name):
    (row,) = FAMILIES[name].make.args
    for alternative in alternatives(row):
        for seed in range(3):
            statement, scripts = make(alternative, Draw(seed))
            assert " : " in f" {statement}" and scripts


UNWRITTEN = re.compile(r"[≤<=]\?|[\ue000\ue001]|None|\bTrue\b|\bFalse\b|f'\{|\bwhole\b")
UNTIDY = re.compile(r"\+ -\d|- -\d|--|\b0 \* [a-z(]|[+-] 0\b(?! [*/^%∣≤<])|  | [+-] [)=≤]")


def balanced(text: str) -> bool:
    waiting = []
    for sign in text:
        if sign in "([{⟨⌊⌈":
            waiting.append({"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}[sign])
        elif sign in ")]}⟩⌋⌉" and (not waiting or waiting.pop() != sign):
            return False
    return not waiting


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_drawn_reads_like_lean(name):
    for problem in problems(name):
        assert balanced(problem.statement), problem.statement
        assert not UNTIDY.search(problem.statement), problem.statement
        for text in (problem.statement, *(step for script in problem.scripts for step in script)):
            assert not UNWRITTEN.search(text), text
        binders = re.findall(r"\(([^():]+) : ", problem.statement.split(" : ", 1)[0] + " : ")
        names = " ".join(binders).split()
        assert len(names) == len(set(names)), f"two of one name: {problem.statement}"


@pytest.mark.parametrize(
    ("name", "pattern", "holds"),
    [
        ("linear_system_two", r"(.*)", lambda text: " 0 * " not in text),
        ("natural_between", r".*= (\d+)", lambda value: 1 <= int(value) <= 80),
        ("remainder_system", r".*(?:% |MOD )(\d+).*(?:% |MOD )(\d+)[^%]* : ", lambda a, b: gcd(int(a), int(b)) == 1),
        ("greatest_product", r".* = (\d+)\)", lambda total: 1 <= int(total) <= 30),
        (
            "set_by_roots",
            r".*?(\d+) <.*< (\d+)(?: / 2)?.*ard = (\d+)",
            lambda low, high, size: int(low) < int(high) and int(size) > 1,
        ),
        ("unique_residue", r".*(?:MOD|%) (\d+)\D.* = (\d+)$", lambda m, x: 0 < int(x) < int(m)),
        ("divisor_condition", r"(.*)", lambda text: 1 <= len(re.findall(r"= \d+", text)) <= 8),
    ],
)
def test_conditions_hold(name, pattern, holds):
    found = [re.match(pattern, FAMILIES[name].problem(number).statement) for number in range(100)]
    assert any(found) and all(holds(*match.groups()) for match in found if match)


@pytest.mark.network
def test_no_statement_is_one_of_the_benchmark():
    from benchmarks.data.overlap import benchmark_statements
    from prover.training.statements import normalized

    barred = benchmark_statements()
    drawn = [family.problem(number, seed).statement for family in FAMILIES.values() for number in range(60) for seed in (0, 1)]
    shared = {s for s in drawn if normalized(s) in barred}
    assert len(shared) < len(drawn) / 200, "such statements are left out of the data; a family must not be made of them"


@pytest.mark.lean
@pytest.mark.parametrize("area", AREAS)
def test_scripts_prove_their_statements(area, loop_thread, worker):
    """Every family proves one of two draws, and nearly every one the first of them; Lean refuses no statement."""
    families = [family for family in FAMILIES.values() if family.area == area]
    unproved, missed = [], 0
    for family in families:
        for number in (3, 4):
            problem = family.problem(number, seed=7)
            trace = loop_thread.run(attempt(worker, problem))
            assert trace is not None, f"Lean refuses {problem.statement}"
            if trace.proved:
                assert trace.steps[-1].tactic and trace.steps[0].state
                break
            missed += 1
        else:
            unproved.append(family.name)
    assert not unproved
    assert missed <= max(1, 0.1 * len(families))


# --- how a table is read -------------------------------------------------------------------------------------------------

BASE = {"goal": "x = {a}", "proof": "rfl", "draw": {"a": "1..9"}}


def drawn(row, numbers=range(60)):
    return [make(row, Draw(number)) for number in numbers]


@pytest.mark.parametrize(
    ("draw", "where", "holds"),
    [
        ({"a": "1..9"}, [], lambda a: 1 <= a <= 9),
        ({"a": "-3..3 not 0"}, [], lambda a: -3 <= a <= 3 and a != 0),
        ({"b": "4..6", "a": "b..b + 1 not 5, 6"}, [], lambda a: a in (4, 7)),
        ({"a": [2, 3, 5]}, [], lambda a: a in (2, 3, 5)),
        ({"a, b": [[2, 3], [3, 5]]}, "b == 5", lambda a: a == 3),
        ({"a, b": "1..9"}, ["a < b", "gcd(a, b) == 2"], lambda a: a in (2, 4, 6)),
        ({"a": "choice([v for v in range(9) if is_prime(v)])"}, [], lambda a: a in (2, 3, 5, 7)),
        ({"b": "1..5", "a": "b * b"}, "a > 4", lambda a: a in (9, 16, 25)),
        ({"a": 7}, [], lambda a: a == 7),
    ],
)
def test_values_and_conditions(draw, where, holds):
    results = {int(statement.rsplit("= ")[1]) for statement, _ in drawn({**BASE, "draw": draw, "where": where})}
    assert results and all(map(holds, results))


def test_names_are_drawn_together_and_never_clash():
    row = {
        **BASE, "names": {"x y": "ab xy", "f": "f g h"}, "for": "(f : ℝ → ℝ) (x y : ℝ)", "given": {"h": "f x = y"}, "new": "k",
        "goal": "x = y", "proof": "have k := h\nexact fun e => a",
    }  # fmt: skip
    for statement, ((first, last),) in drawn(row):
        function, x, y = re.match(r"\((.) : ℝ → ℝ\) \((.) (.) : ℝ\)", statement).groups()
        given, new = re.search(r"\((\w+) : " + f"{function} {x} = {y}", statement)[1], first.split()[1]
        assert (x, y) == ("x", "y"), "a is a name of the proof's own"
        assert len({function, x, y, given, new, "e", "a"}) == 7 and statement.endswith(f": {x} = {y}") and last.endswith("=> a")


def test_hypotheses_come_in_orders_and_joined():
    row = {**BASE, "given": {"h": "a < b", "k": "c < d"}, "goal": "b < d", "proof": "exact h", "join": 0.5}
    results = drawn(row)
    assert {re.sub(r"\(\w+ :", "(_ :", statement) for statement, _ in results} == {
        "(_ : a < b) (_ : c < d) : b < d", "(_ : c < d) (_ : a < b) : b < d",
        "(_ : a < b ∧ c < d) : b < d", "(_ : c < d ∧ a < b) : b < d",
    }  # fmt: skip
    for statement, (script,) in results:
        named = dict(reversed(pair) for pair in re.findall(r"(\w+) : (\w < \w)\)", statement))
        if "∧" in statement:
            assert re.fullmatch(r"obtain ⟨\w+, \w+⟩ := \w+", script[0])
        else:
            assert script == (f"exact {named['a < b']}",)
    quantified = {**row, "given": {"h": "∀ x, x < b", "k": "c < d"}, "join": 1.0}
    assert not any("∧" in statement for statement, _ in drawn(quantified))


def test_spellings_alternatives_and_texts():
    row = {
        "draw": {"a": "2..3"}, "text": {"left": "√{b} + {more}", "more": "{a} * x"},
        "goal": "{left} ≤? 9", "proof": ["one\n| two\n  three\nfour", "five"],
        "either": [{"draw": {"b": "5..6"}}, {"times": 0, "draw": {"b": 99}}],
    }  # fmt: skip
    statements = {statement for statement, _ in drawn(row, range(200))}
    assert statements == {
        f": {sides}"
        for a in (2, 3) for b in (5, 6) for root in (f"√{b}", f"Real.sqrt {b}")
        for sides in (f"{root} + {a} * x ≤ 9", f"9 ≥ {root} + {a} * x")
    }  # fmt: skip
    assert make(row, Draw(0))[1] == (("one\n| two\n  three", "four"), ("five",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**BASE, "gaol": "x"}, "no such key: gaol"),
        ({"goal": "x"}, "without proof"),
        ({"proof": "x", "either": [{"goal": "y"}, {}]}, "without goal"),
        ({**BASE, "either": [{"drawn": {}}]}, "no such key: drawn"),
        ({**BASE, "draw": {"a": None}}, "without a"),
    ],
)
def test_rows_that_cannot_be_read(row, said):
    with pytest.raises(BadRow, match=said):
        check_row("some", row)


@pytest.mark.parametrize(
    "row",
    [
        {**BASE, "where": "a > 9"},
        {**BASE, "text": {"t": "{absent}"}},
        {**BASE, "names": {"x y": "ab ba"}, "goal": "x = y + a + b"},
        {**BASE, "draw": {"a": "__import__('os')"}},
        {**BASE, "goal": "{a.real}"},
    ],
)
def test_rows_that_cannot_be_drawn(row):
    with pytest.raises((ValueError, NameError)):
        make(row, Draw(0))


@pytest.mark.parametrize(
    "expression",
    [
        "a.b", "(1).real", "__import__('os')", "open('x')", "lambda: 1", "a := 1", "f()()", "pow(2, exp=3)", "[x for x in ()][0]()",
        "1 +", "import os", "{1: 2}", "(yield 1)",
    ],
)  # fmt: skip
def test_expressions_that_are_refused(expression):
    with pytest.raises((ValueError, NameError)):
        evaluate(expression, {"a": 1, "f": abs})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("6 / 4", Fraction(3, 2)), ("6 / 3", 2), ("-7 // 2", -4), ("[v for v in range(9) if v % a == 0]", [0, 3, 6]),
        ("recurrence([0, 1], [1, 1], 0, 6)[-1]", 8), ("recurrence([2], [3], 1, 2)", [2, 7, 22]), ("power_cycle(2, 7)", [1, 2, 4]),
        ("any_of('x', [1, 2])", "x = 1 ∨ x = 2"), ("any_pair('x', 'y', [(1, 2)])", "x = 1 ∧ y = 2"),
        ("any_pair('x', 'y', [(1, 2), (2, 1)])", "(x = 1 ∧ y = 2) ∨ (x = 2 ∧ y = 1)"), ("split('h', 2)", "rcases h with rfl | rfl"),
        ("braces([])", "∅"), ("braces([1, 2])", "{1, 2}"), ("divisors(6)", [1, 2, 3, 6]), ("f'{a}!'", "3!"),
    ],
)  # fmt: skip
def test_expressions(expression, value):
    assert evaluate(expression, {"a": 3}) == value


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("_ * x ^ 2 + _ * x + _ = _", (2, -5, 3, 0), "2 * x ^ 2 - 5 * x + 3 = 0"),
        ("_ * x + _ * y - _ = 7", (1, -1, -4), "x - y + 4 = 7"),
        ("_ * x + _ * (y + 1) = 0", (0, -3), "-3 * (y + 1) = 0"),
        ("(_ * x - _ * y)", (0, 2), "(-2 * y)"),
        ("_ * (x + y) ≤ _ * x", (1, 0), "x + y ≤ 0"),
        ("x * y ≤? _ * x + _ * y", (0, -1), "x * y ≤? -y"),
        ("f _ + f _ = _", (-3, 3, -1), "f (-3) + f 3 = -1"),
        ("x * _ + _ ^ n", (-2, -3), "x * (-2) + (-3) ^ n"),
        ("x - _ + _ / x", (Fraction(-7, 4), -2), "x + 7 / 4 - 2 / x"),
        ("h _", (Fraction(1, 2),), "h (1 / 2)"),
        ("x / _ = f _ * _", (1, 1, 1), "x / 1 = f 1 * 1"),
        ("_ * (n : ℝ) + _ * Real.log x + _", (0, 0, 0), "0"),
        ("|x - _|", (0,), "|x|"),
        ("Set.Icc _ _", (-3, 2), "Set.Icc (-3) 2"),
        ("(_ : ℝ) * (a : ℝ) + (_ : ℝ) * b", (1, 2), "(a : ℝ) + (2 : ℝ) * b"),
        ("show _ * (_) + _ = 1", (1, 3, -2), "show (3) - 2 = 1"),
        ("_ * _ ^ (n + _)", (1, 5, 0), "5 ^ n"),
        ("x + 0 * y + 1 * z", (), "x + 0 * y + 1 * z"),
    ],
)
def test_numbers_are_written_as_people_write_them(template, values, text):
    numbers = iter(values)
    assert tidy(re.sub("_", lambda _: mark(next(numbers)), template)) == text


TERMS = (
    "{}",
    "{} * x",
    "{} * x ^ 2",
    "{} * x * y",
    "{} * (x - {})",
    "{} * (y + {} * x)",
    "{} * {} ^ 3",
    "({} * x + {}) ^ 2",
    "{} / 7",
)
LEAD = ("", "5 * ", "x ^ 2 * ", "-")


@given(
    st.lists(st.tuples(st.sampled_from("+-"), st.sampled_from(TERMS)), min_size=1, max_size=5),
    st.sampled_from(LEAD),
    st.lists(st.sampled_from([-7, -2, -1, 0, 1, 2, Fraction(7, 4), Fraction(-1, 3)]), min_size=12, max_size=12),
)
def test_tidying_keeps_the_value(terms, lead, numbers):
    template = lead + terms[0][1] + "".join(f" {sign} {term}" for sign, term in terms[1:])

    def value(text):
        names = {"F": Fraction, "x": Fraction(5), "y": Fraction(11)}
        return eval(re.sub(r"(\d+)", r"F(\1)", text.replace("^", "**")), names)

    assert value(tidy(template.format(*map(mark, numbers)))) == value(template.format(*(f"({n})" for n in numbers)))


def test_names_of_hypotheses_are_different():
    for seed in range(50):
        names = Draw(seed).hypotheses()
        assert len({next(names) for _ in range(12)}) == 12


def test_a_consequence_follows_and_is_no_tautology():
    words = {"¬": " not ", "∧": " and ", "∨": " or "}
    for seed in range(40):
        given, tops, goal, _ = entailment(Draw(seed), "pqr")
        assert len(given) == len(tops) == 3
        if any(sign in "".join(given) + goal for sign in "→↔"):
            continue
        worlds = [dict(zip("pqr", (bits & 1, bits & 2, bits & 4), strict=True)) for bits in range(8)]
        value = lambda text, world: bool(eval("".join(words.get(s, s) for s in text), {}, world))  # noqa: E731
        holds = [all(value(g, world) for g in given if g) for world in worlds]
        assert any(holds) and all(value(goal, world) for world, ok in zip(worlds, holds, strict=True) if ok)
        assert not all(value(goal, world) for world in worlds)
