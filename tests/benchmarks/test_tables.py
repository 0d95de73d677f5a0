from __future__ import annotations

import bz2
import gzip
import json
import lzma

import pytest
import zstandard

from benchmarks.data import datasets, tables
from benchmarks.data.problem import DataError
from benchmarks.data.tables import read_rows, stem

A, B = {"name": "a", "formal": "theorem a : 1 = 1"}, {"name": "b", "formal": "theorem b :\n  2 = 2"}
LINES = f"{json.dumps(A)}\n{json.dumps(B)}\n"


def rows(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path))


def read(path, content):
    found = rows(path, content)
    assert not [one for one in found if one.fault]
    return [one.row for one in found]


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "lines": ("x.jsonl", LINES),
        "lines, CRLF and blank ones": ("x.jsonl", LINES.replace("\n", "\r\n\r\n")),
        "no line feed at the end": ("x.jsonl", LINES.rstrip()),
        "byte order mark": ("x.jsonl", b"\xef\xbb\xbf" + LINES.encode()),
        "UTF-16": ("x.jsonl", LINES.encode("utf-16")),
        "lines in .json": ("x.json", LINES),
        "lines in .txt": ("x.txt", LINES),
        "lines in a file without suffix": ("x", LINES),
        "array": ("x.json", json.dumps([A, B])),
        "array over lines": ("x.json", json.dumps([A, B], indent=2)),
        "an item a line": ("x.json", f"[\n{json.dumps(A)},\n{json.dumps(B)}\n]\n"),
        "a comma too many": ("x.json", f"[\n{json.dumps(A)},\n{json.dumps(B)},\n]\n"),
        "array in .jsonl": ("x.jsonl", json.dumps([A, B])),
        "array over lines in .jsonl": ("x.jsonl", json.dumps([A, B], indent=2)),
        "objects over lines": ("x.jsonl", f"{json.dumps(A, indent=2)}\n{json.dumps(B, indent=2)}"),
        "list in an object": ("x.json", json.dumps({"version": 1, "authors": ["me"], "problems": [A, B]}, indent=1)),
        "object in an object": ("x.json", json.dumps({"data": {"problems": [A, B]}})),
        "columns": ("x.json", json.dumps({"name": ["a", "b"], "formal": [A["formal"], B["formal"]]})),
        "columns by index": ("x.json", json.dumps({k: {"0": A[k], "1": B[k]} for k in A})),
        "csv": ("x.csv", 'name,formal\na,theorem a : 1 = 1\nb,"theorem b :\n  2 = 2"\n'),
        "csv with a mark": ("x.CSV", '\ufeffname,formal\na,theorem a : 1 = 1\n\nb,"theorem b :\n  2 = 2"'),
        "csv with semicolons": ("x.csv", 'name;formal\na;theorem a : 1 = 1\nb;"theorem b :\n  2 = 2"\n'),
        "tsv": ("x.tsv", 'name\tformal\na\ttheorem a : 1 = 1\nb\t"theorem b :\n  2 = 2"\n'),
        "tsv of a spreadsheet": ("x.tsv", 'name\tformal\na\ttheorem a : 1 = 1\nb\t"theorem b :\n  2 = 2"\n'.encode("utf-16")),
        "gz": ("x.jsonl.gz", gzip.compress(LINES.encode(), mtime=0)),
        "zst": ("x.jsonl.zst", zstandard.compress(LINES.encode())),
        "bz2": ("x.csv.bz2", bz2.compress(b'name,formal\na,theorem a : 1 = 1\nb,"theorem b :\n  2 = 2"\n')),
        "xz": ("x.json.xz", lzma.compress(json.dumps([A, B]).encode())),
        "compressed without the suffix": ("x.jsonl", gzip.compress(LINES.encode(), mtime=0)),
    }.values(),
)
def test_files_in_every_form_have_the_same_rows(tmp_path, name, content):
    found = [{key: row[key] for key in A} for row in read(tmp_path / name, content)]
    assert found == [A, B]


def test_rows_by_name_and_by_split(tmp_path):
    by_name = {"a": {"formal": A["formal"]}, "b": {"formal": B["formal"], "id": 3}}
    assert [row["key"] for row in read(tmp_path / "x.json", json.dumps(by_name))] == ["a", "b"]
    by_number = {"0": A, "1": B}
    assert read(tmp_path / "x.json", json.dumps(by_number)) == [A, B]
    by_split = {"train": [A], "test": [B, {**A, "split": "own"}]}
    assert [row["split"] for row in read(tmp_path / "x.json", json.dumps(by_split))] == ["train", "test", "own"]
    assert read(tmp_path / "one.json", json.dumps(A, indent=1)) == [A]


def faults(path, content):
    found = rows(path, content)
    return [one.row["name"] for one in found if one.row], [
        (one.where.removeprefix(f"{path}"), one.fault) for one in found if one.fault
    ]


