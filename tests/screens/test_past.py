"""The screens as they were: entering, looking, what is refused, and coming back to now exactly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from past_stage import THEN, asked, change, enter, git
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored, until

from pmtui.app.main import PmtuiApp
from pmtui.app.past import PAST
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL, Effect
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.comparison import ComparisonDialog
from pmtui.screens.dialogs.point import PointDialog, meaning
from pmtui.store.config import Config
from pmtui.store.workspace import Workspace

WRITING = {"Set", "Away", "Shift", "Undo"}
"""Groups of commands that change records."""


def edit(number: int, before: dict[str, object], after: dict[str, object]) -> Edit:
    return Edit("item", item_id(number), before, after)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten items in September; since then one was done, one renamed, two were added, and the milestone has slipped."""
    root = make_workspace(tmp_path_factory.mktemp("past") / "product", 10)
    change(root, Edit("milestone", "mmmmmmmmm1", {}, {"target": "2026-12-01"}))
    git(root, "", "init", "-q", "-b", "main")
    git(root, "", "add", ".")
    git(root, "2026-09-20T12:00:00Z", "commit", "-qm", "Begin")
    git(root, "", "tag", "v1.0")
    change(
        root, edit(0, {"status": "ready"}, {"status": "done"}), edit(3, {"title": "Item 3"}, {"title": "Item three"}),
        *(Edit("item", item_id(at), None, {"title": f"Item {at}", "rank": f"b{at}", "created_at": NOW}) for at in (10, 11)),
        Edit("milestone", "mmmmmmmmm1", {"target": "2026-12-01"}, {"target": "2026-12-11"}),
    )
    git(root, "", "add", ".")
    git(root, "2026-10-20T12:00:00Z", "commit", "-qm", "Since")
    shutil.rmtree(root / ".local" / "journal", ignore_errors=True)
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    return Path(shutil.copytree(template, tmp_path / "product"))


def shown(app: PmtuiApp) -> list[str]:
    view = app.records_screen.list.view
    return [view.table.record(at).title for at in view.rows]


async def test_a_date_that_is_typed_shows_the_workspace_as_it_was(root: Path) -> None:
    async with opened(root) as (app, pilot):
        assert "Item three" in shown(app)
        await pilot.press("g", "a")
        await asked(app, pilot, THEN)
        await until(app, pilot, lambda: app.past is not None)
        assert shown(app) == [f"Item {at}" for at in range(10)]
        text = screen_text(app)
        assert "▲ as it was on 1 Oct 2026 · commit " in text
        assert "esc return to now" in text
        assert app.environment().today == "2026-10-01"
        assert app.records_screen.panes.has_class("-past")
        wanted = app.sessions.session()
        await pilot.press("b", "5")
        await until(app, pilot, lambda: app.records_screen.name == "roadmap")
        assert "1 Dec" in screen_text(app)
        assert "as it was on 1 Oct 2026" in screen_text(app)
        assert app.sessions.session() == wanted  # a program that is left in the past opens at the present as it was


