"""A question that one key confirms; every other key cancels and is swallowed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Static

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title


class ConfirmDialog(Dialog[bool]):
    """Asks before something is taken away. Only one key confirms, `y` unless it says otherwise."""

    DEFAULT_CSS = """
    ConfirmDialog > Vertical { width: 60; height: auto; border: round $warning; padding: 0 1; }
    """

    def __init__(self, question: str, detail: str = "", key: str = "y", label: str = "yes") -> None:
        """Ask.

        Args:
            question: The title of the box.
            detail: What confirming means.
            key: The one key that confirms.
            label: What that key does.
        """
        super().__init__()
        self._question, self._detail, self._key, self._label = question, detail, key, label

    def compose(self) -> ComposeResult:
        """A box with the question and its two answers."""
        with Vertical() as box:
            box.border_title = as_title(self._question)
            if self._detail:
                yield Static(self._detail, markup=False)
            yield Static(f"{self._key}  {self._label}      any other key  no", classes="help", markup=False)

    def on_key(self, event: Key) -> None:
        """Answer, whatever the key."""
        event.stop()
        event.prevent_default()
        self.dismiss(self._key in (event.character, event.key))


def close_or_ask(dialog: Dialog[bool], *, is_typed: bool) -> None:
    """Close a dialog without saving: at once where nothing was typed; else after asking, for it would be lost."""
    if not is_typed:
        dialog.dismiss(False)
        return

    def answered(is_sure: bool | None) -> None:
        if is_sure:
            dialog.dismiss(False)

    dialog.app.push_screen(ConfirmDialog("Throw away what you typed?", "Nothing of it has been saved."), answered)
