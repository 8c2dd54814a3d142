"""Records that git has not finished merging: its index holds several versions of their files.

Looking for such a merge reads one folder and runs nothing; git is asked only where there is one, and once for each
state of its index.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from pmtui.domain.canonical import BadJson, encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.validation import is_id, read_record
from pmtui.store.git_folders import kept_by_git, place_of
from pmtui.store.layout import record_path

if TYPE_CHECKING:
    from pmtui.domain.change import Change
    from pmtui.store.files import RecordStore
    from pmtui.store.reading import Stored
    from pmtui.store.saving import Documents, Saved

Stages = Mapping[int, bytes]
"""The versions of a file in git's index: 1 the merge base, 2 ours, 3 theirs."""

_MARKS = frozenset({"AUTO_MERGE", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "SQUASH_MSG", "rebase-merge", "rebase-apply"})
"""What git leaves in its folder while a merge, cherry-pick, revert, rebase or `stash pop` waits for a person."""

_last: dict[str, tuple[tuple[int, ...], dict[str, dict[int, bytes]]]] = {}
"""By workspace: the signature of the index that was last read, and the versions in it."""


_AT_ONCE = 0.005
"""Seconds for which an answer holds: one save asks twice, and git takes longer than that to begin a merge."""
_answered: dict[str, tuple[float, bool]] = {}


def is_merging(root: str) -> bool:
    """Whether git may be in the middle of a merge in the repository around a workspace."""
    now = monotonic()
    asked, answer = _answered.get(root, (-1.0, False))
    if now - asked > _AT_ONCE:
        folder, answer = kept_by_git(root), False
        with suppress(OSError):
            answer = bool(folder) and not _MARKS.isdisjoint(os.listdir(folder))
        _answered[root] = now, answer
    return answer


def versions(root: str) -> Mapping[str, Stages]:
    """The files of a workspace of which git's index holds several versions, by path inside it; none where git cannot tell."""
    from pmtui.store.git import Git, GitError

    signature = _index_signature(root)
    last = _last.get(root)
    if signature and last is not None and last[0] == signature:
        return last[1]
    try:
        found = Git(root).versions()
    except GitError:
        return {}
    _last[root] = signature, found
    return found


def unmerged_ids(root: str, kind: Kind) -> frozenset[str]:
    """The ids of the records of a kind that git has not finished merging."""
    if not is_merging(root):
        return frozenset()
    above = kind.collection + "/"
    stems = {path.rpartition("/")[2].removesuffix(".json") for path in versions(root) if path.startswith(above)}
    return frozenset(id for id in stems if is_id(id))


def merged_stages(kind: Kind, id: str, stages: Stages) -> dict[str, Any] | None:
    """The merge of the versions of a record in git's index; None where ours or theirs is missing, or one is unreadable."""
    if not {2, 3} <= stages.keys():
        return None
    from pmtui.domain.merge import merge

    try:
        base, ours, theirs = (read_record(kind, id, stages[one]) if one in stages else {} for one in (1, 2, 3))
        return merge(kind, base, ours, theirs)
    except BadJson:
        return None


def repaired(kind: Kind, id: str, stored: Stored, stages: Stages) -> dict[str, Any] | None:
    """What a record is while git has not finished merging its file.

    A file that cannot be read, or that says what one of the versions says, holds nothing of its own: the merge of the
    versions stands for it. Any other content somebody has made since, and it stands as it is.

    Returns:
        The merge; None where the file stands as it is, or there is nothing to merge.
    """
    if stored.data is None:
        return merged_stages(kind, id, stages)
    says = encode(kind, stored.data)
    for raw in stages.values():
        with suppress(BadJson):
            if raw == stored.raw or encode(kind, read_record(kind, id, raw)) == says:
                return merged_stages(kind, id, stages)
    return None


def save(store: RecordStore, change: Change, mark: str, documents: Documents | None = None, *, is_strict: bool = False) -> Saved:
    """Write a change as `RecordStore.save` does, and tell git which merges are finished by it.

    A record that was shown merged is written merged: from then on its file is what a person made of both sides, and
    to merge the same versions into it once more could take an edit back.
    """
    paths = _finished_by(store.root, change) if is_merging(store.root) else []
    saved = store.save(change, mark, documents, is_strict=is_strict)
    if paths:
        from pmtui.store.git import Git, GitError

        with suppress(GitError):  # then the index says so for a while longer, and the doctor
            Git(store.root).run("add", "--pathspec-from-file=-", "--pathspec-file-nul", standard_input="\0".join(paths).encode())
    return saved


def _finished_by(root: str, change: Change) -> list[str]:
    from pmtui.store.reading import read_stored

    found = []
    unmerged = versions(root)
    for edit in change.edits:
        kind = SCHEMA.kinds.get(edit.kind)
        path = record_path(kind, edit.id) if kind is not None and is_id(edit.id) else ""
        if kind is not None and path in unmerged:
            stored = read_stored(root, kind, edit.id)
            if stored.data is not None and stored.reason:
                found.append(path)
    return found


def _index_signature(root: str) -> tuple[int, ...]:
    at = place_of(root)
    with suppress(OSError):
        found = os.stat(os.path.join(at.folder, "index")) if at is not None else None
        return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino) if found is not None else ()
    return ()
