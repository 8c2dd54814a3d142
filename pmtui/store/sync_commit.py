"""Committing the workspace's files and nothing else, through a private index.

What the user has staged, changed or not yet added elsewhere stays as it is, to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.canonical import BadJson, decode
from pmtui.store.errors import StoreError, refusal
from pmtui.store.git import GitError
from pmtui.store.layout import SETTINGS
from pmtui.store.regular import read_regular
from pmtui.store.sync_git import Said
from pmtui.store.sync_index import UserIndex
from pmtui.store.sync_paths import record_at
from pmtui.store.sync_repository import Changed, Repository
from pmtui.store.sync_trees import Difference, Entry, Trees
from pmtui.store.sync_words import NEW_WORKSPACE, RecordChange, message

_NAMED = 3


class Committed(NamedTuple):
    """What committing came to.

    Attributes:
        head: The commit that the branch is at now; in a dry run the one that it would be at. Empty where there is none.
        message: The message of the new commit; empty where there was nothing to commit.
        held: Files that were not committed because nobody could read them, by path in the repository.
        notes: What people should know about it.
    """

    head: str
    message: str
    held: tuple[str, ...]
    notes: tuple[str, ...]


class _Sorted(NamedTuple):
    """The changed files of the workspace: those to commit, what became of their records, and those left out."""

    included: list[Changed]
    records: list[RecordChange]
    held: list[str]
    missing: list[str]
    notes: list[str]


def committed(trees: Trees, at: Repository, index: UserIndex, said: Said, *, is_dry: bool) -> Committed:
    """Commit what changed in the workspace since HEAD.

    Raises:
        StoreError: Git does not know who commits, the branch moved meanwhile, or the index is locked.
    """
    found = _sorted(trees, at)
    if found.missing:
        names = ", ".join(found.missing[:_NAMED]) + (" …" if len(found.missing) > _NAMED else "")
        found.notes.append(
            f"{len(found.missing)} record files are missing though nobody deleted the records, and were not committed so: {names}; "
            "git restore brings them back"
        )
    if not found.included:
        return Committed(at.head, "", tuple(found.held), tuple(found.notes))
    said("commit.begin", "")
    tree, changes = trees.tree_of_files(at.head, [one.path for one in found.included])
    said("commit.tree", "")
    head, words = at.head, ""
    if changes:
        words = message(found.records, _others(found.included))
        head = _made(trees, at, tree, words)
        said("commit.made", "")
        if not is_dry:
            _advance(trees, at, head, words)
            said("commit.branch", words.partition("\n")[0])
    if not is_dry:
        _align(index, found.included, changes)
        said("commit.index", "")
    return Committed(head, words, tuple(found.held), tuple(found.notes))


def _sorted(trees: Trees, at: Repository) -> _Sorted:
    found = _Sorted([], [], [], [], [])
    raws = trees.contents(one.head.blob for one in at.changed if one.head is not None)
    for one in at.changed:
        old = raws[one.head.blob] if one.head is not None else None
        new = _disk(os.path.join(at.top, one.path))
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


def _disk(path: str) -> bytes | None:
    try:
        return read_regular(path, follows_links=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise refusal(error, f"cannot read {path}") from None


def _made(trees: Trees, at: Repository, tree: str, words: str) -> str:
    signs = trees.calls.text("config", "--type=bool", "--get", "commit.gpgSign", allowed=(0, 1)) == "true"
    return made_commit(trees, tree, [at.head] if at.head else [], words, is_signed=signs)


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


def _align(index: UserIndex, included: Sequence[Changed], new: Mapping[str, Difference]) -> None:
    """Let the user's index say of the workspace's files what the branch says now."""
    wanted: dict[str, Entry | None] = {one.path: one.head for one in included}
    wanted.update({path: one.new for path, one in new.items()})
    known = {one.path: one.staged for one in included if not one.is_unmerged}
    changes = {path: entry for path, entry in wanted.items() if path not in known or known[path] != entry}
    if changes:
        with index.locked():
            index.align(changes)
