"""A concern of Today for reading, at the side: what it is, what to do about it, and its first records."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.domain.text import counted
from pmtui.domain.today import Concern
from pmtui.widgets import glyphs
from pmtui.widgets.charts import sparkline
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.detail_text import Reading, short_id
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_MOST = 30
"""So many records are named at the side."""


def concern_lines(concern: Concern, way: str, reading: Reading) -> list[Line]:
    """A concern.

    Args:
        concern: What needs a person.
        way: What Enter does, in words.
        reading: Where its records are, and the width.
    """
    number = f"{concern.number:,} " if concern.number else ""
    lines = wrapped_spans([Span(f"{number}{concern.title}", "heading")], reading.width)
    lines += [(), *wrapped_spans([Span(concern.advice)], reading.width)]
    if any(concern.weeks):
        total = sum(concern.weeks)
        words = f" {counted(total, 'talk')} in {len(concern.weeks)} weeks"
        lines += [(), (*sparkline(concern.weeks, len(concern.weeks)), Span(words, "muted"))]
    if concern.records:
        lines.append(())
    for kind, id in concern.records[:_MOST]:
        record = reading.snapshot.record(kind, id)
        if record is not None:
            mark = Span(f"{glyphs.status_glyph(record.status)} ", glyphs.status_role(record.status))
            link = LinkSpan(record.title or "(no title)", "text", Target(kind, id))
            lines += wrapped_spans([link, Span(f" {short_id(record, reading)}", "faint")], reading.width, (mark,), "  ")
    left = (concern.total or concern.number) - min(len(concern.records), _MOST)
    if concern.records and left > 0:
        lines.append((Span(f"  and {left:,} more", "muted"),))
    return [*lines, (), *wrapped_spans([Span("enter", "key"), Span(f" {way}", "muted")], reading.width)]


class TodayPane(DetailPane):
    """One concern, or one record."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._concern: tuple[Concern, str, Snapshot, str] | None = None

    def show_concern(
        self, concern: Concern, way: str, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a concern; see `concern_lines`."""
        if self._concern != (concern, way, snapshot, today):
            is_same = self._concern is not None and self._concern[0].key == concern.key
            self._concern, self._id_length = (concern, way, snapshot, today), id_length
            self._shown = (None, None, "")
            self._show(keep_place=is_same)

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record; none empties the pane."""
        if self._concern is not None:
            self._concern, self._shown = None, (None, None, "")
            self.set_lines([], keep_place=False)
        super().set_record(record, snapshot, today, id_length)

    def _build(self, is_whole: bool = False) -> None:
        if self._concern is None:
            super()._build(is_whole)
        else:
            self._show(keep_place=True)

    def _show(self, *, keep_place: bool) -> None:
        if self._concern is not None and self.reading_width:
            concern, way, snapshot, today = self._concern
            self.set_lines(
                concern_lines(concern, way, Reading(snapshot, today, self.reading_width, self._id_length)), keep_place=keep_place
            )
