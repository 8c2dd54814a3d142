"""Keys in their order, on a machine that is slow."""

from __future__ import annotations

import asyncio
import time

import pytest
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from pmtui.widgets import key_order
from pmtui.widgets.key_order import PATIENCE, KeyOrder

ANSWERS = "60", "65", "70"
SLOW = 0.35
"""Seconds that an answer takes where three programs share a processor."""


class Questions(ModalScreen[None]):
    """One question after the other in one line, as dialogs ask them: Enter empties it for the next."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []

    def compose(self) -> ComposeResult:
        with Container(), Container():
            yield Input()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        await asyncio.sleep(SLOW)
        self.answers.append(event.value)
        if len(self.answers) == len(ANSWERS):
            self.dismiss()
        event.input.value = ""


class Asking(KeyOrder, App[None]):
    """Opens the questions with a key, and writes down what it gets itself."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = Questions()
        self.keys: list[str] = []

    async def on_key(self, event: Key) -> None:
        self.keys.append(event.key)
        if event.key == "a":
            self.push_screen(self.questions)


async def test_a_burst_answers_question_by_question_though_each_answer_takes_its_time() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        typed = ["a", *(key for answer in ANSWERS for key in (*answer, "enter")), "z"]
        for key in typed:
            app.post_message(Key(key, key if len(key) == 1 else None))
        end = time.monotonic() + 60
        while "z" not in app.keys and time.monotonic() < end:
            await pilot.pause(0.01)
        assert app.questions.answers == [*ANSWERS]
        assert app.keys[0] == "a"
        assert app.keys[-1] == "z"


async def test_a_key_whose_widget_goes_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = 10 * PATIENCE  # longer than a busy machine takes
    monkeypatch.setattr(key_order, "PATIENCE", patience)
    app = Asking()
    async with app.run_test() as pilot:
        app.push_screen(app.questions)
        await pilot.pause()
        app.post_message(Key("x", "x"))
        await asyncio.sleep(0)
        begun = time.monotonic()
        app.questions.dismiss()
        for key in "yz":
            app.post_message(Key(key, key))
        while "z" not in app.keys and time.monotonic() < begun + patience * 2:
            await pilot.pause(0.01)
        assert app.keys[-1] == "z"
        assert time.monotonic() - begun < patience / 2
