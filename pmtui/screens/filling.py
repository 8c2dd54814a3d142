"""Giving a main screen's list, board or other layout the records that the filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import computed_column
from pmtui.domain.schema import SET, Field
from pmtui.screens.shown import Asked, Shown, shown
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.list_view import Group, ListColumn

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

_READING = ("Reading the files …",)
_NO_MATCH = ("Nothing matches the filter.", "", "esc clears it · / changes it")
_MOST = 2000
"""Of more records than this, titles are not offered for completion."""


class Filling:
    """Fills the layouts of a main screen."""

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen
        self._columns: tuple[ListColumn, ...] = ()
        self._columns_of: tuple[object, ...] = ()
        self.counts = ""

    def refill(self) -> None:
        """Give the layout that is shown what the filter shows.

        Raises:
            QuerySyntax: The filter text is wrong; the layout stays as it is.
        """
        screen = self.screen
        table = screen.host.snapshot.table(screen.kind)
        name = screen.layout_name
        asked = Asked(
            screen.filter_text, screen.sort, screen.group, with_closed=name in screen.with_closed, is_grouped=name in screen.with_groups
        )
        found = shown(table, screen.rules, asked, screen.host.environment())
        screen.is_by_rank = found.is_by_rank
        screen.fill(name, table, found)
        self._say(found)

    @property
    def empty(self) -> Sequence[str]:
        """What to say where there is nothing to show."""
        screen = self.screen
        return _READING if screen.kind in screen.host.awaited else _NO_MATCH if screen.filter_text else screen.teaching

    def fill_list(self, table: Any, found: Shown) -> None:
        """Fill the list."""
        snapshot = self.screen.host.snapshot
        self.screen.list.set_view(
            table, found.rows, self.columns(), faults=table.faults, groups=_groups(found), id_length=self.screen.host.id_length,
            empty=self.empty, version=snapshot.version,
        )

    def fill_board(self, table: Any, found: Shown) -> None:
        """Fill the board."""
        screen = self.screen
        screen.board.set_view(
            table, screen.lanes(table, found.rows), screen.card(), faults=table.faults, id_length=screen.host.id_length, empty=self.empty
        )

    def columns(self) -> tuple[ListColumn, ...]:
        """The columns of the list: those that the person chose, else the screen's own."""
        screen = self.screen
        environment = screen.host.environment()
        of = (screen.host.snapshot.version, environment.today, screen.chosen_columns)
        if self._columns_of != of:
            own = tuple(one for one in screen.columns(environment) if not one.is_spare)
            known = {one.name: one for one in self.all_columns()} if screen.chosen_columns else {}
            self._columns_of, self._columns = of, tuple(known[name] for name in screen.chosen_columns if name in known) or own
        return self._columns

    def all_columns(self) -> Sequence[ListColumn]:
        """The list's own columns, and one for each other field that fits on a line."""
        from pmtui.screens.field_columns import field_columns

        environment = self.screen.host.environment()
        own = list(self.screen.columns(environment))
        names = {one.name for one in own}
        return [*own, *(one for one in field_columns(self.screen.kind, environment) if one.name not in names)]

    def position_column(self) -> Any:
        """Each record's place in the team's order."""
        return computed_column(self.screen.host.snapshot.table(self.screen.kind), "rank_position", self.screen.host.environment())

    def _say(self, found: Shown) -> None:
        self.counts = f"{len(found.rows):,} of {found.total:,}"
        unread = len(self.screen.host.snapshot.table(self.screen.kind).faults)  # they stand above all rows, which may be out of sight
        more = f" · {FAULT} {unread:,}" if unread else ""
        show_title(self.screen.main, f"{self.screen.tab.name} · {found.title} · {self.counts}{more}")
        if self.screen.is_complete:
            self.screen.filter.show_count(self.counts)

    # Completion in the filter line

    def completions(self, text: str, cursor: int) -> Any:
        """What may stand at the cursor of the filter line."""
        from pmtui.domain.query_complete import parse_partial

        return parse_partial(text, SCHEMA[self.screen.kind], cursor, self._known_values)

    def _known_values(self, field: Field) -> Sequence[str]:
        """The values that a field without choices has in this workspace: tags, handles, titles."""
        if field.links:
            return [name for kind in field.links for name in self._names_of(kind)]
        if field.type != SET:
            return ()
        column = self.screen.host.snapshot.table(self.screen.kind).column(field.name)
        return sorted({one for value in column.values for one in value or ()})

    def _names_of(self, kind: str) -> Sequence[str]:
        table = self.screen.host.snapshot.table(kind)
        if len(table) > _MOST:
            return ()
        names, deleted = table.column("handle" if kind == "person" else "title"), table.column("deleted_at")
        return [str(names[at]) for at in table.in_order() if deleted[at] is None and names[at]]


def _groups(found: Shown) -> Sequence[Group]:
    """Header rows, each at its place among the rows."""
    groups = []
    at = 0
    for title, count in found.groups:
        groups.append(Group(at, title, str(count)))
        at += count
    return groups
