"""Roadmaps for the tests of what writes them: hostile titles, odd dates, whole worlds."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.periods import RESOLUTIONS, period_of
from pmtui.domain.query import Environment
from pmtui.domain.readers import CUSTOMERS, TEAM
from pmtui.domain.roadmap import Progress
from pmtui.domain.roadmap_entries import Entry, ForecastDays, TeamFacts
from pmtui.formats.exports import Asked, exported

NOW = "2026-11-23T09:30:00Z"
HOSTILE = (
    "<script>window.hacked=1</script>", '"><img src=x onerror="window.hacked=1">', "</style><script>window.hacked=1</script>",
    "'-window.hacked-'", "<iframe src=https://example.com></iframe>", "javascript:window.hacked=1", "section 12: a; b # c", "title x",
    "2026-01-01 day", "%%{init: {}}%% x", "a:b, c", "click here", "été 漢字 🎉 \u202ereversed", "#35; quot \"'`", "gantt", "end", "; ; ;",
    "crit, done :a", "$x$ \\ {a} [b] |c| ~d~ ^ *e* _f_", "accTitle: x", "milestone", "todayMarker off", "---", "=1+1", "@SUM(A1)", "\ttab",
    "line\r\nBEGIN:VEVENT\r\nline", "a\\nb", "x" * 300, "# heading", "1. list", "",
)
LANES = ("Now", "Next", "Later")
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
titles = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """One milestone with whatever a workspace may hold of it."""
    target = period_of(draw(days), draw(st.sampled_from(RESOLUTIONS))) if draw(st.booleans()) else None
    begin = draw(days) if draw(st.booleans()) else None
    stage = draw(st.sampled_from(["planned", "active", "shipped"]))
    team = None
    if draw(st.booleans()):
        forecast = ForecastDays(*sorted((draw(days), draw(days))), draw(st.none() | st.floats(0, 1))) if draw(st.booleans()) else None
        done = draw(st.integers(0, 5))
        team = TeamFacts("M-abc", draw(st.sampled_from(["", "on_track", "at_risk", "off_track", "odd"])), draw(titles), draw(titles),
                         progress=Progress(done, done + draw(st.integers(0, 5)), 0, 0), forecast=forecast, is_critical=draw(st.booleans()))
    when, key = "" if target is None else target.label, draw(st.from_regex(r"[0-9a-z]{10}", fullmatch=True))
    return Entry(key, draw(titles), draw(titles), stage, stage, draw(st.sampled_from(LANES)), when, begin, target, team)


roadmaps = st.lists(entries(), max_size=6, unique_by=lambda one: one.key)


def world() -> dict[str, dict[str, dict[str, Any]]]:
    """A workspace whose titles are all hostile, with dates at every resolution."""
    milestones: dict[str, dict[str, Any]] = {}
    for number, title in enumerate(HOSTILE):
        resolution = ("day", "month", "quarter", "half", "year")[number % 5]
        milestones[f"mmmmmmm{number:03}"] = {
            "title": title, "outcome": title, "theme": title, "horizon": ("now", "next", "later")[number % 3], "resolution": resolution,
            "target": f"202{6 + number % 3}-{1 + number % 12:02}-28", "status": ("planned", "active", "shipped")[number % 3],
            "shipped_at": "2026-10-19T10:00:00Z" if number % 3 == 2 else None,
            "depends_on": [f"mmmmmmm{number - 1:03}"] if number % 4 == 1 else [],
        }
    items = {
        f"iiiiiii{number:03}": {
            "title": title, "milestone": f"mmmmmmm{number:03}", "status": "done" if number % 2 else "ready", "estimate": 3,
            "problems": [f"ppppppp{number:03}"], "assignee": "ana0000000",
            "done_at": f"2026-{9 + number % 3:02}-10T10:00:00Z" if number % 2 else None,
        }
        for number, title in enumerate(HOSTILE)
    }
    decisions = {
        f"ddddddd{number:03}": {"title": title, "context": [title, "![x](https://example.com/x.png)", "<img src=x onerror=window.hacked=1>",
                                                           "[y](javascript:window.hacked=1)"], "because": [title], "approver": "ana0000000"}
        for number, title in enumerate(HOSTILE)
    }
    return {
        "milestone": milestones, "item": items, "decision": decisions, "person": {"ana0000000": {"title": HOSTILE[0], "handle": "ana"}},
        "problem": {f"ppppppp{number:03}": {"title": title, "status": "solved"} for number, title in enumerate(HOSTILE)},
    }


def told(format: str, what: str = "roadmap", audience: str = TEAM, documents: dict[str, Any] | None = None, now: str = NOW) -> str:
    """The export of a workspace."""
    snapshot = Snapshot(MemorySource(world() if documents is None else documents), name=HOSTILE[0])
    environment = Environment(today=now[:10], now=now, me="", snapshot=snapshot)
    records = [snapshot.table("milestone").record(at) for at in range(len(snapshot.table("milestone")))]
    return exported(Asked(format, what, audience, records), snapshot, environment).text


PAGES = {
    "roadmap": ("roadmap", TEAM), "customers": ("roadmap", CUSTOMERS), "notes": ("release-notes", TEAM), "backlog": ("backlog", TEAM),
    "decisions": ("decisions", TEAM),
}
"""The pages of HTML, by a name for their file."""
