"""Metaprograms where they are in scope: a proof server that has imported all of Lean, as Mathlib does, refuses them before they
run; and the first line in Python says the same of the plain ones."""

from __future__ import annotations

import re

import pytest
from attack import ATTRIBUTE, COMMAND, COMPILER, RUNS, UNSAFE, spelled
from doors import Server
from hypothesis import given
from hypothesis import strategies as st

from prover.lean.embedded.install import install
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.guard import metaprogram, refusal
from prover.lean.launch import LeanCommand
from prover.lean.source import NO_LIMIT, server_source
from prover.lean.worker import LeanWorker

MAIN = "\npublic meta unsafe def main (args : List String) : IO Unit := ProofServer.run (fun _ _ => return ()) args\n"
PROGRAM = "is a program for elaboration time"
TACTICS = [
    ("run_tac pure ()", RUNS),
    ("run_tac Lean.Elab.Tactic.admitGoal (← Lean.Elab.Tactic.getMainGoal)", RUNS),
    ("exact by_elab return Lean.mkConst ``True.intro", RUNS),
    ("conv => run_conv pure ()", f"{RUNS}|expected|unknown"),
    ("simp; (first | done | run_tac pure ())", RUNS),
    ("have c := '\"'; run_tac pure () -- \"", RUNS),
    ('have s := s!"{(by run_tac pure () : Nat)}"', RUNS),
    ("exact (unsafe unsafeIO (pure ()))", UNSAFE),
    ('let x := IO.FS.readFile "/etc/passwd"\nskip', PROGRAM),
    ('let x := IO.Process.output { cmd := "id" }\nskip', PROGRAM),
    ('open IO.Process in exact output { cmd := "id" }', PROGRAM),
    ('open IO Process in let x := spawn { cmd := "id" }', PROGRAM),
    ("let x := Lean.Elab.Tactic.evalTactic\nskip", PROGRAM),
    ("open Lean.Elab.Tactic in exact evalTactic", PROGRAM),
    ("open Lean Elab Tactic in exact evalTactic", PROGRAM),
    ("exact (Lean.Meta.mkSorry default true : Nat)", PROGRAM),
    ("let x := @Lean.Environment.addDecl\nskip", PROGRAM),
    ("simp (config := { maxSteps := (Lean.Meta.inferType default).foo })", PROGRAM),
    ("exact Lean.ofReduceBool _ _ rfl", COMPILER),
    ("native_decide", COMPILER),
    ("bv_decide", RUNS),
]
SOURCES = [
    ("elab \"easy\" : tactic => Lean.Elab.Tactic.admitGoal (← Lean.Elab.Tactic.getMainGoal)\ntheorem t : 1 = 2 := by easy", COMMAND),
    ("syntax \"easy\" : tactic\nelab_rules : tactic | `(tactic| easy) => pure ()\ntheorem t : 1 = 2 := by easy", COMMAND),
    ("syntax (name := easy) \"easy\" : tactic\n@[tactic easy] def f : Lean.Elab.Tactic.Tactic := fun _ => pure ()\ntheorem t : 1 = 2 := by easy", ATTRIBUTE),
    ("#eval (IO.FS.readFile \"/etc/passwd\" : IO String)\ntheorem t : 1 = 1 := rfl", COMMAND),
    ("run_cmd Lean.logInfo \"x\"\ntheorem t : 1 = 1 := rfl", COMMAND),
    ("run_elab Lean.logInfo \"x\"\ntheorem t : 1 = 1 := rfl", COMMAND),
    ("run_meta Lean.logInfo \"x\"\ntheorem t : 1 = 1 := rfl", COMMAND),
    ("initialize IO.FS.writeFile \"/tmp/x\" \"y\"\ntheorem t : 1 = 1 := rfl", COMMAND),
    ("simproc f (_ + _) := fun _ => return .continue\ntheorem t : 1 = 1 := rfl", f"{RUNS}|{COMMAND}"),
    ("simproc_decl f (_ + _) := fun _ => return .continue\ntheorem t : 1 = 1 := rfl", f"{RUNS}|{COMMAND}"),
    ("def p : Lean.Elab.Tactic.TacticM Unit := pure ()\ntheorem t : 1 = 1 := rfl", PROGRAM),
    ("open Lean Elab Tactic\ndef p : TacticM Unit := pure ()\ntheorem t : 1 = 1 := rfl", PROGRAM),
    ("open Lean Elab Tactic in\ndef p : TacticM Unit := pure ()\ntheorem t : 1 = 1 := rfl", PROGRAM),
    ("namespace Lean.Meta\ndef p : MetaM Unit := pure ()\nend Lean.Meta\ntheorem t : 1 = 1 := rfl", PROGRAM),
    ("def p : IO Unit := IO.println \"x\"\ntheorem t : 1 = 1 := rfl", PROGRAM),
    ("macro \"easy\" : tactic => do Lean.Macro.throwUnsupported\ntheorem t : 1 = 1 := rfl", RUNS),
    ("@[macro Lean.Parser.Term.num] def f : Lean.Macro := fun s => pure s\ntheorem t : 1 = 1 := rfl", ATTRIBUTE),
    ("@[command_elab Lean.Parser.Command.eoi] def f : Lean.Elab.Command.CommandElab := fun _ => pure ()\ntheorem t : 1 = 1 := rfl", ATTRIBUTE),
    ("@[delab app] def f : Lean.PrettyPrinter.Delaborator.Delab := failure\ntheorem t : 1 = 1 := rfl", ATTRIBUTE),
    ("@[linter] def f := 1\ntheorem t : 1 = 1 := rfl", ATTRIBUTE),
    ("def s : Lean.Syntax := .missing\ntheorem l (h : autoParam False s) : False := h\ntheorem t : 1 = 1 := rfl", "autoParam|" + PROGRAM),
    ("register_option x : Bool := { defValue := true }\ntheorem t : 1 = 1 := rfl", f"{RUNS}|{COMMAND}"),
    ("theorem t : 1 = 1 := by\n  have := include_str \"/etc/passwd\"\n  rfl", RUNS),
]  # fmt: skip
HONEST = [
    "simp only [Nat.reduceAdd]",
    "decide",
    "simp [Nat.reduceMul, ↓reduceIte]",
    "open Nat in rfl",
    "-- run_tac Lean.Elab.Tactic.evalTactic\nrfl",
    "exact (rfl : 1 + 1 = 2)",
]


