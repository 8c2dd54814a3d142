"""A column for any field of a kind: what the person may choose besides the columns that a list has by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmtui.domain.columns import Column
from pmtui.domain.dates import relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.domain.query_columns import filter_column
from pmtui.domain.query_fields import filter_fields
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, FLAG, INSTANT, INTEGER, LINES, LINK, LINKS, NUMBER, OBJECT, RANK, SET, Field
from pmtui.domain.table import Table
from pmtui.domain.text import spoken
from pmtui.screens.item_columns import Titles
from pmtui.widgets.glyphs import OUTCOMES
from pmtui.widgets.list_view import ListColumn

_UNSHOWN = (LINES, OBJECT, RANK, ENTRIES, "is", "has", "id")
_WIDTHS = {NUMBER: 7, INTEGER: 7, DATE: 11, INSTANT: 11, FLAG: 5, CHOICE: 12, LINK: 16, LINKS: 18, SET: 18}
_LATE = 20
"""Their place among columns that a person has not chosen."""


def field_columns(kind: str, environment: Environment) -> Iterator[ListColumn]:
    """One column for each field of a kind that fits on a line, computed ones included; all of them spare."""
    if environment.snapshot is None:
        return
    table = environment.snapshot.table(kind)
    titles = Titles(environment.snapshot)
    own = SCHEMA[kind].fields
    for field in filter_fields(SCHEMA[kind]):
        if field.type not in _UNSHOWN and field.name != "title":
            title = spoken(field.name)
            width, align = max(_WIDTHS.get(field.type, 18), len(title)), "right" if field.type in (NUMBER, INTEGER) else "left"
            yield ListColumn(
                field.name, title, _cell(field, table, titles, environment), width, align, _LATE,
                field.name if field.name in own else "", is_spare=True,
            )


def _cell(field: Field, table: Table, titles: Titles, environment: Environment) -> Callable[[Any, int], tuple[str, str]]:
    """What a cell says; the column behind it is looked up when the first cell is painted."""
    found: list[Column] = []

    def text(_: Any, at: int) -> tuple[str, str]:
        if not found:
            found.append(filter_column(table, field.name, environment))
        return _words(field, found[0][at], titles, environment.today)

    return text


def _words(field: Field, value: Any, titles: Titles, today: str) -> tuple[str, str]:
    if field.name == "bet" and value is not None:
        sign, role = OUTCOMES.get(str(value), ("·", "muted"))
        return (f"{sign} {spoken(str(value))}", role)
    if value is None or value == () or value == "":
        return ("–" if field.type in (NUMBER, INTEGER) else "", "faint")
    if field.type in (NUMBER, INTEGER) and isinstance(value, int | float):
        return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}", "text")
    if field.type in (DATE, INSTANT):
        return (relative(str(value)[:10], today), "muted")
    if field.type == FLAG:
        return ("yes" if value else "no", "muted")
    if field.type == LINK:
        return (titles.linked(field, str(value)), "muted")
    if field.type == LINKS:
        return (", ".join(titles.linked(field, str(one)) for one in value), "muted")
    if field.type == SET:
        return (" ".join(f"#{one}" for one in value), "faint")
    return (str(value), "text")
