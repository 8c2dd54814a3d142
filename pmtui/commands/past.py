"""Looking back: the workspace as it was, and what changed between two points."""

from __future__ import annotations

from pmtui.commands.core import JSON, Command, Parameter
from pmtui.commands.navigation import effect

_POINT = "a date (2026-10-01, -30d), a tag, a branch or a commit"

COMMANDS = (
    Command(
        "history.as_it_was",
        "As it was",
        "Show every screen as the workspace was at a date, a tag or a commit, to look at only; Escape returns to now.",
        effect("as_it_was"),
        ("g a",),
        (Parameter("when", "point", f"When: {_POINT}."),),
        group="Go",
    ),
    Command(
        "history.compare",
        "Compare",
        "Tell what changed between two points. What is done, slipped, added, dropped, moved and scored anew; without TO, up to now.",
        effect("compare"),
        ("g v",),
        (
            Parameter("from", "point", f"The earlier point: {_POINT}.", is_required=True),
            Parameter("to", "point", "The later point; now, with what is not committed yet, when left out."),
            JSON,
            Parameter("markdown", "flag", "Print Markdown, for a page or a message.", option="--markdown"),
        ),
        group="Go",
        word="compare",
        example="pmtui compare v1.0 --markdown",
    ),
)
