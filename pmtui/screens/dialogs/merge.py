"""A merge before it is made: which record is kept, and what goes over to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.styled_lines import Line

_KEYS = (("enter", "merge"), ("tab", "keep the other one"), ("j/k", "scroll"), ("esc", "cancel"))
Preview = Callable[[int, int], Sequence[Line]]
"""From the number of the record that is kept and a width to the lines that tell what happens."""


class MergeDialog(Dialog[int | None]):
    """Shows a merge; answers the number of the record that is kept, None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    MergeDialog > Vertical { width: 92; height: 22; max-height: 92%; }
    MergeDialog LinePane { background: $surface; }
    """

    class Pane(LinePane):
        """The lines, on the ground of a dialog."""

        GROUND = "surface"

    def __init__(self, count: int, preview: Preview) -> None:
        """Show.

        Args:
            count: How many records there are.
            preview: What happens if one of them is kept.
        """
        super().__init__()
        self._count, self._preview = count, preview
        self._keep = 0
        self.pane = MergeDialog.Pane()

    def compose(self) -> ComposeResult:
        """What happens, and the keys."""
        with Vertical() as box:
            box.border_title = as_title(f"Merge {self._count} records into one")
            yield self.pane
            yield HintFoot(_KEYS)

    def on_mount(self) -> None:
        """Take the keys."""
        self.pane.focus()

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        width = self.pane.text_width
        if width:
            self.pane.set_lines(list(self._preview(self._keep, width)), keep_place=False)

    def on_key(self, event: Key) -> None:
        """Merge, keep another one, scroll or leave."""
        if event.key == "enter":
            self.dismiss(self._keep)
        elif event.key in ("escape", "q"):
            self.dismiss(None)
        elif event.key in ("tab", "x"):
            self._keep = (self._keep + 1) % self._count
            self._show()
        elif event.key in ("j", "down", "k", "up"):
            self.pane.move(1 if event.key in ("j", "down") else -1)
        elif event.key in ("pageup", "pagedown", "space"):
            self.pane.page(-1 if event.key == "pageup" else 1)
        event.stop()
        event.prevent_default()
