from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.detail_lines import detail_lines, fault_lines
from pmtui.widgets.pane_links import links_in
from pmtui.widgets.styled_lines import inline_spans, text_of, wrapped_spans
from tests.screens import stage
from tests.widgets.stage import WidgetApp, screen_text

TODAY = "2026-11-23"
DOCUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "person": {"ana0000000": {"title": "Ana Ruiz", "handle": "ana"}},
    "problem": {"4ab0000000": {
        "title": "Customers lose access after a bank error", "status": "validated", "importance": 9, "satisfaction": 4,
        "evidence": [
            {"id": "a", "at": "2026-11-02T09:00:00Z", "source": "interview", "customer": "Dr. Weiß", "quote": ["Locked out", "for days."]},
            {"id": "b", "source": "ticket", "quote": ["Why was my card declined?"], "importance": 3},
        ],
    }},
    "persona": {"per0000000": {"title": "finance leads"}},
    "hypothesis": {"c2k0000000": {
        "title": "Retrying recovers half", "status": "supported", "change": "retrying twice a day", "persona": "per0000000",
        "outcome": "keep access", "metric": "recovered payments", "baseline": 12, "target": 50,
    }},
    "milestone": {"mvp0000000": {"title": "Billing MVP"}},
    "item": {"9xq0000000": {"title": "Invoice PDF", "status": "doing"}},
}
SNAPSHOT = Snapshot(MemorySource(DOCUMENTS))
ITEM = Record("item", "7k30000000", {
    "title": "Retry failed card payments", "status": "ready", "priority": "high", "assignee": "ana0000000", "estimate": 5,
    "milestone": "mvp0000000", "due": "2026-11-20", "reach": 500, "impact": 2, "confidence": 80, "effort": 2,
    "ux": 4, "business": 5, "feasibility": 2, "problems": ["4ab0000000"], "hypotheses": ["c2k0000000"],
    "criteria": [{"id": "2", "text": "One e-mail", "rank": "b"}, {"id": "1", "text": "Tried again", "done": True, "rank": "a"}],
    "depends_on": ["9xq0000000", "zzz0000000"], "tags": ["billing"],
    "body": ["# Approach", "Use the **scheduler**.", "- [x] ask the bank"],
    "comments": [{"id": "c", "at": "2026-11-20T10:00:00Z", "by": "ana0000000", "text": ["And 51?"]}],
    "conflicts": {"estimate": {"base": {"value": 3}, "values": [{"value": 5}, {"value": 2}]}},
    "jira": {"key": "BIL-12"}, "created_at": "2026-09-01T10:00:00Z", "created_by": "bo",
})


def shown(record: Record, width: int = 60) -> str:
    return text_of(detail_lines(record, SNAPSHOT, TODAY, width, lambda id: 3)).replace("\u00a0", " ")


def test_golden_text_of_an_item() -> None:
    assert shown(ITEM) == """\
Retry failed card payments
B-7k3 · ◔ ready · ◆ story · ▆ high · @ana · 5 pts ·
ms Billing MVP · due 3 d ago (2026-11-20)
≠ conflict in estimate: g c shows both values

RICE        400 = 500 × 2 × 80 % ÷ 2
balance     UX ▮▮▮▮▯ business ▮▮▮▮▮ feasible ▮▮▯▯▯ ◂

why         ◑ P-4ab Customers lose access after a bank error
              2 quotes
            ● H-c2k Retrying recovers half supported
evidence    2 quotes · confidence 1 of 10
criteria    1/2
            ☑ Tried again
            ☐ One e-mail
ready       lacks: dependencies

depends on  ◑ B-9xq Invoice PDF
            ▲ zzz0000000 is not here
tags        #billing

body ───────────────────────────────────────────────────────
Approach
Use the scheduler.
☑ ask the bank

comments ───────────────────────────────────────────────────
@ana · 3 d ago (2026-11-20 10:00)
  And 51?

other fields ───────────────────────────────────────────────
jira        {"key":"BIL-12"}

added 2 mo ago (2026-09-01) by bo"""


def test_golden_text_of_a_problem_and_a_hypothesis() -> None:
    assert shown(Record("problem", "4ab0000000", DOCUMENTS["problem"]["4ab0000000"])) == """\
Customers lose access after a bank error
P-4ab · ◑ validated

opportunity 14 = 9 + max(0, 9 − 4)

evidence    2 quotes · 1 customer · newest 3 w ago · weighs
            2.42 now

            • “Locked out for days.”
              interview · Dr. Weiß · 3 w ago (2026-11-02)

            • “Why was my card declined?”
              ticket · ▮▮▮

work        nothing yet: no hypothesis and no item is about
            it"""
    assert shown(Record("hypothesis", "c2k0000000", DOCUMENTS["hypothesis"]["c2k0000000"])) == """\
Retrying recovers half
H-c2k · ● supported

We believe that retrying twice a day for finance leads will
keep access because ‹because›. We are right if recovered
payments moves from 12 to 50.
1 of 7 parts is still blank

experiments none yet: nothing tests it; X plans one"""


