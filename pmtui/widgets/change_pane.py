"""The pane that shows one change of the history, or the record to which its links have led."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.domain.change import Snapshot
from pmtui.domain.history import Revision
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.detail_history import revision_lines
from pmtui.widgets.detail_text import Reading


class ChangePane(DetailPane):
    """A detail pane whose subject may be a change, too."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._change: tuple[Revision | None, Snapshot | None, str] = (None, None, "")
        self._is_change = True

    def show_change(
        self, revision: Revision | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a change.

        Args:
            revision: What is under the cursor; None empties the pane.
            snapshot: Where the records are as they are now.
            today: The calendar date where the person is.
            id_length: How many characters tell an id from all others.
        """
        if self._is_change and self._change == (revision, snapshot, today):
            return
        is_same = self._is_change and self._change[0] is revision
        self._is_change, self._change, self._id_length = True, (revision, snapshot, today), id_length
        self._show(keep_place=is_same)

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record."""
        self._is_change = False
        super().set_record(record, snapshot, today, id_length)

    def _build(self, is_whole: bool = False) -> None:
        if self._is_change:
            self._show(keep_place=True)
        else:
            super()._build(is_whole)

    def _show(self, *, keep_place: bool) -> None:
        revision, snapshot, today = self._change
        width = self.reading_width
        if width:
            known = revision is not None and snapshot is not None
            lines = revision_lines(revision, Reading(snapshot, today, width, self._id_length)) if known and revision and snapshot else []
            self.set_lines(lines, keep_place=keep_place)
