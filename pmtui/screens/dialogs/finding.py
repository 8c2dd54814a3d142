"""What dialogs have alike that find records by some letters: the line, what is found, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Vertical
from textual.widgets import Input

from pmtui.screens.dialogs.line_over_list import LineOverList
from pmtui.widgets.found_list import FoundList, FoundRows, hit_of
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.record_index import LIMIT, Hit

if TYPE_CHECKING:
    from pmtui.screens.host import Host

T = TypeVar("T")
Ask = Callable[[str, Sequence[str], Callable[[str, list[Hit], bool], None]], None]
"""Looks for a text among the records of some kinds (all where there are none), behind the screen, and calls with what is found."""


class SearchingDialog(LineOverList[T]):
    """Looks for records while one types. A class of its own says what is found before anything is typed, and what Enter takes.

    Attributes:
        kinds: The kinds among which it looks; all where there are none.
    """

    kinds: Sequence[str] = ()

    def __init__(self, host: Host, ask: Ask, placeholder: str, found: FoundList) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            placeholder: What can be typed.
            found: The list of what is found.
        """
        super().__init__()
        self._host, self._ask = host, ask
        self._shown: tuple[str | None, list[Hit]] = (None, [])
        self._is_entered = False
        self.edit = LineEdit(placeholder=placeholder)
        self.list = self.found = found

    def in_order(self, text: str, hits: list[Hit]) -> list[Hit]:
        """What was found for a text, in the order to show."""
        raise NotImplementedError

    def rows(self, text: str, hits: list[Hit]) -> FoundRows:
        """The rows that show what was found."""
        return FoundRows(self._host.snapshot, hits)

    def label(self) -> None:
        """Say at the lower border how it stands; called whenever other rows are shown."""
        raise NotImplementedError

    def look(self, text: str) -> None:
        """Look for a text; what was found before stays until then."""
        self.found.is_searching = True
        self._ask(text, self.kinds, self._found)

    def can_wait(self, text: str) -> bool:
        """Whether Enter waits for what a text will find."""
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed now."""
        event.stop()
        self._is_entered = False
        self.look(event.value)

    def _found(self, text: str, hits: list[Hit], is_last: bool) -> None:
        if text != self.edit.value or self.is_answered:
            return
        hits = self.in_order(text, hits)
        self.found.is_searching = not is_last
        if (text, hits) != self._shown or (is_last and not hits):
            self._show(text, hits)
        if self._is_entered and (hits or is_last):
            self._enter()

    def _show(self, text: str, hits: list[Hit]) -> None:
        """Show what is found; with more of the same, the cursor stays on its row."""
        row = self.list.cursor_row if text == self._shown[0] else None
        self._shown = (text, hits)
        rows = self.rows(text, hits)
        self.list.show(rows, text, rows.place(row.value) if row is not None else 0)
        self.label()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is under the cursor; where the text is newer than what is shown, the first that it finds."""
        event.stop()
        if event.value == self._shown[0] and (self._shown[1] or not self.found.is_searching):
            self._enter()
        elif self.can_wait(event.value):
            self._is_entered = True

    def _enter(self) -> None:
        self._is_entered = False
        if self.list.cursor_row is not None:
            self.pick()


class FindingDialog(SearchingDialog[Hit | None]):
    """Asks for one record; answers None when it is dismissed with Escape."""

    def told(self) -> str:
        """What the lower border says where nothing is typed."""
        raise NotImplementedError

    def label(self) -> None:
        """Say how many were found."""
        text, hits = self._shown
        found = f"{len(hits)}{' and more' if len(hits) >= LIMIT else ''} found"
        self.query_one(Vertical).border_subtitle = found if (text or "").strip() else self.told()

    def pick(self) -> None:
        """Answer with the record under the cursor."""
        row = self.list.cursor_row
        if row is not None:
            self.dismiss(hit_of(row))
