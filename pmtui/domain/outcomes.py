"""What came of what shipped: a metric before and after the day, against the target that was stated. Pure.

A bet is a hypothesis that names a KPI. What shipped for it is an item that rests on it, or a milestone with such items.
Where nothing that rests on a hypothesis names one, the KPIs of the goals are looked at, and their own targets count.

A hypothesis may state its target of a metric of its own, which only moves the KPI that it names: where what it states lies beyond all
that the KPI has been, the KPI's own target counts, too.

- before: the latest reading up to the day it shipped, else the stated baseline.
- after: the latest reading since.
- too_early: fewer than `outcome_days` (14) have gone, or fewer than `outcome_readings` (2) have been taken since; and for
  the target of a goal, as long as its last day has not come and it is not reached.
- met: the latest reading reaches the target, from whichever side the metric comes; missed: it does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.dates import days_between
from pmtui.domain.kpis import Series, series
from pmtui.domain.scoring import number_in
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.records import Record

MET, TOO_EARLY, MISSED = "met", "too_early", "missed"
VERDICTS: Final = (MET, TOO_EARLY, MISSED)
"""The verdicts, the best first; of several metrics of one record, the last of them in this order counts."""
OUTCOME_DAYS: Final = "outcome_days"
OUTCOME_READINGS: Final = "outcome_readings"
"""The keys of the settings."""
DAYS: Final = 14
READINGS: Final = 2
_MOST = {OUTCOME_DAYS: 3650, OUTCOME_READINGS: 1000}
_USUAL = {OUTCOME_DAYS: DAYS, OUTCOME_READINGS: READINGS}


class Patience(NamedTuple):
    """When it is no longer too early to judge: after so many days and so many readings."""

    days: int = DAYS
    readings: int = READINGS


_PATIENT = Patience()


class Measure(NamedTuple):
    """A metric with what it was meant to become.

    Attributes:
        name: The KPI's name.
        unit: Its unit.
        series: Its readings up to today.
        baseline: Where it was said to stand; None where nobody said.
        target: Where it should come; None where nobody said.
        rises: Whether more is better.
        goal: The id of the goal that has the KPI.
        kpi: The id of the KPI there.
        hypothesis: The id of the hypothesis that names it; empty where the goal's own target counts.
        due: The last day of the goal, for its own target; else empty.
    """

    name: str
    unit: str
    series: Series
    baseline: float | None
    target: float | None
    rises: bool
    goal: str
    kpi: str
    hypothesis: str = ""
    due: str = ""


class Outcome(NamedTuple):
    """What came of it, by one metric.

    Attributes:
        verdict: `met`, `missed` or `too_early`; empty where there is no target.
        before: The metric before it shipped; None where nothing says.
        after: The metric now; None where nothing was read since.
        target: What it should be.
        at: The day it shipped.
        readings: How many were taken since.
        days: Days since then.
        measure: What was measured.
        why: The verdict's reason, in a few words.
    """

    verdict: str
    before: float | None
    after: float | None
    target: float | None
    at: str
    readings: int
    days: int
    measure: Measure
    why: str


def patience(settings: Mapping[str, Any]) -> Patience:
    """When it is no longer too early, by the settings `outcome_days` and `outcome_readings`; what makes no sense there is left out."""
    return Patience(*(_USUAL[key] if _fault(settings, key) else settings.get(key, _USUAL[key]) for key in _USUAL))


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the settings makes no sense, in a sentence each."""
    return [fault for key in _USUAL if (fault := _fault(settings, key))]


def _fault(settings: Mapping[str, Any], key: str) -> str:
    given = settings.get(key, _USUAL[key])
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= _MOST[key]:
        return ""
    return f"{key} is a whole number from 0 to {_MOST[key]}, not {given!r}"[:120]


def measure_of(goal: Record, kpi: Mapping[str, Any], today: str, hypothesis: Mapping[str, Any] | None = None, id: str = "") -> Measure:
    """A KPI as a measure: against what a hypothesis says, else against the goal's own target.

    Args:
        goal: The goal that has the KPI.
        kpi: The KPI.
        today: Readings of later days do not count.
        hypothesis: The fields of the hypothesis; what it leaves blank, the KPI says.
        id: The id of the hypothesis.
    """
    stated = hypothesis or {}
    baseline, target = number_in(stated, "baseline"), number_in(stated, "target")
    own_baseline, own_target = number_in(kpi, "baseline"), number_in(kpi, "target")
    readings = series(kpi, today)
    known = [value for value in (own_baseline, own_target, *(value for _, value in readings)) if value is not None]
    is_stated = target is not None and (baseline is None or _is_of_scale(baseline, target, known))
    if not is_stated:
        baseline = target = None
    rises = kpi.get("direction") != "down"
    if target is not None and baseline is not None and baseline != target:
        rises = target > baseline
    due = goal.data.get("due")
    return Measure(
        str(kpi.get("name") or ""), str(kpi.get("unit") or ""), readings, baseline if baseline is not None else own_baseline,
        target if target is not None else own_target, rises, goal.id, str(kpi.get("id") or ""), id, "" if is_stated else str(due or ""),
    )


def _is_of_scale(baseline: float, target: float, known: list[float]) -> bool:
    """Whether what a hypothesis states can be of the KPI that it names: its metric may be another one, which only moves the KPI.

    It cannot where both ends lie beyond twice, or below half, of all that the KPI has ever been or shall be.
    """
    if not known:
        return True
    low, high = min(known), max(known)
    room = max(abs(low), abs(high), high - low) or 1.0
    low, high = low - room if low < 0 else low / 2, max(high + room if high <= 0 else high * 2, high)
    return max(baseline, target) >= low and min(baseline, target) <= high


def outcome_of(measure: Measure, first: str, last: str, today: str, patience: Patience = _PATIENT) -> Outcome:
    """What came of what shipped, by one metric.

    Args:
        measure: What is measured.
        first: The day the first of it shipped: before is up to then.
        last: The day the last of it shipped: after is since then.
        today: The calendar date where the person is.
        patience: When it is no longer too early.
    """
    days = [day for day, _ in measure.series]
    until, since = bisect_right(days, first), bisect_right(days, last)
    before = measure.series[until - 1][1] if until else measure.baseline
    count = len(days) - since
    after = measure.series[-1][1] if count else None
    gone = max(0, days_between(last, today) or 0)
    verdict, why = _verdict(measure, after, count, gone, today, patience)
    return Outcome(verdict, before, after, measure.target, last, count, gone, measure, why)


def _verdict(measure: Measure, after: float | None, count: int, gone: int, today: str, patience: Patience) -> tuple[str, str]:
    if measure.target is None:
        return "", "no target was stated"
    if gone < patience.days:
        return TOO_EARLY, f"shipped {counted(gone, 'day')} ago; {patience.days} days needed"
    if after is None or count < patience.readings:
        return TOO_EARLY, f"{counted(count, 'reading') if count else 'no reading'} since; {max(1, patience.readings)} needed"
    if after >= measure.target if measure.rises else after <= measure.target:
        return MET, f"{counted(count, 'reading')} since"
    if measure.due and today <= measure.due:
        return TOO_EARLY, f"the goal has until {measure.due}"
    return MISSED, f"{counted(count, 'reading')} since"


def deciding(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The outcome that counts of several: a missed one before one that it is too early for, that before a met one; None for none."""
    found = [one for one in outcomes if one.verdict]
    return max(found, key=lambda one: VERDICTS.index(one.verdict)) if found else None
