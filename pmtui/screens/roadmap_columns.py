"""The columns of the list of milestones: when, how far, how it goes, what it waits for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pmtui.domain.amounts import share_words
from pmtui.domain.capacity import load_of, weeks_of
from pmtui.domain.change import Snapshot
from pmtui.domain.periods import day_of, period_of
from pmtui.domain.roadmap import NO_ITEMS, clashes, days_late, planned, progress_by_milestone
from pmtui.domain.slip import last_review, moves_at, slip_at, slipped_since
from pmtui.domain.text import spoken
from pmtui.screens.item_columns import Titles
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_column
from pmtui.screens.roadmap_facts import EARLY, short_label
from pmtui.screens.roadmap_outlook import Outlook
from pmtui.widgets.glyphs import EMPTY, FAULT, FULL, HEALTHS, LATE, health_glyph, health_role, horizon_glyph, horizon_role
from pmtui.widgets.list_view import ListColumn

_BAR = 4
"""Cells of a progress bar."""
_TARGET = 11
"""Cells of a target."""
_NEAR = 200
"""A day further away is told by its quarter: a forecast of it is no more exact."""
RECENT = "▴"
"""The mark of a target that has slipped since the last review."""
LookAhead = Callable[[], Outlook]


def milestone_columns(snapshot: Snapshot, positions: Any, today: date, outlook: LookAhead = Outlook) -> tuple[ListColumn, ...]:
    """The columns of a list of milestones.

    Args:
        snapshot: Where items, people and other milestones are.
        positions: Each milestone's place in the team's order; None for closed ones.
        today: For what is late, and for near dates.
        outlook: Gives what lies ahead, as far as it is known; asked for each cell that is painted.
    """
    titles = Titles(snapshot)

    def place(table: Any, at: int) -> Cell:
        return ("", "faint") if positions[at] is None else (str(positions[at]), "faint")

    return (
        ListColumn("rank", "#", place, 3, "right", 8),
        id_column(9),
        ListColumn("status", "status", status_cell, 11, priority=7, field="status", is_sign=True),
        title_column(),
        ListColumn("progress", "progress", progress_cell(snapshot), _BAR + 7, priority=2),
        ListColumn("target", "target", _target(today), _TARGET, "right", 1, "target"),
        ListColumn("forecast", "85 % by", _forecast(outlook, today), 9, "right", 3),
        ListColumn("slip_days", "slip", _slip(snapshot), 7, "right", 4),
        ListColumn("slack", "slack", _slack(outlook), 5, "right", 5),
        ListColumn("health", "health", _health, 11, priority=6, field="health"),
        ListColumn("load", "load", _load(snapshot, outlook, today), 7, "right", 10),
        ListColumn("start", "start", _start(today), 11, "right", 11, "start"),
        ListColumn("release", "release", _word("release"), 9, priority=13, field="release"),
        ListColumn("horizon", "horizon", _horizon, 7, priority=12, field="horizon"),
        ListColumn("owner", "owner", titles.cell("person", "owner"), 8, priority=14, field="owner"),
        ListColumn("depends_on", "waits for", _waits(titles), 24, priority=15, field="depends_on"),
        ListColumn("resolution", "resolution", _word("resolution"), 10, priority=16, field="resolution", is_spare=True),
        ListColumn("slip_since_review", "since review", _recent(snapshot), 12, "right", 17, is_spare=True),
    )


def _forecast(outlook: LookAhead, today: date) -> CellOf:
    """By when it is done with 85 %: red behind its target, for that is how it will slip."""

    def text(table: Any, at: int) -> Cell:
        known = outlook()
        found = known.forecasts.get(table.id(at)) if known.forecasts is not None else None
        if found is None or not found.remaining:
            return ("…", "faint") if known.forecasts is None and known.word else BLANK
        day = day_of(found.p85)
        if day is None:
            return BLANK
        when = planned(table, at)
        is_behind = when.target is not None and day > when.target.last
        label = short_label(period_of(day, "day" if abs((day - today).days) < _NEAR else "quarter"), today)
        return (f"{LATE} {label}", "warning") if is_behind else (label, "muted")

    return text


def _slip(snapshot: Snapshot) -> CellOf:
    """The days against the first target; marked where it moved since the last review."""
    since = last_review(snapshot)

    def text(table: Any, at: int) -> Cell:
        found = slip_at(table, at)
        days = found.against_first
        if found.first is None or not days:
            return BLANK
        is_recent = bool(since) and slipped_since(moves_at(table, at), since) > 0
        role = "success" if days < 0 else "muted" if table.column("status")[at] in table.kind.closed else "warning"
        return (f"{'+' if days > 0 else '−'}{abs(days)} d{RECENT if is_recent else ''}", role)

    return text


def _recent(snapshot: Snapshot) -> CellOf:
    """The days by which its target has moved since the last review."""
    since = last_review(snapshot)

    def text(table: Any, at: int) -> Cell:
        days = slipped_since(moves_at(table, at), since) if since else 0
        return (f"{'+' if days > 0 else '−'}{abs(days)} d", "warning" if days > 0 else "success") if days else BLANK

    return text


def _slack(outlook: LookAhead) -> CellOf:
    """The days by which it may be later before the end of all is; what has none is on the critical path."""

    def text(table: Any, at: int) -> Cell:
        path = outlook().path
        node = path.nodes.get(table.id(at)) if path is not None else None
        if node is None or node.slack is None:
            return BLANK
        return (f"{node.slack} d", "warning" if node.critical else "muted")

    return text


def _load(snapshot: Snapshot, outlook: LookAhead, today: date) -> CellOf:
    """How full its fullest week is; marked where somebody has more to do than they can."""

    def text(table: Any, at: int) -> Cell:
        if not outlook().loads:  # worked out behind the screen, with all that lies ahead, and kept since then
            return BLANK
        weeks = [week for week, _ in weeks_of(load_of(snapshot, today.isoformat()), table.id(at))]
        share = max((week.share or 0 for week in weeks), default=None)
        if share is None:
            return BLANK
        text = share_words(share)
        return (f"{FAULT} {text}", "warning") if any(week.over for week in weeks) else (text, "muted")

    return text


def progress_cell(snapshot: Snapshot) -> CellOf:
    """Done of all items, as a bar and in figures; counted when the first cell is painted."""

    def text(table: Any, at: int) -> Cell:
        found = progress_by_milestone(snapshot.table("item")).get(table.id(at), NO_ITEMS)
        if found.share is None:
            return BLANK
        full = int(found.share * _BAR)
        return (f"{FULL * full}{EMPTY * (_BAR - full)} {found.done}/{found.total}", "success" if found.share == 1 else "muted")

    return text


def _word(field: str) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return (str(value), "muted") if value else BLANK

    return text


def _horizon(table: Any, at: int) -> Cell:
    value = str(table.column("horizon")[at] or "")
    return (f"{horizon_glyph(value)} {value}", horizon_role(value)) if value else BLANK


def _health(table: Any, at: int) -> Cell:
    value = str(table.column("health")[at] or "")
    return (f"{health_glyph(value)} {spoken(value)}", health_role(value)) if value in HEALTHS else BLANK


def _start(today: date) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        day = day_of(table.column("start")[at])
        return BLANK if day is None else (short_label(period_of(day, "day"), today), "muted")

    return text


def _target(today: date) -> CellOf:
    """The target at its resolution: a quarter is a quarter."""

    def text(table: Any, at: int) -> Cell:
        when = planned(table, at)
        if when.target is None:
            return BLANK
        is_late = days_late(when, str(table.column("status")[at]), today) > 0
        label = short_label(when.target, today)
        if is_late and len(label) > _TARGET - 2:  # long ago: the mark has no room beside day, month and year
            label = period_of(when.target.last, "month").label
        return (f"{LATE} {label}", "error") if is_late else (label, "text")

    return text


def _waits(titles: Titles) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        names = ", ".join(titles.of("milestone", str(id)) for id in table.column("depends_on")[at] or ())
        return (f"{EARLY} {names}", "warning") if table.id(at) in clashes(table) else (names, "muted") if names else BLANK

    return text
