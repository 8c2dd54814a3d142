"""From when on use grows, falls or holds, and what retiring a product takes: the setting `lifecycle`, and what holds without it.

The four stages are those of Theodore Levitt, "Exploit the Product Life Cycle" (Harvard Business Review, 1965). That a stage is told from
the rate of change, with a band around zero for maturity, is Rolando Polli and Victor Cook, "Validity of the Product Life Cycle" (Journal
of Business, 1969). Their band is half a standard deviation of a whole industry's changes, which nobody has for one product; in its place
stand round figures: +10 % a quarter (46 % a year) is growth, −5 % a quarter (19 % a year) is decline.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

KEY: Final = "lifecycle"
"""The name in the settings."""
CHECKLIST: Final = (
    "Customers are told, with the last day",
    "Customers can export their data",
    "Their data is migrated, or deleted when the last day has come",
    "A successor or an alternative is named",
    "What depends on it is moved or closed",
    "Docs, website and price list no longer offer it",
    "Support and sales know what to answer",
    "Contracts, invoices and access end with the last day",
)
"""What retiring a product takes, unless the team says otherwise."""
_MOST = {"growth": 1000.0, "decline": 100.0, "peak": 100.0, "days": 3650, "readings": 1000, "launch_days": 3650}
_WHOLE = ("days", "readings", "launch_days")


class Thresholds(NamedTuple):
    """From when on a stage is suggested.

    Attributes:
        growth: Percent in `days` from which on use grows.
        decline: Percent in `days` by which it falls in decline.
        peak: Percent of the highest value below which it is in decline where it does not grow.
        days: The period over which a change is looked at: a quarter.
        readings: With fewer readings nothing is suggested.
        launch_days: So long after its launch what does not grow yet is in introduction.
        checklist: What retiring takes.
        faults: What in the setting makes no sense.
    """

    growth: float = 10
    decline: float = 5
    peak: float = 50
    days: int = 90
    readings: int = 4
    launch_days: int = 180
    checklist: tuple[str, ...] = CHECKLIST
    faults: tuple[str, ...] = ()


USUAL: Final = Thresholds()


def thresholds(settings: Mapping[str, Any]) -> Thresholds:
    """The thresholds of a team, by the setting `lifecycle`; what makes no sense there is left as it is without it."""
    given = settings.get(KEY)
    if given is None:
        return USUAL
    if not isinstance(given, Mapping):
        return USUAL._replace(faults=(f'{KEY} is an object such as {{"growth": 10}}, not {given!r}'[:120],))
    wrong: list[str] = []
    own: dict[str, Any] = {}
    for name, value in given.items():
        if name == "checklist":
            if isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value):
                own[name] = tuple(one.strip() for one in value)
            else:
                wrong.append(f"{KEY}.checklist is a list of sentences, not {value!r}"[:120])
        elif name not in _MOST:
            wrong.append(f"{KEY} knows no {name[:40]}: it has {', '.join([*_MOST, 'checklist'])}")
        elif _fits(name, value):
            own[name] = value
        else:
            least = "a whole number from 2" if name == "readings" else "a whole number from 1" if name in _WHOLE else "a number from 0"
            wrong.append(f"{KEY}.{name} is {least} to {_MOST[name]:g}, not {value!r}"[:120])
    return Thresholds(**own)._replace(faults=tuple(wrong))


def _fits(name: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if name in _WHOLE else int | float):
        return False
    least = 2 if name == "readings" else 1 if name in _WHOLE else 0
    return bool(least <= value <= _MOST[name])


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence each."""
    return list(thresholds(settings).faults)
