"""What the detail pane says of feedback: the customer's own words first, then who said it, where, and who else asked."""

from __future__ import annotations

from typing import Any

from pmtui.domain.backlinks import is_indexed, pointing
from pmtui.domain.demand import demand_for
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets.detail_text import Reading, reference, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = {"quote", "customer", "company", "channel", "category", "voters"}
"""The fields that these parts show."""
_MOST = 4
"""So many pieces of feedback are quoted; the others are counted."""
_TO_FEEDBACK = SCHEMA["feedback"].fields["duplicate_of"]
_BAR = (Span("▌ ", "info"),)
_DOT = Span("\u00a0· ", "faint")


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """The quote with who said it; who else asked for the same."""
    return [_quote(record, reading), _voters(record, reading)]


def _quote(record: Record, reading: Reading) -> list[Line]:
    quote = record.data.get("quote")
    lines: list[Line] = []
    for one in quote if isinstance(quote, list) else ():
        lines += wrapped_spans(texts(str(one), reading), reading.width, _BAR, "▌ ") if str(one).strip() else [_BAR]
    lines = [_barred(line) for line in lines]
    who: list[Span] = []
    for name, role in (("customer", "text bold"), ("company", "text"), ("channel", "muted"), ("category", "muted")):
        if record.data.get(name):
            who += [_DOT] * bool(who) + texts(str(record.data[name]), reading, role)
    return lines + (wrapped_spans(who, reading.width) if who else [])


def _barred(line: Line) -> Line:
    """A line of the quote, its bar in its colour on further lines, too."""
    return (*_BAR, *line[1:]) if line and line[0].text == "▌ " else line


def _voters(record: Record, reading: Reading) -> list[Line]:
    voters = [str(one) for one in record["voters"] or ()]
    if not voters:
        return []
    spans = [Span(f"{len(voters)}", "accent"), Span("\u00a0"), *texts(", ".join(voters), reading, "muted")]
    return labelled("voters", wrapped_spans(spans, reading.value_width))


def asked_lines(record: Record, reading: Reading) -> list[Line]:
    """Who asks for a problem to be solved or an item to be built, in linked feedback; late as long as that is not indexed."""
    if reading.late is not None and not is_indexed(reading.snapshot, (("feedback", "linked"),)):
        reading.late.append("links")
        return []
    found = _newest_first(record, reading)
    if not found:
        return []
    demand = demand_for(reading.snapshot, record.id)
    declined = len(found) - demand.pieces
    words = demand.words or "all of it declined"
    lines = wrapped_spans([Span(f"{words}{f' · {declined} declined' if declined and demand.pieces else ''}", "muted")], reading.value_width)
    table = reading.snapshot.table("feedback")
    for at in found[:_MOST]:
        who = [str(table.column(name)[at]) for name in ("customer", "company") if table.column(name)[at]]
        spans = [*reference(_TO_FEEDBACK, table.id(at), reading), *([_DOT, Span(", ".join(who), "muted")] if who else [])]
        lines += wrapped_spans(spans, reading.value_width, (Span("❝ ", "info"),), "  ")
    if len(found) > _MOST:
        lines.append((Span(f"  and {len(found) - _MOST:,} more", "muted"),))
    return labelled("feedback", lines)


def _newest_first(record: Record, reading: Reading) -> list[int]:
    """The positions of the feedback that points to a record."""
    created: Any = reading.snapshot.table("feedback").column("created_at")
    return sorted(pointing(reading.snapshot, "feedback", "linked", record.id), key=lambda at: str(created[at] or ""), reverse=True)
