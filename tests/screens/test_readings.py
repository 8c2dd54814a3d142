"""Readings through the dialog, several in a row, from the key to the file; and goals as the Strategy screen shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from goldens import assert_as_in, at_rest
from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, stored

from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.reading import ReadingDialog
from pmtui.store.workspace import Workspace

FOLDER = Path(__file__).with_name("golden_readings")
G, H, B = "ggggggggg1", "hhhhhhhhh1", "bbbbbbbbb1"
READINGS = [("2026-08-01", 41), ("2026-09-12", 43), ("2026-10-10", 52), ("2026-10-31", 51), ("2026-11-20", 57)]
RECORDS: dict[tuple[str, str], dict[str, Any]] = {
    ("goal", G): {
        "title": "Get paid", "status": "active", "start": "2026-08-01", "due": "2026-12-31", "north_star": True, "tests_positioning": True,
        "objective": "No customer is lost over a card", "kpis": [
            {"id": "kkkkkkkkk1", "name": "Recovered", "unit": "%", "baseline": 41, "target": 65, "rank": "a0",
             "readings": [{"id": f"rrrrrrrrr{at}", "at": day, "value": value} for at, (day, value) in enumerate(READINGS)]},
            {"id": "kkkkkkkkk2", "name": "Churn", "direction": "down", "baseline": 3, "target": 1, "rank": "a1"},
        ],
    },
    ("hypothesis", H): {"title": "Payday", "status": "testing", "kpi": "Recovered", "baseline": 43, "target": 60},
    ("item", B): {"title": "Retry at payday", "status": "done", "done_at": "2026-09-20T10:00:00Z", "hypotheses": [H], "rank": "a0"},
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = make_workspace(tmp_path / "product", count=2)
    edits = tuple(Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for (kind, id), data in RECORDS.items())
    with Workspace(root) as workspace:
        workspace.save(Change("make", edits, at=NOW))
    return root


def readings(root: Path, kpi: int) -> list[tuple[str, float, str]]:
    found = stored(root, G, "goals")["kpis"][kpi].get("readings", [])
    return sorted((one["at"], one["value"], one.get("note", "")) for one in found)


async def test_readings_are_typed_in_a_row_and_what_cannot_be_is_refused_in_place(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("6", "j", "n", "2", *"2.4", "enter")
        await saved(app, pilot)
        assert readings(root, 1) == [("2026-11-22", 2.4, "")]
        assert isinstance(app.screen, ReadingDialog)
        await pilot.press(*"61 %", "down", "ctrl+u", *"tomorrow", "enter")
        assert "date: 2026-11-23 lies in the future" in screen_text(app)
        assert app.screen.values["value"] == "61 %"
        assert app.screen.focused is not None
        assert app.screen.focused.id == "field-date"
        assert_as_in(FOLDER, "refused", (80, 24), await at_rest(app, pilot), with_top=False)
        await pilot.press("ctrl+u", *"yesterday", "down", *"outage over", "enter")
        await saved(app, pilot)
        assert readings(root, 0)[-1] == ("2026-11-21", 61, "outage over")
        assert "2 Churn ›  2.4 today, to 1" in screen_text(app)
        assert app.screen.values == {"kpi": "kkkkkkkkk2", "value": "", "date": "yesterday", "note": ""}
        await pilot.press("9", "escape")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("n", "escape", "y")
        assert not isinstance(app.screen, ReadingDialog)
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_goals_and_what_came_of_bets(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await pilot.press("6", "j", *(("enter",) if size[0] < 110 else ()))
        assert_as_in(FOLDER, "goal", size, await at_rest(app, pilot), with_top=False)
        if size == (120, 36):
            await pilot.press("3")
            assert "✗ missed · Recovered 43 → 57 % · target 60 %" in " ".join((await at_rest(app, pilot)).replace("│", " ").split())
            await pilot.press("1")
            assert "hypothesis shipped and missed its target" in await at_rest(app, pilot)
