"""Every command through its key, the palette and the command line: the same command, an effect that can be seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from stage import NOW, item_id, make_workspace, opened, saved, screen_text, settled, stored
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL, Command
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.screens.dialogs.keys import KeysDialog
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.screens.dialogs.point import PointDialog
from pmtui.screens.dialogs.sync import SyncDialog
from pmtui.screens.dialogs.trace import TraceDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.help_view import HelpView
from pmtui.widgets.line_edit import LineEdit

ADDING = {f"record.add_{kind}": kind for kind in SCHEMA.kinds}
ONLY_BY_NAME = {
    "app.whats_new", "roadmap.move", "record.set", "record.type", "select.none", "app.theme", "workspace.sync_preview", *ADDING,
    "record.new_kind", "conflict.take_shown", "conflict.take_before",
}
"""Commands without a key: the palette reaches them."""
AT = 3
"""The item under the cursor at the beginning; the workspace has 40."""
PROBLEM = "qqqqqqqqq1"
CONTESTED = "vvvvvvvvv1"
Seen = Callable[[PmtuiApp, Path], object]


class Way(NamedTuple):
    """How a command is tried.

    Attributes:
        seen: What holds afterwards and not before.
        answer: The keys that answer what it asks.
        before: The keys that bring about what it needs.
        words: Its arguments on the command line.
        out: What the command line then prints or, called with the workspace, what holds.
    """

    seen: Seen | None = None
    answer: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    out: str | Callable[[Path], object] = ""


def field(name: str, value: object, number: int = AT) -> Seen:
    return lambda app, root: stored(root, item_id(number)).get(name) == value


def cursor(number: int) -> Seen:
    return lambda app, root: app.records_screen.cursor_record().id == item_id(number)


def place(number: int) -> Seen:
    """The item under the cursor at first stands at another place."""

    def seen(app: PmtuiApp, root: Path) -> bool:
        view = app.records_screen.list.view
        return bool(view.table.id(view.rows[number]) == item_id(AT))

    return seen


def on(dialog: type) -> Seen:
    return lambda app, root: isinstance(app.screen, dialog)


def file_has(name: str, value: object, number: int = AT) -> Callable[[Path], object]:
    return lambda root: stored(root, item_id(number)).get(name) == value


def added(kind: str) -> Seen:
    return lambda app, root: (app.ledger.undos[-1].title, app.ledger.undos[-1].edits[0].kind) == ("Add “Added”", kind)


def previewed(target: str) -> Seen:
    """The timeline shows another target, which nothing has stored."""

    def seen(app: PmtuiApp, root: Path) -> bool:
        kept = stored(root, MILESTONE, "milestones")["target"]
        return kept == "2027-02-15" and app.records_screen.preview.dates[MILESTONE].target == target

    return seen


def refused(reason: str) -> Seen:
    """The person was told why a command does nothing here."""
    return lambda app, root: any(reason in str(one.message) for one in app._notifications)


def at_today(app: PmtuiApp, root: Path) -> bool:
    """Today's line stands where it stands by itself."""
    chart = app.records_screen.timeline.chart
    return bool(chart == chart.at_today(date.fromisoformat(app.environment().today).toordinal()))


def heard(app: PmtuiApp | None, root: Path) -> bool:
    """The problem has a quote."""
    return [one["quote"] for one in stored(root, PROBLEM, "problems").get("evidence", [])] == [["Gave up"]]


def told_to_make_a_repository(app: PmtuiApp, root: Path) -> bool:
    """The log of a sync says that there is nothing to sync with."""
    return isinstance(app.screen, SyncDialog) and "git init" in screen_text(app)