async def test_what_is_no_point_is_asked_again_and_a_tag_is_offered(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("g", "a")
        await asked(app, pilot, "2026-08-01")
        await until(app, pilot, lambda: "there was nothing yet on 1 Aug 2026" in screen_text(app))
        with app.effects.room(PAST)._turn:  # the reading waits
            await asked(app, pilot, THEN)
            await until(app, pilot, lambda: f"reading {THEN} …" in screen_text(app))
            await pilot.press("escape")
            assert "reading" not in screen_text(app)
            assert isinstance(app.screen, PointDialog)
        await asked(app, pilot, "v1")
        await until(app, pilot, lambda: app.past is not None)
        assert app.as_it_was == "at v1.0"
        assert "as it was at v1.0 · 20 Sep 2026 · commit " in screen_text(app)
        await enter(app, pilot, "main")
        assert "Item three" in shown(app)
        await pilot.press("g", "a")
        assert "leave the past" in screen_text(app)
        await pilot.press("enter")
        await until(app, pilot, lambda: app.past is None)


async def test_the_cursor_stays_on_its_record_and_comes_back_to_one_that_was_not_there(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("G")
        assert app.records_screen.cursor_record().id == item_id(11)
        await enter(app, pilot)
        assert "“Item 11” was not there yet" in screen_text(app)
        await pilot.press("g", "g", "escape")
        await until(app, pilot, lambda: app.past is None)
        assert app.records_screen.cursor_record().id == item_id(11)
        await pilot.press("g", "g", "j", "enter")
        await enter(app, pilot)
        assert app.records_screen.is_detail_open
        assert app.records_screen.cursor_record().id == item_id(2)
        await pilot.press("escape")
        assert app.past is not None
        await pilot.press("escape")
        await until(app, pilot, lambda: app.past is None)
        assert app.records_screen.is_detail_open


async def test_what_changes_meanwhile_is_there_on_return(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.commit(Change("now", (edit(2, {"status": "ready"}, {"status": "doing"}),), at=NOW))
        await enter(app, pilot)
        change(root, edit(5, {"title": "Item 5"}, {"title": "Changed meanwhile"}))
        app.link.refresh()
        await until(app, pilot, lambda: app.present.record("item", item_id(5)).title == "Changed meanwhile")
        assert "Item 5" in shown(app)
        assert "Changed meanwhile" not in screen_text(app)
        await saved(app, pilot)
        await pilot.press("escape")
        await until(app, pilot, lambda: "Changed meanwhile" in shown(app))
        assert app.snapshot.record("item", item_id(2)).status == stored(root, item_id(2))["status"] == "doing"


async def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product", 2)) as (app, pilot):
        await pilot.press("g", "a")
        await asked(app, pilot, THEN)
        await until(app, pilot, lambda: "git repository" in screen_text(app))


async def test_compare_tells_opens_and_copies(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("g", "v")
        await asked(app, pilot, "v1.0")
        await until(app, pilot, lambda: "Compare v1.0 with" in screen_text(app))
        await pilot.press("enter")
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        text = screen_text(app)
        assert "1 done · 1 later or earlier · 2 added · 1 renamed" in text
        assert "10 days later, 1 Dec 2026 → 11 Dec 2026" in text
        await pilot.press("y")
        assert app.clipboard.startswith("# Test: what changed\n\nFrom v1.0 to now: 1 done")
        assert "copied as Markdown" in screen_text(app)
        await pilot.press("j", "j", "enter")
        await until(app, pilot, lambda: not isinstance(app.screen, ComparisonDialog))
        assert app.records_screen.cursor_record().id == item_id(10)
        await pilot.press("g", "v")
        await until(app, pilot, lambda: "the last comparison again" in screen_text(app) and "v1.0 → now" in screen_text(app))
        await pilot.press("enter")
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        assert app.screen.view.key == ("item", item_id(10))
        await pilot.press("escape")
        app.effects.carry_out(Effect("compare", {"from": "v1.0", "to": THEN}))
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        assert "nothing changed" in screen_text(app)
        await pilot.press("j", "enter", "escape")
        await enter(app, pilot)
        app.effects.carry_out(Effect("compare", {"from": "v1.0", "to": "now"}))
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        await pilot.press("j", "enter")
        await until(app, pilot, lambda: app.past is None)  # what was added since opens at the present
        assert app.records_screen.cursor_record().id == item_id(11)


async def test_only_a_comparison_that_was_made_is_offered_again(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("g", "v")
        await until(app, pilot, lambda: "the last commit" in screen_text(app))
        await pilot.press("enter")
        await until(app, pilot, lambda: "Compare the last commit with" in screen_text(app))
        await asked(app, pilot, "nothing-of-this-name")
        await until(app, pilot, lambda: "there is no tag" in screen_text(app))
        await pilot.press("escape", "escape")
        await until(app, pilot, lambda: "Compare" not in screen_text(app))
        await pilot.press("g", "v")
        await until(app, pilot, lambda: "a day ago" in screen_text(app))
        assert "the last comparison again" not in screen_text(app)
        await pilot.press("enter")
        await until(app, pilot, lambda: "Compare the last commit with" in screen_text(app))
        await pilot.press("enter")
        await until(app, pilot, lambda: isinstance(app.screen, ComparisonDialog))
        await pilot.press("escape", "g", "v")
        await until(app, pilot, lambda: "the last commit → now" in screen_text(app))


async def test_escape_returns_to_now_exactly(root: Path) -> None:
    async with opened(root) as (app, pilot):
        screen = app.records_screen
        screen.filter_text, screen.sort = "item", "title"
        screen.show_snapshot()
        await pilot.press("j", "j", "j", "space")
        before, ids, row = screen.state(), set(screen.view_widget.selection.ids), shown(app)
        assert ids
        await enter(app, pilot)
        assert screen.cursor_record().id == before.cursor
        assert not screen.view_widget.selection.ids
        await pilot.press("b")  # everything is changed in the past …
        await pilot.press("/", "z", "enter")
        await pilot.press("5", "+")
        await until(app, pilot, lambda: app.records_screen.name == "roadmap")
        await pilot.press("escape")
        await until(app, pilot, lambda: app.past is None and app.records_screen is screen)
        assert screen.state() == before  # … and comes back
        assert set(screen.view_widget.selection.ids) == ids
        assert shown(app) == row
        assert not screen.panes.has_class("-past")
        assert "as it was" not in screen_text(app)
        await pilot.press("5")
        await until(app, pilot, lambda: app.records_screen.name == "roadmap")
        assert app.records_screen.timeline.level is None


async def test_every_writing_command_is_refused(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "!", *"high", "enter")
        await saved(app, pilot)
        await enter(app, pilot)
        before, screen = all_bytes(root), app.screen
        for command in (one for one in REGISTRY if one.scope != SHELL and one.group in WRITING):
            app.dispatch(command.id, {"kind": "item", "title": "x", "value": "1", "fields": "estimate=1", "is_confirmed": True})
            await pilot.pause()
            assert app.screen is screen, command.id
            assert not app.ledger.pending, command.id
        app.commit(Change("directly", (edit(1, {"status": "ready"}, {"status": "doing"}),), at=NOW))
        app.effects.carry_out(Effect("goto", {"kind": "person", "id": "ppppppppp1"}))
        await pilot.pause()
        assert app.screen is app.records_screen  # it is shown, and no form is opened
        assert all_bytes(root) == before
        assert app.present.record("item", item_id(1)).status == "ready"
        assert "it is shown as it was on 1 Oct 2026" in "".join(note.message for note in app._notifications)


async def test_the_program_opens_at_a_point(root: Path) -> None:
    app = PmtuiApp(Workspace(root), Config(), "ana")
    room = app.effects.room(PAST)
    moment = room.past.at(THEN, NOW)
    assert moment is not None
    room.begin(moment, room.past)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(app, pilot)
        assert "as it was on 1 Oct 2026" in screen_text(app)
        assert "Item 3" in shown(app)
        await pilot.press("escape")
        await until(app, pilot, lambda: app.past is None)
        assert "Item three" in shown(app)
        app.link.finish()


def test_what_typed_dates_mean() -> None:
    assert meaning("-30d", NOW) == "23 Oct 2026 · 4 w ago"
    assert meaning("2026-10-01", NOW) == "1 Oct 2026 · 7 w ago"
    assert meaning("tomorrow", NOW) == "23 Nov 2026 lies in the future"
    assert meaning("v1.0", NOW) == ""
