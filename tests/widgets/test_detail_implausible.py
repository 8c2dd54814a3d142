from __future__ import annotations

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.styled_lines import text_of


def shown(record: Record) -> str:
    return text_of(detail_lines(record, Snapshot(MemorySource({})), "2026-11-22", 60, lambda id: 3))


def test_what_cannot_be_is_marked_where_the_record_is_read() -> None:
    sprint = {"title": "Sprint 4", "start": "2026-11-02", "end": "2026-10-13"}
    assert "▲ end: 2026-10-13 is before its start, 2026-11-02" in shown(Record("iteration", "aaaaaaaaa1", sprint))
    assert "▲" not in shown(Record("iteration", "aaaaaaaaa1", {**sprint, "end": "2026-11-13"}))
