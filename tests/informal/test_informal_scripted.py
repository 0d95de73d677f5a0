"""Problems of miniF2F-valid by drafts and sketches of ours from a real HTTP server; plain search does not prove all of them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from scripted import ScriptedServer, stage_of

from benchmarks.data import minif2f
from prover.informal.agent import InformalProver
from prover.informal.problem import InformalProblem
from prover.informal.settings import InformalSettings
from prover.informal.writers import load_writer

pytestmark = [pytest.mark.lean, pytest.mark.network]

SCRIPTS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "sketches").glob("*.json"))
}
BUDGET = {"max_tactics": 60, "time_limit": 300.0}
"""The same for plain search and for the searches for all holes together; the tactics are what counts."""
UNPROVED = ("aimeII_2020_p6", "numbertheory_aneqprodakp4_anmsqrtanp1eq2")
"""Those that plain search does not prove."""
WORDS_ONLY = InformalSettings(search_first=0.0, words_share=1.0, drafts=1, sketches=1, rounds=1, mends=1, hole_seconds=60.0)


@cache
def problems() -> dict[str, minif2f.Problem]:
    return {problem.name: problem for problem in minif2f.load(split="valid")}


def script(system: str, words: str, n: int) -> list[str]:
    """The draft or sketch for the problem whose formal statement is in ``words``; first a broken sketch, if there is one."""
    statement = words.rpartition("Formal statement:\n")[2].partition("\n\nSketch:")[0].strip()
    name = next(name for name in SCRIPTS if re.search(rf"theorem {name}\b", statement))
    given, stage = SCRIPTS[name], stage_of(system)
    if stage == "draft":
        program = f"\n\n```python\n{given['program']}\n```" if given["program"] else ""
        return [given["draft"] + program]
    proof = given.get("broken_sketch", given["sketch"]) if stage == "sketch" else given["sketch"]
    return [f"```lean\n{statement} := {proof}\n```"]


@pytest.fixture(scope="module")
def server():
    with ScriptedServer(script) as server:
        yield server


@pytest.mark.parametrize("name", SCRIPTS)
def test_sketch_and_close(name, server, async_prover, loop_thread):
    problem = problems()[name]

    async def by_words():
        informal = InformalProver(async_prover, load_writer(f"openai:{server.url}#scripted"), WORDS_ONLY)
        words = InformalProblem(
            name=name, formal_statement=problem.statement, header=problem.header, informal_stmt=problem.informal_statement
        )
        try:
            return await informal.prove(words, **BUDGET)
        finally:
            await informal.close()

    result = loop_thread.run(by_words(), timeout=400)
    assert result.proved, (result.ended, result.informal)
    assert result.informal.won_by == "sketch" and result.informal.drafts == 1 and not result.informal.trouble
    assert result.informal.mended == ("broken_sketch" in SCRIPTS[name])
    assert result.informal.programs == bool(SCRIPTS[name]["program"])
    assert loop_thread.run(async_prover.check(result.proof, name=name, statement=problem.text)).accepted
    if name in UNPROVED:
        plain = loop_thread.run(async_prover.prove(problem.text, name=name, **BUDGET), timeout=400)
        assert not plain.proved
