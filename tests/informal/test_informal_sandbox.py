"""The sandbox for programs of thought: values come out, nothing else does.

One event loop and one sandbox for all, so that the next interpreter starts while a test is judged.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from prover.fetch import FetchError
from prover.informal import sandbox as sandbox_module
from prover.informal.sandbox import ProgramRun, Sandbox, SandboxLimits, SandboxUnavailable

pytestmark = pytest.mark.network

TO_JAVASCRIPT = """
import gc, sys
for name in [name for name in sys.modules if sys.modules[name] is None]:
    del sys.modules[name]
finder = next(x for x in gc.get_objects() if type(x).__name__ == "JsFinder")
pyodide = finder.jsproxies["pyodide_js"]
module = pyodide._module
def attempt(name, work):
    try:
        print(name, "got", work())
    except BaseException as error:
        print(name, "refused", type(error).__name__, str(error)[:80].replace("\\n", " "))
"""
"""How a program that knows Pyodide gets hold of JavaScript; from there it must come no further."""


@pytest.fixture(scope="module")
def sandbox(loop_thread) -> Iterator[Sandbox]:
    async def made() -> Sandbox:
        return Sandbox(SandboxLimits(seconds=30))

    box = loop_thread.run(made())
    yield box
    loop_thread.run(box.close())


@pytest.fixture
def run(sandbox, loop_thread):
    def run_(program: str, **limits: float) -> ProgramRun:
        before, sandbox.limits = sandbox.limits, SandboxLimits(**{"seconds": 30, **limits})
        try:
            return loop_thread.run(sandbox.run(program))
        finally:
            sandbox.limits = before

    return run_


def interpreters() -> list[psutil.Process]:
    return [x for x in psutil.Process().children(recursive=True) if "sandbox_host.mjs" in " ".join(x.cmdline())]


def test_the_value_is_what_it_prints(run):
    done = run(
        "from fractions import Fraction\nfrom itertools import count\nimport math\nprint(Fraction(2, 6), math.comb(10, 3))\n1"
    )
    assert (done.status, done.output, done.error) == ("ok", "1/3 120\n", "")


def test_the_value_of_the_last_line_where_nothing_is_printed(run):
    assert run("x = 6\n'é∑' * 2, x * 7").output == "('é∑é∑', 42)\n"


@pytest.mark.parametrize(
    "program, error",
    [
        ("print('so far')\n1 / 0", "ZeroDivisionError: division by zero"),
        ("x ===", "SyntaxError"),
        ("def f(): f()\nf()", "RecursionError"),
    ],
)
def test_an_exception_is_reported(run, program, error):
    done = run(program)
    assert done.status == "error" and error in done.error
    assert done.output == ("so far\n" if "so far" in program else "")


def test_an_endless_loop_is_stopped(run):
    done = run("print('begun', flush=True)\nwhile True: pass", seconds=1.5)
    assert (done.status, done.output) == ("time", "begun\n")
    assert 1.5 <= done.seconds < 15


def test_a_memory_eater_is_stopped(run):
    assert run("x = []\nwhile True: x.append('a' * 10**6)").status == "memory"


def test_files_count_as_memory(run):
    eater = "piece = b'a' * 10**8\nfor i in range(1000):\n    with open(f'/tmp/{i}', 'wb') as file: file.write(piece)"
    assert run(eater, seconds=60).status == "memory"


def test_a_flood_is_cut(run):
    done = run("while True: print('a' * 1000)", output_chars=5000)
    assert done.status == "output" and len(done.output) == 5000


def test_files_are_its_own(run, tmp_path):
    target = tmp_path / "x"
    done = run(
        f"""
import os
os.makedirs({str(tmp_path)!r}, exist_ok=True)
for path in ({str(target)!r}, "/tmp/prover-sandbox-test", "/home/scratch/y"):
    open(path, "w").write("inside")
    print(open(path).read())
for path in ("/etc/passwd", "/etc/hostname", {str(Path(__file__))!r}, "/proc/self/environ"):
    print(os.path.exists(path))
"""
    )
    assert done.status == "ok", done.error
    assert done.output.split() == ["inside"] * 3 + ["False"] * 4
    assert not target.exists() and not Path("/tmp/prover-sandbox-test").exists()


def test_no_environment_reaches_it(run, sandbox, loop_thread, monkeypatch):
    monkeypatch.setenv("PROVER_SECRET", "s3cret")
    loop_thread.run(sandbox.close())
    done = run(TO_JAVASCRIPT + "import os\nprint(dict(os.environ))\nattempt('ENV', lambda: str(module.ENV.to_py()))")
    assert done.status == "ok" and "HOME" in done.output and "s3cret" not in done.output


def test_no_children(run):
    done = run(
        """
