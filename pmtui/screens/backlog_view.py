"""What the Backlog shows: which records, in which order, and how its title says so. Pure, so tested without the app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, Group, Query, grouped, parse, view
from pmtui.domain.query_syntax import names_in
from pmtui.domain.table import Table

DEFAULT = "-status:done,dropped"
"""What the Backlog shows as long as no filter speaks of status."""


class Shown(NamedTuple):
    """One view of a table.

    Attributes:
        rows: Positions, in the order to show.
        total: How many living records there are.
        title: What the border says: the filter and the order in words.
        groups: For each group its value and how many rows it has.
        is_by_rank: Whether the rows stand in the team's order, so that rank moves make sense.
    """

    rows: Sequence[int]
    total: int
    title: str
    groups: Sequence[tuple[str, int]]
    is_by_rank: bool


def backlog_query(text: str, sort: str = "", with_closed: bool = False) -> Query:
    """The query behind a filter text: done and dropped stay away unless the filter or the layout asks for them.

    Args:
        text: What the person typed.
        sort: The order that holds where the text names none, as after `sort:`.
        with_closed: Whether the layout shows closed records, as the board does.

    Raises:
        QuerySyntax: The text is not a filter.
    """
    query = parse(text, SCHEMA["item"])
    if sort and not query.sort:
        query = query._replace(sort=parse(f"sort:{sort}", SCHEMA["item"]).sort)
    if with_closed or speaks_of_status(query):
        return query
    open_ones = parse(DEFAULT, SCHEMA["item"]).where
    both = open_ones if query.where is None or open_ones is None else Group("and", (query.where, open_ones))
    return query._replace(where=both)


def speaks_of_status(query: Query) -> bool:
    """Whether a filter says itself which states to show."""
    return bool(names_in(query.where) & {"status", "is", "id"})


def shown(table: Table, query: Query, environment: Environment, with_closed: bool = False) -> Shown:
    """What a query of `backlog_query` shows of a table."""
    rows: Sequence[int] = view(query, table, environment)
    groups: list[tuple[str, int]] = []
    if query.group:
        parts = grouped(rows, table, query.group)
        rows = [position for _, positions in parts for position in positions]
        groups = [("none" if value is None or value == () else str(value), len(positions)) for value, positions in parts]
    order = ", ".join(f"{key.name}{' ↓' if key.is_descending else ''}" for key in query.sort) or "rank"
    words = [query.text.strip()] if query.text.strip() else []
    if not with_closed and not speaks_of_status(parse(query.text, SCHEMA["item"])):
        words.append("without done and dropped")
    if "sort:" not in query.text:
        words.append(f"by {order}")
    return Shown(rows, sum(table.living()), " · ".join(words), groups, order == "rank")
