"""Embedded Lean with every guard of ours left out: programs run by the same command as the proof server, and what they reach."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest

from prover.lean.embedded.confined import landlock, seccomp
from prover.lean.embedded.install import install
from prover.lean.embedded.node import node_command, node_environment
from prover.lean.launch import LeanCommand, embedded_command
from prover.lean.process import confined

pytestmark = pytest.mark.lean

SECRET = "a secret of the host"

LEAN = """
module
public meta import Init.System.IO

public meta section
set_option compiler.extract_closed false

def attempt (what : String) (act : IO String) : IO Unit := do
  try IO.println s!"#{what}: reached: {← act}"
  catch e => IO.println s!"#{what}: refused: {e}"

def readText (path : String) : IO String := do
  let handle ← IO.FS.Handle.mk path .read
  handle.getLine
def writeText (path : String) : IO String := do
  let handle ← IO.FS.Handle.mk path .write
  handle.putStr "x"
  handle.flush
  return ""
def list (path : String) : IO String := do
  let entries ← (System.FilePath.mk path).readDir
  return toString entries.size
def make (path : String) : IO String := do
  IO.FS.createDir path
  return ""
def remove (path : String) : IO String := do
  IO.FS.removeFile path
  return ""
def move (path : String) : IO String := do
  IO.FS.rename path (path ++ "2")
  return ""
