"""What the detail pane says about a record: pure, from the record, the snapshot and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.ranking import ranked
from pmtui.domain.records import Record
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, INSTANT, LINES, LINK, LINKS, OBJECT, SET, Field
from pmtui.domain.text import spoken
from pmtui.domain.values import shown_value
from pmtui.widgets import glyphs
from pmtui.widgets.known import Known
from pmtui.widgets.link_spans import LinkSpan, Target, looked_up, with_links
from pmtui.widgets.linked_records import record_named
from pmtui.widgets.markdown import AT_ONCE, beginning, is_at_once, markdown_lines
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, inline_spans, labelled, wrapped_spans

_MAIN = ("title", "name", "text", "quote", "stage", "direction")
"""The fields of an entry that say most; the first one that is not blank leads."""

_SHORT = {"journey_stage": "journey", "satisfaction": "satisfied", "tests_positioning": "tests", "market_research": "research",
          "contributors": "by", "wrong_because": "wrong if", "decision_rule": "rule", "daily_users": "users a day",
          "baseline_rate": "baseline"}
"""Labels of fields whose names are too long for one."""
_ENDINGS = ("_at", "_until", "_of")
"""What a label can do without: `started` says as much as `started_at`."""

_MANY_PEOPLE = 500
"""Of more people than this, nobody is looked for by handle while a key is held."""


class Reading(NamedTuple):
    """What the lines of a record depend on besides the record.

    Attributes:
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        width: Cells of a line.
        id_length: How many characters tell an id from all others; None shows five.
        late: Where given, what would take long is left out, and named here.
        known: Of a milestone, what takes long to find out; None where nobody looks for it.
    """

    snapshot: Snapshot
    today: str
    width: int
    id_length: Callable[[str], int] | None = None
    late: list[str] | None = None
    known: Known | None = None

    @property
    def value_width(self) -> int:
        """Cells beside a label."""
        return max(8, self.width - LABEL)


def long_text(name: str, text: str, width: int, reading: Reading) -> list[Line]:
    """Markdown with its links; where there is no time for it, its beginning or nothing, and its name among what is late."""
    if reading.late is not None and not is_at_once(text):
        reading.late.append(name)
        head = beginning(text, AT_ONCE)
        return looked_up(markdown_lines(head, width), record_named(reading.snapshot)) if is_at_once(head) else []
    return looked_up(markdown_lines(text, width), record_named(reading.snapshot))


def date_spans(value: str, today: str) -> list[Span]:
    """A date or instant as people like to read it, and as it stands: `in 3 w (2027-01-14)`."""
    far = relative(value, today)
    absolute = value[:10] + (f" {value[11:16]}" if value[10:11] == "T" else "")
    return [Span(far), Span(f" ({absolute})", "muted")] if far != value else [Span(value)]


def dated(value: str, reading: Reading, role: str = "text") -> list[Span]:
    """The same in one piece that no line breaks."""
    return [Span(one.text.replace(" ", "\u00a0"), one.role if one.role != "text" else role) for one in date_spans(value, reading.today)]


def label_of(field: Field) -> str:
    """What stands before a field's value."""
    name = _SHORT.get(field.name) or next(
        (field.name.removesuffix(one) for one in _ENDINGS if field.name.endswith(one)), field.name)
    return spoken(name)


def texts(text: str, reading: Reading, role: str = "text") -> list[Span]:
    """A line of Markdown with its links."""
    return list(looked_up([inline_spans(text, role)], record_named(reading.snapshot))[0])


def short_id(record: Record, reading: Reading) -> str:
    """The id as people write it: `B-7k3`."""
    length = reading.id_length(record.id) if reading.id_length else 5
    return record.schema.shown_id(record.id, length)


def person_name(id: object, snapshot: Snapshot) -> str:
    """A person as `@handle`, or by name; what stands in the file where there is no such person."""
    record = snapshot.record("person", id) if isinstance(id, str) else None
    if record is None:
        return str(id)
    handle = str(record["handle"] or "").removeprefix("@")
    return f"@{handle}" if handle else record.title


def person_span(id: object, snapshot: Snapshot, role: str = "text") -> Span:
    """A person by name, as a link to their record; authors stand in files by their handle, too."""
    known = id if isinstance(id, str) and snapshot.record("person", id) else _with_handle(str(id), snapshot)
    return LinkSpan(person_name(known, snapshot), role, Target("person", known)) if known else Span(str(id), role)


def _with_handle(handle: str, snapshot: Snapshot) -> str:
    """The id of the person with a handle; empty where there is none."""
    people = snapshot.table("person")
    handles = people.column("handle") if len(people) <= _MANY_PEOPLE else ()
    wanted = handle.removeprefix("@")
    at = next((at for at in range(len(handles)) if wanted and str(handles[at] or "").removeprefix("@") == wanted), None)
    return people.id(at) if at is not None else ""


