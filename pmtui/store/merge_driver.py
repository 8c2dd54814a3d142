"""`pmtui merge-driver`: the merge of one file, as git calls it for each file that both sides changed.

Git starts one process a file, so that this module imports next to nothing. The path says what the file is; of its workspace
only the team's own fields are looked at, so that a set of theirs is merged as a set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from pmtui.domain.canonical import BadJson, decode, encode
from pmtui.domain.merge import merge
from pmtui.domain.validation import is_id
from pmtui.store.errors import StoreError
from pmtui.store.layout import SETTINGS, read_layout
from pmtui.store.sync_paths import Record, record_at

WORD = "merge-driver"
"""The subcommand."""
_HINT = "look at both versions with git diff, mend the file, and git add it"


def run(words: Sequence[str]) -> int:
    """Merge, and say on stderr why where that is not possible; the quick way in, past the whole command line.

    Args:
        words: The paths of the merge base, ours and theirs, and the path of the file in the repository.

    Returns:
        0 where the file is merged, with or without a conflict recorded in it; 1 where git has to leave it to a person.
    """
    base, ours, theirs, path = words
    try:
        merge_files(base, ours, theirs, path)
    except StoreError as error:
        _say(f"pmtui: {error}\n")
        return 1
    except Exception as error:
        _say(f"pmtui: cannot merge {path}: a fault of the program: {type(error).__name__}: {error}\n")
        return 1
    return 0


def merge_files(base: str, ours: str, theirs: str, path: str) -> None:
    """Merge three versions of a file, and put the result in the place of ours.

    Args:
        base: The file with the merge base; empty where both sides added the file.
        ours: The file with our version; replaced in one step, or left as it is.
        theirs: The file with their version.
        path: The path of the file in the repository, which says what it holds.

    Raises:
        StoreError: A version cannot be read, is not what the path says, or is no record and can only be merged by a person.
    """
    sides = tuple(_read(name, path) for name in (base, ours, theirs))
    parts = path.split("/")
    _put_team_in_force("/".join(parts[:-3]))
    record = record_at("/".join(parts[-3:]))
    if record is not None:
        raw = _merged_record(record, path, *sides)
    elif parts[-1] == SETTINGS:
        raw = _merged_settings(path, *sides)
    else:
        _require_no_record(path, parts[-1], sides)
        _merge_text(base, ours, theirs, path)
        return
    if raw != sides[1]:
        _replace(ours, raw, path)


def _put_team_in_force(folder: str) -> None:
    """Let the schema be that of the workspace in a folder; where that says nothing that can be read, of format 1."""
    with suppress(StoreError):
        settings = read_layout(os.path.abspath(folder)).settings
        if settings:
            from pmtui.domain.team_schema import put_in_force

            put_in_force(settings)


def _merged_record(record: Record, path: str, base: bytes, ours: bytes, theirs: bytes) -> bytes:
    try:
        old = record.read(base) if base else {}
    except BadJson:  # what nobody could read is no base; both sides are whole, and nothing is lost
        old = {}
    sides = []
    for name, raw in (("our", ours), ("their", theirs)):
        try:
            sides.append(record.read(raw))
        except BadJson as error:
            raise StoreError(f"cannot merge {path}: {name} version cannot be read: {error}", _HINT, "unreadable") from None
    return encode(record.kind, merge(record.kind, old, *sides))


def _merged_settings(path: str, base: bytes, ours: bytes, theirs: bytes) -> bytes:
    from pmtui.store.settings_merge import merged_settings

    raw = merged_settings((base or None, ours, theirs))
    if raw is None:
        raise StoreError(f"cannot merge {path}: a version cannot be read", _HINT, "unreadable")
    return raw


def _require_no_record(path: str, name: str, sides: Sequence[bytes]) -> None:
    """Refuse a record in a file of another name: its kind is not known, and under that name nobody would find it."""
    stem = name.removesuffix(".json")
    for raw in sides:
        try:
            id = decode(raw).get("id") if raw else None
        except BadJson:
            id = None
        if isinstance(id, str) and is_id(id) and id != stem:
            hint = "name it KIND/F/ID.json, with F the first character of the id"
            raise StoreError(f"cannot merge {path}: it holds the record {id}, which is not the file's name", hint, "wrong_id")


def _merge_text(base: str, ours: str, theirs: str, path: str) -> None:
    """Merge a file that is no record of ours line by line, as git would have done it without us."""
    from pmtui.store.git import Git, GitError

    names = ("-L", "ours", "-L", "base", "-L", "theirs")
    try:
        Git(os.getcwd()).run("merge-file", "-q", *names, "--", *map(os.path.abspath, (ours, base, theirs)))
    except GitError as error:
        if error.status <= 0 or error.status > 127:
            raise StoreError(f"cannot merge {path}: {error.message}", _HINT, "git") from None
        raise StoreError(
            f"{path} is no record, and both sides changed the same lines", "choose between the markers in it, and git add it", "by_hand"
        ) from None


def _read(name: str, path: str) -> bytes:
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise StoreError(f"cannot merge {path}: cannot read {name}: {error.strerror}", "", "unreadable") from None


def _replace(target: str, raw: bytes, path: str) -> None:
    """Write a file whole or not at all."""
    temporary = f"{target}.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(raw)
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.remove(temporary)
        raise StoreError(f"cannot merge {path}: cannot write {target}: {error.strerror}", "free some space, and merge again") from None


def _say(text: str) -> None:
    with suppress(OSError, UnicodeError):
        if sys.stderr is not None:
            sys.stderr.write(text)
