"""How requests become batches, with a sampler that does as it is told."""

from __future__ import annotations

import asyncio
import threading

import pytest

torch = pytest.importorskip("torch")

from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: E402

from prover.policy.prompts import PLAIN  # noqa: E402
from prover.policy.sampling import CausalSampler, Interrupted, Sample  # noqa: E402
from prover.serving.engine import CompletionEngine, SamplingSettings  # noqa: E402
from prover.serving.errors import ApiError  # noqa: E402


class Letters:
    """A tokenizer of single characters."""

    def __call__(self, texts):
        return {"input_ids": [[ord(c) for c in text] for text in texts]}

    def batch_decode(self, rows, **_):
        return ["".join(map(chr, row)) for row in rows]


class Model:
    """Makes samplers that answer ``n`` times the prompt; notes the batches; waits for ``go`` if told to."""

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.batches: list[tuple[str, list[str], SamplingSettings | tuple]] = []
        self.cuts: list = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.go.set()

    def make(self, prefix, cut, max_new_tokens):
        model = self
        model.cuts.append(cut)

        class Sampler:
            interrupt = threading.Event()

            def sample(self, suffixes, n, seeds, temperature, top_k):
                if len(suffixes) > model.most:
                    raise torch.OutOfMemoryError("too many")
                model.batches.append((prefix, list(suffixes), (n, temperature, top_k, max_new_tokens)))
                model.begun.set()
                while not model.go.wait(0.01):
                    if self.interrupt.is_set():
                        raise Interrupted("told to end")
                return [[Sample(s, (1,), -1.0, True, (-1.0,)) for _ in range(n)] for s in suffixes]

        return Sampler()


def engine(model, **options):
    return CompletionEngine(model.make, Letters(), **{"context": 2000, "max_batch": 8, **options})


def closed_after(made, story):
    try:
        return asyncio.run(story)
    finally:
        made.close()


async def waited(made, count):
    while made.waiting != count:
        await asyncio.sleep(0.005)


def test_what_waits_while_the_model_works_becomes_one_batch_of_each_kind():
    model = Model()
    model.go.clear()
    made = engine(model)
    cold = SamplingSettings(temperature=0.0)

    async def story():
        first = asyncio.ensure_future(made.complete(["a"], SamplingSettings()))
        await asyncio.to_thread(model.begun.wait, 30)
        rest = [
            asyncio.ensure_future(made.complete([p], s))
            for p, s in [("b", SamplingSettings()), ("c", cold), ("d", SamplingSettings())]
        ]
        await waited(made, 3)
        model.go.set()
        return [(await one)[0][0][0].text for one in [first, *rest]]

    assert closed_after(made, story()) == ["a", "b", "c", "d"]
    assert [suffixes for _, suffixes, _ in model.batches] == [["a"], ["b", "d"], ["c"]]
    assert made.waiting == 0


def test_the_beginning_of_a_known_prompt_format_is_shared():
    model = Model()
    made = engine(model)
    closed_after(made, made.complete([PLAIN.prefix + "⊢ 1 = 1", "other", PLAIN.prefix], SamplingSettings(n=2)))
    assert [(prefix, suffixes) for prefix, suffixes, _ in model.batches] == [
        (PLAIN.prefix, ["⊢ 1 = 1"]), ("", ["other", PLAIN.prefix]),
    ]  # fmt: skip


def test_memory_that_does_not_suffice_halves_the_batch(tiny_folder):
    network, tokenizer = AutoModelForCausalLM.from_pretrained(tiny_folder), AutoTokenizer.from_pretrained(tiny_folder)

    def complete(most):
        sizes = []

        class Small(CausalSampler):
            def read(self, suffixes):
                if len(suffixes) > most:
                    raise torch.OutOfMemoryError("too many")
                sizes.append(len(suffixes))
                return super().read(suffixes)

        def make(prefix, cut, max_new_tokens):
            return Small(network, tokenizer, prefix, cut, max_new_tokens)

        made = CompletionEngine(make, tokenizer, context=1024, max_batch=8)
        answers, _ = closed_after(made, made.complete(list("abcdefg"), SamplingSettings(n=3), seed=5))
        return sizes, answers

    (whole, expected), (halved, answers) = complete(8), complete(2)
    assert whole == [7] and max(halved) == 2 and sum(halved) == 7
    assert all(len(one) == 3 for one in answers)
    assert [[s.tokens for s in one] for one in answers] == [[s.tokens for s in one] for one in expected]

    made = engine(Model(most=0))
    with pytest.raises(torch.OutOfMemoryError):
        closed_after(made, made.complete(["a"], SamplingSettings()))


