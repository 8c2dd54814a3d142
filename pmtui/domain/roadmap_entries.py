"""A roadmap as it is told to others: one entry a milestone, in lanes, with what the team sees besides. Pure.

What writes a roadmap knows entries alone. Those for customers (`audience.py`) have no `team`, so nothing of the team's
can be written about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import Period, day_of, day_words, period_of
from pmtui.domain.records import Record
from pmtui.domain.roadmap import NO_ITEMS, Progress, When, days_late, progress_by_milestone, when_of
from pmtui.domain.text import one_line, spoken

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.forecasting import Forecast

PLANNED, ACTIVE, SHIPPED, CANCELLED = "planned", "active", "shipped", "cancelled"
HORIZONS = (("now", "Now"), ("next", "Next"), ("later", "Later"), ("", "Not placed yet"))
"""The lanes of what is open, with their headings."""
SHIPPED_LANE = "Shipped"


class ForecastDays(NamedTuple):
    """What the forecast says of a milestone, as far as a roadmap tells it.

    Attributes:
        p50: The day by which half of the simulated runs were done.
        p85: The day by which 85 % of them were.
        chance: How many of them met the target, 0 to 1; None without a target.
    """

    p50: date
    p85: date
    chance: float | None


class TeamFacts(NamedTuple):
    """What only the team sees of a milestone; texts are in one line and blank where nothing is stated.

    Attributes:
        id: Its id as people write it, as short as tells it from all others.
        health: on_track, at_risk or off_track.
        owner: Who answers for it, by name.
        theme: The larger story it belongs to.
        release: What sort of release.
        goals: The titles of the goals that it serves.
        needs: The keys of the milestones that must come first.
        progress: How much of its work is done.
        days_late: Days since the end of its target period; 0 where it is not late.
        forecast: The forecast; None where it has shipped or the history is too thin.
        is_critical: Whether it stands on the critical path.
    """

    id: str
    health: str = ""
    owner: str = ""
    theme: str = ""
    release: str = ""
    goals: Sequence[str] = ()
    needs: Sequence[str] = ()
    progress: Progress = NO_ITEMS
    days_late: int = 0
    forecast: ForecastDays | None = None
    is_critical: bool = False


class Entry(NamedTuple):
    """A milestone on the roadmap.

    Attributes:
        key: Tells it from all others, always the same; letters and digits.
        title: What it is called, in one line.
        outcome: What will be different, in one line; may be empty.
        stage: planned, active or shipped.
        status: Where it stands, in the words of the audience.
        lane: The heading under which it stands.
        when: When, in words and at its resolution: `Q1 2027`; empty where nothing is said.
        start: Its first day, or None.
        target: The whole period in which it is meant to ship, or in which it has shipped; None without a date.
        team: What only the team sees; None for everybody else.
    """

    key: str
    title: str
    outcome: str
    stage: str
    status: str
    lane: str
    when: str = ""
    start: date | None = None
    target: Period | None = None
    team: TeamFacts | None = None

    @property
    def first(self) -> date | None:
        """The first day that a chart draws."""
        return When(self.start, self.target).first

    @property
    def last(self) -> date | None:
        """The last day that a chart draws."""
        return When(self.start, self.target).last


def in_lanes(entries: Iterable[Entry], lanes: Sequence[str]) -> list[tuple[str, list[Entry]]]:
    """Entries by their lane, in the order of the lanes; empty lanes are left out."""
    found: dict[str, list[Entry]] = {lane: [] for lane in lanes}
    for one in entries:
        found.setdefault(one.lane, []).append(one)
    return [(lane, some) for lane, some in found.items() if some]


TEAM_LANES = (*(heading for _, heading in HORIZONS), SHIPPED_LANE)


def team_entries(
    snapshot: Snapshot, today: str, forecasts: Mapping[str, ForecastDays] = {}, critical: frozenset[str] = frozenset()
) -> list[Entry]:
    """The team's roadmap: what is neither deleted nor cancelled; what is open by rank, what has shipped newest first.

    Args:
        snapshot: The data.
        today: What counts as today.
        forecasts: What the forecast says, by id.
        critical: The ids of the milestones on the critical path.
    """
    table = snapshot.table("milestone")
    living, day = table.living(), date.fromisoformat(today)
    records = [table.record(at) for at in table.in_order() if living[at]]
    records = [one for one in records if one.stage != CANCELLED]
    found = []
    for one in records:
        forecast = None if is_shipped(one) else forecasts.get(one.id)
        found.append(_entry(one, _facts(one, snapshot, day, forecast, one.id in critical)))
    shipped = [one for one in found if one.stage == SHIPPED]
    shipped.sort(key=lambda one: one.target.last if one.target is not None else date.min, reverse=True)
    return [*(one for one in found if one.stage != SHIPPED), *shipped]


def forecast_days(found: Mapping[str, Forecast]) -> dict[str, ForecastDays]:
    """What forecasts say, by id; those without dates are left out: the history is too thin, or nothing remains to be known."""
    return {
        id: ForecastDays(date.fromisoformat(one.p50), date.fromisoformat(one.p85), one.chance_of_target)
        for id, one in found.items() if one.p50 is not None and one.p85 is not None
    }


def is_shipped(record: Record) -> bool:
    """Whether a milestone has shipped."""
    return record.stage == SHIPPED


def shipped_period(record: Record) -> Period | None:
    """When a milestone shipped, at the resolution of its target; its target where nobody has noted the day."""
    resolution = record["resolution"]
    shipped = day_of(record["shipped_at"])
    if shipped is not None:
        return period_of(shipped, resolution if isinstance(resolution, str) else "day")
    return when_of(record["start"], record["target"], resolution).target


def text_of(record: Record, name: str) -> str:
    """A field as a text in one line; empty where it is blank or no text."""
    value = record[name]
    return one_line(value).strip() if isinstance(value, str) else ""


def _entry(record: Record, facts: TeamFacts) -> Entry:
    if is_shipped(record):
        target = shipped_period(record)
        start = when_of(record["start"], None, None).start
        start = start if target is None or start is None or start <= target.last else None
        when = day_words(record["shipped_at"], target.label if target is not None else "")
        return Entry(record.id, _title(record), text_of(record, "outcome"), SHIPPED, spoken(record.status), SHIPPED_LANE, when, start,
                     target, facts)
    found = when_of(record["start"], record["target"], record["resolution"])
    horizon = text_of(record, "horizon")
    lane = dict(HORIZONS).get(horizon, HORIZONS[-1][1])
    when = "" if found.start is None else f"from {day_words(found.start)}"
    when = when if found.target is None else found.target.label
    stage = ACTIVE if record.stage == ACTIVE else PLANNED
    return Entry(record.id, _title(record), text_of(record, "outcome"), stage, spoken(record.status), lane, when, found.start, found.target,
                 facts)


def _release(word: str) -> str:
    """What sort of release it is, as people write it."""
    return word.upper() if word in ("mvp", "mlp", "ga") else spoken(word)


def _title(record: Record) -> str:
    return one_line(record.title).strip() or "(no title)"


def _facts(record: Record, snapshot: Snapshot, today: date, forecast: ForecastDays | None, is_critical: bool) -> TeamFacts:
    def titles(kind: str, ids: object) -> list[str]:
        found = [snapshot.record(kind, str(one)) for one in ids] if isinstance(ids, list | tuple) else []
        return [_title(one) for one in found if one is not None and not one.is_deleted]

    needs = record["depends_on"]
    when = when_of(record["start"], record["target"], record["resolution"])
    return TeamFacts(
        SCHEMA["milestone"].shown_id(record.id, snapshot.prefix_length(record.id)), text_of(record, "health"),
        "".join(titles("person", [record["owner"]] if record["owner"] else [])), text_of(record, "theme"),
        _release(text_of(record, "release")), titles("goal", record["goals"]),
        [str(one) for one in needs] if isinstance(needs, list | tuple) else [],
        progress_by_milestone(snapshot.table("item")).get(record.id, NO_ITEMS), days_late(when, record.status, today), forecast,
        is_critical,
    )