import os, subprocess
for work in (lambda: os.fork(), lambda: subprocess.run(["/bin/true"]), lambda: os.execv("/bin/true", ["true"])):
    try:
        print("got", work())
    except OSError as error:
        print("refused")
"""
    )
    assert (done.status, done.output) == ("ok", "refused\n" * 3)


def test_no_shell(run, tmp_path):
    done = run(f"import os\nos.system('echo x > {tmp_path}/x')")
    assert done.status in ("error", "lost") and not list(tmp_path.iterdir())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        yield server


def test_no_socket_arrives(run, listener):
    port = listener.getsockname()[1]
    done = run(
        TO_JAVASCRIPT
        + f"""
import socket, urllib.request
attempt("connect", lambda: socket.create_connection(("127.0.0.1", {port}), 2))
attempt("url", lambda: urllib.request.urlopen("http://127.0.0.1:{port}", timeout=2).read())
attempt("sockfs", lambda: pyodide.useNodeSockFS())
attempt("load", lambda: pyodide.loadPackage("http://127.0.0.1:{port}/x.whl"))
attempt("again", lambda: socket.create_connection(("127.0.0.1", {port}), 2))
"""
    )
    with pytest.raises(TimeoutError):
        listener.accept()
    assert "connect refused" in done.output and "again refused" in done.output, done


def test_javascript_leads_nowhere(run, tmp_path):
    (tmp_path / "here").write_text("host's own words")
    done = run(
        TO_JAVASCRIPT
        + f"""
def run_js():
    from pyodide.code import run_js
    return run_js("1 + 1")
def js():
    import js
    return js.process
attempt("run_js", run_js)
attempt("js", js)
make = pyodide.runPython.constructor
attempt("constructor", lambda: make("return process")())
attempt("new", lambda: make.new("return process")())
Object = module.constructor
def mounted(place, root):
    module.FS.mkdir(place)
    options = Object.new()
    options.root = root
    module.FS.mount(module.FS.filesystems.NODEFS, options, place)
attempt("mount", lambda: mounted("/out", {str(tmp_path)!r}))
attempt("mount", lambda: mounted("/etc2", "/etc"))
attempt("mount", lambda: mounted("/root2", "/"))
attempt("mountNodeFS", lambda: pyodide.mountNodeFS("/out2", {str(tmp_path)!r}))
for name in ("/out/here", "/out2/here", "/etc2/passwd", "/root2/etc/passwd"):
    attempt(name, lambda: open(name).read())
for name in ("/out/there", "/out2/there", "/root2{tmp_path}/there"):
    attempt(name, lambda: print("wrote", open(name, "w").write("x")))
"""
    )
    assert done.status == "ok", done
    for name in ("run_js", "js", "constructor", "new", "/out/here", "/out2/here", "/etc2/passwd", "/root2/etc/passwd"):
        assert f"\n{name} refused" in f"\n{done.output}", done.output
    assert "host's own words" not in done.output and [x.name for x in tmp_path.iterdir()] == ["here"]


def test_it_cannot_say_how_it_ended(run):
    forged = '{"nonce": "", "status": "ok", "error": ""}'
    done = run(f"import os\nprint({forged!r}, flush=True)\nos.write(1, b'\\n')\n1 / 0")
    assert done.status == "error" and forged in done.output


def test_each_program_starts_afresh(run):
    assert run("import math\nmath.pi = 3\nopen('/tmp/left', 'w').close()").status == "ok"
    assert run("import math, os\nmath.pi > 3.1 and not os.path.exists('/tmp/left')").output == "True\n"


@pytest.mark.parametrize("running", [True, False], ids=["running", "starting"])
def test_cancellation_and_close_leave_no_process(sandbox, loop_thread, running):
    loop_thread.run(sandbox.close())

    async def story() -> None:
        async with Sandbox(SandboxLimits(seconds=300)) as box:
            if running:
                await box.run("1")
                await asyncio.shield(box._next)
            work = asyncio.create_task(box.run("while True: pass"))
            while not interpreters():
                await asyncio.sleep(0.05)
            await asyncio.sleep(1)
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            assert bool(interpreters()) is not running
        assert not interpreters()

    asyncio.run(story())


def test_says_what_to_do_where_it_cannot_be_had(monkeypatch):
    def refused(progress: object) -> None:
        raise FetchError("no way to the registry: look at the network, then run again")

    monkeypatch.setattr(sandbox_module, "install", refused)
    with pytest.raises(SandboxUnavailable, match="look at the network"):
        asyncio.run(Sandbox().run("1"))


def test_limits_are_checked():
    with pytest.raises(ValueError, match="memory_mb"):
        SandboxLimits(memory_mb=8)
