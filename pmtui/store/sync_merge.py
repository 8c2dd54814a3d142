"""Merging two commits in process: records by `domain.merge`, the workspace's settings field by field, other files line by line.

Nothing is checked out and no index of the user's is looked at: the outcome is what has to change in our commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, encode
from pmtui.domain.merge import merge
from pmtui.store.errors import StoreError
from pmtui.store.layout import SETTINGS
from pmtui.store.settings_merge import merged_settings
from pmtui.store.sync_other_files import merged_other, require_known_format
from pmtui.store.sync_paths import Record, inside, record_at
from pmtui.store.sync_trees import FILE, Difference, Entry, Trees, found_in

MERGED_BY_HAND = "other_conflicts"
"""The code of the error for files outside the workspace that only a person can merge."""


class Merged(NamedTuple):
    """What a merge came to.

    Attributes:
        changes: What differs from our commit, by path in the repository; None where a file goes.
        notes: What people should know about it, one sentence each.
        contested: Files outside the workspace that git cannot merge without a person.
        differences: The changes again, with what our commit has there.
    """

    changes: dict[str, Entry | None]
    notes: list[str]
    contested: list[str]
    differences: dict[str, Difference]


class _Both(NamedTuple):
    """A file that both sides changed differently."""

    path: str
    own: str
    base: Entry | None
    ours: Entry | None
    theirs: Entry | None

    @property
    def blobs(self) -> list[str]:
        return [one.blob for one in (self.base, self.ours, self.theirs) if one is not None]


class TreeMerge:
    """The merging of commits of one repository."""

    def __init__(self, trees: Trees, prefix: str) -> None:
        """Merge in a repository with the workspace in the folder `prefix`, which ends with a slash or is empty."""
        self._trees = trees
        self._prefix = prefix

    def merged(self, ours: str, theirs: str, bases: Sequence[str]) -> Merged:
        """What our commit becomes when theirs is merged into it.

        Args:
            ours: Our commit.
            theirs: Their commit.
            bases: Their best common ancestors, at least one.

        Raises:
            StoreError: Files outside the workspace contradict each other.
        """
        found = self._between(self.base(bases), ours, theirs)
        if found.contested:
            named = ", ".join(found.contested[:3]) + (f" and {len(found.contested) - 3} more" if len(found.contested) > 3 else "")
            raise StoreError(
                f"{named} changed on both sides, and only a person can merge that; nothing was changed",
                "merge with git merge @{upstream}, finish as git says, and sync again", MERGED_BY_HAND,
            )
        return found

    def ahead(self, ours: str, theirs: str) -> dict[str, Difference]:
        """In what they have gone on where we have not.

        Raises:
            StoreError: A newer program has made the workspace its own.
        """
        found = self._trees.differences(ours, theirs)
        settings = found.get(self._prefix + SETTINGS)
        raws = self._trees.contents([settings.new.blob] if settings is not None and settings.new is not None else [])
        _require_known_settings(self._prefix, found, raws)
        return found

    def bases(self, one: str, other: str) -> list[str]:
        """The best common ancestors of two commits, sorted."""
        return sorted(self._trees.calls.text("merge-base", "--all", one, other, allowed=(0, 1)).split())

    def base(self, bases: Sequence[str]) -> str:
        """The merge base; several are merged first, and their merge becomes a commit that no branch holds."""
        found = bases[0]
        for other in bases[1:]:
            above = self.bases(found, other)
            inner = self.base(above) if above else self._trees.calls.text("mktree", data=b"")
            both = self._between(inner, found, other)
            # what cannot be merged here is no base for anything: it counts as added on both sides
            changes = {**both.changes, **dict.fromkeys(both.contested)}
            tree = self._trees.tree(found, changes)
            found = self._trees.commit(tree, (found, other), "A merge base made of several\n")
        return found

    def _between(self, base: str, ours: str, theirs: str) -> Merged:
        mine, yours = map(found_in, [self._trees.start_differences(base, one) for one in (ours, theirs)])
        result = Merged({}, [], [], {})
        both = []
        for path, one in yours.items():
            if path not in mine:
                result.changes[path] = one.new
            elif one.new != mine[path].new:
                both.append(_Both(path, inside(self._prefix, path), one.old, mine[path].new, one.new))
        raws = self._trees.contents(self._needed(mine, yours, both))
        _require_known_settings(self._prefix, yours, raws)
        self._keep_living(mine, yours, raws, result)
        self._keep_readable(yours, raws, result)
        self._merge_both(both, raws, result)
        for path, entry in result.changes.items():
            result.differences[path] = Difference(mine[path].new if path in mine else yours[path].old, entry)
        return result

    def _needed(self, mine: Mapping[str, Difference], yours: Mapping[str, Difference], both: Sequence[_Both]) -> set[str]:
        """The blobs whose bytes the merge looks at: of all records and settings of theirs, and of what both changed or one removed."""
        needed = {blob for one in both for blob in one.blobs}
        for side in (mine, yours):
            for path, one in side.items():
                if not inside(self._prefix, path):
                    continue
                is_needed = one.new is None or side is yours
                needed |= {entry.blob for entry in one if entry is not None and is_needed}
        return needed

    def _keep_living(
        self, mine: Mapping[str, Difference], yours: Mapping[str, Difference], raws: Mapping[str, bytes], result: Merged
    ) -> None:
        """Absence never means deletion: a record's file goes only if the record was deleted before."""
        for side, other in ((mine, yours), (yours, mine)):
            for path, one in side.items():
                if one.new is None and one.old is not None and path not in other and self._is_living(path, raws.get(one.old.blob)):
                    if side is mine:
                        result.changes[path] = one.old
                    else:
                        result.changes.pop(path, None)

    def _is_living(self, path: str, raw: bytes | None) -> bool:
        record = record_at(inside(self._prefix, path))
        if record is None or raw is None:
            return False
        try:
            return "deleted_at" not in record.read(raw)
        except BadJson:
            return True

    def _keep_readable(self, yours: Mapping[str, Difference], raws: Mapping[str, bytes], result: Merged) -> None:
        """Leave out what only they changed and nobody could read any more, where what we have can be read."""
        for path, one in yours.items():
            record = record_at(inside(self._prefix, path))
            if record is None or result.changes.get(path) is None or one.new is None:
                continue
            reason = record.fault(raws[one.new.blob])
            if not reason:
                continue
            if one.old is not None and not record.fault(raws[one.old.blob]):
                del result.changes[path]
                result.notes.append(f"{path}: their version cannot be read ({reason}); the one before it stands")
            else:
                result.notes.append(f"{path} cannot be read: {reason}; pmtui doctor names it")

    def _merge_both(self, both: Sequence[_Both], raws: Mapping[str, bytes], result: Merged) -> None:
        made: list[tuple[str, bytes]] = []
        for one in both:
            record = record_at(one.own)
            sides = [None if entry is None else raws[entry.blob] for entry in (one.base, one.ours, one.theirs)]
            raw: bytes | None
            if one.ours is None or one.theirs is None:
                if not one.own:
                    result.contested.append(one.path)
                elif one.ours is None:  # we removed what they went on with
                    result.changes[one.path] = one.theirs
                continue
            if record is not None:
                raw = _merged_record(record, one.path, sides, result.notes)
            elif one.own == SETTINGS:
                raw = merged_settings(sides)
            else:
                entries = (one.base, one.ours, one.theirs)
                raw = merged_other(self._trees.calls, one.path, entries, sides, is_git_file=bool(one.own))
            if raw is None:
                result.contested.append(one.path)
            elif raw == sides[2]:
                result.changes[one.path] = one.theirs
            elif raw != sides[1]:
                result.changes[one.path] = Entry(FILE if one.own else one.ours.mode, "")
                made.append((one.path, raw))
        for (path, _), blob in zip(made, self._trees.stored([raw for _, raw in made]), strict=True):
            entry = result.changes[path]
            result.changes[path] = Entry(entry.mode if entry is not None else FILE, blob)


def _require_known_settings(prefix: str, yours: Mapping[str, Difference], raws: Mapping[str, bytes]) -> None:
    """Raise StoreError where they brought a workspace of a newer format."""
    settings = yours.get(prefix + SETTINGS)
    if settings is not None and settings.new is not None:
        require_known_format(raws[settings.new.blob])


def _merged_record(record: Record, path: str, sides: Sequence[bytes | None], notes: list[str]) -> bytes:
    """The record of both sides. A side that cannot be read counts as unchanged; the note says so, and history keeps it."""
    base, ours, theirs = (_fields(record, raw) for raw in sides)
    for name, fields, raw in (("our", ours, sides[1]), ("their", theirs, sides[2])):
        if fields is None:
            notes.append(f"{path}: {name} version cannot be read ({record.fault(raw)}); the other one stands, git keeps both")
    if ours is None or theirs is None:
        if ours is not None:
            return encode(record.kind, ours)
        return (sides[2] if theirs is None else encode(record.kind, theirs)) or b""
    return encode(record.kind, merge(record.kind, base or {}, ours, theirs))


def _fields(record: Record, raw: bytes | None) -> dict[str, Any] | None:
    if raw is None:
        return None
    try:
        return record.read(raw)
    except BadJson:
        return None
