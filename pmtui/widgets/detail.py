"""The pane that shows one record for reading, painted line by line."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.events import Resize
from textual.timer import Timer

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.detail_lines import detail_lines, fault_lines
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.styled_lines import Line

PAUSE = 0.03
"""Seconds that the cursor must rest before the pane follows it while a key is held down."""
_RUN = 0.12
"""Two records within so many seconds mean that a key is held down."""


class DetailPane(LinePane):
    """One record, or one unreadable file; follows the cursor of a list without slowing it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
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

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines anew."""
        self._build()

    def _build(self) -> None:
        record, snapshot, today = self._shown
        width = self.text_width
        if not width:
            return
        if record is None or snapshot is None:
            lines: list[Line] = []
        elif isinstance(record, Fault):
            lines = fault_lines(record, width)
        else:
            lines = detail_lines(record, snapshot, today, width, self._id_length)
        subject = "" if record is None else record.path if isinstance(record, Fault) else record.id
        before, self._subject = self._subject, subject
        self.set_lines(lines, keep_place=subject == before)
