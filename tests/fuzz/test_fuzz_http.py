"""Requests to the view's server and the model server, by their own schemas and against them: no answer is a 5xx."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from pathlib import Path

import pytest
from hostile import mutated
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from trying import tries

schemathesis = pytest.importorskip("schemathesis")

from benchmarks.run.recorded import RecordedRun  # noqa: E402
from prover.policy.sampling import Sample  # noqa: E402
from prover.serving.app import create_app as model_app  # noqa: E402
from prover.serving.metrics import Metrics  # noqa: E402
from prover.web.app import create_app as view_app  # noqa: E402
from prover.web.live import LiveSearch  # noqa: E402

sys.path[:0] = [str(Path(__file__).parents[1] / "benchmarks")]
from report_runs import make_run, write_events  # noqa: E402

LIMIT = 20.0


class Engine:
    """Stands in for a model: draws empty samples."""

    context = 128

    def __init__(self) -> None:
        self.metrics = Metrics()

    async def complete(self, prompts, settings, seed):
        return [[Sample("x", (1,), (-0.5,), True) for _ in range(settings.n)] for _ in prompts], len(prompts)

    def token_texts(self, tokens):
        return ["x" for _ in tokens]

    def close(self): ...


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    path = make_run(tmp_path_factory.mktemp("runs") / "run", "+-")
    write_events(path / "events" / "p0.jsonl.zst", [("portfolio", "tactic_error")])
    live = view_app(LiveSearch("theorem t : True", False), {})
    return {
        "live view": live,
        "view server": view_app(RecordedRun(path), {}),
        "model server": model_app(Engine(), "m", "plain"),
    }


@pytest.mark.parametrize("name", ["view server", "model server"])
def test_requests_by_the_schema_and_against_it(apps, count, name):
    app = apps[name]
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            strategy = operation.as_strategy(generation_mode=mode)

            @tries(25)
            @given(strategy)
            def fuzz(case):
                with count(f"HTTP: {name}, by its schema").one(LIMIT):
                    answer = case.call(app=app, base_url="http://h")
                assert answer.status_code < 500, (case.method, case.path, answer.content)

            with contextlib.suppress(Unsatisfiable):  # an address that takes nothing has nothing to be asked wrongly
                fuzz()


BODY = json.dumps({"model": "m", "prompt": ["x", "y"], "n": 2, "max_tokens": 5, "temperature": 0.5, "top_k": 3, "seed": 1, "stop": ["\\n"],
                   "logprobs": 1, "stream": False, "best_of": 2}).encode()  # fmt: skip
COMMAND = json.dumps({"command": "try_tactic", "node": 0, "tactic": "simp"}).encode()
ROUTES = {
    "model server": ("/v1/completions", "/v1/models", "/health", "/metrics", "/v1/nothing"),
    "live view": ("/api/commands", "/api/commands", "/api/info", "/api/search"),
    "view server": ("/api/run", "/api/search", "/api/events", "/api/commands", "/static/../app.py", "/lib/x", "/api/info"),
}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_any_body(apps, count, name):
    import httpx2

    async def asked(method, path, query, body, kind):
        transport = httpx2.ASGITransport(app=apps[name], raise_app_exceptions=True)
        async with httpx2.AsyncClient(transport=transport, base_url="http://h") as client:
            return await client.request(method, path, params=query, content=body, headers={"Content-Type": kind})

    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)

    @tries(120)
    @given(
        st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]),
        st.sampled_from(ROUTES[name]),
        st.dictionaries(
            st.sampled_from(["id", "after", "x"]),
            st.one_of(texts, st.sampled_from(["p0~0", "p0~x", "p0~0~1_2", "-1", "9" * 40])),
        ),
        st.one_of(st.binary(max_size=100), mutated(BODY), mutated(COMMAND), st.just(b"[" * 50_000)),
        st.sampled_from(["application/json", "text/plain", "application/x-www-form-urlencoded", ""]),
    )
    def fuzz(method, path, query, body, kind):
        with count(f"HTTP: {name}, any body").one(LIMIT):
            answer = asyncio.run(asked(method, path, query, body, kind))
        assert answer.status_code < 500, answer.text

    fuzz()
