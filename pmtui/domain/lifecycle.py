"""The life cycle of products: which stage the figures suggest and why, since when it is in its own, and which figures matter there.

The suggestion rests on one KPI: of the north star first, then of open goals, then of closed ones; rising figures before those that shall
fall. What is never done is to apply it: people decide, and say why. In this order:

- decline: it fell by 5 % or more in the last quarter and stands below 90 % of its peak; or it does not grow and is below 50 % of that.
- growth: it grew by 10 % or more in the last quarter.
- introduction: it does not grow yet, and was launched less than 180 days ago or has never stood 10 % above its first reading.
- maturity: it holds its level.

Of a figure that shall fall all of this is turned round: to fall is to grow, and its best is its lowest. Shorter spans count in
proportion, down to 28 days; after a restart only what was read since. `lifecycle_thresholds` has the sources and the setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.amounts import amount_words
from pmtui.domain.columns import Column, Mask
from pmtui.domain.dates import days_between
from pmtui.domain.kpis import kpis_of, series
from pmtui.domain.lifecycle_stages import DECLINE, GROWTH, INTRODUCTION, MATURITY, days_in_stage, is_review_due, launch_day, restart_day
from pmtui.domain.lifecycle_thresholds import Thresholds, thresholds
from pmtui.domain.text import counted
from pmtui.domain.trend import Change, Trend, trend_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.kpis import Series
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

_NEAR_PEAK: Final = 0.9
"""What stands so near its peak is not in decline for one bad reading."""


class Measured(NamedTuple):
    """A KPI from which a stage is told.

    Attributes:
        goal: The goal that has it.
        kpi: The entry of the goal.
        series: Its readings up to the day.
        rises: Whether more is better.
    """

    goal: Record
    kpi: Mapping[str, Any]
    series: Series
    rises: bool

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.kpi.get("name") or "KPI")


class Suggestion(NamedTuple):
    """The stage that the figures suggest.

    Attributes:
        stage: The stage; empty where they say too little.
        reason: Why, in words and figures.
        measured: The KPI; None where there is none.
        trend: How it moves; None where too little is known.
    """

    stage: str
    reason: str
    measured: Measured | None = None
    trend: Trend | None = None


# The figures of a product


def goals_of(snapshot: Snapshot, product: Record) -> list[Record]:
    """The living goals of a product, the north star first, closed ones last; those of no product where it is the only one."""
    table = snapshot.table("goal")
    by_product = _goals_by_product(table)
    is_only = snapshot.table("product").living().count(1) == 1
    found = [*by_product.get(product.id, ()), *(by_product.get("", ()) if is_only else ())]
    star, status = table.column("north_star"), table.column("status")
    found.sort(key=lambda at: (status[at] in table.kind.closed, star[at] is not True, at))
    return [table.record(at) for at in found]


def _goals_by_product(goals: Table) -> Mapping[str, list[int]]:
    """The places of living goals by product; found once for a table."""
    kept: dict[str, list[int]] | None = goals.kept.get("by_product")
    if kept is None:
        kept, column = {}, goals.column("product")
        for at, lives in enumerate(goals.living()):
            if lives:
                kept.setdefault(str(column[at] or ""), []).append(at)
        goals.kept["by_product"] = kept
    return kept


def measures_of(snapshot: Snapshot, product: Record, today: str) -> list[Measured]:
    """Every KPI of the goals of a product, as it stands on a day."""
    return [
        Measured(goal, kpi, series(kpi, today), kpi.get("direction") != "down")
        for goal in goals_of(snapshot, product) for kpi in kpis_of(goal.data)
    ]


def _telling(measures: list[Measured], limits: Thresholds) -> Measured | None:
    """The KPI that tells the stage: rising before falling, with enough readings before without, in the order of the goals."""
    with_readings = [one for one in measures if one.series]
    return min(
        with_readings, key=lambda one: (len(one.series) < limits.readings, not one.rises), default=None,
    )


# The suggestion


def suggestion(snapshot: Snapshot, product: Record, today: str) -> Suggestion:
    """The stage that the figures of a product suggest, with the reason; no stage where they say too little."""
    limits = thresholds(snapshot.settings)
    measures = measures_of(snapshot, product, today)
    if not measures:
        return Suggestion("", "no goal of this product has a KPI: readings over a quarter would tell the stage")
    found = _telling(measures, limits)
    if found is None:
        return Suggestion("", "none of its KPIs has been read yet", measures[0])
    again = restart_day(product)
    told = [one for one in found.series if one[0] >= again]
    count = len(told)
    if count < limits.readings:
        words = f"{counted(count, 'reading')} of {found.name}" + (" since its restart" if again else "")
        return Suggestion("", f"too few readings: {words}, and it takes {limits.readings}", found)
    old = days_between(found.series[-1][0], today) or 0
    if old > limits.days:
        return Suggestion("", f"the readings are old: {found.name} was last read {old} days ago", found)
    trend = trend_of(told, limits.days, rises=found.rises)
    if trend is None:
        is_low = any(value < 0 for _, value in told)
        words = f"{found.name} is below zero at times" if is_low else f"the {count} readings of {found.name} span less than four weeks"
        return Suggestion("", f"too little to tell: {words}", found)
    age = _age(again or launch_day(product), told[0][0], today)
    stage, because = _stage(found.rises, trend, age, product, limits)
    return Suggestion(stage, f"{found.name}: {_facts(found, trend, age)}; {because}", found, trend)


def _age(launched: str, first: str, today: str) -> int:
    """Days since the launch, or since the first reading where that is earlier."""
    return max((days_between(day, today) or 0 for day in (launched, first) if day), default=0)


def _stage(rises: bool, trend: Trend, age: int, product: Record, limits: Thresholds) -> tuple[str, str]:
    """The stage and the rule that it follows from, in words about the figure as it moves."""
    share = trend.recent.share
    part = trend.recent.days / limits.days
    grew = trend.value > 0 if share is None else share >= limits.growth / 100 * part
    fell = share is not None and share <= -limits.decline / 100 * part and limits.decline > 0
    of_best = 1.0 if trend.of_best is None else trend.of_best
    is_young = age < limits.launch_days
    shall = "" if rises else "it shall fall: "
    if fell and of_best < _NEAR_PEAK:
        return DECLINE, f"{f'a fall of {limits.decline:g}' if rises else f'{shall}+{limits.decline:g}'} % a quarter is decline"
    if grew:
        slower = trend.earlier is not None and _slower(trend.recent, trend.earlier)
        rule = f"{limits.growth:g} % a quarter and more" if rises else f"{shall}−{limits.growth:g} % a quarter and more"
        return GROWTH, f"{rule} is growth" + (", which slows" if slower else "")
    if of_best < limits.peak / 100:
        if rises:
            return DECLINE, f"what is below {limits.peak:g} % of its peak and does not grow is in decline"
        return DECLINE, f"{shall}what is {100 / limits.peak:g} times its best and does not fall is in decline"
    if is_young:
        way = f"grow by {limits.growth:g} %" if rises else f"fall by {limits.growth:g} %"
        return INTRODUCTION, f"within {limits.launch_days} days of its launch, and it does not {way} a quarter yet"
    if product.stage == INTRODUCTION and not _took_off(trend, limits):
        return INTRODUCTION, "it has not taken off yet"
    least, most = (limits.decline, limits.growth) if rises else (limits.growth, limits.decline)
    return MATURITY, f"{shall}between −{least:g} and +{most:g} % a quarter it holds its level"


def _slower(recent: Change, earlier: Change) -> bool:
    return recent.share is not None and earlier.share is not None and recent.share / recent.days < earlier.share / earlier.days


def _took_off(trend: Trend, limits: Thresholds) -> bool:
    """Whether it ever stood clearly above its first reading."""
    best = trend.value / trend.of_best if trend.of_best else trend.value
    return (trend.first == 0 and best > 0) or (bool(trend.first) and abs(best - trend.first) / trend.first >= limits.growth / 100)


def _facts(measured: Measured, trend: Trend, age: int) -> str:
    """`60 % now, +25 % in 90 days (+5 % in the 43 days before), at its best, launched 400 days ago`."""
    unit = str(measured.kpi.get("unit") or "")
    facts = [f"{amount_words(trend.value, unit)} now", f"{moved(trend.recent, measured.rises)} in {trend.recent.days} days"]
    if trend.earlier is not None:
        facts[-1] += f" ({moved(trend.earlier, measured.rises)} in the {trend.earlier.days} days before)"
    best = best_words(measured, trend)
    return ", ".join([*facts, *([best] if best else []), f"launched {age} days ago"])


def best_words(measured: Measured, trend: Trend) -> str:
    """How far a figure is from its best: `at its peak`, `75 % of its peak`; of one that shall fall, `its best was 2 %`."""
    if trend.of_best is None:
        return ""
    if trend.of_best >= 1:
        return f"at its {'peak' if measured.rises else 'best'}"
    if measured.rises:
        return f"{int(trend.of_best * 100)} % of its peak"
    return f"its best was {amount_words(trend.value * trend.of_best, str(measured.kpi.get('unit') or ''))}"


def moved(change: Change, rises: bool) -> str:
    """A change as the figure itself made it: one that shall fall and did is better and has a minus."""
    if change.share is None:
        return "up from 0"
    percent = round(change.share * 100) * (1 if rises else -1)
    return f"+{percent} %" if percent > 0 else f"−{-percent} %" if percent < 0 else "±0 %"


# What lists and scripts ask


def computed_figures(product: Record, snapshot: Snapshot, today: str) -> dict[str, Any]:
    """What `computed` holds of a product."""
    found = suggestion(snapshot, product, today)
    return {
        "stage_suggestion": {"stage": found.stage or None, "reason": found.reason},
        "days_in_stage": days_in_stage(product, today), "review_due": is_review_due(product, today),
    }


def products_with(snapshot: Snapshot) -> Iterator[Record]:
    """The living products, in their order."""
    table = snapshot.table("product")
    yield from (table.record(at) for at, lives in enumerate(table.living()) if lives)


def suggestion_column(table: Table, environment: Environment) -> Column:
    """The suggested stages."""
    snapshot = environment.snapshot
    if snapshot is None:
        return Column([None], bytes(len(table)))
    return _column(table, lambda one: suggestion(snapshot, one, environment.today).stage or None)


def days_column(table: Table, environment: Environment) -> Column:
    """The days in the stage."""
    return _column(table, lambda one: days_in_stage(one, environment.today))


def review_due_column(table: Table, environment: Environment) -> Column:
    """Whether the day of the next look has come."""
    day, status, closed = table.column("review_on"), table.column("status"), table.kind.closed
    if table.kind.name != "product":
        return Column([None], bytes(len(table)))
    return Column([None if not day[at] else str(day[at]) <= environment.today and status[at] not in closed for at in range(len(table))])


def review_due_mask(table: Table, environment: Environment) -> Mask:
    """Which products are to be looked at again."""
    return review_due_column(table, environment).where(bool)


def _column(table: Table, value: Callable[[Record], Any]) -> Column:
    """A figure of each product; of other kinds none."""
    if table.kind.name != "product":
        return Column([None], bytes(len(table)))
    return Column([value(table.record(at)) for at in range(len(table))])
