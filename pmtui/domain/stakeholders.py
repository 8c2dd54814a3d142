"""People with a stake: where they stand by influence and interest, and who should hear from us by now. Pure, told from columns.

The quadrants are those of Aubrey L. Mendelow (1981), as the map of people shows them; that the ones with much influence and much
interest hear most often is his, and so is that the others are not forgotten. How often is a convention: those who can stop us and care
hear every second week, with the review of the roadmap; who only can, or only care, once a month; all others once a quarter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.dates import days_between

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

CLOSELY, SATISFIED, INFORMED, MONITOR = QUADRANTS = ("manage closely", "keep satisfied", "keep informed", "monitor")
"""The quadrants, those that hear most often first."""
TELL_EVERY: Final = {CLOSELY: 14, SATISFIED: 30, INFORMED: 30, MONITOR: 90}
"""Days after which somebody should have heard from us, by quadrant; nothing is said of who is not placed."""
_UPPER, _RIGHT = 3, 4
"""From this influence on somebody stands in the upper half of the map, from this interest on at the right."""


class Standing(NamedTuple):
    """Where somebody stands, and whether they should hear from us.

    Attributes:
        quadrant: One of `QUADRANTS`; empty where influence or interest is blank.
        days: Days since they were last told; None where they never were.
        every: Days after which they should have heard; None without a quadrant.
    """

    quadrant: str
    days: int | None
    every: int | None

    @property
    def is_due(self) -> bool:
        """Whether they should have heard from us by now: those who never did, too."""
        return self.every is not None and (self.days is None or self.days > self.every)

    @property
    def left(self) -> int | None:
        """Days until they should hear; negative when that is over, None where nothing says."""
        return None if self.every is None or self.days is None else self.every - self.days


def quadrant_of(influence: Any, interest: Any) -> str:
    """The quadrant of an influence and an interest from 1 to 5; empty where one is blank."""
    if not isinstance(influence, int | float) or not isinstance(interest, int | float):
        return ""
    if influence >= _UPPER:
        return CLOSELY if interest >= _RIGHT else SATISFIED
    return INFORMED if interest >= _RIGHT else MONITOR


def standing(influence: Any, interest: Any, last_told: Any, today: str) -> Standing:
    """Where somebody stands, from the fields of a person."""
    quadrant = quadrant_of(influence, interest)
    days = days_between(last_told, today) if isinstance(last_told, str) else None
    return Standing(quadrant, None if days is None else max(0, days), TELL_EVERY.get(quadrant))


def standing_of(person: Record, today: str) -> Standing:
    """Where a person stands."""
    return standing(person["influence"], person["interest"], person["last_told"], today)


def standing_at(people: Table, at: int, today: str) -> Standing:
    """Where the person at a position stands."""
    influence, interest, told = (people.column(name)[at] for name in ("influence", "interest", "last_told"))
    return standing(influence, interest, told, today)


def told_words(found: Standing) -> str:
    """`26 d ago, 12 d over`: when somebody was last told, and how much later than they should."""
    if found.days is None:
        return "never told"
    ago = "today" if not found.days else f"{found.days} d ago"
    return f"{ago}, {-found.left} d over" if found.is_due and found.left is not None else ago


# What lists and scripts ask


def computed_figures(person: Record, today: str) -> dict[str, Any]:
    """What `computed` holds of a person."""
    found = standing_of(person, today)
    return {
        "quadrant": found.quadrant or None, "told_days": found.days, "tell_every": found.every,
        "unheard": found.quadrant if found.is_due else None,
    }


def quadrant_column(table: Table, environment: Environment) -> Column:
    """The quadrants of people."""
    return _column(table, environment, lambda one: one.quadrant or None)


def told_days_column(table: Table, environment: Environment) -> Column:
    """The days since people were last told."""
    return _column(table, environment, lambda one: one.days)


def unheard_column(table: Table, environment: Environment) -> Column:
    """The quadrants of those who should hear from us by now; blank for all others, so that they sort behind."""
    return _column(table, environment, lambda one: one.quadrant if one.is_due else None)


def tell_every_column(table: Table, environment: Environment) -> Column:
    """The days after which people should have heard from us."""
    return _column(table, environment, lambda one: one.every)


def unheard_mask(table: Table, environment: Environment) -> Mask:
    """Which living people should hear from us by now."""
    return both(unheard_column(table, environment).where(bool), table.living())


def _column(table: Table, environment: Environment, value: Any) -> Column:
    if table.kind.name != "person":
        return Column([None], bytes(len(table)))
    kept: dict[str, list[Standing]] = table.kept.setdefault("standings", {})
    if environment.today not in kept:
        kept.clear()
        kept[environment.today] = [standing_at(table, at, environment.today) for at in range(len(table))]
    return Column([value(one) for one in kept[environment.today]])