def reference(field: Field, id: str, reading: Reading) -> list[Span]:
    """A linked record in one piece: sign of its status, id, title."""
    record = reading.snapshot.linked(field, id)
    if record is None:
        return [Span(f"{glyphs.FAULT} ", "warning"), Span(id, "warning"), Span(" is not here", "muted")]
    if record.kind == "person":
        return [person_span(id, reading.snapshot)]
    target = Target(record.kind, record.id)
    spans: list[Span] = [LinkSpan(short_id(record, reading), "accent", target), LinkSpan(f" {record.title}", "text", target)]
    if record.status:
        spans.insert(0, Span(f"{glyphs.status_glyph(record.status)} ", glyphs.status_role(record.status)))
    if record.is_deleted:
        spans.append(Span(" (deleted)", "warning"))
    return spans


def value_lines(field: Field, value: Any, reading: Reading) -> list[Line]:
    """A field's value, for any type, in lines of `value_width`."""
    width = reading.value_width
    if field.type == LINES and isinstance(value, list):
        return long_text(field.name, "\n".join(map(str, value)), width, reading)
    if field.type in (LINK, LINKS):
        ids = value if isinstance(value, list) else [value]
        people = field.links == ("person",)
        if people:
            return wrapped_spans([one for id in ids for one in (person_span(id, reading.snapshot), Span("  "))][:-1], width)
        return [line for id in ids for line in wrapped_spans(reference(field, str(id), reading), width, (), "  ")]
    if field.type == ENTRIES and isinstance(value, list):
        return [line for entry in in_order(field, value) for line in entry_lines(field, entry, reading)]
    if field.name == "source" and isinstance(value, Mapping):
        return _source_lines(value, width)
    if field.type == OBJECT and isinstance(value, Mapping):
        return wrapped_spans(with_links(_facts(field, value, (), reading.today)), width)
    if field.type == SET and isinstance(value, list):
        mark = "#" if field.name == "tags" else ""
        return wrapped_spans([Span("  ".join(f"{mark}{one}" for one in value))], width)
    if field.type in (DATE, INSTANT) and isinstance(value, str):
        return wrapped_spans(date_spans(value, reading.today), width)
    if field.type == CHOICE:
        return wrapped_spans([Span(spoken(str(value)))], width)
    return wrapped_spans([Span(shown_value(field, value))] if field.type != "text" else texts(str(value), reading), width)


def _source_lines(source: Mapping[str, Any], width: int) -> list[Line]:
    """Where an imported record came from; what has no field here is counted, `pmtui show` prints it."""
    extra = source.get("extra")
    words = with_links(" ".join(str(source[name]) for name in ("system", "key", "url") if source.get(name)))
    kept = [name for name in extra if not str(name).startswith("pmtui:")] if isinstance(extra, Mapping) else []
    if kept:
        words.append(Span(f" and {len(kept)} more {'value' if len(kept) == 1 else 'values'}", "faint"))
    return wrapped_spans(words, width)


def in_order(field: Field, entries: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The entries of a keyed list in the order that people gave them; by time where they have one."""
    found = [one for one in entries if isinstance(one, Mapping)]
    return ranked(found) if field.ordered else sorted(found, key=lambda one: str(one.get("at") or "~"))


def entry_lines(field: Field, entry: Mapping[str, Any], reading: Reading) -> list[Line]:
    """One entry of a keyed list: what says most first, the rest behind it."""
    width = reading.value_width
    main = next((name for name in _MAIN if entry.get(name)), None)
    facts = with_links(_facts(field, entry, (main, "id", "rank"), reading.today), "muted")
    lines: list[Line] = []
    if main is not None:
        value = entry[main]
        text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        marked = f"“{text.strip()}”" if main == "quote" else text
        words = texts(marked.replace("\n", " "), reading)
        whole = wrapped_spans([*words, Span(" "), *facts], width, (Span("• ", "muted"),), "  ")
        if len(whole) == 1:
            return whole
        lines = wrapped_spans(words, width, (Span("• ", "muted"),), "  ")
    if any(one.text for one in facts):
        lines += wrapped_spans(facts, width, (Span("  " if lines else "• ", "muted"),), "  ")
    return lines


def _facts(field: Field, entry: Mapping[str, Any], but: Sequence[str | None], today: str = "") -> str:
    known = {one.name: one for one in field.entry}
    facts = []
    for name, value in entry.items():
        if name in but or value is None:
            continue
        inner = known.get(name)
        shown = shown_value(inner, value) if inner is not None else str(value)
        if name == "at" and today and isinstance(value, str):
            facts.append("".join(one.text for one in date_spans(value[:10], today)))
        elif inner is not None and inner.type == CHOICE:
            facts.append(spoken(shown))
        elif shown:
            facts.append(shown if name in ("at", "by", "source", "customer", "company", "url") else f"{spoken(name)} {shown}")
    return " · ".join(facts)


def field_lines(record: Record, field: Field, reading: Reading) -> list[Line]:
    """A labelled field; nothing where it is blank."""
    value = record[field.name] if field.is_own else record.data.get(field.name)
    if value is None or value in ("", [], {}):
        return []
    return labelled(label_of(field), value_lines(field, value, reading))