def test_who_goes_away_is_not_computed_for_and_a_full_queue_says_so():
    model = Model()
    model.go.clear()
    made = engine(model, max_queue=2)

    async def story():
        first = asyncio.ensure_future(made.complete(["a"], SamplingSettings()))
        await asyncio.to_thread(model.begun.wait, 30)
        gone = asyncio.ensure_future(made.complete(["b"], SamplingSettings()))
        stays = asyncio.ensure_future(made.complete(["c"], SamplingSettings()))
        await waited(made, 2)
        with pytest.raises(ApiError, match="2 prompts are waiting") as caught:
            await made.complete(["d"], SamplingSettings())
        assert caught.value.status == 429
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert made.waiting == 1
        model.go.set()
        await asyncio.gather(first, stays)

    closed_after(made, story())
    assert [suffixes for _, suffixes, _ in model.batches] == [["a"], ["c"]]


def test_closing_ends_what_is_under_way():
    model = Model()
    model.go.clear()
    made = engine(model)

    async def story():
        tasks = [asyncio.ensure_future(made.complete([p], SamplingSettings())) for p in "ab"]
        await asyncio.to_thread(model.begun.wait, 30)
        await asyncio.to_thread(made.close)
        return await asyncio.gather(*tasks, return_exceptions=True)

    for error in asyncio.run(story()):
        assert isinstance(error, ApiError) and error.status == 503


def test_a_prompt_that_does_not_fit():
    made = engine(Model(), context=10)
    closed_after(made, made.complete(["12345678"], SamplingSettings(max_tokens=2)))
    made = engine(Model(), context=10)
    with pytest.raises(ApiError, match="maximum context length is 10 tokens; the prompt has 8 and 3"):
        closed_after(made, made.complete(["12345678"], SamplingSettings(max_tokens=3)))


def test_settings_that_cannot_be_met_fail_alone():
    model = Model()
    make = model.make

    def picky(prefix, cut, max_new_tokens):
        if max_new_tokens > 100:
            raise ValueError("the prompt leaves no room")
        return make(prefix, cut, max_new_tokens)

    model.make = picky
    made = engine(model)

    async def story():
        asked = [made.complete(["a"], SamplingSettings()), made.complete(["b"], SamplingSettings(max_tokens=500))]
        return await asyncio.gather(*asked, return_exceptions=True)

    (good, _), refused = closed_after(made, story())
    assert good[0][0].text == "a" and isinstance(refused, ApiError) and refused.status == 400


def test_the_first_stop_counts():
    model = Model()
    made = engine(model)
    kinds = [SamplingSettings(), SamplingSettings(stop=("bc", "b")), SamplingSettings(stop=("x",))]

    async def story():
        for settings in kinds:
            await made.complete(["a"], settings)

    closed_after(made, story())
    none, first, absent = model.cuts
    assert none is None and first("abc") == ("a", True) and absent("abc") == ("abc", False)


@pytest.mark.parametrize("closing", [False, True])
def test_the_event_loop_goes_on_while_a_sampler_is_made(closing):
    model = Model()
    make, begun, go, waits = model.make, threading.Event(), threading.Event(), []

    def slow(*arguments):
        begun.set()
        waits.append(go.wait(30))
        return make(*arguments)

    model.make = slow
    made = engine(model, max_queue=2)

    async def story():
        first = asyncio.ensure_future(made.complete(["a"], SamplingSettings()))
        await asyncio.to_thread(begun.wait, 30)
        second = asyncio.ensure_future(made.complete(["b"], SamplingSettings()))
        await waited(made, 1)
        ending = asyncio.ensure_future(asyncio.to_thread(made.close)) if closing else None
        while closing and not made._interrupt.is_set():
            await asyncio.sleep(0.005)
        go.set()
        answers = await asyncio.gather(first, second, return_exceptions=True)
        if ending is not None:
            await ending
        return answers

    answers = closed_after(made, story())
    assert waits == [True]  # and not given up on after 30 s, with the loop standing still
    if closing:
        assert [answer.status for answer in answers] == [503, 503] and model.batches == []
    else:
        assert [samples[0][0].text for samples, _ in answers] == ["a", "b"]
