"""A whole record for reading, from top to bottom, and an unreadable file with what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import contested_fields
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets import glyphs
from pmtui.widgets.detail_parts import balance_lines, comment_lines, criteria_lines, input_lines, score_lines, story_lines, why_lines
from pmtui.widgets.detail_text import Reading, date_spans, field_lines, long_text, person_name, person_span, short_id
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.linked_records import group_lines, links_to
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, labelled, rule, wrapped_spans

_HEAD = {"title", "status", "type", "priority", "assignee", "estimate", "milestone", "due", "owner"}
_LAST = {"body", "comments", "reasons", "source", "created_at", "created_by", "deleted_at", "rank"}
_OWN = {
    "item": {
        "reach", "impact", "confidence", "effort", "ux", "business", "feasibility", "problems", "hypotheses", "criteria", "as_a", "i_want",
        "so_that", "business_value", "time_criticality", "risk_reduction", "job_size", "ice_impact", "ice_confidence", "ease", "moscow",
        "kano_functional", "kano_dysfunctional", "value",
    },
}
"""The fields that a part of their own shows, by kind."""
_DISCOVERY = ("problem", "hypothesis")
"""Kinds whose parts are in a module of their own, imported for the first of them; so are those of milestones."""


def detail_lines(
    record: Record, snapshot: Snapshot, today: str, width: int, id_length: Callable[[str], int] | None = None, *,
    late: list[str] | None = None, with_backlinks: bool = False,
) -> list[Line]:
    """A record for reading.

    Args:
        record: What to show.
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        width: Cells of a line.
        id_length: How many characters tell an id from all others; None shows five.
        late: Where given, what would take long is left out together with all that stands below it, and is named here.
        with_backlinks: Whether what points to the record is listed at the end.
    """
    reading = Reading(snapshot, today, max(20, width), id_length, late)
    lines = wrapped_spans([Span(record.title or "(no title)", "heading")], reading.width)
    lines += _head(record, reading)
    lines += _conflicts(record, reading)
    parts = [*_parts(record, reading), _fields(record, reading)]
    for part in parts:
        if part:
            lines += [(), *part]
    for title, make in (("body", _body), ("comments", comment_lines)):
        part = [] if reading.late else make(record, reading)
        if part:
            lines += [(), rule(title, reading.width), *part]
    lines += [] if reading.late else _foot(record, reading)
    return lines + (_backlinks(record, reading) if with_backlinks and not reading.late else [])


def _body(record: Record, reading: Reading) -> list[Line]:
    return long_text("body", record.body, reading.width, reading)


def _backlinks(record: Record, reading: Reading) -> list[Line]:
    """What points to the record; late as long as nobody has rested on it."""
    if reading.late is not None:
        reading.late.append("links")
        return []
    lines: list[Line] = []
    for title, found, count in links_to(record, reading.snapshot):
        lines += [(), *group_lines(title, found, count, reading.width)]
    return [(), rule("links to it", reading.width), *lines[1:]] if lines else []


def fault_lines(fault: Fault, width: int) -> list[Line]:
    """A file that could not be read: which, why, and what to do."""
    steps = (
        "Open the file in an editor, correct it and save it; it is read again at once.",
        f"Or take back its last committed text: git\u00a0checkout\u00a0--\u00a0{fault.path}",
        "pmtui doctor lists every such file.",
        "Until then the file stays exactly as it is: nothing writes over it.",
    )
    lines = wrapped_spans([Span("This file cannot be read", "error")], width, (Span(f"{glyphs.FAULT} ", "error"),), "  ")
    lines += [(), *labelled("file", wrapped_spans([Span(fault.path)], max(8, width - LABEL)))]
    lines += labelled("why", wrapped_spans([Span(fault.reason, "warning")], max(8, width - LABEL)))
    lines.append(())
    for step in steps:
        lines += wrapped_spans([Span(step)], width, (Span("• ", "muted"),), "  ")
    return lines


def _head(record: Record, reading: Reading) -> list[Line]:
    """Id, status and what else people ask first, between dots."""
    name = person_name(record.id, reading.snapshot) if record.kind == "person" else short_id(record, reading)
    facts: list[list[Span]] = [[Span(name, "accent")]]
    data, status = record.data, record.status
    if record.is_deleted:
        facts.append([Span("deleted", "warning")])
    if status:
        facts.append([Span(f"{glyphs.status_glyph(status)} {status}", glyphs.status_role(status))])
    if record.kind == "item":
        kind, priority = str(record["type"]), str(record["priority"])
        facts.append([Span(f"{glyphs.type_glyph(kind)} {kind}", glyphs.type_role(kind))])
        if priority != "none":
            facts.append([Span(f"{glyphs.priority_glyph(priority)} {priority}", glyphs.priority_role(priority))])
    for name in ("assignee", "owner"):
        if data.get(name):
            facts.append([Span("owner ", "muted")] * (name == "owner") + [person_span(data[name], reading.snapshot)])
    if data.get("estimate") is not None:
        facts.append([Span(f"{data['estimate']:g}\u00a0pts")])
    if data.get("milestone"):
        id = str(data["milestone"])
        milestone = reading.snapshot.record("milestone", id)
        what = LinkSpan(milestone.title, "text", Target("milestone", id)) if milestone is not None else Span(f"{id} is not here", "warning")
        facts.append([Span("ms\u00a0", "muted"), what])
    if data.get("due"):
        late = not record.is_closed and str(data["due"]) < reading.today
        far, *absolute = date_spans(str(data["due"]), reading.today)
        facts.append([Span("due\u00a0", "muted"), Span(far.text, "error" if late else "text"), *absolute])
    spans: list[Span] = []
    for fact in facts:
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + fact
    return wrapped_spans(spans, reading.width)


def _conflicts(record: Record, reading: Reading) -> list[Line]:
    paths = contested_fields(record.schema, record.data)
    names = list(dict.fromkeys(path.split(".")[0].removesuffix("_at").replace("_", " ") for path in paths))
    if not names:
        return []
    words = f"conflict in {', '.join(names)}: g c shows both values"
    return wrapped_spans([Span(words, "conflict")], reading.width, (Span(f"{glyphs.CONFLICT} ", "conflict"),), "  ")


def _parts(record: Record, reading: Reading) -> list[list[Line]]:
    if record.kind == "item":
        return [
            story_lines(record, reading),
            [*score_lines(record, reading), *balance_lines(record, reading)],
            [*why_lines(record, reading), *criteria_lines(record, reading)],
        ]
    if record.kind == "milestone":
        from pmtui.widgets.detail_milestone import milestone_parts

        return milestone_parts(record, reading)
    if record.kind not in _DISCOVERY:
        return []
    from pmtui.widgets import detail_discovery

    parts = detail_discovery.problem_parts if record.kind == "problem" else detail_discovery.hypothesis_parts
    return parts(record, reading)


def _fields(record: Record, reading: Reading) -> list[Line]:
    hidden = _HEAD | _LAST | _OWN.get(record.kind, set())
    if record.kind in _DISCOVERY:
        from pmtui.widgets import detail_discovery

        hidden |= detail_discovery.SHOWN[record.kind]
    elif record.kind == "milestone":
        from pmtui.widgets import detail_milestone

        hidden |= detail_milestone.SHOWN
    if record.kind not in ("item", "milestone"):
        hidden = hidden - {"due"}
    found: list[Line] = []
    for field in record.schema.fields.values():
        if field.name not in hidden:
            found += field_lines(record, field, reading)
    return found + (input_lines(record, reading) if record.kind == "item" else [])


def _foot(record: Record, reading: Reading) -> list[Line]:
    """Fields that the schema does not know, the reasons for changes, and where the record comes from."""
    lines: list[Line] = []
    unknown = record.unknown()
    if unknown:
        lines += [(), rule("other fields", reading.width)]
        for name in unknown:
            value = record.data[name]
            text = value if isinstance(value, str) else compact(value)
            lines += labelled(name, wrapped_spans([Span(text)], reading.value_width))
    for name in ("reasons", "source"):
        found = field_lines(record, record.schema.fields[name], reading)
        lines += [(), *found] if found else []
    at, by = record.data.get("created_at"), record.data.get("created_by")
    if at or by:
        when = "".join(one.text for one in date_spans(str(at)[:10], reading.today)) if at else ""
        who = [Span(" by ", "faint"), person_span(by, reading.snapshot, "faint")] if by else []
        lines += [(), *wrapped_spans([Span(f"added {when}".rstrip(), "faint"), *who], reading.width)]
    return lines