def start (cmd : String) : IO String := do
  let child ← IO.Process.spawn { cmd, args := #["-c", "id"] }
  return toString (← child.wait)
def read (name : String) : IO String := do
  match ← IO.getEnv name with
  | some s => return s
  | none => throw (IO.userError "not there")

public meta def main : IO Unit := do
  attempt "read a file" (readText "%SECRET%")
  attempt "read a file by the way up" (readText "/lean/../../../../../..%SECRET%")
  attempt "read passwd" (readText "/etc/passwd")
  attempt "read the process" (readText "/proc/self/environ")
  attempt "list a home" (list "%FOLDER%")
  attempt "list the root inside" (list "/")
  attempt "write a file" (writeText "/program/evil.olean")
  attempt "overwrite a file" (writeText "/program/kept.txt")
  attempt "make a folder" (make "/program/evil")
  attempt "remove a file" (remove "/program/kept.txt")
  attempt "rename a file" (move "/program/kept.txt")
  attempt "start a program" (start "/bin/sh")
  attempt "read the environment" (read "PROVER_TEST_SECRET")
  IO.println "#end"
end
"""

NODE = """
const attempts = {
  "read a file": () => require("fs").readFileSync(process.argv[2], "utf8"),
  "read passwd": () => require("fs").readFileSync("/etc/passwd", "utf8"),
  "list the root": () => require("fs").readdirSync("/"),
  "open by promise": () => require("fs/promises").readFile("/etc/passwd", "utf8"),
  "write in the library": () => require("fs").writeFileSync(process.argv[3] + "/evil", "x"),
  "write in tmp": () => require("fs").writeFileSync("/tmp/evil-" + process.pid, "x"),
  "remove from the library": () => require("fs").rmSync(process.argv[3] + "/complete"),
  "link out": () => require("fs").symlinkSync("/etc/passwd", process.argv[3] + "/passwd"),
  "start a program": () => { const r = require("child_process").spawnSync("id"); if (r.error) throw r.error; return r.stdout },
  "fork": () => require("child_process").fork(process.argv[1]),
  "load native code": () => process.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6"),
  "inner bindings": () => process.binding("fs"),
  "a shell by WASI": () => new (require("wasi").WASI)({ version: "preview1", preopens: { "/": "/" } }),
  "open the inspector": () => require("inspector").open(0),
  "signal the parent": () => process.kill(process.ppid, 0),
  "a worker reads": () => new Promise((done, failed) => {
    const { Worker } = require("worker_threads");
    const code = 'require("worker_threads").parentPort.postMessage(require("fs").readFileSync("/etc/passwd", "utf8"))';
    const worker = new Worker(code, { eval: true, env: { NODE_OPTIONS: "--allow-fs-read=*" } });
    worker.on("message", done); worker.on("error", failed); }),
  "connect": () => new Promise((done, failed) =>
    require("net").connect(+process.argv[4], "127.0.0.1", () => done("connected")).on("error", failed)),
  "listen": () => new Promise((done, failed) => require("net").createServer().listen(0, () => done("listens")).on("error", failed)),
  "send a datagram": () => new Promise((done, failed) => { const s = require("dgram").createSocket("udp4");
    s.on("error", failed); s.send("x", +process.argv[4], "127.0.0.1", (e) => (e ? failed(e) : done("sent"))); }),
  "fetch": () => fetch("http://127.0.0.1:" + process.argv[4]).then(() => "fetched"),
  "read the environment": () => { if (process.env.PROVER_TEST_SECRET) return "there"; throw new Error("not there") },
};
(async () => {
  const told = {};
  for (const [what, attempt] of Object.entries(attempts)) {
    try { told[what] = "reached: " + String(await attempt()).slice(0, 40) }
    catch (e) { told[what] = "refused: " + (e.cause?.code ?? e.code ?? e.message) }
  }
  require("fs").writeSync(1, JSON.stringify(told) + "\\n"); process.exit(0);
})();
"""
NETWORK = {"connect", "listen", "send a datagram", "fetch", "signal the parent", "open the inspector"}
"""What only the kernel's filter refuses, where there is one."""


UNTOLD = {"make a folder", "remove a file", "rename a file"}
"""Node refuses them, and Lean is not told: what counts is that nothing has changed."""


@pytest.fixture
def secret(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PROVER_TEST_SECRET", SECRET)
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def started(argv: list[str], env: dict[str, str], cwd: Path, reads: tuple[Path, ...]) -> str:
    command = LeanCommand(tuple(argv), env, cwd, "embedded", (), False, reads=reads)
    done = subprocess.run(
        confined(command), env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240
    )
    return done.stdout + done.stderr


def test_a_lean_program_reaches_nothing(secret, tmp_path):
    """It is even shown its library and a folder of its own, both as a proof server would see them: not to be written."""
    installation, folder = install(), tmp_path / "program"
    folder.mkdir()
    (folder / "Probe.lean").write_text(LEAN.replace("%SECRET%", str(secret)).replace("%FOLDER%", str(tmp_path)))
    (folder / "kept.txt").write_text("as it was")
    before = contents(folder)
    argv = [*node_command(installation, [installation.root, folder]), "--run", "/program/Probe.lean"]
    told = started(argv, node_environment([(installation.root, "/lean"), (folder, "/program")]), folder, ())
    lines = [line[1:] for line in told.splitlines() if line.startswith("#")]
    assert lines[-1:] == ["end"], told[-2000:]
    assert len(lines) == LEAN.count("  attempt ") + 1
    reached = {line.partition(":")[0] for line in lines if ": reached" in line}
    assert reached <= {"list the root inside", *UNTOLD}
    assert SECRET not in told and contents(folder) == before


def test_the_process_around_lean_reaches_nothing(secret, tmp_path):
    """The proof server's own command, with a program of JavaScript in the place of the loader."""
    command = embedded_command()
    script = tmp_path / "program" / "probe.cjs"
    script.parent.mkdir()
    script.write_text(NODE)
    argv = [*command.argv[:-1], f"--allow-fs-read={script.parent}", str(script), str(secret), str(command.cwd)]
    with socket.create_server(("127.0.0.1", 0)) as server:
        reads = (*command.reads, script.parent)
        told = started([*argv, str(server.getsockname()[1])], command.env, script.parent, reads)
    answers = json.loads(next(line for line in told.splitlines() if line.startswith("{")))
    assert set(NETWORK) < set(answers)
    closed = {what: said for what, said in answers.items() if seccomp.available() or what not in NETWORK}
    if not landlock.available():
        del closed["a worker reads"]
    assert not {what: said for what, said in closed.items() if not said.startswith("refused")}
    assert SECRET not in told


def test_a_proof_server_is_allowed_no_more():
    command = embedded_command()
    loader, snapshot = Path(command.argv[-1]).parent, command.cwd
    flags = [flag for flag in command.argv if flag.startswith("--allow")]
    reads = [f"--allow-fs-read={folder}" for folder in (loader, snapshot)]
    assert sorted(flags) == sorted(["--allow-natives-syntax", "--allow-worker", *reads])  # the first is V8's, no permission
    assert "--permission" in command.argv and json.loads(command.env["PROVER_MOUNTS"]) == []
    assert set(command.env) == {"PROVER_MOUNTS", "LEAN_PATH", "PATH", "PROVER_SNAPSHOT"}
