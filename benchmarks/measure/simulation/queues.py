"""Workers, Lean servers, model servers and the driver as queues, with SimPy for a clock.

Every Lean server has ``searches`` attempts in flight, whose Lean work it does in order of arrival.  All model servers
share one queue; an idle one takes what waits (several idle ones: equal parts), up to a batch, and never waits for more,
as ``prover.policy.batching``.
The driver writes one result after the other, and a search gets its next theorem when its result is on disk.
"""

from __future__ import annotations

import heapq
import random
from array import array
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

try:
    import simpy
except ImportError as error:
    raise ImportError("the simulation needs SimPy: pip install simpy") from error

from benchmarks.measure.simulation.costs import Attempt


@dataclass(frozen=True)
class Setup:
    """What is simulated.  Times in seconds.

    ``model_seconds``: a request alone on a model server; ``None``: what it took in the recorded run.
    ``marginal``: the cost of one more state in a batch, as a share of a state alone.  A batch takes the longest of its
    requests plus ``marginal`` times the others.  ``latency``: one way, between a worker and a model server or the driver.
    ``lost``: the probability that an attempt begins with a new Lean process.  ``cores``: all Lean and model servers
    share so many processors evenly; ``None``: each has its own.
    """

    workers: int
    models: int = 1
    searches: int = 1
    batch: int = 8
    model_seconds: float | None = None
    marginal: float = 0.7
    latency: float = 0.0
    cold_start: float = 0.0
    result_seconds: float = 0.0
    lost: float = 0.0
    cores: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if min(self.workers, self.models, self.searches, self.batch) < 1 or (self.cores is not None and self.cores < 1):
            raise ValueError("workers, models, searches, batch and cores must be at least 1")
        if self.cores is not None and self.searches > 1:
            raise ValueError("shared cores are simulated with one search a worker only")


@dataclass(frozen=True)
class Outcome:
    """``makespan`` runs from the start of the first process to the last result.  The shares ``lean``, ``model`` and
    ``driver`` are of the steady part: from when the workers are ready until the last theorem is handed out (of
    everything, where there are not more theorems than searches)."""

    makespan: float
    attempts: int
    requests: int
    batches: int
    lean: float
    model: float
    driver: float
    wait_mean: float
    wait_95: float
    """From the moment a request is in the models' queue to its answer: mean and 95th percentile."""

    @property
    def per_hour(self) -> float:
        return 3600 * self.attempts / self.makespan if self.makespan else 0.0


def simulate(attempts: Sequence[Attempt], setup: Setup, progress: Callable[[], None] | None = None) -> Outcome:
    """Replay the attempts in their order.  The same arguments give the same outcome.  ``progress`` is called for every
    attempt that ends."""
    return _World(attempts, setup, progress).run()


class _Busy:
    """How much a group of servers has worked."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env, self._now, self._area, self._since = env, 0, 0.0, 0.0

    def change(self, by: int) -> None:
        self._area, self._since = self.seconds(), self._env.now
        self._now += by

    def seconds(self) -> float:
        return self._area + self._now * (self._env.now - self._since)


class _Cores:
    """Processors shared evenly by all that has work, each job on one at most."""

    def __init__(self, env: simpy.Environment, cores: int) -> None:
        self._env, self._cores = env, cores
        self._jobs: list[tuple[float, int, simpy.Event]] = []
        self._done = 0.0  # what a job that was there from the beginning would have got
        self._since, self._count, self._alarm = 0.0, 0, 0

    def work(self, seconds: float) -> simpy.Event:
        """An event that comes when so much processor time has been spent on the job."""
        self._advance()
        self._count += 1
        job = self._env.event()
        heapq.heappush(self._jobs, (self._done + seconds, self._count, job))
        self._set_alarm()
        return job

    def _pace(self) -> float:
        return min(1.0, self._cores / len(self._jobs))

    def _advance(self) -> None:
        if self._jobs:
            self._done += (self._env.now - self._since) * self._pace()
        self._since = self._env.now

    def _set_alarm(self) -> None:
        self._alarm += 1
        if self._jobs:
            delay = max(0.0, (self._jobs[0][0] - self._done) / self._pace())
            self._env.timeout(delay, self._alarm).callbacks.append(self._ring)

    def _ring(self, alarm: Any) -> None:
        if alarm.value != self._alarm:
            return
        self._advance()
        self._done = max(self._done, self._jobs[0][0])
        while self._jobs and self._jobs[0][0] <= self._done:
            heapq.heappop(self._jobs)[2].succeed()
        self._set_alarm()


class _LastOfTheMoment(simpy.Event):
    """Comes when all else that happens at this time has happened, so that simultaneous requests share a batch."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=2)


