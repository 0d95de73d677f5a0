"""The launcher that Lean processes are started by: rights given up, and nothing left behind when the parent dies."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

from prover.lean.embedded.confined import landlock, launched, seccomp

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no launcher")
ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.executable).resolve().parents[1]


def python(program: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    argv = launched([sys.executable, "-I", "-S", "-c", textwrap.dedent(program), *arguments], **options)
    return subprocess.run(argv, capture_output=True, text=True, timeout=60)


def gone(pid: int, within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_the_command_becomes_the_process_that_was_started():
    argv = launched([sys.executable, "-c", "import os, sys; print(os.getpid(), sys.argv[1:])", "a b", "--closed"])
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.communicate(timeout=60)[0] == f"{process.pid} ['a b', '--closed']\n" and process.returncode == 0


def test_the_stack_is_as_deep_as_it_may_be():
    said = python("import resource; print(*resource.getrlimit(resource.RLIMIT_STACK))").stdout.split()
    assert said[0] == said[1]


@pytest.mark.skipif(not seccomp.available(), reason="no filter here")
def test_what_is_closed_has_no_network_and_no_children():
    program = """
        import errno, os, socket
        for attempt in (socket.socket, os.fork, lambda: os.kill(os.getppid(), 0)):
            try:
                attempt()
                print("reached")
            except OSError as error:
                print(errno.errorcode[error.errno])
    """
    assert python(program, closed=True).stdout.split() == ["EPERM"] * 3
    assert python(program).stdout.split().count("reached") >= 3


@pytest.mark.skipif(not landlock.available(), reason="no Landlock here")
def test_what_reads_some_places_reads_no_others(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_text("inside")
    (tmp_path / "b").write_text("outside")
    program = """
        import sys
        for path, mode in ((sys.argv[1], "r"), (sys.argv[2], "r"), (sys.argv[1], "w")):
            try:
                with open(path, mode) as file:
                    print(file.read() if mode == "r" else "written")
            except OSError:
                print("refused")
    """
    told = python(program, str(tmp_path / "in" / "a"), str(tmp_path / "b"), reads=[tmp_path / "in", PYTHON, Path(sys.prefix)])
    assert told.stdout.split() == ["inside", "refused", "refused"], told.stderr


@pytest.mark.parametrize("options", [{}, {"closed": True}], ids=["plain", "closed"])
def test_what_cannot_be_started_is_told(tmp_path, options):
    done = subprocess.run(launched([str(tmp_path / "nothing")], **options), capture_output=True, text=True, timeout=60)
    assert done.returncode == 127 and "nothing" in done.stderr and "No such file" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a process of its parent's end")
@pytest.mark.parametrize("ending", ["the process", "its thread"])
def test_it_dies_with_who_started_it(ending):
    program = f"""
        import subprocess, sys, threading, time
        sys.path.insert(0, {str(ROOT)!r})
        from prover.lean.embedded.confined import launched
        def start():
            sleeping = launched([sys.executable, "-c", "print('up', flush=True); import time; time.sleep(600)"], closed=True)
            child = subprocess.Popen(sleeping, start_new_session=True, stdout=subprocess.PIPE)
            child.stdout.readline()
            print(child.pid, flush=True)
        thread = threading.Thread(target=start)
        thread.start() if {ending == "its thread"} else start()
        time.sleep(600)
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    try:
        child = int(parent.stdout.readline())
        if ending == "the process":
            assert psutil.pid_exists(child)
            parent.kill()
        assert gone(child)
    finally:
        parent.kill()
        parent.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a process of its parent's end")
def test_one_whose_parent_died_first_does_not_begin(tmp_path):
    argv = launched([sys.executable, "-c", f"open({str(tmp_path / 'begun')!r}, 'w')"])
    argv[argv.index("--parent") + 1] = str(os.getpid() + 100_000)
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    assert done.returncode == 127 and "has ended" in done.stderr and not (tmp_path / "begun").exists()


def test_starts_beside_busy_threads():
    """None of them may hang: nothing of this process runs between fork and exec."""
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            __import__("importlib").reload(textwrap)

    threads = [threading.Thread(target=busy) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        started = [subprocess.Popen(launched([sys.executable, "-I", "-S", "-c", ""], closed=True)) for _ in range(10)]
        assert [process.wait(timeout=60) for process in started] == [0] * 10
    finally:
        over.set()
        for thread in threads:
            thread.join()
