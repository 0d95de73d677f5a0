"""The model card that lies beside the weights."""

from __future__ import annotations

from typing import Any

from prover.training.config import BaseModelConfig, TrainConfig


def model_card(config: TrainConfig, run: dict[str, Any], metrics: dict[str, Any]) -> str:
    """Markdown; ``run`` is the content of train.json, ``metrics`` of metrics.json (data set → evaluation)."""
    base = config.model.base if isinstance(config.model, BaseModelConfig) else None
    origin = f"fine-tuned from {base}" if base else "trained from random weights with a tokenizer of its own"
    lines = [
        f"# {config.name}",
        "",
        f"A language model that proposes Lean 4 tactics: {run['parameters']:,} parameters, {origin}.",
        "Prompt format `default`: the proof state, a blank line, `Next tactic:`, a line break; the answer ends with the "
        "end-of-text token.  `AutoModelForCausalLM` loads this folder.",
        "",
        *([config.about.strip(), ""] if config.about else []),
        *([f"Licence: {config.license}.", ""] if config.license else []),
        "## Training",
        "",
        f"`prover train --config train.yaml` repeats it (seed {config.seed}): {run['step']:,} steps, {run['tokens']:,} tokens, "
        f"{run['seconds'] / 60:.0f} minutes of training steps on {run['device']} ({run['threads']} threads, {run['precision']}, "
        f"torch {run['torch']}).",
        "",
        "| Data set / view | Samples | Tokens |",
        "|---|---:|---:|",
        *(f"| {name} | {n['samples']:,} | {n['tokens']:,} |" for name, n in run["data"]["samples"].items()),
        "",
        "Digests of the data: " + ", ".join(f"`{name}` {digest[:12]}" for name, digest in run["data"]["digests"].items()) + ".",
    ]
    if metrics:
        lines += ["", f"## Held-out figures (split `{config.evaluation.split}`)", "",
                  "| Data set | Loss by view | Next tactic: exact @1 | @8 | States |", "|---|---|---:|---:|---:|"]  # fmt: skip
        for name, measured in metrics.items():
            losses = ", ".join(f"{view} {value:.3f}" for view, value in measured["loss"].items())
            tactic = measured["tactic"]
            shares = f"{tactic['exact_at_1']:.1%} | {tactic['exact_at_n']:.1%} | {tactic['states']}" if tactic else "– | – | 0"
            lines.append(f"| {name} | {losses} | {shares} |")
        lines += [
            "",
            "@1 is the greedy answer, @8 any of 8 samples as the policy draws them; equal means equal but for blanks.",
        ]
    return "\n".join([*lines, ""])