HERE = item_id(AT)
MILESTONE = "mmmmmmmmm1"
COPIED = f"B-{HERE}"
WAYS: Mapping[str, Way] = {
    "record.add": Way(lambda app, root: app.records_screen.cursor_record().title == "Added", (*"Added", "enter"),
                      words=("item", "Added", "estimate=3"), out="Added"),
    **{id: Way(added(kind), (*"Added", "enter")) for id, kind in ADDING.items()},
    "record.edit_field": Way(field("title", "Edited"), (*"Edited", "enter")),
    "record.edit": Way(lambda app, root: "edited" in stored(root, HERE)["title"], words=(HERE,), out=file_has("title", "Item 3 edited")),
    "record.set": Way(field("estimate", 3), (*"estimate=3", "enter"), words=(HERE, "estimate=3"), out=file_has("estimate", 3)),
    "record.status": Way(field("status", "doing"), (*"doing", "enter")),
    "record.assign": Way(field("assignee", "ppppppppp1"), (*"Ana", "enter")),
    "record.tags": Way(field("tags", ["billing"]), (*"billing", "enter")),
    "record.estimate": Way(field("estimate", 8), ("8", "enter")),
    "record.due": Way(field("due", "2027-03-31"), (*"2027-03-31", "enter")),
    "record.priority": Way(field("priority", "high"), (*"high", "enter")),
    "record.milestone": Way(field("milestone", "mmmmmmmmm1"), (*"MVP", "enter")),
    "record.type": Way(field("type", "bug"), (*"bug", "enter")),
    "record.link": Way(field("problems", [PROBLEM]), (*"problems", "enter", *"Cards", "enter")),
    "record.form": Way(on(FormScreen)),
    "record.new": Way(on(FormScreen)),
    "record.new_kind": Way(on(FormScreen), (*"milestone", "enter")),
    "record.comment": Way(lambda app, root: stored(root, HERE)["comments"][0]["text"] == ["Hello"], (*"Hello", "ctrl+s"),
                          words=(HERE, "Hello"), out=lambda root: stored(root, HERE)["comments"][0]["text"] == ["Hello"]),
    "record.evidence": Way(heard, (*"Gave up", "ctrl+s"), before=("2",), words=(PROBLEM, "Gave up", "source=interview"),
                           out=lambda root: heard(None, root)),
    "record.trace": Way(on(TraceDialog), words=(HERE,), out="leads to"),
    "record.status_next": Way(field("status", "doing")),
    "record.status_previous": Way(field("status", None)),
    "record.delete": Way(lambda app, root: "deleted_at" in stored(root, HERE), ("y",), words=(HERE,),
                         out=lambda root: "deleted_at" in stored(root, HERE)),
    "record.restore": Way(lambda app, root: "deleted_at" not in stored(root, item_id(39)),
                          before=("/", *"is:deleted", "enter"), words=(item_id(39),),
                          out=lambda root: "deleted_at" not in stored(root, item_id(39))),
    "roadmap.target_later": Way(previewed("2027-06-30"), before=("5",)),
    "roadmap.target_earlier": Way(previewed("2026-12-31"), before=("5",)),
    "roadmap.move": Way(lambda app, root: stored(root, MILESTONE, "milestones")["target"] == "2026-12-31", ("-", "1", "enter"), ("5",)),
    "timeline.zoom_in": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.zoom_out": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.pan_later": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.pan_earlier": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.today": Way(at_today, before=("5", "shift+right")),
    "rank.move": Way(words=(HERE, "--top"), out=lambda root: stored(root, HERE)["rank"] < stored(root, item_id(0))["rank"]),
    "rank.down": Way(place(AT + 1)),
    "rank.up": Way(place(AT - 1)),
    "rank.top": Way(place(0)),
    "rank.bottom": Way(place(38)),
    "history.undo": Way(lambda app, root: "estimate" not in stored(root, item_id(1)),
                        out=lambda root: "estimate" not in stored(root, item_id(1))),
    "history.as_it_was": Way(on(PointDialog)),
    "history.compare": Way(on(PointDialog), words=("HEAD",), out="nothing changed"),
    "go.history": Way(lambda app, root: app.records_screen.name == "history"),
    "history.of_record": Way(lambda app, root: (app.records_screen.name, app.records_screen.filter_text) == ("history", f"id:{COPIED}")),
    "history.take_back": Way(lambda app, root: "estimate" not in stored(root, item_id(1)), before=("8",)),
    "history.log": Way(words=(HERE,), out="Item 3: added"),
    "history.redo": Way(field("estimate", 2, 1), before=("u",), out=file_has("estimate", 2, 1)),
    "workspace.init": Way(words=("made",), out=lambda root: (root.parent / "made" / "pmtui.json").is_file()),
    "workspace.demo": Way(out="Switch plans"),
    "record.list": Way(words=("item", "title:'Item 3'"), out="Item 3"),
    "record.show": Way(words=(HERE,), out="Item 3"),
    "workspace.purge": Way(out=lambda root: not (root / "backlog" / "0" / f"{item_id(39)}.json").exists()),
    "workspace.import": Way(words=("beads", "issues.jsonl"), out=lambda root: "From beads" in _all_titles(root)),
    "workspace.doctor": Way(),
    "workspace.merge_driver": Way(words=(*(["product/pmtui.json"] * 3), "product/pmtui.json"),
                                  out=lambda root: (root / "pmtui.json").is_file()),
    "workspace.sync": Way(told_to_make_a_repository, out="committed: Make the workspace"),
    "workspace.sync_preview": Way(told_to_make_a_repository),
    "go.conflicts": Way(lambda app, root: app.records_screen.name == "conflicts"),
    "conflict.take_newest": Way(refused("git does not know which value is the newest"), before=("g", "c")),
    "conflict.take_mine": Way(refused("git does not know which value is yours"), before=("g", "c")),
    "conflict.take_shown": Way(lambda app, root: "conflicts" not in stored(root, CONTESTED, "personas"), before=("g", "c")),
    "conflict.take_before": Way(lambda app, root: stored(root, CONTESTED, "personas")["title"] == "Before", before=("g", "c")),
    "workspace.conflicts": Way(out=CONTESTED),
    "conflict.resolve": Way(words=(CONTESTED, "title=Chosen"), out=lambda root: stored(root, CONTESTED, "personas")["title"] == "Chosen"),
    "workspace.schema": Way(words=("item",), out="estimate"),
    "workspace.completion": Way(words=("bash",), out="complete"),
    "cursor.down": Way(cursor(AT + 1)),
    "cursor.up": Way(cursor(AT - 1)),
    "cursor.left": Way(lambda app, root: app.records_screen.cursor_field() == "status"),
    "cursor.right": Way(lambda app, root: app.records_screen.cursor_field() == "reach"),
    "cursor.first": Way(cursor(0)),
    "cursor.last": Way(cursor(38)),
    "cursor.half_down": Way(lambda app, root: 10 < app.records_screen.list.cursor_index < 30),
    "cursor.half_up": Way(lambda app, root: 10 < app.records_screen.list.cursor_index < 30, before=("G",)),
    "cursor.page_down": Way(lambda app, root: app.records_screen.list.cursor_index > 25),
    "cursor.page_up": Way(lambda app, root: app.records_screen.list.cursor_index < 20, before=("G",)),
    "cursor.next_pane": Way(lambda app, root: app.records_screen.detail.has_focus),
    "cursor.previous_pane": Way(lambda app, root: app.records_screen.detail.has_focus),
    "go.problems": Way(lambda app, root: app.records_screen.name == "problems"),
    "go.hypotheses": Way(lambda app, root: app.records_screen.name == "hypotheses"),
    "go.roadmap": Way(lambda app, root: app.records_screen.name == "roadmap"),
    "go.record": Way(cursor(17), (*"item 17", "enter")),
    "go.previous_place": Way(cursor(AT), before=("f", *"item 17", "enter")),
    "go.next_place": Way(cursor(17), before=("f", *"item 17", "enter", "g", ",")),
    "go.backlog": Way(lambda app, root: app.records_screen.name == "backlog"),
    "record.open": Way(lambda app, root: app.records_screen.is_detail_open),
    "go.back": Way(lambda app, root: not app.records_screen.is_detail_open, before=("enter",)),
    "view.layout": Way(lambda app, root: app.records_screen.layout_name == "board"),
    "view.detail": Way(lambda app, root: app.records_screen.detail_place == "below"),
    "view.filter": Way(lambda app, root: len(app.records_screen.list.view.rows) == 1, (*"id:003aaaaaaa",)),
    "view.sort": Way(lambda app, root: app.records_screen.sort == "title", (*"title", "enter")),
    "view.group": Way(lambda app, root: bool(app.records_screen.list.view.groups), (*"status", "enter")),
    "view.columns": Way(lambda app, root: "owner" in app.records_screen.chosen_columns, (*"owner", "tab", "enter")),
    "app.palette": Way(on(PickDialog)),
    "select.toggle": Way(lambda app, root: app.records_screen.list.selection.ids == {HERE}),
    "select.range": Way(lambda app, root: app.records_screen.list.selection.anchor == HERE),
    "select.all": Way(lambda app, root: len(app.records_screen.list.selection.ids) == 39),
    "select.none": Way(lambda app, root: not app.records_screen.list.selection.ids, before=("*",)),
    "record.repeat": Way(field("status", "doing"), before=("j", ">", "k")),
    "record.copy_id": Way(lambda app, root: app.clipboard == COPIED),
    "record.copy_markdown": Way(lambda app, root: app.clipboard.startswith("- **Item 3**")),
    "app.reload": Way(lambda app, root: "reading the files again" in screen_text(app)),
    "app.theme": Way(lambda app, root: app.theme == "day", (*"day", "enter")),
    "app.help": Way(on(KeysDialog)),
    "app.whats_new": Way(lambda app, root: "esc closes" in screen_text(app)),
    "app.suspend": Way(lambda app, root: getattr(app, "is_suspended", False)),
    "app.quit": Way(lambda app, root: app._exit),
}
ALWAYS = {"go.backlog"}
"""Commands whose effect holds already: there is one screen."""


