"""What is wrong with a workspace, and the mending of what needs no judgement."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from pmtui.domain.dependencies import acyclic_fields, circles, in_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ENTRIES, LINK, LINKS, Field, Kind
from pmtui.domain.table import Rows
from pmtui.store.both_sides import without_markers
from pmtui.store.clock import today
from pmtui.store.doctor_faults import ERROR, WARNING, DoctorFault
from pmtui.store.doctor_git import git_faults, git_fixes
from pmtui.store.doctor_plausible import implausible
from pmtui.store.doctor_settings import settings_faults
from pmtui.store.half_written import stopped_change
from pmtui.store.layout import ATTRIBUTES, IGNORED, LOCAL, SETTINGS, add_git_files, missing_lines, record_path
from pmtui.store.regular import read_regular
from pmtui.store.rescue import FOLDER as RESCUE
from pmtui.store.rescue import rescue_files
from pmtui.store.workspace import Workspace
from pmtui.store.writing import is_abandoned, leftovers

_HISTORY = "take an older version with `git log -- FILE` and `git checkout COMMIT -- FILE`"


def faults(workspace: Workspace) -> list[DoctorFault]:
    """Everything that is wrong with a workspace; errors come first."""
    rows = {kind: workspace.rows(kind) for kind in SCHEMA.kinds}
    found = [
        *_unreadable(workspace, rows), *_twice(rows), *git_faults(workspace), *_settings(workspace),
        *settings_faults(workspace.settings, rows), *_strangers(workspace), *_links(rows),
        *_circles(rows), *implausible(rows, today()), *_of_dead_programs(workspace), *_rescued(workspace),
    ]
    return sorted(found, key=lambda one: (one.severity != ERROR, one.code, one.path or "", one.id or ""))


def fix(workspace: Workspace) -> list[str]:
    """Mend what needs no judgement, and say in words what was mended.

    Raises:
        StoreError: The workspace is read-only or locked.
    """
    workspace.records.require_writable()
    done = []
    with workspace.records.lock:
        workspace.records.settle()  # before the leftovers: they are its own
        done += workspace.take_news()
        for path in list(leftovers(_folders(workspace))):
            with suppress(OSError):
                os.remove(path)
                done.append(f"removed {os.path.relpath(path, workspace.root)}, which a process left that died")
        with suppress(OSError):
            done += [f"{name} says what it must again" for name in add_git_files(workspace.root)]
        done += git_fixes(workspace)
        done += _merge_between_markers(workspace)
    return done


def _unreadable(workspace: Workspace, rows: dict[str, Rows]) -> Iterator[DoctorFault]:
    for kind, some in rows.items():
        for fault in some.faults:
            advice = f"mend the file by hand, or {_HISTORY}"
            if _between_markers(workspace, fault.path) is not None:
                advice = "pmtui doctor --fix keeps both sides; where both changed a field, as a conflict"
            elif fault.reason.startswith(("it has no id", "it says id")):
                advice = f"rename the file, or write the id of its name into it; or {_HISTORY}"
            yield DoctorFault(ERROR, "unreadable", fault.path, fault.id or None, f"the {kind} cannot be read: {fault.reason}", advice)


def _between_markers(workspace: Workspace, path: str) -> bytes | None:
    """What a file with conflict markers shall hold, with both sides in it; None where it has none."""
    with suppress(OSError):
        return without_markers(path, read_regular(os.path.join(workspace.root, path), follows_links=False))
    return None


def _merge_between_markers(workspace: Workspace) -> list[str]:
    done = []
    for kind in SCHEMA.kinds:
        for fault in workspace.rows(kind).faults:
            raw = _between_markers(workspace, fault.path)
            if raw is not None:
                workspace.records.write_file(fault.path, raw)
                done.append(f"{fault.path}: what stood between git's conflict markers is in it, both sides")
    return done


def _twice(rows: dict[str, Rows]) -> Iterator[DoctorFault]:
    """An id in two collections: links by id could mean either."""
    seen: dict[str, str] = {}
    for kind, some in rows.items():
        for at in range(len(some)):
            id = some.id(at)
            other = seen.setdefault(id, kind)
            if other != kind:
                yield DoctorFault(
                    ERROR, "duplicate_id", record_path(SCHEMA[kind], id), id, f"the id also belongs to {record_path(SCHEMA[other], id)}",
                    "give one of the two a new id: rename the file and change the id in it",
                )


def _settings(workspace: Workspace) -> Iterator[DoctorFault]:
    if workspace.is_read_only:
        version = workspace.records.layout.format
        advice = f"install pmtui {version}.0 or later"
        yield DoctorFault(WARNING, "newer_format", SETTINGS, None, f"a newer pmtui wrote the workspace (format {version})", advice)
    for name, wanted in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        missing = missing_lines(workspace.root, name, wanted)
        if missing:
            yield DoctorFault(WARNING, "git_files", name, None, f"it does not say {' and '.join(missing)}", "pmtui doctor --fix")


def _strangers(workspace: Workspace) -> Iterator[DoctorFault]:
    """Folders of JSON files that are of no kind known here: a newer program's, or a mistake."""
    known = {*SCHEMA.by_collection, LOCAL, ".git"}
    for entry in _entries(workspace.root):
        if entry.name not in known and entry.is_dir(follow_symlinks=False):
            count = sum(one.name.endswith(".json") for shard in _entries(entry.path) if shard.is_dir() for one in _entries(shard.path))
            if count:
                message = f"it holds {count} files of a kind that this version of pmtui does not know; they are kept as they are"
                yield DoctorFault(WARNING, "unknown_kind", entry.name, None, message, "install a newer pmtui, or move the folder away")


