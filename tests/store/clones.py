"""Clones of one bare remote, each with the same workspace, for the tests of sync."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from pmtui.store import doctor
from pmtui.store.layout import init_workspace
from pmtui.store.sync import Synced, sync
from pmtui.store.workspace import Workspace
from tests.store.workspaces import ROOT, added, change, data_of, edit, git


class Clone(NamedTuple):
    """One person's clone."""

    top: Path
    workspace: Workspace

    def git(self, *arguments: str) -> str:
        return git(self.top, *arguments)

    def sync(self, **options: Any) -> Synced:
        return sync(self.workspace.records, **options)

    def add(self, id: str, kind: str = "item", **fields: Any) -> None:
        self.workspace.save(change(added(id, kind, **fields)))

    def set(self, id: str, kind: str = "item", **fields: Any) -> None:
        """Set fields; None clears one."""
        data = data_of(self.workspace, id, kind)
        before = {name: data[name] for name in fields if name in data}
        after = {name: value for name, value in fields.items() if value is not None}
        self.workspace.save(change(edit(id, before, after, kind)))

    def data(self, id: str, kind: str = "item") -> dict[str, Any]:
        return data_of(self.workspace, id, kind)

    def files(self) -> dict[str, bytes]:
        """All files of the workspace that are shared, by path; what a kill left half written is swept once a day, and never shared."""
        root = self.workspace.path
        paths = [path for path in root.rglob("*") if path.is_file() and not {".local", ".git"} & set(path.relative_to(root).parts)]
        paths = [path for path in paths if not path.match(".*.tmp")]
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()

    def status(self) -> str:
        return self.git("status", "--porcelain")

    def index_entries(self) -> str:
        """What the user's index says of files outside the workspace, with all that git remembers of them."""
        prefix = self.workspace.path.relative_to(self.top).as_posix()
        return self.git("ls-files", "--stage", "--debug", "--", ".", f":(exclude){prefix}")


def remote(folder: Path) -> Path:
    """An empty bare repository."""
    path = folder / "remote.git"
    git(folder, "init", "-q", "--bare", "-b", "main", str(path))
    return path


def cloned(folder: Path, name: str) -> Path:
    """A clone of it, with a name for its commits."""
    git(folder, "clone", "-q", str(folder / "remote.git"), name)
    git(folder / name, "config", "user.name", name.capitalize())
    git(folder / name, "config", "user.email", f"{name}@example.org")
    return folder / name


def team(folder: Path, *names: str, inside: str = "product", code: bool = False) -> list[Clone]:
    """Clones in step, the workspace in the folder `inside` of each ('' for a repository of its own)."""
    remote(folder)
    first = cloned(folder, names[0])
    if code:
        (first / "code.py").write_text("".join(f"line {number}\n" for number in range(20)))
        (first / "other.txt").write_text("other\n")
        git(first, "add", ".")
        git(first, "commit", "-qm", "Code")
    init_workspace(first / inside, "Acme")
    clones = [Clone(first, Workspace(first / inside))]
    clones[0].sync()
    for name in names[1:]:
        top = cloned(folder, name)
        clones.append(Clone(top, Workspace(top / inside)))
    return clones


def copies(template: Path, folder: Path, *names: str) -> list[Clone]:
    """Copies of clones and their remote: quicker than making them anew."""
    for name in (*names, "remote.git"):
        shutil.copytree(template / name, folder / name)
    clones = [Clone(folder / name, Workspace(folder / name / "product")) for name in names]
    for clone in clones:
        clone.git("remote", "set-url", "origin", str(folder / "remote.git"))
        clone.git("status")
    return clones


def settle(clones: list[Clone]) -> None:
    """Sync until nobody has anything new."""
    for _ in range(2):
        for clone in clones:
            clone.sync()


def require_equal(clones: list[Clone]) -> None:
    """All clones hold the same bytes, git sees nothing to do, and the doctor is content."""
    first = clones[0]
    for clone in clones:
        assert clone.files() == first.files()
        assert clone.head() == first.head()
        assert clone.status() == ""
        assert [fault for fault in doctor.faults(clone.workspace) if fault.severity == "error"] == []


def sync_elsewhere(clone: Clone, *, dies_at: str = "", nth: int = 1) -> subprocess.CompletedProcess[str]:
    """A sync in a process of its own, which ends at once, without a word, when it comes to a step for the nth time."""
    code = (
        "import os, sys\n"
        "from pmtui.store.sync import sync\n"
        "from pmtui.store.workspace import Workspace\n"
        "root, wanted, left = sys.argv[1], sys.argv[2], [int(sys.argv[3])]\n"
        "def said(name, words):\n"
        "    print(name, flush=True)\n"
        "    if name == wanted:\n"
        "        left[0] -= 1\n"
        "        if not left[0]: os._exit(9)\n"
        "sync(Workspace(root).records, said=said)\n"
    )
    words = [sys.executable, "-c", code, str(clone.workspace.path), dies_at, str(nth)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def written(path: Path, data: dict[str, Any]) -> None:
    """Write a JSON file as a person with an editor would."""
    path.write_text(json.dumps(data), encoding="utf-8")