@pytest.mark.parametrize(
    ("name", "content", "good", "where", "said"),
    {
        "first line": ("x.jsonl", "{half\n" + LINES, ["a", "b"], ":1", "not JSON"),
        "a bad byte": ("x.jsonl", LINES.encode().replace(b"2 = 2", b"\xff = 2"), ["a", "b"], None, None),
        "in an array over lines": (
            "x.json", json.dumps([A, {"x": 1}, B], indent=2).replace('"x": 1', '"x": oops'), ["a", "b"], ":6", "not JSON"),
        "in an array with an item a line": (
            "x.json", f"[\n{json.dumps(A)},\n{{'single': 1}},\n{json.dumps(B)}\n]", ["a", "b"], ":3", "not JSON"),
        "an array cut off": ("x.json", json.dumps([A, B], indent=2)[:-20], ["a"], ":6", "not JSON"),
        "in .json with lines": ("x.json", "{half\n" + LINES, ["a", "b"], ":1", "not JSON"),
        "a number in an array": ("x.json", json.dumps([A, 3, B]), ["a", "b"], ":1: row 2", "not a JSON object"),
        "a comma not quoted": ("x.csv", "name,formal\na,x : 1\nb,f 1, 2\nc,y : 2\n", ["a", "c"], ":3", "3 fields, but"),
        "a quote in quotes": ('x.csv', 'name,formal\na,x\nb,"f "1" 2"\nc,y\n', ["a", "c"], ":3", "not a row of CSV"),
        "a quote never closed": ("x.csv", 'name,formal\na,x\nb,"f\nc,y\n', ["a"], ":3", "not a row of CSV"),
        "compressed and cut off": ("x.jsonl.gz", gzip.compress(LINES.encode() * 9999, mtime=0)[:-3000], None, None, "cannot be read"),
    }.values(),
)  # fmt: skip
def test_what_cannot_be_read_costs_its_own_rows(tmp_path, name, content, good, where, said):
    names, found = faults(tmp_path / name, content)
    assert names == good if good is not None else len(names) > 5
    if said is None:
        assert found == []
    else:
        assert [said in fault for _, fault in found] == [True], found
        assert where is None or found[0][0] == where


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.jsonl", b"\x00\x01\x02\x03", "is no text: what is read is JSON lines"),
        ("x.jsonl", '{"a": 1}'.encode("utf-16-le"), "is no text"),
        ("x.zip", b"PK\x03\x04....", "unpack it"),
        ("x.md", "# Problems\n\nShow.", "what is read is JSON lines"),
        ("x.jsonl.gz", b"\x1f\x8b\x08nonsense", "cannot be read"),
        ("x.json.zst", b"\x28\xb5\x2f\xfd nonsense", "cannot be read"),
        ("x.json.xz", b"\xfd7zXZ\x00nonsense.......", "cannot be read"),
        ("x.parquet", b"PAR1nonsense", "not a Parquet file that can be read|needs pyarrow: pip install pyarrow"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, said):
    with pytest.raises(DataError, match=said) as caught:
        rows(tmp_path / name, content)
    assert name in str(caught.value)


def test_no_file_and_a_folder(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        list(read_rows(tmp_path / "none.jsonl"))
    with pytest.raises(DataError, match="Is a directory"):
        list(read_rows(tmp_path))


def test_parquet_is_what_pandas_reads(tmp_path, monkeypatch):
    import pandas

    frame = pandas.DataFrame([{**A, "tags": None, "n": 1.0}, {**B, "n": float("nan")}])
    frame["imports"] = [frame["n"].to_numpy(), None]
    monkeypatch.setattr(pandas, "read_parquet", lambda source: frame)
    found = read(tmp_path / "x.parquet", b"PAR1...")
    assert [row["name"] for row in found] == ["a", "b"] and found[1]["n"] is None and isinstance(found[0]["imports"], list)


def test_real_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    import pandas

    pandas.DataFrame([{**A, "imports": ["Mathlib"]}, {**B, "imports": []}]).to_parquet(tmp_path / "x.parquet")
    found = [one.row for one in read_rows(tmp_path / "x.parquet")]
    assert found == [{**A, "imports": ["Mathlib"]}, {**B, "imports": []}]


def test_lines_are_read_as_a_stream(tmp_path):
    (tmp_path / "x.jsonl").write_text(LINES)
    with (tmp_path / "x.jsonl").open("a") as file:
        file.seek(1 << 34)  # 16 GiB of nothing
        file.write("\n")
    found = read_rows(tmp_path / "x.jsonl")
    assert [next(found).row, next(found).row] == [A, B]
    found.close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jsonl", "a"),
        ("a.b.JSON.gz", "a.b"),
        ("a", "a"),
        ("test-00000-of-00001.parquet", "test-00000-of-00001"),
        ("a.v2.csv", "a.v2"),
    ],
)
def test_the_run_is_named_after_the_file(name, expected):
    assert stem(tables.Path("x", name)) == expected


# --------------------------------------------------------------------------------------- choosing by name


@pytest.fixture
def problems(tmp_path):
    (tmp_path / "d.jsonl").write_text(
        "".join(
            json.dumps({"name": name, "formal": "theorem t : 1 = 1"}) + "\n" for name in ("p0", "a, b", "p1", "a", "X", "x")
        )
    )
    return datasets.load(str(tmp_path / "d.jsonl"), datasets.ProblemSelection()).problems


def test_selection_by_name_keeps_the_order_asked_for(problems):
    def chosen(*names, **options):
        return [p.name for p in datasets.select(problems, names, **options)]

    assert chosen(limit=2) == ["p0", "a, b"]
    assert chosen("p1", "p0", "p1") == ["p1", "p0"]
    assert chosen("p1, p0,a, b,a") == ["p1", "p0", "a, b", "a"]
    assert chosen("x#2") == ["x#2"]
    with pytest.raises(DataError, match="no problem named q, b in this split"):
        chosen("p1,q", "b")


def test_who_asks_for_a_row_that_cannot_be_used_is_told_why(tmp_path):
    (tmp_path / "d.jsonl").write_text(json.dumps(A) + '\n{"name": "q", "formal": 3}\n')
    with pytest.raises(DataError, match=r"(?s)no problem named q.*1 rows? cannot be used.*d\.jsonl:2: 'formal' is a number"):
        datasets.load(str(tmp_path / "d.jsonl"), datasets.ProblemSelection(names=["q"]))
