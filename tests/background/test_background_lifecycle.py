"""Servers as processes of their own, over work that needs no Lean: started twice, killed, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import psutil
import pytest
from background_serving import record_for, until

from prover.background import identity, lifecycle
from prover.background.lifecycle import ServerOptions
from prover.background.server_folder import UNIX, ServerFolder

pytestmark = pytest.mark.skipif(not UNIX, reason="no Unix sockets")
ROOT = Path(__file__).resolve().parents[2]

SERVER = """
import sys
from pathlib import Path
from background_serving import FakeWork
from prover.background.lifecycle import ServerOptions, run
from prover.background.server_folder import ServerFolder
from prover.lean.errors import LeanNotAvailable

class Work(FakeWork):
    async def start(self):
        if sys.argv[2:] == ["broken"]:
            raise LeanNotAvailable("install Lean")
        if sys.argv[2:] == ["slow"]:
            import asyncio
            await asyncio.sleep(600)

sys.exit(run(ServerOptions(specs=["portfolio"]), ServerFolder(Path(sys.argv[1])), Work()))
"""


@pytest.fixture
def place(tmp_path):
    found = ServerFolder(tmp_path / "s")
    found.make()
    yield found
    lifecycle.end(found)


def start(place, *how, server=SERVER):
    """A server's process as ``lifecycle.launch`` starts it, but for its work."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    with place.log_path.open("ab") as log:
        command = [sys.executable, "-c", server, str(place.folder), *how]
        return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def test_two_started_at_once_are_one_server_and_both_find_it(place):
    both = [start(place), start(place)]
    records = [lifecycle.wait_until_ready(place, process) for process in both]
    until(lambda: any(process.poll() is not None for process in both))
    codes = sorted(process.poll() is None for process in both)
    assert codes == [False, True], "one of them runs"
    (winner,) = [process for process in both if process.poll() is None]
    (loser,) = [process for process in both if process.poll() is not None]
    assert loser.returncode == lifecycle.RUNNING_ALREADY
    assert {record.pid for record in records} == {winner.pid}
    assert records[0].specs == ["portfolio"]
    ended = lifecycle.end(place)
    assert ended.pid == winner.pid and winner.wait(10) == 0
    assert sorted(path.name for path in place.folder.iterdir()) == ["server.lock", "server.log"]
    assert lifecycle.end(place) is None


def test_what_a_killed_server_leaves_is_recognised_and_replaced(place):
    process = start(place)
    killed = lifecycle.wait_until_ready(place, process)
    assert lifecycle.alive(killed)
    process.kill()
    process.wait()
    assert place.read() == killed and place.socket_path.exists(), "nothing was cleaned up"
    assert not lifecycle.alive(killed) and lifecycle.status(place) is None
    process = start(place)
    until(lambda: (found := place.read()) is not None and found.pid == process.pid)
    assert lifecycle.wait_until_ready(place, process).pid == process.pid


@pytest.mark.parametrize("how", [[], ["slow"]])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_it_cleans_up(place, number, how):
    process = start(place, *how)
    until(lambda: (found := place.read()) is not None and found.stage == ("starting" if how else "ready"))
    process.send_signal(number)
    assert process.wait(15) == 0
    assert place.read() is None and not place.socket_path.exists()


def test_one_that_is_still_starting_can_be_ended(place):
    process = start(place, "slow")
    until(lambda: place.read() is not None)
    assert lifecycle.end(place).stage == "starting"
    assert process.wait(10) == 0


def test_one_that_does_not_come_up_says_why(place):
    with pytest.raises(lifecycle.StartFailed, match="install Lean"):
        lifecycle.wait_until_ready(place, start(place, "broken"))


def test_one_that_hangs_is_killed(place, monkeypatch):
    monkeypatch.setattr(lifecycle, "END_SECONDS", 0.5)
    process = start(place)
    lifecycle.wait_until_ready(place, process)
    process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(lifecycle, "ask", lambda record, what: {"done": True})  # the real one would wait its time
    assert lifecycle.end(place).pid == process.pid
    assert process.wait(10) == -signal.SIGKILL
    assert place.read() is None


def test_a_process_that_only_has_the_number_is_not_taken_for_it(place):
    assert lifecycle.alive(record_for())
    other = record_for()
    assert not lifecycle.alive(type(other)(**{**other.__dict__, "created": other.created - 100}))


def test_a_change_of_the_program_or_of_the_weights_makes_another_server_of_it(tmp_path, monkeypatch):
    (tmp_path / "prover").mkdir()
    (tmp_path / "search").mkdir()
    (tmp_path / "lean_project").mkdir()
    for file in (
        "prover/a.py",
        "search/b.py",
        "lean_project/C.lean",
        "lean_project/readings.txt",
        "lean_project/lean-toolchain",
    ):
        (tmp_path / file).write_text("x")
    monkeypatch.setattr(identity, "_ROOT", tmp_path)
    seen = {identity.code_hash()}
    for file in ("prover/a.py", "search/b.py", "lean_project/C.lean", "lean_project/readings.txt"):
        (tmp_path / file).write_text("y")
        seen.add(identity.code_hash())
    assert len(seen) == 5
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    before = identity.policy_keys(["hf:model?n=4", "portfolio"])
    assert before == identity.policy_keys([f"hf:{model}?n=4", "portfolio", "portfolio"]), "written otherwise, the same policy"
    (model / "model.safetensors").write_bytes(b"22")
    assert before != identity.policy_keys(["hf:model?n=4", "portfolio"])
    assert identity.policy_keys([]) == identity.policy_keys(["default"])


