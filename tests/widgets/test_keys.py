from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Input

from pmtui.commands.keymap import Keymap, Keys, normal_key
from pmtui.widgets.chords import ChordReader, Chords, continuations
from pmtui.widgets.keys import key_name
from tests.screens import stage


@pytest.mark.parametrize(("key", "character", "name"), [
    ("g", "g", "g"), ("G", "G", "G"), ("question_mark", "?", "?"), ("colon", ":", ":"), ("slash", "/", "/"), ("at", "@", "@"),
    ("space", " ", "space"), ("escape", "\x1b", "esc"), ("enter", "\r", "enter"), ("shift+tab", None, "shift+tab"),
    ("ctrl+d", "\x04", "ctrl+d"), ("ctrl+P", None, "ctrl+shift+p"), ("ctrl+shift+p", None, "ctrl+shift+p"), ("alt+o", "o", "alt+o"),
    ("pageup", None, "pgup"), ("plus", "+", "+"), ("minus", "-", "-"), ("left_parenthesis", "(", "("), ("exclamation_mark", "!", "!"),
    ("shift+g", None, "G"), ("é", "é", "é"),
])
def test_a_key_has_one_name(key: str, character: str | None, name: str) -> None:
    assert key_name(Key(key, character)) == name
    assert normal_key(name) == name
    assert normal_key(key) == name


KEYMAP: Keymap = {("g", "b"): "go.backlog", ("g", "g"): "list.first", ("a",): "record.add", ("Y", "m", "x"): "deep"}


def test_a_sequence_is_followed_to_its_command() -> None:
    reader = ChordReader()
    assert reader.feed("a", KEYMAP) == ("command", ("a",), "record.add")
    assert reader.feed("z", KEYMAP).kind == "free"
    assert reader.feed("g", KEYMAP).kind == "pending"
    assert continuations(reader.pending, KEYMAP) == [("b", "go.backlog"), ("g", "list.first")]
    assert reader.feed("b", KEYMAP).command == "go.backlog"
    assert [reader.feed(key, KEYMAP).kind for key in "Ymx"] == ["pending", "pending", "command"]


def test_escape_cancels_and_an_unknown_continuation_is_swallowed() -> None:
    reader = ChordReader()
    reader.feed("g", KEYMAP)
    assert reader.feed("esc", KEYMAP).kind == "cancelled"
    assert reader.feed("esc", KEYMAP).kind == "free"
    reader.feed("g", KEYMAP)
    assert reader.feed("a", KEYMAP) == ("unknown", ("g", "a"), "")
    assert reader.feed("a", KEYMAP).kind == "command"


class ChordApp(Chords, App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.shown: list[tuple[str, str]] = []
        self.swallowed: list[Keys] = []

    def compose(self) -> ComposeResult:
        yield Input()

    def keymap(self) -> Keymap:
        return KEYMAP

    async def run_keys(self, command: str, keys: Keys) -> None:
        self.ran.append(command)

    def show_continuations(self, keys: Keys, rows: list[tuple[str, str]]) -> None:
        self.shown = rows

    def hide_continuations(self) -> None:
        self.shown = []

    def unknown_keys(self, keys: Keys) -> None:
        self.swallowed.append(keys)


async def test_keys_are_text_while_a_field_has_the_focus() -> None:
    app = ChordApp()
    async with app.run_test() as pilot:
        field = app.query_one(Input)
        field.focus()
        await pilot.press("g", "b", "a")
        assert (field.value, app.ran) == ("gba", [])
        app.set_focus(None)
        await pilot.press("g", "b", "a")
        assert (field.value, app.ran) == ("gba", ["go.backlog", "record.add"])


async def test_the_hint_comes_late_and_goes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.widgets.chords.HINT_AFTER", 1.5)  # longer than a busy machine takes for a key
    app = ChordApp()
    async with app.run_test() as pilot:
        app.set_focus(None)
        await pilot.press("g")
        assert app.shown == []
        await stage.until(app, pilot, lambda: app.shown == [("b", "go.backlog"), ("g", "list.first")])
        await pilot.press("z")
        assert (app.shown, app.swallowed, app.ran) == ([], [("g", "z")], [])
