"""What a main screen shows: which records, in which order, and how its title says so. Pure, so tested without the app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, Group, Query, grouped, parse, view
from pmtui.domain.query_syntax import names_in
from pmtui.domain.schema import LINK, LINKS
from pmtui.domain.table import Table


class Rules(NamedTuple):
    """What a main screen shows as long as nobody asks for something else.

    Attributes:
        kind: The kind of its records.
        where: The filter that holds unless the person's filter speaks of states itself, such as `-status:done,dropped`.
        words: How the title says so: `without done and dropped`.
        order: The order, as after `sort:`; empty for the kind's own (rank, or age).
        group: The field by which the list is grouped; empty for none.
    """

    kind: str
    where: str = ""
    words: str = ""
    order: str = ""
    group: str = ""


class Asked(NamedTuple):
    """What the person asks a main screen for.

    Attributes:
        text: The filter as typed.
        sort: The order that holds where the text names none, as after `sort:`.
        group: The field by which to group where the text names none; `none` for no groups, empty for the screen's own.
        with_closed: Whether the layout shows closed records, as a board does.
        is_grouped: Whether the layout can show groups.
    """

    text: str = ""
    sort: str = ""
    group: str = ""
    with_closed: bool = False
    is_grouped: bool = True


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


def asked_query(rules: Rules, asked: Asked) -> Query:
    """The query behind what a person asks for: closed records stay away unless the filter or the layout wants them.

    Raises:
        QuerySyntax: The text is not a filter.
    """
    kind = SCHEMA[rules.kind]
    query = parse(asked.text, kind)
    order = asked.sort or rules.order
    if order and not query.sort:
        query = query._replace(sort=parse(f"sort:{order}", kind).sort)
    group = asked.group or rules.group
    if group and group != "none" and not query.group:
        query = query._replace(group=group)
    if not rules.where or asked.with_closed or speaks_of_status(query):
        return query
    open_ones = parse(rules.where, kind).where
    both = open_ones if query.where is None or open_ones is None else Group("and", (query.where, open_ones))
    return query._replace(where=both)


def speaks_of_status(query: Query) -> bool:
    """Whether a filter says itself which states to show."""
    return bool(names_in(query.where) & {"status", "is", "id"})


def shown(table: Table, rules: Rules, asked: Asked, environment: Environment) -> Shown:
    """What a main screen shows of a table.

    Raises:
        QuerySyntax: The text is not a filter.
    """
    query = asked_query(rules, asked)
    rows: Sequence[int] = view(query, table, environment)
    groups: list[tuple[str, int]] = []
    if query.group and asked.is_grouped:
        parts = grouped(rows, table, query.group, environment)
        rows = [position for _, positions in parts for position in positions]
        groups = [(_group_title(value, query.group, rules.kind, environment), len(positions)) for value, positions in parts]
    own = "rank" if table.kind.ranked else "age"
    order = ", ".join(f"{key.name.replace('_', ' ')}{' ↓' if key.is_descending else ''}" for key in query.sort) or own
    words = [asked.text.strip()] if asked.text.strip() else []
    if rules.where and not asked.with_closed and not speaks_of_status(parse(asked.text, table.kind)):
        words.append(rules.words)
    if "sort:" not in asked.text:
        words.append(f"by {order}")
    return Shown(rows, sum(table.living()), " · ".join(words), groups, order == "rank" and own == "rank")


def _group_title(value: object, group: str, kind: str, environment: Environment) -> str:
    """The name of a group; a record's title where the group is one."""
    if value is None or value == ():
        return "none"
    field = SCHEMA[kind].field(group)
    if field is not None and field.type in (LINK, LINKS) and environment.snapshot is not None:
        record = environment.snapshot.linked(field, str(value))
        if record is not None:
            return record.title
    return str(value)
