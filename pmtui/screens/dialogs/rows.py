"""A dialog of rows to walk through, one of them under the cursor: what all such dialogs have alike."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key

from pmtui.screens.dialogs.leaving import PageDialog
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.scrolling import set_height

RecordKey = tuple[str, str]
"""A record: its kind and id."""


class RowsView(CursorList):
    """Rows, some of which the cursor may stand on. A class of its own says what the rows are.

    Attributes:
        places: The rows on which the cursor may stand.
    """

    def __init__(self) -> None:
        """Without rows."""
        super().__init__()
        self.places: list[int] = []

    def on_mount(self) -> None:
        """Tell how long it is."""
        set_height(self, self.line_count)
        self.call_after_refresh(self.seen)

    @property
    def here(self) -> int:
        """The row under the cursor; -1 where it can stand nowhere."""
        return self.places[self._cursor] if self.places else -1

    def stand(self, row: int) -> None:
        """Put the cursor on a row, which is one of the places."""
        self.move_to(self.places.index(row))

    @property
    def _stops(self) -> int:
        return len(self.places)

    def lines_of(self, index: int) -> range:
        """The row of a place."""
        return range(self.places[index], self.places[index] + 1)

    def place_at(self, y: int) -> int | None:
        """The place that a row is."""
        return self.places.index(y) if y in self.places else None

    def pointed(self, index: int, event: Click) -> None:
        """Put the cursor there; a double click opens."""
        self.move_to(index)
        if event.chain == 2 and isinstance(self.screen, RowsDialog):
            self.screen.action_go()


class RowsDialog(PageDialog[RecordKey]):
    """Asks where to go; answers the record's kind and id, or None. A class of its own sets `view` and its labels.

    The keys of the main screens that go to another one do so here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", show=False), Binding("escape,q", "leave", show=False),
    ]
    view: RowsView

    def compose(self) -> ComposeResult:
        """A box with the rows."""
        with Vertical():
            yield self.view

    def on_mount(self) -> None:
        """Say what is shown."""
        self.view.focus()
        self.label()

    def on_resize(self) -> None:
        """The title is cut to the box."""
        self.call_after_refresh(self.label)

    def label(self) -> None:
        """Write title and keys into the border, and give the box its height."""
        raise NotImplementedError

    def keys(self, *texts: str) -> None:
        """Write keys into the border: the first of these texts that fits."""
        box = self.query_one(Vertical)
        room = max(10, self.size.width * 96 // 100 - 6)
        box.border_subtitle = next((text for text in texts if len(text) <= room), texts[-1])

    def room(self, widest: int) -> int:
        """The cells for the title of a box that is at most so wide."""
        return max(10, min(widest, int(self.size.width * 0.96)) - 8)

    def on_key(self, event: Key) -> None:
        """Move the cursor, or go to another screen."""
        if self.leaves_by(event.key):
            pass
        elif event.key == "space":
            self.view.page(1)
        elif not self.view.move_by_letter(event.key):
            return
        event.stop()
        event.prevent_default()

    def action_go(self) -> None:
        """Close, and go to the record under the cursor."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
