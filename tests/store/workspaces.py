"""Workspaces, changes and faults for the tests of the store."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.store.layout import init_workspace, record_path
from pmtui.store.workspace import Workspace
from pmtui.store.writing import Steps

ROOT = Path(__file__).parents[2]
AT = "2026-11-22T09:30:00Z"
LATER = "2026-11-23T09:30:00Z"
IDS = [f"{letter}000000000" for letter in "0123456789abcdefghjkmnpqrstvwxyz"]


def made(folder: Path, **options: Any) -> Workspace:
    """A new workspace in a folder."""
    return Workspace(init_workspace(folder / "product"), **options)


def added(id: str, kind: str = "item", **fields: Any) -> Edit:
    """The edit that adds a record."""
    whole = {"title": f"Title of {id}", "created_at": AT, **fields}
    if SCHEMA[kind].ranked:
        whole.setdefault("rank", "h" + id)
    return Edit(kind, id, None, whole)


def change(*edits: Edit, title: str = "Changed something") -> Change:
    """A change of these edits."""
    return Change(title, edits, "test", AT, "Ana")


def edit(id: str, before: Mapping[str, Any], after: Mapping[str, Any], kind: str = "item") -> Edit:
    """The edit of some fields of a record."""
    return Edit(kind, id, before, after)


def path_of(workspace: Workspace, id: str, kind: str = "item") -> Path:
    """The file of a record."""
    return workspace.path / record_path(SCHEMA[kind], id)


def data_of(workspace: Workspace, id: str, kind: str = "item") -> dict[str, Any]:
    """What the file of a record says, read by somebody else's JSON reader."""
    found: dict[str, Any] = json.loads(path_of(workspace, id, kind).read_text(encoding="utf-8"))
    return found


def rewrite(workspace: Workspace, id: str, kind: str = "item", **fields: Any) -> None:
    """Change a record's file as a person with an editor would; None takes a field out."""
    data = {**data_of(workspace, id, kind), **fields}
    path_of(workspace, id, kind).write_text(json.dumps({name: one for name, one in data.items() if one is not None}), encoding="utf-8")


def rescued_change(path: str) -> Change:
    """The change in a rescue file, to be saved again."""
    words = json.loads(Path(path).read_text(encoding="utf-8"))
    edits = tuple(Edit(one["kind"], one["id"], one["before"], one["after"]) for one in words["records"])
    return Change(words["title"], edits, words["command"], words["at"], words["by"])


def temporary_files(workspace: Workspace) -> list[Path]:
    """What should not be left after a save, however it ended."""
    return [path for path in workspace.path.rglob(".*.tmp") if ".local" not in path.parts]


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process of the same program."""
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(process: subprocess.Popen[str]) -> str:
    """What a process printed, once it has ended well."""
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors[-3000:]
    return output


def git(folder: Path, *arguments: str) -> str:
    """Run git and return what it prints."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0 or arguments[0] == "merge", done.stderr
    return done.stdout


class Faulty(Steps):
    """Calls to the operating system of which one fails: the nth call of the step with this name, or all from there on."""

    NAMES = ("mkdir", "create", "write", "fsync", "replace", "fsync_folder")

    def __init__(self, name: str = "", number: int = 1, error: int = 28, *, for_good: bool = False) -> None:
        self.name, self.number, self.error, self.for_good = name, number, error, for_good
        self.calls: dict[str, int] = {}
        self.is_on = True

    def _count(self, name: str) -> None:
        if not self.is_on:
            return
        self.calls[name] = self.calls.get(name, 0) + 1
        if name == self.name and (self.calls[name] == self.number or (self.for_good and self.calls[name] > self.number)):
            raise OSError(self.error, "as the test wants it")

    def mkdir(self, path: str) -> None:
        self._count("mkdir")
        super().mkdir(path)

    def create(self, path: str) -> int:
        self._count("create")
        return super().create(path)

    def write(self, file: int, raw: bytes) -> int:
        try:
            self._count("write")
        except OSError:
            super().write(file, raw[:7])  # a disk gets full in the middle of a file
            raise
        return super().write(file, raw[:100])  # and may take less than it is given

    def fsync(self, file: int) -> None:
        self._count("fsync")
        super().fsync(file)

    def fsync_all(self, file: int) -> bool:
        self._count("fsync")
        return super().fsync_all(file)

    def replace(self, source: str, target: str) -> None:
        self._count("replace")
        super().replace(source, target)

    def remove(self, path: str) -> None:
        self._count("remove")
        super().remove(path)

    def fsync_folder(self, path: str) -> None:
        self._count("fsync_folder")
        super().fsync_folder(path)
