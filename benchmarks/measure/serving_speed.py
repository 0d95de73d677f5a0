"""How fast a served model proposes: samples a second by number of concurrent requests, beside what limits it.

    python -m benchmarks.measure.serving_speed --model smollm2 --batches 1 8 32 --rounds 1        # on a CPU
    python -m benchmarks.measure.serving_speed --model EleutherAI/llemma_7b --engine vllm --out speed.json   # on a GPU

Starts ``prover serve``, asks it with 1, 2, 4 … 256 requests at once (each a proof state in the model's prompt
format, ``--n`` samples of at most ``--tokens`` tokens), and then asks plain
``generate`` of transformers for the same prompts in batches of the same size.

``limit`` is what memory allows a dense model: a decoding step reads every weight of its layers once for all
sequences of a batch (an input embedding of its own aside, of which it reads a row a token), so no more than
``batch · n · bandwidth / bytes read`` tokens a second can be drawn, bandwidth being measured here
by copying a large tensor (bytes read and written).  It leaves out the prompt, the cache and the arithmetic: the share reached
falls as batches grow and arithmetic becomes the limit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.measure.policy_speed import states


@contextmanager
def serving(model: str, engine: str, most: int, more: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server's process and the policy it prints; it is ended with the block."""
    command = [sys.executable, "-c", "from prover.cli import app; app(prog_name='prover')", "serve", model]
    command += ["--engine", engine, "--max-queue", str(4 * most)]
    command += ["--port", "0"] if engine == "torch" else ["--port", "8765"]
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    try:
        announced = next((line for line in process.stdout if "--policy" in line), None)
        if announced is None:
            raise SystemExit(f"the server did not start (exit code {process.wait()})")
        # what else it says is read and dropped: a full pipe would stop it
        threading.Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
        yield process, announced.rpartition("--policy ")[2].strip().strip("'")
    finally:
        end(process)


def end(process: subprocess.Popen[str], patience: float = 60) -> None:
    """Interrupt the process, and kill it if it has not ended after ``patience`` seconds."""
    process.send_signal(signal.SIGINT)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    finally:
        process.kill()  # does nothing to one that has ended
        process.wait()


async def ask_server(
    url: str, model: str, prompts: list[list[str]], n: int, tokens: int, stop: Sequence[str]
) -> dict[str, Any]:
    """Each list of prompts at once, one list after the other."""
    import httpx2

    drawn = samples = 0
    times: list[float] = []
    body = {"model": model, "n": n, "max_tokens": tokens, "temperature": 0.7, "top_k": 20, "stop": list(stop) or None}
    limits = httpx2.Limits(max_connections=None)
    async with httpx2.AsyncClient(timeout=600, limits=limits, trust_env=False) as client:

        async def one(prompt: str) -> tuple[int, int]:
            begun = time.perf_counter()
            response = await client.post(url + "/v1/completions", json={**body, "prompt": prompt})
            if response.status_code != 200:
                raise SystemExit(f"the server refuses: {response.text}")
            times.append(time.perf_counter() - begun)
            answer = response.json()
            return answer["usage"]["completion_tokens"], len(answer["choices"])

        begun = time.perf_counter()
        for together in prompts:
            for more_drawn, more_samples in await asyncio.gather(*map(one, together)):
                drawn, samples = drawn + more_drawn, samples + more_samples
        seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "samples_s": samples / seconds,
        "tokens_s": drawn / seconds,
        "latency": sorted(times)[len(times) // 2],
    }


