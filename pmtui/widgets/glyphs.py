"""One-cell signs, so that no meaning hangs on colour alone, and the colour role that goes with each."""

from __future__ import annotations

CURSOR = "▸"
SELECTED = "●"
FAULT = "▲"
CONFLICT = "≠"
WEAK = "◂"
FULL, EMPTY = "▮", "▯"
DONE, OPEN = "☑", "☐"

_PHASES = {
    "waiting": "○", "ready": "◔", "active": "◑", "review": "◕", "done": "●", "dropped": "✕", "paused": "◌",
}
_STATUSES = {
    "waiting": "inbox captured draft planned proposed open new introduction",
    "ready": "ready researching growth",
    "active": "doing validated testing running active maturity",
    "review": "review solving decline",
    "done": "done solved supported stopped shipped met decided linked applied",
    "dropped": "dropped dismissed refuted cancelled missed reversed declined rejected retired",
    "paused": "inconclusive superseded snoozed duplicate",
}
PHASE: dict[str, str] = {status: phase for phase, words in _STATUSES.items() for status in words.split()}
"""How far along each status of each kind is: waiting, ready, active, review, done, dropped or paused."""

TYPES = {"story": "◆", "task": "▪", "bug": "✱", "spike": "◇", "chore": "▫", "epic": "◈"}
PRIORITIES = {"urgent": "█", "high": "▆", "medium": "▄", "low": "▂", "none": "·"}


def status_glyph(status: str) -> str:
    """The sign of a status; a dot for one that is not built in."""
    return _PHASES.get(PHASE.get(status, ""), "·")


def status_role(status: str) -> str:
    """The colour role of a status."""
    return f"status-{PHASE[status]}" if status in PHASE else "text"


def type_glyph(type: str) -> str:
    """The sign of a type of item."""
    return TYPES.get(type, "·")


def type_role(type: str) -> str:
    """The colour role of a type of item."""
    return f"type-{type}" if type in TYPES else "text"


def priority_glyph(priority: str) -> str:
    """The sign of a priority: a bar, the higher the more urgent."""
    return PRIORITIES.get(priority, "·")


def priority_role(priority: str) -> str:
    """The colour role of a priority."""
    return f"priority-{priority}" if priority in PRIORITIES else "text"


def bar(value: float | None, top: int = 5) -> str:
    """A value from 0 to `top` as a bar of that many cells; a blank one is all dots."""
    if value is None:
        return "·" * top
    full = max(0, min(top, round(value)))
    return FULL * full + EMPTY * (top - full)
