"""Exports from a script: each format of each thing, into files, refused where it makes no sense; the same in every time zone."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from itertools import product
from pathlib import Path

import pytest

from pmtui.commands.exporting import ENDINGS, FOR_CUSTOMERS, FORMATS, FORMATS_OF, file_name
from pmtui.domain.readers import AUDIENCES, CUSTOMERS, TEAM
from tests.cli.calling import Calls

ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Europe/Berlin", "Asia/Kolkata")


@pytest.fixture
def told(calls: Calls) -> Calls:
    """A workspace with a milestone that has shipped, one that is under way and an internal one."""
    calls.seed(
        ("problem", "pppppppp01", {"title": "Cards fail silently", "status": "solved"}),
        ("problem", "pppppppp02", {"title": "Mails sound like threats", "status": "solving"}),
        ("milestone", "mmmmmmmm01", {"title": "Retries", "outcome": "Payments come back", "status": "shipped", "target": "2026-09-30",
                                     "resolution": "quarter", "shipped_at": "2026-10-25T23:59:59Z"}),
        ("milestone", "mmmmmmmm02", {"title": "=Self-service", "status": "active", "start": "2026-10-25", "target": "2027-03-28",
                                     "resolution": "month", "horizon": "now", "depends_on": ["mmmmmmmm01"], "health": "at_risk"}),
        ("milestone", "mmmmmmmm03", {"title": "New servers", "status": "planned", "release": "internal", "target": "2027-01-01"}),
        ("milestone", "mmmmmmmm04", {"title": "First", "status": "shipped", "shipped_at": "2026-05-01T00:00:00Z"}),
        ("item", "bbbbbbbb01", {"title": "Retry at night", "type": "story", "status": "done", "milestone": "mmmmmmmm01",
                                "problems": ["pppppppp01", "pppppppp02"], "done_at": "2026-10-01T00:00:00Z", "estimate": 3, "rank": "a0"}),
        ("item", "bbbbbbbb02", {"title": "Names with ü", "type": "bug", "status": "done", "milestone": "mmmmmmmm01",
                                "done_at": "2026-10-02T00:00:00Z", "rank": "a1"}),
        ("item", "bbbbbbbb03", {"title": "Not done", "status": "ready", "milestone": "mmmmmmmm01", "rank": "a2"}),
        ("item", "bbbbbbbb04", {"title": "Switch plans", "status": "doing", "milestone": "mmmmmmmm02", "estimate": 5, "rank": "a3"}),
        ("decision", "dddddddd01", {"title": "Buy or build?", "context": ["**Now**, <b>please</b>"]}),
    )
    return calls


def test_each_format_of_each_thing_or_a_reason(told: Calls, tmp_path: Path) -> None:
    for format, what, audience in product(FORMATS, FORMATS_OF, AUDIENCES):
        found = told("export", format, what, "--audience", audience)
        is_told = format in FORMATS_OF[what] and (audience == TEAM or what in FOR_CUSTOMERS)
        assert found.status == (0 if is_told else 2), (format, what, audience, found.err)
        assert bool(found.out.strip()) == is_told
        if is_told:
            assert "```" not in found.out
            assert found.out == told("export", format, what, "--audience", audience).out, "twice the same"
            if format == "json":
                json.loads(found.out)
        else:
            assert len(found.err) > 60
            assert "Traceback" not in found.err
    assert set(ENDINGS) == set(FORMATS)
    assert file_name("ical", "roadmap", CUSTOMERS) == "roadmap-for-customers.ics"
    assert told("export", "html").out == told("export", "html", "roadmap").out


def test_the_data_formats_hold_what_list_holds(told: Calls) -> None:
    for what, kind in (("backlog", "item"), ("decisions", "decision")):
        assert json.loads(told.good("export", "json", what)) == json.loads(told.good("list", kind, "--json"))
        assert told.good("export", "csv", what).replace("\r\n", "\n") == told.good("list", kind, "--csv")
    ours = json.loads(told.good("export", "json"))
    forecasts = [one["computed"].pop("forecast") for one in ours]
    assert (forecasts[0], set(forecasts[1])) == (None, {
        "p50", "p70", "p85", "p95", "chance_of_target", "remaining", "weeks_of_history",
    })
    assert ours == json.loads(told.good("list", "milestone", "--json"))
    text = told.good("export", "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"] for row in rows] == ["Retries", "'=Self-service", "New servers", "First"]
    assert text.count("\r\n") == 5
    assert [row["title"] for row in csv.DictReader(io.StringIO(told.good("export", "csv", "--audience", "customers")))] == \
        ["'=Self-service", "Retries", "First"]


def test_release_notes(told: Calls) -> None:
    notes = told.good("export", "markdown", "release-notes")
    assert "## Retries (M-mmmmmmmm01): 25 Oct 2026" in notes
    assert notes.index("### Problems solved") < notes.index("### Better than before") < notes.index("### New") < notes.index("### Fixed")
    assert "- Retry at night (B-bbbbbbbb01): for Cards fail silently; Mails sound like threats" in notes
    assert "Not done" not in notes
    assert "First" not in notes
    both = json.loads(told.good("export", "json", "release-notes", "--since", "2026-01-01"))
    assert [one["title"] for one in both] == ["Retries", "First"]
    assert both[0]["groups"][0]["items"][0]["problems"][0] == {"id": "pppppppp01", "title": "Cards fail silently", "solved": True}
    for_customers = told.good("export", "json", "release-notes", "--audience", "customers")
    assert json.loads(for_customers) == [{
        "title": "Retries", "outcome": "Payments come back", "shipped": "Q4 2026", "solved": ["Cards fail silently"],
        "better": ["Mails sound like threats"],
    }]
    early = told("export", "markdown", "release-notes", "--milestone", "=Self-service")
    assert (early.status, "has not shipped" in early.err, "No item of it is done." in early.out) == (0, True, True)
    for words in (("--milestone", "New servers", "--audience", "customers"), ("--milestone", "mmmmmmmm01", "--since", "-1w"),
                  ("--since", "whenever")):
        assert told("export", "json", "release-notes", *words).status == 2
    assert told("export", "html", "--milestone", "mmmmmmmm01").status == 2
    assert told("export", "html", "--since", "-1w").status == 2
    assert told("export", "html", "--audience", "the press").status == 2


def test_a_file_is_written_whole_or_not_at_all(told: Calls, tmp_path: Path) -> None:
    target = tmp_path / "out" / "roadmap.html"
    assert "no such folder" in " ".join(told("export", "html", "-o", str(target)).err.split())
    target.parent.mkdir()
    assert told("export", "html", "-o", str(target)).out == ""
    assert target.read_text(encoding="utf-8") == told.good("export", "html")
    when = target.stat().st_mtime_ns
    assert "the same as before" in told("export", "html", "-o", str(target)).err
    assert target.stat().st_mtime_ns == when
    (tmp_path / "link.html").symlink_to(target)
    told.good("export", "html", "backlog", "-o", str(tmp_path / "link.html"))
    assert (tmp_path / "link.html").is_symlink()
    assert "Switch plans" in target.read_text(encoding="utf-8")
    assert sorted(one.name for one in target.parent.iterdir()) == ["roadmap.html"]
    assert told("export", "ical", "-o", str(tmp_path / "a.ics")).status == 0
    assert (tmp_path / "a.ics").read_bytes().count(b"\r\n") > 10
    os.mkfifo(tmp_path / "pipe")
    own = told.folder / "product"
    before = (own / "pmtui.json").read_bytes()
    for path in (tmp_path / "out", tmp_path / "pipe", own / "pmtui.json", own / "milestones" / "x.html"):
        refused = told("export", "html", "-o", str(path))
        assert (refused.status, "Traceback" in refused.err) == (1, False), path
        assert "roadmap" not in refused.out
    assert (own / "pmtui.json").read_bytes() == before


def test_nothing_yet_is_said(calls: Calls) -> None:
    assert "nothing on the roadmap yet" in calls.good("export", "markdown")
    assert "nothing on the roadmap yet" in calls.good("export", "html")
    empty = calls("export", "mermaid")
    assert (empty.status, empty.out.splitlines()[0], "nothing on the roadmap" in empty.err) == (0, "gantt", True)
    notes = calls("export", "html", "release-notes")
    assert "Nothing has shipped yet." in notes.out
    assert "no milestone has shipped yet" in " ".join(notes.err.split())
    assert json.loads(calls.good("export", "json", "release-notes")) == json.loads(calls.good("export", "json")) == []


def test_days_are_the_same_in_every_zone_and_on_both_changes_of_the_clock(told: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Milestones begin and end on the days on which Berlin changes its clocks; one shipped a second before midnight, UTC."""
    seen: set[tuple[str, ...]] = set()
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        seen.add(tuple(told.good("export", format, *words) for format in FORMATS_OF["roadmap"]
                       for words in ((), ("--audience", "customers"))))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert len(seen) == 1
    texts = "".join(next(iter(seen)))
    expected = ("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270401", "25 Oct 2026", "2026-10-25, 2027-03-31")
    assert all(one in texts for one in expected)
