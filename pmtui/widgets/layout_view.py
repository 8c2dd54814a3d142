"""What a main screen asks of the widget that shows its records: a list, a board, a map, a timeline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from pmtui.domain.table import Fault
from pmtui.widgets.selection import Selection


class ShownRecords(Protocol):
    """What such a widget shows at the moment."""

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are shown, in the order shown."""

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first of some records to the last, and one more at either end: as far as a step can take them."""


class LayoutView(Protocol):
    """One way to show the records of a screen, a widget. Cursor and selection are by id."""

    selection: Selection
    display: Any
    """Whether it is on the screen; Textual's own."""

    @property
    def view(self) -> ShownRecords:
        """What is shown at the moment."""

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor, or None."""

    @property
    def cursor_fault(self) -> Fault | None:
        """The unreadable file under the cursor, or None."""

    @property
    def selected(self) -> list[str]:
        """The ids of the selected records, in the order shown."""

    def shown_ids(self) -> Sequence[str]:
        """The ids of all records shown, in their order."""

    def move(self, delta: int) -> None:
        """Move by so many records."""

    def move_across(self, delta: int) -> None:
        """Move to the next column, lane or cell at the right (1) or left (-1)."""

    def page(self, direction: int) -> None:
        """Move by a screen, down (1) or up (-1)."""

    def half_page(self, direction: int) -> None:
        """Move by half a screen, down (1) or up (-1)."""

    def first(self) -> None:
        """Move to the first record."""

    def last(self) -> None:
        """Move to the last record."""

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""

    def toggle_selection(self) -> None:
        """Select the record under the cursor, or no longer."""

    def toggle_range(self) -> None:
        """Begin a range at the cursor, which then follows it; or end it."""

    def select_all(self) -> None:
        """Select every record shown."""

    def clear_selection(self) -> None:
        """Select nothing."""

    def focus(self) -> Any:
        """Take the keys; Textual's own."""
