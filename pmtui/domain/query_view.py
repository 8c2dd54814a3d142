"""A filter's result as people see it: positions in order, and in groups."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from pmtui.domain.columns import Column
from pmtui.domain.query_columns import Environment, filter_column
from pmtui.domain.query_fields import ID, filter_field
from pmtui.domain.query_links import link_key
from pmtui.domain.query_match import matching
from pmtui.domain.query_syntax import Query, SortKey
from pmtui.domain.query_terms import is_blank
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, FLAG, INSTANT, INTEGER, LINK, LINKS, NUMBER, RANK, SET, Field
from pmtui.domain.text import folded

if TYPE_CHECKING:
    from pmtui.domain.table import Table

_RAW = {NUMBER: (int, float), INTEGER: (int, float), DATE: (str,), INSTANT: (str,), RANK: (str,)}
"""Types whose values sort as they are stored, and what such a value is."""
_EXACT = 2.0**53
"""From here on a float no longer holds every integer."""
_NO_ENVIRONMENT = Environment("", "")


def view(query: Query, table: Table, environment: Environment) -> list[int]:
    """The positions of the records that match, in the order that the filter asks for.

    Blanks come last in both directions; ties keep the kind's own order: by rank where it has one, else by creation,
    then by id.
    """
    mask, order = matching(query, table, environment), table.in_order()
    positions = list(compress(order, mask if isinstance(order, range) else map(mask.__getitem__, order)))
    own = SortKey("rank" if table.kind.ranked else "created_at")
    keys = query.sort[:-1] if query.sort and query.sort[-1] == own else query.sort
    for key in reversed(keys):
        positions = _sorted(positions, key, table, environment)
    return positions


def grouped(
    positions: Sequence[int], table: Table, name: str, environment: Environment = _NO_ENVIRONMENT
) -> list[tuple[Any, list[int]]]:
    """Positions by the value of a field, each group in the order given.

    Choices come in their declared order and values that no version declares after them; numbers and dates ascend;
    links follow the order of their kind; instants are taken by their day; blank, as None, comes last. A record with several
    tags or links stands in the group of each.
    """
    field = filter_field(table.kind, name)
    if field is None:
        return [(None, list(positions))]
    column = filter_column(table, field.name, environment)
    by_day = field.type == INSTANT
    groups: dict[Any, list[int]] = {}
    for position in positions:
        value = column[position]
        if by_day and isinstance(value, str):
            value = value[:10]
        if isinstance(value, tuple):
            for one in value or (None,):
                groups.setdefault(one, []).append(position)
        else:
            groups.setdefault(None if value == "" else value, []).append(position)
    single = field._replace(type=LINK if field.type == LINKS else "text" if field.type == SET else field.type)
    keys = {value: _sort_key(single, value, environment) for value in groups if value is not None}
    order: list[Any] = sorted((value for value, key in keys.items() if key is not None), key=keys.__getitem__)
    order.extend(value for value in groups if value is None or keys[value] is None)
    return [(value, groups[value]) for value in order]


def _sorted(positions: list[int], key: SortKey, table: Table, environment: Environment) -> list[int]:
    field = filter_field(table.kind, key.name)
    if field is None:
        return positions
    if field.type == ENTRIES:
        counts = {at: len(table.record(at).data.get(field.name) or ()) or None for at in positions}
        return _by_keys(positions, counts, key.is_descending)
    if field is ID:
        return sorted(positions, key=table.id, reverse=key.is_descending)
    column = filter_column(table, field.name, environment)
    if column.codes is not None:
        return _by_codes(positions, field, column, key.is_descending, environment)
    values = column.values
    if field.type in _RAW and all(isinstance(values[at], _RAW[field.type]) for at in positions if values[at] is not None):
        return _by_stored(positions, values, key.is_descending, field.type in (NUMBER, INTEGER))
    return _by_keys(positions, {at: _sort_key(field, values[at], environment) for at in positions}, key.is_descending)


def _by_stored(positions: list[int], values: Sequence[Any], is_descending: bool, is_number: bool) -> list[int]:
    filled = [at for at in positions if values[at] is not None and values[at] != ""]
    blank = [at for at in positions if values[at] is None or values[at] == ""] if len(filled) < len(positions) else []
    keys = _float_keys(filled, values) if is_number else None
    filled.sort(key=values.__getitem__ if keys is None else keys.__getitem__, reverse=is_descending)
    return filled + blank


def _float_keys(positions: list[int], values: Sequence[Any]) -> dict[int, float] | None:
    """The values as floats, which sort twice as fast as integers among fractions; None where that would not be exact."""
    try:
        keys = dict(zip(positions, map(float, map(values.__getitem__, positions)), strict=True))
    except OverflowError:
        return None
    return keys if keys and max(keys.values()) < _EXACT and min(keys.values()) > -_EXACT else None


def _by_keys(positions: list[int], keys: dict[int, Any], is_descending: bool) -> list[int]:
    filled = sorted((at for at in positions if keys[at] is not None), key=keys.__getitem__, reverse=is_descending)
    return filled + [at for at in positions if keys[at] is None]


def _by_codes(positions: list[int], field: Field, column: Column, is_descending: bool, environment: Environment) -> list[int]:
    """Sort by the place of each distinct value, so that a value is looked at once however many records have it."""
    keys = [_sort_key(field, value, environment) for value in column.values]
    distinct: list[Any] = sorted({key for key in keys if key is not None}, reverse=is_descending)
    places = {key: place for place, key in enumerate(distinct)}
    by_code = [len(places) if key is None else places[key] for key in keys]
    codes = column.codes
    if isinstance(codes, bytes):
        if len(places) < 256:
            return sorted(positions, key=codes.translate(bytes(by_code).ljust(256, b"\0")).__getitem__)
        return sorted(positions, key=[by_code[code] for code in codes].__getitem__)
    return sorted(positions, key=list(map(by_code.__getitem__, codes or ())).__getitem__)


def _sort_key(field: Field, value: Any, environment: Environment) -> Any:
    """A key that sorts with every other key of the field; None for blanks and for values of another type."""
    if field.type in _RAW:
        return value if isinstance(value, _RAW[field.type]) and value != "" and not isinstance(value, bool) else None
    if field.type == FLAG:
        return value if isinstance(value, bool) else None
    if field.type == CHOICE:
        if not isinstance(value, str) or value == "":
            return None
        return (field.choices.index(value), "") if value in field.choices else (len(field.choices), folded(value))
    if is_blank(field, value):
        return None
    if field.type == LINK:
        return link_key(field, value, environment) if isinstance(value, str) else None
    if field.type == LINKS:
        return tuple(sorted(link_key(field, one, environment) for one in value))
    if field.type == SET:
        return tuple(map(folded, value))
    return folded(value) if isinstance(value, str) else None
