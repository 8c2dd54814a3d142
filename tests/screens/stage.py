"""A stage for screen tests: a real workspace in a temporary folder, the real app under Pilot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.store.config import Config
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

NOW = "2026-11-22T09:30:00Z"


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
async def opened(root: Path, size: tuple[int, int] = (120, 36), config: Config | None = None) -> AsyncIterator[tuple[PmtuiApp, Pilot[int]]]:
    """The app on a workspace, loaded; everything is saved at the end."""
    app = PmtuiApp(Workspace(root), config or Config(), "ana")
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot
        await saved(app, pilot)
        app.link.finish()


async def settled(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until the files have been read and the screen is at rest."""
    for _ in range(200):
        await pilot.pause(0.02)
        if app.link.is_loaded:
            break
    await pilot.pause()


async def saved(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until every change is on the disk."""
    for _ in range(200):
        await pilot.pause(0.01)
        if not app.ledger.pending:
            return
    raise AssertionError("the changes did not reach the disk")


def screen_text(app: PmtuiApp) -> str:
    """What the screen shows."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
