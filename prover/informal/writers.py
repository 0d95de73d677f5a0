"""``load_writer`` turns what a person writes after ``--writer`` into a ``Writer``.

===========================  =========================================================================
``openai:URL#MODEL[?…]``     a chat or completion model behind an OpenAI-compatible server
``hf:ID[?…]``                a causal language model: a folder or a Hugging Face id
``none``                     no model, as where nothing is said: words give facts and moves, and no sketches
===========================  =========================================================================

Options after ``?`` are the fields of ``prover.informal.completers.WriterOptions``.
"""

from __future__ import annotations

from pydantic import ValidationError

from prover.informal.completers import Completer, HfCompleter, OpenAiCompleter, WriterOptions
from prover.informal.prompted import PromptedWriter
from prover.informal.writer import Writer
from prover.policy.address import read_options, read_spec, without_password
from prover.policy.base import PolicyError


def load_writer(spec: str) -> Writer | None:
    """The writer that ``spec`` names; ``None`` for ``none``.  Raises ``PolicyError``; a server is asked only when used."""
    kind, _, rest = spec.partition(":")
    if spec == "none":
        return None
    if kind not in ("openai", "hf") or not rest:
        raise PolicyError(f"unknown writer {without_password(spec)!r}: choose openai:URL#MODEL, hf:PATH_OR_ID or none")
    where, _, _ = rest.partition("?")
    shown = f"{kind}:{without_password(where)}"
    url, model, own = read_spec(rest, "writer") if kind == "openai" else ("", "", read_options(rest, f"writer {shown!r}"))
    try:
        options = WriterOptions.model_validate(own)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise PolicyError(f"writer {shown!r}: {said}. Options: {', '.join(WriterOptions.model_fields)}") from None
    completer: Completer
    if kind == "openai":
        completer = OpenAiCompleter(url, model, options)
    else:
        completer = HfCompleter(where, options)
    try:
        return PromptedWriter(completer, options)
    except ValueError as error:
        raise PolicyError(f"writer {shown!r}: {error}") from None
