"""The training loop: batches in, a Hugging Face folder out; can be stopped and resumed at any time.

OUT/train.yaml          the configuration
OUT/data.json           digests of the data
OUT/tokenizer/          the run's tokenizer
OUT/tokens/             the data as token arrays
OUT/checkpoints/step-N  weights, optimizer, random state, place in the data
OUT/metrics.jsonl       one object a step logged: step, tokens, seconds, loss, lr, tokens_per_second; evaluations
OUT/model/              the trained model, its figures (metrics.json) and card
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from filelock import FileLock, Timeout

from prover.fetch.folder import new_folder, write_text
from prover.policy.hf import pick_device, pick_dtype
from prover.policy.smollm2 import quiet_transformers
from prover.training.batches import Batch, Stream, StreamPosition
from prover.training.card import model_card
from prover.training.checkpoint import RunProgress, checkpoints, load_checkpoint, save_checkpoint
from prover.training.config import BaseModelConfig, TrainConfig, TrainingError
from prover.training.corpus import Corpus, check_data, load_corpus, tokenizer_texts
from prover.training.dataset import VIEW_NAMES
from prover.training.display import Display
from prover.training.evaluate import evaluate, mean_loss
from prover.training.model import LossFunction, export, load_base_tokenizer, make_model, pad_token, trainable
from prover.training.optimize import Optimizers
from prover.training.shards import Manifest
from prover.training.tokenizer import train_tokenizer

LOG_EVERY = 10
"""Steps summed up in one line of the metrics."""

_THREADS = torch.get_num_threads()
"""torch's own choice, taken before a policy of this process changes it (expert iteration searches first)."""

_MAY_CHANGE = set("about license budget evaluation checkpoint_every keep_checkpoints device threads out data_root".split())
"""Settings that may differ from those a run began with when it is resumed."""


class Stopped(KeyboardInterrupt):
    """The run was asked to stop; its state is saved."""


def train(config: TrainConfig, stop: threading.Event | None = None, display: Display | None = None) -> Path:
    """Train, or go on with the run in ``config.folder``; returns the folder of the finished model.

    When ``stop`` is set, saves a checkpoint after the step under way and raises ``Stopped``.  Raises
    ``TrainingError``, ``TrainingDataError``, ``FetchError`` (a base that cannot be had), ``PolicyError`` (no such device).
    """
    folder = config.folder
    digests = check_data(config)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            return _Run(config, digests, stop or threading.Event(), display or Display(False)).finish()
    except Timeout:
        raise TrainingError(f"{folder}: another process is training into it; choose another --out") from None
    except OSError as error:
        raise TrainingError(f"{error.filename or folder}: {error.strerror or error}") from error


