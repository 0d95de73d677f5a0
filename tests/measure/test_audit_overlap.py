"""Training material is held against the benchmark's statements."""

from __future__ import annotations

import json

import pytest

from benchmarks.data import minif2f, overlap

ROWS = [
    {"name": "a", "split": "valid", "formal_statement": "theorem a (n : ℕ) : (∑ k ∈ Finset.range n, (1 : ℝ) / (k + 1)) = n := sorry"},
    {"name": "b", "split": "test", "formal_statement": "theorem b (S : Finset ℕ) (h₀ : ∀ n, n ∈ S ↔ n ∣ 8) : (∑ k ∈ S, k) = 15 := sorry"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def benchmark(tmp_path, monkeypatch):
    file = tmp_path / "bench.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    monkeypatch.setattr(minif2f, "data_file", lambda path=None: file)
    for cached in (overlap.benchmark_statements, overlap.benchmark_goals):
        cached.cache_clear()
    yield
    for cached in (overlap.benchmark_statements, overlap.benchmark_goals):
        cached.cache_clear()


def test_a_problem_is_known_however_it_is_written():
    assert overlap.is_of_benchmark("theorem other (m : ℕ) : (∑ i ∈ Finset.range m, (1 : ℝ) / (i + 1)) = m := by simp")
    assert overlap.is_of_benchmark("theorem c (T : Finset ℕ) (h : ∀ n : ℕ, n ∈ T ↔ n ∣ 8) : ∑ n ∈ T, n = 15")
    hidden = "theorem d (m : ℕ) : ∑ i ∈ Finset.range m, 1 / ((i : ℝ) + 1) = (m : ℝ)"
    assert overlap.is_of_benchmark(hidden, "m : ℕ\n⊢ ∑ i ∈ Finset.range m, 1 / (↑i + 1) = ↑m")


def test_another_theorem_is_not():
    assert not overlap.is_of_benchmark("theorem c (T : Finset ℕ) (h : ∀ n : ℕ, n ∈ T ↔ n ∣ 6) : ∑ n ∈ T, n = 12")
    assert not overlap.is_of_benchmark("theorem e : 1 = 1", "⊢ 1 = 1")
