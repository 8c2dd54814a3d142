"""KPIs of goals: their readings in order, how far they are on the way from baseline to target, and how fast.

Progress of a KPI = (latest − baseline) ÷ (target − baseline), held between 0 and 1; the same for figures that shall fall.
Progress of a goal = the mean over those of its KPIs of which it is known. A blank input gives a blank, never a zero.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.dates import days_between
from pmtui.domain.periods import day_of
from pmtui.domain.ranking import ranked
from pmtui.domain.scoring import number_in, plain_number
from pmtui.domain.text import folded

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

GREEN, YELLOW, RED = "green", "yellow", "red"
GRADES: Final = (RED, YELLOW, GREEN)
"""The grades, the worst first."""
GREEN_FROM: Final = 0.7
YELLOW_FROM: Final = 0.4
AHEAD, AS_EXPECTED, BEHIND = "ahead", "on_pace", "behind"
_NEAR: Final = 0.05
"""So far from what is expected by now, a goal is still on pace."""

Series = list[tuple[str, float]]
"""Days as `2026-11-22` with the value that was read on them, the earliest first."""


class KpiOf(NamedTuple):
    """A KPI with the goal that it belongs to."""

    goal: Record
    kpi: Mapping[str, Any]


def kpis_of(goal: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The KPIs of a goal (its data) in the order that people gave them; what cannot be read is left out."""
    return ranked(goal.get("kpis"))


