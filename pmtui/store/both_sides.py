"""Files in which a merge by git has left two versions: what they shall hold, with both sides in it."""

from __future__ import annotations

import os
from typing import Any

from pmtui.domain.canonical import BadJson, encode
from pmtui.domain.merge import merge
from pmtui.domain.schema import Kind
from pmtui.domain.validation import read_record
from pmtui.store.reading import read_path
from pmtui.store.saving import new_conflicts
from pmtui.store.sync_paths import record_at
from pmtui.store.unmerged import Stages, merged_stages, repaired

_OURS, _BASE, _THEIRS, _END = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"


def both_sides(root: str, path: str, stages: Stages) -> bytes | None:
    """What a file that git has not finished merging shall hold; None where it is no record, or only a person can tell."""
    kind, id = record_in(path) or (None, "")
    if kind is None:
        return None
    stored = read_path(os.path.join(root, path), kind, id)
    if not {2, 3} <= stages.keys():  # one side removed the file: absence never means deletion
        return _remaining(kind, id, stored.raw, stages) if stored.data is None else stored.raw
    shown, merged = repaired(kind, id, stored, stages), merged_stages(kind, id, stages)
    if shown is not None:
        return encode(kind, shown)
    return None if merged is None or stored.data is None else _joined(kind, id, stored.data, stages, merged)


def _remaining(kind: Kind, id: str, raw: bytes | None, stages: Stages) -> bytes | None:
    """The version of the side that kept the file, where there is none in the working tree any more."""
    left = stages.get(2) or stages.get(3)
    if raw is not None or left is None:
        return None
    try:
        return encode(kind, read_record(kind, id, left))
    except BadJson:
        return None


def _joined(kind: Kind, id: str, data: dict[str, Any], stages: Stages, merged: dict[str, Any]) -> bytes | None:
    """A merge together with what somebody has made of the file since; None where that resolves what the merge contests."""
    whole = merge(kind, read_record(kind, id, stages[2]), data, merged)
    is_contested = {*new_conflicts(kind, merged, whole)} & {*new_conflicts(kind, data, whole)}
    return None if is_contested else encode(kind, whole)


def without_markers(path: str, raw: bytes) -> bytes | None:
    """What a record's file shall hold that has git's conflict markers in it; None where it has none, or a side cannot be read.

    The two versions are those between the markers. What both began from is known only where git was asked to write it
    there (`merge.conflictStyle`); else every value on which they differ is kept as a conflict.

    Args:
        path: The path of the file inside the workspace.
        raw: Its bytes.
    """
    kind, id = record_in(path) or (None, "")
    sides = _between_markers(raw) if kind is not None else None
    if kind is None or sides is None:
        return None
    base, ours, theirs = sides
    try:
        old = read_record(kind, id, base) if base is not None else {}
    except BadJson:
        old = {}
    try:
        return encode(kind, merge(kind, old, read_record(kind, id, ours), read_record(kind, id, theirs)))
    except BadJson:
        return None


def _between_markers(raw: bytes) -> tuple[bytes | None, bytes, bytes] | None:
    """The versions of base, ours and theirs in a text with markers; no base where one place does not tell it."""
    texts: dict[bytes, list[bytes]] = {_BASE: [], _OURS: [], _THEIRS: []}
    at, has_base, is_marked = b"", True, False
    order = {b"": (_OURS,), _OURS: (_BASE, _THEIRS), _BASE: (_THEIRS,), _THEIRS: (_END,)}
    for line in raw.splitlines(keepends=True):
        mark = line[:7]
        if mark in (_OURS, _BASE, _THEIRS, _END):
            if mark not in order[at]:
                return None
            has_base = has_base and (mark != _THEIRS or at == _BASE)
            at, is_marked = b"" if mark == _END else mark, True
        else:
            for name in (at,) if at else texts:
                texts[name].append(line)
    if at or not is_marked:
        return None
    base, ours, theirs = (b"".join(texts[name]) for name in (_BASE, _OURS, _THEIRS))
    return base if has_base else None, ours, theirs


def record_in(path: str) -> tuple[Kind, str] | None:
    """The kind and id of the record whose file has this path inside the workspace; None where it is no record's."""
    found = record_at(path)
    return (found.kind, found.id) if found is not None and found.is_known else None
