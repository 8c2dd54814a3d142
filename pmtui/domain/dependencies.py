"""Links of a kind to itself that must not lead round in a circle: parents, what must be done first, duplicates. Pure.

A command refuses the link that would close a circle. A merge cannot: two people may each add a link that is right by
itself. Such a circle is found here, and told as a fault; nothing that walks along links may trust that there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from pmtui.domain.schema import LINK, LINKS, Field, Kind

if TYPE_CHECKING:
    from pmtui.domain.table import Rows, Table

ACYCLIC = ("parent", "depends_on", "duplicate_of", "supersedes", "successor")
"""The links of a kind to itself that must not come back to where they began."""
_NAMED = 6
"""So many records of a way are named; of a longer one, its beginning and its end."""


def acyclic_fields(kind: Kind) -> tuple[Field, ...]:
    """The links of a kind to itself that must not come back to where they began."""
    return tuple(field for name in ACYCLIC if (field := kind.fields.get(name)) is not None and _is_own(kind, field))


def _is_own(kind: Kind, field: Field) -> bool:
    return field.type in (LINK, LINKS) and (field.name == "duplicate_of" or field.links == (kind.name,))


def way_back(table: Table, name: str, id: str, target: str, among: Collection[str] | None = None) -> list[str]:
    """The shortest way by which a link from one record to another would come back to the first.

    Args:
        table: The records.
        name: The field of the link.
        id: From where it leads.
        target: Where to.
        among: The way leads over these records alone; over any where left out.

    Returns:
        The ids from `id` over `target` to `id` again; empty where it does not come back.
    """
    column = table.column(name)
    before = {target: id}
    waiting = [target]
    for here in waiting:
        if here == id:
            break
        at = table.position(here) if among is None or here in among else None
        for one in linked(column[at]) if at is not None else ():
            if one not in before:
                before[one] = here
                waiting.append(one)
    else:
        return []
    way = [id]
    here = before[id]
    while here != id:
        way.append(here)
        here = before[here]
    return [id, *reversed(way[1:]), id] if len(way) > 1 else [id, id]


def linked(value: object) -> Sequence[str]:
    """The ids that a link holds, whether of one record or of several."""
    if isinstance(value, str):
        return (value,) if value else ()
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else ()


def circles(table: Table | Rows, name: str, among: Collection[str] | None = None) -> list[list[str]]:
    """The circles that a link makes, each with its ids in the order of the links, the first of them again at the end.

    Of circles that have a record in common, one is named: with it broken, the next look names the next. Deleted records make none.

    Args:
        table: The records.
        name: The field of the link.
        among: Only circles of these records count; all where left out.
    """
    links = {id: some for id, some in _links_of(table, name).items() if among is None or id in among}
    state: dict[str, int] = {}
    found: list[list[str]] = []
    for start in links:
        if start in state:
            continue
        way: list[str] = []
        walk: list[tuple[str, Iterator[str]]] = [(start, iter(links[start]))]
        state[start] = 1
        way.append(start)
        while walk:
            here, ahead = walk[-1]
            after = next(ahead, None)
            if after is None:
                walk.pop()
                way.pop()
                state[here] = 2
            elif after in links and after not in state:
                state[after] = 1
                way.append(after)
                walk.append((after, iter(links[after])))
            elif state.get(after) == 1 and not any(after in one for one in found):
                found.append([*way[way.index(after):], after])
    return found


def _links_of(table: Table | Rows, name: str) -> dict[str, Sequence[str]]:
    """What each living record links to, those that link to nothing left out."""
    column, gone = table.column(name), table.column("deleted_at")
    mask = column.where(lambda value: bool(linked(value)))
    return {table.id(at): linked(column[at]) for at in compress(range(len(table)), mask) if gone[at] is None}


def circle_of(table: Table, name: str, id: str, among: Collection[str] | None = None) -> list[str]:
    """The circle on which a record stands, from it to it again, of records `among` some; empty where it stands on none."""
    at = table.position(id)
    if at is None:
        return []
    ways = (way_back(table, name, id, one, among) for one in linked(table.column(name)[at]))
    return min(filter(None, ways), key=len, default=[])


def in_words(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    """`“Card payments” → “Invoices” → “Card payments”`: a way, by titles.

    Args:
        ids: The records in their order.
        titles: Their titles; a record without one is named by its id.
    """
    is_long = len(ids) > _NAMED
    words = [f"“{_short(titles.get(id) or id)}”" for id in ([*ids[:_NAMED - 2], ids[-1]] if is_long else ids)]
    if is_long:
        words.insert(-1, f"… {len(ids) - _NAMED + 1} more")
    return " → ".join(words)


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= 40 else f"{title[:39]}…"
