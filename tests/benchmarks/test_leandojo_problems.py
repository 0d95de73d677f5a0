"""LeanDojo Benchmark as problems: on a small project and a small benchmark of our own."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data import leandojo
from benchmarks.data.lean_text import LeanText, components
from benchmarks.data.problem import DataError
from prover.training.errors import TrainingDataError

COMMIT, LATER = "29dc" * 10, "1a7e" * 10

BASIC = """/- Copyright: theorem not_one : False -/
import Init.Data.Nat.Basic
import Init.Omega -- import Not.This

/-!
# A file of ours
-/

open Nat

variable {p q : Prop}

namespace A.B

theorem term (hp : p) (hq : q) : p ∧ q := ⟨hp, hq⟩

section Inner

/-- Both; not `theorem nor : False := by`. -/
@[simp] theorem tactics (n : Nat) -- a comment := with "theorem
    (h : n = n := by rfl) : (let m := n; m = n) ∧ "theorem x :=" ≠ "" := by
  decide

end Inner

protected theorem equations : ∀ n : Nat, 0 ≤ n
  | 0 => Nat.le_refl 0
  | n + 1 => Nat.zero_le (n + 1)

theorem fields : p ∧ True ↔ p where
  mp h := h.1
  mpr h := ⟨h, trivial⟩

end A.B

open Nat in
private theorem hidden : let x := 1; x = 1 :=
  rfl

theorem _root_.A.rooted : ∃ f : Nat → Nat, f = fun x => x := ⟨_, rfl⟩

section
theorem «end».quoted' {α : Type} (x : α) : x = x := rfl
end

mutual
theorem left : True := right
theorem right : True := trivial
end

theorem before_eval : True := trivial
#eval 1
theorem after_eval : True := trivial
"""

LINES = BASIC.split("\n")

PACKAGE = """module

public import Init.Omega
import all Init.Data.Nat.Basic

@[expose] public section

theorem Extra.le (a : Nat) : a ≤ a := Nat.le_refl a
"""

MOVED = "import Init\n\nnamespace A\n\ntheorem moved : True :=\n  trivial\n\nend A\n"


def at(text: str, lines: list[str] = LINES) -> list[int]:
    """Line and column of a text, from 1."""
    return next([number, line.index(text) + 1] for number, line in enumerate(lines, 1) if text in line)


def theorem(name: str, start: list[int], file: str = "Mathlib/Area/Basic.lean") -> dict:
    return {
        "url": f"/home/author/.cache/lean_dojo/leanprover-community-mathlib4-{COMMIT}/mathlib4",
        "commit": COMMIT,
        "file_path": file,
        "full_name": name,
        "start": start,
        "end": [999, 1],
        "traced_tactics": [],
    }


TERM = theorem("A.B.term", at("theorem term"))
TACTICS = theorem("A.B.tactics", at("theorem tactics"))
EQUATIONS = theorem("A.B.equations", at("theorem equations"))
FIELDS = theorem("A.B.fields", at("theorem fields"))
HIDDEN = theorem("hidden", at("theorem hidden"))
ROOTED = theorem("A.rooted", at("theorem _root_"))
QUOTED = theorem("end.quoted'", at("theorem «end»"))
LEFT = theorem("left", at("theorem left"))
AFTER_EVAL = theorem("after_eval", at("theorem after_eval"))
GONE = theorem("A.B.gone", [3, 1])
ELSEWHERE = theorem("A.moved", [3, 1], "Mathlib/Area/Old.lean")
TWICE = theorem("A.twice", [3, 1], "Mathlib/Area/Old.lean")
EXTRA = theorem("Extra.le", [8, 1], ".lake/packages/extra/Extra/Le.lean")
FOREIGN = theorem("Foreign.t", [1, 1], ".lake/packages/foreign/F.lean")
GOOD = [TERM, TACTICS, EQUATIONS, FIELDS, HIDDEN, ROOTED, QUOTED]
TEST = [*GOOD, LEFT, AFTER_EVAL, GONE, ELSEWHERE, TWICE, EXTRA, FOREIGN]

MATHLIB_LAKEFILE = """package mathlib where
  leanOptions := #[⟨`pp.unicode.fun, true⟩, ⟨`autoImplicit, false⟩, ⟨`maxSynthPendingDepth, .ofNat 3⟩]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "benchmark.tar.gz"
    with tarfile.open(path, "w:gz") as bundle:
        for split, content in {"test": TEST, "train": [], "val": [TERM]}.items():
            text = json.dumps(content, ensure_ascii=False).encode()
            entry = tarfile.TarInfo(f"lean_dojo-9/leandojo_benchmark_4/random/{split}.json")
            entry.size = len(text)
            bundle.addfile(entry, io.BytesIO(text))
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_project(folder: Path, revision: str = COMMIT, files: dict[str, str] | None = None) -> Path:
    write(folder / "lakefile.toml", 'name = "mine"\n')
    packages = [{"type": "git", "name": name, "rev": revision, "url": "u"} for name in ("mathlib", "extra")]
    write(
        folder / "lake-manifest.json",
        json.dumps({"version": "1.1.0", "packagesDir": "deps", "packages": packages, "name": "mine"}),
    )
    write(folder / "deps/mathlib/lakefile.lean", MATHLIB_LAKEFILE)
    write(folder / "deps/extra/lakefile.toml", 'name = "extra"\n')
    write(folder / "deps/extra/Extra/Le.lean", PACKAGE)
    contents = {"Area/Basic.lean": BASIC, "New/Place.lean": MOVED, "X.lean": "theorem A.twice : True := trivial\n"}
    for name, text in {**contents, "Y.lean": contents["X.lean"], **(files or {})}.items():
        write(folder / "deps/mathlib/Mathlib" / name, text)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def statements(project: Path, data: Path, **options) -> dict[str, str]:
    return {p.name: p.statement for p in leandojo.collect("random", "test", project, data, **options).problems}


