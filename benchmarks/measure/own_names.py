"""Theorems of the prelude that Mathlib does not have under their names.

    python -m benchmarks.measure.own_names MATHLIB > lean_project/own_names.txt

``MATHLIB`` is the folder ``Mathlib`` of its sources.  Names are read from the text: a file's declarations are taken for ones of each
of its namespaces, and a name that ``to_additive`` makes is recognized by its multiplicative form.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from prover.lean.source import prelude_files

_DECLARATION = re.compile(
    r"^[ \t]*(?:namespace[ \t]+\S+[ \t]+end\b.*|namespace[ \t]+(?P<namespace>\S+)|(?:(?:noncomputable|public|meta|@\[expose\])[ \t]+)*(?P<section>section)\b|(?P<end>end)\b)"
    r"|^(?:@\[[^\]]*\][ \t\n]*)?(?:(?:noncomputable|protected|private|scoped|nonrec|public)[ \t]+)*"
    r"(?P<kind>theorem|lemma|def|abbrev|class|structure|inductive|alias)[ \t]+(?P<name>[^\s:(){}\[\]«»,⟨]+)",
    re.MULTILINE,
)
_NAMESPACE = re.compile(r"^[ \t]*namespace[ \t]+(\S+)", re.MULTILINE)
_COMMENT = re.compile(r"/-.*?-/|--[^\n]*", re.DOTALL)
_GIVEN = re.compile(r"to_additive(?:[ ]\([^)]*\))?(?: existing)?[ ]*(?:\"[^\"]*\")?[ ]*([A-Za-z_][\w'.₀-₉]*)|alias ⟨([^⟩]*)⟩")
_MULTIPLICATIVE = {
    "add": "mul", "zero": "one", "neg": "inv", "sub": "div", "sum": "prod", "abs": "mabs",
    "nonneg": "one_le", "nonpos": "le_one", "pos": "one_lt", "nsmul": "pow", "even": "issquare",
}  # fmt: skip


_DUAL = {"max": "min", "lower": "upper", "ici": "iic", "ioi": "iio", "gt": "lt", "ge": "le"}
_OTHERWISE = frozenset(
    "Finset.sum_pos Finset.sum_nonneg abs_of_neg or_iff_not_imp_left or_iff_not_imp_right heq_iff_eq PNat.ext NNReal.ext norm_one "
    "LE.le.lt_of_ne' LE.le.le_iff_eq Set.Nonempty.ne_empty half_nonneg Int.modEq_iff Nat.modEq_iff Set.Ioi_subset_Ioi Nat.cast_mono".split()
)
"""Mathlib's too: made by an attribute in a way of its own, exported from elsewhere, or read wrong here."""


def declared(text: str) -> Iterator[tuple[str, str]]:
    """The kind and the full name of each declaration of a Lean text."""
    scopes: list[str] = []
    for found in _DECLARATION.finditer(_COMMENT.sub("", text)):
        if found["namespace"]:
            scopes.append(found["namespace"])
        elif found["section"]:
            scopes.append("")
        elif found["end"]:
            scopes = scopes[:-1]
        elif found["kind"]:
            name = found["name"]
            whole = name[7:] if name.startswith("_root_.") else ".".join([*filter(None, scopes), name])
            yield found["kind"], whole


def translated(name: str, words: dict[str, str]) -> str:
    """``add_le_add`` → ``mul_le_mul``, in lower case."""
    return re.sub(r"[a-z]+", lambda word: words.get(word[0], word[0]), name.lower())


def own(mathlib: Path) -> list[str]:
    """Names of the prelude's theorems that no file of Mathlib declares."""
    known: set[str] = set()
    for file in mathlib.rglob("*.lean"):
        text = file.read_text("utf-8")
        names = [name for _, name in declared(text)]
        known.update(names)
        spaces = set(_NAMESPACE.findall(text))
        known.update(f"{space}.{name.rpartition('.')[2]}" for space in spaces for name in names)
        for given, several in _GIVEN.findall(text):
            known.update(name.strip() for name in (given, *several.split(",")))
    lower = {name.lower() for name in known}
    theorems = {
        name for file in prelude_files() for kind, name in declared(file.read_text("utf-8")) if kind in ("theorem", "lemma")
    }
    return sorted(
        name
        for name in theorems - known - _OTHERWISE
        if not any(translated(name, words) in lower for words in (_MULTIPLICATIVE, _DUAL))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mathlib", type=Path, help="the folder Mathlib of its sources")
    options = parser.parse_args()
    if not any(options.mathlib.rglob("*.lean")):
        parser.error(f"{options.mathlib}: no Lean files")
    print("\n".join(own(options.mathlib)))


if __name__ == "__main__":
    main()
