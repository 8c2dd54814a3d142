"""Every key, with a search."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.help_view import HelpRow, HelpView


class KeysDialog(Dialog[None]):
    """The table of keys, generated from the live keymap."""

    def __init__(self, rows: Sequence[HelpRow]) -> None:
        """Show these commands; rows of a group follow each other."""
        super().__init__()
        self._rows = list(rows)

    def compose(self) -> ComposeResult:
        """The table."""
        yield HelpView(self._rows)

    def on_help_view_closed(self, event: HelpView.Closed) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)
