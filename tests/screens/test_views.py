"""Saved views on the screens: on digits, in their list, saved for oneself and for the team."""

from __future__ import annotations

from pathlib import Path

from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, until_shown

from pmtui.domain.change import Change, Edit
from pmtui.store.own_views import read_own_views
from pmtui.store.workspace import Workspace

BROKEN = "vvvvvvvvv1"


def _view(**fields: str) -> Edit:
    return Edit("view", BROKEN, None, {"id": BROKEN, "title": "By hand", "lists": "item", "created_at": NOW, **fields})


def _own(root: Path) -> list[str]:
    return [one.name for one in read_own_views(str(root), str(root / ".local"))[0]]


async def test_views_are_shown_saved_and_left(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product")
    with Workspace(root) as workspace:
        edits = (Edit("item", item_id(2), {}, {"tags": ["billing"], "estimate": 3}), Edit("item", item_id(5), {}, {"tags": ["billing"]}))
        workspace.save(Change("tag", edits, at=NOW))
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        screen = app.records_screen
        for digit, name in zip("12345678", ("My work", "Ready", "Needs score", "No why", "Stale", "Blocked", "Snoozed", "Done this week"),
                               strict=True):
            await pilot.press("w", digit)
            assert screen.shown_view == name
        assert "Backlog · Done this week · by done at ↓ · 0 of 12" in screen_text(app)
        await pilot.press("escape")
        assert (screen.shown_view, screen.sort, len(screen.list.view.rows)) == ("", "", 12)
        await pilot.press("/", *"tag:billing", "enter", "O", *"title", "enter", "w", "s", *"Payments", "enter")
        assert app.records_screen.shown_view == "Payments"
        assert "w 9 shows it" in screen_text(app)
        await pilot.press("w", "0")
        assert (screen.filter_text, screen.sort, len(screen.list.view.rows)) == ("", "", 12)
        await pilot.press("b", "w", "9")
        assert (screen.layout_name, screen.sort, len(screen.list.view.rows)) == ("list", "title", 2)
        await pilot.press("w", "s", "tab", "enter")  # the same, for the team
        await saved(app, pilot)
        assert "Payments" in "".join(path.read_text() for path in (root / "views").rglob("*.json"))
        await pilot.press("u")
        await saved(app, pilot)
        after = all_bytes(root)
        assert {name: after[name] for name in before} == before
        app.sessions.keep()
        assert ["deleted_at" in after[name].decode() for name in after if name not in before] == [True]
    assert _own(root) == ["Payments"]
    async with opened(root) as (app, pilot):  # it stands as it was left
        assert app.records_screen.shown_view == "Payments"
        await pilot.press("w", "w", "m", "1", "r")
        await pilot.press(*"Bills", "enter", "D", "n", "enter")
        assert app.records_screen.shown_view


async def test_the_list_of_views_renames_places_and_deletes(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product")
    with Workspace(root) as workspace:
        workspace.save(Change("by hand", (_view(query="status:", sort="nonsense"),), at=NOW))
    before = all_bytes(root)
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("w", "9")
        await pilot.pause()
        assert "cannot be shown" in str([str(one.message) for one in app._notifications])
        await pilot.press("w", "w", "G")
        await until_shown(app, pilot, "its filter is not understood")
        await pilot.press("m", "1")
        await pilot.pause()
        await pilot.press("r", *"Mine", "enter")
        await pilot.pause()
        await saved(app, pilot)
        assert "1 Mine" in screen_text(app)
        await pilot.press("D", "y")
        await pilot.pause()
        await saved(app, pilot)
        assert "Mine" not in screen_text(app)
        await pilot.press("escape", "u", "u")
        await saved(app, pilot)
        await settled(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("/", *"id:003", "enter", "w", "s", *"One", "enter", "w", "w")
        await pilot.pause(0.1)
        await pilot.press("G", "k")
        for _ in range(12):
            if "▸  9 One" in screen_text(app) or "▸    One" in screen_text(app):
                break
            await pilot.press("k")
        await pilot.press("D", "y")
        await pilot.pause()
        app.effects.room("pmtui.app.views:SavedViews").close()
        assert _own(root) == []
        await pilot.press("u")
        await pilot.pause()
        assert "“One” is back" in screen_text(app)
        await pilot.press("escape")
    assert _own(root) == ["One"]


async def test_no_view_of_ones_own_is_lost_to_another_of_its_name(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product", 1)) as (app, pilot):
        views = app.effects.room("pmtui.app.views:SavedViews")
        app.records_screen.filter_text = "id:0"
        for name in ("One", "Two"):
            app.dispatch("view.save", {"name": name})
        one, two = views.mine
        await pilot.press("w", "w", "G", "k", "r", *"two", "enter")
        await until_shown(app, pilot, "there is a view “Two” already")
        await pilot.press("escape")
        assert views.mine == [one, two]
        assert views.rename(two, "TWO") == ""
        assert [view.name for view in views.mine] == ["One", "TWO"]
        views.delete(one)
        views.mine.append(one._replace(query="tag:new"))
        assert views.restore() == "One 2"
        assert [(view.name, view.query) for view in views.mine] == [("TWO", "id:0"), ("One", "tag:new"), ("One 2", "id:0")]
        views.close()
    assert _own(tmp_path / "product") == ["TWO", "One", "One 2"]


async def test_a_long_filter_leaves_room_for_the_counts_and_stands_whole_where_it_can(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product", 3), size=(60, 20)) as (app, pilot):
        words = "status:ready,doing,review -tag:internal -tag:later item"
        await pilot.press("/", *words, "enter")
        await pilot.pause()
        assert "… · 3 of 3 ─" in screen_text(app).splitlines()[1]
        await pilot.resize_terminal(120, 20)
        await pilot.press("z", "z")
        await pilot.pause()
        assert f"{words} · by rank · 3 of 3" in screen_text(app).splitlines()[1]
