"""What the rows of the Tree screen say: titles, marks of what is missing, and at the right how far each of them is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.backlinks import pointing
from pmtui.domain.chain import KPI, QUOTE
from pmtui.domain.dates import relative
from pmtui.domain.discovery import entries, trials_of_hypotheses
from pmtui.domain.records import Record
from pmtui.domain.text import counted, one_line
from pmtui.domain.tree import Tree
from pmtui.domain.tree_rows import Row
from pmtui.domain.tree_spots import BRANCH, EVIDENCE, Spot
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.tree_rows import GAP, NodeLook, is_done_with

FACTS = 14
"""Cells for what stands at the right."""
Fact = tuple[str, str]
"""What it says and its colour role."""
_NOTHING: Fact = ("", "muted")


def look_of(tree: Tree, row: Row) -> NodeLook:
    """What a row says.

    Args:
        tree: Who stands below whom.
        row: The row.
    """
    spot = row.spot
    is_dim = not tree.is_match(spot)
    if not spot.is_record:
        title, role = _titled(tree, spot)
        relation = "" if spot.kind != KPI else "KPI" if not row.depth or row.path[-2].kind == "goal" else "moves"
        return NodeLook(row.depth, row.is_open, spot.kind, "", title, relation=relation, role="faint" if is_dim else role,
                        facts=_right(_fact(tree, row)))
    table = tree.snapshot.table(spot.kind)
    at = table.position(spot.id)
    if at is None:
        return NodeLook(row.depth, row.is_open, spot.kind, spot.id, "", is_missing=True)
    status = str(table.column("status")[at] or "") if table.kind.statuses else ""
    is_again = spot in row.path[:-1]
    role = "faint" if is_dim or is_again or is_done_with(spot.kind, status) else "text"
    above = row.path[-2] if row.depth else None  # what the heading says already is not said again
    gaps = () if is_dim else [one for one in tree.gaps(spot) if above is None or above.kind != BRANCH or one.code != above.id]
    return NodeLook(
        row.depth, row.is_open, spot.kind, spot.id, str(table.column("title")[at] or "") or "(no title)", status, role=role,
        gap=", ".join(dict.fromkeys(one.short for one in gaps)), facts=_right(("shown above", "faint") if is_again else _fact(tree, row)),
        is_contested=bool(table.column("conflicts")[at]),
    )


def _right(fact: Fact) -> list[Span]:
    """A fact in its column."""
    words = shortened(fact[0], FACTS)
    return [Span(" " * (FACTS - width_of(words)) + words, fact[1])]


# Titles of what is no record


def _titled(tree: Tree, spot: Spot) -> Fact:
    if spot.kind == BRANCH:
        return tree.check(spot).check.title, "heading"
    if spot.kind == EVIDENCE:
        owner = Spot(*(spot.owner or ("", "")))
        counts = ((tree.quotes(owner), "quote", "quotes"), (tree.feedback(owner), "piece of feedback", "pieces of feedback"))
        return ", ".join(counted(count, one, many) for count, one, many in counts if count), "text"
    if spot.kind == QUOTE:
        entry = quote_at(tree, spot)
        words = entry.get("quote") if entry is not None else None
        text = one_line(" ".join(map(str, words)) if isinstance(words, list) else str(words or ""))
        return f"“{text}”" if text else "(no words)", "text"
    kpi = kpi_at(tree, spot)
    return str(kpi.get("name") or "(no name)") if kpi is not None else "(gone)", "text"


def _entry(record: Record | None, field: str, id: str) -> Mapping[str, Any] | None:
    """The entry of a keyed list that a spot names, by its id or else by its place."""
    found = entries(record, field) if record is not None else []
    return next((one for number, one in enumerate(found) if str(one.get("id") or number).replace("/", "_") == id), None)


def quote_at(tree: Tree, spot: Spot) -> Mapping[str, Any] | None:
    """The piece of evidence that a spot stands for."""
    problem, _, id = spot.id.partition(".")
    return _entry(tree.snapshot.record("problem", problem), "evidence", id)


def kpi_at(tree: Tree, spot: Spot) -> Mapping[str, Any] | None:
    """The KPI that a spot stands for."""
    goal, _, id = spot.id.partition(".")
    record = tree.snapshot.record("goal", goal)
    by_name = (one for one in entries(record, "kpis") if str(one.get("name")).replace("/", "_") == id) if record is not None else iter(())
    return _entry(record, "kpis", id) or next(by_name, None)


# Facts


def _fact(tree: Tree, row: Row) -> Fact:
    make = _FACTS.get(row.spot.kind)
    return make(tree, row.spot) if make is not None else _NOTHING


def _progress(share: float | None, otherwise: Fact) -> Fact:
    from pmtui.domain.goal_figures import percent
    from pmtui.domain.kpis import grade

    word = grade(share)
    return otherwise if share is None else (f"{glyphs.grade_glyph(word)} {percent(share):>3} %", glyphs.grade_role(word))


def _of_goal(tree: Tree, spot: Spot) -> Fact:
    from pmtui.domain.kpis import objective_progress

    record = tree.snapshot.record("goal", spot.id)
    return _NOTHING if record is None else _progress(objective_progress(record.data, tree.environment.today), (record.status, "muted"))


def _of_kpi(tree: Tree, spot: Spot) -> Fact:
    from pmtui.domain.kpis import progress

    kpi = kpi_at(tree, spot)
    return _NOTHING if kpi is None else _progress(progress(kpi, tree.environment.today), ("no reading", "warning"))


def _of_problem(tree: Tree, spot: Spot) -> Fact:
    count = tree.quotes(spot)
    return (counted(count, "quote"), "muted") if count else _NOTHING


def _of_hypothesis(tree: Tree, spot: Spot) -> Fact:
    """Where it stands; while it is tested, what the test says so far."""
    record = tree.snapshot.table("hypothesis")
    at = record.position(spot.id)
    status = str(record.column("status")[at] or "") if at is not None else ""
    trials = trials_of_hypotheses(tree.snapshot).of(spot.id)
    if status in record.kind.closed or not trials.experiments:
        return status, glyphs.status_role(status)
    return _of_experiment(tree, Spot("experiment", trials.latest))


_RESULTS = {"won": "success", "lost": "error"}
_VERDICTS = {"ship": "success", "roll back": "error", "review": "warning"}


def _of_experiment(tree: Tree, spot: Spot) -> Fact:
    """How it ended, or what its figures say by now, else how far it is."""
    from pmtui.domain.experiment_figures import figures_of

    record = tree.snapshot.record("experiment", spot.id)
    if record is None:
        return _NOTHING
    result = str(record["result"] or "")
    if result:
        return result, _RESULTS.get(result, "muted")
    figures = figures_of(record.data, tree.environment.today)
    if figures.verdict is not None:
        return f"→ {figures.verdict}", _VERDICTS.get(figures.verdict, "muted")
    if figures.days_left:
        return f"{counted(figures.days_left, 'day')} left", "muted"
    return record.status, glyphs.status_role(record.status)


def _of_item(tree: Tree, spot: Spot) -> Fact:
    table = tree.snapshot.table("item")
    at = table.position(spot.id)
    status = str(table.column("status")[at] or "") if at is not None else ""
    return status, glyphs.status_role(status)


def _of_milestone(tree: Tree, spot: Spot) -> Fact:
    """When it is to ship, or that it has; before that, how many of its items are done."""
    table, items = tree.snapshot.table("milestone"), tree.snapshot.table("item")
    at = table.position(spot.id)
    status = str(table.column("status")[at] or "") if at is not None else ""
    if status in table.kind.closed:
        return status, glyphs.status_role(status)
    states, dropped, done = items.column("status"), items.kind.alike("dropped"), items.kind.alike("done")
    planned = [states[one] for one in pointing(tree.snapshot, "item", "milestone", spot.id) if states[one] not in dropped]
    return (f"{sum(one in done for one in planned)}/{len(planned)} done", "muted") if planned else ("no items", "warning")


def _of_branch(tree: Tree, spot: Spot) -> Fact:
    lacking, every = tree.check(spot).number, len(tree.children((spot,)))
    if tree.matches is not None or not lacking:
        return f"{every:,}", "muted"
    return f"{GAP} {lacking:,}" + (f" of {every:,}" if lacking != every else ""), "warning"


def _of_quote(tree: Tree, spot: Spot) -> Fact:
    entry = quote_at(tree, spot) or {}
    at = str(entry.get("at") or "")[:10]
    words = str(entry.get("customer") or entry.get("company") or entry.get("source") or "")
    return one_line(words) or (relative(at, tree.environment.today) if at else ""), "muted"


def _of_feedback(tree: Tree, spot: Spot) -> Fact:
    table = tree.snapshot.table("feedback")
    at = table.position(spot.id)
    words = "" if at is None else str(table.column("customer")[at] or table.column("company")[at] or table.column("status")[at] or "")
    return one_line(words), "muted"


_FACTS: Mapping[str, Callable[[Tree, Spot], Fact]] = {
    "goal": _of_goal, KPI: _of_kpi, "problem": _of_problem, "hypothesis": _of_hypothesis, "experiment": _of_experiment, "item": _of_item,
    "milestone": _of_milestone, BRANCH: _of_branch, QUOTE: _of_quote, "feedback": _of_feedback,
}
