"""Committing the workspace's files and nothing else.

What the user has staged, changed or not yet added elsewhere stays as it is, to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.canonical import BadJson, decode
from pmtui.store.errors import StoreError, refusal
from pmtui.store.git import GitError
from pmtui.store.layout import SETTINGS
from pmtui.store.regular import read_regular
from pmtui.store.sync_git import Said
from pmtui.store.sync_network import Configuration
from pmtui.store.sync_paths import record_at
from pmtui.store.sync_repository import Changed, Repository
from pmtui.store.sync_trees import FILE, GONE, Changes, Entry, Trees
from pmtui.store.sync_words import NEW_WORKSPACE, RecordChange, message

_NAMED = 3


class Committed(NamedTuple):
    """What committing came to.

    Attributes:
        head: The commit that the branch is at now; in a dry run the one that it would be at. Empty where there is none.
        message: The message of the new commit; empty where there was nothing to commit.
        held: Files that were not committed because nobody could read them, by path in the repository.
        is_whole: Whether everything in the workspace is committed now: nothing was held back, and no file is missing.
        notes: What people should know about it.
        raws: The bytes of the records in the commit, by path in the workspace; None for one that is gone.
        staged: What the user's index has to say now of the workspace's files, by path in the repository.
    """

    head: str
    message: str
    held: tuple[str, ...]
    is_whole: bool
    notes: tuple[str, ...]
    raws: Mapping[str, bytes | None]
    staged: Changes


class _Sorted(NamedTuple):
    """The changed files of the workspace: those to commit, what became of their records and is in them, and those left out."""

    included: list[Changed]
    records: list[RecordChange]
    raws: dict[str, bytes | None]
    held: list[str]
    missing: list[str]
    notes: list[str]


def committed(trees: Trees, at: Repository, configuration: Callable[[], Configuration], said: Said, *, is_dry: bool) -> Committed:
    """Commit what changed in the workspace since HEAD. The user's index is left to the caller.

    Raises:
        StoreError: Git does not know who commits, or the branch moved meanwhile.
    """
    found = _sorted(trees, at)
    if found.missing:
        names = ", ".join(found.missing[:_NAMED]) + (" …" if len(found.missing) > _NAMED else "")
        found.notes.append(
            f"{len(found.missing)} record files are missing though nobody deleted the records, and were not committed so: {names}; "
            "git restore brings them back"
        )
    held, is_whole, notes = tuple(found.held), not (found.held or found.missing), tuple(found.notes)
    if not found.included:
        return Committed(at.head, "", held, is_whole, notes, {}, {})
    said("commit.begin", "")
    changes = _blobs(trees, found)
    head, words = at.head, ""
    if changes:
        configured = configuration()
        words = message(found.records, _others(found.included))
        tree = trees.tree(at.head, changes)
        said("commit.tree", "")
        head = made_commit(trees, tree, [at.head] if at.head else [], words, is_signed=configured.is_signed)
        said("commit.made", "")
        if not is_dry:
            _advance(trees, at, head, words)
            said("commit.branch", words.partition("\n")[0])
    return Committed(head, words, held, is_whole, notes, found.raws, {} if is_dry else _staged(found.included, changes))


def _blobs(trees: Trees, found: _Sorted) -> dict[str, Entry | None]:
    """The files as they are now, put into the repository; those that differ from HEAD."""
    there = [one for one in found.included if not (one.own in found.raws and found.raws[one.own] is None)]
    blobs = trees.start_storing([one.path for one in there]).result().decode("ascii").split() if there else []
    now: dict[str, Entry | None] = {one.path: None for one in found.included}
    now |= {one.path: Entry(one.mode if one.mode != GONE else FILE, blob) for one, blob in zip(there, blobs, strict=True)}
    return {one.path: now[one.path] for one in found.included if now[one.path] != one.head}


def _sorted(trees: Trees, at: Repository) -> _Sorted:
    found = _Sorted([], [], {}, [], [], [])
    raws = trees.contents((one.head.blob for one in at.changed if one.head is not None), at.head, (one.path for one in at.changed))
    for one in at.changed:
        old = raws[one.head.blob] if one.head is not None else None
        new = disk_bytes(os.path.join(at.top, one.path))
        record = record_at(one.own)
        reason = _settings_fault(new) if one.own == SETTINGS else record.fault(new) if record is not None else ""
        if reason:
            found.held.append(one.path)
            found.notes.append(f"{one.path} was not committed, for it cannot be read: {reason}; mend it by hand")
            continue
        if record is not None:
            before, after = _fields(one, old), _fields(one, new)
            if new is None and before is not None and before.get("deleted_at") is None:
                found.missing.append(one.path)
                continue
            if (before, after) != (None, None):
                found.records.append(RecordChange(record, before, after))
        found.included.append(one)
        found.raws[one.own] = new
    return found


def _others(included: Sequence[Changed]) -> list[str]:
    others = [one for one in included if record_at(one.own) is None]
    return [NEW_WORKSPACE if one.own == SETTINGS and one.head is None else one.own for one in others]


def _fields(one: Changed, raw: bytes | None) -> Mapping[str, object] | None:
    """The fields of a record; none of them where an old version could not be read."""
    record = record_at(one.own)
    if raw is None or record is None:
        return None
    try:
        return record.read(raw)
    except BadJson:
        return {}


def _settings_fault(raw: bytes | None) -> str:
    if raw is None:
        return "it is missing"
    try:
        decode(raw)
    except BadJson as error:
        return str(error)
    return ""


def disk_bytes(path: str) -> bytes | None:
    """What a file of the workspace holds; None where there is none.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        return read_regular(path, follows_links=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise refusal(error, f"cannot read {path}") from None


def made_commit(trees: Trees, tree: str, parents: Sequence[str], words: str, *, is_signed: bool = False) -> str:
    """A new commit that no branch holds yet.

    Raises:
        StoreError: Git does not know who commits, or cannot sign.
    """
    try:
        return trees.commit(tree, parents, words, is_signed)
    except GitError as error:
        said = error.message
        if "tell me who you are" in said or "ident name" in said or "identity unknown" in said or "auto-detect email" in said:
            raise StoreError(
                "git does not know who you are, and a commit must say it",
                'run git config --global user.name "Your Name" and git config --global user.email you@example.com, and sync again',
                "no_identity",
            ) from None
        hint = "mend your signing key, or switch commit.gpgSign off, and sync again" if is_signed else "do what git says, and sync again"
        raise StoreError(f"git cannot commit: {said.splitlines()[0]}", hint, "git") from None


def _advance(trees: Trees, at: Repository, head: str, words: str) -> None:
    subject = words.partition("\n")[0]
    try:
        trees.calls.run("update-ref", "-m", f"pmtui sync: {subject}", at.ref, head, at.head)
    except GitError as error:
        first = error.message.splitlines()[0]
        raise StoreError(f"the branch {at.branch} cannot be moved to the new commit: {first}", "sync again", "moved") from None


def _staged(included: Sequence[Changed], new: Changes) -> Changes:
    """What the user's index has to say of the workspace's files, where it does not say that yet."""
    wanted: dict[str, Entry | None] = {one.path: one.head for one in included}
    wanted.update(new)
    known = {one.path: one.staged for one in included if not one.is_unmerged}
    return {path: entry for path, entry in wanted.items() if path not in known or known[path] != entry}
