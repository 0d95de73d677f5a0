"""A source's header, read before any Lean runs."""

from __future__ import annotations

import pytest

from prover.lean import header
from prover.lean.text import as_lean

HEADERS = [
    ("theorem t : True", (), ""),
    ("import Mathlib\ntheorem t : True", ("Mathlib",), "import Mathlib"),
    ("import A.B import C\n\nopen Nat", ("A.B", "C"), "import A.B import C"),
    ("\n\n  import A\n  import B", ("A", "B"), "\n\n  import A\n  import B"),
    ("import A\nimport A\n", ("A",), "import A\nimport A"),
    ("module\n\npublic import A\nmeta import B\npublic meta import C.D\n", ("A", "B", "C.D"),
     "module\n\npublic import A\nmeta import B\npublic meta import C.D"),
    ("module\nimport all A.B\nimport all C", ("A.B", "C"), "module\nimport all A.B\nimport all C"),
    ("prelude\nimport Init.Prelude\ndef x := 1", ("Init.Prelude",), "prelude\nimport Init.Prelude"),
    ("module prelude import A", ("A",), "module prelude import A"),
    ("module\n\ntheorem t : True", (), "module"),
    ("-- import Not.This\nimport A -- import Nor.This\nimport B", ("A", "B"),
     "-- import Not.This\nimport A -- import Nor.This\nimport B"),
    ("/- a /- nested -/ import Not.This -/ import A /- b -/\nimport /- c -/ B\ndef", ("A", "B"),
     "/- a /- nested -/ import Not.This -/ import A /- b -/\nimport /- c -/ B"),
    ("import A\n/-! import Not.This -/\nimport Too.Late", ("A",), "import A"),
    ("/-- import Not.This -/\ntheorem t : True", (), ""),
    ("import A\nopen Nat\nimport Too.Late", ("A",), "import A"),
    ("import «odd-name».B\n", ("odd-name.B",), "import «odd-name».B"),
    ("import Überbau.Ω₁\n", ("Überbau.Ω₁",), "import Überbau.Ω₁"),
    ("\ufeffimport A\r\nimport B\r\n\r\ntheorem t : True", ("A", "B"), "import A\nimport B"),
    ("```lean\nimport A\ntheorem t : True\n```", ("A",), "import A"),
    ("# Notes\n\nWords, and import of words.\n\n~~~lean4\nimport A.B\n~~~", ("A.B",), "import A.B"),
    ("```sh\nlake build\n```\n```lean\nimport A\n```", ("A",), "import A"),
    ("theorem t : True\n/-- as in\n```lean\nimport Not.This\n```\n-/\ntheorem u : True", (), ""),
    ("importance : Prop", (), ""),
    ("module_fact ∧ import_fact", (), ""),
    ("∀ import : ℕ, import = import", (), ""),
    ("import", (), ""),
    ("import \n-- nothing", (), ""),
    ("/- never closed import A", (), ""),
    ("", (), ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "modules", "head"), HEADERS)
def test_what_a_header_imports_and_where_it_ends(text, modules, head):
    assert header.imports(text) == modules
    source = as_lean(text)
    assert source[: header.read(source).end].lstrip("\n") == head.lstrip("\n")


@pytest.mark.parametrize(
    ("text", "modules", "out"),
    [
        ("theorem t : p", ("Init", "Mathlib"), "import Mathlib\n\ntheorem t : p"),
        ("import A\n\ntheorem t : p", ("A", "B"), "import A\nimport B\n\ntheorem t : p"),
        ("import A -- why\ntheorem t : p", ("A", "B"), "import A -- why\nimport B\n\ntheorem t : p"),
        ("import A\ntheorem t : p", ("A",), "import A\ntheorem t : p"),
        ("-- words\ntheorem t : p", ("A",), "import A\n\n-- words\ntheorem t : p"),
        ("theorem t : p", (), "theorem t : p"),
        ("import A\ntheorem t : p", (), "import A\ntheorem t : p"),
        ("import M.Gone\nimport A -- why\n\ntheorem t : p", ("A", "M"), "import A -- why\nimport M\n\ntheorem t : p"),
        ("module\npublic import M.Gone\nimport M.Gone.Far\ntheorem t : p", ("M", "M.Gone.Far"),
         "module\nimport M.Gone.Far\nimport M\n\ntheorem t : p"),
        ("import Init\ntheorem t : p", ("M",), "import Init\nimport M\n\ntheorem t : p"),
    ],
)  # fmt: skip
def test_imports_are_added_where_they_are_missing(text, modules, out):
    assert header.importing(text, modules) == out


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("/-- Its meaning. -/\ntheorem t : p", "", "/-- Its meaning. -/\ntheorem t : p"),
        ("import A /- /- nested -/ -/\ntheorem t : p", "import A", " /- /- nested -/ -/\ntheorem t : p"),
        ("module\nimport all A\n\ntheorem t : p", "module\nimport all A", "theorem t : p"),
        ("import A -- all\n\ntheorem t : p", "import A -- all", "theorem t : p"),
    ],
)
def test_commands_can_be_put_between_header_and_text(text, head, rest):
    assert header.divided(text) == (head, rest)


def test_which_modules_embedded_lean_stands_in_for():
    modules = (
        "Mathlib",
        "Mathlib.Data.Nat.Basic",
        "Aesop",
        "Std.Data",
        "Batteries",
        "Init",
        "Lean.Elab",
        "Mathlibrary",
        "My.Own",
    )
    assert header.unmet(modules) == ("Mathlibrary", "My.Own")
