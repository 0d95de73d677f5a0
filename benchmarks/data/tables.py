"""Files of rows as they are published: JSON lines, JSON, CSV, TSV and Parquet, each also compressed.

What cannot be read of a file costs the rows it holds, not the file.  JSON lines, CSV and TSV are read as a stream.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Optional

import zstandard

from benchmarks.data.problem import DataError
from prover.spellings import Row

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
FORMATS = "JSON lines, JSON, CSV, TSV or Parquet, each also as .gz, .zst, .bz2 or .xz"

_SPLITS = ("train", "test", "valid", "validation", "val", "dev")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_COMPRESSIONS: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"\x28\xb5\x2f\xfd": lambda file: zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True),
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
_DAMAGED = (zlib.error, lzma.LZMAError, zstandard.ZstdError)


class Found(NamedTuple):
    """A row and where it stands, or why it cannot be read."""

    where: str
    row: Optional[dict[str, Any]]
    fault: str = ""


def is_table(name: str) -> bool:
    """Whether a file name has one of the suffixes."""
    return plain_suffix(Path(name)) in SUFFIXES


def plain_suffix(path: Path) -> str:
    """The suffix that tells the format, in small letters: ``.json`` of ``x.JSON.gz``."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSED), "")


def stem(path: Path) -> str:
    """The file's name without the suffixes that tell its format."""
    name = path.name
    while (suffix := Path(name).suffix).lower() in (*COMPRESSED, *SUFFIXES):
        name = name.removesuffix(suffix)
    return name