def test_statements_are_what_the_source_says_up_to_the_proof(project, data):
    found = statements(project, data)
    assert found["A.B.term"] == "theorem term (hp : p) (hq : q) : p ∧ q := sorry"
    assert found["A.B.tactics"] == (
        '/-- Both; not `theorem nor : False := by`. -/\n@[simp] theorem tactics (n : Nat) -- a comment := with "theorem\n'
        '    (h : n = n := by rfl) : (let m := n; m = n) ∧ "theorem x :=" ≠ "" := sorry'
    )
    assert found["A.B.equations"] == "protected theorem equations : ∀ n : Nat, 0 ≤ n := sorry"
    assert found["A.B.fields"] == "theorem fields : p ∧ True ↔ p := sorry"
    assert found["hidden"] == "open Nat in\ntheorem hidden : let x := 1; x = 1 := sorry"
    assert found["A.rooted"] == "theorem _root_.A.rooted : ∃ f : Nat → Nat, f = fun x => x := sorry"
    assert found["end.quoted'"] == "theorem «end».quoted' {α : Type} (x : α) : x = x := sorry"
    assert found["A.moved"] == "theorem moved : True := sorry"


def test_the_header_is_the_file_before_the_theorem_with_its_package_s_options(project, data):
    problems = {p.name: p for p in leandojo.load("random", "test", project, data)}
    term = problems["A.B.term"]
    assert term.header == (
        "import Init.Data.Nat.Basic\nimport Init.Omega\n\n"
        "set_option autoImplicit false\nset_option relaxedAutoImplicit true\nset_option pp.unicode.fun true\n"
        "set_option maxSynthPendingDepth 3\n\n"
        "-- import Not.This\n\n/-!\n# A file of ours\n-/\n\nopen Nat\n\nvariable {p q : Prop}\n\nnamespace A.B"
    )
    assert term.imports == ("Init.Data.Nat.Basic", "Init.Omega")
    for name, problem in problems.items():
        assert [t.full_name for t in LeanText(problem.text).theorems()][-1] == name
    extra = problems["Extra.le"]
    assert extra.header.startswith("import Init.Omega\nimport Init.Data.Nat.Basic\n\nset_option autoImplicit true")
    assert extra.header.endswith("@[expose] public section") and "module" not in extra.header
    assert (term.source, extra.source, term.split, term.id) == ("Area", "extra", "test", "Mathlib/Area/Basic.lean:A.B.term")


