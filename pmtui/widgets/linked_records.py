"""The records around a record: those it names, those that name it, and the one that an id in a text means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pmtui.domain.backlinks import backlinks
from pmtui.domain.change import MINIMUM_PREFIX, Snapshot
from pmtui.domain.conflicts import contested_fields
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.link_fields import linked_ids
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK, LINKS
from pmtui.domain.text import spoken
from pmtui.widgets.glyphs import CONFLICT, status_glyph, status_role
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

MOST = 12
"""So many records of one sort are named; the others are counted."""
_BACK = {
    "parent": "parts", "depends_on": "needed by", "duplicate_of": "duplicates", "assignee": "assigned", "owner": "owns",
    "supersedes": "superseded by", "successor": "follows on", "attendees": "attended", "driver": "drives", "approver": "approves",
    "contributors": "contributes to", "informed": "is told of",
}
"""What a link is called from its other end; the plural of the kind for all others."""


def links_from(record: Record, snapshot: Snapshot) -> Iterator[tuple[str, list[Record]]]:
    """The records that a record points to, by field."""
    for field in record.schema.fields.values():
        ids = linked_ids(field, record.data) if field.type in (LINK, LINKS) else ()
        found = [one for one in (snapshot.linked(field, id) for id in ids) if one is not None]
        if found:
            yield spoken(field.name), found


def links_to(record: Record, snapshot: Snapshot, most: int = MOST) -> Iterator[tuple[str, list[Record], int]]:
    """The living records that point to a record: what they are to it, the first of them, and how many there are."""
    for group in backlinks(record.kind, record.id, snapshot):
        yield back_name(group.kind, group.field, record.kind), group.records(most), len(group.positions)


def back_name(kind: str, field: str, target: str) -> str:
    """What the records of a kind that point to another by a field are to it."""
    plural = SCHEMA[kind].plural
    word = _BACK.get(field, plural)
    return f"{word} {plural}" if target == "person" and word != plural else word


def group_lines(title: str, records: list[Record], count: int, width: int) -> list[Line]:
    """Records under a heading that says what they are and how many."""
    lines: list[Line] = [(Span(f"{title} ", "heading"), Span(f"{count:,}", "faint"))]
    for one in records[:MOST]:
        sign: Line = (Span(f"{status_glyph(one.status)} ", status_role(one.status)),) if one.status else (Span("· ", "faint"),)
        if contested_fields(one.schema, one.data):
            sign = (*sign, Span(f"{CONFLICT} ", "conflict"))
        handle = one["handle"] if one.kind == "person" else None
        words = f"@{str(handle).removeprefix('@')} {one.title}" if handle else one.title or "(no title)"
        text = LinkSpan(words, "faint" if one.is_closed else "text", Target(one.kind, one.id))
        lines += wrapped_spans([text], width, sign, "  ")
    if count > len(records[:MOST]):
        lines.append((Span(f"  and {count - len(records[:MOST]):,} more", "faint"),))
    return lines


def record_named(snapshot: Snapshot) -> Callable[[str], Target | None]:
    """Finds the living record that an id in a text names, `P-4ab`; None where there is none, or several."""

    def find(words: str) -> Target | None:
        return _named(snapshot, words)

    return find


def _named(snapshot: Snapshot, words: str) -> Target | None:
    letter, _, prefix = words.partition("-")
    kind = SCHEMA.by_letter.get(letter)
    if kind is None or len(prefix) < MINIMUM_PREFIX:
        return None
    found = snapshot.table(kind.name).starting(prefix)
    return Target(kind.name, found[0]) if len(found) == 1 else None
