"""The inbox under Pilot: what waits, one key each, the next one by itself, and undo back to the first byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stage
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.app.triage import Triage
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.merge import MergeDialog
from pmtui.screens.dialogs.split import SplitDialog
from pmtui.screens.dialogs.triage import NumberedDialog
from pmtui.screens.dialogs.triage_original import OriginalDialog
from pmtui.store.workspace import Workspace

HEARD = [f"ffffffffa{at}" for at in range(5)]
PROBLEM = "ppppppppp9"


def make_inbox(root: Path) -> Path:
    make_workspace(root, count=4)
    titles = ("Export the ledger as CSV", "Cards are declined in Japan", "Please an export as CSV", "Dark theme", "Faster search")
    edits = [
        Edit("feedback", id, None, {"id": id, "title": title, "customer": f"Customer {at}", "quote": [f"We need it: {title}"],
                                    "created_at": f"2026-11-0{at + 1}T08:00:00Z"})
        for at, (id, title) in enumerate(zip(HEARD, titles, strict=True))
    ]
    edits += [
        Edit("item", item_id(0), {"status": "ready", "title": "Item 0"}, {"title": "Search is slow", "created_at": "2026-11-09T08:00:00Z"}),
        Edit("item", item_id(1), {"title": "Item 1"}, {"title": "Export ledger as CSV"}),
        Edit("problem", PROBLEM, None, {"id": PROBLEM, "title": "Data is locked in", "created_at": NOW}),
    ]
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def listed(app: PmtuiApp) -> list[str]:
    view = app.records_screen.list.view
    return [str(view.table.record(position).title) for position in view.rows]


async def until(pilot: Pilot[int], holds: Callable[[], Any]) -> None:
    await stage.until(pilot.app, pilot, holds)


async def test_one_key_each_and_the_next_comes_up_by_itself_and_all_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = make_inbox(tmp_path / "product")
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("g", "i")
        await settled(app, pilot)
        assert listed(app) == ["Export the ledger as CSV", "Cards are declined in Japan", "Please an export as CSV", "Dark theme",
                               "Faster search", "Search is slow"]
        await until(pilot, lambda: "Export ledger as CSV" in screen_text(app))  # at the foot of the detail: what it may repeat
        searched: list[Any] = []
        with monkeypatch.context() as patched:
            patched.setattr(Triage, "find", lambda *arguments: searched.append(arguments))
            await pilot.press("d")
        assert isinstance(app.screen, OriginalDialog)
        assert app.screen.list.rows
        assert not searched, "what has been found is not looked for again"
        strokes = ["enter", "p", "n", "2", "z", "1", "a", "a"]
        await pilot.press(*strokes)
        assert len(["d", *strokes]) / 6 < 4
        await saved(app, pilot)
        assert listed(app) == []
        assert "Nothing waits for a first decision" in screen_text(app)
        await pilot.press("a")
        assert "A writes feedback down" in str(list(app._notifications)[-1].message)
        found = [stored(root, id, "feedback") for id in HEARD]
        assert [one["status"] for one in found] == ["linked", "linked", "declined", "snoozed", "linked"]
        assert found[0]["linked"] == [item_id(1)]
        assert found[2]["reasons"][0]["text"] == ["out of scope"]
        assert app.snapshot.record("problem", found[1]["linked"][0])["evidence"][0]["customer"] == "Customer 1"
        assert stored(root, item_id(0)).get("status") == "ready"
        for title in ("Search is slow", "Faster search", "Dark theme", "Please an export as CSV", "Cards are declined in Japan"):
            await pilot.press("u")
            assert app.records_screen.cursor_record().title == title
        await pilot.press("u")
        await saved(app, pilot)
    new = {name for name in all_bytes(root) if name not in before}
    assert {name: data for name, data in all_bytes(root).items() if name in before} == before
    assert all(b"deleted_at" in all_bytes(root)[name] for name in new)


async def test_the_original_is_found_by_typing_reasons_are_typed_and_many_are_decided_at_once(tmp_path: Path) -> None:
    root = make_inbox(tmp_path / "product")
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "i")
        await settled(app, pilot)
        await pilot.press("j", "d")
        assert isinstance(app.screen, OriginalDialog)
        await until(pilot, lambda: "nothing says the same" in screen_text(app))
        await pilot.press("enter")
        assert isinstance(app.screen, OriginalDialog), "with nothing likely, Enter alone must not choose"
        await pilot.press(*"locked", "enter")
        await until(pilot, lambda: "Cards are declined in Japan" not in listed(app))
        assert app.snapshot.record("problem", PROBLEM)["evidence"][0]["quote"] == ["We need it: Cards are declined in Japan"]
        await pilot.press("g", "g", "space", "space", "n", *"too late", "enter")
        await saved(app, pilot)
        assert [stored(root, id, "feedback")["status"] for id in (HEARD[0], HEARD[2])] == ["declined"] * 2
        assert stored(root, HEARD[2], "feedback")["reasons"][0]["text"] == ["too late"]
        await pilot.press("z", *"some day", "enter")
        assert isinstance(app.screen, NumberedDialog), "what is no day must not close the question"
        assert "'some day' is no date, milestone, item" in screen_text(app)
        await pilot.press(*["backspace"] * 8, *"mvp", "enter")
        await saved(app, pilot)
        assert stored(root, HEARD[3], "feedback")["snoozed_for"] == "mmmmmmmmm1"
        assert listed(app) == ["Faster search", "Search is slow"]
        app.commit(Change("ship", (Edit("milestone", "mmmmmmmmm1", {}, {"status": "shipped"}),), at=NOW))
        assert "Dark theme" in listed(app), "what it was snoozed for has shipped: it is back by itself"
        await pilot.press("/", *"status:declined", "enter")
        assert listed(app) == ["Export the ledger as CSV", "Please an export as CSV"]
        await pilot.press("escape", "O", *"title", "enter")
        assert listed(app) == ["Dark theme", "Faster search", "Search is slow"]


async def test_split_and_merge_show_what_they_do_and_can_be_undone(tmp_path: Path) -> None:
    root = make_inbox(tmp_path / "product")
    with Workspace(root) as workspace:
        body = {"body": ["- Search by amount", "- Search by name"]}
        workspace.save(Change("text", (Edit("item", item_id(0), {}, body), Edit("item", item_id(3), {}, {"tags": ["a"]})), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press(";")
        assert isinstance(app.screen, SplitDialog)
        await pilot.press("tab", *"Search by date", "enter", "enter")
        await saved(app, pilot)
        parts = [record.title for record in app.snapshot.table("item") if record["parent"] == item_id(0)]
        assert sorted(parts) == ["Search by date", "Search by name"]
        assert stored(root, item_id(0))["status"] == "ready"
        await pilot.press("u", "G", "space", "&")
        await pilot.press(*"Item 2", "enter")
        assert isinstance(app.screen, MergeDialog)
        await until(pilot, lambda: "what goes over" in screen_text(app))
        assert "keeps       ◔ B-003a Item 3" in screen_text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "keeps       ◔ B-002a Item 2" in screen_text(app))
        await pilot.press("enter")
        await saved(app, pilot)
        assert (stored(root, item_id(3))["duplicate_of"], stored(root, item_id(2))["tags"]) == (item_id(2), ["a"])
        await pilot.press("u")
        await saved(app, pilot)
    assert {name: data for name, data in all_bytes(root).items() if name in before} == before


async def test_the_way_back_leads_to_the_record_and_a_decision_is_repeated_with_one_key(tmp_path: Path) -> None:
    root = make_inbox(tmp_path / "product")
    async with opened(root) as (app, pilot):
        await pilot.press("g", "i", "G")
        await settled(app, pilot)
        assert (app.records_screen.kind, app.records_screen.cursor_record().title) == ("item", "Search is slow")
        await pilot.press("4", "ctrl+o")
        await until(pilot, lambda: (app.records_screen.name, app.records_screen.cursor_record().title) == ("inbox", "Search is slow"))
        await pilot.press("g", "g", "n", "2", ".", ".")
        await saved(app, pilot)
        assert listed(app) == ["Dark theme", "Faster search", "Search is slow"]
        assert [stored(root, id, "feedback")["reasons"][0]["text"] for id in HEARD[:3]] == [["out of scope"]] * 3


async def test_an_empty_inbox_counts_what_sleeps_whether_until_a_day_or_for_something(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=5, status="inbox")
    gone = {"deleted_at": NOW, "snoozed_until": "2027-01-01"}
    values = ({"snoozed_until": "2027-01-01"}, {"snoozed_for": item_id(4)}, gone, {"status": "doing", "snoozed_until": "2026-01-01"},
              {"status": "ready"})
    with Workspace(root) as workspace:
        edits = [Edit("item", item_id(at), {"status": "inbox"} if "status" in one else {}, one) for at, one in enumerate(values)]
        workspace.save(Change("snooze", tuple(edits), at=NOW))
    async with opened(root) as (app, pilot):
        await pilot.press("g", "i")
        await settled(app, pilot)
        assert "2 are snoozed and come back by themselves." in screen_text(app)
