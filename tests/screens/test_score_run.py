"""The score run on the screen: keys, back, skip, undo, the end, a group's ballots and what they agree on; and how it looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import test_golden
from goldens import at_rest
from stage import all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored, until
from test_golden import SIZES, assert_golden
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.ballots import with_ballots
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs import score_run
from pmtui.screens.dialogs.score_run import ScoreRunDialog
from pmtui.store.workspace import Workspace

NOW = "2026-11-22T09:30:00Z"
FOLDER = Path(__file__).with_name("golden_scoring")
RICE = ("reach", "impact", "confidence", "effort")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    moments = iter(range(0, 100_000, 36))
    monkeypatch.setattr(score_run, "monotonic", lambda: next(moments))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=6)


def voted(root: Path) -> Path:
    """Two people have scored the first two items for the group."""
    entries = with_ballots(with_ballots([], "Bo", {"impact": 3, "effort": 2}), "Cy", {"impact": 1, "effort": 2})
    with Workspace(root) as workspace:
        workspace.save(Change("vote", tuple(Edit("item", item_id(at), {}, {"ballots": entries}) for at in (0, 1)), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def rice(root: Path, number: int) -> tuple[object, ...]:
    data = stored(root, item_id(number))
    return tuple(data.get(name) for name in RICE)


def run_of(app: PmtuiApp) -> ScoreRunDialog:
    assert isinstance(app.screen, ScoreRunDialog)
    return app.screen


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_run_scores_skips_goes_back_and_undoes(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await press(pilot, "P")
        assert "6 of 6" in screen_text(app)
        await pilot.click("#asked", offset=(8, 3))  # RICE, with the mouse
        await pilot.pause()
        step = next(at for at, line in enumerate(run_of(app).view.asked.lines) if any("thousand" in span.text for span in line))
        await pilot.click("#asked", offset=(8, step))
        await press(pilot, "5", "3", "1")  # the first item
        assert "2 of 6" in screen_text(app)
        await press(pilot, "space", "tab", "6", "4")  # two are skipped, the fourth is begun
        run = run_of(app)
        assert run.walk is not None
        assert (run.walk.at, run.walk.input.field) == (3, "confidence")
        await press(pilot, "left", "ampersand", "right", "4")  # impact again, by the unshifted 1 of AZERTY; confidence stays blank
        await saved(app, pilot)
        assert rice(root, 0) == (500, 3, 80, 0.5)
        assert rice(root, 3) == (1000, 0.25, None, 3)
        assert [change.title for change in app.ledger.undos] == ["Score “Item 0” by RICE", "Score “Item 3” by RICE"]
        await press(pilot, "u")
        assert run.walk.at == 3
        assert run.walk.input.field == "reach"
        await press(pilot, "shift+tab", "shift+tab")  # back over what was skipped
        assert run.walk.at == 1
        await press(pilot, "h", "h", "h", "equals_sign", *"725", "enter")
        assert run.walk.given == {"reach": 725}
        await press(pilot, "u")
        assert run.walk.given == {}
        await press(pilot, "2", "escape")  # what was given counts
        assert "2 items scored by RICE" in screen_text(app)
        await press(pilot, "enter")
        assert app.records_screen.sort == "-rice"
        await saved(app, pilot)
        assert rice(root, 1) == (50, None, None, None)
        while app.ledger.undos:
            await press(pilot, "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_one_record_or_those_selected_are_scored_by_the_method_of_the_last_time(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await press(pilot, "p")
        assert "Score by" in screen_text(app)
        await press(pilot, "3", "7", "7", "7", "1")
        assert not isinstance(app.screen, ScoreRunDialog)
        assert "WSJF 60" in screen_text(app)
        await press(pilot, "x", "x", "p", "enter", "enter", "enter", "enter")  # all is as it was: nothing has changed
        run = run_of(app)
        assert run.walk is not None
        assert (run.walk.method.name, run.walk.at, len(app.ledger.undos)) == ("wsjf", 1, 1)
        await press(pilot, "m", "j", "enter")
        assert run.walk.method.name == "moscow"
        await press(pilot, "1", "2")
        assert "2 items scored by MoSCoW" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert app.sessions.session()["scored_by"] == {"item": "moscow"}
        await saved(app, pilot)
        assert [stored(root, item_id(at))["moscow"] for at in (0, 1)] == ["must", "should"]
        await press(pilot, "P", "4")
        assert len(run_of(app).walk.ids) == 4  # type: ignore[union-attr]
        await press(pilot, "9")
        assert "9 is no step of this scale" in screen_text(app)
        await press(pilot, "escape", "g", "p", "P")
        assert not isinstance(app.screen, ScoreRunDialog)


async def test_a_number_that_makes_no_sense_stays_to_be_mended_and_records_that_go_are_passed_over(root: Path) -> None:
    path = root / "pmtui.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    criteria = [{"field": "reach", "low": 0, "high": 900}, {"field": "value", "is_cost": True}]
    settings["settings"]["score"] = {"name": "Fit", "criteria": criteria}
    path.write_text(json.dumps(settings), encoding="utf-8")
    async with opened(root, (80, 24)) as (app, pilot):
        await press(pilot, "P", "enter")  # the team's own method comes first, and what has no scale is typed
        assert run_of(app).edit.has_focus
        await press(pilot, "escape", "4", *"20", "enter", "5")
        assert "✓ 421" in screen_text(app)
        await press(pilot, "escape", "u", "escape", "escape")
        assert not isinstance(app.screen, ScoreRunDialog)
        await press(pilot, "P", "1", "1", "2", "3", "equals_sign", *"0.1", "enter")
        run = run_of(app)
        assert run.edit.has_focus
        assert "effort" in screen_text(app).rstrip().splitlines()[-1]  # what is wrong with it, in the border
        await press(pilot, "escape")
        assert not run.edit.has_focus
        gone = root / "backlog" / "0" / f"{item_id(1)}.json"
        data = json.loads(gone.read_text(encoding="utf-8"))
        gone.write_text(json.dumps({**data, "deleted_at": NOW}), encoding="utf-8")
        app.link.refresh()
        await until(app, pilot, lambda: (record := app.snapshot.record("item", item_id(1))) is not None and record.is_deleted)
        await press(pilot, "1")
        assert run.walk is not None
        assert run.walk.id == item_id(2)
        await press(pilot, "escape", "escape")


async def test_a_group_scores_apart_and_agrees(root: Path) -> None:
    before = all_bytes(voted(root))
    async with opened(root) as (app, pilot):
        assert "Bo" in screen_text(app)
        assert "impact 3" not in screen_text(app)
        await press(pilot, "P", "g")
        assert "6 of 6" in screen_text(app)
        await press(pilot, "1", "space", "5", "5", "3", "1")  # of the second item
        await saved(app, pilot)
        assert rice(root, 1) == (None, None, None, None)
        assert len(stored(root, item_id(1))["ballots"]) == 8
        await press(pilot, "backspace")
        run = run_of(app)
        assert run.walk is not None
        assert run.walk.present == {"reach": 500, "impact": 3, "confidence": 80, "effort": 0.5}
        await press(pilot, "escape", "escape", ":", *"reveal", "enter")
        run = run_of(app)
        assert run.walk is not None
        assert "Bo, Cy have scored it" in screen_text(app)
        assert "median" not in screen_text(app)
        await press(pilot, "2")
        assert "enter shows what the group has scored" in screen_text(app)
        await press(pilot, "enter")
        assert "median 2 · 1 to 3 · Cy and Bo differ most" in screen_text(app)
        await press(pilot, "enter", "3")  # the median, then another value
        await press(pilot, "enter", "enter", "enter", "enter", "enter")  # all medians of the second one
        assert "2 items agreed on" in screen_text(app)
        await press(pilot, "escape")
        await saved(app, pilot)
        assert rice(root, 0) == (None, 2, None, 2)
        assert rice(root, 1) == (500, 3, 80, 2)
        assert "ballots" not in stored(root, item_id(1))
        assert stored(root, item_id(1))["reasons"]
        await press(pilot, ":", *"reveal", "enter")
        assert "nobody has scored any of these" in screen_text(app) or app._notifications
        while app.ledger.undos:
            await press(pilot, "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    from pmtui.cli.opening import make_demo

    wrong = []
    async with opened(make_demo(tmp_path / "product"), size) as (app, pilot):
        await settled(app, pilot)
        for name, keys in {
            "start": ("P",), "first": ("1",), "next": ("5", "5", "3", "1"), "end": ("6", "6", "3", "2", "escape"),
            "one": ("escape", "p", "right"), "reveal": ("escape", ":", *"reveal", "enter"), "revealed": ("enter",),
        }.items():
            await press(pilot, *keys)
            app.records_screen.hints.clear_toast()
            await saved(app, pilot)
            text = await at_rest(app, pilot, 0.1)
            try:
                assert_golden(name, size, text.replace("saved", "     ").rstrip("\n"))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
    assert not wrong, "\n".join(wrong)
