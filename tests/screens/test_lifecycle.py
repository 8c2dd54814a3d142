"""The life of a product by keys: the dialog with its figures, stage, verdict and end; and people who are told."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from goldens import assert_as_in, at_rest
from stage import NOW, all_bytes, opened, saved, screen_text, stored, until_shown, until_told
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.formats.sample import sample_id
from pmtui.screens.dialogs.lifecycle import LifeCycleDialog

FOLDER = Path(__file__).with_name("golden_lifecycle")
SIZES = ((80, 24), (120, 36))
EXCEL, LINKS, HANA = sample_id("r-excel"), sample_id("r-links"), sample_id("@-hana")


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = make_demo(tmp_path / "product")
    seconds = datetime.fromisoformat(NOW).timestamp()
    for path in root.rglob("*.json"):
        os.utime(path, (seconds, seconds))
    return root


async def to(app: PmtuiApp, pilot: Pilot[int], words: str) -> None:
    """The cursor stands on what a filter of the Strategy screen shows."""
    await pilot.press("6", "/", *words, "enter")
    await pilot.pause(0.1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_decline_comes_to_a_verdict(demo: Path, size: tuple[int, int]) -> None:
    async with opened(demo, size) as (app, pilot):
        before = all_bytes(demo)
        await to(app, pilot, "excel")
        await pilot.press("V")
        assert_as_in(FOLDER, "decline", size, await at_rest(app, pilot))
        assert isinstance(app.screen, LifeCycleDialog)
        await pilot.press("D", "enter")
        assert "say why in a sentence" in await at_rest(app, pilot)
        await pilot.press(*"Nobody needs it", "enter", *"Nothing", "enter")
        assert_as_in(FOLDER, "refused", size, await at_rest(app, pilot))
        await pilot.press("escape", "enter", "ctrl+u", *"Acme Billing", "enter")  # what was typed is still there
        await saved(app, pilot)
        found = stored(demo, EXCEL, "products")
        assert (found["verdict"], found["successor"]) == ("delete", sample_id("r-acme"))
        assert ["Nobody needs it"] in [one["text"] for one in found["reasons"]]
        await pilot.press("V", "5")
        assert "8 of 8 points of its checklist are still open" in await at_rest(app, pilot)
        await pilot.press("escape", "escape", "u")
        await saved(app, pilot)
        now = all_bytes(demo)
        assert {path: now[path] for path in before} == before
        made = [one for path, one in now.items() if path not in before]
        assert len(made) == 1
        assert b'"deleted_at"' in made[0]


async def test_a_stage_takes_the_words_of_the_figures_and_d_sets_the_review(demo: Path) -> None:
    async with opened(demo, (120, 36)) as (app, pilot):
        await to(app, pilot, "payment links")
        await pilot.press("V")
        assert "what speaks for it" not in await at_rest(app, pilot)  # no verdict is asked for before decline
        await pilot.press("K", "4", "escape", "2", *"Japan", "enter", "ctrl+u", *"yesterday", "enter")
        assert "is not in the future" in await at_rest(app, pilot)
        await pilot.press("ctrl+u", *"+30d", "enter")
        await saved(app, pilot)
        found = stored(demo, LINKS, "products")
        assert (found["status"], found["review_on"]) == ("growth", "2026-12-22")
        newest = max(found["stages"], key=lambda one: str(one["at"]))
        assert (newest["from"], newest["to"]) == ("maturity", "growth")
        await pilot.press("V", "3")  # what the figures suggest is offered in their words
        await until_shown(app, pilot, "Companies with active links: 275 now")
        await pilot.press("escape", "escape", "d", *"2027-03-31", "enter")
        await saved(app, pilot)
        assert stored(demo, LINKS, "products")["review_on"] == "2027-03-31"


async def test_who_should_hear_from_us_is_told(demo: Path) -> None:
    async with opened(demo, (120, 36)) as (app, pilot):
        await pilot.press("1")
        assert "person should hear from you" in await at_rest(app, pilot)
        await to(app, pilot, "is:unheard")
        assert "Hana" in screen_text(app)
        await pilot.press("N")
        await saved(app, pilot)
        assert stored(demo, HANA, "people")["last_told"] == NOW
        await pilot.press("escape", "escape")
        await to(app, pilot, "excel")
        await pilot.press("N")
        await until_told(app, pilot, "people are told")


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name}-{width}x{height}.txt" for name in ("decline", "refused") for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted
