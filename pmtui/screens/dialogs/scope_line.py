"""Dragging the scope line of a milestone: what falls out, where to, what is taken in, and what that does to the forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.timer import Timer

from pmtui.domain.scope_line import Scope
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.experiment_live import LiveLines
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.scope_lines import CutForecasts, cut_forecast_lines, cut_lines
from pmtui.widgets.scope_list import ScopeList

_KEYS = (
    ("J K", "drag"), ("enter", "keep"), ("esc", "drop"), ("m", "where it goes"), ("space", "line below this one"), ("0", "as it is"),
)
_DRAGS = {"J": 1, "greater_than_sign": 1, ">": 1, "K": -1, "less_than_sign": -1, "<": -1}
NOWHERE = "no milestone"
_FOOT = 6
"""Lines below the list: what falls out, the forecasts, the keys."""
_REST = 0.15
"""Seconds without a drag after which the forecast is worked out."""


class Cut(NamedTuple):
    """What is kept.

    Attributes:
        line: How many items stand above the line.
        beyond: The milestone to which goes what falls out; empty for none.
    """

    line: int
    beyond: str


class ScopeDialog(Dialog[Cut | None]):
    """Asks where the line is to stand."""

    DEFAULT_CSS = """
    ScopeDialog > Vertical { width: 100; height: auto; max-height: 96%; padding: 0; overflow: hidden; }
    ScopeDialog #cut { height: 2; padding: 0 1; }
    ScopeDialog #forecasts { height: 3; padding: 0 1; }
    """

    def __init__(self, title: str, scope: Scope, places: Sequence[tuple[str, str, str]], ask: Callable[[Cut], None]) -> None:
        """Show the scope of a milestone.

        Args:
            title: Its title.
            scope: Its items, and what could come next.
            places: Where what falls out may go, each by id, title and when that is; the first is meant unless another is chosen.
            ask: Begins to work out the forecasts of a cut; `show_forecasts` gets them.
        """
        super().__init__()
        self._title, self._scope, self._places, self._ask = title, scope, places, ask
        self._titles = {id: title for id, title, _ in places}
        self._beyond = places[0][0]
        self._timer: Timer | None = None
        self.list = ScopeList(scope)

    @property
    def cut(self) -> Cut:
        """Where the line stands."""
        return Cut(self.list.at, self._beyond)

    def compose(self) -> ComposeResult:
        """The items with the line, what it stands for, the forecasts, the keys."""
        with Vertical() as box:
            done = f" · {self._scope.done} done stay" if self._scope.done else ""
            box.border_title = as_title(f"Scope of {' '.join(self._title.split())[:50]}{done}")
            yield self.list
            yield LiveLines(id="cut")
            yield LiveLines(id="forecasts")
            yield HintFoot(_KEYS)

    def on_mount(self) -> None:
        """Begin at the line as it stands."""
        self.list.focus()
        self.on_resize()
        self.list.call_after_refresh(self._look_at_line)
        self._show()

    def _look_at_line(self) -> None:
        """Scroll the line into the middle: what may fall out is in sight, and what may come in."""
        self.list.lay_out()
        self.list.scroll_to(y=max(0, self.list.at - self.list.size.height // 2), animate=False, force=True)

    def on_resize(self) -> None:
        """The list is as high as there is room for."""
        self.list.styles.height = max(3, min(self.list.line_count, self.app.size.height * 96 // 100 - _FOOT - 2))
        self.list.call_after_refresh(self.list.seen)

    def on_key(self, event: Key) -> None:
        """Drag the line, say where things go, keep it or drop it."""
        step = _DRAGS.get(event.character or "") or _DRAGS.get(event.key)
        if step is not None:
            self._drag(self.list.at + step)
        elif event.key in ("space", "x"):
            self._drag(self.list.cursor_index + 1 if self.list.at != self.list.cursor_index + 1 else self.list.cursor_index)
        elif event.character == "m":
            self._choose_place()
        elif event.character == "0":
            self._drag(self._scope.line)
        elif event.key == "enter":
            self._close(self.cut if self.list.at != self._scope.line else None)
        elif event.key in ("escape", "q", "X", "backspace"):
            self._close(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def _choose_place(self) -> None:
        """Ask where what falls out goes; typing finds a milestone among many."""
        from pmtui.screens.dialogs.pick import CURRENT, PickDialog

        rows = [(id, " ".join(title.split()) or NOWHERE, CURRENT if id == self._beyond else when) for id, title, when in self._places]

        def answered(id: str | None) -> None:
            if id is not None:
                self._beyond = id
                self._show()

        self.app.push_screen(PickDialog("What falls out goes to", rows), answered)

    def _drag(self, to: int) -> None:
        if not 0 <= to <= len(self._scope.rows):
            return
        self.list.drag(to)
        self._show()

    def _show(self) -> None:
        """Say what the line stands for now; the forecasts follow once it rests."""
        line, place = self.list.at, self._titles[self._beyond]
        self.query_one("#cut", LiveLines).show(lambda width: cut_lines(self._scope, line, place, width))
        self.query_one("#forecasts", LiveLines).show(lambda width: cut_forecast_lines(None, width))
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_REST, self._rest)

    def _rest(self) -> None:
        self._ask(self.cut)

    def show_forecasts(self, cut: Cut, forecasts: CutForecasts) -> None:
        """Show the forecasts of a cut, unless the line has gone on meanwhile."""
        if cut == self.cut and self.is_mounted and not self.is_answered:
            self.query_one("#forecasts", LiveLines).show(lambda width: cut_forecast_lines(forecasts, width))

    def _close(self, answer: Cut | None) -> None:
        if self._timer is not None:
            self._timer.stop()
        self.dismiss(answer)
