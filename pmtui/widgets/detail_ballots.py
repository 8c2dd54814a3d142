"""What the detail pane tells of a group's ballots: who has scored what, never which value."""

from __future__ import annotations

from pmtui.domain.ballots import ballots_of
from pmtui.domain.records import Record
from pmtui.domain.text import counted
from pmtui.widgets.detail_text import Reading, person_span
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans


def ballot_lines(record: Record, reading: Reading) -> list[Line]:
    """Who has scored an item for the group, and how many inputs; nothing where nobody has."""
    counts: dict[str, int] = {}
    for one in ballots_of(record):
        counts[one.by] = counts.get(one.by, 0) + 1
    spans: list[Span] = []
    for by, count in counts.items():
        who = person_span(by, reading.snapshot) if by else Span("somebody")
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + [who, Span(f"\u00a0{counted(count, 'score')}", "muted")]
    return labelled("group", wrapped_spans([*spans, Span("; not revealed", "faint")], reading.value_width)) if spans else []
