"""A program that speaks the proof server's protocol without Lean, and can be told to break it.

Every tactic leads to a state whose one goal is the tactics so far; ``FAULTS`` names the tactics that do something else.
A proof is accepted where no tactic has been run before; the axioms tell what the process has served.
With ``--leak`` every request leaves half a megabyte behind; with the name of a fault it misbehaves before it is ready.
"""

import json
import os
import signal
import sys
import time

MARK = "#prover "


def write(data: bytes) -> None:
    os.write(1, data)


def answer(id, us=100, **fields) -> None:
    write((MARK + json.dumps({"id": id, "us": us, **fields}) + "\n").encode())


def garbage(id) -> None:
    write(b"\x00\xff\xfe{{{]] not the protocol\n" + MARK.encode() + b"\xff{[not json\n")


def half_a_line(id) -> None:
    write(f'{MARK}{{"id": {id}, "ok": {{"outcome": "op'.encode())
    time.sleep(600)


def half_a_line_and_the_end(id) -> None:
    write(f'{MARK}{{"id": {id}, "ok": {{"outcome": "op'.encode())
    os._exit(3)


def another_s_answer(id) -> None:
    answer(id + 7, ok={"outcome": "proved", "axioms": []})


def another_kind_of_answer(id) -> None:
    answer(id, ok={"outcome": "perhaps"})


def closed_pipe(id) -> None:
    os.close(1)
    os.close(2)
    time.sleep(600)


def noise_without_end(id) -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        write(b"noise " * 2000 + b"\n")


def a_line_without_end(id) -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        write(b"x" * 1_000_000)


def silence(id) -> None:
    time.sleep(600)


def stopped(id) -> None:
    signal.raise_signal(signal.SIGSTOP)


def death(id) -> None:
    print("Aborted(): the fake server was told to die", flush=True)
    os._exit(7)


def runaway(id) -> None:
    kept = []
    while True:
        kept.append(b"x" * 20_000_000)
        time.sleep(0.02)


PANIC = b"PANIC at Fake.unsound Fake.Server:7:2: assertion violation: n > 0\n"


def a_panic_and_a_refusal(id) -> None:
    write(PANIC * 2)
    answer(id, ok={"outcome": "error", "message": "(kernel) unknown constant '_inhabitedExprDummy'"})


def a_panic_and_a_fault(id) -> None:
    write(PANIC)
    answer(id, error={"kind": "elaboration", "messages": [{"severity": "error", "line": 1, "column": 0, "text": "lost"}]})


def a_panic_and_a_proof(id) -> None:
    write(PANIC)
    answer(id, ok={"outcome": "proved", "axioms": []})


def a_panic_and_silence(id) -> None:
    write(PANIC)
    time.sleep(600)


def a_complaint_and_a_refusal(id) -> None:
    write(b"uncaught: out of memory\n")
    answer(id, ok={"outcome": "error", "message": "no"})


FAULTS = {f.__name__.replace("_", " "): f for f in (
    garbage, half_a_line, half_a_line_and_the_end, another_s_answer, another_kind_of_answer, closed_pipe, noise_without_end,
    a_line_without_end, silence, stopped, death, runaway, a_panic_and_a_refusal, a_panic_and_a_fault, a_panic_and_a_proof,
    a_panic_and_silence, a_complaint_and_a_refusal,
)}  # fmt: skip


def serve(leak: bool) -> None:
    theorems: dict[int, list[str | None]] = {}
    kept: list[bytes] = []
    count = {"tactics": 0, "checks": 0}

    def new(id, goal: str, **more) -> None:
        states.append(goal)
        theorems[request["theorem"]] = states
        answer(id, ok={"state": len(states) - 1, "goals": [goal], "key": str(hash_of(goal)), **more})

    for line in sys.stdin:
        kept.append(b"x" * 500_000 * leak)
        request = json.loads(line)
        id, command = request["id"], request["cmd"]
        states = theorems.get(request.get("theorem", 0), [])
        if command == "open":
            new(id, "⊢ " + request["source"][:60], name="t", source=request["source"], body=[len(request["source"].encode()), 0])
        elif command == "release":
            for number in request["states"]:
                states[number] = None
            answer(id, ok={})
        elif command == "close":
            theorems.pop(request["theorem"], None)
            answer(id, ok={})
        elif command == "tactic":
            tactic = request["tactic"]
            count["tactics"] += 1
            goal = states[request["state"]] if states else None
            if goal is None:
                answer(id, error={"kind": "unknown_state", "message": "there is no such state", "state": request["state"]})
            elif tactic in FAULTS:
                FAULTS[tactic](id)
            elif tactic == "done":
                answer(id, ok={"outcome": "proved", "axioms": []})
            elif tactic == "no":
                answer(id, ok={"outcome": "error", "message": "no"})
            else:
                if tactic.startswith("sleep "):
                    time.sleep(float(tactic.split()[1]))
                new(id, f"{goal}; {tactic}", outcome="open")
        elif command == "terms":
            answer(id, error={"kind": "request", "message": "the goals of this server are no terms"})
        elif command == "verify":
            if "slow" in request["source"]:
                time.sleep(0.5)
            served = [name for name in ("tactics", "checks") if count[name]]
            count["checks"] += "warm_up" not in request["source"]
            reason = f"it has served {' and '.join(served)}" if served else ""
            answer(id, ok={"accepted": not count["tactics"], "reason": reason, "name": "t", "axioms": served, "messages": []})
        else:
            live = sum(goal is not None for states in theorems.values() for goal in states)
            answer(id, ok={"states": live, "theorems": len(theorems)})


def hash_of(text: str) -> int:
    return sum((i + 1) * ord(c) for i, c in enumerate(text))


if __name__ == "__main__":
    leak = sys.argv[1:] == ["--leak"]
    if len(sys.argv) > 1 and not leak:
        FAULTS[sys.argv[1]](1)
    write((MARK + json.dumps({"ready": True, "version": "0.0.0, fake", "import_ms": 0, "prelude_ms": 0}) + "\n").encode())
    serve(leak)
