"""Exporting: what the workspace holds, told to others. Which formats make sense of what, and for whom."""

from __future__ import annotations

from collections.abc import Mapping

from pmtui.commands.core import SHELL, Command, Parameter, Refused
from pmtui.commands.navigation import effect
from pmtui.domain.readers import AUDIENCES, CUSTOMERS

ROADMAP, RELEASE_NOTES, DIGEST, DECISIONS = "roadmap", "release-notes", "digest", "decisions"
FORMATS_OF: Mapping[str, tuple[str, ...]] = {
    ROADMAP: ("markdown", "html", "csv", "json", "mermaid", "ical"),
    "backlog": ("markdown", "html", "csv", "json"),
    RELEASE_NOTES: ("markdown", "html", "json"),
    DIGEST: ("markdown", "html", "json"),
    DECISIONS: ("markdown", "html", "csv", "json"),
}
"""By what is told, the formats that it can be told in."""
FOR_CUSTOMERS = (ROADMAP, RELEASE_NOTES)
"""What customers may be told at all."""
FORMATS = tuple(dict.fromkeys(format for some in FORMATS_OF.values() for format in some))
ENDINGS: Mapping[str, str] = {"markdown": "md", "html": "html", "csv": "csv", "json": "json", "mermaid": "mmd", "ical": "ics"}
"""What the name of a file ends with, by format."""


def file_name(format: str, what: str, audience: str) -> str:
    """The file that an export goes into unless somebody names another one."""
    return f"{what}{'-for-customers' if audience == CUSTOMERS else ''}.{ENDINGS[format]}"


def refuse_nonsense(format: str, what: str, audience: str) -> None:
    """Refuse what cannot be told in a format, or not to an audience.

    Raises:
        Refused: It cannot; the hint says what can.
    """
    if audience not in AUDIENCES:
        raise Refused(f"--audience cannot be {audience[:40]!r}", f"use one of {', '.join(AUDIENCES)}", "bad_value")
    if format not in FORMATS_OF.get(what, ()):
        others = ", ".join(one for one, some in FORMATS_OF.items() if format in some)
        there = f"of {what} there is {', '.join(FORMATS_OF.get(what, ()))}; as {format} there is {others}"
        raise Refused(f"{what} cannot be told as {format}", there, "bad_value")
    if audience == CUSTOMERS and what not in FOR_CUSTOMERS:
        raise Refused(f"only the team gets {what}", f"for customers there is {' and '.join(FOR_CUSTOMERS)}", "bad_value")


COMMANDS = (
    Command(
        "workspace.export", "Export",
        "Tell others what the workspace holds: the roadmap, the backlog, release notes, what happened since the last review, decisions. "
        "The bare format goes to standard output, or into a file.",
        effect("export"), (),
        (
            Parameter("format", "word", "The format.", is_required=True, choices=FORMATS),
            Parameter("what", "word", "What is told; the roadmap when left out.", choices=tuple(FORMATS_OF)),
            Parameter("output", "path", "The file, written whole or not at all; of decisions in Markdown the folder, a file each.",
                      option="--output"),
            Parameter("audience", "word", f"Who reads it; {CUSTOMERS} get only what is meant for them.", choices=AUDIENCES,
                      option="--audience"),
            Parameter("milestone", "record", "Release notes of this milestone; of the last one that shipped when left out.",
                      option="--milestone"),
            Parameter("since", "point", "Release notes of all that shipped since then, or what happened since then.", option="--since"),
        ), SHELL, word="export", group="Workspace", example="pmtui export html roadmap --audience customers -o roadmap.html",
    ),
    Command(
        "roadmap.export", "Export the roadmap …",
        "Write the roadmap, release notes, the backlog or the decisions into a file that others can read: asks what, as what and for whom.",
        effect("export_roadmap"), scope=ROADMAP, group="Go",
    ),
)
