"""Evidence and learnings through the dialog, from the key to the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, stored

from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.evidence import EvidenceDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.choice_line import ChoiceLine

P, Q, H, X = "ppppppppq1", "ppppppppq2", "hhhhhhhhh1", "xxxxxxxxx1"
RECORDS: dict[tuple[str, str], dict[str, Any]] = {
    ("problem", P): {"title": "Locked out", "importance": 9, "satisfaction": 3},
    ("problem", Q): {"title": "Dunning hurts", "importance": 5, "satisfaction": 3},
    ("hypothesis", H): {"title": "Retry at payday"},
    ("experiment", X): {"title": "Payday test", "hypothesis": H, "status": "stopped", "result": "won"},
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("evidence") / "product", count=2)
    edits = tuple(Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for (kind, id), data in RECORDS.items())
    with Workspace(root) as workspace:
        workspace.save(Change("make", edits, at=NOW))
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "product"))


def evidence(root: Path, id: str) -> list[dict[str, Any]]:
    return list(stored(root, id, "problems").get("evidence", []))


async def test_a_quote_is_typed_through_all_fields_and_saved_on_the_last_line(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("2", '"')
        await pilot.press(*"I gave up.", "enter", *"Twice.", "tab", "i", "tab", *"Call 7", "enter", *"Ada", "down", *"Hexly", "tab",
                          *"https://example.org/7", "tab", "3", "tab", "end", "ctrl+u", *"yesterday", "enter")
        await saved(app, pilot)
        assert not isinstance(app.screen, EvidenceDialog)
        (entry,) = evidence(root, P)
        assert {name: value for name, value in entry.items() if name != "id"} == {
            "at": "2026-11-21T00:00:00Z", "by": "ana", "quote": ["I gave up.", "Twice."], "source": "interview", "origin": "Call 7",
            "customer": "Ada", "company": "Hexly", "url": "https://example.org/7", "importance": 3,
        }
        assert "evidence added" in screen_text(app)
        await pilot.press("u")
        await saved(app, pilot)
        assert evidence(root, P) == []


async def test_one_quote_for_all_selected_problems(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("2", "*", "V", *"Both", "ctrl+s")
        await saved(app, pilot)
        assert [one["quote"] for id in (P, Q) for one in evidence(root, id)] == [["Both"], ["Both"]]
        assert "evidence added to 2 problems" in screen_text(app)


async def test_a_learning_comes_from_an_experiment_of_that_hypothesis(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("3", '"', *"Six points more", "tab", "a", "a", "right", "left", "left", "tab", "right")
        assert "Payday test" in screen_text(app)
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        (entry,) = stored(root, H, "hypotheses")["learnings"]
        assert (entry["text"], entry["stance"], entry["experiment"], entry["at"]) == (["Six points more"], "for", X, NOW)


async def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_lost(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("2", '"', "ctrl+s")
        await pilot.pause()
        assert "the quote is empty" in screen_text(app)
        await pilot.press(*"Words")
        assert isinstance(app.screen, EvidenceDialog)
        app.screen.query_one("#field-date").focus()
        await pilot.press("end", "ctrl+u", *"someday", "enter")
        await pilot.pause()
        assert "'someday' is not an instant" in " ".join(screen_text(app).split())
        assert app.screen.values["quote"] == "Words"
        await pilot.press("end", "ctrl+u", *"+5d", "enter")
        await pilot.pause()
        assert "date: 2026-11-27 lies in the future" in " ".join(screen_text(app).split())
        await pilot.press("end", "ctrl+u", "enter")
        await saved(app, pilot)
        assert evidence(root, P)[0]["at"] == NOW


async def test_escape_asks_where_something_was_typed_and_only_there(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("2", '"', "escape")
        assert not isinstance(app.screen, EvidenceDialog)
        await pilot.press('"', *"Kept", "escape")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("n")
        assert isinstance(app.screen, EvidenceDialog)
        assert app.screen.values["quote"] == "Kept"
        await pilot.press("tab", "tab", "escape", "y")
        assert not isinstance(app.screen, EvidenceDialog)
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_keys_and_pastes_in_the_dialog_reach_nothing_behind_it(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("2", '"', *"DyuJKq<>!s", "tab", *"Dyq", "tab", *"Dyq?:/")
        assert isinstance(app.screen, EvidenceDialog)
        assert (app.screen.values["quote"], app.screen.values["origin"]) == ("DyuJKq<>!s", "Dyq?:/")
        await pilot.press("escape", "y")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_arrows_and_letters_go_round_the_choices(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("2", '"', "tab")
        line = app.screen.focused
        assert isinstance(line, ChoiceLine)
        seen = []
        for key in ("right", "s", "s", "s", "s", "left", "backspace", "left", "x"):
            await pilot.press(key)
            seen.append(line.value)
        assert seen == ["interview", "survey", "sales", "social", "survey", "ticket", "", "social", "social"]


@pytest.mark.parametrize("size", [(50, 12), (80, 24), (120, 36)])
async def test_the_keys_of_the_dialog_are_in_sight_at_any_size(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await pilot.press("2", '"')
        await pilot.pause()
        assert "ctrl+s save" in screen_text(app)
        assert "In the customer's own words." in screen_text(app)
        await pilot.resize_terminal(10, 5)
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert "ctrl+s save" in screen_text(app)


async def test_elsewhere_the_key_says_why_not(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press('"')
        await pilot.pause()
        assert not isinstance(app.screen, EvidenceDialog)
        assert any("evidence belongs to a problem or a hypothesis" in one.message for one in app._notifications)
