"""The third pane of wide screens: what a record points to, and what points to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK, LINKS, Field
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_MOST = 12
"""So many records of one sort are named; the others are counted."""
_BACK = {"parent": "children", "depends_on": "needed by", "duplicate_of": "duplicates"}
"""What a link is called from its other end; the plural of the kind for all others."""


def links_from(record: Record, snapshot: Snapshot) -> Iterator[tuple[str, list[Record]]]:
    """The records that a record points to, by field."""
    for field in record.schema.fields.values():
        ids = _ids(field, record)
        found = [one for one in (_linked(field, id, snapshot) for id in ids) if one is not None]
        if found:
            yield field.name.replace("_", " "), found


def links_to(record: Record, snapshot: Snapshot) -> Iterator[tuple[str, list[Record]]]:
    """The living records that point to a record, by what they are to it."""
    for kind in SCHEMA.kinds.values():
        for field in kind.fields.values():
            if field.type in (LINK, LINKS) and record.kind in field.links:
                table = snapshot.table(kind.name)
                mask = table.column(field.name).where(partial(_points_to, record.id))
                deleted = table.column("deleted_at")
                found = [table.record(at) for at, is_hit in enumerate(mask) if is_hit and deleted[at] is None] if any(mask) else []
                if found:
                    yield _BACK.get(field.name, kind.plural), found


def links_lines(record: Record, snapshot: Snapshot, width: int) -> list[Line]:
    """The pane's lines: first what the record rests on, then what rests on it."""
    lines: list[Line] = []
    for title, found in (*links_from(record, snapshot), *links_to(record, snapshot)):
        lines.append((Span(f"{title} ", "heading"), Span(str(len(found)), "faint")))
        for one in found[:_MOST]:
            sign = (Span(f"{status_glyph(one.status)} ", status_role(one.status)),)
            handle = one["handle"] if one.kind == "person" else None
            text = [Span(f"@{handle} {one.title}" if handle else one.title, "faint" if one.is_closed else "text")]
            lines.extend(wrapped_spans(text, width, sign, "  "))
        if len(found) > _MOST:
            lines.append((Span(f"  and {len(found) - _MOST} more", "faint"),))
        lines.append(())
    return lines or [(Span("nothing is linked yet", "faint"),), (Span("L links a problem", "faint"),)]


class LinksPane(LinePane):
    """What is linked with the record under the cursor."""

    def show(self, record: Record | None, snapshot: Snapshot) -> None:
        """Show the links of a record; nothing without one."""
        if self.display and self.text_width:
            self.set_lines(links_lines(record, snapshot, self.text_width) if record is not None else [], keep_place=False)


def _points_to(id: str, value: Any) -> bool:
    return value == id or (isinstance(value, tuple) and id in value)


def _ids(field: Field, record: Record) -> list[str]:
    value = record[field.name]
    if field.type == LINK:
        return [value] if isinstance(value, str) else []
    return [one for one in value or () if isinstance(one, str)] if field.type == LINKS else []


def _linked(field: Field, id: str, snapshot: Snapshot) -> Record | None:
    for kind in field.links or tuple(SCHEMA.kinds):
        found = snapshot.record(kind, id)
        if found is not None:
            return found
    return None
