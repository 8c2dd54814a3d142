"""The commits of the code that name a record, in the detail pane."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.dates import relative
from pmtui.domain.named_records import NamingCommit
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, rule

MOST = 6
"""Commits that are listed; the command line lists more."""
_NAME = 7


def commit_lines(record: Record, commits: Sequence[NamingCommit], reading: Reading) -> list[Line]:
    """A heading and a line for each of the newest commits; nothing where there is none."""
    if not commits:
        return []
    lines: list[Line] = [(), rule("commits", reading.width)]
    for one in commits[:MOST]:
        by = shortened(steady(one_line(one.by)), 16)
        tail = f"  {by}, {relative(one.at[:10], reading.today)}"
        room = max(8, reading.width - _NAME - 1 - width_of(tail))
        subject = fitted(shortened(steady(one_line(one.subject)), room), room)
        lines.append((Span(f"{one.name[:_NAME]} ", "faint"), Span(subject), Span(tail, "muted")))
    if len(commits) > MOST:
        more = f"and {len(commits) - MOST} more: pmtui show {record.schema.shown_id(record.id)} lists them"
        lines.append((Span(shortened(more, reading.width), "muted"),))
    return lines
