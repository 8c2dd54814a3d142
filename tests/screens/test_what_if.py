"""Scenarios on the screens: begun, planned in, left, compared, applied, contradicted; and the dialogs as text at two sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from goldens import assert_as_in, at_rest
from past_stage import until
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored
from textual.containers import Vertical
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.records import Record
from pmtui.domain.scenario_values import identified
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.scenario_comparison import ScenarioComparisonDialog
from pmtui.screens.dialogs.scenarios import ScenariosDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit

FOLDER = Path(__file__).with_name("golden_what_if")
MVP, GA, PLAN, LESS = "mmmmmmmmm1", "mmmmmmmmm2", "sssssssss1", "sssssssss2"


def workspace(folder: Path, *more: Edit) -> Path:
    """Two milestones, items for both, some of which were done week by week."""
    root = make_workspace(folder, count=14)
    done = [
        Edit("item", item_id(at), {"status": "ready"}, {"status": "done", "done_at": f"2026-{10 + at // 4:02d}-{day:02d}T08:00:00Z"})
        for at in range(8) for day in [1 + 7 * (at % 4)]
    ]
    planned = [Edit("item", item_id(at), {}, {"milestone": MVP if at < 12 else GA, "estimate": 3}) for at in range(8, 14)]
    dates = [
        Edit("milestone", MVP, {}, {"start": "2026-11-02", "target": "2026-12-31"}),
        Edit("milestone", GA, None, {"id": GA, "title": "General availability", "start": "2027-01-04", "target": "2027-03-31",
                                     "resolution": "quarter", "depends_on": [MVP], "rank": "a1", "created_at": NOW}),
    ]
    with Workspace(root) as opened_one:
        opened_one.save(Change("plan", (*done, *planned, *dates, *more), at=NOW))
    return root


def scenario(id: str, title: str, *changes: tuple[str, str, str, str]) -> Edit:
    entries = identified({"record": record, "field": field, "from": was, "to": to} for record, field, was, to in changes)
    return Edit("scenario", id, None, {"id": id, "title": title, "created_at": NOW, "changes": entries})


def changes(root: Path, id: str) -> dict[str, str]:
    return {one["field"]: one["to"] for one in stored(root, id, "scenarios").get("changes", ())}


def box(app: PmtuiApp) -> str:
    """The dialog alone: what lies behind it has goldens of its own."""
    x, y, width, height = app.screen.query_one(Vertical).region
    return "\n".join(line[x : x + width] for line in screen_text(app).split("\n")[y : y + height])


def milestone(snapshot: Snapshot, id: str) -> Record:
    record = snapshot.record("milestone", id)
    assert record is not None
    return record


async def known(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until the forecasts are there."""
    await until(app, pilot, lambda: isinstance(app.screen, ScenarioComparisonDialog) and "omputing" not in screen_text(app))


async def test_from_a_first_scenario_to_one_that_is_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = workspace(tmp_path / "product")
    before = all_bytes(root)
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        await pilot.press("V")
        await until(app, pilot, lambda: isinstance(app.screen, ScenariosDialog))
        assert_as_in(FOLDER, "empty", (80, 24), await at_rest(app, pilot, shown=box))
        await pilot.press("n", *"Later", "enter")
        await until(app, pilot, lambda: app.what_if == "Later")
        app.records_screen.view_widget.move_to_id(MVP)
        await pilot.press(")", "enter")
        await saved(app, pilot)
        assert app.scenario is not None
        id = app.scenario.id
        assert changes(root, id) == {"target": "2027-01-01"}  # and no reason was asked
        assert all(words in screen_text(app) for words in ("what if: Later · 1 change", "what if: target 31 Dec 2026 → 1 Jan 2027"))
        assert all_bytes(root)[f"milestones/m/{MVP}.json"] == before[f"milestones/m/{MVP}.json"]
        assert (milestone(app.snapshot, MVP)["target"], milestone(app.present, MVP)["target"]) == ("2027-01-01", "2026-12-31")
        assert all(words in screen_text(app).split("\n")[-1] for words in ("esc today", "V what if"))
        await pilot.press("c")
        assert any("Escape goes back to today" in str(one.message) for one in app._notifications)
        await pilot.press("u")
        await saved(app, pilot)
        assert (changes(root, id), app.what_if) == ({}, "Later")
        await pilot.press("ctrl+r", "4")
        await settled(app, pilot)
        app.records_screen.list.move_to_id(item_id(13))
        app.dispatch("record.status", {"value": "dropped", "targets": (("item", item_id(13)),), "is_picked": True})
        await saved(app, pilot)
        assert changes(root, id) == {"target": "2027-01-01", "status": "dropped"}
        await pilot.press("escape")
        assert (app.what_if, "today again" in screen_text(app)) == ("", True)
        assert app.snapshot is app.present
        await pilot.press("5", "V")
        await until(app, pilot, lambda: isinstance(app.screen, ScenariosDialog))
        await pilot.press("a")
        for reason in ("Ana is away", "Nobody asks for it"):
            await until(app, pilot, lambda: isinstance(app.screen, AskDialog))
            app.screen.query_one(LineEdit).value = reason
            await pilot.press("enter")
        await until(app, pilot, lambda: not isinstance(app.screen, AskDialog))
        await saved(app, pilot)
        assert (stored(root, MVP, "milestones")["target"], stored(root, item_id(13))["status"]) == ("2027-01-01", "dropped")
        reasons = stored(root, MVP, "milestones")["reasons"] + stored(root, item_id(13))["reasons"]
        assert sorted(one["text"][0] for one in reasons) == ["Ana is away", "Nobody asks for it"]
        assert stored(root, id, "scenarios")["status"] == "applied"
        await pilot.press("u")
        await saved(app, pilot)
        now = all_bytes(root)
        assert {name: text for name, text in now.items() if name in before} == before
        assert "status" not in stored(root, id, "scenarios")


