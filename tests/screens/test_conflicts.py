"""The Conflicts screen: what it shows, how conflicts are decided on it, and that each decision can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import test_golden
from stage import make_workspace, opened, saved, screen_text, stored, until, until_shown
from test_golden import SIZES, assert_golden
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.canonical import encode
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.conflicts import ConflictsScreen
from pmtui.screens.dialogs.conflict import ConflictDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit
from tests.store.contested import BODY, ENTRY, GONE, NUMBER, STATUS, TAGS, THREE, TITLE, contested

NOW = "2026-11-22T09:30:00Z"


FOLDER = Path(__file__).with_name("golden_conflicts")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contested")
    contested(folder)
    return folder / "ben"


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "ben")
    return tmp_path / "ben" / "product"


def mended(root: Path) -> Path:
    """The same without any conflict."""
    for kind in SCHEMA.kinds.values():
        for path in (root / kind.collection).glob("*/*.json"):
            data = {name: value for name, value in _read(path).items() if name not in ("conflicts", "criteria")}
            path.write_bytes(encode(kind, data))
    return root


def _read(path: Path) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@asynccontextmanager
async def conflicts(root: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[ConflictsScreen, PmtuiApp, Pilot[int]]]:
    """The screen, with what git knows."""
    async with opened(root, size) as (app, pilot):
        await pilot.press("g", "c")
        await pilot.pause()
        screen = app.records_screen
        assert isinstance(screen, ConflictsScreen)
        await until(app, pilot, lambda: len(screen.origins) >= len(screen.rows_now()))
        yield screen, app, pilot


async def shown(app: PmtuiApp, pilot: Pilot[int]) -> str:
    """The screen at rest, without how it stands to git, which is told at its own time."""
    text = ""
    for _ in range(60):
        await pilot.pause(0.03)
        before, text = text, screen_text(app)
        if text == before:
            break
    head, _, rest = text.partition("\n")
    return f"{head.partition(']')[0]}]\n{rest}"


def at(screen: ConflictsScreen) -> tuple[str, str]:
    assert screen.conflict is not None
    return screen.conflict.id, screen.conflict.path


async def stand(screen: ConflictsScreen, pilot: Pilot[int], id: str, path: str) -> None:
    assert screen.list.move_to_id(f"{id}/{path}")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_as_text(root: Path, size: tuple[int, int]) -> None:
    async with conflicts(root, size) as (screen, app, pilot):
        assert_golden("list", size, await shown(app, pilot))
        await stand(screen, pilot, THREE, "title")
        assert_golden("of three", size, await shown(app, pilot))
        await stand(screen, pilot, BODY, "body")
        await pilot.press("enter")
        await pilot.pause()
        assert_golden("deciding", size, await shown(app, pilot))
        await pilot.press("escape")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_without_conflicts_and_with_a_file_that_cannot_be_read(root: Path, size: tuple[int, int]) -> None:
    mended(root)
    async with conflicts(root, size) as (_, app, pilot):
        assert_golden("empty", size, await shown(app, pilot))
    (root / "backlog" / TITLE[0] / f"{TITLE}.json").write_bytes(b'{"id": ')
    async with conflicts(root, size) as (_, app, pilot):
        assert_golden("faulty", size, await shown(app, pilot))


def test_no_golden_file_is_left_over() -> None:
    names = ("list", "of-three", "deciding", "empty", "faulty")
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{width}x{height}.txt" for name in names for width, height in SIZES}


async def test_one_after_the_other_each_by_one_key(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, TITLE, "title")
        await pilot.press("enter", "2")
        assert isinstance(app.screen, ConflictDialog)
        assert at(screen) == (TAGS, "owner")  # the next one came up by itself
        await pilot.press("0")
        assert at(screen) == (GONE, "deleted_at")
        await pilot.press("2")
        await pilot.press("n", "1")
        await pilot.press("escape")
        await saved(app, pilot)
        assert stored(root, TITLE)["title"] == "Retry declined card payments"
        assert stored(root, TAGS)["owner"] == "pppppppppp"
        assert stored(root, GONE)["deleted_at"] == "2026-11-20T16:30:00Z"
        assert [*stored(root, NUMBER)["conflicts"]] == ["due"]  # it was skipped
        assert "conflicts" not in stored(root, TITLE)
        assert [*stored(root, TITLE)["settled"]] == ["title"]
        assert "6 to decide" in screen_text(app)


async def test_a_decision_is_taken_back_and_comes_up_again(root: Path) -> None:
    before = (root / "backlog" / TITLE[0] / f"{TITLE}.json").read_bytes()
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, TITLE, "title")
        await pilot.press("enter", "2", "u")
        assert at(screen) == (TITLE, "title")
        await pilot.press("escape")
        await saved(app, pilot)
        assert (root / "backlog" / TITLE[0] / f"{TITLE}.json").read_bytes() == before
        await pilot.press("N")
        await pilot.pause()
        assert "End a conflict by title Retry" in screen_text(app)  # the conflict is gone from sight
        await saved(app, pilot)
        assert stored(root, TITLE)["title"] == "Retry declined card payments"
        await pilot.press("u")
        await saved(app, pilot)
        assert (root / "backlog" / TITLE[0] / f"{TITLE}.json").read_bytes() == before


async def test_all_at_once(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        before = len(app.ledger.undos)
        await pilot.press("*", "N")
        await saved(app, pilot)
        assert len(app.ledger.undos) == before + 1
        assert "No conflicts: nothing to decide" in screen_text(app)
        assert stored(root, NUMBER)["estimate"] == 8
        assert stored(root, NUMBER)["due"] == "2026-11-30"
        assert stored(root, THREE)["title"] == "Tax numbers, checked with VIES"
        assert stored(root, ENTRY)["criteria"][0]["text"] == "A failed call is tried again five times"
        await pilot.press("u")
        assert len(screen.rows_now()) == 10


async def test_mine_of_those_selected(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, NUMBER, "due")
        await pilot.press("x", "x", "M")  # the author is ana
        await saved(app, pilot)
        assert (stored(root, NUMBER)["due"], stored(root, NUMBER)["estimate"]) == ("2026-12-08", 5)
        assert len(screen.rows_now()) == 8


async def test_by_hand(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, NUMBER, "estimate")
        await pilot.press("enter", "e")
        await pilot.pause()
        assert isinstance(app.focused, LineEdit)
        assert app.focused.value == "8"
        await pilot.press("backspace", "1", "3", "enter")
        await saved(app, pilot)
        assert stored(root, NUMBER)["estimate"] == 13
        assert [*stored(root, NUMBER)["conflicts"]] == ["due"]


@pytest.mark.parametrize(("id", "path"), [(BODY, "body"), (ENTRY, "criteria.7k2m9q4x1c.text")])
async def test_long_texts_and_entries_are_edited_in_the_form(root: Path, id: str, path: str) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, id, path)
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press("escape")


async def test_from_a_record_to_its_conflict_and_back(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.records_screen.view_widget.move_to_id(THREE)
        await pilot.press("g", "c")
        await until(app, pilot, lambda: (one := getattr(app.records_screen, "conflict", None)) is not None and one.id == THREE)
        screen = app.records_screen
        assert isinstance(screen, ConflictsScreen)
        assert at(screen) == (THREE, "title")
        await pilot.press("g", ",")
        await pilot.pause()
        assert app.records_screen.name == "backlog"
        await pilot.press("g", ".")
        await pilot.pause()
        assert app.records_screen.name == "conflicts"


async def test_a_filter_is_of_the_records(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await pilot.press("/", *"access", "enter")
        assert at(screen) == (BODY, "body")
        assert "1 of 10" in screen_text(app)
        await pilot.press("escape", "/", *"status:done", "enter")
        assert at(screen) == (STATUS, "status")
        await pilot.press("escape", "/", *"status:done rice>lots")
        await pilot.pause()
        assert len(screen.list.view.rows) == 1, "a wrong filter leaves the list as it was"
        await pilot.press("escape")


async def test_what_others_decide_meanwhile_does_not_move_the_cursor(root: Path) -> None:
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, THREE, "title")
        path = root / "backlog" / TITLE[0] / f"{TITLE}.json"
        path.write_bytes(encode(SCHEMA["item"], {**{k: v for k, v in _read(path).items() if k != "conflicts"}, "title": "Decided"}))
        app.link.refresh()
        await until(app, pilot, lambda: len(screen.rows_now()) == 9)
        assert at(screen) == (THREE, "title")


async def test_without_git_it_says_what_it_does_not_know(root: Path) -> None:
    shutil.rmtree(root.parent / ".git")
    async with conflicts(root) as (screen, app, pilot):
        assert "not in git" in screen_text(app)
        await pilot.press("N")
        await pilot.pause()
        assert [str(one.message) for one in app._notifications] == ["git does not know which value is the newest; enter shows both values"]
        assert len(screen.rows_now()) == 10


def disputed(kind: str, id: str, **fields: Any) -> Edit:
    conflict = {"title": {"base": {"value": "Before"}, "values": [{"value": f"The {kind}"}, {"value": "Another"}]}}
    return Edit(kind, id, None, {"id": id, "title": f"The {kind}", "created_at": NOW, "conflicts": conflict, **fields})


MARKED: dict[str, tuple[tuple[str, ...], str]] = {
    "list": ((), "≠ The item"),
    "detail": (("enter",), "≠ conflict in title: g c shows both values"),
    "board": (("b",), "≠ The item"),
    "problems": (("2",), "≠ The problem"),
    "hypotheses": (("3",), "≠ The hypothesis"),
    "map": (("3", "b"), "≠ The hypothesis"),
    "timeline": (("5",), "≠ The milestone"),
    "items of a timeline": (("5", "l"), "≠ The item"),
    "trace": (("t",), "≠ The item"),
    "links": (("5", "enter"), "≠ The item"),
    "jump": (("f", *"the prob"), "≠ The problem"),
}


@pytest.fixture(scope="module")
def marked_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("marked") / "product", count=0)
    edits = (
        disputed("item", "1kqqqqqqqq", status="ready", rank="a0", milestone="3kqqqqqqqq", due="2026-12-10"),
        disputed("problem", "2kqqqqqqqq"),
        disputed("milestone", "3kqqqqqqqq", rank="a1", target="2026-12-20"),
        disputed("hypothesis", "4kqqqqqqqq", importance=4, certainty=2, problem="2kqqqqqqqq"),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("make", edits, at=NOW))
    return root


@pytest.mark.parametrize("name", MARKED)
async def test_a_contested_record_carries_a_mark(marked_template: Path, name: str) -> None:
    keys, wanted = MARKED[name]
    async with opened(marked_template) as (app, pilot):
        app.effects.do_screen({"name": "backlog"})
        await pilot.press(*keys)
        await until_shown(app, pilot, wanted)


async def test_the_filter_finds_contested_records(marked_template: Path) -> None:
    async with opened(marked_template) as (app, pilot):
        await pilot.press("/", *"has:conflict", "enter")
        assert len(app.records_screen.list.view.rows) == 1
        await pilot.press("escape", "/", *"-has:conflict", "enter")
        assert len(app.records_screen.list.view.rows) == 0


def decide_elsewhere(root: Path, id: str) -> None:
    """Somebody else ends the conflicts of an item."""
    path = root / "backlog" / id[0] / f"{id}.json"
    path.write_bytes(encode(SCHEMA["item"], {name: value for name, value in _read(path).items() if name != "conflicts"}))


async def test_a_key_for_what_others_have_decided_does_not_hit_the_next_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.dialogs.conflict._DEAF", 60)  # a busy machine may take as long as the pause itself
    async with conflicts(root) as (screen, app, pilot):
        await stand(screen, pilot, TITLE, "title")
        await pilot.press("enter")
        decide_elsewhere(root, TITLE)
        app.link.refresh()
        await until(app, pilot, lambda: len(screen.rows_now()) == 9)
        assert at(screen) == (TAGS, "owner")
        await pilot.press("2")
        assert isinstance(app.screen, ConflictDialog)
        assert len(screen.rows_now()) == 9, "it was meant for the one that was there before"
        app.screen._deaf_until = 0.0  # the pause is over
        await pilot.press("2")
        assert at(screen) == (GONE, "deleted_at")
        await saved(app, pilot)
        assert "owner" not in stored(root, TAGS)
        await pilot.press("escape")
