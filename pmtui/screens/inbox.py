"""The inbox: new feedback and items together, one large beside the list, with what it may repeat below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pmtui.commands.core import Effect
from pmtui.domain.columns import both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, matching, parse
from pmtui.domain.query_columns import filter_column
from pmtui.domain.query_fields import can_sort, filter_field
from pmtui.domain.records import Record
from pmtui.domain.similar import Likely
from pmtui.domain.text import spoken
from pmtui.domain.triage import KINDS, OldestFirst, Waiting, asleep, waiting
from pmtui.screens.filling import Filling
from pmtui.screens.inbox_columns import InboxRows, inbox_columns
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules, speaks_of_status
from pmtui.screens.view_state import ViewState
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.similar_pane import SimilarPane
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.domain.query import Query
    from pmtui.screens.host import Host

_OLDEST = "oldest first"
_REMEMBERED = 100
"""So many records that left the list under the cursor are remembered."""


class InboxFilling(Filling):
    """Fills the list of what waits."""

    screen: InboxScreen

    def refill(self) -> None:
        """Show what waits and matches the filter, the oldest first unless another order is asked for.

        Raises:
            QuerySyntax: The filter text is wrong for both kinds; the list stays as it is.
        """
        screen = self.screen
        snapshot, today = screen.host.snapshot, screen.host.environment().today
        queries = self._queries(screen.filter_text)
        tables = {kind: snapshot.table(kind) for kind in queries}
        masks = {}
        for kind, query in queries.items():
            table = tables[kind]
            mask = matching(query, table, screen.host.environment())
            if not speaks_of_status(query):
                mask = both(mask, waiting(table, snapshot, today))
            masks[kind] = mask
        rows = screen.oldest_first.of(tables, masks)
        order = next((f"-{key.name}" if key.is_descending else key.name for query in queries.values() for key in query.sort), screen.sort)
        screen.is_by_rank = False
        ordered = self._sorted(rows, order)
        screen.rows = InboxRows(ordered, snapshot, is_oldest_first=ordered is rows)
        faults = [fault for kind in KINDS for fault in snapshot.table(kind).faults]
        columns = screen.own_columns(today, screen.rows.has_voters)
        screen.list.set_view(
            screen.rows, range(len(rows)), columns, faults=faults, id_length=screen.host.id_length, empty=() if rows else self.empty,
            version=(snapshot.version, today),
        )
        self._say_inbox(len(rows), order, len(faults))

    def _queries(self, text: str) -> dict[str, Query]:
        """The filter for each kind for which it makes sense."""
        found: dict[str, Query] = {}
        mistake: QuerySyntax | None = None
        for kind in KINDS:
            try:
                found[kind] = parse(text, SCHEMA[kind])
            except QuerySyntax as error:
                mistake = mistake or error
        if not found and mistake is not None:
            raise mistake
        return found

    def _sorted(self, rows: list[Waiting], order: str) -> list[Waiting]:
        """The rows by a field; those whose kind has no such field, or where it is blank, come last in the order of age."""
        name = order.removeprefix("-")
        if not name or name in ("created", "created_at"):
            return rows[::-1] if order.startswith("-") else rows
        snapshot, environment = self.screen.host.snapshot, self.screen.host.environment()
        columns = {}
        for kind in dict.fromkeys(row.kind for row in rows):
            field = filter_field(SCHEMA[kind], name)
            if field is not None and can_sort(field):
                columns[kind] = filter_column(snapshot.table(kind), field.name, environment)
        keyed: list[tuple[Any, Waiting]] = []
        rest: list[tuple[Any, Waiting]] = []
        for row in rows:
            value = columns[row.kind][row.position] if row.kind in columns else None
            value = len(value) or None if isinstance(value, tuple) else value
            (rest if value is None else keyed).append((value, row))
        keyed.sort(key=lambda one: (isinstance(one[0], str), one[0]), reverse=order.startswith("-"))
        return [row for _, row in (*keyed, *rest)]

    @property
    def empty(self) -> Sequence[str]:
        """What to say where nothing waits."""
        found = super().empty
        if found is not self.screen.teaching:
            return found
        snapshot, today = self.screen.host.snapshot, self.screen.host.environment().today
        count = sum(both(asleep(table, snapshot, today), table.living()).count(1) for table in map(snapshot.table, KINDS))
        words = "one is snoozed and comes back by itself" if count == 1 else f"{count:,} are snoozed and come back by themselves"
        return (*found, f"{words}.") if count else found

    def _say_inbox(self, count: int, order: str, faults: int) -> None:
        screen = self.screen
        waits = sum(waiting(screen.host.snapshot.table(kind), screen.host.snapshot, screen.host.environment().today).count(1)
                    for kind in KINDS) if screen.filter_text.strip() else count
        self.counts = f"{count:,} of {waits:,}"
        words = [screen.filter_text.strip()] if screen.filter_text.strip() else []
        words.append(_OLDEST if not order else f"by {spoken(order.removeprefix('-'))}{' ↓' if order.startswith('-') else ''}")
        words.append(self.counts if screen.filter_text.strip() else f"{count:,} to decide" if count else "nothing to decide")
        self._title = (" · ".join([screen.tab.name, *words[:-1]]), f" · {words[-1]}{f' · {FAULT} {faults:,}' if faults else ''}")
        self.fit_title()
        if screen.is_complete:
            screen.filter.show_count(self.counts)


class InboxScreen(RecordsScreen):
    """What waits for a first decision.

    Attributes:
        rows: What is shown.
        oldest_first: Puts what is shown in order.
        similar: What the record under the cursor may repeat.
    """

    tab: ClassVar[Tab] = Tab("", "Inbox")
    rules: ClassVar[Rules] = Rules("feedback")
    layouts: ClassVar[Any] = {"list": lambda: RecordList(id="list")}
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing waits for a first decision.",
        "",
        "New feedback comes here, and items with the status inbox.",
        "A writes feedback down · 4 goes to the backlog · ? shows every key",
    )
    DEFAULT_CSS = """
    InboxScreen #main { width: 12fr; }
    InboxScreen #side { width: 13fr; max-width: 100; }
    InboxScreen #third { width: 5fr; }
    InboxScreen #panes.-below #side { height: 62%; }
    """

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        self._place = "right"
        self.rows = InboxRows((), None)
        self.oldest_first = OldestFirst()
        super().__init__(host)
        self.filling: Filling = InboxFilling(self)
        self.similar = SimilarPane()
        self._columns: tuple[object, Any] = (None, ())
        self._asked: tuple[object, ...] = ()
        self._left: list[str] = []

    @property
    def kind(self) -> str:  # type: ignore[override]  # of the other screens it never changes
        """The kind of the record under the cursor; feedback where there is none."""
        id = self.view_widget.cursor_id
        at = None if id is None else self.rows.position(id)
        return KINDS[0] if at is None else self.rows.rows[at].kind

    @property
    def detail_place(self) -> str:
        """Where the detail pane is: what is to be decided must be read, so it goes below where it has no room at the right."""
        return "below" if self._place == "right" and 0 < self.size.width < WIDE else self._place

    @detail_place.setter
    def detail_place(self, place: str) -> None:
        self._place = place

    def state(self) -> ViewState:
        """How the screen stands; the detail pane as the person chose it, not as the width made it."""
        return super().state()._replace(detail=self._place)

    def on_mount(self) -> None:
        """Put what may be repeated below the detail."""
        self.side.mount(self.similar)

    def own_columns(self, today: str, with_voters: bool) -> Any:
        """The columns of the list, the same as long as they say the same."""
        if self._columns[0] != (today, with_voters):
            self._columns = (today, with_voters), inbox_columns(today, with_voters)
        return self._columns[1]

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show the app's snapshot; a decision that is taken back has the cursor again."""
        before = self.view_widget.cursor_id
        super().show_snapshot(focus)
        if before is not None and self.rows.position(before) is None:
            self._left = [*self._left[1 - _REMEMBERED:], before]
        elif self._left and self.view_widget.move_to_id(self._left[-1]):
            self._left.pop()
            self.show_detail()

    # What is under the cursor

    def _record(self, id: str | None) -> Record | None:
        at = None if id is None else self.rows.position(id)
        return None if at is None or id is None else self.host.snapshot.record(self.rows.rows[at].kind, id)

    def cursor_record(self) -> Record | None:
        """The record under the cursor, or the one to which links have led in the open detail."""
        return self.walk.record() or self._record(self.view_widget.cursor_id)

    def selected(self) -> Sequence[Record]:
        """The selected records, in the order shown."""
        if not self.view_widget.selection.ids or self.walk.is_under_way:
            return ()
        return [record for id in self.view_widget.selected if (record := self._record(id)) is not None]

    # What it may repeat

    def show_detail(self) -> None:
        """Show the record under the cursor, and look for what it may repeat."""
        super().show_detail()
        if self.was_shown:  # what is made ahead waits: the titles of all records are read for it
            self._look()

    def first_shown(self) -> None:
        """Look for what the record under the cursor may repeat, now that somebody is here."""
        self._look()

    def _look(self) -> None:
        record = self.cursor_record()
        asked = (record and record.id, self.host.snapshot.version)
        if asked == self._asked:
            return
        if record is None or not self._asked or record.id != self._asked[0]:
            self.similar.forget(record is None)
        self._asked = asked
        self.call_after_refresh(self._ask, asked, record)

    def _ask(self, asked: tuple[object, ...], record: Record | None) -> None:
        """Ask once the record itself has been painted, which the thread that looks would hold up; not while a dialog asks on its own."""
        if asked != self._asked:
            return
        if self.app.screen is self:
            self.host.effects.carry_out(Effect("likely", {"record": record}))
        else:
            self._asked = ()

    def know_likely(self, record: Record, likely: Sequence[Likely]) -> None:
        """Take what was found for a record, unless the cursor has gone on."""
        if self._asked and self._asked[0] == record.id:
            self.similar.set_likely(record, likely, self.host.snapshot, self.host.id_length)
