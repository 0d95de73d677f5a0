"""Text as people's programs write it: UTF-8, perhaps with a byte order mark."""

from __future__ import annotations

import codecs
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class NotUtf8(ValueError):
    """These bytes are no UTF-8; the message says what they look like, and what to do."""


def read(path: Path) -> str:
    """The text of a user's file.  Raises ``OSError``, ``NotUtf8``."""
    return decode(path.read_bytes())


def decode(data: bytes) -> str:
    """The text, without its byte order mark, its lines ending in a line feed.  Raises ``NotUtf8``."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise NotUtf8(f"it is {name}, not UTF-8 text: {_remedy(name)}")
    beginning = data[:4096]
    if 4 * beginning.count(b"\0") > len(beginning):
        raise NotUtf8(f"it looks like UTF-16, not UTF-8 text: {_remedy('UTF-16')}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(
            f"not UTF-8 text ({error.reason} at byte {error.start}); if it is Latin-1 or Windows-1252: {_remedy('WINDOWS-1252')}"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _remedy(name: str) -> str:
    return f"save it as UTF-8, such as by 'iconv -f {name} -t UTF-8'"
