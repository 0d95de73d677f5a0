"""Figures of a running server, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Every server has a registry of its own; ``text`` is what ``/metrics`` answers."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter("prover_requests", "Answers given, by HTTP status", ["status"], registry=registry)
        self.tokens = Counter("prover_tokens", "Tokens read (prompt) and drawn (completion)", ["kind"], registry=registry)
        self.completions = Counter("prover_completions", "Completions drawn, by how they ended", ["finish"], registry=registry)
        self.batch = Histogram("prover_batch_prompts", "Prompts in one batch", buckets=_SIZES, registry=registry)
        self.queue = Gauge("prover_queue_prompts", "Prompts that wait for the model", registry=registry)
        self.busy = Counter("prover_model_seconds", "Seconds inside the model", registry=registry)
        self.latency = Histogram(
            "prover_request_seconds", "Seconds from a completion request to its answer", buckets=_SECONDS, registry=registry
        )

    def text(self) -> bytes:
        return generate_latest(self.registry)
