"""Who gave a contested field each of its values, and when: git knows, for a conflict in a record names nobody.

Two git processes whatever the number of conflicts: one lists the commits that changed the records' files with the blobs
before and after, one reads the blobs. A value belongs to the newest commit that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode, normal_record
from pmtui.domain.conflicts import Conflict, Origin, Origins
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge_candidates import ABSENT, value_key
from pmtui.store.clock import instant_said
from pmtui.store.git import Git, GitError
from pmtui.store.layout import record_path

_MOST_PATHS = 2000
"""Of more records than this, git is asked about whole collections: a command line has no room for all their paths."""
_FORMAT = "--format=%x1e%H %P%x1f%aN%x1f%aE%x1f%at%x1f"


class _Step(NamedTuple):
    """A commit that changed a record's file: what it held before (with every parent) and after; None where there was no file."""

    origin: Origin
    is_merge: bool
    before: tuple[Mapping[str, Any] | None, ...]
    after: Mapping[str, Any] | None


def value_origins(root: str, conflicts: Sequence[Conflict]) -> dict[str, Origins]:
    """Where the values of conflicts come from, by `Conflict.key`.

    Takes as long as git takes to walk the history, so call it behind the screen. Outside of a repository, without git and
    for values that were not committed yet, nothing is known.

    Args:
        root: The workspace's folder.
        conflicts: What to look for.
    """
    if not conflicts:
        return {}
    steps = _steps(root, {record_path(SCHEMA[one.kind], one.id): one for one in conflicts})
    return {one.key: _origins(one, steps.get(record_path(SCHEMA[one.kind], one.id), ())) for one in conflicts}


def _origins(conflict: Conflict, steps: Sequence[_Step]) -> Origins:
    return Origins(
        _written(conflict, conflict.base, [one for one in steps if not one.is_merge]),
        tuple(_alive(steps) if _is_alive(conflict, one) else _given(conflict, one, steps) for one in conflict.values),
    )


def _given(conflict: Conflict, value: Any, steps: Sequence[_Step]) -> Origin | None:
    """Who gave a value: in a commit of their own, else in the lines that a merge took from it, else in the merge itself."""
    edits = [one for one in steps if not one.is_merge]
    return _written(conflict, value, edits) or _begun(conflict, value, edits) or _written(conflict, value, steps)


def _is_alive(conflict: Conflict, value: Any) -> bool:
    return conflict.path == "deleted_at" and value is ABSENT


def _alive(steps: Iterable[_Step]) -> Origin | None:
    """Of a record kept alive: who worked on it last."""
    return next((one.origin for one in steps if not one.is_merge and one.after is not None and "deleted_at" not in one.after), None)


def _written(conflict: Conflict, value: Any, steps: Iterable[_Step]) -> Origin | None:
    """The newest commit after which the field had a value that it had not before."""
    key = value_key(value)

    def has(data: Mapping[str, Any] | None) -> bool:
        return data is not None and value_key(_at(data, conflict.path)) == key

    return next((one.origin for one in steps if has(one.after) and not any(map(has, one.before))), None)


def _begun(conflict: Conflict, value: Any, steps: Iterable[_Step]) -> Origin | None:
    """Of a text that the merge put together: the newest commit that wrote the lines which no other text has."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    others = {line for one in conflict.values if one is not value and isinstance(one, list) for line in one if isinstance(line, str)}
    own = set(value) - others
    if not own:
        return None

    def has(data: Mapping[str, Any] | None) -> bool:
        text = ABSENT if data is None else _at(data, conflict.path)
        return isinstance(text, list) and own <= {line for line in text if isinstance(line, str)}

    return next((one.origin for one in steps if has(one.after) and not any(map(has, one.before))), None)


def _at(data: Mapping[str, Any], path: str) -> Any:
    """The value at a path such as `criteria.7k2m9q4x1c.text`; `ABSENT` where there is none."""
    name, *rest = path.split(".")
    value: Any = data.get(name, ABSENT)
    while rest and isinstance(value, list):
        entry = next((one for one in value if isinstance(one, dict) and one.get("id") == rest[0]), {})
        value = entry.get(rest[1], ABSENT) if len(rest) > 1 else ABSENT
        rest = rest[2:]
    return value


def _steps(root: str, records: Mapping[str, Conflict]) -> dict[str, list[_Step]]:
    """The commits that changed the files of records, by path, newest first; nothing where git cannot tell."""
    paths = sorted(records) if len(records) <= _MOST_PATHS else sorted({path.partition("/")[0] for path in records})
    git = Git(root)
    try:
        listed = git.run("log", "-z", "--raw", "--no-abbrev", "--no-renames", "--full-history", "-m", "--relative", _FORMAT, "--", *paths)
        found = _listed(listed, records)
        pairs = (pair for _, _, changes in found for known in changes.values() for pair in known)
        blobs = sorted({blob for pair in pairs for blob in pair if not _is_none(blob)})
        contents = dict(zip(blobs, git.contents([blob.encode() for blob in blobs]), strict=True))
    except GitError:
        return {}
    steps: dict[str, list[_Step]] = {}
    read: dict[str, Mapping[str, Any] | None] = {}
    for origin, parents, changes in found:
        for path, known in changes.items():
            if len(known) < parents:  # a merge that took the file from one side as it was
                continue
            versions = [_read(one, contents, records[path].kind, read) for pair in known for one in pair]
            steps.setdefault(path, []).append(_Step(origin, parents > 1, tuple(versions[::2]), versions[1]))
    return steps


def _listed(raw: bytes, records: Mapping[str, Conflict]) -> list[tuple[Origin, int, dict[str, list[tuple[str, str]]]]]:
    """Commits newest first, each with its number of parents and by path the blobs before and after, once a parent."""
    found: dict[str, tuple[Origin, int, dict[str, list[tuple[str, str]]]]] = {}
    for chunk in raw.decode("utf-8", "replace").split("\x1e"):
        head, *about = chunk.split("\x1f")
        if len(about) != 4:  # a name that holds such a separator
            continue
        hash, *parents = head.split()
        _, _, changes = found.setdefault(hash, (Origin(instant_said(about[2]), about[0], about[1], hash), max(1, len(parents)), {}))
        words = about[3].split("\0")
        for meta, path in zip(words[1::2], words[2::2], strict=False):
            parts = meta.split()
            if path in records and len(parts) == 5:
                changes.setdefault(path, []).append((parts[2], parts[3]))
    return list(found.values())


def _read(blob: str, contents: Mapping[str, bytes], kind: str, read: dict[str, Mapping[str, Any] | None]) -> Mapping[str, Any] | None:
    """The record in a blob in canonical form; None where there is none that can be read."""
    if blob not in read:
        read[blob] = None
        with suppress(BadJson, RecursionError):
            read[blob] = None if _is_none(blob) else normal_record(SCHEMA[kind], decode(contents.get(blob, b"")))
    return read[blob]


def _is_none(blob: str) -> bool:
    """Whether git's name of an object says that there is none."""
    return not blob.strip("0")
