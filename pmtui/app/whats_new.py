"""What each version brought, in a few lines for whoever upgrades. All of it stands in CHANGELOG.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NOTES: Mapping[str, Sequence[str]] = {
    "0.1.0": (
        "The first version: a backlog in files of your own git repository.",
        "Everything that is done is a command: ? shows the keys, : finds any by its name.",
    ),
    "0.2.0": (
        "Problems, Hypotheses and Roadmap beside the Backlog: 2, 3, 4 and 5 go there, b goes round the layouts.",
        "A form for every record: ctrl+e edits all of its fields, A begins a new one.",
        "a takes a whole line: Retry payments #billing @me !high >MVP",
        "The screens stand again as you left them.",
        "More themes, for colour blindness and for 16 colours; : and theme to choose.",
    ),
}
"""Lines by version, the oldest first; a version that brought nothing to see has none."""


def number(version: str) -> tuple[int, ...]:
    """A version for comparing: `0.2.0` as (0, 2, 0); what is no number counts as 0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("+")[0].split("."))


def notes_since(before: str, now: str) -> dict[str, Sequence[str]]:
    """What the versions after one brought, up to another, the newest first."""
    found = [version for version in NOTES if number(before) < number(version) <= number(now)]
    return {version: NOTES[version] for version in sorted(found, key=number, reverse=True)}
