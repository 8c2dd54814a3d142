"""The Tree screen: folding, filter, adding below, mending in the audit, and what is kept."""

from __future__ import annotations

from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from goldens import SIZES, assert_as_in, at_rest
from stage import NOW, all_bytes, opened, saved, screen_text, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain import audit
from pmtui.domain.change import Change, Edit
from pmtui.screens.tree import TreeScreen
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

FOLDER = Path(__file__).with_name("golden_tree")
READ = [{"id": "rrrrrrrrr1", "at": "2026-11-01", "value": 1.25}]
QUOTE = [{"id": "eeeeeeeee1", "at": "2026-11-20T08:00:00Z", "quote": ["I gave up at page two"], "customer": "Ada", "source": "interview"}]
RECORDS: dict[str, dict[str, dict[str, Any]]] = {
    "goal": {"ggggggggg1": {"title": "Fewer customers leave", "status": "active", "kpis": [
        {"id": "kkkkkkkkk1", "name": "Churn", "unit": "%", "direction": "down", "baseline": 2, "target": 1, "readings": READ}]}},
    "problem": {"qqqqqqqqq1": {"title": "Customers are locked out", "status": "solving", "goal": "ggggggggg1", "evidence": QUOTE},
                "qqqqqqqqq2": {"title": "Nobody finds the price list"}},
    "hypothesis": {"hhhhhhhhh1": {"title": "Retrying at payday recovers more", "status": "testing", "problem": "qqqqqqqqq1"}},
    "experiment": {"xxxxxxxxx1": {"title": "Payday against daily", "status": "stopped", "result": "won", "hypothesis": "hhhhhhhhh1"}},
    "item": {"bbbbbbbbb1": {"title": "Retry failed payments", "status": "doing", "hypotheses": ["hhhhhhhhh1"], "milestone": "mmmmmmmmm1",
                            "rank": "a1"},
             "bbbbbbbbb2": {"title": "Polish the logo", "status": "ready", "rank": "a2"}},
    "milestone": {"mmmmmmmmm1": {"title": "Billing MVP", "status": "active", "goals": ["ggggggggg1"], "rank": "a1"}},
    "feedback": {"fffffffff1": {"title": "It locked me out", "status": "linked", "linked": ["qqqqqqqqq1"], "customer": "Bo"}},
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = tmp_path / "product"
    init_workspace(root, "Test")
    edits = [Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for kind, some in RECORDS.items() for id, data in some.items()]
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    return root


def tree(app: PmtuiApp) -> TreeScreen:
    screen = app.records_screen
    assert isinstance(screen, TreeScreen)
    return screen


def titles(app: PmtuiApp) -> list[str]:
    """What the rows say, indented."""
    shown, rows = tree(app).shown_list, tree(app).rows
    assert rows is not None
    looks = [shown.look(at) for at in range(len(rows))]
    return [f"{'.' * look.depth}{look.title}" for look in looks]


async def pressed(app: PmtuiApp, pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause(0.05)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_golden(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        for name, keys in {"tree": ("7", "+", "+", "+", "+"), "branch": ("G", "k", "k"), "audit": ("b",)}.items():
            await pilot.press(*keys)
            assert_as_in(FOLDER, name, size, await at_rest(app, pilot), with_top=False)


async def test_folding_adding_below_and_undo(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, first, every = all_bytes(root), list[str](), audit.CHECKS[0].mask
    asked = [one._replace(mask=lambda *of: first.append(current_thread().name) or every(*of)) for one in audit.CHECKS[:1]]
    monkeypatch.setattr(audit, "_FEW", -1)  # where there are many records, what is missing is counted in a thread before the first picture
    monkeypatch.setattr(audit, "CHECKS", (*asked, *audit.CHECKS[1:]))
    async with opened(root) as (app, pilot):
        await pressed(app, pilot, "g", "t")
        await until(app, pilot, lambda: "missing" in tree(app).filling.counts)
        assert (first[0], tree(app).filling.counts) == ("pmtui-tree", "1 goal · 3 missing: b lists them")
        assert titles(app) == ["Fewer customers leave", ".Churn", ".Customers are locked out", ".Billing MVP", "problems without a goal",
                               "work without a why"]
        await pressed(app, pilot, "j", "j", "l")
        assert titles(app)[2:5] == [".Customers are locked out", "..1 quote, 1 piece of feedback", "..Retrying at payday recovers more"]
        await pressed(app, pilot, "a", *"Text them", "enter")
        assert "..Text them" in titles(app)
        record = app.context().cursor
        assert record is not None
        assert (record.kind, record.title, record["problem"]) == ("hypothesis", "Text them", "qqqqqqqqq1")
        assert "no test" in screen_text(app)
        await pressed(app, pilot, "a", *"Ten texts", "enter")
        assert tree(app).cursor_key.count("/") == 3
        await pressed(app, pilot, "h", "h")  # to what it belongs to, then that is folded
        assert "...Ten texts" not in titles(app)
        await pressed(app, pilot, "u", "u")
        assert titles(app)[5] == ".Billing MVP"
        await saved(app, pilot)
        assert before.items() <= all_bytes(root).items()  # what was added has left a tombstone
        await pressed(app, pilot, "g", "g", "h", "j")  # folded, and on the first branch
        await pressed(app, pilot, "space")
        assert [one.title for one in app.context().selection] == ["Nobody finds the price list"]
        await pressed(app, pilot, "escape", "G", "l", "j", "t")
        assert "no problem and no hypothesis" in screen_text(app)
        await pressed(app, pilot, "escape", "enter")
        assert tree(app).is_detail_open
        await pressed(app, pilot, "escape", "/")
        offered = {one.text.strip() for one in tree(app).filling.completions("status:", 7)}
        assert {"active", "captured", "inbox", "stopped", "planned"} <= offered
        await pressed(app, pilot, *"payday", "enter")
        assert titles(app) == ["Fewer customers leave", ".Customers are locked out", "..Retrying at payday recovers more",
                               "...Payday against daily"]
        assert tree(app).filling.counts == "2 found"
        assert app.context().cursor.title == "Retrying at payday recovers more"  # the first that matches, not what it stands below
        await pressed(app, pilot, "/", *" nosuch:one", "enter", "escape")
        assert len(titles(app)) == 5  # folded as before the filter
        await pressed(app, pilot, "g", "g")
        for sign in "▾▸":  # a click on the sign folds, a click on the title does not
            await pilot.click(tree(app).shown_list, offset=(4, 1))
            await until(app, pilot, lambda sign=sign: tree(app).shown_list.render_line(1).text[4] == sign)  # type: ignore[misc]
        await pilot.click(tree(app).shown_list, offset=(9, 1))
        await pressed(app, pilot, "l")
        assert tree(app).shown_list.render_line(1).text[4] == "▾"


async def test_the_audit_is_mended_where_it_stands_and_screens_stand_as_they_were_left(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.dispatch("go.audit")
        await until(app, pilot, lambda: tree(app).rows is not None and len(titles(app)) == 6)
        assert titles(app) == ["work without a why", ".Polish the logo", "problems without evidence", ".Nobody finds the price list",
                               "problems without a goal", ".Nobody finds the price list"]
        await pressed(app, pilot, "j", "L", *"problems", "enter", *"locked", "enter")
        await saved(app, pilot)
        assert stored(root, "bbbbbbbbb2")["problems"] == ["qqqqqqqqq1"]
        assert titles(app)[0] == "problems without evidence"
        await pressed(app, pilot, "g", "g", "j", '"', *"They said so", "ctrl+s")
        assert titles(app) == ["problems without a goal", ".Nobody finds the price list"]
        await pressed(app, pilot, "G", "b")  # the tree, on the same record
        assert tree(app).layout_name == "list"
        assert tree(app).cursor_key == "branch:problem_without_goal/problem:qqqqqqqqq2"
        await pressed(app, pilot, "b", "G", "enter")
        assert (app.records_screen.name, app.context().cursor.id) == ("problems", "qqqqqqqqq2")  # type: ignore[union-attr]
        await pressed(app, pilot, "7", "b", "g", "g", "h")
        app.sessions.keep()
    async with opened(root) as (app, pilot):
        assert tree(app).layout_name == "list"
        assert titles(app)[0] == "Fewer customers leave"
        assert len(titles(app)) == 3


async def test_a_filtered_audit_counts_what_it_shows(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.dispatch("go.audit")
        await until(app, pilot, lambda: tree(app).rows is not None and len(titles(app)) == 6)
        for typed, shown, count in (("price", 4, "2 missing"), ("retry", 0, "0 missing")):  # what retries is found, and lacks nothing
            await pressed(app, pilot, "/", "ctrl+u", *typed, "enter")
            await until(app, pilot, lambda shown=shown: len(titles(app)) == shown)  # type: ignore[misc]
            assert tree(app).filling.counts == count


async def test_parts_of_records_rank_and_selection(root: Path) -> None:
    more = {f"ccccccccc{at}": {"title": f"Step {at}", "status": "ready", "hypotheses": ["hhhhhhhhh1"], "rank": f"b{at}"} for at in range(3)}
    edits = [Edit("item", id, None, {"id": id, "created_at": NOW, **data}) for id, data in more.items()]
    with Workspace(root) as workspace:
        workspace.save(Change("more", tuple(edits), at=NOW))
    async with opened(root, (80, 24)) as (app, pilot):
        await pressed(app, pilot, "7", "j", "j", "l", "j", "j", "l")
        steps = [title for title in titles(app) if "Step" in title]
        assert steps == ["...Step 0", "...Step 1", "...Step 2"]
        while app.context().cursor.title != "Step 1":  # type: ignore[union-attr]
            await pressed(app, pilot, "j")
        await pressed(app, pilot, "K")
        assert [title[3:] for title in titles(app) if title.startswith("...")] == [
            "Payday against daily", "Retry failed payments", "Step 1", "Step 0", "Step 2"]
        await pressed(app, pilot, "*")
        assert {record.kind for record in app.context().selection} == {"goal", "problem", "hypothesis", "experiment", "item", "milestone"}
        await pressed(app, pilot, "escape", "g", "g", "j")  # the KPI: keys act on its goal
        assert app.context().column == "kpis"
        assert {one.label for one in tree(app).hints.hints} >= {"reading", "edit KPIs", "open goal"}
        assert {one.key for one in tree(app).hints.hints}.isdisjoint({"a", "s", "o", "space"})  # of no use on a KPI
        await pressed(app, pilot, "a")
        assert type(app.screen).__name__ == "FormScreen"
        await pressed(app, pilot, "escape", "j", "j", "l", "j")  # a quote
        assert tree(app).row is not None
        await pressed(app, pilot, "a", "escape", "e")
        await pressed(app, pilot, "escape", "escape")
        assert app.ledger.undos[-1].command == "rank.move"
