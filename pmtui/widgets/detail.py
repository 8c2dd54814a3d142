"""The pane that shows one record for reading, painted line by line."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Resize

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.detail_lines import detail_lines, fault_lines
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.styled_lines import Line


class DetailPane(LinePane):
    """One record, or one unreadable file; follows the cursor of a list."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._shown: tuple[Record | Fault | None, Snapshot | None, str] = (None, None, "")
        self._id_length: Callable[[str], int] | None = None
        self._subject = ""

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record, in the frame of the key that moved the cursor: building the lines takes half a millisecond.

        Args:
            record: What is under the cursor; None empties the pane.
            snapshot: Where linked records are.
            today: The calendar date where the person is.
            id_length: How many characters tell an id from all others.
        """
        if (record, snapshot, today) != self._shown or id_length != self._id_length:
            self._shown = (record, snapshot, today)
            self._id_length = id_length
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
