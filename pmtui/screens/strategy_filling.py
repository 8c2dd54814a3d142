"""Giving the Strategy screen what the filter shows: sections of several kinds, or one of its other layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, parse
from pmtui.domain.query_fields import can_sort, filter_field
from pmtui.domain.query_view import view
from pmtui.screens.filling import Filling
from pmtui.screens.strategy_sections import SECTIONS, StrategySection
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.list_view import Group, ListColumn
from pmtui.widgets.section_rows import Section, SectionLine, SectionRows

if TYPE_CHECKING:
    from pmtui.domain.query import Query
    from pmtui.domain.table import Table
    from pmtui.screens.strategy import StrategyScreen


class StrategyFilling(Filling):
    """Fills the sections."""

    screen: StrategyScreen

    def __init__(self, screen: StrategyScreen) -> None:
        """Work for this screen."""
        super().__init__(screen)
        self._known: dict[str, tuple[tuple[object, ...], list[int]]] = {}
        self._own_columns: dict[str, tuple[tuple[object, ...], tuple[ListColumn, ...]]] = {}

    def refill(self) -> None:
        """Show what matches the filter, kind by kind.

        Raises:
            QuerySyntax: The filter text is wrong for every kind; what is shown stays as it is.
        """
        screen, snapshot = self.screen, self.screen.host.snapshot
        screen.is_by_rank = False
        queries = self._queries(screen.filter_text)
        found = {kind: self._found(kind, query) for kind, query in queries.items()}
        if screen.layout_name == "list":
            self._fill_sections(found)
        else:
            kind = screen.kind
            screen.fill_other(screen.layout_name, snapshot.table(kind), found.get(kind, []))
        self._say_strategy(found)

    def _fill_sections(self, found: Mapping[str, Sequence[int]]) -> None:
        screen, snapshot = self.screen, self.screen.host.snapshot
        is_filtered = bool(screen.filter_text.strip())
        sections, groups, at = [], [], 0
        for one in SECTIONS:
            rows = found.get(one.kind, ())
            if is_filtered and not rows:
                continue
            is_folded = one.kind in screen.folded
            lines = () if is_folded or is_filtered else tuple(self._lines(one, rows))
            section = Section(one.kind, snapshot.table(one.kind), () if is_folded else rows, lines)
            sections.append(section)
            groups.append(Group(at, one.title, f"{len(rows):,}", key=one.kind, is_folded=is_folded))
            at += len(section.rows) + len(section.lines)
        self.screen.list.set_sections(
            SectionRows(sections), {one.kind: self._columns_of_kind(one) for one in SECTIONS}, groups=groups,
            faults=self._faults(), id_length=screen.host.id_length, version=(snapshot.version, screen.host.environment().today),
            empty=self.empty,
        )

    def _lines(self, section: StrategySection, rows: Sequence[int]) -> Sequence[SectionLine]:
        """What stands below the records of a section: what belongs there, where there are none."""
        screen = self.screen
        if rows:
            return section.feet(screen.host.snapshot, screen.host.environment())
        if section.kind in screen.host.awaited:
            return (SectionLine("Reading the files …"),)
        return (SectionLine(section.teaching, f"a adds a {section.kind}"),)

    def _faults(self) -> list[Any]:
        snapshot = self.screen.host.snapshot
        return list(chain.from_iterable(snapshot.table(one.kind).faults for one in SECTIONS))

    def _queries(self, text: str) -> dict[str, Query]:
        """The filter for each kind for which it makes sense."""
        found: dict[str, Query] = {}
        mistake: QuerySyntax | None = None
        for one in SECTIONS:
            try:
                found[one.kind] = self._ordered(parse(text, SCHEMA[one.kind]), one)
            except QuerySyntax as error:
                mistake = mistake or error
        if not found and mistake is not None:
            raise mistake
        return found

    def _ordered(self, query: Query, section: StrategySection) -> Query:
        """A filter with an order: its own, else the one that was chosen, where the kind has that field, else the section's."""
        if query.sort:
            return query
        kind, chosen = SCHEMA[section.kind], self.screen.sort
        field = filter_field(kind, chosen.removeprefix("-")) if chosen else None
        order = chosen if field is not None and can_sort(field) else section.sort
        return query._replace(sort=parse(f"sort:{order}", kind).sort)

    def _found(self, kind: str, query: Query) -> list[int]:
        """The positions that a filter shows; found once as long as neither it nor any record changes."""
        environment, table = self.screen.host.environment(), self._table(kind)
        of: tuple[object, ...] = (table, query, environment.today)
        if query.where is not None or any(key.name not in table.kind.fields for key in query.sort):
            of = (*of, environment.snapshot)  # other kinds may have a say in it
        known = self._known.get(kind)
        if known is None or known[0] != of:  # tables and snapshots are compared as objects
            known = self._known[kind] = of, _closed_last(view(query, table, environment), table)
        return known[1]

    def _table(self, kind: str) -> Table:
        return self.screen.host.snapshot.table(kind)

    def _columns_of_kind(self, section: StrategySection) -> tuple[ListColumn, ...]:
        """The columns of a section, the same as long as they say the same."""
        snapshot, today = self.screen.host.snapshot, self.screen.host.environment().today
        of = (snapshot.version, today)
        known = self._own_columns.get(section.kind)
        if known is None or known[0] != of:
            known = self._own_columns[section.kind] = of, section.columns(snapshot, today)
        return known[1]

    def _say_strategy(self, found: Mapping[str, Sequence[int]]) -> None:
        screen = self.screen
        kinds = [one.kind for one in SECTIONS] if screen.layout_name == "list" else [screen.kind]
        count = sum(len(found.get(kind, ())) for kind in kinds)
        total = sum(self._table(kind).living().count(1) for kind in kinds)
        self.counts = f"{count:,} of {total:,}"
        text = screen.filter_text.strip()
        words = [screen.tab.name, *([text] if text else []), *screen.layout_words()]
        unread = len(self._faults())
        more = f" · {FAULT} {unread:,}" if unread else ""
        self._title = (" · ".join(words), f" · {self.counts if text else f'{count:,}'}{more}")
        self.fit_title()
        if screen.is_complete:
            screen.filter.show_count(self.counts)


def _closed_last(rows: list[int], table: Table) -> list[int]:
    """What is done with stands below what is not, in the same order otherwise."""
    if not table.kind.closed:
        return rows
    status, closed = table.column("status"), table.kind.closed
    done = [at for at in rows if status[at] in closed]
    return [*(at for at in rows if status[at] not in closed), *done] if done else rows