def test_what_is_left_out_is_counted_by_reason(project, data):
    found = leandojo.collect("random", "test", project, data)
    assert [p.name for p in found.problems] == [t["full_name"] for t in (*GOOD, ELSEWHERE, EXTRA)]
    assert found.placed == {leandojo.AT_POSITION: 8, leandojo.MOVED: 1}
    assert found.skipped == {
        leandojo.IN_MUTUAL: 1,
        "its file has '#eval', which the final check does not allow": 1,
        leandojo.NO_THEOREM: 1,
        leandojo.SEVERAL: 1,
        leandojo.NO_PACKAGE: 1,
    }
    assert "9 of 14 theorems" in found.note and f"skipped, {leandojo.SEVERAL}: 1" in found.note
    assert "not comparable" not in found.note


def test_another_commit_is_told_and_theorems_are_found_by_name(tmp_path, data):
    shifted = make_project(
        tmp_path / "later", LATER, {"Area/Basic.lean": BASIC.replace("open Nat\n\nvar", "open Nat\n\n\n\nvar")}
    )
    found = leandojo.collect("random", "test", shifted, data)
    assert found.placed == {leandojo.BY_NAME: 8, leandojo.MOVED: 1}
    assert f"Mathlib is at {LATER[:8]}, not at the benchmark's {COMMIT[:8]}" in found.note
    assert "not comparable" in found.note
    assert found.revision == LATER


def test_the_hash_is_of_what_is_to_be_proved(tmp_path, project, data):
    first = leandojo.collect("random", "test", project, data)
    assert first.data_hash == leandojo.collect("random", "test", project, data).data_hash
    changed = make_project(tmp_path / "other", files={"Area/Basic.lean": BASIC.replace("p ∧ True ↔ p", "p ∧ True ↔ p ∧ p")})
    assert leandojo.collect("random", "test", changed, data).data_hash != first.data_hash


def test_names_and_limit(project, data):
    assert list(statements(project, data, limit=2)) == ["A.B.term", "A.B.tactics"]
    assert len(statements(project, data, limit=8)) == 8
    assert "2 of 2" in leandojo.collect("random", "test", project, data, limit=2).note
    assert list(statements(project, data, names=["A.moved", "hidden"])) == ["hidden", "A.moved"]
    with pytest.raises(DataError, match="no theorem named nobody in random/test"):
        statements(project, data, names=["hidden", "nobody"])


def test_lean_dojo_is_asked_about_the_repository_not_about_its_author_s_cache(data):
    (problem,) = leandojo.named("random", "val", data).problems
    assert problem.text == f"https://github.com/leanprover-community/mathlib4@{COMMIT}:Mathlib/Area/Basic.lean\n"


def test_progress_counts_the_theorems_looked_for(project, data):
    told: list[int] = []
    leandojo.collect("random", "test", project, data, progress=told.append)
    assert told == list(range(1, len(TEST) + 1))


def test_a_project_that_is_mathlib_itself(tmp_path, data):
    project = make_project(tmp_path / "p") / "deps/mathlib"
    write(project / "lake-manifest.json", json.dumps({"packages": [], "name": "mathlib"}))
    found = leandojo.collect("random", "test", project, data)
    assert found.revision is None and "of an unknown revision" in found.note
    assert found.skipped[leandojo.NO_PACKAGE] == 2


def test_a_package_at_a_path(tmp_path, data):
    project = make_project(tmp_path / "p")
    packages = [{"type": "path", "name": "mathlib", "dir": "deps/mathlib"}]
    write(project / "lake-manifest.json", json.dumps({"packages": packages}))
    assert len(leandojo.load("random", "val", project, data)) == 1


def test_what_cannot_be_loaded_says_what_to_do(tmp_path, project, data):
    def refused(said: str, kind: str = "random", split: str = "test", where: Path | None = project) -> None:
        with pytest.raises(DataError, match=said):
            leandojo.load(kind, split, where, data)

    refused("no split kind 'odd'", kind="odd")
    refused("no split 'valid': there are val, test, train", split="valid")
    refused("need native Lean in a project with Mathlib: make one with 'lake .*--project", where=None)
    refused("is no Lake project", where=tmp_path)
    refused("no theorem to prove", split="train")
    (project / "lake-manifest.json").write_text("{half")
    refused("not a manifest")
    (project / "lake-manifest.json").unlink()
    refused("run 'lake update'")
    write(project / "lake-manifest.json", json.dumps({"packages": []}))
    refused("has no Mathlib, or it is not downloaded yet: make one")
    make_project(project)
    with pytest.raises(TrainingDataError, match="no such file"):
        leandojo.load("random", "test", project, tmp_path / "none.tar.gz")
    with pytest.raises(TrainingDataError, match="has no leandojo_benchmark_4/novel_premises"):
        leandojo.load("novel_premises", "test", project, data)


