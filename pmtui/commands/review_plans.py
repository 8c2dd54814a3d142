"""The plans of a review: each makes one change, so that one undo takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, new_record, with_reason
from pmtui.commands.records import called
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.decision_facts import DECIDED, OPEN
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_words
from pmtui.domain.records import Record
from pmtui.domain.review import Since
from pmtui.domain.review_actions import ACTION, action_text
from pmtui.domain.text import one_line, spoken


def updated(context: Context, milestone: Record, text: str, health: str) -> Change:
    """An update of a milestone: how it goes, in words and by its health; either of them may be blank.

    Raises:
        Refused: Neither is there, or nothing would be new.
    """
    lines = _lines(text)
    if not lines and not health:
        raise Refused("text: how does it go?", "write a sentence, or choose how healthy it is", "bad_value")
    if not lines and health == milestone["health"]:
        raise Refused(f"{called([milestone])} is {spoken(health)} already", "", "blocked", 1)
    edits = Edits(context)
    entry: dict[str, Any] = {"at": context.now, "by": context.author, **({"text": lines} if lines else {})}
    entry |= {"health": health} if health else {}
    edits.append(milestone, "updates", entry)
    if health:
        edits.set(milestone, {"health": health})
    what = f"{spoken(health)}" if health else "an update"
    return edits.change(f"{called([milestone])}: {what}", "review.update")


def decided(context: Context, values: Mapping[str, str], about: Sequence[str], attendees: Sequence[str]) -> Change:
    """A decision that was made at a review; without a reason it is a question that stays open.

    Args:
        context: The clock, the author and the source of ids.
        values: `title` what was decided, `because` why, `approver` who decided.
        about: The ids of what it is about.
        attendees: The ids of who was there: they contributed.

    Raises:
        Refused: It has no title.
    """
    title = " ".join(one_line(values.get("title") or "").split())
    if not title:
        raise Refused("title: what was decided?", "say it in one line", "bad_value")
    kind, because = SCHEMA["decision"], _lines(values.get("because") or "")
    approver = values.get("approver") or None
    fields: dict[str, Any] = {
        "title": title, "about": sorted(about), "approver": approver, "contributors": sorted(set(attendees) - {approver}),
        "status": kind.named(DECIDED if because else OPEN),
    }
    if because:
        fields |= {"chosen": title, "because": because}
    given = {name: value for name, value in fields.items() if value not in (None, [])}
    edit = new_record(context, kind, given)
    edit = with_reason(context, kind, edit, "\n".join(because)) if because else edit
    return change_of(context, f"{'Decide' if because else 'Ask'} “{title[:40]}”", "review.decide", [edit])


def action(context: Context, line: str, milestone: str) -> Change:
    """Something to do, from a quick-add line: an item of the inbox, tagged as an action, that names the milestone in its text.

    It is not planned for the milestone, whose scope and forecast are none of its business, unless the line says so (`>billing`).

    Raises:
        Refused: The line has no title.
    """
    from pmtui.commands.quick_add import line_values

    kind = SCHEMA["item"]
    values = line_values(context, kind, line)
    values = {"type": "task", **values, "tags": sorted({*(values.get("tags") or ()), ACTION})}
    about = context.snapshot.record("milestone", milestone) if milestone else None
    if about is not None and not values.get("milestone"):
        values["body"] = [*(values.get("body") or ()), action_text(about)]
    return change_of(context, f"Add action “{str(values['title'])[:40]}”", "review.action", [new_record(context, kind, values)])


def finished(context: Context, since: Since, attendees: Sequence[str], digest: str) -> Change:
    """The marker of a review that was held: the next one starts from it.

    Args:
        context: The clock, the author and the source of ids.
        since: From when on it looked back.
        attendees: The ids of who was there.
        digest: What was seen and decided, in Markdown.
    """
    title = f"Roadmap review of {day_words(context.today)}"
    lines = digest.rstrip("\n").split("\n")
    values = {"title": title, "at": context.now, "attendees": sorted(attendees), "since": since.at, "digest": lines}
    edit = new_record(context, SCHEMA["review"], {name: value for name, value in values.items() if value != []})
    return change_of(context, title, "review.finish", [edit])


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    return lines if any(lines) else []
