"""Giving the History screen's lists the changes that the filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from pmtui.domain.history_query import CHANGES, history_query, matcher
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Field
from pmtui.screens.filling import Filling
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.detail_text import person_name
from pmtui.widgets.history_rows import HistoryRows, arranged, history_columns
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pmtui.screens.history import HistoryScreen

_AT_ONCE, _REST = 2_000, 0.005
"""So many changes are tested in one go, and seconds between two of them."""
_READING = ("Reading the history …",)
_NO_MATCH = ("No change matches the filter.", "", "esc clears it · / changes it")


class HistoryFilling(Filling):
    """Fills the layouts of the History screen."""

    def __init__(self, screen: HistoryScreen) -> None:
        """Work for this screen."""
        super().__init__(screen)
        self._history = screen
        self._matched: list[int] = []
        self._matched_of: tuple[object, ...] = ()
        self._matched_up_to = 0
        self._called: dict[str, str] = {}
        self._named_at = -1

    def refill(self) -> None:
        """Give the layout that is shown what the filter shows.

        Raises:
            QuerySyntax: The filter text is wrong; the layout stays as it is.
        """
        screen = self._history
        rows, layout = screen.reading.rows, screen.layout_name
        positions, groups = arranged(rows, self._matching(rows), layout, screen.host.environment().today)
        view = cast(RecordList, screen.view_widget)
        view.set_view(
            rows, positions, self.columns(), groups=groups, id_length=screen.host.id_length, empty=self.empty,
            version=(screen.host.snapshot.version, len(groups)),
        )
        self.say()

    def say(self) -> None:
        """Say above the list what it shows, and how far reading has come."""
        screen, reading = self._history, self._history.reading
        total, shown = len(reading.rows), len(self._matched)
        self.counts = f"{shown:,} of {total:,}" if screen.filter_text.strip() else f"{total:,}"
        words = [screen.tab.name, *([screen.filter_text.strip()] if screen.filter_text.strip() else []), screen.layout_name]
        if reading.is_under_way and (reading.can_be_stopped or not total):
            words.append(f"reading … {reading.commits:,} commits · esc stops" if reading.commits else "reading …")
        elif total or not reading.fault:
            more = "" if reading.is_all or not reading.has_begun else "+"
            words.append(f"{self.counts}{more} changes" if total != 1 or more else "1 change")
        if reading.note or (reading.fault and total):
            words.append(reading.note or reading.fault)
        show_title(screen.main, " · ".join(words))
        if screen.is_complete:
            screen.filter.show_count(self.counts)

    @property
    def empty(self) -> Sequence[str]:
        """What to say where there is nothing to show."""
        reading = self._history.reading
        if reading.fault:
            what, _, hint = reading.fault.partition("; ")
            return ("There is no history to show.", "", what, *([hint] if hint else []))
        if reading.is_under_way or not reading.has_begun or reading.can_go_on or self.is_matching:
            return _READING
        return _NO_MATCH if self._history.filter_text else self._history.teaching

    def columns(self) -> tuple[ListColumn, ...]:
        """The columns of the layout that is shown; the same tuple while they stay the same."""
        screen = self._history
        today = screen.host.environment().today
        of = (screen.layout_name, today, screen.main.size.width)
        if self._columns_of != of:
            self._columns_of = of
            self._columns = history_columns(screen.layout_name, self.name, today, screen.host.id_length, screen.main.size.width)
        return self._columns

    def name(self, id: str) -> str:
        """What people call a linked record now."""
        snapshot = self._history.host.snapshot
        if self._named_at != snapshot.version:
            self._called.clear()
            self._named_at = snapshot.version
        if id not in self._called:
            record = snapshot.find(id)
            is_person = record is not None and record.kind == "person"
            self._called[id] = "" if record is None else person_name(id, snapshot) if is_person else record.title
        return self._called[id]

    def completions(self, text: str, cursor: int) -> Any:
        """What may stand at the cursor of the filter line."""
        from pmtui.domain.query_complete import parse_partial

        refused = ("sort:", "group:", "is:", "age_days")
        return [one for one in parse_partial(text, CHANGES, cursor, self._known_values) if one.text not in refused]

    def _known_values(self, field: Field) -> Sequence[str]:
        if field.name == "who":
            return sorted({one.by for one in self._history.reading.rows.revisions})
        if field.name == "field":
            return sorted({name for kind in SCHEMA.kinds.values() for name in kind.fields})
        return ()

    def _matching(self, rows: HistoryRows) -> list[int]:
        """The positions that the filter shows; of rows that were there before, what was found before."""
        screen = self._history
        environment = screen.host.environment()
        test = matcher(history_query(screen.filter_text), environment)
        of = (screen.filter_text, rows, environment.today, screen.host.snapshot.version)
        if self._matched_of != of:
            self._matched_of, self._matched, self._matched_up_to = of, [], 0
        revisions, start = rows.revisions, self._matched_up_to
        self._matched_up_to = min(len(revisions), start + _AT_ONCE)
        self._matched += [at for at in range(start, self._matched_up_to) if test(revisions[at])]
        if self.is_matching:
            screen.set_timer(_REST, screen.show_rows)
        return self._matched

    @property
    def is_matching(self) -> bool:
        """Whether the filter still looks at what has been read: many changes are looked at in several goes, for the keys."""
        return self._matched_up_to < len(self._history.reading.rows)
