"""Limits of work in progress: how many items may stand in a status at once, by the team's setting `wip`. Pure.

Source: David J. Anderson, "Kanban" (2010): a limit shows where work piles up, so that a person looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.columns import Mask, both
from pmtui.domain.kinds import SCHEMA

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

WIP: Final = "wip"
"""The key of the setting."""


class Limits(NamedTuple):
    """How much may be under way.

    Attributes:
        most: How many items at most, by status.
        faults: What in the setting makes no sense, in a sentence each; it counts as not there.
    """

    most: Mapping[str, int]
    faults: tuple[str, ...] = ()


def limits(settings: Mapping[str, Any]) -> Limits:
    """The limits that a team has set."""
    given = settings.get(WIP)
    if given is None:
        return Limits({})
    if not isinstance(given, Mapping):
        return Limits({}, (f"{WIP} says how many items a status may hold, as in {{\"doing\": 3}}, not {given!r}"[:120],))
    most: dict[str, int] = {}
    wrong: list[str] = []
    known = SCHEMA["item"].statuses
    for status, count in given.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            wrong.append(f"{WIP}: the limit of {status!r} is a whole number from 1 on, not {count!r}"[:120])
        elif status not in known:
            wrong.append(f"{WIP}: items have no status {status!r}: use {', '.join(known)}"[:160])
        else:
            most[status] = count
    return Limits(most, tuple(wrong))


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence each."""
    return list(limits(settings).faults)


def over_limits(items: Table, settings: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The statuses that hold more living items than they may: how many they hold, and how many they may."""
    found = {}
    for status, most in limits(settings).most.items():
        count = held_by(items, status)
        if count > most:
            found[status] = count, most
    return found


def over_limit_mask(items: Table, environment: Environment) -> Mask:
    """Which items stand in a status that holds more than it may."""
    if items.kind.name != "item" or environment.snapshot is None:
        return bytes(len(items))
    crowded = over_limits(items, environment.snapshot.settings)
    return both(items.column("status").where(crowded.__contains__), items.living())


def held_by(items: Table, status: str) -> int:
    """How many living items stand in a status."""
    return both(items.column("status").where(lambda one: one == status), items.living()).count(1)
