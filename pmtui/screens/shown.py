"""What a main screen shows: which records, in which order, and how its title says so. Pure, so tested without the app."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, Group, Query, parse, view
from pmtui.domain.query_syntax import names_in
from pmtui.domain.score_fields import TOLD_BY
from pmtui.domain.table import Table
from pmtui.domain.text import spoken
from pmtui.screens.groups import ShownGroup, in_groups


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
        name: What the title calls the filter, where it is that of a saved view.
        folded: The keys of the groups whose records are not to be shown.
        is_once: Whether a record that belongs to several groups stands in the first of them alone.
    """

    text: str = ""
    sort: str = ""
    group: str = ""
    with_closed: bool = False
    is_grouped: bool = True
    name: str = ""
    folded: Collection[str] = ()
    is_once: bool = False


class Shown(NamedTuple):
    """One view of a table.

    Attributes:
        rows: Positions, in the order to show.
        total: How many living records there are.
        title: What the border says: the filter and the order in words.
        groups: The groups in their order; those that are not folded have their records among the rows.
        is_by_rank: Whether the rows stand in the team's order, so that rank moves make sense.
        hidden: How many records match and are in folded groups.
    """

    rows: Sequence[int]
    total: int
    title: str
    groups: Sequence[ShownGroup]
    is_by_rank: bool
    hidden: int = 0

    @property
    def matching(self) -> int:
        """How many records match, those in folded groups too; one in several groups counts once for each."""
        return len(self.rows) + self.hidden


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
    """Whether a filter says itself which states to show; what has a verdict as a bet has shipped."""
    return bool(names_in(query.where) & {"status", "is", "id", "bet"})


def names_asked(rules: Rules, asked: Asked) -> frozenset[str]:
    """The fields that a person's filter looks at or sorts by, with the columns that tell of them.

    Raises:
        QuerySyntax: The text is not a filter.
    """
    query = asked_query(rules, asked)
    names = names_in(query.where) | {key.name for key in query.sort}
    return names | {TOLD_BY[name] for name in names if name in TOLD_BY}


def shown(table: Table, rules: Rules, asked: Asked, environment: Environment) -> Shown:
    """What a main screen shows of a table.

    Raises:
        QuerySyntax: The text is not a filter.
    """
    query = asked_query(rules, asked)
    rows: Sequence[int] = view(query, table, environment)
    groups: list[ShownGroup] = []
    hidden = 0
    if query.group and asked.is_grouped:
        parts = in_groups(rows, table, query.group, environment, asked.folded)
        if asked.is_once:
            parts = once(parts)
        groups = [group for group, _ in parts]
        rows = [position for group, positions in parts if not group.is_folded for position in positions]
        hidden = sum(group.size for group in groups if group.is_folded)
    own = "rank" if table.kind.ranked else "age"
    order = ", ".join(f"{spoken(key.name)}{' ↓' if key.is_descending else ''}" for key in query.sort) or own
    words = [asked.name or asked.text.strip()] if asked.name or asked.text.strip() else []
    if rules.where and not asked.name and not asked.with_closed and not speaks_of_status(parse(asked.text, table.kind)):
        words.append(rules.words)
    if "sort:" not in asked.text:
        words.append(f"by {order}")
    return Shown(rows, sum(table.living()), " · ".join(words), groups, order == "rank" and own == "rank", hidden)


def once(parts: Sequence[tuple[ShownGroup, Sequence[int]]]) -> list[tuple[ShownGroup, list[int]]]:
    """Groups in which each record stands once, in the first that has it; those that have none left are left out."""
    seen: set[int] = set()
    found = []
    for group, positions in parts:
        own = [at for at in positions if at not in seen]
        seen.update(own)
        if own:
            found.append((group._replace(size=len(own)), own))
    return found
