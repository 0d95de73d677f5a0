"""Words for verified proofs: problems, proofs as texts, sketches, and the dataset of them."""

from __future__ import annotations

import json
import random
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from prover.check import check_source
from prover.cli import app
from prover.policy.views import SKETCH, sketch_input
from prover.training.families import FAMILIES
from prover.training.shards import Manifest, read_shards
from prover.training.teach import attempt
from prover.training.traces import ProofStep, Trace
from prover.training.words.dataset import words_records
from prover.training.words.latex import latex
from prover.training.words.problem import problem_text
from prover.training.words.proof import proof_text
from prover.training.words.sketch import sketch, with_holes
from prover.training.words.terms import Unreadable, read_term

ROOTS = (
    ProofStep("x : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\n⊢ x = 3 ∨ x = 5", "have key : (x - 3) * (x - 5) = 0 := by linarith"),
    ProofStep(
        "x : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\nkey : (x - 3) * (x - 5) = 0\n⊢ x = 3 ∨ x = 5",
        "rcases mul_eq_zero.mp key with e | e",
    ),
    ProofStep(
        "case inl\nx : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\nkey : (x - 3) * (x - 5) = 0\ne : x - 3 = 0\n⊢ x = 3 ∨ x = 5\n\n"
        "case inr\nx : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\nkey : (x - 3) * (x - 5) = 0\ne : x - 5 = 0\n⊢ x = 3 ∨ x = 5",
        "left; linarith",
    ),
    ProofStep("case inr\nx : ℝ\nh₀ : x ^ 2 + 15 = 8 * x\nkey : (x - 3) * (x - 5) = 0\ne : x - 5 = 0\n⊢ x = 3 ∨ x = 5", "right"),
    ProofStep("case inr\nx : ℝ\nkey : (x - 3) * (x - 5) = 0\ne : x - 5 = 0\n⊢ x = 5", "linarith"),
)


def trace(steps: tuple[ProofStep, ...] = ROOTS, name: str = "roots") -> Trace:
    return Trace(name, "roots", "families", f"theorem {name} (x : ℝ) : {len(name)} = x", steps)


@pytest.mark.parametrize(
    ("lean", "shown"),
    [
        ("2 * x + y = 7", "2x + y = 7"),
        ("x * y ≤ (x ^ 2 + y ^ 2) / 2", r"xy \le \frac{x^2 + y^2}{2}"),
        ("-x ^ 2 * 3 - -y", r"-x^2 \cdot 3 - (-y)"),
        ("¬16 ∣ 3 ^ (m + 1)", r"16 \nmid 3^{m + 1}"),
        ("k ≡ 3 [MOD 4]", r"k \equiv 3 \pmod{4}"),
        ("∑ k ∈ Finset.range n, (↑k + 1) ^ 2 = ↑n", r"\sum_{k=0}^{n-1} (k + 1)^2 = n"),
        ("√(x + 1) * |x - h₁₀|", r"\sqrt{x + 1}|x - h_{10}|"),
        ("∀ (x : ℝ), f x = 3", r"\forall x \in \mathbb{R}, f(x) = 3"),
        ("Nat.gcd a b = n.choose 2 + 5!", r"\gcd(a, b) = \binom{n}{2} + 5!"),
        ("Real.exp x ^ 2 * l.sum", r"(e^{x})^2\operatorname{sum}(l)"),
        ("Nat.digits 10 a = [1, 2]", r"\operatorname{digits}(10, a) = [1, 2]"),
        ("(S \\ {a}).card = ⌊x⌋", r"|S \setminus \{a\}| = \lfloor x \rfloor"),
    ],
)
def test_terms_as_latex(lean: str, shown: str) -> None:
    assert latex(read_term(lean)) == shown


@pytest.mark.parametrize("text", ["", "2 +", "(x", "∀ x", "x )", "{a", "by simp"])
def test_what_is_no_term(text: str) -> None:
    with pytest.raises(Unreadable):
        read_term(text)


def test_a_problem_says_what_is_given_and_what_is_asked() -> None:
    texts = {problem_text(ROOTS[0].state, random.Random(seed)) for seed in range(30)}
    assert len(texts) > 5
    for text in texts:
        assert "$x^2 + 15 = 8x$" in text and "$x = 3$ or $x = 5$" in text
    assert problem_text("x : ℝ\nh : 2 * x = 6\n⊢ x = 3", random.Random(1)).count("3") == 1


def test_a_proof_in_words_follows_the_steps() -> None:
    texts = {proof_text(ROOTS, random.Random(seed)) for seed in range(20)}
    assert len(texts) > 5
    for text in texts:
        assert "$(x - 3)(x - 5) = 0$" in text and text.index("(x - 5) = 0") < text.rindex("$x - 3 = 0$")
    assert proof_text(ROOTS, random.Random(4)) == proof_text(ROOTS, random.Random(4))


def test_a_square_gives_its_reason() -> None:
    steps = (ProofStep("a b : ℝ\n⊢ 2 * a * b ≤ a ^ 2 + b ^ 2", "nlinarith [sq_nonneg (a - b)]"),)
    assert r"$(a - b)^2 \ge 0$" in proof_text(steps, random.Random(0))
    assert sketch(steps) == "have hs : 0 ≤ (a - b) ^ 2 := by sorry\nsorry"


