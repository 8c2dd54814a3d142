"""A code repository whose workspace lives on its own branch, and clones of it, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pmtui.store.own_branch_checkout import workspace_of_own_branch
from pmtui.store.own_branch_making import Made, init_own_branch
from pmtui.store.workspace import Workspace
from tests.store.clones import Clone, cloned, remote
from tests.store.workspaces import git


class Team(NamedTuple):
    """Somebody's clone with code in it, and the folder of all clones and of their remote."""

    folder: Path
    top: Path

    def clone(self, name: str, *options: str) -> Path:
        """A fresh clone."""
        git(self.folder, "clone", "-q", *options, f"file://{self.folder / 'remote.git'}", name)
        named(self.folder / name)
        return self.folder / name


def named(top: Path) -> None:
    """A name for the commits of a repository."""
    git(top, "config", "user.name", top.name.capitalize())
    git(top, "config", "user.email", f"{top.name}@example.org")


def code(folder: Path) -> Team:
    """A clone with code that is pushed, and without a workspace."""
    remote(folder)
    top = cloned(folder, "ana")
    (top / "src").mkdir()
    (top / "src" / "code.py").write_text("".join(f"line {number}\n" for number in range(20)))
    (top / "other.txt").write_text("other\n")
    git(top, "add", ".")
    git(top, "commit", "-qm", "Code")
    git(top, "push", "-q", "-u", "origin", "main")
    return Team(folder, top)


def made(top: Path, branch: str = "pmtui", folder: str = "", name: str = "") -> Made:
    """An own branch in a repository, as `pmtui init --branch` makes it."""
    return init_own_branch(str(top), branch, folder, name)


def shared(top: Path, branch: str = "pmtui", folder: str = "") -> Clone:
    """An own branch that the remote has."""
    root = Path(made(top, branch, folder).root)
    git(root, "push", "-q", "-u", "origin", branch)
    return Clone(root, Workspace(root))


def opened(here: Path, named: str = "") -> tuple[str, list[str]]:
    """The workspace that opening the program in a folder finds or sets up, in the folder of its repository, and what is said."""
    said: list[str] = []
    found = workspace_of_own_branch(str(here), said.append, named)
    return found, said


def status(top: Path) -> str:
    return git(top, "status", "--porcelain")
