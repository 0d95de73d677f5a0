"""The protocol, as conversations with a real server: ``protocol/*.txt``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FIXTURES = sorted((Path(__file__).parent / "protocol").glob("*.txt"))

pytestmark = pytest.mark.lean


def matches(expected, actual) -> bool:
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(k in actual and matches(v, actual[k]) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and len(expected) == len(actual) and all(map(matches, expected, actual))
    if isinstance(expected, str) and "…" in expected:
        pattern = ".*".join(re.escape(part) for part in expected.split("…"))
        return isinstance(actual, str) and re.fullmatch(pattern, actual, re.DOTALL) is not None
    return expected == actual


def conversation(path: Path) -> list[tuple[str, dict]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] in "><"]
    assert len(lines) % 2 == 0
    return [(sent[2:], json.loads(answer[2:])) for sent, answer in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_conversation(path, worker, loop_thread, exchange):
    async def talk():
        process = await worker.start()
        states: list[int] = []
        wrong: list[str] = []
        for number, (line, expected) in enumerate(conversation(path)):
            sent = re.sub(r"\$(\d+)", lambda m: str(states[int(m[1])]), line)
            if sent.startswith("{"):
                sent = f'{{"id": {number}, {sent[1:]}'
            answer = json.loads(await exchange(process, sent, 60))
            if not matches(expected, answer):
                wrong.append(f"sent     {sent}\nexpected {expected}\nanswer   {answer}")
            assert answer["id"] == (number if sent.startswith("{") else None)
            if "state" in (answer.get("ok") or {}):
                states.append(answer["ok"]["state"])
        assert not wrong, "\n".join(wrong)

    loop_thread.run(talk())
