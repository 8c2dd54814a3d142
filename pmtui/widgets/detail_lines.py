"""A whole record for reading, from top to bottom, and an unreadable file with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import contested_fields
from pmtui.domain.named_records import NamingCommit
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.domain.text import spoken
from pmtui.widgets import detail_scores, glyphs
from pmtui.widgets.detail_commits import commit_lines
from pmtui.widgets.detail_family import circle_lines, parts_lines
from pmtui.widgets.detail_implausible import implausible_lines
from pmtui.widgets.detail_parts import comment_lines, criteria_lines, story_lines, why_lines
from pmtui.widgets.detail_ready import ready_lines
from pmtui.widgets.detail_text import Reading, date_spans, field_lines, long_text, person_name, person_span, short_id
from pmtui.widgets.known import Known
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.linked_records import group_lines, links_to
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, labelled, rule, wrapped_spans

_HEAD = {"title", "status", "type", "priority", "assignee", "estimate", "milestone", "due", "owner"}
_LAST = {"body", "comments", "reasons", "source", "created_at", "created_by", "deleted_at", "rank"}
_OWN = {
    "item": detail_scores.SHOWN | {"problems", "hypotheses", "criteria", "as_a", "i_want", "so_that", "ballots"},
}
"""The fields that a part of their own shows, by kind."""
TOPICS: dict[str, tuple[str, ...]] = {
    "product": ("detail_product", "detail_lifecycle"), "person": ("detail_person",), "persona": ("detail_persona",),
    "competitor": ("detail_competitor",), "decision": ("detail_decision",), "goal": ("detail_goal",),
    "milestone": ("detail_milestone",), "feedback": ("detail_feedback",), "experiment": ("detail_experiment",),
}
"""By kind, the modules of this package with its parts: each has `parts(record, reading)`, and `SHOWN`, the fields that these show."""
_DISCOVERY = ("problem", "hypothesis")
"""Kinds whose parts are in `detail_discovery`, which is imported for the first of them."""


def detail_lines(
    record: Record, snapshot: Snapshot, today: str, width: int, id_length: Callable[[str], int] | None = None, *,
    late: list[str] | None = None, with_backlinks: bool = False, commits: Sequence[NamingCommit] = (), known: Known | None = None,
) -> list[Line]:
    """A record for reading.

    Args:
        record: What to show.
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        width: Cells of a line.
        id_length: How many characters tell an id from all others; None shows five.
        late: Where given, what would take long is left out together with all that stands below it, and is named here.
        with_backlinks: Whether what points to the record is listed at the end; never below what is left out.
        commits: The commits of the code whose message names it, the newest first.
        known: Of a milestone, what takes long to find out, as far as it is known.
    """
    reading = Reading(snapshot, today, max(20, width), id_length, late, known)
    lines = wrapped_spans([Span(record.title or "(no title)", "heading")], reading.width)
    lines += head_lines(record, reading)
    lines += [*_conflicts(record, reading), *circle_lines(record, reading), *implausible_lines(record, reading)]
    parts = [*_parts(record, reading), _outcome(record, reading), _fields(record, reading)]
    for part in parts:
        if part:
            lines += [(), *part]
    for title, make in (("body", _body), ("comments", comment_lines)):
        part = [] if reading.late else make(record, reading)
        if part:
            lines += [(), rule(title, reading.width), *part]
    lines += [] if reading.late else [*commit_lines(record, commits, reading), *_foot(record, reading)]
    return lines + (_backlinks(record, reading) if with_backlinks and not reading.late else [])


def _body(record: Record, reading: Reading) -> list[Line]:
    return long_text("body", record.body, reading.width, reading)


def _backlinks(record: Record, reading: Reading) -> list[Line]:
    """What points to the record."""
    lines: list[Line] = []
    for title, found, count in links_to(record, reading.snapshot):
        if (record.kind, title) == ("item", "parts"):  # they stand above, with how far they are
            continue
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


def head_lines(record: Record, reading: Reading) -> list[Line]:
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
        facts.append([Span("due\u00a0", "muted"), Span(far.text.replace(" ", "\u00a0"), "error" if late else "text"), *absolute])
    spans: list[Span] = []
    for fact in facts:
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + fact
    return wrapped_spans(spans, reading.width)


def _conflicts(record: Record, reading: Reading) -> list[Line]:
    paths = contested_fields(record.schema, record.data)
    names = list(dict.fromkeys(spoken(path.split(".")[0].removesuffix("_at")) for path in paths))
    if not names:
        return []
    words = f"conflict in {', '.join(names)}: g c shows both values"
    return wrapped_spans([Span(words, "conflict")], reading.width, (Span(f"{glyphs.CONFLICT} ", "conflict"),), "  ")


def _parts(record: Record, reading: Reading) -> list[list[Line]]:
    if record.kind == "item":
        return [
            story_lines(record, reading),
            [*detail_scores.score_lines(record, reading), *detail_scores.balance_lines(record, reading), *_ballots(record, reading)],
            [
                *why_lines(record, reading), *detail_scores.evidence_lines(record, reading), *_asked(record, reading),
                *criteria_lines(record, reading), *ready_lines(record, reading),
            ],
            parts_lines(record, reading),
        ]
    if record.kind not in _DISCOVERY:
        return [part for topic in _topics(record.kind) for part in topic.parts(record, reading)]
    from pmtui.widgets import detail_discovery

    parts = detail_discovery.problem_parts if record.kind == "problem" else detail_discovery.hypothesis_parts
    return parts(record, reading)


def _topics(kind: str) -> list[Any]:
    return [import_module(f"pmtui.widgets.{name}") for name in TOPICS.get(kind, ())]


def _outcome(record: Record, reading: Reading) -> list[Line]:
    """What came of it, of the kinds that ship."""
    if record.kind not in ("item", "milestone", "hypothesis") or not (record.is_closed or record.data.get("kpi")):
        return []
    from pmtui.widgets.detail_outcome import outcome_lines

    return outcome_lines(record, reading)


def _asked(record: Record, reading: Reading) -> list[Line]:
    from pmtui.widgets.detail_feedback import asked_lines

    return asked_lines(record, reading)


def _ballots(record: Record, reading: Reading) -> list[Line]:
    if not record.data.get("ballots"):
        return []
    from pmtui.widgets.detail_ballots import ballot_lines

    return ballot_lines(record, reading)


def _fields(record: Record, reading: Reading) -> list[Line]:
    hidden = _HEAD | _LAST | _OWN.get(record.kind, set())
    if record.kind in _DISCOVERY:
        from pmtui.widgets import detail_discovery

        hidden |= detail_discovery.SHOWN[record.kind]
    for topic in _topics(record.kind):
        hidden |= topic.SHOWN
    if record.kind not in ("item", "milestone", "goal"):
        hidden = hidden - {"due"}
    found: list[Line] = []
    for field in record.schema.fields.values():
        if field.name not in hidden:
            found += field_lines(record, field, reading)
    return found + (detail_scores.class_lines(record, reading) if record.kind == "item" else [])


def _without_moves(record: Record) -> Record:
    """A milestone without the reasons of its slips, which stand above among them; any other record as it is."""
    reasons = record.data.get("reasons")
    if record.kind != "milestone" or not isinstance(reasons, list):
        return record
    others = [one for one in reasons if not isinstance(one, dict) or one.get("field") not in ("target", "resolution")]
    return Record(record.kind, record.id, {**record.data, "reasons": others})


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
        found = field_lines(_without_moves(record) if name == "reasons" else record, record.schema.fields[name], reading)
        lines += [(), *found] if found else []
    at, by = record.data.get("created_at"), record.data.get("created_by")
    if at or by:
        when = "".join(one.text for one in date_spans(str(at)[:10], reading.today)) if at else ""
        who = [Span(" by ", "faint"), person_span(by, reading.snapshot, "faint")] if by else []
        lines += [(), *wrapped_spans([Span(f"added {when}".rstrip(), "faint"), *who], reading.width)]
    return lines
