"""``--lean dojo``: a theorem of a repository that has been traced with lean-dojo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from prover.cli.common import LeanChoice, fail

if TYPE_CHECKING:
    from prover.dojo_prover import DojoProver

RepoOption = Annotated[
    Optional[str],
    typer.Option(help="With --lean dojo: the repository, a URL or a folder.", metavar="URL", show_default=False),
]
CommitOption = Annotated[
    Optional[str], typer.Option(help="With --lean dojo: its commit or tag.", metavar="SHA", show_default=False)
]


def theorem_file(
    lean: LeanChoice, repo: str | None, commit: str | None, file: Path | None, name: str | None, others: dict[str, Any]
) -> str | None:
    """What ``DojoProver.prove`` is asked about, or ``None`` without ``--lean dojo``; ``others`` are the options that do not
    go with it.  Ends the command where something is missing."""
    given = {"--repo URL": repo, "--commit SHA": commit, "--file PATH": file, "--name FULLNAME": name}
    if lean is not LeanChoice.dojo:
        if repo is not None or commit is not None:
            fail("--repo and --commit go with --lean dojo")
        return None
    refuse(others)
    if missing := [option for option, value in given.items() if value is None]:
        fail(f"--lean dojo needs {', '.join(missing)}: a theorem is named by its repository, commit, file and full name")
    assert file is not None
    if file.is_absolute() or file.suffix != ".lean":
        fail(f"--file {file}: with --lean dojo, a Lean file's path in the repository, such as Mathlib/Order/Basic.lean")
    from prover.dojo_prover import RepositoryFile

    return str(RepositoryFile(str(repo), str(commit), file.as_posix()))


def refuse(others: dict[str, Any]) -> None:
    """Ends the command if one of these options is given."""
    if given := [option for option, value in others.items() if value]:
        fail(f"--lean dojo takes theorems from their repositories, as they are there: leave {', '.join(given)} out")


def prover(policies: Sequence[str], workers: int = 1) -> DojoProver:
    """A prover on lean-dojo, not started yet."""
    from prover.dojo_prover import DojoProver

    return DojoProver(list(policies), workers=workers)