class _Models:
    def __init__(self, env: simpy.Environment, setup: Setup, cores: _Cores | None) -> None:
        self._env, self._setup, self._cores = env, setup, cores
        self._idle = setup.models
        self._waking = False
        self._queue: deque[tuple[simpy.Event, float, float]] = deque()
        self.busy = _Busy(env)
        self.waits = array("d")
        self.batches = 0

    def ask(self, recorded: float) -> simpy.Event:
        answer = self._env.event()
        seconds = recorded if self._setup.model_seconds is None else self._setup.model_seconds
        self._queue.append((answer, self._env.now, seconds))
        self._wake()
        return answer

    def _wake(self) -> None:
        if self._idle and self._queue and not self._waking:
            self._waking = True
            _LastOfTheMoment(self._env).callbacks.append(self._serve)

    def _serve(self, _: simpy.Event) -> None:
        self._waking = False
        while self._idle and self._queue:
            fair = -(-len(self._queue) // self._idle)
            self._start([self._queue.popleft() for _ in range(min(self._setup.batch, fair))])

    def _start(self, batch: list[tuple[simpy.Event, float, float]]) -> None:
        longest = max(seconds for *_, seconds in batch)
        total = longest + self._setup.marginal * (sum(seconds for *_, seconds in batch) - longest)
        self._idle -= 1
        self.busy.change(+1)
        self.batches += 1
        over = self._env.timeout(total) if self._cores is None else self._cores.work(total)
        over.callbacks.append(lambda _: self._end(batch))

    def _end(self, batch: list[tuple[simpy.Event, float, float]]) -> None:
        self._idle += 1
        self.busy.change(-1)
        for answer, asked, _ in batch:
            self.waits.append(self._env.now - asked)
            answer.succeed()
        self._wake()


class _Server:
    """Does what is booked in order; ``seconds`` counts what it has done by now."""

    def __init__(self) -> None:
        self.free_at = self._booked = 0.0

    def book(self, arrival: float, seconds: float) -> float:
        """When work that arrives then will be done; no work need not queue."""
        if not seconds:
            return arrival
        self._booked += seconds
        self.free_at = max(arrival, self.free_at) + seconds
        return self.free_at

    def seconds(self, now: float) -> float:
        return self._booked - min(self._booked, max(0.0, self.free_at - now))


class _World:
    def __init__(self, attempts: Sequence[Attempt], setup: Setup, progress: Callable[[], None] | None) -> None:
        self.env = simpy.Environment()
        self.setup, self.progress = setup, progress
        self.attempts, self.due = len(attempts), deque(attempts)
        self.cores = _Cores(self.env, setup.cores) if setup.cores is not None else None
        self.models = _Models(self.env, setup, self.cores)
        self.lean_busy = _Busy(self.env)
        self.lean = [_Server() for _ in range(setup.workers)]
        self.driver = _Server()
        self.random = random.Random(setup.seed)
        self.steady: tuple[float, float, float, float] | None = None

    def run(self) -> Outcome:
        # every server's first search starts before any server's second
        for number in range(self.setup.workers * self.setup.searches):
            self.env.process(self._search(self.lean[number % self.setup.workers]))
        self.env.run()
        span, lean, model, driver = self.steady or self._worked()
        if span <= 1e-9 * self.env.now:  # nothing but rounding
            span, lean, model, driver = self._worked(0.0)
        waits = sorted(self.models.waits)
        return Outcome(
            makespan=self.env.now,
            attempts=self.attempts,
            requests=len(waits),
            batches=self.models.batches,
            lean=lean / span / self.setup.workers if span else 0.0,
            model=model / span / self.setup.models if span else 0.0,
            driver=driver / span if span else 0.0,
            wait_mean=sum(waits) / len(waits) if waits else 0.0,
            wait_95=waits[int(0.95 * (len(waits) - 1))] if waits else 0.0,
        )

    def _worked(self, since: float | None = None) -> tuple[float, float, float, float]:
        """How long ago all were ready (or ``since``), and what Lean, the model and the driver have worked by now."""
        now = self.env.now
        lean = self.lean_busy.seconds() if self.cores else sum(server.seconds(now) for server in self.lean)
        ready = self.setup.cold_start if since is None else since
        return now - ready, lean, self.models.busy.seconds(), self.driver.seconds(now)

    def _search(self, server: _Server) -> Generator[simpy.Event, Any, None]:
        env, setup = self.env, self.setup
        latency = setup.latency
        yield env.timeout(setup.cold_start)
        while self.due:
            attempt = self.due.popleft()
            if not self.due:
                self.steady = self._worked()
            if setup.lost and self.random.random() < setup.lost:
                yield env.timeout(setup.cold_start)
            # the way to the next place, model or driver, is part of each wait
            yield from self._judge(server, 0.0, attempt.opening, latency)
            for step in attempt.steps:
                yield self.models.ask(step.model)
                yield from self._judge(server, latency, step.lean, step.other + latency)
            yield env.timeout(self.driver.book(env.now, setup.result_seconds) - env.now)
            if self.progress:
                self.progress()
            if latency:
                yield env.timeout(latency)

    def _judge(self, server: _Server, before: float, seconds: float, after: float) -> Generator[simpy.Event, Any, None]:
        env = self.env
        if self.cores is None:
            yield env.timeout(max(0.0, server.book(env.now + before, seconds) - env.now) + after)
            return
        if before:
            yield env.timeout(before)
        if not seconds:
            yield env.timeout(after)
            return
        self.lean_busy.change(+1)
        yield self.cores.work(seconds)
        self.lean_busy.change(-1)
        if after:
            yield env.timeout(after)