@pytest.fixture(scope="module")
def in_scope(loop_thread, tmp_path_factory):
    """A server of its own without the prelude and its tactics, in which metaprograms are in scope."""
    installation, folder = install(), tmp_path_factory.mktemp("server")
    (folder / "Server.lean").write_text(server_source() + MAIN, encoding="utf-8")
    argv = node_command(installation, [installation.root, folder])
    argv += [
        NO_LIMIT,
        "--run",
        "/program/Server.lean",
        "--path",
        "/lean/lib/lean",
        "--import",
        "Init",
        "--import",
        "Std",
        "--import",
        "Lean",
    ]
    environment = node_environment([(installation.root, "/lean"), (folder, "/program")])
    worker = LeanWorker(LeanCommand(tuple(argv), environment, folder, "embedded", ("Lean",), False))
    loop_thread.run(worker.start(), timeout=600)
    yield Server(worker, variables="")
    loop_thread.run(worker.close())


@pytest.mark.lean
def test_metaprograms_in_scope_are_refused_before_they_run(in_scope, loop_thread):
    async def ask():
        wrong = []
        for text, reason in TACTICS:
            answer = await in_scope.tactic("theorem t : 1 + 1 = 2", text)
            if answer.accepted or not re.search(reason, answer.why):
                wrong.append((text, answer))
        for text, reason in SOURCES:
            answer = await in_scope.verify(text)
            if answer.accepted or not re.search(reason, answer.why):
                wrong.append((text, answer))
        for text in HONEST:
            answer = await in_scope.tactic("theorem t : 1 + 1 = 2", text)
            if not answer.accepted:
                wrong.append((text, answer))
        return wrong

    assert not loop_thread.run(ask())


PLAIN = [
    "run_tac pure ()",
    "exact by_elab x",
    "exact eval% x",
    "simp; run_tac f",
    "exact (unsafe x)",
    "#eval 1",
    "exact sorry",
    "admit",
    "native_decide",
]
DOUBTFUL = [
    'exact "sorry"',
    "simp -- no sorry here",
    "/- sorry -/ rfl",
    "exact «unsafe»",
    "have c := '\"'; run_tac f -- \"",
    'have s := r#"""#; sorry',
]


@pytest.mark.parametrize("text", PLAIN, ids=[spelled("plain", t) for t in PLAIN])
def test_the_first_line_refuses_what_is_plain(text):
    assert refusal(text) and refusal(text, strict=True)


@pytest.mark.parametrize("text", DOUBTFUL, ids=[spelled("doubtful", t) for t in DOUBTFUL])
def test_the_first_line_leaves_what_is_doubtful_to_lean(text):
    assert refusal(text) is None and refusal(text, strict=True)


@pytest.mark.parametrize(
    "text", ["exact h.sorry_free", "intro sorryish", "exact αunsafe", "aesop (add unsafe 50% apply h)", "use stop'"]
)
def test_the_first_line_takes_no_part_of_a_name_for_a_word(text):
    assert refusal(text, strict=True) is None


@given(st.text())
def test_the_first_line_takes_any_text(text):
    assert refusal(text) is None or refusal(text, strict=True)
    assert metaprogram(text) is None or metaprogram(text, strict=True)
