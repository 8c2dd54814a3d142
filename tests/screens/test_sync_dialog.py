"""Sync from the screens: real git, a remote beside it, and people who go on working meanwhile."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stage import opened, saved, screen_text
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.app.sync_state import arrival_words
from pmtui.domain.change import Change, Edit
from pmtui.domain.records import Record
from pmtui.screens.dialogs.sync import SyncDialog
from pmtui.screens.dialogs.sync_lines import Result
from pmtui.store.sync_state import Arrival
from tests.store.clones import Clone, copies, settle, team
from tests.store.workspaces import AT, IDS, git

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben")
    for at, id in enumerate((ONE, TWO)):
        ana.add(id, title=f"Item {at}", status="ready", rank=f"a{at}")
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    """Two clones in step with two items."""
    return copies(template, tmp_path, "ana", "ben")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git is asked more often than for people."""
    monkeypatch.setattr("pmtui.app.sync_state.PAUSE", 0.3)
    monkeypatch.setattr("pmtui.app.sync_state.POLL", 0.1)


def hang(clone: Clone, folder: Path) -> Path:
    """Let the remote say nothing for a minute; the file in which its transport notes its process."""
    script, note = folder / "hang", folder / "hang.pid"
    script.write_text(f"#!/bin/sh\necho $$ > {note}\nexec sleep 60\n")
    script.chmod(0o755)
    clone.git("config", "core.sshCommand", str(script))
    clone.git("config", "ssh.variant", "ssh")  # else git runs it once before, to see what it is
    clone.git("remote", "set-url", "origin", "ssh://nowhere/remote.git")
    return note


def heal(clone: Clone, folder: Path) -> None:
    """Let the remote answer again."""
    clone.git("remote", "set-url", "origin", str(folder / "remote.git"))


def is_alive(note: Path) -> bool:
    return Path("/proc", note.read_text().strip(), "cmdline").exists() and subprocess.run(
        ["ps", "-o", "stat=", "-p", note.read_text().strip()], capture_output=True, text=True, check=False
    ).stdout.strip()[:1] not in ("", "Z")


