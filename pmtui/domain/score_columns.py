"""Scores of all records of a table as columns: each distinct set of inputs is looked at once.

The inputs of a score have few values each, so a hundred thousand items hold some thousand different sets of them. A column
is kept on its table, which never changes, and the column of the next table follows from it: only what changed is worked out.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.domain.columns import Column
from pmtui.domain.item_scores import figure_inputs, figure_key, figure_maker

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table


def score_column(table: Table, name: str, environment: Environment) -> Column:
    """A figure of `item_scores.FIGURES` of all records; blanks for kinds that do not have it.

    Args:
        table: The records.
        name: The figure.
        environment: Where the team's settings are found.
    """
    settings = environment.settings
    if table.kind.name != "item":
        return Column([None], bytes(len(table)))
    inputs = figure_inputs(name, settings)
    make = figure_maker(name, settings)
    key = f"={figure_key(name, settings)}"

    def value(at: int) -> Any:
        return make({one: table.column(one)[at] for one in inputs})

    return followed(table, key, value, lambda: combined([table.column(one) for one in inputs], _of_values(inputs, make), len(table)))


def followed(table: Table, key: str, value: Callable[[int], Any], make: Callable[[], Column]) -> Column:
    """A column that rests on each record alone, kept on its table beside the columns of fields.

    Args:
        table: The records.
        key: Its name there, which no field has.
        value: From a position to its value: asked for what has changed since the table before.
        make: All of it, where there is no table before.
    """
    known = table._columns.get(key)
    if known is None:
        earlier = table._earlier.get(key)
        if earlier is None:
            known = make()
        else:
            before, positions = earlier
            added = [value(at) for at in range(len(before), len(table))]
            known = before.patched({at: value(at) for at in positions if at < len(before)}, added)
        table._columns[key] = known
    return known


def combined(columns: Sequence[Column], make: Callable[..., Any], length: int) -> Column:
    """The column of what several columns give together.

    Args:
        columns: The inputs, by position.
        make: From one value of each column to the value of the new one, which must be hashable.
        length: How many positions there are, for no columns at all.
    """
    if not columns:
        return Column([make()], bytes(length))
    if any(one.codes is None for one in columns):
        return Column.of(map(make, *(one.rows() for one in columns)))
    rows = [one.codes or b"" for one in columns]
    if len(rows) == 1:
        return Column([make(value) for value in columns[0].values], columns[0].codes)
    values: dict[Any, int] = {}
    places = {}
    for codes in set(zip(*rows, strict=True)):
        value = make(*(column.values[code] for column, code in zip(columns, codes, strict=True)))
        places[codes] = values.setdefault((value.__class__, value), len(values))
    found: Iterable[int] = map(places.__getitem__, zip(*rows, strict=True))
    return Column([value for _, value in values], bytes(found) if len(values) <= 256 else array("I", found))


def _of_values(names: Sequence[str], make: Callable[[Mapping[str, Any]], Any]) -> Callable[..., Any]:
    return lambda *values: make(dict(zip(names, values, strict=True)))