def readings_of(kpi: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The readings of a KPI that have a day and a number, the earliest first; of one day, as they stand."""
    found = kpi.get("readings")
    known = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    whole = [one for one in known if day_of(one.get("at")) is not None and number_in(one, "value") is not None]
    return sorted(whole, key=lambda one: str(one["at"])[:10])


def series(kpi: Mapping[str, Any], until: str = "") -> Series:
    """The readings of a KPI as days and values, the earliest first.

    Args:
        kpi: An entry of `kpis`.
        until: Where given, only readings up to this day: a file may hold some of the future.
    """
    return [
        (str(one["at"])[:10], float(one["value"])) for one in readings_of(kpi) if not until or str(one["at"])[:10] <= until
    ]


def latest(kpi: Mapping[str, Any], until: str = "") -> tuple[str, float] | None:
    """The day and the value of the latest reading; None without any. `until` as for `series`."""
    found = series(kpi, until)
    return found[-1] if found else None


def share_of_way(value: float | None, baseline: float | None, target: float | None, direction: str = "up") -> float | None:
    """How far a value is from baseline to target, 0 to 1; None where one of the three is blank.

    Where target and baseline are the same, the figure shall be held: 1 as long as it is no worse than that, else 0.
    """
    if value is None or baseline is None or target is None:
        return None
    if target == baseline:
        return float(value <= target if direction == "down" else value >= target)
    return plain_number(min(1.0, max(0.0, (value - baseline) / (target - baseline))))


def progress(kpi: Mapping[str, Any], until: str = "") -> float | None:
    """How far the latest reading of a KPI is from baseline to target, 0 to 1, right for falling ones, too.

    Returns:
        The share, or None where there is no reading, no baseline or no target.
    """
    last = latest(kpi, until)
    value = last[1] if last is not None else None
    return share_of_way(value, number_in(kpi, "baseline"), number_in(kpi, "target"), str(kpi.get("direction") or "up"))


def objective_progress(goal: Mapping[str, Any], until: str = "") -> float | None:
    """The mean progress of the KPIs of a goal (its data), of those of which it is known; None where it is of none."""
    known = [one for one in (progress(kpi, until) for kpi in kpis_of(goal)) if one is not None]
    return plain_number(sum(known) / len(known)) if known else None


def grade(share: float | None) -> str:
    """`green` from 0.7 on, `yellow` from 0.4 on, else `red`; empty for a blank one."""
    if share is None:
        return ""
    return GREEN if share >= GREEN_FROM else YELLOW if share >= YELLOW_FROM else RED


def expected_by(goal: Mapping[str, Any], today: str) -> float | None:
    """The share of the time between a goal's start and due day that has gone, 0 to 1: progress expected by now.

    None where one of the days is blank, or the due day does not come after the start.
    """
    start, due = goal.get("start"), goal.get("due")
    if not isinstance(start, str) or not isinstance(due, str):
        return None
    whole, gone = days_between(start, due), days_between(start, today)
    return min(1.0, max(0.0, gone / whole)) if whole is not None and gone is not None and whole > 0 else None


def pace(share: float | None, expected: float | None) -> str:
    """`ahead`, `on_pace` or `behind` what is expected by now; empty where one of the two is blank."""
    if share is None or expected is None:
        return ""
    return AHEAD if share > expected + _NEAR else BEHIND if share < expected - _NEAR else AS_EXPECTED


def kpi_in(goal: Mapping[str, Any], text: str) -> Mapping[str, Any] | None:
    """The KPI of a goal (its data) by id or name, case and accents folded, else by the only beginning of either that fits."""
    wanted = folded(text.strip())
    found = kpis_of(goal)
    exact = [one for one in found if text.strip() == one.get("id") or wanted == folded(str(one.get("name") or ""))]
    if exact:
        return exact[0]
    begun = [one for one in found if wanted and any(folded(str(one.get(name) or "")).startswith(wanted) for name in ("name", "id"))]
    return begun[0] if len(begun) == 1 else None


def kpi_named(snapshot: Snapshot, text: object, goals: Iterable[str] = ()) -> KpiOf | None:
    """The KPI that a hypothesis names, by its id or its name, case and accents folded; None where there is none.

    Args:
        snapshot: All records.
        text: What stands in the field `kpi`.
        goals: The ids of the goals to look at first, where several have a KPI of this name; then open ones win.
    """
    found = _places(snapshot, text)
    if not found:
        return None
    table = snapshot.table("goal")
    at, id = _first(table, found, frozenset(goals))
    goal = table.record(at)
    kpi = next((one for one in kpis_of(goal.data) if one.get("id") == id or folded(str(one.get("name") or "")) == id), None)
    return KpiOf(goal, kpi) if kpi is not None else None


def hypotheses_moving(snapshot: Snapshot) -> Mapping[str, Sequence[int]]:
    """By goal (its id), where the living hypotheses stand that name one of its KPIs; as `kpi_named`, the goal of the problem goes first.

    Made once for the tables, of their columns: no hypothesis is decoded.
    """
    table = snapshot.table("hypothesis")
    state = (snapshot.table("problem"), snapshot.table("goal"))
    kept: tuple[tuple[Table, Table], dict[str, list[int]]] | None = table.kept.get("moving")
    if kept is not None and kept[0][0] is state[0] and kept[0][1] is state[1]:
        return kept[1]
    problems, goals = state
    moving: dict[str, list[int]] = {}
    places: dict[object, Sequence[tuple[int, str]]] = {}
    served = problems.column("goal")
    columns = (table.column("kpi").rows(), table.column("problem").rows(), table.living())
    for at, (text, problem, lives) in enumerate(zip(*columns, strict=True)):
        if not text or not lives:
            continue
        if text not in places:
            places[text] = _places(snapshot, text)
        found = places[text]
        if len(found) > 1:  # only then does it count which goal the problem serves
            position = problems.position(str(problem)) if problem else None
            goal = served[position] if position is not None else None
            found = [_first(goals, found, frozenset([str(goal)] if goal else []))]
        if found:
            moving.setdefault(goals.id(found[0][0]), []).append(at)
    table.kept["moving"] = (state, moving)
    return moving


def _places(snapshot: Snapshot, text: object) -> Sequence[tuple[int, str]]:
    """In which goals a KPI of this id or name stands, and what tells it there."""
    if not isinstance(text, str) or not text.strip():
        return []
    index = _index(snapshot.table("goal"))
    return index.get(text.strip()) or index.get(folded(text.strip())) or []


def _first(table: Table, places: Sequence[tuple[int, str]], goals: Container[str]) -> tuple[int, str]:
    """Of several goals with such a KPI: one that is asked for, then an open one."""
    return min(places, key=lambda one: (table.id(one[0]) not in goals, table.column("status")[one[0]] in table.kind.closed))


def _index(table: Table) -> Mapping[str, list[tuple[int, str]]]:
    """By id and by folded name, in which living goals (positions) a KPI stands and what tells it there; made once for a table."""
    found: dict[str, list[tuple[int, str]]] | None = table.kept.get("kpis")
    if found is None:
        found = {}
        kept = zip(range(len(table)), table.living(), table.column("kpis").where(bool), strict=True)
        for at in (at for at, lives, has in kept if lives and has):
            for kpi in kpis_of(table.record(at).data):
                id, name = str(kpi.get("id") or ""), folded(str(kpi.get("name") or "").strip())
                for word in filter(None, (id, name)):
                    found.setdefault(word, []).append((at, id or name))
        table.kept["kpis"] = found
    return found
