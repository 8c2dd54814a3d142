"""The rows of the History screen: revisions as a list can show them, and the columns in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from pmtui.domain.dates import relative
from pmtui.domain.history import ADDED, DELETED, MOVED, PURGED, RESTORED, UNREADABLE, Revision
from pmtui.domain.history_words import Name, revision_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.team_settings import WORKSPACE
from pmtui.domain.text import one_line
from pmtui.widgets import glyphs
from pmtui.widgets.list_view import Group, ListColumn

BY_TIME, BY_RECORD, BY_PERSON = "by time", "by record", "by person"
"""The layouts of the History screen."""
UNCOMMITTED = "not committed yet"

_TITLE, _TITLE_PART = (18, 44), 0.26
"""The fewest and the most cells of a title, and its part of the list."""
_ROLES = {
    ADDED: "success", DELETED: "warning", PURGED: "warning", RESTORED: "success", MOVED: "muted", UNREADABLE: "error",
}
"""The colour role of what became of a record; text for edits."""


class HistoryRows:
    """Revisions, position by position, the newest first; more of them come as they are read."""

    def __init__(self) -> None:
        """Begin with none."""
        self.revisions: list[Revision] = []
        self._keys: list[str] = []
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.revisions)

    def extend(self, revisions: Sequence[Revision]) -> None:
        """Put older ones behind those that are there."""
        for one in revisions:
            key = key_of(one)
            self._places.setdefault(key, len(self._keys))
            self._keys.append(key)
            self.revisions.append(one)

    def id(self, position: int) -> str:
        """The key of the row at a position."""
        return self._keys[position]

    def position(self, id: str) -> int | None:
        """Where the row with a key stands, or None."""
        return self._places.get(id)

    def record(self, position: int) -> Record:
        """The record that the row at a position is about, of which only its title then is known."""
        one = self.revisions[position]
        return Record(one.kind, one.id, {"id": one.id, "title": one.title})

    def revision(self, id: str | None) -> Revision | None:
        """The revision of the row with a key, or None."""
        at = self._places.get(id) if id is not None else None
        return self.revisions[at] if at is not None else None


def key_of(revision: Revision) -> str:
    """What names a row: the commit and the record. A change that is not committed yet keeps its row when it changes again."""
    return f"{revision.commit}:{revision.kind}:{revision.id}"


def arranged(rows: HistoryRows, positions: Sequence[int], layout: str, today: str) -> tuple[list[int], list[Group]]:
    """The rows in the order of a layout, with the headers above them.

    Args:
        rows: All rows.
        positions: Those to show, the newest first.
        layout: One of the three layouts.
        today: The calendar date where the person is.
    """
    if layout == BY_TIME:
        days = groupby(positions, lambda at: rows.revisions[at].at[:10] if rows.revisions[at].commit else "")
        parts = [(_day(day, today), list(some)) for day, some in days]
    else:
        of = _record_title if layout == BY_RECORD else _person
        found: dict[object, list[int]] = {}
        for at in positions:
            one = rows.revisions[at]
            found.setdefault((one.kind, one.id) if layout == BY_RECORD else one.by, []).append(at)
        parts = [(of(rows.revisions[some[0]]), some) for some in found.values()]
    groups: list[Group] = []
    ordered: list[int] = []
    for title, some in parts:
        groups.append(Group(len(ordered), title, f"{len(some):,}", "warning" if title == UNCOMMITTED else "heading"))
        ordered += some
    return ordered, groups


def history_columns(layout: str, name: Name, today: str, id_length: Callable[[str], int], width: int = 0) -> tuple[ListColumn, ...]:
    """The columns of a layout; what stands in its headers is in no column.

    Args:
        layout: One of the three layouts.
        name: What people call linked records.
        today: The calendar date where the person is.
        id_length: How many characters tell an id from all others.
        width: Cells of the list: what happened gets the most of them, the title of the record a part.
    """
    when = (
        ListColumn("time", "time", lambda rows, at: (rows.revisions[at].at[11:16], "muted"), 5, priority=4) if layout == BY_TIME
        else ListColumn("when", "when", lambda rows, at: (_when(rows.revisions[at], today), "muted"), 11, priority=4)
    )
    who = ListColumn("who", "who", lambda rows, at: (one_line(rows.revisions[at].by), "text"), 8, priority=2)
    id = ListColumn("id", "id", lambda rows, at: (_id(rows.revisions[at], id_length), "accent"), 7, priority=3)
    room = max(_TITLE[0], min(_TITLE[1], int(width * _TITLE_PART)))
    title = ListColumn("title", "record", lambda rows, at: (_title(rows.revisions[at]), "text"), room, priority=1)
    what = ListColumn("what", "what", lambda rows, at: _what(rows.revisions[at], name), 0, priority=0, least=30)
    if layout == BY_RECORD:
        return (when, who, what)
    return (when, who, id, title, what) if layout == BY_TIME else (when, id, title, what)


def _day(day: str, today: str) -> str:
    """A day in words and as a date; none is that of what is not committed yet."""
    if not day:
        return UNCOMMITTED
    far = relative(day, today)
    return day if far == day else f"{far} · {day}"


def _when(one: Revision, today: str) -> str:
    return relative(one.at, today) if one.commit else "uncommitted"


def _record_title(one: Revision) -> str:
    known = SCHEMA.kinds.get(one.kind)
    return f"{_title(one)} · {known.name if known is not None else one.kind}"


def _person(one: Revision) -> str:
    return one_line(one.by) or "nobody"


def _title(one: Revision) -> str:
    return one_line(one.title) or "(no title)"


def _id(one: Revision, id_length: Callable[[str], int]) -> str:
    if one.kind == WORKSPACE:
        return "team"
    known = SCHEMA.kinds.get(one.kind)
    return f"{known.letter if known is not None else '?'}-{one.id[:min(5, id_length(one.id))]}"


def _what(one: Revision, name: Name) -> tuple[str, str]:
    words = revision_words(one, name)
    if any(change.conflict for change in one.changes):
        return (f"{glyphs.CONFLICT} {words}", "conflict")
    return (f"{glyphs.FAULT} {words}" if one.fault else words, _ROLES.get(one.what, "text"))
