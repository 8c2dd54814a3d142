"""Giving a main screen's list, board or other layout the records that the filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Effect
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, QuerySyntax, computed_column
from pmtui.domain.schema import SET, Field
from pmtui.domain.slow_columns import kinds_read, not_gathered, not_mended, note_made
from pmtui.domain.table import Table
from pmtui.screens.groups import ShownGroup
from pmtui.screens.shown import Asked, Rules, Shown, names_asked, shown
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.list_view import Group, ListColumn

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

_READING = ("Reading the files …",)
_GATHERING = ("Working out what filter and order ask for …",)
_NO_MATCH = ("Nothing matches the filter.", "", "esc clears it · / changes it")
_CORNERS = 4
"""Cells of a border that no title takes."""
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
        self._title = ("", "")
        self._asked: Asked | None = None
        self.is_waiting = False
        self.is_begun = False
        """Whether what is shown is without the last word of the filter, for that is but begun."""

    def refill(self) -> None:
        """Give the layout that is shown what the filter shows; where much must be read for it first, what was shown stays until then.

        Raises:
            QuerySyntax: The filter text is wrong; the layout stays as it is.
        """
        screen = self.screen
        table = screen.host.snapshot.table(screen.kind)
        name = screen.layout_name
        is_list = name == "list"  # on a board, groups are swimlanes: they are open, and there are none unless somebody asks for them
        group = screen.group if is_list or screen.group != "status" else ""  # the lanes say that already
        asked = Asked(
            screen.filter_text, screen.sort, group, with_closed=name in screen.with_closed, is_grouped=name in screen.with_groups,
            name=screen.shown_view, folded=screen.folded if is_list else (), is_once=name in screen.once_grouped,
        )
        rules = screen.rules if is_list else screen.rules._replace(group="")
        self.is_waiting = self._must_wait(table, rules, asked)
        if self.is_waiting:
            if self._asked is None:
                screen.fill(name, table, Shown((), 0, "", (), is_by_rank=False))
            return
        self._asked, environment = asked, screen.host.environment()
        found = self._shown(table, rules, asked, environment)
        if found is None:
            return
        note_made(names_asked(rules, asked), table, environment)
        screen.is_by_rank = found.is_by_rank
        screen.fill(name, table, found)
        self._say(found)

    def _shown(self, table: Table, rules: Rules, asked: Asked, environment: Environment) -> Shown | None:
        """What is to be shown; None for what is shown already: a word that is but begun does not empty the list."""
        self.is_begun = False
        found = shown(table, rules, asked, environment)
        before = self.screen.filter.without_begun if self.screen.is_complete and not found.matching else None
        if before is None:
            return found
        self.is_begun = True
        try:
            return shown(table, rules, asked._replace(text=before), environment)
        except QuerySyntax:  # `or` in front of it, or a parenthesis
            return None

    def keep_filter(self) -> None:
        """Go back to the list with the filter as it stands, its last word, too."""
        self.screen.filter.close()
        self.screen.focus_view()
        if self.is_begun:
            self.screen.show_snapshot()

    def _must_wait(self, table: Table, rules: Rules, asked: Asked) -> bool:
        """Whether another filter or order speaks of columns that are not made in a moment; they are made in a thread then."""
        screen, environment = self.screen, self.screen.host.environment()
        every = names_asked(rules, asked)
        # of what is shown and has changed, columns are mended, and do not lag behind: but for a change of very much
        names = (not_mended if asked == self._asked else not_gathered)(every, table, environment)
        if self._asked is None and screen.host.awaited & kinds_read(every):
            return True  # what has been read by then is shown when the last of it comes
        if names:
            wanted = {"names": names, "table": table, "environment": environment, "told": self._gathered}
            screen.host.effects.carry_out(Effect("gather", wanted))
        return bool(names)

    def _gathered(self) -> None:
        if self.screen.host.records_screen is self.screen or not self.screen.is_complete:  # others are filled when they are shown again
            self.screen.show_snapshot()

    @property
    def empty(self) -> Sequence[str]:
        """What to say where there is nothing to show."""
        screen = self.screen
        if screen.kind in screen.host.awaited:
            return _READING
        return _GATHERING if self.is_waiting else _NO_MATCH if screen.filter_text else screen.teaching

    def fill_list(self, table: Any, found: Shown) -> None:
        """Fill the list."""
        snapshot = self.screen.host.snapshot
        self.screen.list.set_view(
            table, found.rows, self.columns(), faults=table.faults, groups=_groups(found), id_length=self.screen.host.id_length,
            empty=self.empty, version=snapshot.version,
        )

    def fill_board(self, table: Any, found: Shown) -> None:
        """Fill the board."""
        from pmtui.widgets.board_view import in_swimlanes

        screen = self.screen
        lanes = screen.lanes(table, found.rows)
        groups = [(group.title, group.detail, rows) for group, rows in in_parts(found)]
        lanes, swimlanes = in_swimlanes(lanes, groups) if groups else (lanes, ())
        screen.board.set_view(
            table, lanes, screen.card(), faults=table.faults, id_length=screen.host.id_length, empty=self.empty, swimlanes=swimlanes,
        )

    def columns(self) -> tuple[ListColumn, ...]:
        """The columns of the list: those that the person chose, else the screen's own with those that filter or order speak of."""
        screen = self.screen
        environment = screen.host.environment()
        names = self._names_asked()
        of = (screen.host.snapshot.version, environment.today, screen.chosen_columns, names)
        if self._columns_of != of:
            own = tuple(kept(one) for one in screen.columns(environment) if not one.is_spare or one.name in names)
            known = {one.name: kept(one) for one in self.all_columns()} if screen.chosen_columns else {}
            self._columns_of, self._columns = of, tuple(known[name] for name in screen.chosen_columns if name in known) or own
        return self._columns

    def _names_asked(self) -> frozenset[str]:
        """The fields that filter and order speak of; none while the filter is half typed."""
        screen = self.screen
        try:
            return names_asked(screen.rules, Asked(screen.filter_text, screen.sort))
        except QuerySyntax:
            return frozenset()

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
        self.counts = f"{found.matching:,} of {found.total:,}"
        unread = len(self.screen.host.snapshot.table(self.screen.kind).faults)  # they stand above all rows, which may be out of sight
        more = f" · {FAULT} {unread:,}" if unread else ""
        self._title = (f"{self.screen.tab.name} · {found.title}", f" · {self.counts}{more}")
        self.fit_title()
        if self.screen.is_complete:
            self.screen.filter.show_count(self.counts)

    def fit_title(self) -> None:
        """Say what is shown in the room there is by now; of a long filter the end is left out, never the counts."""
        words, counts = self._title
        room = self.screen.main.size.width - _CORNERS - width_of(counts)
        if counts:
            show_title(self.screen.main, f"{shortened(words, room) if room > 0 else words}{counts}")

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


def in_parts(found: Shown) -> list[tuple[ShownGroup, Sequence[int]]]:
    """The groups of what is shown, each with the positions of its records; none of them folded."""
    parts, at = [], 0
    for group in found.groups:
        parts.append((group, found.rows[at:at + group.size]))
        at += group.size
    return parts


def kept(column: ListColumn) -> ListColumn:
    """A column that was asked for by name: it stays while the screen can hold it, longer than the list's own but the title."""
    return column._replace(priority=1) if column.is_spare else column


def _groups(found: Shown) -> Sequence[Group]:
    """Header rows, each at its place among the rows."""
    groups = []
    at = 0
    for group in found.groups:
        groups.append(Group(at, group.title, group.detail, key=group.key, is_folded=group.is_folded))
        at += 0 if group.is_folded else group.size
    return groups
