"""Splitting a record: the parts that its text offers, ticked, and those that are typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Input

from pmtui.domain.text import counted, one_line
from pmtui.screens.dialogs.line_over_list import LineOverList
from pmtui.widgets.cells import as_title
from pmtui.widgets.glyphs import DONE, OPEN
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.picker import PickList, PickRow

_KEYS = (("enter", "add what is typed; else split"), ("tab", "tick"), ("esc", "cancel"))


class PartsList(PickList):
    """The parts, ticked or not."""

    def show_parts(self, parts: Sequence[tuple[str, bool]], cursor: int) -> None:
        """Show the parts, each with whether it is ticked."""
        rows = [
            PickRow(str(at), title, "", DONE if is_on else OPEN, "success" if is_on else "muted") for at, (title, is_on) in enumerate(parts)
        ]
        self.show(rows, "", cursor)


class SplitDialog(LineOverList[tuple[str, ...] | None]):
    """Asks for the parts; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    SplitDialog > Vertical { width: 84; height: 18; max-height: 90%; }
    """

    def __init__(self, title: str, offered: Sequence[str]) -> None:
        """Ask.

        Args:
            title: The title of the box.
            offered: The parts that the record's criteria and lists suggest; all are ticked at first.
        """
        super().__init__()
        self._title = title
        self._parts: list[tuple[str, bool]] = [(one, True) for one in offered]
        self.edit = LineEdit(placeholder="the title of a part")
        self.list = self.parts = PartsList()

    def compose(self) -> ComposeResult:
        """The line, the parts, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.edit
            yield self.list
            yield HintFoot(_KEYS)

    def on_mount(self) -> None:
        """Show what is offered."""
        self.edit.focus()
        self._show(0)

    def _show(self, cursor: int) -> None:
        self.parts.show_parts(self._parts, cursor)
        count = len(self.titles)
        none = "tick what is a part" if self._parts else "type a title, then enter"
        self.query_one(Vertical).border_subtitle = counted(count, "part") if count else none

    @property
    def titles(self) -> tuple[str, ...]:
        """The ticked parts, in their order."""
        return tuple(title for title, is_on in self._parts if is_on)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add what is typed as a part; with nothing typed, split."""
        event.stop()
        title = one_line(event.value).strip()
        if title:
            self._parts.append((title, True))
            self.edit.value = ""
            self._show(len(self._parts) - 1)
        elif self.titles:
            self.dismiss(self.titles)

    def pick(self) -> None:
        """Tick the part under the cursor, or no longer; then go on."""
        at = self.list.cursor_index
        title, is_on = self._parts[at]
        self._parts[at] = (title, not is_on)
        self._show(min(at + 1, len(self._parts) - 1))

    def on_key(self, event: Key) -> None:
        """Tick with tab."""
        if event.key == "tab" and self._parts:
            self.pick()
            event.stop()
            event.prevent_default()
