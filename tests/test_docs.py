"""README.md and docs/ name what there is: files, links, commands with their options, environment variables, names in code."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from prover.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LONGEST = {"README.md": 200, "docs/ARCHITECTURE.md": 150}
FOLDERS = ("prover", "search", "benchmarks", "lean_project", "tests", "docs", ".ci")
SUFFIXES = (".py", ".lean", ".js", ".mjs", ".md", ".css", ".html", ".yaml", ".txt", ".j2")
OTHERS = {"F.lean", "proof.lean", "original.lean", "Double.lean", "report.html", "lean.js", "prover.lean"}
"""Files of a user, of a run, of an archive; and a package."""

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w./-]+")
_SYMBOLS = re.compile(r"`([\w./-]+\.(?:py|lean|js))` \(((?:`\w+`(?:, )?)+)\)")
_VARIABLE = re.compile(r"\bPROVER_[A-Z_]+\b")


each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def blocks(text: str) -> list[str]:
    """Lines of code blocks: indented by four, or fenced without a language or as bash."""
    fenced = [line for language, body in _FENCED.findall(text) if language in ("", "bash") for line in body.splitlines()]
    rest = _FENCED.sub("", text)
    return [line.strip() for line in [*fenced, *(line for line in rest.splitlines() if line.startswith("    "))]]


def inline(text: str) -> list[str]:
    return _INLINE.findall(_FENCED.sub("", text))


@cache
def names() -> frozenset[str]:
    """All files by name."""
    return frozenset(
        file.name for folder in FOLDERS for file in (ROOT / folder).rglob("*") if "__pycache__" not in file.parts
    ) | frozenset(file.name for file in ROOT.iterdir())


# ------------------------------------------------------------------------------------------------ length, links, code


@pytest.mark.parametrize("page", LONGEST)
def test_pages_are_short(page):
    assert len((ROOT / page).read_text("utf-8").splitlines()) <= LONGEST[page]


def anchors(page: Path) -> set[str]:
    """The headings of a page as its links name them."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_links_resolve(page):
    for link in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: no such file"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


@each_page
def test_python_parses(page):
    for language, body in _FENCED.findall(page.read_text("utf-8")):
        if language == "python":
            ast.parse(body)


# ------------------------------------------------------------------------------------------------ files


def is_there(path: str) -> bool:
    """Whether a path from the root, from ``lean_project`` or from within a package is there, or a bare name anywhere."""
    if "/" not in path:
        return path in OTHERS or path in names()
    return any(
        (ROOT / folder / path).exists() for folder in ("", "lean_project", "prover", "prover/lean", "prover/lean/embedded")
    )


@each_page
def test_files_are_there(page):
    text = page.read_text("utf-8")
    missing = []
    for code in [*inline(text), *(word for line in blocks(text) for word in line.split() if "/" in word)]:
        if not _PATH.fullmatch(code) or code.startswith(("/", "~", "my_", "Mathlib/")) or "NAME" in code:
            continue
        of_ours = code.split("/")[0] in FOLDERS and "/" in code
        if (of_ours or code.endswith(SUFFIXES)) and not is_there(code):
            missing.append(code)
    assert not missing


@each_page
def test_names_in_files_are_there(page):
    for path, symbols in _SYMBOLS.findall(page.read_text("utf-8")):
        files = [ROOT / path] if "/" in path else [file for folder in FOLDERS for file in (ROOT / folder).rglob(path)]
        files = [file for file in (*files, ROOT / "lean_project" / path) if file.is_file()]
        texts = [file.read_text("utf-8") for file in files]
        for symbol in _INLINE.findall(symbols):
            assert any(re.search(rf"\b{symbol}\b", text) for text in texts), f"{path} has no {symbol}"


# ------------------------------------------------------------------------------------------------ commands


def commands(lines: list[str]) -> list[list[str]]:
    """The words of each command of ours."""
    found = []
    for line in lines:
        for part in re.split(r" && | ; ", re.sub(r"(^|\s\s+)# .*$", "", line)):
            try:
                words = shlex.split(part)
            except ValueError:
                continue
            while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                words = words[1:]
            if len(words) > 1 and words[0].removeprefix(".venv/bin/") in ("prover", "python") and "…" not in part:
                found.append([words[0].removeprefix(".venv/bin/"), *words[1:]])
    return found


def command_of(words: list[str]) -> tuple[Any, list[str]]:
    """The command, or the group of commands, that words call, and the words that are left for it."""
    command: Any = get_command(app)
    while hasattr(command, "get_command") and words and not words[0].startswith("-"):
        command, called, words = command.get_command(None, words[0]), words[0], words[1:]
        assert command is not None, f"no command {called!r}"
    return command, words


def options_of(command: Any) -> set[str]:
    return {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help", "-h"}


def module_has(module: str, option: str) -> bool:
    """Whether a script has an option: written out, or the name of a parameter."""
    spec = importlib.util.find_spec(module)
    assert spec is not None and spec.origin is not None, f"no module {module}"
    file = Path(spec.origin)
    file = file.with_name("__main__.py") if file.name == "__init__.py" else file
    text = file.read_text("utf-8")
    return f'"{option}"' in text or re.search(rf"^\s+{option.lstrip('-').replace('-', '_')}: ", text, re.MULTILINE) is not None


def check_command(words: list[str], whole: bool) -> None:
    """See that a command is there and has the options; a ``whole`` one must parse."""
    program, *words = words
    if program == "python":
        if words[0] != "-m" or words[1] == "pytest" or "NAME" in words[1]:
            return
        assert importlib.util.find_spec(words[1]) is not None, f"no module {words[1]}"
        if words[1].split(".")[0] == "benchmarks":
            for option in (word.partition("=")[0] for word in words[2:] if word.startswith("--")):
                assert module_has(words[1], option), f"{words[1]} has no {option}"
        return
    command, rest = command_of(words)
    known = options_of(command)
    for option in (word.partition("=")[0] for word in rest if re.fullmatch(r"--?[a-z][\w-]*(=.*)?", word)):
        assert option in known, f"{' '.join(words)}: no option {option}"
    if whole and not hasattr(command, "get_command"):
        try:
            command.make_context("prover", rest)
        except Exception as error:  # Typer's, which is not click's everywhere
            raise AssertionError(f"prover {' '.join(words)}: {error}") from error


@each_page
def test_commands_parse(page):
    text = page.read_text("utf-8")
    for words in commands(blocks(text)):
        check_command(words, whole=True)
    for words in commands(inline(text)):
        check_command(words, whole=False)


# ------------------------------------------------------------------------------------------------ environment variables


def test_environment_variables_are_documented():
    files = [file for folder in FOLDERS[:3] for kind in ("*.py", "*.js") for file in (ROOT / folder).rglob(kind)]
    read = {name for file in files for name in _VARIABLE.findall(file.read_text("utf-8"))}
    told = {name for page in PAGES for name in _VARIABLE.findall(page.read_text("utf-8"))}
    tested = {name for file in (ROOT / "tests").rglob("*.py") for name in _VARIABLE.findall(file.read_text("utf-8"))}
    operations = (ROOT / "docs/OPERATIONS.md").read_text("utf-8")
    assert not read.difference(_VARIABLE.findall(operations)), "not in docs/OPERATIONS.md"
    assert not told - read - tested, "read by nothing"
