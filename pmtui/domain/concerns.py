"""Concerns: what needs a person, with the records that it is about. What each of them is, `today` says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, islice
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.columns import Mask
from pmtui.domain.contact import Key
from pmtui.domain.schema import Kind

if TYPE_CHECKING:
    from pmtui.domain.table import Table

MOST = 100
"""So many records of a concern are named; the others are counted."""
URGENT, SOON, WHEN = "error", "warning", "accent"
"""How much a concern presses; the names are those of colour roles."""


class Concern(NamedTuple):
    """Something that needs a person.

    Attributes:
        key: What tells it from others, from one look to the next.
        title: What it is, after the count: `items wait for triage`.
        number: How many records, conflicts or days.
        records: The first of its records.
        role: How much it presses: URGENT, SOON or WHEN.
        advice: What to do about it, in a sentence.
        screen: The name of the screen that shows all of them; empty where none does.
        query: The filter that shows them there.
        total: How many records there are, where that is not what `number` says.
        weeks: For the contact with customers, how many talks each of the last weeks had; empty for all others.
    """

    key: str
    title: str
    number: int
    records: tuple[Key, ...]
    role: str
    advice: str
    screen: str = ""
    query: str = ""
    total: int = 0
    weeks: tuple[int, ...] = ()


def first_keys(table: Table, mask: Mask) -> tuple[Key, ...]:
    """The first records of a mask, in the kind's own order."""
    order = table.in_order()
    places = compress(order, mask if isinstance(order, range) else map(mask.__getitem__, order))
    return tuple((table.kind.name, table.id(at)) for at in islice(places, MOST))


def _counted(count: int, kind: Kind, words: str, more: str) -> str:
    """`item waits for triage` for one, `items wait for triage` for several."""
    one, several = ("piece of feedback", "pieces of feedback") if kind.name == "feedback" else (kind.name, kind.plural)
    return f"{one} {words}" if count == 1 else f"{several} {more}"


def concern_of(
    table: Table, mask: Mask, key: str, words: str, role: str, advice: str, screen: str = "", query: str = "", more: str = "",
) -> Iterator[Concern]:
    """The concern about the records of a mask, where there are any."""
    count = mask.count(1)
    if count:
        title = _counted(count, table.kind, words, more or words)
        yield Concern(key, title, count, first_keys(table, mask), role, advice, screen, query)
