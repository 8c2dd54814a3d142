"""The pane that shows a conflict, and any record as the detail pane does."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.conflict_lines import Shown, conflict_lines
from pmtui.widgets.detail import DetailPane

_MEASURE = 200
"""The most cells of a line: values beside each other want room, but no eye goes further."""


class ConflictPane(DetailPane):
    """One conflict, or one record."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._conflict: Shown | None = None
        self._conflict_shown = ""

    def set_conflict(self, shown: Shown) -> None:
        """Show a conflict; one that is shown already stays where it is scrolled to."""
        if self._conflict != shown:
            self._conflict = shown
            self._shown = (None, None, "")
            self._build()

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record, or a file that cannot be read."""
        if self._conflict is not None:
            self._conflict, self._conflict_shown = None, ""
            self._shown = (None, None, "")
            self.set_lines([], keep_place=False)
        super().set_record(record, snapshot, today, id_length)

    def _build(self, is_whole: bool = False) -> None:
        if self._conflict is None:
            super()._build(is_whole)
        elif self.text_width:
            before, self._conflict_shown = self._conflict_shown, self._conflict.conflict.key
            self.set_lines(conflict_lines(self._conflict, min(_MEASURE, self.text_width)), keep_place=before == self._conflict_shown)