FAKE_PYTHON = """#!{python}
import json, os, sys, time
seen = {{"argv": sys.argv, "settings": sys.stdin.read(), "path": os.environ.get("PYTHONPATH")}}
with open({out!r} + ".new", "w") as sink:
    json.dump(seen, sink)
os.rename({out!r} + ".new", {out!r})
time.sleep(60)
"""


def test_a_password_is_none_of_the_process_s_arguments(place, tmp_path, monkeypatch):
    program, out = tmp_path / "python", tmp_path / "seen.json"
    program.write_text(FAKE_PYTHON.format(python=sys.executable, out=str(out)))
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    settings = ServerOptions(specs=["openai:http://user:hunter2@127.0.0.1:9#m"], workers=2)
    launched = lifecycle.launch(settings, place)
    try:
        until(out.exists)
        seen = json.loads(out.read_text())
        assert "hunter2" not in " ".join(seen["argv"]) + " ".join(psutil.Process(launched.pid).cmdline())
        assert ServerOptions.model_validate_json(seen["settings"]) == settings
    finally:
        launched.kill()
        launched.wait()


@pytest.mark.parametrize("said", ["{", ""])
def test_a_process_without_settings_ends(place, said):
    command = [sys.executable, "-m", "prover.background"]
    done = subprocess.run(command, input=said, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0


def test_a_password_is_in_none_of_the_server_s_files(place):
    logging = "import logging\n        logging.getLogger('httpx2').info('GET http://user:hunter2@h/v1')"
    server = SERVER.replace("async def start(self):", f"async def start(self):\n        {logging}")
    server = server.replace('["portfolio"]', '["openai:http://user:hunter2@127.0.0.1:9#m?n=2"]')
    process = start(place, server=server)
    record = lifecycle.wait_until_ready(place, process)
    assert record.specs == ["openai:http://127.0.0.1:9#m?n=2"]
    assert record.policies == identity.policy_keys(["openai:http://user:hunter2@127.0.0.1:9#m?n=2"])
    assert record.policies != identity.policy_keys(["openai:http://user:other@127.0.0.1:9#m?n=2"])
    files = [file.read_bytes() for file in place.folder.iterdir() if file.is_file()]
    assert len(files) > 1 and not any(b"hunter2" in text for text in files)


def test_an_installed_program_puts_nothing_before_the_standard_library(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/mine")
    installed = Path(sysconfig.get_path("purelib")).resolve()
    assert lifecycle.environment(installed)["PYTHONPATH"] == "/mine"
    assert lifecycle.environment(tmp_path)["PYTHONPATH"] == f"{tmp_path}{os.pathsep}/mine"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert lifecycle.environment(tmp_path)["PYTHONPATH"] == str(tmp_path)
    monkeypatch.delenv("PYTHONPATH")
    assert "PYTHONPATH" not in lifecycle.environment(installed)


HTTPS, HTTP = "openai:https://h.example#m", "openai:http://127.0.0.1:9#m"


@pytest.mark.parametrize(
    ("spec", "change", "differs"),
    [
        (HTTP, lambda here, env: env.setenv("PROVER_API_KEY", "k"), True),
        (HTTPS, lambda here, env: env.setenv("PROVER_API_KEY", "k"), True),
        (HTTPS, lambda here, env: env.setenv("OPENAI_API_KEY", "k"), True),
        (HTTP, lambda here, env: env.setenv("OPENAI_API_KEY", "k"), False),  # which is not sent over http
        (f"{HTTP}?template_file=t.txt", lambda here, env: (here / "t.txt").write_text("other {state}"), True),
        ("hf:model?template_file=t.txt", lambda here, env: (here / "t.txt").write_text("other {state}"), True),
        ("hf:model", lambda here, env: (here / "t.txt").write_text("other {state}"), False),
        ("hf:model", lambda here, env: (here / "model" / "config.json").write_text("{}"), True),
        (f"{HTTP}?prompts=model", lambda here, env: (here / "model" / "draft.md").write_text("x"), True),
        ("portfolio", lambda here, env: env.setenv("PROVER_API_KEY", "k"), False),
    ],
)
def test_what_a_policy_is_made_of_tells_it_from_others(tmp_path, monkeypatch, spec, change, differs):
    for name in ("PROVER_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.txt").write_text("{state}")
    (tmp_path / "model").mkdir()
    before = identity.policy_keys([spec])
    assert before == identity.policy_keys([spec])
    change(tmp_path, monkeypatch)
    assert (before != identity.policy_keys([spec])) == differs


def test_a_spec_means_the_same_in_the_server_s_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my model").mkdir()
    (tmp_path / "a t.txt").write_text("{state}")
    spec = identity.absolute("hf:my model?template_file=a%20t.txt&n=2")
    keys = identity.policy_keys([spec])
    monkeypatch.chdir("/")
    assert identity.policy_keys([spec]) == keys and identity.absolute(spec) == spec
    assert spec == f"hf:{tmp_path}/my model?template_file={tmp_path}/a+t.txt&n=2"


@pytest.mark.parametrize("name", ["PROVER_LEAN_MEMORY", "PROVER_CACHE"])
def test_a_server_of_other_settings_is_foreign(tmp_path, monkeypatch, name):
    record = record_for()
    assert identity.foreign(record) is None
    monkeypatch.setenv(name, "2")
    assert name in identity.foreign(record)