def test_golden_text_of_a_milestone() -> None:
    data = {
        "title": "Self-service MLP", "status": "active", "outcome": "A subscriber changes plan alone", "release": "mlp", "horizon": "now",
        "start": "2026-10-26", "target": "2027-01-14", "resolution": "quarter", "public_target": "early next year", "health": "at_risk",
        "confidence": 60,
        "updates": [{"id": "a", "at": "2026-11-06T09:00:00Z", "by": "ana", "health": "on_track", "text": ["First week."]},
                    {"id": "b", "at": "2026-11-20T09:00:00Z", "text": ["Engine done."]}],
    }
    items = {f"i{at}00000000": {"title": "x", "milestone": "mvp0000000", "status": status, "estimate": 3}
             for at, status in enumerate(("done", "doing", "ready", "dropped"))}
    snapshot = Snapshot(MemorySource({**DOCUMENTS, "item": items}))
    text = text_of(detail_lines(Record("milestone", "mvp0000000", data), snapshot, TODAY, 60, lambda id: 3)).replace("\u00a0", " ")
    assert text == """\
Self-service MLP
M-mvp · ◑ active

A subscriber changes plan alone

progress    ▮▮▮▯▯▯▯▯▯▯ 1/3 items · 3/9 points
target      Q1 2027 · in 4 mo (2027-03-31)
health      ! at risk · 60 % confident

risks       ! 1 item is under way with nobody assigned
            ! it serves no goal

updates     • Engine done.
              3 d ago (2026-11-20)
            • First week.
              2 w ago (2026-11-06) · @ana · ✓ on track

start       4 w ago (2026-10-26)
announced   early next year
plan        ■ now · mlp"""


def test_a_milestone_behind_its_target_says_so_and_odd_dates_do_no_harm() -> None:
    late = text_of(detail_lines(Record("milestone", "mvp0000000", {"title": "x", "target": "2026-11-20"}), SNAPSHOT, TODAY, 60))
    assert "target      » 3 d ago (2026-11-20)" in late
    odd = text_of(detail_lines(Record("milestone", "mvp0000000", {"title": "x", "target": ["a"], "start": {"b": 1}}), SNAPSHOT, TODAY, 60))
    assert "progress    no items yet" in odd


def test_inputs_of_other_scores_stand_on_a_line_each() -> None:
    data = {"title": "x", "business_value": 20, "job_size": 13, "moscow": "must", "kano_functional": "like"}
    text = shown(Record("item", "7k30000000", data))
    assert "WSJF        n/a: time criticality and risk reduction are\n            blank · business value 20, job size 13\n" in text
    assert "Kano        n/a: without it is blank; like with it\nMoSCoW      must" in text


@pytest.mark.parametrize(("without", "line"), [
    (("effort",), "RICE        n/a: effort is blank"),
    (("reach", "effort"), "RICE        n/a: reach and effort are blank"),
])
def test_a_blank_score_says_what_is_missing(without: tuple[str, ...], line: str) -> None:
    data = {name: value for name, value in ITEM.data.items() if name not in without}
    assert line in shown(Record("item", "7k30000000", data))


def test_an_item_without_a_reason_wears_opinion() -> None:
    assert "evidence    opinion" in shown(Record("item", "7k30000000", {"title": "x"}))


def test_every_kind_and_every_field_can_be_shown() -> None:
    values = {"text": "a", "lines": ["a", "", "b"], "integer": 2, "number": 1.5, "date": "2026-12-01", "instant": "2026-12-01T09:00:00Z",
              "choice": "odd", "flag": True, "link": "zzz0000000", "links": ["zzz0000000"], "set": ["a"], "rank": "a0",
              "object": {"at": "x"},
              "entries": [{"id": "x", "name": "n", "text": ["t"], "readings": [{"id": "y"}], "odd": {"a": 1}}, {"id": "z"}]}
    for kind in SCHEMA.kinds.values():
        data = {field.name: values[field.type] for field in kind.fields.values()}
        for width in (20, 60):
            lines = detail_lines(Record(kind.name, "7k30000000", data), SNAPSHOT, TODAY, width)
            assert all(sum(width_of(span.text) for span in line) <= max(width, 20) for line in lines), kind.name


