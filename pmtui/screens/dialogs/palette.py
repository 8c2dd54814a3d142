"""The palette: any command, and behind it one argument after the other, in one place; Escape goes a step back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.finding import Finder
from pmtui.widgets.picker import Picker, PickRow

NEW = "\0new "
"""The beginning of an answer that names something which is to be made."""


class Step(NamedTuple):
    """What is asked next.

    Attributes:
        title: What is asked.
        rows: What there is to pick; None where a line of text is asked.
        current: The value under the cursor at first.
        finder: Finds rows by what is typed; by their labels and details where there is none.
        value: What the line holds at first.
        help: What can be typed, where a line of text is asked.
        fault: What was wrong with the last answer.
        new: What a text would be that no row has, where it may be picked; the answer then begins with NEW.
        told: What the lower border tells of the value under the cursor.
    """

    title: str
    rows: Sequence[PickRow] | None = None
    current: str = ""
    finder: Finder | None = None
    value: str = ""
    help: str = ""
    fault: str = ""
    new: str = ""
    told: Mapping[str, str] = {}


class PaletteDialog(Dialog[tuple[str, ...] | None]):
    """Asks step by step; answers all that was picked or typed, or None when it is dismissed with Escape."""

    def __init__(self, first: Step, following: Callable[[tuple[str, ...]], Step | None]) -> None:
        """Ask.

        Args:
            first: The first step.
            following: What is asked after these answers; None when nothing is.
        """
        super().__init__()
        self._following = following
        self._steps = [first]
        self._typed: list[str] = []
        self._answers: tuple[str, ...] = ()
        self.picker = Picker(first.rows or (), title=first.title, current=first.current, haystack=first.finder)
        self.picker.told = first.told
        self.picker.styles.height = 20

    def compose(self) -> ComposeResult:
        """The picker, which all steps share."""
        yield self.picker

    @property
    def step(self) -> Step:
        """What is asked now."""
        return self._steps[-1]

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Go on to the next step, or answer."""
        event.stop()
        if self.is_answered:
            return
        answer = event.text if event.is_new else event.values[0]
        if event.is_new and self.step.rows is not None:
            self.dismiss((*self._answers, NEW + answer))
            return
        answers = (*self._answers, answer)
        following = self._following(answers)
        if following is None:
            self.dismiss(answers)
        elif following.fault:  # the same question again: what was typed stands
            self._steps[-1] = following
            self._show(answer)
        else:
            self._answers = answers
            self._typed.append(self.picker.edit.value)
            self._steps.append(following)
            self._show(following.value)

    def on_picker_cancelled(self, event: Picker.Cancelled) -> None:
        """Go a step back; from the first, close."""
        event.stop()
        if len(self._steps) == 1:
            self.dismiss(None)
            return
        self._steps.pop()
        answer, self._answers = self._answers[-1], self._answers[:-1]
        self._show(self._typed.pop(), answer)

    def _show(self, text: str, current: str = "") -> None:
        """Show the step that is the last now, with a text in the line."""
        step = self.step
        back = "esc steps back" if len(self._steps) > 1 else ""
        self.picker.offer(
            step.rows, title=step.title, text=text, current=current or step.current, haystack=step.finder, blank=step.fault or step.help,
            is_fault=bool(step.fault), note=back, new=step.new, told=step.told,
        )
