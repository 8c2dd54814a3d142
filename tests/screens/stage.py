"""A stage for screen tests: a real workspace in a temporary folder, the real app under Pilot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.app.warming import Warming
from pmtui.domain.change import Change, Edit
from pmtui.store.config import Config
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

NOW = "2026-11-22T09:30:00Z"
PATIENCE = 20.0
"""Seconds that a test waits for what comes from behind: a machine that is busy with something else is no fault."""


def item_id(number: int) -> str:
    """The id of the n-th item."""
    return f"{number:03d}aaaaaaa"


def make_workspace(root: Path, count: int = 12, **fields: Any) -> Path:
    """A workspace with `count` items `Item 0` …, in the order of their numbers, one person and one milestone."""
    init_workspace(root, "Test")
    edits = [
        Edit("item", item_id(at), None, {"id": item_id(at), "title": f"Item {at}", "rank": f"a{at // 62}{_digit(at)}"[:3] if count > 62 else
             f"a{_digit(at)}", "status": "ready", "created_at": NOW, **fields})
        for at in range(count)
    ]
    edits.append(Edit("person", "ppppppppp1", None, {"id": "ppppppppp1", "title": "Ana", "handle": "ana", "created_at": NOW}))
    edits.append(Edit("milestone", "mmmmmmmmm1", None, {"id": "mmmmmmmmm1", "title": "MVP", "rank": "a0", "created_at": NOW}))
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def _digit(at: int) -> str:
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[at % 62]


def stored(root: Path, id: str, collection: str = "backlog") -> dict[str, Any]:
    """A record as its file has it."""
    return json.loads((root / collection / id[0] / f"{id}.json").read_text(encoding="utf-8"))


def all_bytes(root: Path) -> dict[str, bytes]:
    """Every committed file, byte for byte."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.json") if ".local" not in path.parts}


@asynccontextmanager
async def opened(
    root: Path, size: tuple[int, int] = (120, 36), config: Config | None = None, *, ahead: bool = False,
) -> AsyncIterator[tuple[PmtuiApp, Pilot[int]]]:
    """The app on a workspace, loaded; everything is saved at the end.

    The screens that nobody has visited yet are made `ahead` only for a test that is about them: it would be most of what a start costs,
    and go on at the side of the test for as long as that is quick.
    """
    app = PmtuiApp(Workspace(root), config or Config(), "ana")
    with patch.object(Warming, "begin", Warming.begin if ahead else lambda self: None):
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            yield app, pilot
            await saved(app, pilot)
            app.link.finish()


async def until(app: App[Any], pilot: Pilot[Any], is_so: Callable[[], object], fault: str = "it does not become so") -> None:
    """Wait until something is so, and the screen has been painted with it: never for a fixed time."""
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end, f"{fault}; the screen is:\n{screen_text(app)}"
        await pilot.pause(0.01)
    await pilot.pause()


async def until_shown(app: App[Any], pilot: Pilot[Any], *words: str) -> str:
    """Wait until the screen says all these words; all that it says."""
    await until(app, pilot, lambda: all(one in screen_text(app) for one in words))
    return screen_text(app)


async def until_told(app: App[Any], pilot: Pilot[Any], words: str) -> None:
    """Wait until a message at the foot of the screen says these words."""
    await until(app, pilot, lambda: any(words in str(one.message) for one in app._notifications))


async def settled(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until the files have been read and the screen is at rest."""
    await pilot.pause(0.02)
    await until(app, pilot, lambda: app.link.is_loaded)


async def saved(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until every change is on the disk."""
    await pilot.pause(0.01)
    end = monotonic() + PATIENCE
    while app.ledger.pending:
        assert monotonic() < end, "the changes did not reach the disk"
        await pilot.pause(0.01)


def screen_text(app: App[Any]) -> str:
    """What the screen shows."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def rested(app: PmtuiApp, pilot: Pilot[int], is_so: Callable[[str], bool]) -> str:
    """What the screen shows, once it shows what is waited for and nothing moves any more."""
    text, end = "", monotonic() + PATIENCE
    while monotonic() < end:
        await pilot.pause(0.03)
        before, text = text, screen_text(app)
        if text == before and is_so(text):
            return text
    raise AssertionError(f"it does not become so:\n{text}")
