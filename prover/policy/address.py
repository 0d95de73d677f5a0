"""Addresses of model servers as people write them, and the keys that go with them; no message shows a password or a key."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from prover.policy.base import PolicyError

KEY_VARIABLES = ("PROVER_API_KEY", "OPENAI_API_KEY")
"""Environment variables a key is taken from, the first that is set: ``PROVER_API_KEY`` for any server,
``OPENAI_API_KEY``, which is often set for other programs and other servers, over https only."""

_ENDPOINT = re.compile(r"/(?:(?:chat/)?completions|models)/*$")
_VERSION = re.compile(r"/v\d[^/]*(?=/|$)")
_HOST_AND_PORT = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d+(?:/|$)")
_PASSWORD = re.compile(r"//(?:[^/?#]*@|[^/?#@\s:]*:(?!\d+(?:[/?#]|$))\S*@)")


@dataclass(frozen=True)
class Address:
    """``bases``: what paths such as ``/models`` may follow, the likeliest first, without user and password;
    ``login``: those, if the address holds them."""

    bases: tuple[str, ...]
    login: tuple[str, str] | None


def read_spec(spec: str, what: str) -> tuple[str, str, dict[str, str]]:
    """URL, MODEL and options of ``URL[#MODEL][?name=value&…]``; ``what`` (policy, writer) begins a message.

    Raises ``PolicyError``, also for a URL that is no address.
    """
    where, _, query = spec.partition("?")
    url, _, model = where.partition("#")
    try:
        read_address(url)
    except PolicyError as error:
        hint = "; in a password write # as %23, / as %2F and ? as %3F" if "@" in spec[len(url) :] else ""
        raise PolicyError(f"{error}{hint}") from None
    return url, model, read_options(spec, f"{what} 'openai:{without_password(where)}'")


def read_options(spec: str, who: str) -> dict[str, str]:
    """The options after ``?``; ``who`` begins a message.  Raises ``PolicyError``."""
    query = spec.partition("?")[2]
    options = dict(parse_qsl(query))
    if query and len(options) != query.count("&") + 1:
        raise PolicyError(f"{who}: options are written ?name=value&name=value")
    return options


def read_address(url: str) -> Address:
    """The address of a server, of its API or of one of the API's endpoints; ``http`` where only host and port are given.

    A path with a version in it (``/v1``, ``/api/v3``, ``/v1beta/openai``) is taken as it is first, else ``/v1`` after it.
    Raises ``PolicyError``.
    """
    text = url.strip()
    text = "http://" + text if _HOST_AND_PORT.match(text) else text
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError
    except ValueError:
        shown = without_password(url) if _PASSWORD.search(url) else re.sub(r"//[^/]*:(?!\d+(?:/|$)).*", "//…", url)
        raise PolicyError(f"{shown!r} is no address of a server: write openai:http://HOST:PORT#MODEL") from None
    path = _ENDPOINT.sub("", parts.path.rstrip("/")).rstrip("/")
    paths = [path, path + "/v1"] if path != parts.path.rstrip("/") or _VERSION.search(path) else [path + "/v1", path]
    host = parts.netloc.rpartition("@")[2]
    login = (unquote(parts.username or ""), unquote(parts.password or "")) if "@" in parts.netloc else None
    return Address(tuple(urlunsplit((parts.scheme, host, one, "", "")) for one in paths), login)


def shown_name(url: str, model: str) -> str:
    """What a model behind a server is called, in messages too."""
    return f"openai:{without_password(url)}" + (f"#{model}" if model else "")


def without_password(text: str) -> str:
    """An address, or a text that holds one, without what stands before ``@`` in it."""
    return _PASSWORD.sub("//", text)


def api_key(url: str) -> tuple[str, str] | tuple[None, None]:
    """The variable of ``KEY_VARIABLES`` that has a key for the server at ``url``, and the key.

    Raises ``PolicyError``, which does not show it, if it cannot be one.
    """
    for variable in KEY_VARIABLES if over_https(url) else KEY_VARIABLES[:1]:
        if key := os.environ.get(variable, "").strip():
            if not (key.isascii() and key.isprintable() and " " not in key):
                raise PolicyError(f"the environment variable {variable} holds no key: it has blanks or odd characters in it")
            return variable, key
    return None, None


def over_https(url: str) -> bool:
    return urlsplit(url).scheme == "https"
