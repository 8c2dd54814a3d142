"""The Backlog: the ranked list, and the board by status. Same records, same cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import computed_column
from pmtui.domain.schema import SET, Field
from pmtui.screens.backlog_view import Shown, backlog_query, shown
from pmtui.screens.item_cards import item_card, status_lanes
from pmtui.screens.item_columns import item_columns
from pmtui.screens.records_screen import RecordsScreen
from pmtui.widgets.record_list import Group
from pmtui.widgets.top_line import Tab

_EMPTY = (
    "Nothing here yet.",
    "",
    "The backlog holds the work, in the order in which it matters.",
    "a adds an item · pmtui import brings in another tracker · ? shows every key",
)
_READING = ("Reading the files …",)
_MOST = 2000
"""Of more records than this, titles are not offered for completion."""
_NO_MATCH = ("Nothing matches the filter.", "", "esc clears it · / changes it")


class BacklogScreen(RecordsScreen):
    """The prioritised backlog."""

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("4", "Backlog")
    layouts: ClassVar[tuple[str, ...]] = ("list", "board")

    def refill(self) -> None:
        """Give list and board what the filter shows.

        Raises:
            QuerySyntax: The filter text is wrong.
        """
        snapshot = self.host.snapshot
        table = snapshot.table("item")
        environment = self.host.environment()
        is_board = self.layout_name == "board"
        query = backlog_query(self.filter_text, self.sort, is_board)
        found = shown(table, query, environment, is_board)
        empty = _READING if "item" in self.host.awaited else _NO_MATCH if self.filter_text else _EMPTY
        if is_board:
            self.board.set_view(
                table, status_lanes(table, found.rows), item_card(snapshot), faults=table.faults, id_length=self.host.id_length, empty=empty
            )
        else:
            places = computed_column(table, "rank_position", environment)
            columns = self._columns(snapshot.version, places, environment.today)
            self.list.set_view(
                table, found.rows, columns, faults=table.faults, groups=_groups(found), id_length=self.host.id_length, empty=empty,
                version=snapshot.version,
            )
        self.is_by_rank = found.is_by_rank
        self._show_titles(found)

    def _columns(self, version: int, places: Any, today: str) -> Any:
        if getattr(self, "_columns_of", None) != (version, today):
            self._columns_of = (version, today)
            self._known_columns = item_columns(self.host.snapshot, places, today)
        return self._known_columns

    def _show_titles(self, found: Shown) -> None:
        main = self.query_one("#main")
        title = f"Backlog · {found.title} · {len(found.rows):,} of {found.total:,}".replace("[", r"\[")
        if main.border_title != title:
            main.border_title = title
        self.filter.show_count(f"{len(found.rows):,} of {found.total:,}")

    def completions(self, text: str, cursor: int) -> Any:
        """What may stand at the cursor of the filter line."""
        from pmtui.domain.query_complete import parse_partial

        return parse_partial(text, SCHEMA["item"], cursor, self._known_values)

    def _known_values(self, field: Field) -> Sequence[str]:
        """The values that a field without choices has in this workspace: tags, handles, titles."""
        if field.links:
            return [name for kind in field.links for name in self._names_of(kind)]
        if field.type != SET:
            return ()
        column = self.host.snapshot.table("item").column(field.name)
        return sorted({one for value in column.values for one in value or ()})

    def _names_of(self, kind: str) -> Sequence[str]:
        table = self.host.snapshot.table(kind)
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
