"""The review of the roadmap: page by page on the screen; from the command line what it begins with, for a chat or a pipeline."""

from __future__ import annotations

from pmtui.commands.core import JSON, Command, Parameter
from pmtui.commands.navigation import effect

COMMANDS = (
    Command(
        "roadmap.review",
        "Review",
        "Review the roadmap: what happened since the last review, then one milestone a page, then what was decided. From the command line, "
        "what happened, as Markdown.",
        effect("review"),
        ("R",),
        (
            Parameter("since", "point", "From when on: a date (2026-10-01, -14d), a tag or a commit; the last review when left out.",
                      option="--since"),
            JSON,
            Parameter("html", "flag", "Print a page of HTML.", option="--html"),
        ),
        scope="roadmap",
        group="Read",
        word="review",
        hint="review",
        example="pmtui review --since -14d",
    ),
)