# ---------------------------------------------------------------------------------- reading Lean as text


def end_of(source: str) -> tuple[str, str] | None:
    lean = LeanText(source)
    found = lean.statement_end(list(lean.theorems())[-1])
    return None if found is None else (source[: found[0]], found[1])


@pytest.mark.parametrize(
    ("statement", "proof", "style"),
    [
        ("theorem t : |x| ≤ |y|", "\n  := by simp", "body"),
        ("theorem t : ∀ n, |f n| = n", "\n  | 0 => by simp\n  | n+1 => foo", "equations"),
        ("theorem t : (match n with | 0 => 1 | _ => 2) = 1", " := rfl", "body"),
        ("theorem t : match n with\n  | 0 => True\n  | _ => True", " := by\n  cases n", "body"),
        ("theorem t : IsLUB s a", " where\n  left := h", "where"),
        ("theorem t : ∃ x, have h : x = 1 := foo; P h", " := bar", "body"),
        ("theorem t (h : ∀ x, (fun | 0 => 1 | _ => 2) x = 1) : {x | P x} = ∅", " := by", "body"),
        ("theorem t : '(' = '\\'' ∧ h' = f''", " := rfl", "body"),
        ('theorem t : r#"a " := b"# = "\\" :="', " := rfl", "body"),
        ("theorem t : a /- := /- | x => -/ -/ = b -- := c", "\n  := rfl", "body"),
        ("theorem t.{u, v} (x : Type u) : x = «a:=b»", " := rfl", "body"),
    ],
)
def test_where_a_statement_ends(statement, proof, style):
    ended, found = end_of(statement + proof)
    assert LeanText(statement).masked.rstrip() == LeanText(ended).masked
    assert found == style


@pytest.mark.parametrize("source", ["theorem t : (a = b := rfl", "theorem t : True\n\ntheorem u", "theorem t : True\n\nend A"])
def test_an_end_that_cannot_be_told_is_not_guessed(source):
    lean = LeanText(source)
    assert lean.statement_end(next(iter(lean.theorems()))) is None


def test_namespaces_sections_and_what_only_looks_like_a_theorem():
    source = """
public meta section Outer
namespace X.Y
theorem a : True := trivial
noncomputable section
  lemma b' : True := trivial
end
end Y
-- theorem no : False
def c := `(theorem no : True := trivial)
@[simp, to_additive "theorem no"] protected lemma c.d: True := trivial
end X
end Outer
theorem e.{u} (x : Type u) : True := trivial
#check theorem_no
"""
    assert [t.full_name for t in LeanText(source).theorems()] == ["X.Y.a", "X.Y.b'", "X.c.d", "e"]


def test_a_name_s_parts():
    assert components("A.«b.c».d'") == ["A", "b.c", "d'"]
    assert components("t.") == ["t"]


@given(st.text(alphabet="-/\"'«»r#\\ab\n|:=[]()", max_size=60))
def test_masking_keeps_every_position(text):
    masked = LeanText(text).masked
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert all(a in (b, " ") for a, b in zip(masked, text, strict=True))


# --------------------------------------------------------------------------------------------- with Lean

CORE = """import Init

@[expose] public section

namespace Prover.Sample

variable {p q : Prop}

theorem swap (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩

public def double (n : Nat) : Nat := n + n

section
open Nat in
/-- Twice. -/
private theorem double_eq : ∀ n : Nat, double n = n + n
  | 0 => rfl
  | _ + 1 => rfl
end
"""


@pytest.mark.lean
@pytest.mark.parametrize("name", ["swap", "double_eq"])
def test_lean_proves_what_was_taken_from_a_source(tmp_path, data, prover, name):
    lines = CORE.split("\n")
    full = f"Prover.Sample.{name}"
    project = make_project(tmp_path / "p", files={"Core.lean": CORE})
    folder = tmp_path / "own/random"
    write(folder / "test.json", json.dumps([theorem(full, at(f"theorem {name}", lines), "Mathlib/Core.lean")]))
    (problem,) = leandojo.load("random", "test", project, tmp_path / "own")
    result = prover.prove(problem.text, time_limit=60, max_expansions=200)
    assert (result.name, result.status) == (full, "proved"), result.error
    assert name in result.proof and "import Init" in result.proof
