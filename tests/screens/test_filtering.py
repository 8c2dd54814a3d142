"""A filter while it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import make_workspace, opened, rested, screen_text, until

from pmtui.app.main import PmtuiApp


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", 12)


def counts(app: PmtuiApp) -> str:
    return app.records_screen.filling.counts


@pytest.mark.parametrize("text", [
    "status:ready", "-status:doing", "sort:-title", "status:ready or is:blocked", "(created<today or status:ready)",
])
async def test_the_list_is_never_empty_on_the_way_to_what_finds_something(root: Path, text: str) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("/")
        for at in range(len(text)):
            app.records_screen.filter.edit.insert_text_at_cursor(text[at])
            typed = text[:at + 1]
            await until(app, pilot, lambda typed=typed: app.records_screen.filter_text == typed)
            assert counts(app) == "12 of 12", typed
        await pilot.press("enter")
        assert counts(app) == "12 of 12"


async def test_what_no_word_begins_with_finds_nothing_at_once(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("/", *"zzz")
        await until(app, pilot, lambda: counts(app) == "0 of 12")


async def test_a_begun_word_that_is_kept_is_meant_as_it_stands(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("/", *"stat")
        await until(app, pilot, lambda: app.records_screen.filter_text == "stat")
        assert counts(app) == "12 of 12"
        await pilot.press("enter")
        await until(app, pilot, lambda: counts(app) == "0 of 12")
        assert "Nothing matches the filter." in screen_text(app)
        await pilot.press("escape")
        await rested(app, pilot, lambda text: "Item 1" in text)
