"""A roadmap as a Mermaid gantt chart, as GitHub, GitLab and many wikis draw it. Pure.

Mermaid reads a task up to the first colon, words at the beginning of a line as its own, and a few signs as ends: what it
would take so is written as its own numbered entity (`#58;` is a colon), which it shows as the character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from pmtui.domain.roadmap_entries import ACTIVE, SHIPPED, Entry, in_lanes
from pmtui.domain.text import one_line
from pmtui.formats.roadmap_words import heading

_PLAIN = re.compile(r"[^\W_]|[ ,.()'/!?+&–—…-]")
_OWN_WORDS = re.compile(
    r"(?i)(?:gantt|section|title|dateformat|axisformat|tickinterval|inclusiveenddates|topaxis|excludes|includes|todaymarker|weekday|weekend"
    r"|acctitle|accdescr|click|call|href|end|init|graph|flowchart|\d|-|/)"
)


def roadmap_mermaid(entries: Sequence[Entry], lanes: Sequence[str], name: str) -> str:
    """The whole chart, with a line end at its end; milestones without a date are not drawn.

    A target that is meant by the quarter ends with the quarter. One that has no start of its own begins after those that it
    waits for, where these end before it does. `crit` marks the critical path.
    """
    drawn = [one for one in entries if one.first is not None and one.last is not None]
    ends = {one.key: one.last for one in drawn if one.last is not None}
    lines = ["gantt", f"    title {mermaid_text(heading(name, 'roadmap'))}", "    dateFormat YYYY-MM-DD", "    axisFormat %b %Y",
             "    inclusiveEndDates"]
    for lane, some in in_lanes(drawn, lanes):
        lines.append(f"    section {mermaid_text(lane)}")
        lines += [f"    {mermaid_text(one.title)} :{_task(one, ends)}" for one in some]
    return "\n".join(lines) + "\n"


def left_out(entries: Sequence[Entry]) -> int:
    """How many milestones have no date, so that neither a chart nor a calendar can show them."""
    return sum(one.first is None for one in entries)


def mermaid_text(words: str) -> str:
    """Words as Mermaid reads them in a gantt chart: in one line, and never as anything but words."""
    text = " ".join(one_line(words).split()) or "(no title)"
    marked = "".join(one if _PLAIN.fullmatch(one) and one.isprintable() else f"#{ord(one)};" for one in text)
    return f"#{ord(marked[0])};{marked[1:]}" if _OWN_WORDS.match(marked) else marked


def _task(entry: Entry, ends: Mapping[str, date]) -> str:
    """Tags, the name of the task, its begin and its end."""
    first, last, target = entry.first, entry.last, entry.target
    assert first is not None
    assert last is not None
    tags = ["crit"] if entry.team is not None and entry.team.is_critical and entry.stage != SHIPPED else []
    tags += ["done"] if entry.stage == SHIPPED else ["active"] if entry.stage == ACTIVE else []
    needs = [one for one in entry.team.needs if one in ends] if entry.team is not None else []
    is_free = entry.start is None and bool(needs) and all(ends[one] < last for one in needs)
    if entry.start is None and target is not None and target.resolution == "day" and not is_free:
        return ", ".join([*tags, "milestone", f"m{entry.key}", last.isoformat(), "0d"])
    begin = f"after {' '.join(f'm{one}' for one in needs)}" if is_free else first.isoformat()
    if target is None or last == date.max:
        return ", ".join([*tags, f"m{entry.key}", begin, "1d"])
    return ", ".join([*tags, f"m{entry.key}", begin, last.isoformat()])
