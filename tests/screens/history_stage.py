"""A workspace with a history of fixed days, for the tests of the History screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from stage import item_id, make_workspace, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.screens.history import HistoryScreen

BODY = ["We retry a failed card after one, three and seven days.", "The customer keeps access.", "Then an e-mail says what to do."]
SECONDS = 1_795_339_800
"""2026-11-22 in the morning: when what is not committed yet was written."""


def edited(root: Path, number: int, **fields: Any) -> None:
    """Change an item's file; None takes a field out."""
    path = root / "backlog" / "0" / f"{item_id(number)}.json"
    data = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    path.write_text(json.dumps({name: one for name, one in data.items() if one is not None}), encoding="utf-8")
    os.utime(path, (SECONDS, SECONDS))


def commit(root: Path, message: str, day: int, who: str) -> None:
    """Commit all there is, on a day of November."""
    by = {"NAME": who, "EMAIL": f"{who.split()[0].lower()}@acme.example", "DATE": f"2026-11-{day:02d}T08:15:00Z"}
    environment = {**os.environ, **{f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in by.items()}}
    for words in (["add", "-A", "."], ["commit", "-qm", message]):
        subprocess.run(["git", "-C", str(root), *words], check=True, env=environment)


def make_history(root: Path) -> Path:
    """Four commits of three people, and two changes that are not committed yet."""
    make_workspace(root, count=3)
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commit(root, "Begin", 10, "Ana Ruiz")
    edited(root, 0, status="doing", assignee="ppppppppp1", body=BODY, tags=["billing"])
    commit(root, "Begin with the retries", 15, "Bo Lind")
    reason = {"id": "rrrrrrrrr1", "field": "status", "from": "ready", "to": "dropped", "text": ["Nobody asked for it in two years"]}
    edited(root, 1, status="dropped", reasons=[reason])
    edited(root, 2, rank="Zz")
    commit(root, "Tidy up", 18, "Ana Ruiz")
    changed = [BODY[0].replace("three and seven", "four and nine"), *BODY[1:], "The tries can be set for each plan."]
    edited(root, 0, body=changed, tags=["billing", "cards"], criteria=[{"id": "ccccccccc1", "text": "No customer is charged twice"}])
    commit(root, "Tune the retries", 21, "Cyd Marsh-Featherstone")
    edited(root, 0, status="review")
    edited(root, 2, estimate=5)
    shutil.rmtree(root / ".local")
    return root


def history_of(app: PmtuiApp) -> HistoryScreen:
    """The History screen."""
    screen = app.records_screen
    assert isinstance(screen, HistoryScreen)
    return screen


async def read(app: PmtuiApp, pilot: Pilot[int]) -> HistoryScreen:
    """Wait until what was asked for has been read."""
    screen = history_of(app)
    await pilot.pause(0.02)
    await until(app, pilot, lambda: screen.reading.has_begun and not screen.reading.is_under_way, "the history was not read")
    return screen


def rows(screen: HistoryScreen) -> list[tuple[str, str]]:
    """Which records the rows are about, and what became of them, from the top down."""
    view: Any = screen.view_widget.view
    found = [screen.reading.rows.revisions[at] for at in view.rows]
    return [(one.id, one.what) for one in found]
