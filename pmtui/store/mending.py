"""Mending what merges by plain git have joined wrongly, and remembering up to which commit that was looked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.store.small_files import keep, kept
from pmtui.store.sync_commit import made_commit
from pmtui.store.sync_paths import record_at
from pmtui.store.sync_target import Target
from pmtui.store.sync_trees import FILE, GONE, Difference, Entry, Trees

if TYPE_CHECKING:
    from pmtui.store.mended_files import WrongFile

_RECENT = "90.days"
"""How far back the first sync of a clone looks; the doctor looks at all."""
_NAMED = 3
_FEW = 100
"""So many paths are named to git."""


class Looked(NamedTuple):
    """Up to which commit merges have been looked at.

    Attributes:
        head: The commit; empty where nobody has looked yet.
        is_whole: Whether what lies far back was looked at, too.
    """

    head: str
    is_whole: bool


class Memory:
    """What a clone remembers of it. Losing it costs one more look."""

    def __init__(self, local: str) -> None:
        """Remember in the `.local` folder of a workspace."""
        self._folder = os.path.join(local, "sync")
        self._path = os.path.join(self._folder, "looked.json")

    def looked(self) -> Looked:
        """What was looked at."""
        words = kept(self._path)
        head = words.get("head")
        return Looked(head if isinstance(head, str) else "", words.get("is_whole") is True)

    def remember(self, head: str, *, is_whole: bool) -> None:
        """Remember a commit of which all merges are right, or mended by it."""
        if head and os.path.isdir(os.path.dirname(self._folder)):
            keep(self._path, {"head": head, "is_whole": is_whole})


class Mending:
    """What a sync does about such merges."""

    def __init__(self, trees: Trees, local: str, prefix: str, *, is_dry: bool = False) -> None:
        """Look in a repository with the workspace in the folder `prefix`, whose `.local` folder is `local`; dry, remember nothing."""
        self._is_dry = is_dry
        self._trees = trees
        self._prefix = prefix
        self._memory = Memory(local)

    def target(self, head: str, before: str, held: Collection[str] = ()) -> Target | None:
        """The commit that holds what merges in the history of another have lost; None where there is nothing to mend.

        Git is asked only where there are commits of others since the last look.

        Args:
            head: The commit whose history is looked at.
            before: The commit from which this sync itself made `head`; empty where others have a part in it.
            held: Files that could not be committed, by path in the repository: they are left.

        Raises:
            GitError: The repository has lost an object, and so on.
            StoreError: Git does not know who commits.
        """
        looked = self._memory.looked()
        if not head or head == looked.head:
            return None
        is_known = bool(before) and before == looked.head
        wrong = [] if is_known else _wrong(self._trees, self._prefix, head, looked)
        files = mended_all(wrong, contents_at(self._trees, self._prefix, head, {one.path for one in wrong})) if wrong else {}
        changes = {path: raw for path, raw in files.items() if path not in held}
        if changes:
            return self._made(head, changes, wrong)
        self.remember(head)
        return None

    def remember(self, head: str) -> None:
        """Remember a commit that mends, or has nothing to be mended."""
        if not self._is_dry:
            self._memory.remember(head, is_whole=self._memory.looked().is_whole)

    def _made(self, head: str, changes: Mapping[str, bytes], wrong: Sequence[WrongFile]) -> Target:
        entries = {path: Entry(FILE, blob) for path, blob in zip(changes, self._trees.stored(list(changes.values())), strict=True)}
        blobs = blobs_at(self._trees, self._prefix, head, changes)
        found = {path: Difference(blobs.get(path), entry) for path, entry in entries.items()}
        own = {one.path: one.own for one in wrong}
        named = names_of([own[path] for path in changes])
        merges = ", ".join(dict.fromkeys(one.commit[:10] for one in wrong if one.path in changes))
        words = f"Mend what merges by git alone have lost in {named}\n\nThey were joined line by line and not field by field in {merges}.\n"
        commit = made_commit(self._trees, self._trees.tree(head, entries), [head], words)
        what = "sync would bring it back" if self._is_dry else "it is there again"
        return Target(commit, found, (f"a merge by git alone has lost something in {named}; {what}",))


def _wrong(trees: Trees, prefix: str, head: str, looked: Looked) -> list[WrongFile]:
    from pmtui.store.plain_merges import wrong_files  # most syncs need it not

    return wrong_files(trees, prefix, head, looked.head, age="" if looked.head else _RECENT)


def mended_all(wrong: Iterable[WrongFile], now: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """What files shall hold that merges have joined wrongly, by path in the repository; those that need no change are left out.

    Args:
        wrong: What the merges have made, the oldest first.
        now: What a file at a path in the repository holds now; None where there is none.
    """
    from pmtui.store.mended_files import mended

    found: dict[str, bytes] = {}
    for one in wrong:
        raw = mended(one, found[one.path] if one.path in found else now(one.path))
        if raw is not None:
            found[one.path] = raw
    return found


def contents_at(trees: Trees, prefix: str, commit: str, paths: Collection[str]) -> Callable[[str], bytes | None]:
    """What files hold at a commit, for `mended_all`."""
    blobs = blobs_at(trees, prefix, commit, paths)
    raws = trees.contents(entry.blob for entry in blobs.values())
    return lambda path: raws[blobs[path].blob] if path in blobs else None


def blobs_at(trees: Trees, prefix: str, commit: str, paths: Collection[str]) -> dict[str, Entry]:
    """The files at a commit, those that are there."""
    named = sorted(paths) if len(paths) <= _FEW else [prefix.rstrip("/") or "."]
    found: dict[str, Entry] = {}
    for line in trees.calls.run("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, "--", *named).split(b"\0"):
        information, _, name = line.partition(b"\t")
        path = os.fsdecode(name)
        if path in paths:
            mode, kind, blob = information.decode("ascii").split()
            if kind == "blob" and mode != GONE:
                found[path] = Entry(mode, blob)
    return found


def names_of(owns: Sequence[str]) -> str:
    """Files of the workspace for people: `B-4k3fq9x2ma and 2 more`."""
    names = []
    for own in owns[:_NAMED]:
        record = record_at(own)
        kind = SCHEMA.by_collection.get(own.partition("/")[0])
        names.append(kind.shown_id(record.id) if record is not None and kind is not None else own)
    more = len(owns) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