def test_a_sketch_keeps_structure_and_leaves_automation_open() -> None:
    assert sketch(ROOTS) == (
        "have key : (x - 3) * (x - 5) = 0 := by sorry\nrcases mul_eq_zero.mp key with e | e\n· sorry\n· right\n  sorry"
    )


def test_sketches_of_induction_and_of_cases() -> None:
    goal = "n : ℕ\n⊢ 3 ∣ n ^ 3 + 2 * n"
    induction = "induction n with\n| zero => simp\n| succ n ih =>\n  obtain ⟨k, hk⟩ := ih\n  omega"
    assert sketch([ProofStep(goal, induction)]) == (
        "induction n with\n| zero => sorry\n| succ n ih =>\n  obtain ⟨k, hk⟩ := ih\n  sorry"
    )
    cases = "rcases h with rfl | rfl <;> omega"
    assert sketch([ProofStep(goal, cases)]) == "rcases h with rfl | rfl\n· sorry\n· sorry"


def test_automation_alone_has_no_sketch() -> None:
    assert sketch([ProofStep("⊢ 2 + 2 = 4", "norm_num")]) is None
    assert sketch([ProofStep("n : ℕ\n⊢ n = 3", "subst h"), ProofStep("⊢ 3 = 3", "rfl")]) is None
    assert sketch([ProofStep("h : p ∧ q\n⊢ q ∧ p", "exact ⟨h.2, h.1⟩")]) is None


@pytest.mark.parametrize(
    ("tactic", "left_open"),
    [
        ("have h : a = b := by\n  rw [x]\n  ring", "have h : a = b := by sorry"),
        ("have h := h₀ 0 (by norm_num) (by simp [a, b])", "have h := h₀ 0 (by sorry) (by sorry)"),
        ("obtain ⟨k, rfl⟩ : ∃ k, x = y + k := ⟨x - y, by omega⟩", "obtain ⟨k, rfl⟩ : ∃ k, x = y + k := by sorry"),
        ("refine ⟨2, by norm_num, ?_⟩", "refine ⟨2, by sorry, ?_⟩"),
        ("refine f (by linarith : 0 ≤ a)", "refine f (by sorry : 0 ≤ a)"),
    ],
)
def test_holes(tactic: str, left_open: str) -> None:
    assert with_holes(tactic) == left_open


def test_records_depend_on_the_trace_alone() -> None:
    assert list(words_records(trace())) == list(words_records(trace()))
    views = [record.view for record in words_records(trace())]
    assert views == ["draft", "sketch"] and not list(words_records(trace(())))
    for record in words_records(trace()):
        assert record.input.endswith(ROOTS[0].state)


def test_the_goal_stands_last_and_words_are_cut() -> None:
    asked = SKETCH.prompt(sketch_input("Show it.", "word " * 400, "⊢ True"))
    assert asked.endswith("\n\n⊢ True\n\nSketch:\n") and len(asked) < 950 and asked.startswith("Show it.\nword")
    assert sketch_input("", " ", "⊢ True") == "⊢ True"


def test_the_command_makes_a_dataset(tmp_path: Path) -> None:
    lines = [json.dumps(asdict(trace(name=name))) for name in ("roots", "other")]
    (tmp_path / "traces.jsonl").write_text("\n".join(lines) + "\n")
    result = CliRunner().invoke(app, ["data", "words", str(tmp_path / "traces.jsonl"), "--out", str(tmp_path / "d")])
    assert result.exit_code == 0, result.output
    manifest = Manifest.load(tmp_path / "d")
    assert manifest.provenance["made_by"] == "prover data words"
    sketches = list(read_shards(tmp_path / "d", "train", ["sketch"]))
    assert len(sketches) >= 4 and all("sorry" in record.output for record in sketches)


def test_runs_on_the_benchmark_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"benchmark": "minif2f"}')
    result = CliRunner().invoke(app, ["data", "words", str(tmp_path), "--out", str(tmp_path / "d")])
    assert result.exit_code == 2 and "not training data" in result.output and not (tmp_path / "d").exists()


@pytest.mark.lean
def test_sketches_of_families_are_lean(loop_thread: Any, worker: Any) -> None:
    """Each sketch elaborates: its holes are all that is missing."""
    names = ("quadratic_roots", "two_distinct_roots", "number_and_reciprocal", "square_equation", "recursion_closed_form",
             "greatest_value_of_function", "parity_argument", "exactly_these_roots", "inclusion_reasoning", "cube_root",
             "fixed_product", "two_numbers_found", "different_numbers", "quantifier_laws")  # fmt: skip
    sketches = 0
    for family in (FAMILIES[name] for name in names):
        found = loop_thread.run(attempt(worker, family.problem(2, seed=11)))
        if found is None or (text := sketch(found.steps)) is None:
            continue
        result = loop_thread.run(check_source(worker, f"{found.statement} := by\n{textwrap.indent(text, '  ')}"))
        assert not [message for message in result.messages if "error" in message], (found.statement, text, result.messages)
        assert not result.accepted and "sorry" in str(result.reason)
        sketches += 1
    assert sketches >= 10
