"""The driver's side: hands theorems to Lean workers on a Ray cluster and survives the loss of any of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.results import RunError
from benchmarks.runner import AttemptLost
from prover.lean.errors import LeanError
from prover.policy import BESIDE_PORTFOLIO
from prover.policy.completions import without_password
from prover.result import ProofResult
from search import Event, parse_event

logger = logging.getLogger(__name__)

WAIT_FOR_WORKERS = 300.0
"""Seconds after which a cluster without any worker left is given up."""
TRIES = 3
"""How often a worker that cannot be started is tried again."""


class ClusterProver:
    """Proves on a Ray cluster; implements ``benchmarks.runner.Attempts``.

    Args:
        policies: specs as for ``prover.AsyncProver``.  Language models run in one actor, with a GPU where the cluster
            has one; ``portfolio`` and ``openai:`` beside every Lean.
        address: of a running cluster (``auto``: the one this machine belongs to), or ``local`` for one of this
            machine's own, ended by ``close``.
        workers: Lean workers, one CPU each, or less if the cluster has fewer; None: one for every CPU.
        project, backend: as for ``AsyncProver``, the same on every node.

    A worker whose node or process is lost raises ``AttemptLost`` in the attempts it was on, and is replaced on what
    is left of the cluster.
    """

    def __init__(
        self,
        policies: Sequence[str],
        *,
        address: str = "local",
        workers: int | None = None,
        project: Path | None = None,
        backend: str = "auto",
    ) -> None:
        self.address, self.workers = address, workers
        self._specs, self._local = list(policies), list[str]()
        self._mathlib = backend == "native" or (backend == "auto" and project is not None)
        self._options = {"project": None if project is None else str(project.resolve()), "backend": backend}
        self._share = 1.0
        self._model: Any = None
        self._alive: set[Any] = set()
        self._idle: asyncio.Queue[Any] = asyncio.Queue()
        self._hiring: set[asyncio.Task[None]] = set()
        self._ray: Any = None

    async def start(self) -> None:
        """Join or start the cluster, start the model, and the workers until the first is ready; the rest follow.

        Raises ``RunError``: no Ray, no such cluster, no worker can be started.
        """
        self._ray = _import_ray()
        try:
            await asyncio.to_thread(self._join)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise RunError(f"--ray {self.address}: no cluster there: {_first(error)}") from error
        resources = self._ray.cluster_resources()
        cpus = resources.get("CPU", 0.0)
        self.workers = self.workers or max(1, int(cpus))
        self._share = min(1.0, int(1000 * cpus / self.workers) / 1000)
        hosted, self._local = split(self._specs)
        if hosted:
            await self._start_model(hosted, gpu=resources.get("GPU", 0.0) >= 1.0)
        for _ in range(self.workers):
            self._hire()
        first = await self._idle.get()
        self._idle.put_nowait(first)
        if isinstance(first, Exception):
            raise RunError(f"--ray {self.address}: no Lean worker can be started: {_first(first)}") from first

    async def all_ready(self) -> None:
        """Until every worker is ready, or has failed."""
        await asyncio.gather(*self._hiring)

    async def prove(
        self, theorem: str, *, listeners: Iterable[Callable[[Event], None]] = (), **options: Any
    ) -> ProofResult:
        """As ``AsyncProver.prove``, on some node.  Raises ``AttemptLost``, ``LeanError``."""
        from ray.exceptions import RayActorError, RayError, RayTaskError

        listeners = list(listeners)
        worker = await self._lease()
        stream = worker.prove.options(num_returns="streaming").remote(theorem, options)
        finished = False
        try:
            async for reference in stream:
                events, result = await reference
                for line in events:
                    event = parse_event(line)
                    for listener in listeners:
                        listener(event)
                if result is not None:
                    finished = True
                    return ProofResult.model_validate_json(result)
            raise AttemptLost("the worker's answer broke off")
        except RayTaskError as error:
            finished = True
            raise error.cause from error
        except (RayActorError, RayError) as error:
            self._dismiss(worker)
            raise AttemptLost(f"a worker was lost: {_first(error)}") from error
        finally:
            if not finished:
                with contextlib.suppress(Exception):
                    self._ray.cancel(stream)
            if worker in self._alive:
                self._idle.put_nowait(worker)

    async def close(self) -> None:
        """End the workers and the model; a cluster of this process's own ends too."""
        if self._ray is None:
            return
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        closing = [asyncio.ensure_future(_quietly(worker.close.remote())) for worker in self._alive]
        if closing:
            await asyncio.wait(closing, timeout=10)
        for actor in (*self._alive, *([self._model] if self._model is not None else [])):
            with contextlib.suppress(Exception):
                self._ray.kill(actor)
        self._alive.clear()
        ray, self._ray = self._ray, None
        await asyncio.to_thread(ray.shutdown)

    def _join(self) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "namespace": f"prover-{os.getpid()}-{time.time_ns()}"}
        if self.address == "local":
            from benchmarks.run_config import available_cpus

            self._ray.init(address="local", num_cpus=available_cpus(), include_dashboard=False, **quiet)
        else:
            _reach(self.address)
            self._ray.init(address=self.address, **quiet)

    async def _start_model(self, specs: list[str], gpu: bool) -> None:
        from ray.exceptions import RayTaskError

        from benchmarks.cluster.actors import ModelActor

        made = self._ray.remote(ModelActor).options(
            num_cpus=0, num_gpus=1 if gpu else 0, max_restarts=-1, max_task_retries=-1, max_concurrency=1000
        )
        self._model = made.remote(specs, self._mathlib)
        try:
            await self._model.place.remote()
        except RayTaskError as error:
            raise error.cause from error
        except Exception as error:
            cause = getattr(error, "cause", None) or error
            raise RunError(f"--ray {self.address}: the model cannot be started: {_first(cause)}") from error

    def _hire(self) -> None:
        task = asyncio.create_task(self._start_worker())
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    async def _start_worker(self) -> None:
        from benchmarks.cluster.actors import LeanActor

        made = self._ray.remote(LeanActor).options(num_cpus=self._share, max_concurrency=8, scheduling_strategy="SPREAD")
        name, failure = "+".join(map(without_password, self._specs)), Exception()
        for _ in range(TRIES):
            worker = made.remote(name, self._local, self._model, self._mathlib, **self._options)
            try:
                logger.info("a worker is ready on %s", await worker.start.remote())
            except asyncio.CancelledError:
                self._ray.kill(worker)
                raise
            except Exception as error:
                failure = (getattr(error, "cause", None) or error).with_traceback(None)
                with contextlib.suppress(Exception):
                    self._ray.kill(worker)
                logger.warning("a worker could not be started: %s", _first(failure))
            else:
                self._alive.add(worker)
                self._idle.put_nowait(worker)
                return
        self._hiring.discard(asyncio.current_task())
        self._idle.put_nowait(failure)

    def _dismiss(self, worker: Any) -> None:
        self._alive.discard(worker)
        with contextlib.suppress(Exception):
            self._ray.kill(worker)
        self._hire()

    async def _lease(self) -> Any:
        waited = time.monotonic()
        while True:
            try:
                worker = await asyncio.wait_for(self._idle.get(), 5.0)
            except asyncio.TimeoutError:
                if self._alive:
                    waited = time.monotonic()
                elif time.monotonic() - waited > WAIT_FOR_WORKERS:
                    raise LeanError(f"the cluster has had no Lean worker for {WAIT_FOR_WORKERS:.0f} s") from None
                continue
            if isinstance(worker, Exception):
                if self._alive or self._hiring:
                    continue
                self._idle.put_nowait(worker)
                raise LeanError(f"no Lean worker is left: {_first(worker)}") from worker
            if worker in self._alive:
                return worker


def split(specs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The policies to run in an actor of their own, and those to run beside every Lean."""
    hosted: list[str] = []
    local: list[str] = []
    for spec in dict.fromkeys(specs):
        if spec == "default":
            hosted.append(f"hf:default?{BESIDE_PORTFOLIO}")
            local.append("portfolio")
        else:
            (hosted if spec.startswith("hf:") else local).append(spec)
    return list(dict.fromkeys(hosted)), list(dict.fromkeys(local))


def _reach(address: str) -> None:
    """Ray itself waits for minutes where nobody listens.  Raises ``OSError``."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()


def _import_ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise RunError(f'--ray needs Ray ({error}): `pip install "lean-prover-agent[ray]"`') from error
    return ray


async def _quietly(reference: Any) -> None:
    with contextlib.suppress(Exception):
        await reference


def _first(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
