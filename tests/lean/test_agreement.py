"""Every definition of the prelude that a statement can mention is held against Mathlib's: in ``MathlibAgreement``, and by values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from agreement.computable import GROUPS
from agreement.definitions import Definition, definitions, facts_about, of_prelude, plain
from agreement.junk import JUNK

from prover.lean.messages import Verdict, Verify
from prover.lean.process import ServerFault
from prover.lean.source import prelude_files
from prover.lean.statement import readings_for

HERE = Path(__file__).parent / "agreement"
PROJECT = prelude_files()[0].parents[1]
AGREEMENT = {path.name: path.read_text(encoding="utf-8") for path in sorted(PROJECT.glob("MathlibAgreement*.lean"))}
EXPLAINED = yaml.safe_load((HERE / "explained.yaml").read_text(encoding="utf-8"))
PRELUDE = of_prelude()
SAID = facts_about("\n".join(AGREEMENT.values()))
VALUED = {name for row in [*sum(GROUPS.values(), []), *sum(JUNK.values(), [])] for name in row.of.split()}


def explained(definition: Definition, table: str) -> bool:
    """Whether a table says why the definition is in need of no entry: by its name, its namespace, or an instance's class."""
    entries = EXPLAINED[table]
    head = definition.name.split()[0] if definition.kind == "instance" else definition.name
    return definition.name in entries or any(head == entry or head.startswith(f"{entry}.") for entry in entries)


def unnamed(found: list[Definition]) -> list[str]:
    return [d.name for d in found if d.name not in SAID and not explained(d, "cannot disagree")]


def unvalued(found: list[Definition]) -> list[str]:
    wanted = [
        d for d in found if d.kind != "instance" and not explained(d, "cannot disagree") and not explained(d, "no values")
    ]
    return [d.name for d in wanted if d.name not in VALUED]


def test_every_definition_is_compared_with_mathlib():
    assert unnamed(PRELUDE) == []


def test_every_definition_has_values():
    assert unvalued(PRELUDE) == []


@pytest.mark.parametrize(
    "text",
    [
        "/-- Mathlib's `Nat.totient`. -/\ndef Nat.totient (n : Nat) : Nat := n",
        "namespace Nat\n@[simp] protected noncomputable def totient (n : Nat) : Nat := n\nend Nat",
        "namespace Nat\nnamespace A end A\nabbrev totient : Nat → Nat\n  | n => n\nend Nat",
        "class Nat.totient (α : Type) where\n  a : α",
        "section\nstructure Nat.totient where\n  a : Nat\nend",
    ],
)
def test_a_new_definition_wants_an_entry(text):
    """Without one, both tests above fail."""
    found = list(definitions(text))
    assert unnamed(found) == unvalued(found) == ["Nat.totient"]


def test_a_new_instance_wants_an_entry():
    assert unnamed(list(definitions("instance (priority := 50) {α : Type u} [Max α] : Union (List α) := ⟨id⟩"))) == [
        "Union (List α)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "/-- def commented (n : Nat) : Nat := n -/",
        "theorem t : 1 = 1 := rfl",
        "@[app_unexpander f] def f.unexpand : Unexpander\n  | _ => throw ()",
    ],
)
def test_what_is_no_definition_wants_none(text):
    assert [d for d in definitions(text) if not d.program] == []


def test_entries_are_of_definitions_that_there_are():
    names = {d.name for d in PRELUDE}
    entries = {*EXPLAINED["cannot disagree"], *EXPLAINED["no values"], *EXPLAINED["by its laws"]}
    classes = {name.split()[0] for name in names}
    spaces = {name.rsplit(".", k)[0] for name in names for k in (1, 2) if "." in name}
    assert entries - names - classes - spaces == set()
    assert {name for name in SAID if name not in names} == set()
    assert {name for name in VALUED if name != "-" and name not in names} == set()


def about(text: str, line: int) -> str:
    """The definitions that the fact at a line is about."""
    return ["the stand-in", *re.findall(r"/--\s*(`.*)-/", "\n".join(text.splitlines()[:line]))][-1].replace("`", "").strip()


@pytest.fixture
def failing(worker, loop_thread):
    """``failing(text)``: what fails of a file that is elaborated on the prelude instead of Mathlib, and what it is about."""

    def failing(text: str) -> list[tuple[str, str]]:
        text = (HERE / "stand_in.lean").read_text(encoding="utf-8") + re.sub(r"(?m)^(?:import Mathlib|universe .*)$", "", text)
        request = Verify(source=f"{text}\ntheorem t : True := trivial", variables=readings_for(worker)[-1].variables)
        with pytest.raises(ServerFault) as caught:
            loop_thread.run(worker.ask(request, Verdict, 280))
        return [(about(text, m.line), str(m)) for m in caught.value.fault.messages if m.severity == "error"]

    return failing


@pytest.mark.lean
@pytest.mark.parametrize("name", AGREEMENT)
def test_facts_hold_of_the_prelude_too(failing, name):
    """What fails is what rests on lemmas and classes of Mathlib."""
    assert [found for found in failing(AGREEMENT[name]) if found[0] not in EXPLAINED["needs Mathlib"]] == []


@pytest.mark.lean
def test_a_wrong_fact_is_seen(failing):
    right, wrong = "Set.Ico a b = setOf fun x => a ≤ x ∧ x < b", "Set.Ico a b = setOf fun x => a ≤ x ∧ x ≤ b"
    text = AGREEMENT["MathlibAgreementSets.lean"]
    assert right in text
    seen = {found[0] for found in failing(text.replace(right, wrong))} - set(EXPLAINED["needs Mathlib"])
    assert seen == {"Set.Ico"}


def by_word() -> list[Definition]:
    plainly = [d for d in PRELUDE if d.kind in ("def", "abbrev") and d.name in SAID]
    return [d for d in plainly if not explained(d, "by its laws")]


@pytest.mark.parametrize("definition", by_word(), ids=lambda d: d.name)
def test_restated_word_for_word(definition):
    """Every other definition is compared by the very text of the prelude."""
    assert definition.body
    assert definition.body in plain(SAID[definition.name])


@pytest.mark.parametrize("name", ["RealField", "ComplexOver"])
def test_every_law_of_a_class_is_an_example(name):
    """As many as there are fields that are laws, at the least, in the class's own order: the last one is among them."""
    says = next(d.says for d in PRELUDE if d.name == name and d.kind == "class")
    laws = re.findall(r"\b(\w+) : (?=∀|0 <|\(|cos 0|sin \(|log 0|pi <|ofReal 1)", says.partition("where")[2])
    section = "\n".join(AGREEMENT.values()).partition(
        f"## The laws of `{name}`" if name == "RealField" else "## The laws of `ComplexField`"
    )[2]
    assert section.partition("end Laws")[0].count("example") >= len(laws) > 5
