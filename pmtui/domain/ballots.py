"""Ballots: what each person of a group scored by themself, how far apart they are, and what is left once a value is agreed.

A ballot is an entry of an item's keyed list `ballots`: who, which input, which number. It is kept in plain JSON and blind
by courtesy: screens show nobody's values before they are revealed. For an input with choices the number is the choice's
place among them, from 1 on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.hashed_ids import hashed_id
from pmtui.domain.records import Record
from pmtui.domain.schema import CHOICE, INTEGER, Field
from pmtui.domain.text import folded

FIELD = "ballots"
"""The keyed list of an item that holds them."""


class Ballot(NamedTuple):
    """One person's score of one input.

    Attributes:
        by: Who.
        input: The field that it is about.
        value: The score; of a choice its place, from 1 on.
    """

    by: str
    input: str
    value: float


class Tally(NamedTuple):
    """What a group scored for one input.

    Attributes:
        ballots: One a person, the lowest first.
        median: The middle value; between two middle ones their mean or, where only whole numbers count, the lower of them.
        furthest: Who is furthest from the median: one, or several equally far; nobody where all say the same.
    """

    ballots: tuple[Ballot, ...]
    median: float
    furthest: tuple[Ballot, ...]

    @property
    def low(self) -> float:
        """The lowest value."""
        return self.ballots[0].value

    @property
    def high(self) -> float:
        """The highest value."""
        return self.ballots[-1].value

    @property
    def is_unanimous(self) -> bool:
        """Whether all say the same."""
        return self.low == self.high


def ballots_of(record: Record) -> list[Ballot]:
    """The ballots of a record that make sense, one for each person and input.

    A file may hold several of one person and input: an agent wrote them, or two machines before they met. That with the
    id which this program gives counts, else the last.
    """
    found: dict[tuple[str, str], tuple[bool, Ballot]] = {}
    for entry in record[FIELD] or ():
        ballot = _read(entry)
        if ballot is not None:
            key = folded(ballot.by), ballot.input
            is_ours = entry.get("id") == ballot_id(ballot.by, ballot.input)
            if is_ours or key not in found or not found[key][0]:
                found[key] = is_ours, ballot
    return [ballot for _, ballot in found.values()]


def _read(entry: object) -> Ballot | None:
    """The ballot that an entry of a file is; None where it is none."""
    if not isinstance(entry, dict):
        return None
    by, name, value = entry.get("by"), entry.get("input"), entry.get("value")
    if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Ballot(by if isinstance(by, str) else "", name, value)


def ballot_id(by: str, name: str) -> str:
    """The id of a person's ballot on an input: the same on each machine, so that a second vote replaces the first there, too."""
    return hashed_id(f"{folded(by)}\n{name}")


def with_ballots(entries: Sequence[Any], by: str, values: Mapping[str, float | None]) -> list[Any]:
    """The entries with a person's scores; each replaces what they scored before, None takes it back.

    Args:
        entries: The list as the record has it.
        by: Who scores.
        values: The scores by input.
    """
    kept = [entry for entry in entries if not _is_about(entry, by, values)]
    for name, value in values.items():
        if value is not None:
            entry = {"id": ballot_id(by, name), "input": name, "value": value}
            kept.append({**entry, "by": by} if by else entry)
    return kept


def _is_about(entry: object, by: str, inputs: Iterable[str]) -> bool:
    ballot = _read(entry)
    return ballot is not None and ballot.input in inputs and folded(ballot.by) == folded(by)


def without_ballots(entries: Sequence[Any], inputs: Iterable[str]) -> list[Any]:
    """The entries without anybody's scores of some inputs: these are agreed."""
    gone = set(inputs)
    return [entry for entry in entries if not isinstance(entry, dict) or entry.get("input") not in gone]


def ballots_by(record: Record, by: str) -> dict[str, float]:
    """A person's own scores, by input."""
    return {one.input: one.value for one in ballots_of(record) if folded(one.by) == folded(by)}


def tally(record: Record, name: str) -> Tally | None:
    """What the group scored for an input of a record; None where nobody has."""
    found = sorted((one for one in ballots_of(record) if one.input == name), key=lambda one: (one.value, folded(one.by)))
    if not found:
        return None
    field = record.schema.fields.get(name)
    middle = median([one.value for one in found], is_whole=field is not None and field.type in (INTEGER, CHOICE))
    far = max(abs(one.value - middle) for one in found)
    furthest = tuple(one for one in found if abs(one.value - middle) == far) if found[0].value != found[-1].value else ()
    return Tally(tuple(found), middle, furthest)


def median(values: Sequence[float], *, is_whole: bool = False) -> float:
    """The median of sorted values.

    Args:
        values: At least one, in rising order.
        is_whole: Whether there is nothing between two whole numbers: then the lower of two middle values is taken, which
            is the more careful one and which somebody gave.
    """
    upper = len(values) // 2
    if len(values) % 2:
        return values[upper]
    low, high = values[upper - 1], values[upper]
    middle = low if is_whole else round((low + high) / 2, 10)
    return int(middle) if middle == int(middle) else middle


def ballot_value(field: Field, value: Any) -> float:
    """A field's value as a ballot holds it: a number as it is, a choice by its place, from 1 on.

    Raises:
        ValueError: The value is no number and none of the choices.
    """
    if field.type == CHOICE and value in field.choices:
        return field.choices.index(value) + 1
    if field.type == CHOICE or isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no score")
    return value


def field_value(field: Field, value: float) -> Any:
    """What a field is set to by a ballot's number; None for a place at which there is no choice."""
    if field.type == CHOICE:
        place = round(value) - 1
        return field.choices[place] if 0 <= place < len(field.choices) else None
    return int(value) if value == int(value) else value
