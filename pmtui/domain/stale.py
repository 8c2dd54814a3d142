"""Work that nobody has touched for a while: what its file's last commit tells. Pure; who reads the commits is the store.

Source of the idea: stale work is hidden inventory, which a review looks at (Reinertsen, "The principles of product
development flow", 2009, on queues).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from pmtui.domain.columns import Column, Mask, both, neither
from pmtui.domain.query_fields import STALE_KINDS

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

STALE_DAYS: Final = "stale_days"
"""The key of the setting."""
DAYS: Final = 30
"""After so many days without a commit, work is stale, unless the team's settings say otherwise."""
_MOST_DAYS = 36_500
_KEPT = "_untouched"
"""Where a table's rows keep the column: neither their ids nor their places change."""


class LastChanges(Protocol):
    """When each record was last changed, as far as it is known."""

    def of(self, kind: str) -> Mapping[str, str]:
        """For the ids of a kind, the instant of the last commit of the file, or of its last change where there is no git."""


class Patience(NamedTuple):
    """How long work may lie.

    Attributes:
        days: Days without a commit.
        faults: What in the settings makes no sense.
    """

    days: int
    faults: tuple[str, ...] = ()


def patience(settings: Mapping[str, Any]) -> Patience:
    """How long work may lie, by the setting `stale_days`."""
    given = settings.get(STALE_DAYS, DAYS)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= _MOST_DAYS:
        return Patience(DAYS, (f"{STALE_DAYS} is a whole number of days from 1 on, not {given!r}"[:120],))
    return Patience(given)


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence."""
    return list(patience(settings).faults)


def untouched_days(table: Table, environment: Environment) -> Column:
    """For how many days nobody has changed each record; blank while it is not known.

    What was changed since it was read from its file counts as changed today.
    """
    changes = environment.last_changes
    if changes is None:
        return Column([None], bytes(len(table)))
    kept = table.rows.__dict__.get(_KEPT)
    if kept is None or kept[0] is not changes or kept[1] != environment.today:
        known, days = changes.of(table.kind.name), _Days(environment.today)
        ids = map(table.rows.id, range(len(table.rows)))
        kept = table.rows.__dict__[_KEPT] = changes, environment.today, Column.of(days.of(known.get(id, "")) for id in ids)
    column: Column = kept[2]
    return column.patched(dict.fromkeys(table.overlay, 0), [0] * len(table.added))


class _Days:
    """Days from an instant until today, each day counted once."""

    def __init__(self, today: str) -> None:
        self._today = today
        self._known: dict[str, int | None] = {"": None}

    def of(self, instant: str) -> int | None:
        from pmtui.domain.dates import days_between  # its patterns take long to import

        day = instant[:10]
        if day not in self._known:
            self._known[day] = days_between(day, self._today)
        return self._known[day]


def stale_column(table: Table, environment: Environment) -> Column:
    """Whether each record is open work that nobody has touched for long; blank while it is not known, and for kinds that are no work."""
    if table.kind.name not in STALE_KINDS or environment.last_changes is None:
        return Column([None], bytes(len(table)))
    known = untouched_days(table, environment).where(lambda count: count is not None)
    codes = int.from_bytes(stale_mask(table, environment), "little") + 2 * int.from_bytes(neither(known), "little")
    return Column([False, True, None], codes.to_bytes(len(table), "little"))


def stale_mask(table: Table, environment: Environment) -> Mask:
    """Which records are stale."""
    from pmtui.domain.query_columns import open_mask

    if table.kind.name not in STALE_KINDS or environment.last_changes is None:
        return bytes(len(table))
    limit = patience(environment.settings).days
    return both(untouched_days(table, environment).where(lambda count: count is not None and count >= limit), open_mask(table, environment))
