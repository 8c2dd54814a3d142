"""One-cell signs, so that no meaning hangs on colour alone, and the colour role that goes with each."""

from __future__ import annotations

from pmtui.domain.kinds import SCHEMA

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
HORIZONS = {"now": "■", "next": "▣", "later": "□"}
LATE = "»"
"""The mark of what should have been done by now."""
HEALTHS = {"on_track": "✓", "at_risk": "!", "off_track": "✗"}
RISKS = {"desirability": "♡", "viability": "$", "feasibility": "⊞", "usability": "☞", "ethics": "§"}
NORTH_STAR = "★"
GRADES = {"green": ("✓", "health-on_track"), "yellow": ("!", "health-at_risk"), "red": ("✗", "health-off_track")}
"""The sign and the colour role of each grade of a goal."""
PACE_ROLES = {"ahead": "success", "on_pace": "text", "behind": "warning"}
OUTCOMES = {"met": ("✓", "success"), "too_early": ("…", "muted"), "missed": ("✗", "error")}
"""The sign and the colour role of what came of what shipped."""
SCORES = {"good": "+", "middling": "~", "bad": "−", "weak": WEAK}


def status_glyph(status: str) -> str:
    """The sign of a status; a dot for one that is not built in."""
    return _PHASES.get(phase_of(status), "·")


def status_role(status: str) -> str:
    """The colour role of a status."""
    phase = phase_of(status)
    return f"status-{phase}" if phase else "text"


def phase_of(status: str) -> str:
    """How far along a status is; a team's own is as far as the one that it stands for."""
    return PHASE.get(status) or PHASE.get(_STANDS_FOR.get(status) or _stood_for(status), "")


_STANDS_FOR: dict[str, str] = {}
SCHEMA.forgetting(_STANDS_FOR.clear)


def _stood_for(status: str) -> str:
    """What a status stands for, of whatever kind it is; looked up once, for lists ask for every line."""
    found = next((built_in for kind in SCHEMA.kinds.values() if (built_in := kind.like(status)) != status), status)
    if len(_STANDS_FOR) < 1000:
        _STANDS_FOR[status] = found
    return found


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


def horizon_glyph(horizon: str) -> str:
    """The sign of a horizon: a square, the fuller the nearer."""
    return HORIZONS.get(horizon, "·")


def horizon_role(horizon: str) -> str:
    """The colour role of a horizon."""
    return f"horizon-{horizon}" if horizon in HORIZONS else "text"


def health_glyph(health: str) -> str:
    """The sign of how a milestone goes."""
    return HEALTHS.get(health, "·")


def health_role(health: str) -> str:
    """The colour role of how a milestone goes."""
    return f"health-{health}" if health in HEALTHS else "text"


def grade_glyph(grade: str) -> str:
    """The sign of a grade of a goal."""
    return GRADES.get(grade, ("·", ""))[0]


def grade_role(grade: str) -> str:
    """The colour role of a grade of a goal."""
    return GRADES.get(grade, ("", "muted"))[1]


def chance_role(chance: float) -> str:
    """The colour role of a chance of a target, 0 to 1."""
    from pmtui.domain.amounts import DOUBTFUL, UNLIKELY  # not needed before somebody looks at a forecast

    return "success" if chance >= DOUBTFUL else "warning" if chance >= UNLIKELY else "error"


def risk_glyph(risk: str) -> str:
    """The sign of the kind of risk that a hypothesis tests."""
    return RISKS.get(risk, "·")


def risk_role(risk: str) -> str:
    """The colour role of a kind of risk."""
    return f"risk-{risk}" if risk in RISKS else "text"


def score_word(value: float | None, *, top: float = 5, is_weak: bool = False) -> str:
    """What a score is: good from four fifths of `top` on, bad up to two fifths, else middling; empty for a blank one.

    Args:
        value: The score, 0 to `top`.
        top: The highest score there is.
        is_weak: Whether it is the lowest of several that should be alike: the weak leg.
    """
    if value is None:
        return ""
    return "weak" if is_weak else "good" if value >= 0.8 * top else "bad" if value <= 0.4 * top else "middling"


def score_role(word: str) -> str:
    """The colour role of a score by its word; muted for a blank one."""
    return f"score-{word}" if word in SCORES else "muted"


def bar(value: float | None, top: int = 5) -> str:
    """A value from 0 to `top` as a bar of that many cells; a blank one is all dots."""
    if value is None:
        return "·" * top
    full = max(0, min(top, round(value)))
    return FULL * full + EMPTY * (top - full)