def _all_titles(root: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (root / "backlog").rglob("*.json"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("template") / "product", count=40)
    edits = (
        Edit("problem", PROBLEM, None, {"id": PROBLEM, "title": "Cards fail", "created_at": NOW}),
        Edit("item", item_id(39), {}, {"deleted_at": NOW}),
        Edit("persona", CONTESTED, None, {"id": CONTESTED, "title": "Theirs", "created_at": NOW, "conflicts": {
            "title": {"base": {"value": "Before"}, "values": [{"value": "Theirs"}, {"value": "Ours"}]},
        }}),
        Edit("milestone", MILESTONE, {}, {"target": "2027-02-15", "resolution": "quarter"}),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", edits, at=NOW))
        workspace.save(Change("estimate", (Edit("item", item_id(1), {}, {"estimate": 2}),), at=NOW))
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    import shutil

    (tmp_path / "issues.jsonl").write_text('{"id": "bd-1", "title": "From beads", "status": "open", "priority": 2}\n', encoding="utf-8")
    return Path(shutil.copytree(template, tmp_path / "product"))


@pytest.fixture(autouse=True)
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys;p=sys.argv[1];t=open(p).read().replace('title: Item 3','title: Item 3 edited');open(p,'w').write(t)")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def test_every_command_has_an_expectation_and_a_way_to_it() -> None:
    assert set(WAYS) == set(REGISTRY.commands), "a command without an expectation here, or the other way round"
    shown = [command for command in REGISTRY if command.scope != SHELL]
    assert {command.id for command in shown if not command.keys} == ONLY_BY_NAME
    assert all(command.word and not command.keys for command in REGISTRY if command.scope == SHELL)
    assert all(WAYS[command.id].seen for command in shown)


def _with_history(root: Path) -> None:
    """Commit the workspace as it was before its last change, which is thus not committed yet."""
    path = root / "backlog" / "0" / f"{item_id(1)}.json"
    now = path.read_bytes()
    path.write_bytes(b"".join(line for line in now.splitlines(keepends=True) if b"estimate" not in line))
    for words in ("init -q", "add .", "-c user.name=Ana -c user.email=ana@example.org commit -qm Begin"):
        subprocess.run(["git", "-C", str(root), *words.split()], check=True)
    path.write_bytes(now)


async def _read(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until the History screen, where it is the one that is shown, has read what it asked for."""
    reading = getattr(app.records_screen, "reading", None)
    for _ in range(300):
        if reading is None or (len(reading.rows) and not reading.is_under_way) or reading.fault:
            return
        await pilot.pause(0.02)


async def _try(app: PmtuiApp, pilot: Pilot[int], root: Path, command: Command, reach: Callable[[], Any]) -> None:
    way = WAYS[command.id]
    assert way.seen is not None
    app.records_screen.view_widget.move_to(AT)
    await pilot.pause()
    await pilot.press(*way.before)
    await saved(app, pilot)
    await settled(app, pilot)
    await _read(app, pilot)
    if command.id not in ALWAYS:
        assert not _holds(way.seen, app, root), "it holds before the command is given"
    await reach()
    await pilot.press(*way.answer)
    for _ in range(100):
        await pilot.pause(0.01)
        if _holds(way.seen, app, root):
            break
    else:
        raise AssertionError(f"{command.id} has no effect; the screen is:\n{screen_text(app)}")


def _holds(seen: Seen, app: PmtuiApp, root: Path) -> bool:
    try:
        return bool(seen(app, root))
    except (KeyError, IndexError, OSError, AttributeError):
        return False


def _without_shell(app: PmtuiApp) -> None:
    """Under test there is no terminal to give back: note that it was asked for, and run editors without it."""
    import contextlib

    app.action_suspend_process = lambda: setattr(app, "is_suspended", True)  # type: ignore[method-assign]
    app.suspend = contextlib.nullcontext  # type: ignore[method-assign,assignment]


SHOWN = [command for command in REGISTRY if command.scope != SHELL]


@pytest.mark.parametrize("command", [one for one in SHOWN if one.keys], ids=lambda one: one.id)
async def test_by_its_keys(root: Path, command: Command) -> None:
    if command.id == "history.take_back":
        _with_history(root)
    async with opened(root) as (app, pilot):
        _without_shell(app)
        await _try(app, pilot, root, command, lambda: pilot.press(*command.keys[0].split()))


async def test_every_further_key_reaches_the_same_command(root: Path) -> None:
    asked: list[str] = []
    async with opened(root) as (app, pilot):
        app.dispatch = lambda id, arguments=None: asked.append(id)  # type: ignore[method-assign]
        app.action_leave = lambda: asked.append("app.quit")  # type: ignore[method-assign]
        wanted = [(command.id, keys) for command in SHOWN for keys in command.keys]
        for _, keys in wanted:
            await pilot.press(*keys.split())
    assert asked == [id for id, _ in wanted]


async def test_the_key_table_lists_every_command_and_finds_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("?")
        listed = {(row.title, row.keys) for row in app.screen.query_one(HelpView)._rows}
        assert listed == {(command.title, "  ".join(app.keys_of(command.id))) for command in SHOWN}
        await pilot.press(*"half a page")
        assert "ctrl+d" in screen_text(app)
        assert "Priority" not in screen_text(app)


async def test_repeating_a_deletion_asks_again(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("D", "y", ".")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("n")
        await saved(app, pilot)
        assert "deleted_at" in stored(root, item_id(0))
        assert "deleted_at" not in stored(root, item_id(1))


async def test_a_confirmation_is_for_the_record_that_was_asked_about(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("D")
        with Workspace(root) as other:
            other.save(Change("elsewhere", (Edit("item", item_id(0), {"status": "ready"}, {"status": "done"}),), at=NOW))
        for _ in range(100):
            await pilot.pause(0.05)
            if app.records_screen.list.view.find(item_id(0)) is None:
                break
        await pilot.press("y")
        await saved(app, pilot)
        assert "deleted_at" in stored(root, item_id(0))
        assert "deleted_at" not in stored(root, item_id(1))


@pytest.mark.parametrize("command", [one for one in SHOWN if one.id != "app.palette"], ids=lambda one: one.id)
async def test_by_the_palette(root: Path, command: Command) -> None:
    if command.id == "history.take_back":
        _with_history(root)
    async with opened(root) as (app, pilot):
        _without_shell(app)

        async def reach() -> None:
            await pilot.press(":")
            focused = app.screen.focused
            assert isinstance(focused, LineEdit)
            focused.insert_text_at_cursor(command.title)
            await pilot.press("enter")

        await _try(app, pilot, root, command, reach)


@pytest.mark.parametrize("command", [one for one in REGISTRY if one.word], ids=lambda one: one.id)
def test_by_the_command_line(root: Path, command: Command) -> None:
    way = WAYS[command.id]
    if command.id == "history.redo":
        assert _called(root, "undo").returncode == 0
    if command.id in ("workspace.sync", "history.log"):
        subprocess.run(["git", "init", "-q", str(root)], check=True)
    if command.id == "history.compare":
        _with_history(root)
    found = _called(root, command.word, *way.words)
    assert found.returncode == (5 if command.id in ("workspace.conflicts", "workspace.sync") else 0), found.stderr
    if callable(way.out):
        assert way.out(root)
    else:
        assert way.out in found.stdout + found.stderr


def _called(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    where = () if words[0] in ("init", "demo", "completion") else ("-w", str(root))
    return subprocess.run(
        [sys.executable, "-m", "pmtui", *where, *words], cwd=root.parent, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )

