"""How goals stand: progress, grade, what is expected by now, and each KPI with its latest reading; also as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column
from pmtui.domain.kept_figures import KeptFigures
from pmtui.domain.kpis import expected_by, grade, kpis_of, latest, pace, share_of_way
from pmtui.domain.scoring import number_in, plain_number
from pmtui.domain.text import one_line, spoken

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table


class KpiFigures(NamedTuple):
    """How a KPI stands.

    Attributes:
        id: The id of the entry.
        name: Its name.
        at: The day of the latest reading; empty without any.
        value: What was read then.
        progress: The share of the way from baseline to target, 0 to 1; None where an input is blank.
    """

    id: str
    name: str
    at: str
    value: float | None
    progress: float | None


class GoalFigures(NamedTuple):
    """How a goal stands.

    Attributes:
        progress: The mean over the KPIs of which it is known, 0 to 1; None where it is of none.
        expected: The share of the time that has gone, 0 to 1; None where start or due day is blank.
        kpis: Its KPIs in their order.
    """

    progress: float | None
    expected: float | None
    kpis: tuple[KpiFigures, ...]

    @property
    def grade(self) -> str:
        """`green`, `yellow` or `red`; empty where the progress is blank."""
        return grade(self.progress)

    @property
    def pace(self) -> str:
        """`ahead`, `on_pace` or `behind`; empty where progress or expectation is blank."""
        return pace(self.progress, self.expected)

    @property
    def measured(self) -> int:
        """How many KPIs have a progress."""
        return sum(one.progress is not None for one in self.kpis)


def goal_figures(goal: Mapping[str, Any], today: str) -> GoalFigures:
    """How a goal (its data) stands on a day; readings of later days do not count."""
    found = []
    for kpi in kpis_of(goal):
        at, value = latest(kpi, today) or ("", None)
        share = share_of_way(value, number_in(kpi, "baseline"), number_in(kpi, "target"), str(kpi.get("direction") or "up"))
        found.append(KpiFigures(str(kpi.get("id") or ""), str(kpi.get("name") or ""), at, value, share))
    known = [one.progress for one in found if one.progress is not None]
    return GoalFigures(plain_number(sum(known) / len(known)) if known else None, expected_by(goal, today), tuple(found))


_kept = KeptFigures(goal_figures)


def figures_at(goals: Table, at: int, today: str) -> GoalFigures:
    """How the goal at a position stands; worked out once for a day and a record."""
    return _kept.at(goals, at, today)


def computed_figures(record: Record, today: str) -> dict[str, Any]:
    """What `computed` holds of a goal: shares from 0 to 1, and None for what is blank."""
    found = goal_figures(record.data, today)
    return {
        "progress": found.progress, "grade": found.grade or None, "expected": _rounded(found.expected), "pace": found.pace or None,
        "kpi_progress": [
            {"id": one.id, "name": one.name, "latest": {"at": one.at, "value": one.value} if one.at else None,
             "progress": one.progress, "grade": grade(one.progress) or None}
            for one in found.kpis
        ],
    }


def report(goal: Mapping[str, Any], today: str) -> list[str]:
    """How a goal (its data) stands, in a line each for itself and its KPIs; none where it has no KPI."""
    found = goal_figures(goal, today)
    lines = []
    if found.progress is not None:
        expected = f"; {percent(found.expected)} % expected by now: {spoken(found.pace)}" if found.expected is not None else ""
        lines.append(f"progress {_words(found.progress)} ({found.grade}){expected}")
    elif found.kpis:
        lines.append("progress – (no KPI has baseline, target and a reading)")
    for one in found.kpis:
        where = f"{one.value:,.10g} on {one.at}" if one.value is not None else "no reading yet"
        way = f", {_words(one.progress)} of the way ({grade(one.progress)})" if one.progress is not None else ""
        lines.append(f"{one_line(one.name) or '(no name)'}: {where}{way}")
    return lines


def progress_column(goals: Table, environment: Environment) -> Column:
    """The progress of goals in whole percent."""
    return _column(goals, environment, lambda one: percent(one.progress))


def expected_column(goals: Table, environment: Environment) -> Column:
    """What is expected of goals by now, in whole percent."""
    return _column(goals, environment, lambda one: percent(one.expected))


def grade_column(goals: Table, environment: Environment) -> Column:
    """The grades of goals."""
    return _column(goals, environment, lambda one: one.grade or None)


def pace_column(goals: Table, environment: Environment) -> Column:
    """Whether goals are ahead, on pace or behind."""
    return _column(goals, environment, lambda one: one.pace or None)


def kpi_column(goals: Table, environment: Environment) -> Column:
    """The KPIs of goals with their progress, as texts."""
    if goals.kind.name != "goal":
        return Column([()], bytes(len(goals)))
    found = (figures_at(goals, at, environment.today).kpis for at in range(len(goals)))
    return Column([tuple(f"{one.name} {_words(one.progress)}" for one in kpis) for kpis in found])


def _words(share: float | None) -> str:
    return "–" if share is None else f"{percent(share)} %"


def percent(share: float | None) -> int | None:
    """A share from 0 to 1 in whole percent, rounded down so that 100 % is all of it."""
    return None if share is None else int(share * 100 + 1e-9)


def _column(goals: Table, environment: Environment, value: Callable[[GoalFigures], Any]) -> Column:
    if goals.kind.name != "goal":
        return Column([None], bytes(len(goals)))
    return Column([value(figures_at(goals, at, environment.today)) for at in range(len(goals))])


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
