"""The dialogs of editing at speed as text, at three sizes; `GOLDEN=write pytest tests/screens/test_golden_editing.py` writes them anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import test_golden
from stage import NOW, item_id, make_workspace, opened, rested
from test_golden import SIZES, assert_golden
from textual.events import Paste

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

FOLDER = Path(__file__).with_name("golden_editing")
PLAN = """# Payments
- Retry failed card payments when the bank answers again #billing @ana !high 3pts >MVP
  Only cards.
  - [ ] asks three times
  - [x] tells the customer
  - Mail the customer, in the language of the invoice #mail
- [x] Export the ledger @nobody
"""
ENTRIES = [
    {"id": "ccccccccc1", "text": "A declined charge leaves the old plan untouched, and the merchant sees why on the next visit",
     "rank": "a0"},
    {"id": "ccccccccc2", "text": "Told", "rank": "a1", "done": True},
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    root = make_workspace(tmp_path / "product", 12)
    edits = (
        Edit("item", item_id(0), {}, {"criteria": ENTRIES, "body": ["# Why", "", "*Three* customers `asked`."]}),
        Edit("item", item_id(1), {"title": "Item 1"}, {"title": f"{'A long title before the place, ' * 4}Item 1 and Item 1 again"}),
        *(Edit("item", item_id(at), {}, {"parent": item_id(0), "estimate": at}) for at in (2, 3)),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", edits, at=NOW))
    return root


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):

        async def press(*keys: str) -> None:
            await pilot.press(*keys)

        async def paste() -> None:
            assert app.screen.focused is not None
            app.screen.focused.post_message(Paste(PLAN))

        steps: dict[str, tuple[Callable[[], Awaitable[None]], str]] = {
            "criteria": (lambda: press("X"), "Criteria"), "criteria typed": (lambda: press("a", *"New"), "New"),
            "replace": (lambda: press("escape", "escape", "%", *"Item 1", "tab", *"Task"), "3 hits"),
            "replace chosen": (lambda: press("tab", "tab", "tab", "space"), "2 of 3"),
            "list": (lambda: _then(press("escape"), paste()), "2 criteria"),
            "list of items": (lambda: press("c"), "5 items"),
            "cell": (lambda: press("escape", "l", "l", "e", "5"), "next cell"),
            "parts": (lambda: press("escape", "enter"), "added today"),  # the last line, which comes once the cursor rests
        }
        for name, (step, seen) in steps.items():
            await step()
            assert_golden(name.replace(" ", "-"), size, await rested(app, pilot, lambda text, seen=seen: seen in text))  # type: ignore[misc]


async def _then(*steps: Awaitable[None]) -> None:
    for one in steps:
        await one
