"""Editing a cell where it stands: a one-line editor over the list, which goes on living behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.geometry import Region

from pmtui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

Answered = Callable[[str | None], None]


class InPlace:
    """At most one editor over a main screen, and what is to happen with its text.

    Attributes:
        editor: The editor, or None while there is none.
    """

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen
        self.editor: LineEdit | None = None
        self._answered: Answered | None = None

    def open(self, value: str, region: Region, answered: Answered) -> None:
        """Lay an editor with a text over a region of the screen."""
        self.close()
        self._answered = answered
        right = self.screen.list.content_region.right - 1 or self.screen.size.width
        self.editor = LineEdit.over(value, region, right)
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
