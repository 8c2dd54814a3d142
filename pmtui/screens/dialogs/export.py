"""What is told to whom, as what and in which file: the name of the file follows what was chosen until somebody types one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.events import DescendantFocus

from pmtui.screens.dialogs.evidence import EntryRow, EvidenceDialog, Save, put
from pmtui.widgets.line_edit import LineEdit

FILE = "file"
"""The row of the file's name."""


class ExportDialog(EvidenceDialog):
    """Asks for an export; answers whether it was begun."""

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("ctrl+s", "write"), ("tab", "next"), ("←→", "choose"), ("esc", "close"))

    def __init__(self, rows: Sequence[EntryRow], save: Save, suggested: Callable[[Mapping[str, str]], str]) -> None:
        """Ask; `suggested` gives the name of the file for what was chosen."""
        super().__init__("Export", rows, save)
        self._suggested, self._suggestion = suggested, ""

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Suggest a name where one would be typed; Textual lets the base say what belongs there."""
        if event.widget.id == f"field-{FILE}":
            self._suggest()

    def _suggest(self) -> None:
        """Give the file the name for what is chosen now, unless somebody has typed another one."""
        editor = self.query_one(f"#field-{FILE}", LineEdit)
        if editor.value in ("", self._suggestion):
            self._suggestion = self._suggested(self.values)
            put(editor, self._suggestion)
            editor.cursor_position = len(self._suggestion)

    def _finish(self) -> None:
        self._suggest()
        super()._finish()
