"""The roadmap as a calendar, read by a library's parser and by the letter of RFC 5545."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from pmtui.domain.text import one_line
from pmtui.formats.roadmap_ical import folded_line, roadmap_ical
from tests.formats.told_entries import NOW, roadmaps, titles, told

icalendar = pytest.importorskip("icalendar", reason="reads what was written: pip install icalendar")


@settings(max_examples=60, deadline=None)
@given(some=roadmaps, name=titles)
def test_a_parser_reads_what_was_written(some: list, name: str) -> None:
    text = roadmap_ical(some, name, NOW)
    calendar = icalendar.Calendar.from_ical(text.encode())
    events = list(calendar.walk("VEVENT"))
    dated = [one for one in some if one.target is not None]
    assert len(events) == len(dated)
    for event, one in zip(events, dated, strict=True):
        assert one.target is not None
        assert event["SUMMARY"] == one_line(one.title).encode("utf-8", "replace").decode()
        assert event["DTSTART"].dt == one.target.first
        assert event["DTEND"].dt - timedelta(days=1) == one.target.last
        assert type(event["DTSTART"].dt) is date
        assert event["DTSTAMP"].dt.isoformat() == "2026-11-23T09:30:00+00:00"
        assert event["STATUS"] == ("CONFIRMED" if one.stage == "shipped" else "TENTATIVE")
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert not any(component.errors for component in calendar.walk())


@settings(max_examples=60, deadline=None)
@given(some=roadmaps)
def test_lines_are_those_of_the_standard(some: list) -> None:
    raw = roadmap_ical(some, "é" * 60, NOW).encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert not any(byte < 32 and byte != 9 for byte in line)


def test_a_line_is_folded_at_75_octets_and_no_character_is_split() -> None:
    assert folded_line("a" * 75) == "a" * 75
    assert folded_line("a" * 76) == "a" * 75 + "\r\n a"
    assert [len(one.encode()) for one in folded_line("漢" * 60).split("\r\n")] == [75, 73, 34]


def test_the_same_events_come_again_with_the_same_uids() -> None:
    first, later = (icalendar.Calendar.from_ical(told("ical", now=now)) for now in (NOW, "2027-01-31T00:00:00Z"))
    assert [str(one["UID"]) for one in first.walk("VEVENT")] == [str(one["UID"]) for one in later.walk("VEVENT")]
    assert str(later.walk("VEVENT")[0]["DTSTAMP"].to_ical(), "ascii") == "20270131T000000Z"


def test_the_last_day_there_is_needs_no_end() -> None:
    text = told("ical", documents={"milestone": {"m": {"title": "x", "target": "9999-12-31"}}})
    assert "DTSTART;VALUE=DATE:99991231" in text
    assert "DTEND" not in text