async def test_what_was_changed_since_is_named_and_the_rest_is_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = workspace(
        tmp_path / "product",
        scenario(PLAN, "A second team", (MVP, "target", "2026-12-31", "2026-12-15"), (GA, "depends_on", MVP, ""),
                 (item_id(8), "estimate", "8", "2"), (GA, "start", "2027-01-04", "2026-12-01")),
        scenario(LESS, "MVP with less in it", (item_id(8), "milestone", MVP, GA), (item_id(9), "status", "ready", "dropped"),
                 (item_id(10), "milestone", MVP, ""), (MVP, "target", "2026-12-31", "2027-01-31")),
    )
    async with opened(root, (120, 36)) as (app, pilot):
        await pilot.press("5", "V")
        await until(app, pilot, lambda: isinstance(app.screen, ScenariosDialog))
        await pilot.press("j")
        assert_as_in(FOLDER, "list", (120, 36), await at_rest(app, pilot, shown=box))
        await pilot.press("space", "k", "space", "c")
        await known(app, pilot)
        assert_as_in(FOLDER, "comparison", (120, 36), await at_rest(app, pilot, shown=box))
        await pilot.press("y", "escape")
        assert isinstance(app.screen, ScenariosDialog)  # one layer less: the list from which it was asked
        await pilot.press("escape")
        await pilot.resize_terminal(80, 24)
        await pilot.press("V", "j")
        assert_as_in(FOLDER, "list", (80, 24), await at_rest(app, pilot, shown=box))
        await pilot.press("space", "k", "space", "c")
        await known(app, pilot)
        assert_as_in(FOLDER, "comparison", (80, 24), await at_rest(app, pilot, shown=box))
        await pilot.press("escape", "escape", "V", "j", "a")
        await until(app, pilot, lambda: isinstance(app.screen, ConfirmDialog))
        said = " ".join(screen_text(app).split())
        assert "estimate of “Item 8” has changed since, from 8 to 3" in said
        await pilot.press("n")
        await saved(app, pilot)
        assert "status" not in stored(root, PLAN, "scenarios")
        await pilot.press("V", "j", "a")
        await until(app, pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("y")
        await saved(app, pilot)
        assert (stored(root, item_id(8))["estimate"], stored(root, MVP, "milestones")["target"]) == (3, "2026-12-15")
        assert stored(root, PLAN, "scenarios")["status"] == "applied"
        await pilot.press("V", "enter")
        await until(app, pilot, lambda: app.what_if == "MVP with less in it")
        await pilot.press("u")
        assert any("that was done to today’s records" in str(one.message) for one in app._notifications)
        assert stored(root, PLAN, "scenarios")["status"] == "applied"
        with Workspace(root) as elsewhere:  # somebody else decides about it meanwhile
            elsewhere.save(Change("elsewhere", (Edit("scenario", LESS, {}, {"status": "rejected"}),), at=NOW))
        app.link.read_now()
        await until(app, pilot, lambda: not app.what_if)
        assert "“MVP with less in it” is rejected: this is today" in screen_text(app)
