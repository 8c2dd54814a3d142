"""What the detail pane says of a person: where they stand, when they were told, what they care about and what concerns them."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.backlinks import Backlinks, backlinks, is_indexed
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.stakeholders import standing_of, told_words
from pmtui.domain.text import spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_competitor import point_lines
from pmtui.widgets.detail_text import Reading, date_spans, reference
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = frozenset({"role", "handle", "email", "influence", "interest", "last_told", "cares_about"})
"""The fields that these parts show."""
_MOST = 6
"""So many records of a kind are named; the others are counted."""
_DACI = {"driver": "drives", "approver": "decides", "contributors": "is heard", "informed": "is told"}
"""What somebody does in a decision, by the field that names them, the most first."""
_TO_ANY = SCHEMA["decision"].fields["about"]
_DOT = Span("\u00a0· ", "faint")


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """Where they stand; what they care about; the decisions in which they have a role, and what they own."""
    return [
        [*_role(record, reading), *_stands(record, reading), *_told(record, reading)],
        point_lines("cares about", record.data.get("cares_about"), ("•", "accent"), reading),
        _concerns(record, reading),
    ]


def _role(record: Record, reading: Reading) -> list[Line]:
    """From where they look at it, and where mail reaches them."""
    words = [spoken(str(record["role"] or "")), str(record["email"] or "")]
    spans = [one for word in words if word for one in (_DOT, Span(word))][1:]
    return labelled("role", wrapped_spans(spans, reading.value_width)) if spans else []


def _stands(record: Record, reading: Reading) -> list[Line]:
    """Influence and interest, and the quadrant that follows."""
    found = standing_of(record, reading.today)
    spans: list[Span] = []
    for name in ("influence", "interest"):
        value = record[name]
        bar = glyphs.bar(value if isinstance(value, int | float) else None)
        spans += [_DOT] * bool(spans) + [Span(f"{name}\u00a0", "muted"), Span(bar, "text")]
    words = [Span(found.quadrant, "accent")] if found.quadrant else [Span("not placed: ", "muted"), Span("rate both from 1 to 5", "muted")]
    return labelled("stands", [*wrapped_spans(words, reading.value_width), *wrapped_spans(spans, reading.value_width)])


def _told(record: Record, reading: Reading) -> list[Line]:
    """When they were last told, and when they should hear again."""
    found = standing_of(record, reading.today)
    told = record.data.get("last_told")
    spans = [Span(told_words(found), "warning" if found.is_due else "text")]
    if isinstance(told, str):
        spans += date_spans(told, reading.today)[1:]
    if found.every is not None:
        left = found.left
        when = "should hear now: N notes that they did" if found.is_due else f"again in {left}\u00a0d" if left else "again today"
        spans += [_DOT, Span(f"every {found.every}\u00a0d", "muted"), _DOT, Span(when, "warning" if found.is_due else "muted")]
    return labelled("told", wrapped_spans(spans, reading.value_width))


def _concerns(record: Record, reading: Reading) -> list[Line]:
    """The open decisions with what they do there, open work, and what else they answer for; late as long as it is not indexed."""
    if reading.late is not None and not is_indexed(reading.snapshot):
        reading.late.append("links")
        return []
    found = list(backlinks("person", record.id, reading.snapshot))
    lines = labelled("decisions", _decisions(found, reading))
    for label, wanted in (("works on", [("item", "assignee")]), ("answers for", [(one.kind, "owner") for one in found])):
        lines += labelled(label, _named(found, wanted, reading))
    return lines or labelled("concerns", wrapped_spans([Span("nothing that is open names them", "muted")], reading.value_width))


def _decisions(found: Sequence[Backlinks], reading: Reading) -> list[Line]:
    """Open decisions with each role; those that are closed are counted."""
    roles: dict[str, list[str]] = {}
    closed: set[str] = set()
    for field, word in _DACI.items():
        for one in (one for one in found if (one.kind, one.field) == ("decision", field)):
            status, kind = one.table.column("status"), one.table.kind
            for at in one.positions:
                if status[at] in kind.closed:
                    closed.add(one.table.id(at))
                else:
                    roles.setdefault(one.table.id(at), []).append(word)
    lines: list[Line] = []
    for id, words in list(roles.items())[:_MOST]:
        lines += wrapped_spans([*reference(_TO_ANY, id, reading), Span(f" {', '.join(words)}", "muted")], reading.value_width, (), "  ")
    more = [f"{len(roles) - _MOST} more open"] if len(roles) > _MOST else []
    more += [f"{len(closed)} closed"] if closed else []
    return [*lines, *([(Span("and " * bool(lines) + ", ".join(more), "muted"),)] if more else [])]


def _named(found: Sequence[Backlinks], wanted: Sequence[tuple[str, str]], reading: Reading) -> list[Line]:
    """The open records by which some links name the person."""
    lines: list[Line] = []
    for one in (one for one in found if (one.kind, one.field) in wanted):
        places = _open_ones(one)
        for at in places[:_MOST]:
            lines += wrapped_spans(reference(_TO_ANY, one.table.id(at), reading), reading.value_width, (), "  ")
        if len(places) > _MOST:
            lines.append((Span(f"and {len(places) - _MOST} more {one.table.kind.plural}", "muted"),))
    return lines


def _open_ones(one: Backlinks) -> Sequence[int]:
    """The places of those that ask for more work."""
    kind = one.table.kind
    if not kind.statuses:
        return one.positions
    is_open = one.table.column("status").where(lambda status: status not in kind.closed)
    return [at for at in one.positions if is_open[at]]
