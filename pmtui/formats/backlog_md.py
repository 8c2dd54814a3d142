"""Backlog.md: a folder of Markdown files, one for each task, milestone and decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.formats.backlog_task import SYSTEM, Project, decision, milestone, people, spelling, task
from pmtui.formats.foreign import Foreign, Unreadable, tidy
from pmtui.formats.front_matter import decoded, document, mapping
from pmtui.formats.imported import BadInput, Batch, Fault, Imported, Progress, shown

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SYSTEM", "read_backlog_md", "read_path"]

FOLDERS = {
    "tasks": task, "completed": task, "drafts": task, "archive/tasks": task, "archive/completed": task, "archive/drafts": task,
    "milestones": milestone, "archive/milestones": milestone, "decisions": decision, "archive/decisions": decision,
}
"""What lies in which folder. Other folders (documents) have no kind of record here and are left alone."""
_CONFIGURATIONS = ("config.yml", "config.yaml", "backlog.config.yml", "backlog.config.yaml")
_NAMES = ("backlog", ".backlog")


class _File(NamedTuple):
    place: str
    folder: str
    foreign: Foreign
    text: str


def read_backlog_md(files: Mapping[str, bytes], progress: Progress | None = None) -> Batch:
    """Translate the files of a Backlog.md folder: people, milestones, tasks, decisions.

    Args:
        files: Contents by path below the folder, with `/` in it: `tasks/back-1 - Title.md`, `config.yml`.
        progress: Told about files.
    """
    faults: list[Fault] = []
    read: list[_File] = []
    names = sorted(files)
    for number, name in enumerate(names, start=1):
        if progress is not None:
            progress(number, len(names))
        folder, _, file = name.rpartition("/")
        if folder not in FOLDERS or not file.lower().endswith(".md") or file.lower() == "readme.md":
            continue
        try:
            front, text = document(files[name])
            read.append(_File(name, folder, Foreign(tidy(front), is_loose=True), text))
        except Unreadable as error:
            faults.append(Fault(name, str(error), error.hint))
    project = _project(files, read, faults)
    records: dict[tuple[str, str], Imported] = {}
    for one in read:
        try:
            record = FOLDERS[one.folder](one.foreign, one.text, one.place, project)
            earlier = records.get((record.system, record.key))
            if earlier is not None:
                raise Unreadable(f"the id {record.key!r} stands already in {earlier.place}", "Remove one of the two files.")
            records[record.system, record.key] = record
        except Unreadable as error:
            faults.append(Fault(one.place, str(error), error.hint))
    kinds = ("milestone", "item", "decision")
    inner = sorted(records.values(), key=lambda one: kinds.index(one.kind))
    return Batch((*people(inner), *inner), tuple(sorted(faults)))


def read_path(path: Path, progress: Progress) -> Batch:
    """Read a Backlog.md folder, or the one in a project's folder.

    Raises:
        BadInput: There is no such folder, or nothing in it that Backlog.md writes.
    """
    folder = _folder(path)
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name in ("", *FOLDERS):
        inner = folder / name
        try:
            found = sorted(one for one in inner.iterdir() if one.is_file()) if inner.is_dir() else []
        except OSError as error:
            faults.append(Fault(name or shown(folder.name), f"cannot be listed: {error.strerror}", "Make it readable and import again."))
            continue
        for one in found:
            place = shown(f"{name}/{one.name}" if name else one.name)
            if name or one.name in _CONFIGURATIONS:
                try:
                    files[place] = one.read_bytes()
                except OSError as error:
                    faults.append(Fault(place, f"cannot be read: {error.strerror}", "Make it readable and import again."))
    outer = folder.parent / "backlog.config.yml"
    if not any(name in files for name in _CONFIGURATIONS) and outer.is_file():
        files[outer.name] = outer.read_bytes()
    batch = read_backlog_md(files, progress)
    if not batch.records and not batch.faults and not faults:
        raise BadInput(f"{shown(str(folder))} holds no tasks", "Name a folder of Backlog.md, the one with tasks/ in it.")
    return batch._replace(faults=(*faults, *batch.faults))


def _folder(path: Path) -> Path:
    if not path.exists():
        raise BadInput(f"{shown(str(path))} does not exist", "Name a folder of Backlog.md, the one with tasks/ in it.")
    if not path.is_dir():
        raise BadInput(f"{shown(str(path))} is a file, not a folder", "Name the folder of Backlog.md, the one with tasks/ in it.")
    for folder in (path, *(path / name for name in _NAMES)):
        if any((folder / name).is_dir() for name in FOLDERS):
            return folder
    raise BadInput(f"{shown(str(path))} is no folder of Backlog.md: no tasks/ or backlog/ in it", "Name the folder with tasks/ in it.")


def _project(files: Mapping[str, bytes], read: list[_File], faults: list[Fault]) -> Project:
    """What the files say together: the statuses in use, which ids there are, and what the milestones are called."""
    settings: dict[str, Any] = {}
    statuses: list[str] = []
    prefix = ""
    name = next((one for one in _CONFIGURATIONS if one in files), "")
    try:
        settings = tidy(mapping(decoded(files[name]))) if name else {}
        configuration = Foreign(settings, is_loose=True)
        statuses, prefix = configuration.words("statuses"), configuration.text("task_prefix").strip()
    except Unreadable as error:
        faults.append(Fault(name, str(error), f"{error.hint} The usual names of statuses were taken."))
    tasks: dict[str, str] = {}
    milestones: dict[str, str] = {}
    for one in read:
        id = one.foreign.row.get("id")
        title = one.foreign.row.get("title")
        if FOLDERS[one.folder] is task and isinstance(id, str):
            key = id.strip().upper()
            tasks.setdefault(spelling(key), key)
            tasks[key] = key
        elif FOLDERS[one.folder] is milestone and isinstance(id, str) and isinstance(title, str):
            milestones[title.strip().casefold()] = id.strip().lower()
    return Project(tuple(statuses), prefix.upper(), tasks, milestones)