def read_rows(path: Path) -> Iterator[Found]:
    """The rows of a file in their order.  Raises ``DataError``: no such file, or nothing in it can be read."""
    where = ""
    try:
        with _opened(path) as stream:
            head = stream.read(1 << 12)
        if head.startswith(b"PAR1"):
            rows = _parquet(path)
        elif plain_suffix(path) in (".csv", ".tsv"):
            rows = _separated(path, _encoding(path, head))
        else:
            rows = _json(path, _encoding(path, head))
        for found in rows:
            yield found
            where = found.where
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except (UnicodeError, OSError, EOFError, *_DAMAGED) as error:
        why = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        if not where:
            raise DataError(f"{path}: {why}") from None
        yield Found(f"{path}: after {where}", None, why)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, decompressed if they are compressed, whatever it is called."""
    with path.open("rb") as file:
        magic = file.read(6)
        file.seek(0)
        if magic.startswith(b"PK\x03\x04"):
            raise DataError(f"{path}: is a zip archive or a spreadsheet: unpack it, or save it as CSV")
        opener = next((opener for head, opener in _COMPRESSIONS.items() if magic.startswith(head)), None)
        yield file if opener is None else opener(file)


def _encoding(path: Path, head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        raise DataError(f"{path}: is no text: what is read is {FORMATS}")
    return "utf-8-sig"


@contextmanager
def _text(path: Path, encoding: str, newline: str) -> Iterator[io.TextIOWrapper]:
    """The file as text; bytes that are none become lone surrogates, for which the row that holds them is refused."""
    with _opened(path) as stream:
        errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
        yield io.TextIOWrapper(io.BufferedReader(stream), encoding, errors, newline)  # type: ignore[type-var]


# ------------------------------------------------------------------------------------------------ JSON


def _json(path: Path, encoding: str) -> Iterator[Found]:
    """Objects a line, or one value: an array, an object, or several one after the other over many lines."""
    with _text(path, encoding, "\n") as lines:
        numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
        first, second = next(numbered, None), next(numbered, None)
        if first is None:
            return
        begin = first[1].strip()
        if begin[0] not in "{[" and plain_suffix(path) not in SUFFIXES:
            raise DataError(f"{path}: what is read is {FORMATS}")
        value = _value(begin)
        if second is None and value is not None:
            yield from _within(value, f"{path}:{first[0]}")
            return
        broken = begin[0] == "{" and begin != "{"
        if second is not None and (
            value is not None or broken and (plain_suffix(path) in (".jsonl", ".ndjson") or _value(second[1]) is not None)
        ):
            for number, line in chain((first, second), numbered):
                yield _line(line, f"{path}:{number}")
            return
    with _text(path, encoding, "\n") as file:
        yield from _over_lines(file.read(), path)


def _line(line: str, where: str) -> Found:
    try:
        return _object(_DECODER.decode(line), where)
    except json.JSONDecodeError as error:
        return Found(where, None, f"not JSON: {error.msg} at column {error.colno}")
    except RecursionError:
        return Found(where, None, _DEEP)


def _over_lines(text: str, path: Path) -> Iterator[Found]:
    """Values one after the other, or the items of an array; after one that is broken, reading resumes at the next line that
    begins as the first one does."""
    begin = len(text) - len(text.lstrip())
    array = text.startswith("[", begin)
    at = start = _after_blanks(text, begin + 1 if array else begin)
    margin = text[text.rfind("\n", 0, start) + 1 : start] + "{"
    line, counted = 1, 0
    while at < len(text) and text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        where = f"{path}:{line}"
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Found(where, None, f"not JSON: {error}" if isinstance(error, ValueError) else _DEEP)
            at = text.find("\n" + margin, at + 1) + 1 or len(text)
            at = _after_blanks(text, at)
            continue
        at = _after_blanks(text, at)
        if at >= len(text) and counted == start and not array:
            yield from _within(value, where)
        else:
            yield _object(value, where)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _within(value: Any, where: str, **known: str) -> Iterator[Found]:
    """The rows in a whole document: a list, one problem, columns, or objects that hold such by name or by split."""
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _object({**known, **item} if isinstance(item, dict) else item, f"{where}: row {number}")
        return
    stated = Row(value).statement if isinstance(value, dict) else None
    if stated is not None and all(isinstance(column, (dict, list)) for column in value.values()):
        yield from _columns(value, stated.key, where)
        return
    inner = {} if stated is not None else _members(value)
    for name, member in inner.items():
        split = {"split": name} if name.lower() in _SPLITS else {}
        key = {"key": name} if isinstance(member, dict) and not name.isdecimal() else {}
        yield from _within(member, f"{where}: {name!r}", **{**known, **key, **split})
    if not inner:
        yield _object({**known, **value} if isinstance(value, dict) else value, where)


def _members(value: Any) -> dict[str, Any]:
    """The members of an object that may hold rows: objects, and lists of some."""
    if not isinstance(value, dict):
        return {}
    return {
        name: member
        for name, member in value.items()
        if isinstance(member, dict) or isinstance(member, list) and any(isinstance(item, dict) for item in member)
    }


def _columns(table: dict[str, Any], stated: str, where: str) -> Iterator[Found]:
    """The rows of a table written column by column, each a list, or an object by index."""
    columns = {name: column if isinstance(column, dict) else dict(enumerate(column)) for name, column in table.items()}
    for number, index in enumerate(columns[stated], 1):
        yield _object({name: column.get(index) for name, column in columns.items()}, f"{where}: row {number}")


def _object(value: Any, where: str) -> Found:
    return Found(where, value) if isinstance(value, dict) else Found(where, None, "not a JSON object")


def _value(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


_DECODER = json.JSONDecoder(parse_constant=lambda _: None)  # one of miniF2F's informal proofs is NaN
_DEEP = "nested too deeply"


# ------------------------------------------------------------------------------------- tables


def _separated(path: Path, encoding: str) -> Iterator[Found]:
    """The rows of a CSV file, whose first row names the columns."""
    csv.field_size_limit(2**31 - 1)
    with _text(path, encoding, "") as file:
        first = file.readline()
        delimiter = "\t" if plain_suffix(path) == ".tsv" else max(",;\t|", key=first.count)
        names = next(csv.reader([first], delimiter=delimiter), [])
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            where = f"{path}:{rows.line_num + 2}"
            try:
                values = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Found(where, None, f"not a row of {path.suffix.lstrip('.').upper()}: {error}")
                continue
            if len(values) > len(names):
                fault = f"{len(values)} fields, but the first line names {len(names)} columns: is a field with {delimiter!r} in it not quoted?"
                yield Found(where, None, fault)
            elif values:
                yield Found(where, dict(zip(names, values, strict=False)))


def _parquet(path: Path) -> Iterator[Found]:
    import pandas

    try:
        with _opened(path) as stream:
            frame = pandas.read_parquet(io.BytesIO(stream.read()))
    except ImportError:
        raise DataError(f"{path}: to read Parquet, pandas needs pyarrow: pip install pyarrow") from None
    except Exception as error:  # each engine has errors of its own
        raise DataError(f"{path}: not a Parquet file that can be read: {error}") from error
    for number, row in enumerate(frame.to_dict("records"), 1):
        yield Found(f"{path}: row {number}", {str(key): _listed(value) for key, value in row.items()})


def _listed(value: Any) -> Any:
    """Arrays and scalars of numpy, and what pandas has for nothing, as what Python has."""
    import pandas

    value = value.tolist() if hasattr(value, "tolist") else value
    return None if pandas.api.types.is_scalar(value) and pandas.isna(value) else value
