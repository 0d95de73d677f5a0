"""The driver's side: hands theorems to Lean workers on a Ray cluster and survives the loss of any of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cluster.actors import HostedPolicy, LeanActor, ModelActor
from benchmarks.cluster.worker_pool import WARN_AFTER, WorkerPool, first_line
from benchmarks.run.results import RunError
from benchmarks.run.runner import AttemptLost
from prover.doctor import WORKER_GB
from prover.lean.errors import LeanError
from prover.policy import parts
from prover.result import ProofResult
from search import Event, Listeners, parse_event

logger = logging.getLogger(__name__)


class ClusterProver:
    """Proves on a Ray cluster; implements ``benchmarks.run.runner.Attempts``.

    Args:
        policies: specs as for ``prover.AsyncProver``.  Language models run in one actor, with a GPU where the cluster
            has one; ``portfolio`` and ``openai:`` beside every Lean.
        address: of a running cluster (``auto``: the one this machine belongs to), or ``local`` for one of this
            machine's own, ended by ``close``.
        workers: Lean workers, one CPU each, or less if the cluster has fewer; None: one for every CPU, as memory allows.
        most: of these, no more are started.
        project, backend, also: as for ``AsyncProver``, the same on every node.

    A worker whose node or process is lost raises ``AttemptLost`` in the attempts it was on, and is replaced on what
    is left of the cluster.
    """

    def __init__(
        self,
        policies: Sequence[str],
        *,
        address: str = "local",
        workers: int | None = None,
        most: int | None = None,
        project: Path | None = None,
        backend: str = "auto",
        also: tuple[str, ...] = (),
    ) -> None:
        self.address, self.workers, self._most = address, workers, most
        self._specs = list(dict.fromkeys(policies))
        self._mathlib = backend == "native" or (backend == "auto" and project is not None)
        self._options = {"project": None if project is None else str(project.resolve()), "backend": backend, "also": also}
        self._model: Any = None
        self._hosted: HostedPolicy | None = None
        self.draws = False
        """Whether another ``seed`` makes the policies propose other tactics."""
        self._pool: WorkerPool | None = None
        self._ray: Any = None

    async def start(self) -> None:
        """Join or start the cluster, start the model, and the workers until the first is ready; the rest follow.

        Raises ``RunError``: no Ray, no such cluster, no worker can be started.
        """
        ray = _import_ray()
        if self.address.startswith("ray://"):
            raise RunError(
                f"--ray {self.address}: Ray Client is not enough here: run this on a machine of the cluster, with --ray auto "
                "or --ray HOST:PORT of its head"
            )
        try:
            await asyncio.to_thread(self._join, ray)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise RunError(f"--ray {self.address}: no cluster there: {first_line(error)}") from error
        self._ray = ray
        resources = ray.cluster_resources()
        cpus, gigabytes = resources.get("CPU", 0.0), resources.get("memory", 0.0) / 1e9
        wanted = self.workers or max(1, min(int(cpus), int(gigabytes / WORKER_GB)))
        self.workers = min(wanted, self._most or wanted)
        hosted, local = split(self._specs)
        if hosted:
            await self._start_model(hosted, gpu=resources.get("GPU", 0.0) >= 1.0)
        share = max(0.001, min(1.0, int(1000 * cpus / self.workers) / 1000))
        lean = ray.remote(LeanActor).options(
            num_cpus=share, memory=int(WORKER_GB * 1e9), max_concurrency=8, scheduling_strategy="SPREAD"
        )
        make = partial(lean.remote, self._specs, local, self._hosted, self._mathlib, **self._options)
        self._pool = WorkerPool(ray, make, self.workers, f"{share:g} CPU and {WORKER_GB} GB")
        try:
            worker = await self._pool.lease()
            self.draws = await worker.draws.remote()
            self._pool.give_back(worker)
        except LeanError as error:
            raise RunError(f"--ray {self.address}: {error}") from error

    async def all_ready(self) -> None:
        """Until every worker is ready, or has failed."""
        assert self._pool is not None, "not started"
        await self._pool.all_ready()

    async def prove(self, theorem: str, *, listeners: Iterable[Callable[[Event], None]] = (), **options: Any) -> ProofResult:
        """As ``AsyncProver.prove``, on some node.  Raises ``AttemptLost``, ``LeanError``."""
        assert self._pool is not None, "not started"
        notify = Listeners(listeners)
        for _ in range(2 * self._pool.size):
            worker = await self._pool.lease()
            try:
                result = await self._prove_on(worker, theorem, options, notify)
            finally:
                self._pool.give_back(worker)
            if result is not None:
                return result
        raise AttemptLost("one worker after the other was found to be lost")

    async def _prove_on(
        self, worker: Any, theorem: str, options: dict[str, Any], notify: Callable[[Event], None]
    ) -> ProofResult | None:
        """``None`` if the worker had been lost before the attempt began."""
        from ray.exceptions import RayError, RayTaskError

        stream = worker.prove.options(num_returns="streaming").remote(theorem, options)
        begun = finished = False
        try:
            async for reference in stream:
                events, result = await reference
                begun = True
                for line in events:
                    notify(parse_event(line))
                if result is not None:
                    finished = True
                    return ProofResult.model_validate_json(result)
            raise AttemptLost("the worker's answer broke off")
        except RayTaskError as error:
            finished = True
            raise error.cause from error
        except RayError as error:
            assert self._pool is not None
            self._pool.dismiss(worker)
            if not begun:
                return None
            raise AttemptLost(f"a worker was lost: {first_line(error)}") from error
        finally:
            if not finished:
                with contextlib.suppress(Exception):
                    self._ray.cancel(stream)

    async def close(self) -> None:
        """End the workers and the model; a cluster of this process's own ends too."""
        if self._ray is None:
            return
        if self._pool is not None:
            await self._pool.close()
        if self._model is not None:
            with contextlib.suppress(Exception):
                self._ray.kill(self._model)
        ray, self._ray = self._ray, None
        await asyncio.to_thread(ray.shutdown)

    def _join(self, ray: Any) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "namespace": f"prover-{os.getpid()}-{time.time_ns()}"}
        if self.address == "local":
            from benchmarks.run.run_config import available_cpus

            ray.init(address="local", num_cpus=available_cpus(), include_dashboard=False, **quiet)
        else:
            _reach(self.address)
            ray.init(address=self.address, **quiet)

    async def _start_model(self, specs: list[str], gpu: bool) -> None:
        from ray.exceptions import RayTaskError

        made = self._ray.remote(ModelActor).options(
            num_cpus=0, num_gpus=1 if gpu else 0, max_restarts=-1, max_task_retries=-1, max_concurrency=1000
        )
        self._model = made.remote(specs, self._mathlib)
        try:
            ready = asyncio.ensure_future(self._model.draws.remote())
            while not (await asyncio.wait([ready], timeout=WARN_AFTER))[0]:
                logger.warning("still waiting for the model: it is being loaded" + (", or no GPU is free" if gpu else ""))
            name = "+".join(spec.partition("?")[0] for spec in specs)
            self._hosted = HostedPolicy(self._model, name, ready.result())
        except RayTaskError as error:
            raise error.cause from error
        except Exception as error:
            cause = getattr(error, "cause", None) or error
            raise RunError(f"--ray {self.address}: the model cannot be started: {first_line(cause)}") from error


def split(specs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The policies to run in an actor of their own, and those to run beside every Lean."""
    single = list(dict.fromkeys(part for spec in specs for part in parts(spec)))
    hosted = [spec for spec in single if spec.startswith("hf:")]
    return hosted, [spec for spec in single if spec not in hosted]


def _reach(address: str) -> None:
    """Ray itself waits for minutes where nobody listens.  Raises ``OSError``."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()


def _import_ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise RunError(f"--ray needs Ray, which does not load: {error}") from error
    return ray
