"""How a run was made: the command that repeats it, and the facts around it."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from benchmarks.run.run_config import RunConfig


def command(config: RunConfig) -> str:
    """The command line that does the same again, into a new folder."""
    words = ["prover", "bench", *(config.selection or [config.benchmark, "--names", ",".join(config.problems)])]
    words += ["--split", config.split, "--mode", config.mode]
    for policy in config.policy:
        words += ["--policy", policy]
    stages = urlencode(config.stages.model_dump(exclude_defaults=True)) if config.stages else ""
    options = {
        **{f"--{name.replace('_', '-')}": value for name, value in config.limits if (name, value) != ("concurrency", 1)},
        "--search": config.search,
        "--writer": config.writer,
        "--stages": stages or None,
        "--imports": ",".join(config.imports) or None,
        "--attempts": config.attempts if config.attempts != 1 else None,
        "--seed": config.seed or None,
    }
    for option, value in options.items():
        if value is not None:
            words += [option, f"{value:g}" if isinstance(value, float) else str(value)]
    backend, _, project = config.lean.partition(" ")
    words += ["--project", project] if project else ["--lean", backend]
    if config.sessions:
        words += ["--workers", str(config.sessions[0].workers)]
    return shlex.join([*words, "--out", "runs/again"])


def facts(config: RunConfig) -> list[tuple[str, str]]:
    """What the run was made with, as (what, value)."""
    limits = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in config.limits if value is not None)
    rows = [
        ("benchmark", f"{config.benchmark}, {config.split}, {config.mode}"),
        ("policy", " + ".join(config.policy)),
        ("search", config.search),
        ("limits of each theorem", limits or "none"),
        ("attempts, seed", f"{config.attempts}, {config.seed}"),
        ("Lean", config.lean),
        ("SHA-256 of the data", config.hashes.data),
        ("hash of proof server and prelude", config.hashes.lean),
        ("hash of search and prover", config.hashes.python),
        *((f"hash of the weights of {policy}", digest) for policy, digest in config.hashes.models.items()),
    ]
    for number, session in enumerate(config.sessions, 1):
        host = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in session.host.items() if value is not None)
        versions = ", ".join(f"{name} {version}" for name, version in session.versions.items())
        rows.append((f"session {number}", f"{session.started}, {session.workers} theorems in flight"))
        rows.append((f"session {number}: machine", host))
        rows.append((f"session {number}: versions", versions))
    return [(what, value) for what, value in rows if value]
