"""`compare`: what became of the work between two points, as text, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.cli.as_it_was import read_moment
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.comparison import GROUPS, Comparison, Finding, compared, linked_titles
from pmtui.domain.comparison_words import lines, notes, summary
from pmtui.formats.comparison_markdown import comparison_markdown

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.store.past_points import Point

_PRESENT = "now"


def do_compare(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print what changed."""
    if session.is_json and arguments.get("markdown"):
        raise Refused("--json and --markdown do not go together", "ask for one of them")
    from pmtui.store.clock import now

    earlier, past = read_moment(session, arguments["from"])
    later: Point | None = None
    after = session.snapshot
    words = arguments.get("to")
    if words and words != _PRESENT:
        found = past.at(words, now())
        if found is None:
            raise KeyboardInterrupt
        later, after = found
    comparison = compared(earlier.snapshot, after)
    if session.is_json:
        _print_json(session, comparison, earlier.point, later, now())
        return 0
    titles = linked_titles(comparison, earlier.snapshot, after)
    names = (earlier.point.name, _PRESENT if later is None else later.name)
    short = _shortener(after, earlier.snapshot)
    if arguments.get("markdown"):
        session.write(comparison_markdown(comparison, titles, names, short, after.name))
        return 0
    session.write(f"{names[0]} → {names[1]}: {summary(comparison)}\n")
    body = lines(comparison, titles, short)
    session.write("".join(f"{line}\n" for line in ([""] if body else []) + body))
    for note in notes(comparison):
        session.say(f"pmtui: {note}\n")
    return 0


def _shortener(after: Snapshot, before: Snapshot) -> Callable[[str], str]:
    """Ids as short as they are unique at the later moment, and at the earlier one."""
    return lambda id: id[: max(after.prefix_length(id), before.prefix_length(id))]


def _print_json(session: Session, comparison: Comparison, earlier: Point, later: Point | None, now: str) -> None:
    from pmtui.formats.record_json import json_text

    session.write(json_text({
        "from": _point(earlier), "to": {"words": _PRESENT, "commit": None, "at": now} if later is None else _point(later),
        "counts": {group: len(comparison.of(group)) for group in GROUPS},
        "unreadable": dict(zip(("from", "to"), comparison.unreadable, strict=True)),
        "changes": [_document(one) for one in comparison.findings],
    }))


def _point(point: Point) -> dict[str, Any]:
    return {"words": point.words, "commit": point.commit, "at": point.at}


def _document(one: Finding) -> dict[str, Any]:
    return {
        "group": one.group, "kind": one.kind, "id": one.id, "title": one.title, "field": one.field or None, "from": one.before,
        "to": one.after, "days": one.days,
    }
