"""The pane that shows one record for reading, painted line by line."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.detail_lines import detail_lines, fault_lines
from pmtui.widgets.palette import palette_of
from pmtui.widgets.styled_lines import Line, paint_line

PAUSE = 0.03
"""Seconds that the cursor must rest before the pane follows it while a key is held down."""
_RUN = 0.12
"""Two records within so many seconds mean that a key is held down."""
_MARGIN = 1


class DetailPane(ScrollView, can_focus=True):
    """One record, or one unreadable file; follows the cursor of a list without slowing it."""

    DEFAULT_CSS = """
    DetailPane {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self.lines: list[Line] = []
        self._shown: tuple[Record | Fault | None, Snapshot | None, str] = (None, None, "")
        self._id_length: Callable[[str], int] | None = None
        self._subject = ""
        self._asked = 0.0
        self._timer: Timer | None = None

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record: at once after a rest, and after a short pause while records follow each other quickly.

        Args:
            record: What is under the cursor; None empties the pane.
            snapshot: Where linked records are.
            today: The calendar date where the person is.
            id_length: How many characters tell an id from all others.
        """
        self._shown = (record, snapshot, today)
        self._id_length = id_length
        now = monotonic()
        is_run, self._asked = now - self._asked < _RUN, now
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if is_run and self.is_running:
            self._timer = self.set_timer(PAUSE, self._build)
        else:
            self._build()

    def page(self, direction: int) -> None:
        """Scroll by a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height - 1))

    def half_page(self, direction: int) -> None:
        """Scroll by half a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height // 2))

    def move(self, delta: int) -> None:
        """Scroll by so many lines."""
        self.scroll_to(y=self.scroll_offset.y + delta, animate=False, force=True)

    def first(self) -> None:
        """Scroll to the top."""
        self.scroll_to(y=0, animate=False, force=True)

    def last(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=len(self.lines), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at = y + int(self.scroll_offset.y)
        line = self.lines[at] if at < len(self.lines) else ()
        return paint_line(line, self.size.width, palette_of(self.app), left=_MARGIN)

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines anew."""
        self._build()

    def _build(self) -> None:
        record, snapshot, today = self._shown
        width = self.size.width - 2 * _MARGIN
        if width <= 0:
            return
        if record is None or snapshot is None:
            lines: list[Line] = []
        elif isinstance(record, Fault):
            lines = fault_lines(record, width)
        else:
            lines = detail_lines(record, snapshot, today, width, self._id_length)
        subject = "" if record is None else record.path if isinstance(record, Fault) else record.id
        if lines != self.lines:
            self.lines = lines
            self.virtual_size = Size(0, len(lines))
            self.refresh()
        if subject != self._subject:
            self._subject = subject
            self.first()
