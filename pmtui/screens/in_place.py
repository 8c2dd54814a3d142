"""Editing a cell where it stands: a one-line editor over the list, which goes on living behind it.

As in a spreadsheet, Enter sets the value, Tab goes on to the next cell, and the arrows down and up to the same column of the
next record: a column of estimates is a digit and an arrow each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Key
from textual.geometry import Region

from pmtui.commands.cells import cell_field
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import INTEGER, NUMBER
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

Answered = Callable[[str | None], None]
KEYS = (Hint("tab", "next cell", 2), Hint("↓", "next row", 3))
"""What the foot says besides what Enter and Escape do."""
_STEPS = {"tab": (1, 0), "shift+tab": (-1, 0), "down": (0, 1), "up": (0, -1)}
"""By key, how many columns and records it goes on."""
_NUMBER = 6
"""The fewest cells of an editor for a number."""
_MOST = 64
"""So many columns are passed at most, to find the next that can be edited."""


class CellEdit(LineEdit):
    """The editor over a cell; keys that leave it for another cell are handed on."""

    DEFAULT_CSS = ""
    leave: Callable[[int, int], None]

    def on_key(self, event: Key) -> None:
        """Leave for another cell."""
        step = _STEPS.get(event.key)
        if step is None:
            return
        event.stop()
        event.prevent_default()
        self.leave(*step)


class InPlace:
    """At most one editor over a main screen, and what is to happen with its text.

    Attributes:
        editor: The editor, or None while there is none.
    """

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen
        self.editor: CellEdit | None = None
        self._answered: Answered | None = None
        self._before = ""

    def open(self, value: str, region: Region, answered: Answered) -> None:
        """Lay an editor with a text over a region of the screen."""
        self.close()
        self._answered = answered
        right = self.screen.list.content_region.right - 1 or self.screen.size.width
        editor = CellEdit.over(value, region, right)
        assert isinstance(editor, CellEdit)
        editor.leave = self.leave
        field = cell_field(SCHEMA[self.screen.kind], self.screen.cursor_field())
        if field is not None and field.type in (NUMBER, INTEGER):  # a wide editor would hide the cells beside it for nothing
            width = max(region.width + 1, _NUMBER, len(value) + 2)
            editor.styles.width = width
            editor.styles.offset = (max(0, min(region.right - width + 1, right - width)), region.y)
        self.editor, self._before = editor, editor.value
        self.screen.mount(self.editor)
        self.screen.set_focus(self.editor)  # at once: the next key is text already

    def close(self) -> Answered | None:
        """Take the editor away; gives what was to happen with its text."""
        answered, self._answered = self._answered, None
        if self.editor is not None:
            self.editor.remove()
            self.editor = None
            self.screen.focus_view()
            self.screen.show_hints()
        return answered

    def take(self, value: str) -> None:
        """Close the editor and hand its text on."""
        answered = self.close()
        if answered is not None:
            answered(value)

    def leave(self, across: int, down: int) -> None:
        """Take the text where it is another one, then edit another cell: so many columns to the right, so many records below.

        What was typed and is refused is asked for again first. The same edit on several records goes to their next column; from
        there, no record is below.
        """
        value = self.editor.value if self.editor is not None else ""
        is_same = value == self._before
        answered = self.close()
        if answered is not None and not is_same:
            answered(value)
        if self.screen.app.screen is not self.screen:
            return
        if self._moved(across, down):
            self.screen.host.dispatch("record.edit_field")

    def _moved(self, across: int, down: int) -> bool:
        """Move the cursor to a cell that can be edited; whether there is another one."""
        screen, rows = self.screen, self.screen.list
        if down:
            id = rows.cursor_id
            if not rows.selection.ids:
                rows.move(down)
                screen.show_detail()
            return rows.cursor_id not in (id, None)
        begun = rows.cursor_column
        for _ in range(_MOST):
            here = rows.cursor_column
            rows.move_across(across)
            if rows.cursor_column is here:
                break
            if cell_field(SCHEMA[screen.kind], screen.cursor_field()) is not None:
                return True
        if begun is not None:
            rows.to_column(begun.name)
        return False