class _Run:
    def __init__(self, config: TrainConfig, digests: dict[str, str], stop: threading.Event, display: Display) -> None:
        self.config, self.folder, self.digests, self.stop, self.display = config, config.folder, digests, stop, display
        self.device = pick_device(config.device)
        self._check_same_run()
        torch.set_num_threads(config.threads or _THREADS)
        torch.manual_seed(config.seed)
        self.progress = RunProgress()

    def finish(self) -> Path:
        model_folder = self.folder / "model"
        made = model_folder / "train.json"
        spent = json.loads(made.read_text(encoding="utf-8")) if made.exists() else None
        if spent and self.config.budget.progress(spent["step"], spent["tokens"], spent["seconds"]) >= 1:
            if (model_folder / "metrics.json").exists():
                self.display.say(f"{self.folder}: this run is complete")
            else:
                self._measure(model_folder)
            return model_folder
        config = self.config
        self.tokenizer = self._tokenizer()
        self.corpus: Corpus = load_corpus(config, self.tokenizer, self.folder / "tokens", self._preparing)
        pad = pad_token(self.tokenizer)
        settings = config.optimization
        self.stream = Stream(self.corpus.groups, settings.batch_tokens, pad, config.seed, settings.input_loss)
        self.model = make_model(config.model, self.tokenizer, self.device)
        self.weights = trainable(self.model)
        self.optimizers = Optimizers(self.weights, settings)
        self.bfloat16 = config.precision == "bfloat16" or (
            config.precision == "auto" and pick_dtype(self.device) == torch.bfloat16
        )
        compiled = self.device.type == "cuda" if config.compile == "auto" else config.compile
        self.loss = LossFunction(self.model, self.device, self.bfloat16, compiled)
        self._resume()
        self._loop(pad)
        self._export(model_folder)
        self._measure(model_folder)
        return model_folder

    def _preparing(self, what: str, done: int, total: int) -> None:
        if self.stop.is_set():
            raise Stopped(f"{self.folder}: stopped; the same command goes on")
        self.display.preparing(what, done, total)

    def _loop(self, pad: int) -> None:
        config = self.config
        batches = iter(self.stream)
        window = _Window()
        with self.display.training(config.name):
            while (done := self._done()) < 1:
                start = time.perf_counter()
                step = [next(batches) for _ in range(config.optimization.accumulate)]
                losses = self._step(step)
                rate = self.optimizers.step(done)
                seconds = time.perf_counter() - start
                self.progress.steps += 1
                self.progress.tokens += sum(batch.tokens for batch in step)
                self.progress.seconds += seconds
                window.add(losses, sum(batch.tokens for batch in step), seconds)
                last = self._done() >= 1
                if self.progress.steps % LOG_EVERY == 0 or last:
                    line = {**self._where(), "lr": rate, **window.summary()}
                    self._log(line)
                    self.display.step(self._done(), line)
                    window = _Window()
                if self.progress.steps % config.evaluation.every == 0 and not last:
                    self._evaluate(pad)
                if self.stop.is_set():
                    self._save()
                    raise Stopped(f"{self.folder}: stopped at step {self.progress.steps}; the same command goes on")
                if self.progress.steps % config.checkpoint_every == 0 or last:
                    self._save()
        self._evaluate(pad)

    def _step(self, batches: list[Batch]) -> list[tuple[Batch, torch.Tensor]]:
        """Gradients of the mean loss over the tokens of all ``batches``; each token's loss."""
        weight = float(sum(batch.weights.sum() for batch in batches))
        losses = []
        for batch in batches:
            loss = self.loss(batch)
            (loss.total / weight).backward()
            losses.append((batch, loss.tokens))
        return losses

    def _evaluate(self, pad: int) -> None:
        if not self.corpus.held_out:
            return
        self.model.eval()
        size = self.config.optimization.batch_tokens
        line = {
            f"{part.name}/{part.view}": mean_loss(self.loss, part.arrays, part.indices, size, pad)[0]
            for part in self.corpus.held_out
        }
        self.model.train()
        self._log({**self._where(), "held_out_loss": line})
        self.display.evaluated(self.progress.steps, line)

    def _where(self) -> dict[str, Any]:
        progress = self.progress
        return {"step": progress.steps, "tokens": progress.tokens, "seconds": round(progress.seconds, 3)}

    def _done(self) -> float:
        return self.config.budget.progress(self.progress.steps, self.progress.tokens, self.progress.seconds)

    def _check_same_run(self) -> None:
        """A folder holds one run: its configuration is written once and may change only in what does not matter."""
        self.config.keep(self.folder / "train.yaml", _MAY_CHANGE)
        path = self.folder / "data.json"
        if path.exists() and json.loads(path.read_text(encoding="utf-8")) != self.digests:
            raise TrainingError(f"{self.folder} holds a run on other data of the same name; choose another --out")
        write_text(path, json.dumps(self.digests, indent=1) + "\n")

    def _tokenizer(self) -> Any:
        if isinstance(self.config.model, BaseModelConfig):
            return load_base_tokenizer(self.config.model.base)
        from transformers import AutoTokenizer

        folder = self.folder / "tokenizer"
        if not folder.is_dir():
            with self.display.waiting("training the tokenizer"):
                tokenizer = train_tokenizer(tokenizer_texts(self.config), self.config.tokenizer.vocab_size)
            with new_folder(folder) as work:
                tokenizer.save_pretrained(work)
        with quiet_transformers():
            return AutoTokenizer.from_pretrained(folder)

    def _resume(self) -> None:
        """Take up the newest checkpoint, and cut the metrics back to it."""
        metrics = self.folder / "metrics.jsonl"
        saved = checkpoints(self.folder / "checkpoints")
        if saved:
            state = load_checkpoint(saved[-1], self.device)
            self.progress = state["progress"]
            self.stream.place = StreamPosition(**self.progress.place)
            with torch.no_grad():
                for name, parameter in self.weights.items():
                    parameter.copy_(state["weights"][name])
            self.optimizers.load_state_dict(state["optimizers"])
            self.display.say(f"{self.folder}: resuming from step {self.progress.steps}")
        if metrics.exists():
            lines = [line for line in metrics.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
            write_text(metrics, "".join(line for line in lines if json.loads(line)["step"] <= self.progress.steps))

    def _save(self) -> None:
        self.progress.place = asdict(self.stream.place)
        save_checkpoint(
            self.folder / "checkpoints", self.progress, self.weights, self.optimizers.state_dict(), self.config.keep_checkpoints
        )

    def _log(self, line: dict[str, Any]) -> None:
        with (self.folder / "metrics.jsonl").open("a", encoding="utf-8") as sink:
            sink.write(json.dumps(line) + "\n")

    def _export(self, folder: Path) -> None:
        lora = self.config.model.lora if isinstance(self.config.model, BaseModelConfig) else None
        last: dict[str, Any] = {}
        for line in (self.folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
            last.update(json.loads(line))
        summary = {
            **self._where(),
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "trained_parameters": sum(p.numel() for p in self.weights.values()),
            "device": str(self.device),
            "precision": "bfloat16" if self.bfloat16 else "float32",
            "threads": torch.get_num_threads(),
            "torch": torch.__version__,
            "data": {"digests": self.digests, **self.corpus.about},
            "loss": last.get("loss", {}),
            "held_out_loss": last.get("held_out_loss", {}),
        }
        files = {"train.yaml": self.config.dump(), "train.json": json.dumps(summary, indent=1) + "\n"}
        export(self.model, self.tokenizer, folder, files, lora.merge if lora else True)

    def _measure(self, folder: Path) -> None:
        """Measure the finished model on what was held out, and write its card."""
        config, held = self.config, self.config.evaluation
        metrics: dict[str, Any] = {}
        for entry in config.data:
            data = config.data_folder(entry)
            if held.split == entry.split or not Manifest.load(data).records(held.split, entry.views):
                continue
            metrics[entry.path] = evaluate(
                str(folder),
                data,
                split=held.split,
                records=held.records,
                accuracy_records=held.accuracy_records,
                device=config.device,
                threads=config.threads,
                max_state_tokens=config.max_state_tokens,
                max_answer_tokens=config.max_answer_tokens,
                advance=self._preparing,
            ).model_dump(mode="json", exclude={"checkpoint", "data"})
        run = json.loads((folder / "train.json").read_text(encoding="utf-8"))
        write_text(folder / "README.md", model_card(config, run, metrics))
        write_text(folder / "metrics.json", json.dumps(metrics, indent=1) + "\n")


_LOSSES = ("input", *VIEW_NAMES)


class _Window:
    """Losses by view, tokens and seconds since the last line of the metrics."""

    def __init__(self) -> None:
        self._sums = np.zeros(len(_LOSSES))
        self._counts = np.zeros(len(_LOSSES))
        self._tokens, self._seconds = 0, 0.0

    def add(self, losses: list[tuple[Batch, torch.Tensor]], tokens: int, seconds: float) -> None:
        for batch, values in losses:
            self._sums += np.bincount(batch.views + 1, values.double().cpu(), len(_LOSSES))
            self._counts += np.bincount(batch.views + 1, minlength=len(_LOSSES))
        self._tokens += tokens
        self._seconds += seconds

    def summary(self) -> dict[str, Any]:
        means = {n: float(s / c) for n, s, c in zip(_LOSSES, self._sums, self._counts, strict=True) if c > 0}
        return {"loss": means, "tokens_per_second": round(self._tokens / max(self._seconds, 1e-9), 1)}
