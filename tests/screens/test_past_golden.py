"""The past as text, at three sizes; `GOLDEN=write pytest tests/screens/test_past_golden.py` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import test_golden
from goldens import at_rest
from past_stage import asked, change, enter, git
from stage import NOW, opened, screen_text, until
from test_golden import SIZES, assert_golden

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.commands.core import Effect
from pmtui.domain.change import Edit, Snapshot
from pmtui.screens.dialogs.comparison import ComparisonDialog
from pmtui.store.workspace import Workspace

FOLDER = Path(__file__).with_name("golden_past")
VIEWS = ("ask", "a date", "no point", "backlog", "roadmap", "compare")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample product with a past: committed once, then groomed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        root = make_demo(tmp_path_factory.mktemp("past") / "product")
        git(root, "", "init", "-q", "-b", "main")
        git(root, "", "add", ".")
        git(root, "2026-09-20T12:00:00Z", "commit", "-qm", "Begin")
        git(root, "", "tag", "v1.0")
        change(root, *_groomed(Workspace(root).snapshot()))
    return root


def _groomed(snapshot: Snapshot) -> list[Edit]:
    """One of each: done, slipped, added, dropped, deleted, moved, scored, renamed."""
    table, milestones = snapshot.table("item"), snapshot.table("milestone")
    open_ones = [record for at in table.in_order() if not (record := table.record(at)).is_closed]
    later = next(record for record in milestones if not record.is_closed and record["target"])
    changes = [
        (open_ones[0], {"status": "done"}), (open_ones[1], {"title": f"{open_ones[1].title}, twice"}), (open_ones[2], {"reach": 9000}),
        (open_ones[3], {"milestone": None}), (open_ones[4], {"rank": "zz"}), (open_ones[5], {"deleted_at": NOW}),
        (open_ones[6], {"status": "dropped"}), (later, {"target": "2027-02-20"}),
    ]
    edits = [
        Edit(record.kind, record.id, {name: record.data[name] for name in fields if name in record.data},
             {name: value for name, value in fields.items() if value is not None})
        for record, fields in changes
    ]
    return [*edits, Edit("item", "0123456789", None, {"title": "Show the tax by country", "rank": "zzz", "created_at": NOW})]


def text_of(app: PmtuiApp) -> str:
    """What the screen shows, with one name for every commit."""
    return re.sub(r"commit [0-9a-f]{7}", "commit 1a2b3c4", screen_text(app))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_past_of_the_demo(demo: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    wrong = []

    async def look(name: str) -> None:
        try:
            assert_golden(name, size, await at_rest(app, pilot, shown=text_of))
        except AssertionError as error:
            wrong.append(str(error).partition("\nassert")[0])

    async with opened(demo, size) as (app, pilot):
        await pilot.press("g", "a")
        await until(app, pilot, lambda: "tag · 20 Sep 2026" in screen_text(app))
        await look("ask")
        app.screen.focused.insert_text_at_cursor("last friday")
        await look("a date")
        await asked(app, pilot, "v9")
        await until(app, pilot, lambda: "there is no tag" in screen_text(app))
        await look("no point")
        await pilot.press("escape")
        await enter(app, pilot, "2026-10-01")
        await at_rest(app, pilot)  # the links follow once the cursor rests
        await look("backlog")
        await pilot.press("5")
        await until(app, pilot, lambda: getattr(app.records_screen, "outlook", None) and app.records_screen.outlook.forecasts is not None)
        await look("roadmap")
        await pilot.press("escape")
        app.effects.carry_out(Effect("compare", {"from": "v1.0", "to": "now"}))
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        await look("compare")
    assert not wrong, "\n".join(wrong)


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in VIEWS for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted
