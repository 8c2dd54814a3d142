"""A milestone on the Roadmap: columns of the list, and its detail with what git and the forecast know, which comes behind the screen."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from stage import NOW, item_id, make_workspace, opened, rested, saved, screen_text, settled, stored, until

from pmtui.domain.change import Change, Edit
from pmtui.domain.team_settings import SETTINGS_ID, WORKSPACE
from pmtui.store.workspace import Workspace

M = "mmmmmmmmm1"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


def put(root: Path, collection: str, id: str, day: int, who: str, **fields: Any) -> None:
    """Change a record's file and commit it, on a day of November."""
    path = root / collection / id[0] / f"{id}.json"
    data = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    path.write_text(json.dumps({name: one for name, one in data.items() if one is not None}), encoding="utf-8")
    by = {"NAME": who, "EMAIL": "x@example.org", "DATE": f"2026-11-{day:02d}T08:15:00Z"}
    environment = {**os.environ, **{f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in by.items()}}
    for words in (["add", "-A", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(root), *words], check=True, env=environment)


def workspace(root: Path) -> Path:
    """A milestone with four items, three of them from the beginning; its target went back and forth, which git alone knows in part."""
    make_workspace(root, count=4, estimate=3, assignee="ppppppppp1")
    capacity = Edit(WORKSPACE, SETTINGS_ID, {}, {"settings.capacity": {"people": {"ana": 1}}})
    edits = [Edit("item", item_id(at), {"created_at": NOW}, {"created_at": "2026-10-20T08:00:00Z", "milestone": M}) for at in range(3)]
    edits.append(Edit("item", item_id(3), {"created_at": NOW}, {"created_at": "2026-10-20T08:00:00Z"}))
    with Workspace(root) as held:
        held.save(Change("prepare", (*edits, capacity), at=NOW))
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    put(root, "milestones", M, 2, "Ana", target="2026-12-10", status="active", start="2026-10-26")
    put(root, "milestones", M, 5, "Bo", target="2026-12-04")
    put(root, "backlog", item_id(3), 9, "Bo", milestone=M)
    reason = {"id": "rrrrrrrrr1", "at": "2026-11-12T08:00:00Z", "by": "ana", "field": "target", "from": "2026-12-04", "to": "2026-12-18",
              "text": ["The bank is late."]}
    put(root, "milestones", M, 13, "Ana", target="2026-12-18", reasons=[reason])
    put(root, "backlog", item_id(0), 14, "Ana", status="done", done_at="2026-11-14T08:00:00Z")
    return root


async def test_what_is_known_comes_behind_the_detail(tmp_path: Path) -> None:
    root = workspace(tmp_path / "product")
    async with opened(root, (200, 50)) as (app, pilot):
        await pilot.press("5", "b", "b")
        await settled(app, pilot)
        text = (await rested(app, pilot, lambda text: "joined and left" in text)).replace("\u00a0", " ")
        assert "+14 d" in text  # the column counts by the reasons that the record keeps
        assert "slips " in text
        assert "4 → 18 Dec · 14 d later" in text
        assert "The bank is late." in text
        assert "10 → 4 Dec · 6 d earlier" in text  # nobody had to say why: git knows
        assert "3 when work began, 26 Oct · +1 since" in text
        assert "1/4 items" in text
        assert "▲ too much in" in text
        assert "days before the end" in text or "on the critical path" in text
        await pilot.press("right_parenthesis", "enter")  # one day later: the reason is asked
        await pilot.pause()
        for word in "tests":
            await pilot.press(word)
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, M, "milestones")["target"] == "2026-12-19"
        await until(app, pilot, lambda: "18 → 19 Dec" in screen_text(app).replace("\u00a0", " "))
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, M, "milestones")["target"] == "2026-12-18"
