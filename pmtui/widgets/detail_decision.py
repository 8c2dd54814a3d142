"""What the detail pane says of a decision: what was decided and why, the options, who (DACI), what it is about and what follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.backlinks import is_indexed
from pmtui.domain.dates import days_between
from pmtui.domain.decision_facts import DECIDED, OPEN, REVERSED, decided_at, is_chosen, options_of, superseding, untold
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, date_spans, long_text, person_span, reference, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

SHOWN = frozenset({
    "context", "options", "chosen", "because", "driver", "approver", "contributors", "informed", "about", "supersedes", "wrong_because",
})
"""The fields that these parts show."""
_FIELDS = SCHEMA["decision"].fields
_DACI = (
    ("driver", "driver", True), ("approver", "approver", True), ("contributors", "contributes", False), ("informed", "informed", False),
)
"""The people of a decision: the field, its label, and whether a blank is worth a warning."""
_BALANCE = (("for", "+", "success"), ("against", "−", "error"))


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """What came out; the context; the options; who; what it is about, and what replaces it."""
    return [
        [*_wrong(record, reading), *_outcome(record, reading)],
        _prose("context", record, reading),
        _options(record, reading),
        _people(record, reading),
        [*_about(record, reading), *_succession(record, reading)],
    ]


def _prose(field: str, record: Record, reading: Reading, label: str = "") -> list[Line]:
    text = "\n".join(map(str, record[field] or ()))
    return labelled(label or field, long_text(field, text, reading.value_width, reading)) if text.strip() else []


def _wrong(record: Record, reading: Reading) -> list[Line]:
    if record.stage != REVERSED and not record["wrong_because"]:
        return []
    lines = _prose("wrong_because", record, reading, "wrong, as")
    if lines:
        return lines
    words = [Span("not said yet:", "warning"), Span(" what did we learn from it?", "muted")]
    return labelled("wrong, as", wrapped_spans(words, reading.value_width))


def _outcome(record: Record, reading: Reading) -> list[Line]:
    if record.stage == OPEN:
        days = days_between(str(record["created_at"] or ""), reading.today)
        age = "" if days is None or days < 1 else f" for {counted(days, 'day')}"
        words = [Span("open", "warning bold"), Span(age, "muted")]
        words += [Span(": ", "muted"), Span("d", "key"), Span(" decides, ", "muted"), Span("X", "key"), Span(" adds an option", "muted")]
        return labelled("decision", wrapped_spans(words, reading.value_width))
    chosen = str(record["chosen"] or "").strip()
    holds = record.stage == DECIDED
    role = "success bold" if holds else "muted"
    spans = [Span(chosen, role)] if chosen else [Span("no option is named", "warning")]
    at = decided_at(record) if holds else ""  # of the others that is when they ended
    spans += [Span("\u00a0· ", "faint"), Span(date_spans(at[:10], reading.today)[0].text, "muted")] if at else []
    return [*labelled("decision", wrapped_spans(spans, reading.value_width)), *_prose("because", record, reading)]


def _options(record: Record, reading: Reading) -> list[Line]:
    options = options_of(record.data)
    if not options:
        words = [Span("none yet:", "warning"), Span(" a question needs at least two answers; X adds one", "muted")]
        return labelled("options", wrapped_spans(words, reading.value_width))
    lines: list[Line] = [rule("options", reading.width)]
    for number, one in enumerate(options, 1):
        lines += _option(number, one, is_chosen(one, record.data), reading)
    return lines


def _option(number: int, one: Mapping[str, Any], is_taken: bool, reading: Reading) -> list[Line]:
    mark = Span(f"{glyphs.DONE if is_taken else number} ", "success" if is_taken else "muted")
    title = str(one.get("title") or "(no title)")
    lines = wrapped_spans(texts(title, reading, "text bold" if is_taken else "text"), reading.width, (mark,), "  ")
    for name, sign, role in _BALANCE:
        value = one.get(name)
        for text in (value if isinstance(value, list) else [value] if value else []):
            if str(text).strip():
                lines += wrapped_spans(texts(str(text), reading, "muted"), reading.width, (Span(f"  {sign} ", role),), "    ")
    return lines


def _people(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    late = {one.id for one in untold(reading.snapshot, record)}
    for field, label, is_needed in _DACI:
        value = record[field]
        ids = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []
        if not ids:
            if is_needed:
                lines += labelled(label, [(Span("nobody yet", "warning"),)])
            continue
        spans: list[Span] = []
        for id in ids:
            spans += [Span(", ", "faint")] * bool(spans) + [person_span(id, reading.snapshot)]
            if field == "informed" and id in late:
                spans.append(Span(" not told yet", "warning"))
        lines += labelled(label, wrapped_spans(spans, reading.value_width))
    return lines


def _about(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    for id in record["about"] or ():
        lines += wrapped_spans(reference(_FIELDS["about"], str(id), reading), reading.value_width, (), "  ")
    return labelled("about", lines) if lines else []


def _succession(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    if record["supersedes"]:
        spans = reference(_FIELDS["supersedes"], str(record["supersedes"]), reading)
        lines += labelled("replaces", wrapped_spans(spans, reading.value_width, (), "  "))
    if reading.late is not None and not is_indexed(reading.snapshot):
        reading.late.append("links")
        return lines
    followers: list[Line] = []
    for one in superseding(reading.snapshot, record.id):
        followers += wrapped_spans(reference(_FIELDS["supersedes"], one.id, reading), reading.value_width, (), "  ")
    return lines + (labelled("replaced by", followers) if followers else [])
