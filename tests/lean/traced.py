"""A repository as lean-dojo traces one, and a ``lake`` that plays Lean in it: all but these two is the real package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

AND = "p q : Prop\nhp : p\nhq : q\n⊢ p ∧ q"
LEFT, RIGHT = "case left\np q : Prop\nhp : p\nhq : q\n⊢ p", "case right\np q : Prop\nhp : p\nhq : q\n⊢ q"
BOTH = f"{LEFT}\n\n{RIGHT}"
STEPS = {
    AND: {"constructor": f"2 goals\n{BOTH}", "exact cheat": "proof contains `sorry`", "odd": "1 goals\n⊢ p ⊢ q"},
    BOTH: {"exact hp": RIGHT},
    RIGHT: {"exact hq": "no goals"},
}

STATEMENT = "theorem both (p q : Prop) (hp : p) (hq : q) : p ∧ q :="
FILE = f"-- Two of them.\n{STATEMENT} by\n  exact ⟨hp, hq⟩\n\ntheorem after : True := trivial\n"

LAKE = """#!{python} -SE
import json, os, re, sys, time
from pathlib import Path

place = Path({place!r})
script = json.loads((place / "script.json").read_text())
sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
text = Path(sys.argv[-1]).read_text()
assert sys.argv[1:3] == ["env", "lean"] and Path.cwd() == Path(script["folder"])


def note(line):
    with (place / "log").open("a") as log:
        log.write(line + "\\n")


if "lean_dojo_repl" not in text:
    note("check " + json.dumps(text))
    time.sleep(script["checking"])
    sys.exit(0 if script["accepts"] else 1)
note("open")
if not script["opens"]:
    print("error: unknown package")
    sys.exit(1)
states = []


def answer(state, error=None):
    if state is not None and state != "no goals":
        states.append(re.sub(r"^\\d+ goals\\n", "", state))
    print("REPL> " + json.dumps(dict(sid=len(states) - 1, tacticState=state, error=error), ensure_ascii=False), flush=True)


answer(script["root"])
for line in sys.stdin:
    request = json.loads(line)
    fault = place / "faults" / re.sub(r"\\W", "_", request["cmd"])[:60]
    if fault.exists():
        kind = fault.read_text()
        fault.unlink()
        note("fault " + kind)
        if kind == "hang":
            time.sleep(1000)
        os._exit(3)
    after = script["steps"].get(states[request["sid"]], {{}}).get(request["cmd"])
    if after is None or "sorry" in after:
        answer(None, after or "unknown identifier")
    else:
        answer(after)
    if script["dies_after"] == request["cmd"]:
        time.sleep(0.1)  # the answer is read, and that there still is a process
        os._exit(137)
"""


@dataclass(frozen=True)
class Traced:
    """``url`` and ``commit`` of the repository; what its Lean does is in ``place/script.json``."""

    url: str
    commit: str
    place: Path

    def script(self, **changes: object) -> None:
        file = self.place / "script.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))

    def fault(self, tactic: str, kind: str) -> None:
        """The next time it is asked for ``tactic``, Lean is to ``hang`` or to ``crash``."""
        (self.place / "faults" / "".join(c if c.isalnum() else "_" for c in tactic)).write_text(kind)

    @property
    def log(self) -> list[str]:
        file = self.place / "log"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def checks(self) -> list[str]:
        """The files that were compiled with a proof in them."""
        return [json.loads(line.removeprefix("check ")) for line in self.log if line.startswith("check ")]


def repository(folder: Path, cache: Path) -> tuple[str, str, Path]:
    """A git repository, and in ``cache`` what tracing it would have made; its address, commit and traced folder."""
    source = folder / "demo"
    source.mkdir(parents=True)
    (source / "lean-toolchain").write_text("leanprover/lean4:v4.10.0\n")
    (source / "Demo.lean").write_text(FILE)
    git = ["git", "-C", str(source), "-c", "user.name=t", "-c", "user.email=t@t"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "demo"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    traced = cache / f"gitpython-demo-{commit}" / "demo"
    shutil.copytree(source, traced)
    (traced / "Lean4Repl.lean").touch()
    (traced / ".lake/build/ir").mkdir(parents=True)
    (traced / ".lake/build/ir/Demo.dep_paths").write_text("\n")
    (traced / ".lake/build/ir/Demo.ast.json").write_text(json.dumps(_trace()))
    return str(source), commit, traced


def lake(folder: Path, traced: Path) -> Path:
    """The ``lake`` program in a folder of its own, and its script beside it; returns the folder of both."""
    (folder / "faults").mkdir(parents=True)
    script = {
        "folder": str(traced),
        "root": AND,
        "steps": STEPS,
        "opens": True,
        "accepts": True,
        "checking": 0,
        "dies_after": "",
    }
    (folder / "script.json").write_text(json.dumps(script))
    program = folder / "bin" / "lake"
    program.parent.mkdir()
    program.write_text(LAKE.format(python=sys.executable, place=str(folder)))
    program.chmod(0o755)
    return folder


def _trace() -> dict:
    """The file's syntax as ``ExtractData.lean`` writes it, no finer than the theorems' parts."""
    theorems = [
        _theorem("both", "(p q : Prop) (hp : p) (hq : q) : p ∧ q", "by\n  exact ⟨hp, hq⟩", "-- Two of them.\n"),
        _theorem("after", ": True", "trivial", ""),
    ]
    return {"commandASTs": [_node("Module.header"), *theorems], "tactics": [], "premises": []}


def _theorem(name: str, signature: str, proof: str, leading: str) -> dict:
    at = FILE.index(f"theorem {name}")
    parts = [
        _atom("theorem", at, leading),
        _node("Command.declId", _ident(name, at)),
        _node("Command.declSig", _atom(signature, at)),
        _node("Command.declValSimple", _atom(":=", at), _node("Term.byTactic", _atom(proof, at))),
    ]
    return _node("Command.declaration", _node("Command.declModifiers"), _node("Command.theorem", *parts))


def _node(kind: str, *parts: dict) -> dict:
    return {"node": {"kind": f"Lean.Parser.{kind}", "info": "none", "args": list(parts)}}


def _atom(text: str, after: int, leading: str = "") -> dict:
    return {"atom": {"info": _place(text, after, leading), "val": text}}


def _ident(text: str, after: int) -> dict:
    return {"ident": {"info": _place(text, after, ""), "rawVal": text, "val": text, "preresolved": []}}


def _place(text: str, after: int, leading: str) -> dict:
    start = len(FILE[: FILE.index(text, after)].encode())
    return {"original": {"leading": leading, "pos": start, "trailing": "", "endPos": start + len(text.encode())}}
