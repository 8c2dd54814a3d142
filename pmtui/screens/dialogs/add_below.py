"""Adding a record below another one in the tree: the quick-add line, which says where the new one will hang."""

from __future__ import annotations

from textual.containers import Vertical

from pmtui.domain.quick_add_sigils import article
from pmtui.screens.dialogs.quick_add import Add, QuickAddDialog
from pmtui.screens.host import Host
from pmtui.widgets.border_texts import show_title


class AddBelowDialog(QuickAddDialog):
    """Asks for lines; answers with the text that was not added."""

    DEFAULT_CSS = ""

    def __init__(self, host: Host, kind: str, below: str, text: str, add: Add) -> None:
        """Ask.

        Args:
            host: The app: its records, its clock.
            kind: The kind of the new records.
            below: The title of what they hang below; empty for nothing.
            text: What was typed before and not added.
            add: Adds a line.
        """
        super().__init__(host, kind, text, add)
        self._title = f"Add {article(kind)}{f' below “{below}”' if below else ''}"

    def on_mount(self) -> None:
        """Say where it will hang."""
        show_title(self.query_one(Vertical), self._title[:80])