async def until(app: PmtuiApp, pilot: Pilot[int], is_so: Callable[[], object], seconds: float = 30) -> float:
    """Wait until something holds; how long it took."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, f"it does not become so:\n{screen_text(app)}"
        await pilot.pause(0.01)
    return time.monotonic() - begun


def toasts(app: PmtuiApp) -> list[str]:
    """What is told beside the foot of the screen from now on; under test, Textual shows none of it."""
    told: list[str] = []
    app.notify = lambda message, **options: told.append(message)  # type: ignore[method-assign]
    return told


def result(app: PmtuiApp) -> Result | None:
    """What the sync came to."""
    run = app.effects.room("pmtui.app.syncing:Syncing").run
    found: Result | None = run.result if run is not None else None
    return found


async def ended(app: PmtuiApp, pilot: Pilot[int]) -> str:
    """Wait until the log says that the sync has ended; the screen then."""
    await until(app, pilot, lambda: result(app) is not None and "esc close" in screen_text(app))
    await pilot.pause()
    return screen_text(app)


def cursor(app: PmtuiApp) -> Record:
    """The record under the cursor."""
    found = app.records_screen.cursor_record()
    assert found is not None
    return found


def top(app: PmtuiApp) -> str:
    """The right end of the top line."""
    return screen_text(app).split("\n", 1)[0].rpartition("  ")[2].strip()


async def test_what_is_queued_is_saved_and_both_sides_come_together(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(TWO, title="By Ben")
    ben.add(THREE, title="New from Ben", rank="a2")
    ben.sync()
    async with opened(ana.workspace.path) as (app, pilot):
        await until(app, pilot, lambda: top(app) == "main ✓")
        await pilot.press("j", ">")
        await pilot.press("S")
        text = await ended(app, pilot)
        assert 'committed: Set status of "Item 1"' in text
        assert "merged what is new in origin/main" in text
        assert "pushed to origin/main" in text
        await until(app, pilot, lambda: "Ben changed 2 items:" in screen_text(app))
        await pilot.press("escape")
        text = screen_text(app)
        assert "By Ben" in text
        assert "New from Ben" in text
        assert cursor(app).id == TWO
        assert cursor(app)["status"] == "doing"
        await until(app, pilot, lambda: top(app) == "saved main ✓")
    assert ana.status() == ""
    ben.sync()
    assert ben.data(TWO)["status"] == "doing"
    assert ben.data(TWO)["title"] == "By Ben"


async def test_a_remote_that_hangs_is_left_within_a_second_while_the_screens_answer(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    ana.set(ONE, status="doing")
    note = hang(ana, tmp_path)
    async with opened(ana.workspace.path) as (app, pilot):
        await pilot.press("S")
        await until(app, pilot, note.exists)
        first = app.screen
        await pilot.press("enter")
        assert "the sync goes on; S shows it" in screen_text(app)
        assert top(app) == "main ◌ fetching"
        for key in ("j", "k", "j"):
            begun = time.monotonic()
            await pilot.press(key)
            assert time.monotonic() - begun < 10  # the remote never answers
        assert cursor(app).id == TWO
        await pilot.press("S")
        assert isinstance(app.screen, SyncDialog)
        assert app.screen is not first
        assert "asking the remote …" in screen_text(app)
        await pilot.press("escape")
        assert await until(app, pilot, lambda: result(app) is not None) < 10
        await until(app, pilot, lambda: "esc close" in screen_text(app))
        assert 'Cancelled: what was committed stays (Set status of "Item 0")' in screen_text(app)
        assert not is_alive(note)
        heal(ana, tmp_path)
        await pilot.press("S")
        assert "pushed to origin/main" in await ended(app, pilot)
    assert ana.status() == ""


async def test_quitting_ends_a_sync_and_nothing_is_lost(pair: list[Clone], tmp_path: Path) -> None:
    ana, ben = pair
    note = hang(ana, tmp_path)
    async with opened(ana.workspace.path) as (app, pilot):
        await pilot.press("S")
        await until(app, pilot, note.exists)
        await pilot.press("enter", ">")
        begun = time.monotonic()
        await pilot.press("q")
        assert time.monotonic() - begun < 15
        assert app._exit
    assert not is_alive(note)
    assert ana.data(ONE)["status"] == "doing"
    heal(ana, tmp_path)
    ana.sync()
    ben.sync()
    assert ben.data(ONE)["status"] == "doing"


async def test_an_error_says_what_where_and_what_to_do_with_a_command_to_copy(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    ana.git("branch", "--unset-upstream")
    ana.set(ONE, status="doing")
    async with opened(ana.workspace.path) as (app, pilot):
        await pilot.press("S")
        text = await ended(app, pilot)
        assert "the branch main follows no branch of a remote" in " ".join(text.replace("│", " ").split())
        assert "y  git push -u origin main" in text
        await pilot.press("y")
        assert app.clipboard == "git push -u origin main"
        await pilot.press("escape")
        await until(app, pilot, lambda: top(app) == "main ▲ not synced")
        ana.git("push", "-qu", "origin", "main")
        await pilot.press("S")
        assert "nothing to do: in step with origin/main" in await ended(app, pilot)
        await pilot.press("escape")
        await until(app, pilot, lambda: top(app) == "main ✓")


async def test_what_would_happen_changes_nothing(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(TWO, title="By Ben")
    ben.sync()
    ana.set(ONE, status="doing")
    head, files = ana.head(), ana.files()
    async with opened(ana.workspace.path) as (app, pilot):
        app.dispatch("workspace.sync_preview")
        text = await ended(app, pilot)
        assert "Sync: what would happen" in text
        assert 'would commit: Set status of "Item 0"' in text
        assert "would merge what is new in origin/main" in text
        assert "would push to origin/main" in text
    assert (ana.head(), ana.files()) == (head, files)


async def test_conflicts_are_counted_with_the_key_that_shows_them(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(ONE, title="By Ben")
    ben.sync()
    ana.set(ONE, title="By Ana")
    async with opened(ana.workspace.path) as (app, pilot):
        await pilot.press("S")
        text = await ended(app, pilot)
        assert "1 open conflict: both values are kept; g c shows it" in text
        await pilot.press("g", "c")
        assert not isinstance(app.screen, SyncDialog)
        await until(app, pilot, lambda: "≠1" in top(app))
        assert app.records_screen.name == "conflicts"


async def test_a_sync_that_ends_behind_the_screen_is_told_at_its_foot(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    note = hang(ana, tmp_path)
    async with opened(ana.workspace.path) as (app, pilot):
        await pilot.press("S")
        await until(app, pilot, note.exists)
        await pilot.press("enter")
        told = toasts(app)
        subprocess.run(["kill", note.read_text().strip()], check=True)
        await until(app, pilot, lambda: told)
        assert told[0].startswith("not synced: git fetch failed: ")
        assert "Could not read from remote repository; everything is committed here; " in told[0]
        await until(app, pilot, lambda: top(app) == "main ▲ not synced")
        heal(ana, tmp_path)
        hook = ana.top / ".git" / "hooks" / "pre-push"
        hook.write_text("#!/bin/sh\nsleep 0.5\n")
        hook.chmod(0o755)
        ana.set(ONE, status="doing")
        await pilot.press("S", "enter")
        await until(app, pilot, lambda: "pushed to origin/main" in screen_text(app).split("\n")[-1])


async def test_what_cannot_be_saved_is_not_synced_around(pair: list[Clone]) -> None:
    ana, _ = pair
    head = ana.head()
    path = ana.workspace.path / "backlog" / ONE[0]
    async with opened(ana.workspace.path) as (app, pilot):
        moved = path.rename(path.with_name("gone"))
        path.write_text("in the way of the folder")
        await pilot.press(">")
        await until(app, pilot, lambda: app.link.failure)
        await pilot.press("S")
        assert "Nothing was synced, for what you changed is not saved yet" in await ended(app, pilot)
        assert ana.head() == head
        path.unlink()
        moved.rename(path)
        await pilot.press("escape")
        await until(app, pilot, lambda: not app.ledger.pending, 40)


async def test_the_demo_says_that_there_is_nobody_to_sync_with(pair: list[Clone]) -> None:
    async with opened(pair[0].workspace.path) as (app, pilot):
        app.is_demo = True
        told = toasts(app)
        await pilot.press("S")
        assert told == ["the demo is yours alone: there is nobody to sync with; pmtui init makes a workspace for your team"]
        assert not isinstance(app.screen, SyncDialog)


async def test_what_comes_by_another_process_leaves_a_half_typed_filter_and_the_cursor_alone(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(ONE, title="Item zero by Ben")
    ben.add(THREE, title="Item of Ben", rank="Zz")
    ben.sync()
    async with opened(ana.workspace.path) as (app, pilot):
        await until(app, pilot, lambda: top(app) == "main ✓")
        await pilot.press("j", "/", *"ite")
        assert cursor(app).id == TWO
        ana.sync()
        await until(app, pilot, lambda: "Item of Ben" in screen_text(app))
        assert app.records_screen.filter.edit.value == "ite"
        assert app.records_screen.filter.edit.has_focus
        assert cursor(app).id == TWO
        await pilot.press("m")
        assert app.records_screen.filter.edit.value == "item"
        await until(app, pilot, lambda: "Ben changed 2 items: Item zero by Ben, Item of Ben" in screen_text(app))


async def test_the_top_line_follows_saves_commits_and_branches(pair: list[Clone]) -> None:
    ana, _ = pair
    async with opened(ana.workspace.path) as (app, pilot):
        await until(app, pilot, lambda: top(app) == "main ✓")
        await pilot.press(">")
        await saved(app, pilot)
        await until(app, pilot, lambda: top(app) == "saved main ●1")
        ana.git("commit", "-qam", "By hand")
        await until(app, pilot, lambda: top(app) == "saved main ↑1 ↓0")
        ana.git("switch", "-qc", "topic")
        await until(app, pilot, lambda: top(app) == "saved topic")
        await pilot.press("5")
        assert top(app) == "saved topic", "on every screen"


async def test_git_is_not_called_before_the_first_paint_nor_while_nothing_happens(
    pair: list[Clone], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bool] = []
    calls: list[tuple[str, bool]] = []
    display, popen = PmtuiApp._display, subprocess.Popen

    def shown(app: PmtuiApp, *more: Any) -> None:
        painted.append(True)
        display(app, *more)

    class Noted(popen):  # type: ignore[misc,valid-type]
        def __init__(self, command: list[str], *more: Any, **options: Any) -> None:
            calls.append((next(word for word in command[3:] if word[0] != "-" and "=" not in word), bool(painted)))
            super().__init__(command, *more, **options)

    monkeypatch.setattr(PmtuiApp, "_display", shown)
    monkeypatch.setattr(subprocess, "Popen", Noted)
    async with opened(pair[0].workspace.path) as (app, pilot):
        await until(app, pilot, lambda: top(app) == "main ✓")
        assert [one for one in calls if not one[1]] == []
        before = -1
        while before != len(calls):  # within two seconds the watch of the folder says that it has begun; on a busy machine later
            before = len(calls)
            await pilot.pause(2.5)
        await pilot.pause(0.7)
        await pilot.press("j", "enter", "escape", "5", "4")
        assert calls[before:] == []


async def test_without_a_repository_the_top_line_is_silent(tmp_path: Path) -> None:
    from stage import make_workspace

    async with opened(make_workspace(tmp_path / "product")) as (app, pilot):
        await pilot.pause(0.5)
        assert app.sync_forms == ()
        git(tmp_path, "init", "-qb", "trunk")
        await until(app, pilot, lambda: top(app) == "trunk ●14")


def test_the_words_for_what_came(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.workspace.save(Change("add", (Edit("problem", THREE, None, {"id": THREE, "title": "x" * 90, "created_at": AT}),), at=AT))
    shown = ana.workspace.snapshot()
    assert arrival_words(Arrival("Ben", (("item", ONE),)), shown) == "Ben changed 1 item: Item 0"
    assert arrival_words(Arrival("Ben", (("item", ONE), ("item", TWO))), shown, 30) == "Ben changed 2 items: Item 0 …"
    assert arrival_words(Arrival("Ben", (("problem", THREE), ("item", ONE))), shown) == (
        f"Ben changed 1 problem and 1 item: {'x' * 27}…, Item 0"
    )
    many = Arrival("Ben\n" * 30, (("goal", "9" * 10), ("item", ONE), ("problem", THREE)))
    assert arrival_words(many, shown, 0).endswith("… changed 3 records")
