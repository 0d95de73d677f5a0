"""Files and streams as people's programs write them, through the commands, on real Lean: what comes of each."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from prover.cli import app
from prover.informal.problem import InformalProblemError, read_problem

MARK = "\ufeff"
TWO = "theorem first (n : ℕ) : n ≤ n + 1 := by sorry\n\ntheorem second (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry\n"
SWAP = "theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry\n"
OWN = "import MyLib.Basic\nimport Mathlib\n\n"
ACCENTS = "-- d'après l'énoncé\ntheorem t (p : Prop) (h : p) : p := by sorry\n"


def invoke(*arguments, **options):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def prove(folder, content, *options):
    """``prover prove`` of a file of these bytes, or of this text."""
    file = folder / "F.lean"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return invoke("prove", "--file", file, "-p", "portfolio", "-t", 30, "--out", folder / "proof.lean", *options)


PROVED = [
    ("two theorems, no name", TWO, [], "second"),
    ("two theorems, a name", TWO, ["--name", "first"], "first"),
    ("mark and CRLF", (MARK + SWAP).replace("\n", "\r\n"), [], "swap"),
    ("CR alone", TWO.replace("\n", "\r"), [], "second"),
    ("imports with marks and CRLF", (f"{MARK}import Mathlib\nopen Nat\n\n{SWAP}").replace("\n", "\r\n"), [], "swap"),
    ("docstring first", f"/-- Both, /- the other way -/ round. -/\n{SWAP}", [], "swap"),
    ("comments in the header", f"/- a /- b -/ -/ import Mathlib -- all\n/- c -/ import Aesop\n\n{SWAP}", [], "swap"),
    ("a comment after the imports", f"import Mathlib\n/- import Not.This -/\nopen Nat -- and this\n{SWAP}", [], "swap"),
    ("a module's own header", f"module\n\npublic import Mathlib\nmeta import Aesop\n\n{SWAP}", [], "swap"),
    ("imports embedded Lean has not, and needs not", OWN + SWAP, [], "swap"),
    ("no line feed at the end", SWAP.rstrip(), [], "swap"),
]  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize(("content", "options", "name"), [row[1:] for row in PROVED], ids=[row[0] for row in PROVED])
def test_what_is_proved_says_which_theorem_and_is_accepted(over_session, tmp_path, content, options, name):
    result = prove(tmp_path, content, *options)
    assert result.exit_code == 0, result.stderr
    last = result.stdout.strip().splitlines()[-1]
    assert last.startswith(f"-- proved: {name};") and "; Lean 4.28.0 with the prelude, not Mathlib;" in last
    assert "note" not in result.stderr
    checked = invoke("check", tmp_path / "proof.lean", "--statement", tmp_path / "F.lean", *options)
    assert (checked.exit_code, name in checked.stdout) == (0, True), checked.stdout


NOT_PROVED = [
    ("UTF-16 with a mark", SWAP.encode("utf-16"), [], ["F.lean", "UTF-16", "iconv"]),
    ("UTF-16 without", SWAP.encode("utf-16-le"), [], ["F.lean", "UTF-16"]),
    ("UTF-32", SWAP.encode("utf-32"), [], ["UTF-32"]),
    ("Latin-1", ACCENTS.encode("latin-1"), [], ["not UTF-8", "Latin-1", "byte 8"]),
    ("nothing", b"", [], ["F.lean", "empty"]),
    ("a mark and blanks", f"{MARK} \r\n\t\n", [], ["empty"]),
    ("comments only", "-- nothing here\n/- nor here -/\n", [], []),
    ("a name that is not there", TWO, ["--name", "third"], ["third"]),
    ("a project's own import", f"{OWN}theorem t : MyLib.double 1 = 2 := by sorry", [], ["MyLib.Basic", "--project", "embedded"]),
    ("a project's own import of a module", "module\npublic import MyLib\ntheorem t : double 1 = 2 := by sorry", [], ["imports MyLib,"]),
]  # fmt: skip


@pytest.mark.lean
@pytest.mark.parametrize(("content", "options", "said"), [row[1:] for row in NOT_PROVED], ids=[row[0] for row in NOT_PROVED])
def test_what_cannot_be_proved_is_exit_2_with_the_reason(over_session, tmp_path, content, options, said):
    result = prove(tmp_path, content, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(word in result.stderr for word in said), result.stderr
    assert not (tmp_path / "proof.lean").exists()


@pytest.mark.lean
def test_mathlib_s_modules_are_no_matter_to_embedded_lean(over_session, tmp_path):
    result = prove(tmp_path, "import Mathlib.Data.Real.Basic\nimport Batteries\ntheorem t : nowhere 1 = 2 := by sorry")
    assert result.exit_code == 2 and "note" not in result.stderr


@pytest.mark.lean
@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (SWAP.encode(), 0, "-- proved: swap"),
        ((MARK + SWAP).replace("\n", "\r\n").encode(), 0, "-- proved: swap"),
        (ACCENTS.encode(), 0, "-- proved: t"),
        (SWAP.encode("utf-16"), 2, "standard input: it is UTF-16"),
        (ACCENTS.encode("latin-1"), 2, "standard input: not UTF-8"),
        (b"", 2, "empty"),
        (b"\n \n", 2, "empty"),
    ],
)
def test_standard_input(over_session, given, code, said):
    result = invoke("prove", "-", "-p", "portfolio", "-t", 30, input=given)
    assert result.exit_code == code and said in result.stdout + result.stderr


@pytest.mark.lean
@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ((MARK + SWAP.replace("sorry", "exact ⟨h.2, h.1⟩")).replace("\n", "\r\n").encode(), 0, "accepted: swap"),
        (SWAP.encode("utf-16"), 2, "UTF-16"),
        (b"", 2, ""),
        (f"{OWN}theorem t : MyLib.double 1 = 2 := rfl".encode(), 2, "note: the text imports MyLib.Basic"),
        (f"{OWN}theorem t : 1 = 2 := sorry".encode(), 1, "note: the text imports MyLib.Basic"),
        (f"{OWN}theorem t : 1 = 1 := rfl".encode(), 0, "accepted"),
    ],
)
def test_files_to_check(over_session, tmp_path, content, code, said):
    (tmp_path / "p.lean").write_bytes(content)
    result = invoke("check", tmp_path / "p.lean")
    assert result.exit_code == code and said in result.stdout + result.stderr, result.stdout
    assert ("note" in result.stdout) == ("note" in said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prove", "--file", "."], "is a folder"),
        (["prove", "--file", "absent.lean"], "no such file"),
        (["prove", "theorem t : True", "--file", "F.lean"], "give a theorem, --file"),
        (["prove", "True", "--imports", "MyLib.Basic"], "--imports goes with --project"),
        (["check", "F.lean", "--imports", "MyLib.Basic", "--lean", "embedded"], "--imports goes with --project"),
        (["prove", "True", "--project", ".", "--imports", "MyLib/Basic.lean"], "did you mean MyLib.Basic?"),
        (
            ["prove", "True", "--project", ".", "--imports", "A,MyLib Basic"],
            "--imports MyLib Basic: write the names of modules",
        ),
        (["bench", "minif2f", "--imports", "A"], "--imports goes with --project"),
    ],
)
def test_what_is_said_of_arguments_before_anything_is_started(tmp_path, monkeypatch, arguments, said):
    (tmp_path / "F.lean").write_text("theorem t : True := trivial")
    monkeypatch.chdir(tmp_path)
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "") and said in result.stderr


PROBLEM = {"formal_statement": SWAP, "informal_stmt": "Énoncé", "informal_proof": "First.\r\nThen."}


@pytest.mark.parametrize(
    "data",
    [
        MARK.encode() + json.dumps(PROBLEM, indent=2).replace("\n", "\r\n").encode(),
        (MARK + json.dumps(PROBLEM, ensure_ascii=False)).encode(),
        json.dumps(PROBLEM).encode() + b"\r\n" + json.dumps({"formal_statement": "another"}).encode(),
    ],
)
def test_a_problem_in_words_with_marks_and_carriage_returns(tmp_path, data):
    (tmp_path / "p.json").write_bytes(data)
    problem = read_problem(tmp_path / "p.json")
    assert (problem.formal_statement, problem.informal_stmt) == (SWAP, "Énoncé")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (json.dumps(PROBLEM).encode("utf-16"), "UTF-16"),
        (json.dumps({"informal_stmt": "Énoncé"}, ensure_ascii=False).encode("latin-1"), "Latin-1"),
        (b"", "not JSON"),
    ],
)
def test_a_problem_in_words_that_cannot_be_read(tmp_path, data, said):
    (tmp_path / "p.json").write_bytes(data)
    with pytest.raises(InformalProblemError, match=said):
        read_problem(tmp_path / "p.json")