def _links(rows: dict[str, Rows]) -> Iterator[DoctorFault]:
    """Links of living records to records that are deleted or missing."""
    deleted: dict[str, bool] = {}
    for some in rows.values():
        gone = some.column("deleted_at").rows()
        deleted.update((some.id(at), gone[at] is not None) for at in range(len(some)))
        deleted.update((fault.id, False) for fault in some.faults)  # there, though it cannot be read
    for kind, some in rows.items():
        for at, field, target in _linked(SCHEMA[kind], some):
            if deleted.get(target, True) and not deleted[some.id(at)]:
                reason = "deleted" if target in deleted else "missing"
                fixed = f"pmtui restore {target}, or take the link out" if reason == "deleted" else "take the link out"
                id = some.id(at)
                path = record_path(SCHEMA[kind], id)
                yield DoctorFault(WARNING, "dangling_link", path, id, f"{field} points to {target}, which is {reason}", fixed)


def _circles(rows: dict[str, Rows]) -> Iterator[DoctorFault]:
    """Records that wait for themselves or are part of themselves, as two right links of two people can make it in a merge."""
    for kind, some in rows.items():
        for field in acyclic_fields(SCHEMA[kind]):
            titles = some.column("title")
            for ids in circles(some, field.name):
                named = {id: str(titles[at] or "") for id in ids if (at := some.position(id)) is not None}
                message = f"{field.name} leads back to itself: {in_words(ids, named)}"
                path = record_path(SCHEMA[kind], ids[0])
                yield DoctorFault(WARNING, "circle", path, ids[0], message, f"pmtui set {ids[0]} {_without(field, ids[1])}")


def _without(field: Field, id: str) -> str:
    return f"{field.name}-={id}" if field.type == LINKS else f"{field.name}="


def _linked(kind: Kind, rows: Rows) -> Iterator[tuple[int, str, str]]:
    """Position, field and target of every link of a kind."""
    for name, field in kind.fields.items():
        if field.type in (LINK, LINKS):
            for at, value in enumerate(rows.column(name).rows()):
                for target in _targets(field, value):
                    yield at, name, target
        inner = [one for one in field.entry if field.type == ENTRIES and one.type in (LINK, LINKS)]
        if inner:
            for at in range(len(rows)):
                for entry in rows.document(at).get(name) or ():
                    for one in inner:
                        for target in _targets(one, entry.get(one.name)):
                            yield at, f"{name}.{one.name}", target


def _targets(field: Field, value: Any) -> Iterable[str]:
    if field.type == LINK:
        return (value,) if isinstance(value, str) and value else ()
    return [one for one in value or () if isinstance(one, str)]


def _of_dead_programs(workspace: Workspace) -> Iterator[DoctorFault]:
    """What programs left that died while saving; of a change that is half written the files need not be named, too."""
    title = stopped_change(workspace.records)
    if title:
        message = f"“{title}” is half written: its program was killed; whoever writes next brings it to its end"
        yield DoctorFault(WARNING, "half_written", None, None, message, "pmtui doctor --fix does so; then pmtui undo takes all of it back")
        return
    message = "a process that died while saving left it; the record itself is whole"
    for path in sorted(leftovers(_folders(workspace))):
        if is_abandoned(path):
            name = os.path.relpath(path, workspace.root).replace(os.sep, "/")
            yield DoctorFault(WARNING, "leftover", name, None, message, "pmtui doctor --fix")


def _folders(workspace: Workspace) -> list[str]:
    """Where saves leave temporary files; the cache looks after its own."""
    return [*(os.path.join(workspace.root, one) for one in SCHEMA.by_collection), os.path.join(workspace.local, RESCUE)]


def _rescued(workspace: Workspace) -> Iterator[DoctorFault]:
    for path in rescue_files(workspace.root, workspace.local):
        name = os.path.relpath(path, workspace.root) if path.startswith(workspace.root + os.sep) else path
        yield DoctorFault(
            WARNING, "rescued", name.replace(os.sep, "/"), None, "a change that could not be saved is kept in this file",
            "look at it; what is needed can be put in place by hand; then remove the file",
        )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda one: one.name)
    except OSError:
        return []
