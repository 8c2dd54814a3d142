"""The commits that name a record, in the detail pane."""

from __future__ import annotations

import pytest

from pmtui.domain.change import Snapshot
from pmtui.domain.named_records import NamingCommit
from pmtui.domain.records import Record
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail_commits import MOST, commit_lines
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.styled_lines import text_of

RECORD = Record("item", "7k3f9x2mq4", {"id": "7k3f9x2mq4", "title": "Retry"})


def commits(count: int) -> list[NamingCommit]:
    return [NamingCommit(f"{at:040x}", "2026-11-20T09:30:00Z", "Ana Lima" * 4, f"Fix 日本 {at} \x1b[31m" * 8) for at in range(count)]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_line_for_each_of_the_newest(width: int) -> None:
    reading = Reading(Snapshot({}), "2026-11-22", width)
    assert commit_lines(RECORD, (), reading) == []
    lines = commit_lines(RECORD, commits(MOST + 3), reading)
    assert len(lines) == MOST + 3
    assert "\x1b" not in text_of(lines)
    assert all(sum(width_of(one.text) for one in line) <= max(width, 8 + 7 + 1 + 30) for line in lines)
    assert text_of(lines[:1] + lines[-1:]).strip().startswith("and 3 more")


def test_who_and_when_stand_at_the_end() -> None:
    reading = Reading(Snapshot({}), "2026-11-22", 60)
    one = NamingCommit("1a2b3c4d5e", "2026-11-20T09:30:00Z", "Ana", "Fix")
    assert text_of(commit_lines(RECORD, [one], reading)[2:]) == "1a2b3c4 Fix" + " " * 35 + "  Ana, 2 d ago"
