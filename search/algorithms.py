"""Search algorithms by name, with their settings: ``best-first?alpha=0.5``, ``beam?width=8``, ``mcts``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from .beam import Beam
from .frontier import BestFirst, Frontier, FrontierFactory
from .mcts import MonteCarlo

ALGORITHMS: dict[str, Callable[..., Frontier]] = {"best-first": BestFirst, "beam": Beam, "mcts": MonteCarlo}
"""``best-first`` with ``alpha`` (length normalization) and ``eager``; ``beam`` with ``width``; ``mcts`` with ``c``, ``gamma``."""


class UnknownAlgorithm(ValueError):
    """No algorithm, or no such setting of one; the message says which there are."""


def algorithm(spec: str) -> FrontierFactory:
    """What makes the frontier that ``NAME[?setting=value&…]`` describes.  Raises ``UnknownAlgorithm``."""
    name, _, query = spec.partition("?")
    if name not in ALGORITHMS:
        raise UnknownAlgorithm(f"no search algorithm {name!r}: there are {', '.join(ALGORITHMS)}")
    made = ALGORITHMS[name]
    defaults = {p.name: p.default for p in list(inspect.signature(made).parameters.values())[1:]}
    settings: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key not in defaults:
            raise UnknownAlgorithm(f"search {spec!r}: {name} has no setting {key!r}: there are {', '.join(defaults)}")
        try:
            settings[key] = TypeAdapter(type(defaults[key])).validate_python(value)
        except ValidationError:
            kind = {bool: "true or false", int: "a whole number"}.get(type(defaults[key]), "a number")
            raise UnknownAlgorithm(
                f"search {spec!r}: {key} cannot be {value!r}: it takes {kind}, such as {defaults[key]}"
            ) from None
    factory = functools.partial(made, **settings)
    try:
        factory(_NO_GRAPH)
    except ValueError as error:
        raise UnknownAlgorithm(f"search {spec!r}: {error}") from None
    return factory


_NO_GRAPH: Any = None
"""Frontiers look at their settings when they are made, at the graph only later."""
