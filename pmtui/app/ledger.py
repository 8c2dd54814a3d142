"""What has been changed in this session: the queue to the disk, and what undo and redo would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, overload

from pmtui.domain.change import Change, Edit, Snapshot, apply, inverse, stale_fields
from pmtui.domain.records import Record
from pmtui.store.workspace import Saved

_REMEMBERED = 50_000
_KEPT = 200
"""So many changes can be undone without reading the journal again."""


class Stale(Exception):
    """An undo would overwrite what somebody changed since; the message names record and field."""


class Step(NamedTuple):
    """A change to apply now and how the journal marks it: do, undo or redo."""

    change: Change
    mark: str


class Pile(Sequence[Change]):
    """Changes that wait to be made, the next one last. Those of earlier sessions are asked of the journal when their turn comes."""

    def __init__(self, earlier: Sequence[Change] = ()) -> None:
        """Begin with those of earlier sessions, the next one first."""
        self._earlier, self._taken = earlier, 0
        self._own: list[Change] = []

    def __len__(self) -> int:
        """How many changes wait."""
        return len(self._earlier) - self._taken + len(self._own)

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> list[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | list[Change]:
        """A change, or several, counted from the one whose turn comes last."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        below = len(self._earlier) - self._taken
        if not 0 <= at < len(self):
            raise IndexError(index)
        return self._own[at - below] if at >= below else self._earlier[len(self._earlier) - 1 - at]

    def copy(self) -> Pile:
        """A pile that stays as this one is now, for a thread that looks through it."""
        made = Pile(self._earlier)
        made._taken, made._own = self._taken, self._own[:]
        return made

    def push(self, change: Change) -> None:
        """Add the one that is next."""
        self._own.append(change)
        if len(self._own) > 2 * _KEPT:
            self._own, self._earlier, self._taken = self._own[-_KEPT:], (), 0

    def take(self) -> None:
        """The next one has been made."""
        if self._own:
            self._own.pop()
        else:
            self._taken += 1

    def clear(self) -> None:
        """Forget them all."""
        self._earlier, self._taken, self._own = (), 0, []


class Ledger:
    """Undo and redo stacks, and the records whose saving is under way. Knows no screen and no thread.

    Attributes:
        undos: The changes that undo would make, the next one last.
        redos: The changes that redo would make, the next one last.
        moment: Counts changes made and changes saved: what was read from the disk at an earlier moment may be older than them.
    """

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.undos = Pile()
        self.redos = Pile()
        self.moment = 0
        self._pending: Counter[tuple[str, str]] = Counter()
        self._touched: dict[tuple[str, str], int] = {}

    def load(self, undos: Sequence[Change], redos: Sequence[Change]) -> None:
        """Take what the journal holds, the next one first."""
        self.undos, self.redos = Pile(undos), Pile(redos)

    def did(self, change: Change) -> Step:
        """Note a new change; what was undone can no longer be redone."""
        self.undos.push(inverse(change))
        self.redos.clear()
        self._wait(change)
        return Step(change, "do")

    def undo(self, snapshot: Snapshot) -> Step | None:
        """The step that undoes the last change, or None where there is nothing to undo.

        Raises:
            Stale: A field has changed since.
        """
        return self._turn(self.undos, self.redos, snapshot, "undo")

    def redo(self, snapshot: Snapshot) -> Step | None:
        """The step that does again what was undone last, or None.

        Raises:
            Stale: A field has changed since.
        """
        return self._turn(self.redos, self.undos, snapshot, "redo")

    def _turn(self, source: Pile, target: Pile, snapshot: Snapshot, mark: str) -> Step | None:
        if not source:
            return None
        change = source[-1]
        stale = stale_fields(change, snapshot)
        if stale:
            record, name = stale[0]
            who = f"“{record.title[:40]}”" if record is not None else name
            more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
            raise Stale(f"cannot {mark} “{change.title}”: {name} of {who} has changed since{more}")
        source.take()
        target.push(inverse(change))
        self._wait(change)
        return Step(change, mark)

    def _wait(self, change: Change) -> None:
        self._pending.update((edit.kind, edit.id) for edit in change.edits)
        self._touch(change)

    def _touch(self, change: Change) -> None:
        self.moment += 1
        if len(self._touched) > _REMEMBERED:  # no reading takes so long that older ones could matter
            self._touched.clear()
        self._touched.update(((edit.kind, edit.id), self.moment) for edit in change.edits)

    def settled(self, change: Change) -> None:
        """The disk has a change, or it has been given up."""
        self._pending.subtract((edit.kind, edit.id) for edit in change.edits)
        self._pending = +self._pending
        self._touch(change)

    @property
    def pending(self) -> frozenset[tuple[str, str]]:
        """The records whose saving is under way, by kind and id."""
        return frozenset(self._pending)

    def newer_than(self, moment: int) -> frozenset[tuple[str, str]]:
        """The records, by kind and id, of which what was read at a moment may be older than what is shown."""
        return self.pending | {key for key, at in self._touched.items() if at > moment}

    def corrections(self, saved: Saved, snapshot: Snapshot) -> list[Record]:
        """The records that stand on disk in another form than in the snapshot, and that nothing newer will overwrite."""
        found = []
        for record in saved.records:
            if (record.kind, record.id) not in self._pending:
                mine = snapshot.record(record.kind, record.id)
                if mine is None or dict(mine.data) != dict(record.data):
                    found.append(record)
        return found


def applied(step: Step, snapshot: Snapshot) -> Snapshot:
    """The snapshot after a step."""
    return apply(step.change, snapshot)


def whole_documents(snapshot: Snapshot) -> Callable[[str, str], Any]:
    """Whole records as they are on the screen, for files that have vanished."""

    def whole(kind: str, id: str) -> Any:
        record = snapshot.record(kind, id)
        return None if record is None else record.data

    return whole


def touched(change: Change) -> list[Edit]:
    """The edits of a change that really differ."""
    return [edit for edit in change.edits if edit.before is None or edit.fields]
