"""A question that one digit answers most of the time, and typed words otherwise: why something is declined, until when it sleeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from pmtui.screens.dialogs.line_over_list import LineOverList
from pmtui.widgets.cells import as_title
from pmtui.widgets.finding import Haystack
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.picker import PickList, PickRow

Own = Callable[[str], PickRow | None]
"""From what was typed to the row that stands for it; None where it stands for nothing yet."""
Check = Callable[[str], str]
"""What is wrong with what was typed; empty where it can be taken."""


class DigitLine(LineEdit):
    """A line in which a digit typed first is an answer."""

    class Digit(Message):
        """A digit was pressed while the line was empty.

        Attributes:
            number: Which one, from 1.
        """

        def __init__(self, number: int) -> None:
            """Carry the digit."""
            super().__init__()
            self.number = number

    def _on_key(self, event: Key) -> None:  # type: ignore[override]  # the base's own handler comes after it unless it is prevented
        if not self.value and event.character is not None and event.character in "123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.Digit(int(event.character)))


class NumberedDialog(LineOverList[str | None]):
    """Asks; answers the value of a row or what was typed, None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    NumberedDialog > Vertical { width: 72; height: auto; max-height: 90%; }
    """

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str, str]], own: Own, *, placeholder: str = "", foot: str = "take it",
        check: Check | None = None,
    ) -> None:
        """Ask.

        Args:
            title: What is asked.
            rows: The usual answers, each a value, what people read, and a detail at the right; the first nine have a digit.
            own: What the typed text stands for.
            placeholder: What can be typed.
            foot: What Enter does.
            check: What is wrong with typed words that no row stands for; the question then stays, with what was typed.
        """
        super().__init__()
        self._title, self._own, self._check = title, own, check
        self._rows = [
            PickRow(value, label, detail, str(at + 1) if at < 9 else " ", "key") for at, (value, label, detail) in enumerate(rows)
        ]
        self._haystack: Haystack | None = None
        self._foot = ((f"1-{max(1, min(9, len(self._rows)))}", "choose"), ("enter", foot), ("esc", "cancel"))
        self.edit = DigitLine(placeholder=placeholder)
        self.list = PickList()
        self.list.styles.height = max(1, min(14, len(self._rows)))

    def compose(self) -> ComposeResult:
        """The line, the usual answers, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.edit
            yield self.list
            yield HintFoot(self._foot)

    def on_mount(self) -> None:
        """Show the usual answers."""
        self.edit.focus()
        self.list.show(self._rows, "")

    def _say(self, words: str) -> None:
        self.query_one(Vertical).border_subtitle = as_title(words)

    def on_digit_line_digit(self, event: DigitLine.Digit) -> None:
        """Take the row with this digit."""
        event.stop()
        if event.number <= len(self._rows):
            self.dismiss(self._rows[event.number - 1].value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the text stands for, then the usual answers that have its words."""
        event.stop()
        text = event.value.strip()
        self._say("")
        if not text:
            self.list.show(self._rows, "")
            return
        if self._haystack is None:
            self._haystack = Haystack([f"{row.label} {row.detail}" for row in self._rows])
        own = self._own(text)
        found = [self._rows[at]._replace(glyph=" ") for at in self._haystack.find(text)]
        self.list.show([*([own] if own is not None else []), *found], text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor; where nothing matches, what was typed."""
        event.stop()
        typed = event.value.strip()
        if self.list.cursor_row is not None:
            self.pick()
        elif typed:
            fault = self._check(typed) if self._check is not None else ""
            if fault:
                self._say(fault)
            else:
                self.dismiss(typed)

    def pick(self) -> None:
        """Answer with the row under the cursor."""
        row = self.list.cursor_row
        if row is not None:
            self.dismiss(row.value)
