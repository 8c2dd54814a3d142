"""The colour roles: what a theme gives colours to, and which colour stands in for one that it leaves out."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: dict[str, dict[str, str]] = {
    "ground": {
        "background": "behind lists and text", "surface": "behind cards and dialogs", "panel": "behind the top line and inputs",
        "cursor": "the line under the cursor", "cursor-blurred": "that line in a pane without the focus",
        "cell": "the cell under the cursor", "selected": "marked lines",
    },
    "text": {
        "text": "what is read first", "muted": "what is read second: labels, details", "faint": "what may be overlooked: ids, counts",
        "accent": "what stands out: the cursor's mark, links", "key": "keys that can be pressed", "heading": "titles",
        "border": "lines around panes", "border-focused": "the line around the pane with the focus",
    },
    "state": {
        "error": "a fault; what could not be saved", "warning": "what wants attention", "success": "what went well; marks",
        "info": "code and notes", "conflict": "two values of one field",
    },
    "status": {
        "waiting": "not begun", "ready": "may begin", "active": "under way", "review": "being looked at",
        "done": "finished", "dropped": "given up", "paused": "put aside",
    },
    "type": {
        "story": "a story", "task": "a task", "bug": "a bug", "spike": "a question to answer", "chore": "upkeep", "epic": "a large story",
    },
    "priority": {
        "urgent": "before all else", "high": "soon", "medium": "in its turn", "low": "when there is time", "none": "not said",
    },
    "horizon": {"now": "under way", "next": "after that", "later": "some day"},
    "health": {"on_track": "as planned", "at_risk": "may slip", "off_track": "will slip"},
    "risk": {
        "desirability": "do they want it?", "viability": "does it pay?", "feasibility": "can it be built?",
        "usability": "can they use it?", "ethics": "should it be done?",
    },
    "score": {
        "good": "a high value", "middling": "a value in between", "bad": "a low value", "weak": "the lowest of several: the weak leg",
    },
}
"""The sections of a theme file and the colours in each, with what each is for."""

ROLES: dict[str, tuple[str, ...]] = {section: tuple(keys) for section, keys in MEANINGS.items()}
"""The sections of a theme file and the names of the colours in each."""
GROUNDS = ROLES["ground"]
"""What text stands on."""
LINES = ("border", "border-focused")
"""What is drawn and never read: the only colours besides grounds that need no contrast of text."""

_BARE = ("ground", "text", "state")
REQUIRED = ("ground.background", "text.text", "text.accent")
"""What a theme file without a base must say."""
INHERITED = {
    "surface": "background", "panel": "surface", "cursor": "panel", "cursor-blurred": "panel", "cell": "cursor",
    "selected": "surface", "muted": "text", "faint": "muted", "key": "accent", "heading": "accent", "border": "faint",
    "border-focused": "accent", "error": "accent", "warning": "accent", "success": "accent", "info": "accent",
    "conflict": "error", "horizon-now": "accent", "horizon-later": "muted", "health-on_track": "success",
    "health-at_risk": "warning", "health-off_track": "error", "score-good": "success", "score-bad": "muted", "score-weak": "warning",
}
"""Which colour stands in for one that a file leaves out; text for all others."""


def role_name(section: str, key: str) -> str:
    """The name of a role: `status-ready`, or the bare key for grounds, text and states."""
    return key if section in _BARE else f"{section}-{key}"


ALL_ROLES: tuple[str, ...] = tuple(role_name(section, key) for section, keys in ROLES.items() for key in keys)
"""Every colour role of the program."""
TEXTS: tuple[str, ...] = tuple(role for role in ALL_ROLES if role not in (*GROUNDS, *LINES))
"""Every role in which text may be written."""


def inherited(role: str, colours: Mapping[str, str]) -> str:
    """The colour of a role, or of the one that stands in for it."""
    while role not in colours:
        role = INHERITED.get(role, "text")
    return colours[role]
