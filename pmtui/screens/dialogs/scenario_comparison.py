"""Today beside one or two scenarios, to read through and to copy; forecasts come in as they are computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from pmtui.domain.scenario_comparison import SideBySide
from pmtui.formats.scenario_text import lines, markdown
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span

_WIDEST = 112
_FRAME = 3
"""Lines of the dialog besides the text: the border and the keys."""


class ScenarioComparisonDialog(Dialog[None]):
    """Shows a comparison; answers nothing."""

    DEFAULT_CSS = """
    ScenarioComparisonDialog > Vertical { width: 112; height: 24; max-height: 96%; padding: 0; overflow: hidden; }
    ScenarioComparisonDialog LinePane { background: $surface; height: 1fr; }
    """

    def __init__(self, names: Sequence[str], copy: Callable[[str], None]) -> None:
        """Wait for the comparison of scenarios with these names; `copy` puts a text into the clipboard."""
        super().__init__()
        self._names, self._copy = names, copy
        self._found: SideBySide | None = None
        self.pane = LinePane()
        self.pane.GROUND = "surface"

    def compose(self) -> ComposeResult:
        """The text, the keys."""
        with Vertical() as box:
            yield self.pane
            yield HintFoot((("j k", "scroll"), ("space", "page"), ("y", "copy as Markdown"), ("esc", "close")))
        self._box = box

    def on_mount(self) -> None:
        """Read."""
        self.pane.focus()

    def on_resize(self) -> None:
        """The text is as wide as the pane."""
        self.pane.call_later(self._fill)

    def show(self, found: SideBySide) -> None:
        """More is known now; the place stays."""
        self._found = found
        if self.is_attached:
            self._fill()

    def _fill(self) -> None:
        width = self.pane.text_width
        if width <= 0:
            return
        found = self._found
        made = [tuple(Span(text, role) for text, role in line) for line in lines(found, width)] if found is not None else []
        self.pane.set_lines(made)
        self._box.border_title = as_title(shortened(f"Today beside {' and '.join(self._names)}", width - 4))
        self._tell("" if found is not None and all(found.is_complete) else "computing the forecasts…")
        self._box.styles.height = max(8, min(int(self.size.height * 0.96), len(made) + _FRAME))

    def _tell(self, words: str) -> None:
        self._box.border_subtitle = as_title(words)

    def on_key(self, event: Key) -> None:
        """Scroll, copy, close."""
        if event.key in ("escape", "q", "backspace", "enter"):
            self.dismiss(None)
        elif event.key in ("y", "Y") and self._found is not None:
            self._copy(markdown(self._found))
            self._tell("copied as Markdown")
        elif event.key == "space":
            self.pane.page(1)
        elif not self.pane.move_by_letter(event.key):
            return
        event.stop()
        event.prevent_default()