def wait_until_up(url: str, process: subprocess.Popen[str], patience: float = 900) -> None:
    import httpx2

    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx2.get(url + "/health", trust_env=False, timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(1)
    raise SystemExit("the server does not come up")


def bytes_read(model: Any) -> int:
    """Bytes of the weights that one decoding step reads.  An embedding is not among them: of it a step reads a row a
    token, unless the output layer shares its weights."""
    import torch

    layers = [module for module in model.modules() if not isinstance(module, torch.nn.Embedding)]
    weights = {p.data_ptr(): p for layer in layers for p in layer.parameters(recurse=False)}
    return sum(p.numel() * p.element_size() for p in weights.values())


class Plain:
    """``generate`` of transformers, prompts padded on the left; with what the bandwidth limit needs."""

    def __init__(self, model: str, device: str, dtype: str, threads: int | None) -> None:
        import torch

        from prover.policy.hf_load import load_model, pick_device
        from prover.serving.server import resolve

        if threads:
            torch.set_num_threads(threads)
        source, self.format, config = resolve(model, None)
        self.model, self.tokenizer = load_model(model, source, config, pick_device(device), dtype)
        self.tokenizer.padding_side = "left"
        self.tokenizer.pad_token = self.tokenizer.pad_token or self.tokenizer.eos_token
        self.weights = bytes_read(self.model)

    def generate(self, prompts: list[list[str]], n: int, tokens: int, stop: Sequence[str]) -> dict[str, Any]:
        import torch

        ends: dict[str, Any] = {"stop_strings": list(stop), "tokenizer": self.tokenizer} if stop else {}
        drawn = samples = 0
        begun = time.perf_counter()
        for together in prompts:
            batch = self.tokenizer(together, return_tensors="pt", padding=True).to(self.model.device)
            with torch.inference_mode():
                out = self.model.generate(
                    **batch, do_sample=True, temperature=0.7, top_k=20, num_return_sequences=n, max_new_tokens=tokens,
                    pad_token_id=self.tokenizer.pad_token_id, **ends,
                )  # fmt: skip
            new = out[:, batch["input_ids"].shape[1] :]
            drawn += int((new != self.tokenizer.pad_token_id).sum())
            samples += len(new)
        seconds = time.perf_counter() - begun
        return {"seconds": seconds, "samples_s": samples / seconds, "tokens_s": drawn / seconds}

    def bandwidth(self) -> float:
        """Bytes a second that a copy of a large tensor reads and writes, the best of five."""
        import torch

        device = self.model.device
        size = (4 << 30) if device.type == "cuda" else (256 << 20)
        source = torch.empty(size, dtype=torch.uint8, device=device).fill_(1)
        target = torch.empty_like(source)
        best = float("inf")
        for _ in range(5):
            self._wait(device)
            begun = time.perf_counter()
            target.copy_(source)
            self._wait(device)
            best = min(best, time.perf_counter() - begun)
        return 2 * size / best

    @staticmethod
    def _wait(device: Any) -> None:
        import torch

        if device.type == "cuda":
            torch.cuda.synchronize()


def plan(count: int, rounds: int, prompt: Any) -> list[list[str]]:
    return [[prompt(state) for state in states(count, 1000 * count + r)] for r in range(rounds)]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    more = ["--dtype", options.dtype]
    if options.engine == "torch":
        more += ["--device", options.device, "--max-batch", str(max(options.batches))]
        more += ["--threads", str(options.threads)] if options.threads else []
    rows: list[dict[str, Any]] = []
    with serving(options.model, options.engine, max(options.batches), more) as (process, policy):
        url, _, model = policy.removeprefix("openai:").partition("#")
        wait_until_up(url, process)
        from prover.serving.server import resolve

        prompt = resolve(options.model, None)[1]
        ask = (options.n, options.tokens, prompt.stop)
        asyncio.run(ask_server(url, model.partition("?")[0], plan(1, 1, prompt.prompt), *ask))
        for count in options.batches:
            served = asyncio.run(ask_server(url, model.partition("?")[0], plan(count, options.rounds, prompt.prompt), *ask))
            rows.append({"batch": count, "served": served})
            print(f"{count:4d} at once: {served['samples_s']:.1f} samples/s", file=sys.stderr)
    plain = Plain(options.model, options.device, options.dtype, options.threads)
    bandwidth = plain.bandwidth()
    plain.generate(plan(1, 1, prompt.prompt), *ask)
    for row in rows:
        row["generate"] = plain.generate(plan(row["batch"], options.rounds, prompt.prompt), *ask)
        row["limit_tokens_s"] = row["batch"] * options.n * bandwidth / plain.weights
        row["share_of_limit"] = row["served"]["tokens_s"] / row["limit_tokens_s"]
        print(f"{row['batch']:4d} by generate: {row['generate']['samples_s']:.1f} samples/s", file=sys.stderr)
    return {**describe(options, plain), "bandwidth_bytes_s": bandwidth, "step_bytes": plain.weights, "rows": rows}


def describe(options: argparse.Namespace, plain: Plain) -> dict[str, Any]:
    import torch
    import transformers

    device = plain.model.device
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    return {
        "model": options.model, "engine": options.engine, "device": name, "dtype": str(plain.model.dtype).removeprefix("torch."),
        "format": plain.format.name, "n": options.n, "tokens": options.tokens, "rounds": options.rounds,
        "torch": torch.__version__, "transformers": transformers.__version__,
    }  # fmt: skip


def print_table(found: dict[str, Any]) -> None:
    print(
        f"{found['model']} ({found['engine']}) on {found['device']}, {found['dtype']}; n={found['n']}, ≤{found['tokens']} tokens"
    )
    weights, bandwidth = found["step_bytes"] / 1e6, found["bandwidth_bytes_s"] / 1e9
    print(f"{weights:.0f} MB of weights read a step, {bandwidth:.1f} GB/s measured")
    print("batch  samples/s  tokens/s  median s  generate samples/s  tokens/s  ratio  limit tokens/s  share")
    for row in found["rows"]:
        served, plain = row["served"], row["generate"]
        print(
            f"{row['batch']:5d}  {served['samples_s']:9.1f}  {served['tokens_s']:8.1f}  {served['latency']:8.2f}  "
            f"{plain['samples_s']:18.1f}  {plain['tokens_s']:8.1f}  {served['samples_s'] / plain['samples_s']:5.2f}  "
            f"{row['limit_tokens_s']:14.0f}  {row['share_of_limit']:5.1%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="smollm2")
    parser.add_argument("--engine", choices=["torch", "vllm"], default="torch")
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32, 64, 128, 256], metavar="N")
    parser.add_argument("--n", type=int, default=8, help="samples a request")
    parser.add_argument("--tokens", type=int, default=32, help="most tokens a sample")
    parser.add_argument("--rounds", type=int, default=3, help="how often each batch size is asked")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--dtype", choices=["auto", "float32", "bfloat16", "float16"], default="auto")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    options = parser.parse_args()
    found = measure(options)
    print_table(found)
    if options.out is not None:
        options.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
