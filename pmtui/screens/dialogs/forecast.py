"""The forecast of a milestone: days and chances, what drives it, and how much fits by a day that is typed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.widgets import Input, Static

from pmtui.domain.dates import parse_date
from pmtui.domain.forecasting import is_out_of_sight
from pmtui.domain.records import Record
from pmtui.domain.roadmap import when_of
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.experiment_live import LiveLines
from pmtui.widgets.forecast_lines import MOST_ROWS, fit_line, forecast_lines
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

if TYPE_CHECKING:
    from pmtui.domain.forecasting import Fit, Forecast

_WIDTH = 78
_FRAME = 6
"""Lines besides the forecast: the border, the line, what is said of it in two lines, the keys."""
_COMPUTING: Sequence[Line] = ((Span("computing 10,000 futures…", "muted"),),)

Fits = Callable[[date, Callable[["Fit"], None], threading.Event], None]
"""Works out how much fits by a day: the day, whom to tell, and what is set when nobody waits for it any more."""


class ForecastDialog(Dialog[None]):
    """Shows a forecast, as soon as it is known."""

    DEFAULT_CSS = """
    ForecastDialog > Vertical { width: 78; height: auto; max-height: 100%; padding: 0 1; }
    ForecastDialog #forecast { height: 1; }
    ForecastDialog Horizontal { height: 1; }
    ForecastDialog .label { width: 18; color: $text-muted; }
    ForecastDialog LineEdit, ForecastDialog LineEdit:focus { width: 1fr; padding: 0; background: $panel; }
    ForecastDialog #fits { height: 2; }
    """
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "close"), ("a day", "how much fits by then"))

    def __init__(self, milestone: Record, today: str, fits: Fits) -> None:
        """Show the forecast of a milestone.

        Args:
            milestone: The milestone.
            today: The day of today.
            fits: Works out how much fits by a day.
        """
        super().__init__()
        self._milestone, self._today, self._fits = milestone, today, fits
        self._target = when_of(milestone.data.get("start"), milestone.data.get("target"), milestone["resolution"]).target
        self._forecast: Forecast | None = None
        self._is_known = False
        self._over = threading.Event()
        self._asked: date | None = None

    def compose(self) -> ComposeResult:
        """The forecast, a line for a day, what fits by then, the keys."""
        with Vertical() as box:
            box.border_title = as_title(f"Forecast · {' '.join(self._milestone.title.split())[:60]}")
            yield LiveLines(id="forecast")
            with Horizontal():
                yield Static("what fits by", classes="label", markup=False)
                yield LineEdit(placeholder="a day: 2027-03-31, 6w, 3m, next friday")
            yield LiveLines(id="fits")
            yield HintFoot(self.KEYS)

    def on_mount(self) -> None:
        """Type at once; until then it says what fits by the target."""
        self.query_one(LineEdit).focus()
        self._lay()
        self._ask_fit("")

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self._lay()

    def show(self, forecast: Forecast | None) -> None:
        """Show the forecast; None where the milestone has none any more."""
        self._forecast, self._is_known = forecast, True
        if self.is_mounted:
            self._lay()
            self._asked = None
            self._ask_fit(self.query_one(LineEdit).value)

    def _lay(self) -> None:
        """Show the lines, and be as high as they are."""
        width, height = self.app.size
        inner = max(20, min(_WIDTH, width * 96 // 100) - 5)
        live = self.query_one("#forecast", LiveLines)
        for rows in range(MOST_ROWS, 2, -1):  # a chart that is shorter where the screen is
            lines = self._lines(inner, rows)
            if len(lines) <= height - _FRAME:
                break
        live.styles.height = max(1, min(len(lines), height - _FRAME))
        live.show(lambda width: lines)

    def _lines(self, width: int, rows: int) -> Sequence[Line]:
        if not self._is_known:
            return _COMPUTING
        if self._forecast is None:
            return ((Span("it is closed: there is nothing to forecast", "muted"),),)
        return [*forecast_lines(self._forecast, self._target, self._today, width, rows), ()]

    # How much fits

    def on_input_changed(self, event: Input.Changed) -> None:
        """Work out how much fits by what is typed."""
        event.stop()
        self._ask_fit(event.value)

    def _ask_fit(self, text: str) -> None:
        text = text.strip()
        today = date.fromisoformat(self._today)
        day = self._target.last if self._target is not None and self._target.last > today else None
        if text:
            try:
                day = date.fromisoformat(parse_date(text, self._today))
            except ValueError:
                self._say("not a day yet: 2027-03-31, 6w, 3m, next friday", "muted")
                return
            if day < today:
                self._say("that day has passed", "muted")
                return
            if is_out_of_sight(day, today):
                self._say("that day is more than 20 years away", "muted")
                return
        if day is None:
            self._say("", "muted")
        elif day != self._asked and self._is_known:
            self._over.set()
            self._over, self._asked = threading.Event(), day
            over = self._over

            def told(fit: Fit) -> None:
                if not over.is_set() and self.is_mounted:
                    self.query_one("#fits", LiveLines).show(lambda width: fit_line(fit, self._forecast, width))

            self._fits(day, told, over)

    def _say(self, text: str, role: str) -> None:
        self._over.set()
        self._asked = None
        self.query_one("#fits", LiveLines).show(lambda width: ((Span(text, role),),))

    # Keys

    def on_key(self, event: Key) -> None:
        """Close."""
        if event.key in ("escape", "enter") and not (event.key == "enter" and self.query_one(LineEdit).value):
            event.stop()
            event.prevent_default()
            self._close()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """What is typed has been answered already; enter on an empty line closes."""
        event.stop()
        if not event.value.strip():
            self._close()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close."""
        event.stop()
        self._close()

    def _close(self) -> None:
        self._over.set()
        self.dismiss(None)
