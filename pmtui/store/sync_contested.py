"""Which records are contested at a commit, remembered, so that a sync looks at those alone that have changed since.

The file under `.local` may be lost or wrong at any time by a version of the program: then all records are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui import __version__
from pmtui.domain.canonical import BadJson
from pmtui.domain.conflicts import contested_fields
from pmtui.domain.kinds import SCHEMA
from pmtui.store.git import GitError
from pmtui.store.layout import record_path
from pmtui.store.small_files import keep, kept
from pmtui.store.sync_paths import inside, record_at

if TYPE_CHECKING:
    from pmtui.store.files import RecordStore
    from pmtui.store.open_conflicts import Contested
    from pmtui.store.sync_trees import Difference, Trees

_SIGN = b'"conflicts"'


class Ledger:
    """The contested records of a workspace, brought from the commit at which they are known to the one that a sync comes to.

    Attributes:
        head: The commit that the branch is at now.
    """

    def __init__(self, store: RecordStore, trees: Trees, path: str, prefix: str) -> None:
        """Keep them in a file at `path`; `prefix` is the workspace's folder in the repository."""
        self._store = store
        self._trees = trees
        self._path = path
        self._prefix = prefix
        self._start: str | None = None
        self._raws: dict[str, bytes | None] = {}
        self.head = ""

    def changed(self, old: str, raws: Mapping[str, bytes | None], new: str) -> None:
        """The branch goes from one commit to another; `raws` is what the files hold now that differ, by path in the workspace."""
        if self._start is None:
            self._start = old
        elif old != self.head:  # somebody else has moved it meanwhile
            self.moved(self.head, self._trees.differences(self.head, old), old)
        self._raws.update(raws)
        self.head = new

    def moved(self, old: str, found: Mapping[str, Difference], new: str) -> None:
        """The same where git knows what differs between the two."""
        self.changed(old, self._bytes(found), new)

    def contested(self, *, is_whole: bool) -> tuple[Contested, ...]:
        """The records that are contested now, by kind, then by id.

        Args:
            is_whole: Whether the commit holds everything, so that what is found may be remembered for it.
        """
        known = self._known()
        if known is None:
            from pmtui.store.open_conflicts import contested

            found = contested(self._store)
            known = {record_path(SCHEMA[one.kind], one.id): one for one in found}
        else:
            for path, raw in self._raws.items():
                known.pop(path, None)
                one = _contested(path, raw)
                if one is not None:
                    known[path] = one
        if is_whole:
            self._keep(known)
        order = {name: number for number, name in enumerate(SCHEMA.kinds)}
        return tuple(sorted(known.values(), key=lambda one: (order[one.kind], one.id)))

    def _known(self) -> dict[str, Contested] | None:
        """Those at the commit from which the sync began; None where all records must be looked at."""
        if not self._start:
            return {} if self._start == "" else None
        said = kept(self._path)
        if said.get("program") != __version__ or said.get("prefix") != self._prefix:
            return None
        try:
            found = {str(path): _read(words) for path, words in said["records"].items()}
            if said["head"] != self._start:
                there = self._trees.differences(str(said["head"]), self._start)
                self._raws = {**self._bytes(there), **self._raws}
        except (KeyError, TypeError, ValueError, AttributeError, GitError):
            return None
        return found

    def _bytes(self, found: Mapping[str, Difference]) -> dict[str, bytes | None]:
        """What the workspace's files hold after a difference, by path in the workspace."""
        entries = {inside(self._prefix, path): one.new for path, one in found.items()}
        entries.pop("", None)
        raws = self._trees.contents(one.blob for one in entries.values() if one is not None)
        return {path: None if one is None else raws[one.blob] for path, one in entries.items()}

    def _keep(self, known: Mapping[str, Contested]) -> None:
        records = {path: [one.kind, one.id, one.title, *one.fields] for path, one in sorted(known.items())}
        words = {"program": __version__, "prefix": self._prefix, "head": self.head, "records": records}
        if kept(self._path) != words:
            keep(self._path, words)


def _read(words: Any) -> Contested:
    from pmtui.store.open_conflicts import Contested

    kind, id, title, *fields = map(str, words)
    if kind not in SCHEMA.kinds:
        raise ValueError(kind)
    return Contested(kind, id, title, tuple(fields))


def _contested(path: str, raw: bytes | None) -> Contested | None:
    """The record in a file, if it is contested."""
    record = record_at(path) if raw is not None and _SIGN in raw else None
    if record is None or raw is None or not record.is_known:
        return None
    from pmtui.store.open_conflicts import Contested

    try:
        data = record.read(raw)
    except BadJson:
        return None
    fields = contested_fields(record.kind, data)
    return Contested(record.kind.name, record.id, str(data.get("title", "")), fields) if fields else None
