"""A comparison of two moments in words: for the screen and the terminal. The same findings always give the same text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.comparison import DROPPED, GROUPS, SLIPPED, Comparison, Finding
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import counted, one_line, spoken

TITLES: Mapping[str, str] = {
    "done": "Done", "slipped": "Later or earlier", "added": "Added", "dropped": "Dropped", "moved": "Moved", "rescored": "Scored anew",
    "restatused": "In another state", "retitled": "Renamed",
}
"""What the groups are called."""
_COUNTED: Mapping[str, str] = {
    "done": "done", "slipped": "later or earlier", "added": "added", "dropped": "dropped", "moved": "moved", "rescored": "scored anew",
    "restatused": "in another state", "retitled": "renamed",
}
ShortId = Callable[[str], str]
"""Shortens an id to what tells it from all others."""
_NAMES = {"rice": "RICE", "opportunity": "opportunity"}


def summary(comparison: Comparison) -> str:
    """How much there is of everything: `3 done · 1 later or earlier · 5 added`."""
    counts = comparison.counts
    return " · ".join(f"{count} {_COUNTED[group]}" for group, count in counts.items()) or "nothing changed"


def words(one: Finding, titles: Mapping[str, str]) -> str:
    """What became of a record, after its title.

    Args:
        one: The finding.
        titles: The titles of milestones that it may name, by id.
    """
    if one.group == SLIPPED:
        return f"{_days(one.days)}{one.labels[0] or 'no target'} → {one.labels[1] or 'no target'}"
    if one.field == "deleted_at":
        return "deleted" if one.group == DROPPED else "restored"
    if not one.field:
        return "removed for good" if one.group == DROPPED else ""
    if one.field == "status":
        return _status(one)
    if one.field == "rank":
        return f"place {one.before} → {one.after}"
    if one.field == "milestone":
        return f"milestone {_titled(one.before, titles)} → {_titled(one.after, titles)}"
    if one.field == "title":
        return f"was “{one_line(str(one.before))}”"
    if one.field in _NAMES:
        return f"{_NAMES[one.field]} {_score(one.before)} → {_score(one.after)}"
    return f"{one.field} {_value(one.before)} → {_value(one.after)}"


def lines(comparison: Comparison, titles: Mapping[str, str], short: ShortId) -> list[str]:
    """The comparison as lines of text, a group after the other."""
    found: list[str] = []
    for group in GROUPS:
        part = comparison.of(group)
        if part:
            found += [*([""] if found else []), f"{TITLES[group]} ({len(part)})"]
            found += [_line(one, titles, short) for one in part]
    return found


def shown_id(one: Finding, short: ShortId) -> str:
    """The id of a record as people see it: `B-4k3f`."""
    return SCHEMA[one.kind].shown_id(short(one.id))


def _line(one: Finding, titles: Mapping[str, str], short: ShortId) -> str:
    said = words(one, titles)
    return f"  {shown_id(one, short)}  {one_line(one.title)}{f' · {said}' if said else ''}"


def notes(comparison: Comparison) -> list[str]:
    """What makes the comparison less than whole, in a sentence each."""
    return [
        f"{count} file{' that' if count == 1 else 's that'} could not be read {when} {'is' if count == 1 else 'are'} left out"
        for count, when in zip(comparison.unreadable, ("at the earlier point", "at the later point"), strict=True) if count
    ]


def _status(one: Finding) -> str:
    if one.before is None:
        return f"new, {_value(one.after)}"
    return str(_value(one.after)) if one.group != "restatused" else f"{_value(one.before)} → {_value(one.after)}"


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}, "


def _titled(id: Any, titles: Mapping[str, str]) -> str:
    return f"“{one_line(titles.get(id, id))}”" if isinstance(id, str) and id else "none"


def _score(value: Any) -> str:
    return "n/a" if value is None else _value(value)


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else spoken(one_line(str(value)))
