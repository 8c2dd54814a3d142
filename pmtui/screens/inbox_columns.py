"""The list of the inbox: its rows, which are of two kinds, and what its columns say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.records import Record
from pmtui.domain.triage import KINDS, Waiting
from pmtui.widgets.glyphs import CONFLICT, type_glyph, type_role
from pmtui.widgets.list_view import ListColumn

_HEARD = ("❝", "info")
"""The sign of feedback: somebody said it."""
_FEW = 8
"""So many records are looked for one by one."""


class InboxRows:
    """What waits, position by position.

    Attributes:
        rows: The records, in the order to show.
        snapshot: Where they are.
    """

    def __init__(self, rows: Sequence[Waiting], snapshot: Snapshot | None, is_oldest_first: bool = False) -> None:
        """Hold the records of a snapshot; where they are in the order of `Waiting`, no index is needed to find one."""
        self._is_oldest_first = is_oldest_first
        self.rows = rows
        self.snapshot = snapshot
        self._asked = 0
        self._places: dict[tuple[str, int], int] | None = None
        self._tables = {kind: snapshot.table(kind) for kind in KINDS} if snapshot is not None else {}

    @property
    def has_voters(self) -> bool:
        """Whether anybody else asked for any feedback."""
        return "feedback" in self._tables and any(self._tables["feedback"].column("voters").values)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def id(self, position: int) -> str:
        """The id at a position."""
        one = self.rows[position]
        return self._tables[one.kind].id(one.position)

    def position(self, id: str) -> int | None:
        """Where a record stands, or None; as long as few are asked for, all places are not worth an index."""
        found = next(((kind, place) for kind, table in self._tables.items() if (place := table.position(id)) is not None), None)
        if found is None:
            return None
        if self._is_oldest_first:
            kind, place = found
            wanted = Waiting(str(self._tables[kind].column("created_at")[place] or ""), kind, place)
            at = bisect_left(self.rows, wanted)
            return at if at < len(self.rows) and self.rows[at] == wanted else None
        self._asked += 1
        if self._asked > _FEW and self._places is None:
            self._places = {(one.kind, one.position): at for at, one in enumerate(self.rows)}
        if self._places is not None:
            return self._places.get(found)
        return next((at for at, one in enumerate(self.rows) if (one.kind, one.position) == found), None)

    def record(self, position: int) -> Record:
        """The record at a position."""
        one = self.rows[position]
        return self._tables[one.kind].record(one.position)

    def value(self, position: int, name: str) -> Any:
        """A field of the record at a position; None where its kind has no such field."""
        one = self.rows[position]
        table = self._tables[one.kind]
        return table.column(name)[one.position] if name in table.kind.fields else None


class _Cells:
    """What the cells of the list say."""

    def __init__(self, today: str) -> None:
        self.today = today

    def id(self, table: InboxRows, at: int) -> tuple[str, str]:
        return table.id(at), "id"

    def sign(self, table: InboxRows, at: int) -> tuple[str, str]:
        if table.rows[at].kind == "feedback":
            return _HEARD
        kind = str(table.value(at, "type"))
        return type_glyph(kind), type_role(kind)

    def title(self, table: InboxRows, at: int) -> tuple[str, str]:
        mark = f"{CONFLICT} " if table._tables[table.rows[at].kind].column("conflicts")[table.rows[at].position] else ""
        return f"{mark}{table.value(at, 'title') or ''}", "text"

    def who(self, table: InboxRows, at: int) -> tuple[str, str]:
        who = table.value(at, "customer") or table.value(at, "company") or table.value(at, "created_by")
        return (str(who), "muted") if who else ("–", "faint")

    def votes(self, table: InboxRows, at: int) -> tuple[str, str]:
        count = len(table.value(at, "voters") or ())
        return (f"+{count}", "accent") if count else ("", "faint")

    def age(self, table: InboxRows, at: int) -> tuple[str, str]:
        since = table.rows[at].since
        far = relative(since, self.today).removesuffix(" ago") if since else "–"
        return "1 d" if far == "yesterday" else far, "muted" if since else "faint"


def inbox_columns(today: str, with_voters: bool) -> tuple[ListColumn, ...]:
    """The columns of the inbox.

    Args:
        today: The calendar date where the person is.
        with_voters: Whether there are voters to be counted.
    """
    cells = _Cells(today)
    columns = (
        ListColumn("id", "id", cells.id, 5, priority=4),
        ListColumn("sign", "", cells.sign, 1, priority=1),
        ListColumn("title", "title", cells.title, least=20, priority=0, field="title"),
        ListColumn("who", "from", cells.who, 12, priority=5),
        ListColumn("voters", "votes", cells.votes, 5, "right", 3, "voters"),
        ListColumn("age", "age", cells.age, 5, "right", 2),
    )
    return tuple(one for one in columns if with_voters or one.name != "voters")
