"""The roadmap's page: bars lie where their days lie, what is said stands in words, and hostile words stay words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.periods import period_of
from pmtui.domain.readers import CUSTOMERS
from pmtui.domain.roadmap import Progress
from pmtui.domain.roadmap_entries import Entry, ForecastDays, TeamFacts
from pmtui.formats.roadmap_html import roadmap_html
from pmtui.formats.roadmap_markdown import roadmap_markdown
from pmtui.formats.timeline_html import Scale, scale_of, timeline
from tests.formats.told_entries import LANES, days, roadmaps, told

_STYLE = re.compile(r'<i class="([^"]*)" style="left:([-\d.]+)%(?:;width:([-\d.]+)%)?')


@settings(max_examples=80, deadline=None)
@given(some=roadmaps, today=days)
def test_every_sign_lies_on_the_timeline(some: list[Entry], today: date) -> None:
    scale = scale_of(some, today)
    if scale is None:
        assert all(one.first is None for one in some)
        return
    assert scale.first <= today <= scale.last
    assert (scale.first.day, period_of(scale.last, "month").last) == (1, scale.last)
    for name, left, width in _STYLE.findall(timeline(some, LANES, today, scale)):
        assert 0 <= float(left) <= 100, name
        assert -0.01 <= float(width or 0) <= 100 - float(left) + 0.01 or "open" in name, name


@settings(max_examples=80, deadline=None)
@given(first=days, count=st.integers(1, 1000), at=st.integers(0, 1000))
def test_days_become_shares_of_the_width(first: date, count: int, at: int) -> None:
    scale = Scale(first, first + timedelta(days=count - 1))
    day = first + timedelta(days=min(at, count - 1))
    assert scale.at(first) == 0
    assert scale.end(scale.last) == 100
    assert scale.at(day) <= scale.end(day)
    assert scale.end(day) == pytest.approx(100 * (min(at, count - 1) + 1) / count, abs=0.001)


def test_a_milestone_in_full() -> None:
    team = TeamFacts("M-1ab", "at_risk", "Ana", "Tax", "MVP", ["Get paid"], ["b"], Progress(2, 8, 5, 20), 3,
                     ForecastDays(date(2027, 1, 10), date(2027, 2, 1), 0.004), True)
    entry = Entry("a", "Ship & shout", "Less <work>", "active", "doing", "Now", "Q4 2026", date(2026, 9, 1),
                  period_of(date(2026, 12, 1), "quarter"), team)
    other = Entry("b", "First", "", "planned", "planned", "Next", "", None, None, TeamFacts("M-2cd"))
    html = roadmap_html([entry, other], LANES, "Acme", "2026-11-23")
    for words in ("Ship &amp; shout", "Less &lt;work&gt;", "at risk", "3 days late", "critical path", "2 of 8 items done, 5 of 20 points",
                  "50 % by 10 Jan 2027, 85 % by 1 Feb 2027; under 1 % chance of the target", "First", "Get paid", "Tax", "MVP", "Ana",
                  'class="bar warn"', 'class="whisker"', 'style="width:25%"'):
        assert words in html, words
    text = roadmap_markdown([entry, other], LANES, "Acme", "2026-11-23")
    assert text.splitlines()[:8] == [
        "# Acme roadmap", "", "As of 23 Nov 2026.", "", "## Now", "",
        "- **Ship & shout** (M-1ab): Q4 2026, doing, at risk, 3 days late, critical path", r"  - Less \<work>",
    ]


def test_what_is_announced_in_words_has_a_row_without_a_bar() -> None:
    documents = {"milestone": {
        "a": {"title": "Soon", "public_target": "within a month", "status": "active", "target": "2026-12-01"},
        "b": {"title": "Then", "target": "2027-05-20", "resolution": "quarter"},
    }}
    html = told("html", "roadmap", CUSTOMERS, documents)
    rows = re.findall(r'<li class="row">.*?</li>', html)
    assert [("Soon" in row, "within a month" in row, "bar" in row) for row in rows] == [(True, True, False), (False, False, True)]
    assert "1 Dec 2026" not in html


def test_a_scenario_says_what_it_is() -> None:
    from pmtui.domain.change import MemorySource, Snapshot
    from pmtui.domain.query import Environment
    from pmtui.domain.readers import TEAM
    from pmtui.formats.exports import Asked, exported

    snapshot = Snapshot(MemorySource({}), name="Acme")
    environment = Environment(today="2026-11-23", now="2026-11-23T09:30:00Z", me="", snapshot=snapshot)
    found = exported(Asked("markdown", "roadmap", TEAM, scenario="Two more people"), snapshot, environment)
    assert found.text.startswith("# What if “Two more people”: Acme roadmap\n")
