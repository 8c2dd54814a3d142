"""Today under Pilot: lines, folds, visits and back, records edited where they stand; and what is missing to be ready."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from stage import all_bytes, item_id, make_workspace, opened, saved, screen_text, stored, until, until_shown

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.ready import ReadyDialog
from pmtui.screens.today import TodayScreen
from pmtui.store.workspace import Workspace

NOW = "2026-11-22T09:30:00Z"
SECONDS = datetime.fromisoformat(NOW).timestamp()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


def workspace_of_now(root: Path, *arguments: Any, **fields: Any) -> Path:
    """A workspace whose files were changed now, whatever the clock of the machine says."""
    made = make_workspace(root, *arguments, **fields)
    for path in made.rglob("*.json"):
        os.utime(path, (SECONDS, SECONDS))
    return made


def today(app: PmtuiApp) -> TodayScreen:
    screen = app.records_screen
    assert isinstance(screen, TodayScreen)
    return screen


def lines(app: PmtuiApp) -> list[str]:
    return [f"{one.number} {one.title}" for one in today(app).concerns or ()]


async def test_lines_unfold_and_lead_to_their_records_and_back(tmp_path: Path) -> None:
    root = workspace_of_now(tmp_path)
    with Workspace(root) as workspace:
        workspace.save(Change("late", (Edit("milestone", "mmmmmmmmm1", {}, {"target": "2026-11-01"}),), at=NOW))
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "item"})
        await pilot.press("1")
        await pilot.pause()
        assert lines(app) == ["1 milestone has slipped", "12 items are called ready and are not", "12 items have no why"]
        assert "MVP" in screen_text(app)  # what is urgent is unfolded
        await pilot.press("h", "j", "l")
        assert screen_text(app).count("◔ Item") >= 8
        assert "and 4 more" in screen_text(app)
        await pilot.press("j", "j", "k", "h")
        assert today(app).view_widget.cursor_id == "not ready"
        await pilot.press("enter")
        await until_shown(app, pilot, "back to today")
        assert (app.records_screen.name, app.records_screen.filter_text) == ("backlog", "status:ready -is:ready")
        await pilot.press("escape")
        await until(app, pilot, lambda: app.records_screen.name == "today")
        assert today(app).view_widget.cursor_id == "not ready"
        await pilot.press("4")
        await until(app, pilot, lambda: app.records_screen.name == "backlog")
        assert app.records_screen.filter_text == "item"  # as it was before the visit
        assert app.records_screen.visit is None


async def test_records_are_edited_where_they_stand_and_leave_when_they_are_right(tmp_path: Path) -> None:
    root = workspace_of_now(tmp_path, 3, status="doing", so_that="it helps", hypotheses=["hhhhhhhhhh"], due="2026-11-20")
    before = all_bytes(root)
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("g", "d")
        await pilot.pause()
        assert lines(app) == ["3 items are past their day"]
        await pilot.press("n")
        assert any("l shows them" in one.message for one in app._notifications)
        await pilot.press("l", "j", "j", "d", *"+1w", "enter")
        await pilot.pause()
        assert stored(root, item_id(1)).get("due") == "2026-11-29" or app.ledger.pending
        assert lines(app) == ["2 items are past their day"]
        assert app.context().cursor is not None
        assert app.context().cursor.id == item_id(2)  # type: ignore[union-attr]
        await pilot.press("k", "k", "space")  # on the line: all of it
        assert [record.id for record in app.context().selection] == [item_id(0), item_id(2)]
        await pilot.press("d", *"+1w", "enter")
        await pilot.pause()
        assert lines(app) == []
        assert "Nothing needs you." in screen_text(app)
        await saved(app, pilot)
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("j", "enter", "/", "b", "a", "escape")  # nothing of this does harm
        assert lines(app) == ["3 items are past their day"]


async def test_what_git_says_is_stale_comes_by_itself(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "plans", 2, status="doing", hypotheses=["hhhhhhhhhh"])
    dates = {"GIT_COMMITTER_DATE": "2026-10-01T00:00:00Z", "GIT_AUTHOR_DATE": "2026-10-01T00:00:00Z"}
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "all")):
        subprocess.run(("git", *words), cwd=root, check=True, env={**os.environ, **dates})
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "is:stale"})
        await pilot.press("1")
        await until(app, pilot, lambda: app.last_changes is not None and lines(app))
        assert lines(app) == ["2 items untouched for 30 days", "1 milestone untouched for 30 days"]
        await pilot.press("l", "j", "n", "3", "enter")  # touched now
        await until(app, pilot, lambda: lines(app)[0] == "1 item untouched for 30 days")  # found out behind the screen
        await pilot.press("4")
        await until(app, pilot, lambda: app.records_screen.name == "backlog")
        assert [record.id for record in [app.context().cursor] if record is not None] == [item_id(1)]


async def test_moving_to_ready_asks_for_what_is_missing(tmp_path: Path) -> None:
    root = make_workspace(tmp_path, 3, status="inbox", estimate=2, so_that="it helps")
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("s", *"ready", "enter")
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, ReadyDialog)
        assert [gap.rule.name for gap in dialog._gaps] == ["criteria", "balance"]
        await pilot.press("escape")
        assert not app.ledger.undos
        app.dispatch("record.status", {"value": "ready"})
        await pilot.press("tab", "9")
        assert screen_text(app).count("☑") == 0, "what cannot be taken must not look done"
        await pilot.press("backspace", "shift+tab", *"Works")
        assert screen_text(app).count("☑") == 1
        await pilot.press("enter", *"352")
        await pilot.pause()
        assert not isinstance(app.screen, ReadyDialog)
        await saved(app, pilot)
        found = stored(root, item_id(0))
        assert (found["status"], found["ux"], found["business"], found["feasibility"]) == ("ready", 3, 5, 2)
        assert [one["text"] for one in found["criteria"]] == ["Works"]
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("*")  # many at once, moved all the same
        app.dispatch("record.status", {"value": "ready"})
        await pilot.pause()
        assert "3 of 3 are not ready yet" in screen_text(app)
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        assert {stored(root, item_id(at))["status"] for at in range(3)} == {"ready"}
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_where_the_team_refuses_nothing_moves_before_it_is_ready(tmp_path: Path) -> None:
    import json

    root = make_workspace(tmp_path, 1, status="inbox")
    settings = json.loads((root / "pmtui.json").read_text())
    settings["settings"] = {"ready": ["why", {"rule": "filter", "query": "estimate<=5", "says": "too large"}], "ready_refuses": True}
    (root / "pmtui.json").write_text(json.dumps(settings))
    async with opened(root) as (app, pilot):
        app.dispatch("record.status", {"value": "ready"})
        await pilot.press(*"law", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, ReadyDialog)
        assert "lacks too large" in screen_text(app)
        await pilot.press("escape", "n", "3", "enter")
        app.dispatch("record.status", {"value": "ready"})
        await pilot.press(*"law", "enter")
        await saved(app, pilot)
        assert stored(root, item_id(0))["so_that"] == "law"


async def test_many_records_are_looked_at_behind_the_screen_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmtui.app import today as looking
    from pmtui.domain.today import concerns

    asked: list[object] = []
    monkeypatch.setattr(looking, "_AT_ONCE", 0)
    monkeypatch.setattr(looking, "concerns", lambda snapshot, *more: asked.append(snapshot) or concerns(snapshot, *more))
    async with opened(workspace_of_now(tmp_path, 2, status="inbox")) as (app, pilot):
        await pilot.press("1")
        await until(app, pilot, lambda: app.records_screen.name == "today" and today(app).concerns is not None)
        assert lines(app) == ["2 items wait for triage"]
        await pilot.pause(0.3)
        assert len(asked) <= 2  # once more where git has spoken meanwhile
        app.dispatch("record.add", {"line": "Another"})
        await until(app, pilot, lambda: lines(app) == ["3 items wait for triage"])


async def test_other_ways_to_ready_say_what_is_missing(tmp_path: Path) -> None:
    root = make_workspace(tmp_path, 1, status="inbox")
    async with opened(root) as (app, pilot):
        app.dispatch("record.add", {"line": "Another", "fields": ["status=ready"]})
        await pilot.pause()
        change = Change("Save", (Edit("item", item_id(0), {"status": "inbox"}, {"status": "ready"}),))
        app.commit(change)
        await until_shown(app, pilot, "ready, but it lacks: why, clear")
        assert app.effects.why_not_ready(change._replace(edits=())) == ""


async def test_a_form_keeps_what_the_team_refuses(tmp_path: Path) -> None:
    import json

    root = make_workspace(tmp_path, 1, status="inbox")
    settings = json.loads((root / "pmtui.json").read_text())
    settings["settings"] = {"ready_refuses": True}
    (root / "pmtui.json").write_text(json.dumps(settings))
    async with opened(root) as (app, pilot):
        change = Change("Save", (Edit("item", item_id(0), {"status": "inbox"}, {"status": "ready"}),))
        assert app.effects.room("pmtui.app.forms:Forms").save(change, is_new=False) is False
        app.commit(change)
        await pilot.pause()
        assert not app.ledger.undos
        said = [one.message for one in app._notifications]
        assert said
        assert all("lacks why" in one for one in said)


async def test_a_visit_begins_with_the_first_of_what_is_shown(tmp_path: Path) -> None:
    root = workspace_of_now(tmp_path)
    with Workspace(root) as workspace:
        workspace.save(Change("two left", tuple(
            Edit("item", item_id(at), {"status": "ready"}, {"status": "done"}) for at in range(12) if at not in (3, 5)), at=NOW))
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "is:closed"})
        await pilot.press("G", "1")
        await pilot.pause()
        await pilot.press("enter")
        await until(app, pilot, lambda: app.records_screen.visit is not None)
        assert app.records_screen.view_widget.cursor_id == item_id(3)
