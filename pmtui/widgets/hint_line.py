"""The line of keys at the foot of the screen, the toast in it, and the panel of what may follow a begun sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from pmtui.widgets.cells import cut, fitted, shortened, steady, width_of
from pmtui.widgets.one_line import OneLine, Span
from pmtui.widgets.palette import palette_of

TOAST_SECONDS = 5.0


class Hint(NamedTuple):
    """One hint of the line.

    Attributes:
        key: The key as shown: `a`, `J/K`, `space`.
        label: What it does, in a word or two.
        priority: Where room is short, the greatest number goes first.
    """

    key: str
    label: str
    priority: int = 5


def fitting_hints(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The hints that fit into so many cells, whole ones only, in their order; the least important are left out."""
    kept = list(hints)
    sizes = [width_of(one.key) + 1 + width_of(one.label) + 2 for one in kept]
    while kept and sum(sizes) - 1 > width:
        worst = max(range(len(kept)), key=lambda at: (kept[at].priority, at))
        del kept[worst], sizes[worst]
    return kept


class HintLine(OneLine):
    """What can be done here, now; and for some seconds what has just been done.

    Attributes:
        about: What of the record under the cursor the hints depend on.
    """

    GROUND = "surface"

    def __init__(self, *, id: str | None = None) -> None:
        """A line without hints; `show` gives them."""
        super().__init__(id=id)
        self.hints: tuple[Hint, ...] = ()
        self.about: tuple[object, ...] = ()
        self.toast_text = ""
        self._toast_role = "text"
        self._timer: Timer | None = None

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other hints."""
        if tuple(hints) != self.hints:
            self.hints = tuple(hints)
            self.refresh()

    def toast(self, text: str, role: str = "success", seconds: float = TOAST_SECONDS) -> None:
        """Say what has happened, at the right; hints give way to it for so many seconds."""
        self.toast_text, self._toast_role = text, role
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self.clear_toast)
        self.refresh()

    def clear_toast(self) -> None:
        """Take the toast away."""
        self.toast_text = ""
        self.refresh()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """Hints at the left, the toast at the right."""
        right: list[Span] = []
        if self.toast_text:
            text = shortened(steady(self.toast_text), max(10, width * 3 // 4))
            right = [Span(" "), Span(text, self._toast_role), Span(" ")]
            width -= width_of(text) + 2
        left: list[Span] = []
        for hint in fitting_hints(self.hints, width - 1):
            left += [Span(f" {hint.key}", "key"), Span(f" {hint.label} ", "muted")]
        return left, right


def panel_cell(rows: Sequence[tuple[str, str]]) -> int:
    """The cells of one row of a panel, with the space to the next column."""
    return max((width_of(steady(key)) + width_of(steady(title)) for key, title in rows), default=0) + 5


def panel_lines(rows: Sequence[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    """Rows of keys and titles in as many columns as fit, filled downwards: one list a line."""
    if not rows:
        return []
    cell = panel_cell(rows)
    columns = max(1, min(len(rows), width // cell))
    height = -(-len(rows) // columns)
    return [list(rows[at::height]) for at in range(height)]


class KeyPanel(Widget):
    """What may follow a begun sequence of keys; lies above the foot of the screen and takes no place in the layout."""

    DEFAULT_CSS = """
    KeyPanel {
        display: none;
        position: absolute;
        overlay: screen;
        width: 100vw;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """A hidden panel."""
        super().__init__(id=id)
        self._begun = ""
        self._rows: tuple[tuple[str, str], ...] = ()

    def show(self, begun: str, rows: Sequence[tuple[str, str]]) -> None:
        """Show the keys that may follow.

        Args:
            begun: The keys pressed so far, as shown.
            rows: Key and title of each continuation.
        """
        self._begun, self._rows = begun, tuple(rows)
        width, height = self.app.size
        lines = min(height - 1, len(panel_lines(self._rows, width - 2)) + 1)
        self.styles.height = lines
        self.styles.offset = (0, height - lines - 1)
        self.display = True
        self.refresh()

    def hide(self) -> None:
        """Take it away."""
        self.display = False

    def render_line(self, y: int) -> Strip:
        """One line: first what has been pressed, then the keys in columns."""
        palette, width = palette_of(self.app), self.size.width
        plain = palette.style("text", "panel")
        if y == 0:
            text = fitted(f" {self._begun} …", width)
            return Strip([Segment(text, palette.style("accent bold", "panel"))])
        lines = panel_lines(self._rows, width - 2)
        parts = [Segment("  ", plain)]
        cell = panel_cell(self._rows)
        for key, title in lines[y - 1] if y <= len(lines) else ():
            shown = cut(steady(f" {title}"), max(0, cell - width_of(key)))
            parts += [Segment(key, palette.style("key", "panel")), Segment(shown, plain),
                      Segment(" " * max(0, cell - width_of(key) - width_of(shown)), plain)]
        return Strip(parts).adjust_cell_length(width, plain)
