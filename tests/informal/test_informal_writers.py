"""Writers: specs, prompts, and what is asked of a server."""

from __future__ import annotations

import asyncio

import pytest
from scripted import ScriptedServer, stage_of

from prover.concurrency import close_model
from prover.informal.conversation import FOLDER, prompt
from prover.informal.problem import InformalProblem, InformalProblemError, read_problem
from prover.informal.writer import Draft
from prover.informal.writers import load_writer
from prover.policy.base import PolicyError

PROBLEM = InformalProblem(
    name="t", formal_statement="theorem t (x : ℝ) : x ^ 2 ≥ 0 := sorry", informal_stmt="Squares are not negative."
)


def ask(spec, work):
    async def both():
        writer = load_writer(spec)
        try:
            return await work(writer)
        finally:
            await close_model(writer)

    return asyncio.run(both())


def test_every_stage_asks_by_chat_with_the_words_in_it():
    def answer(system, words, n):
        return [f"{stage_of(system)} {i}" for i in range(n)]

    async def work(writer):
        draft = Draft("As everyone knows.", output="42")
        return [
            await writer.draft(PROBLEM, "⊢ goal", 2, 0),
            await writer.sketch(PROBLEM, "⊢ goal", draft, 1, 0),
            await writer.mend(PROBLEM, "⊢ goal", draft, "the broken one", "3:1: error: no", 1, 0),
            await writer.formalize("Show that $1 + 1 = 2$.", 1, 0),
        ]

    with ScriptedServer(answer) as server:
        texts = ask(f"openai:{server.url}#scripted", work)
    assert texts == [["draft 0", "draft 1"], ["sketch 0"], ["mend 0"], ["formalize 0"]]
    sketch, mend = server.asked[1][1], server.asked[2][1]
    assert "Squares are not negative." in sketch and "As everyone knows." in sketch and "42" in sketch
    assert "theorem t (x : ℝ) : x ^ 2 ≥ 0" in sketch and "sorry" not in sketch
    assert "the broken one" in mend and "3:1: error: no" in mend
    assert server.asked[3][1] == "Show that $1 + 1 = 2$."


def test_completions_where_there_is_no_chat(monkeypatch):
    import sys
    from pathlib import Path

    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "policy"))
    monkeypatch.delitem(sys.modules, "model_server", raising=False)
    from model_server import Server, choice

    server = Server()
    server.answer = lambda body: [choice("theorem x\n\n### Task\nmore")] if "### Answer" in body["prompt"] else []
    original = server.http.RequestHandlerClass.do_POST

    def do_POST(self):  # as a server without chat
        if self.path == "/v1/completions":
            original(self)
        else:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send((404, {"error": "no"}, {}))

    server.http.RequestHandlerClass.do_POST = do_POST
    try:
        assert ask(f"openai:{server.url}#m", lambda w: w.formalize("words", 1, 0)) == ["theorem x\n\n"]
    finally:
        server.close()


@pytest.mark.parametrize(
    ("spec", "says"),
    [("gpt", "unknown writer"), ("openai:", "unknown writer"), ("openai:nowhere#m", "no address"),
     ("openai:http://127.0.0.1:1#m?tmperature=1", "Options"), ("openai:http://127.0.0.1:1#m?prompts=/no/such", "no prompt")],
)  # fmt: skip
def test_wrong_specs_are_told(spec, says):
    with pytest.raises(PolicyError, match=says):
        load_writer(spec)


def test_none_is_no_writer():
    assert load_writer("none") is None


def test_a_dead_server_is_told():
    with pytest.raises(PolicyError, match="down or does not answer"):
        ask("openai:http://127.0.0.1:1#m?retries=0", lambda w: w.formalize("words", 1, 0))


def test_prompts_are_files_a_person_can_edit(tmp_path):
    (tmp_path / "draft.md").write_text("=== system\nBe brief.\n=== user\nDo {statement}\n")
    told = prompt("draft", tmp_path, statement="this {x}")
    assert told.turns[-1] == {"role": "user", "content": "Do this {x}"}
    assert told.text() == "Be brief.\n\n### Task\nDo this {x}\n\n### Answer\n"
    (tmp_path / "sketch.md").write_text("=== user\n{nonsense}\n")
    with pytest.raises(ValueError, match="nonsense"):
        prompt("sketch", tmp_path, statement="")
    (tmp_path / "mend.md").write_text("no turns")
    with pytest.raises(ValueError, match="not a prompt"):
        prompt("mend", tmp_path)


def test_shipped_prompts_can_be_read():
    values = dict.fromkeys(("statement", "formal", "goal", "proof", "facts", "sketch", "complaint", "words"), "…")
    for path in FOLDER.glob("*.md"):
        assert prompt(path.stem, **values).turns[-1]["role"] == "user"


def test_problem_files(tmp_path):
    path = tmp_path / "p.json"
    path.write_text('{"name": "t", "formal_statement": "theorem t : True := sorry", "informal_proof": NaN, "split": "valid"}')
    problem = read_problem(path)
    assert (problem.name, problem.informal_proof, problem.informal_stmt) == ("t", "", "")
    for content, says in (("{", "not JSON"), ('{"name": "t"}', "formal_statement"), ("[]", "not a problem")):
        path.write_text(content)
        with pytest.raises(InformalProblemError, match=says):
            read_problem(path)
    with pytest.raises(InformalProblemError, match="no such file"):
        read_problem(tmp_path / "other.json")
