"""A question that a form asks: a few answers, each with its key; Escape takes the last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Static

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.keys import key_name


class Answer(NamedTuple):
    """One answer.

    Attributes:
        key: The key that gives it, as shown to people.
        label: What it does.
        value: What it stands for.
    """

    key: str
    label: str
    value: str


class AnswerDialog(Dialog[str]):
    """Asks; keys that give no answer do nothing, so that a stray one neither saves nor discards."""

    DEFAULT_CSS = """
    AnswerDialog > Vertical { width: 60; height: auto; border: round $warning; padding: 0 1; }
    AnswerDialog .answer { height: 1; }
    """

    def __init__(self, question: str, detail: str, answers: Sequence[Answer]) -> None:
        """Ask.

        Args:
            question: The title of the box.
            detail: What it is about.
            answers: What can be answered; the last one is what Escape means.
        """
        super().__init__()
        self._question, self._detail, self._answers = question, detail, answers

    def compose(self) -> ComposeResult:
        """A box with the question and its answers."""
        with Vertical() as box:
            box.border_title = as_title(self._question)
            if self._detail:
                yield Static(f"{self._detail}\n", markup=False)
            for one in self._answers:
                yield Static(f"{one.key.ljust(7)}{one.label}", classes="answer", markup=False)

    def on_key(self, event: Key) -> None:
        """Answer, where the key gives an answer."""
        event.stop()
        event.prevent_default()
        key = key_name(event)
        found = next((one for one in self._answers if one.key == key), self._answers[-1] if key == "esc" else None)
        if found is not None:
            self.dismiss(found.value)