def test_an_unreadable_file_says_what_to_do() -> None:
    text = text_of(fault_lines(Fault("backlog/zz.json", "zz", "line 3: not JSON"), 60))
    assert text.startswith("▲ This file cannot be read\n\nfile        backlog/zz.json\nwhy         line 3: not JSON\n")
    assert "git checkout -- backlog/zz.json" in text.replace("\u00a0", " ")


def test_inline_markdown() -> None:
    assert [tuple(span) for span in inline_spans("a **b** `c` *d* [e](f) g_h_i") if span.text] == [
        ("a ", "text"), ("b", "text bold"), (" ", "text"), ("c", "info"), (" ", "text"), ("d", "text italic"), (" ", "text"),
        ("e", "accent underline"), (" g_h_i", "text"),
    ]


def test_words_of_several_styles_stay_together() -> None:
    assert text_of(wrapped_spans(inline_spans("see **this**, please"), 9)) == "see this,\nplease"


class PaneApp(WidgetApp):
    def __init__(self) -> None:
        self.pane = DetailPane()
        super().__init__(self.pane)


async def test_the_pane_shows_and_scrolls_and_starts_anew_for_another_record() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 8)) as pilot:
        app.pane.set_record(ITEM, SNAPSHOT, TODAY)
        await pilot.pause()
        assert "Retry failed card payments" in screen_text(app)
        app.pane.page(1)
        await pilot.pause()
        assert "criteria" in screen_text(app)
        top = app.pane.scroll_offset.y
        app.pane.set_record(Record("item", ITEM.id, {**ITEM.data, "tags": ["other"]}), SNAPSHOT, TODAY)
        await pilot.pause(0.1)
        assert app.pane.scroll_offset.y == top
        app.pane.set_record(Fault("x.json", "x", "bad"), SNAPSHOT, TODAY)
        await pilot.pause(0.1)
        assert "This file cannot be read" in screen_text(app)
        app.pane.set_record(None, SNAPSHOT, TODAY)
        await pilot.pause(0.1)
        assert screen_text(app).strip() == ""


async def test_what_takes_long_comes_once_the_cursor_rests_and_stays_when_the_data_change() -> None:
    app = PaneApp()
    body = [f"Paragraph {at} of *many*.\n" for at in range(200)]
    long = Record("problem", "4ab0000000", {"title": "Long", "body": body})
    linked = SNAPSHOT.with_records([Record("item", ITEM.id, ITEM.data), long])
    async with app.run_test(size=(60, 8)) as pilot:
        app.pane.list_backlinks(True)
        app.pane.set_record(long, linked, TODAY)
        assert "Paragraph 199" not in text_of(app.pane.lines)
        assert "links to it" not in text_of(app.pane.lines)
        await stage.until(app, pilot, lambda: "links to it" in text_of(app.pane.lines))
        assert text_of(app.pane.lines).split("links to it ")[1].split("\n")[1:] == ["items 1", "◔ ≠ Retry failed card payments"]
        assert "Paragraph 199" in text_of(app.pane.lines)
        app.pane.set_record(long, linked.with_records([]), TODAY)
        assert "links to it" in text_of(app.pane.lines)
        app.pane.set_record(ITEM, linked, TODAY)
        assert "Paragraph" not in text_of(app.pane.lines)


def test_what_a_record_names_opens() -> None:
    lines = detail_lines(Record("item", ITEM.id, {**ITEM.data, "body": ["See P-4ab and P-zzz, https://a.example."]}), SNAPSHOT, TODAY, 60)
    targets = [(link.target.kind, link.target.id) for link in links_in(lines)]
    assert targets == [
        ("person", "ana0000000"), ("milestone", "mvp0000000"), ("problem", "4ab0000000"), ("hypothesis", "c2k0000000"),
        ("item", "9xq0000000"), ("problem", "4ab0000000"), ("url", "https://a.example"), ("person", "ana0000000"),
    ]


async def test_the_pane_follows_at_once_and_the_same_record_is_not_built_twice() -> None:
    app = PaneApp()
    async with app.run_test(size=(60, 8)):
        for number in range(50):
            app.pane.set_record(Record("item", f"{number:010d}", {"title": f"Item {number}"}), SNAPSHOT, TODAY)
            assert text_of(app.pane.lines).startswith(f"Item {number}\n")
        lines = app.pane.lines
        app.pane.set_record(Record("item", f"{49:010d}", {"title": "Item 49"}), SNAPSHOT, TODAY)
        assert app.pane.lines is lines
