"""What lists and boards tell their screen. All are posted by both, so one handler serves every layout."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from pmtui.domain.table import Fault


class CursorMoved(Message):
    """The cursor stands on another record.

    Attributes:
        widget: The list or board.
        id: The record's id; None on a file that could not be read, and in an empty list.
        fault: The unreadable file under the cursor, or None.
    """

    def __init__(self, widget: Widget, id: str | None, fault: Fault | None = None) -> None:
        """Name the record."""
        super().__init__()
        self.widget = widget
        self.id = id
        self.fault = fault

    def can_replace(self, message: Message) -> bool:
        """Whether a queued message is out of date: of a run of moves only the last one counts."""
        return isinstance(message, CursorMoved) and message.widget is self.widget


class Opened(Message):
    """A record was opened with the mouse.

    Attributes:
        widget: The list or board.
        id: The record's id; None for a file that could not be read.
        fault: That file.
    """

    def __init__(self, widget: Widget, id: str | None, fault: Fault | None = None) -> None:
        """Name the record."""
        super().__init__()
        self.widget = widget
        self.id = id
        self.fault = fault


class LookedFurther(Message):
    """Days have come into sight of which a timeline knows no load.

    Attributes:
        widget: The timeline.
    """

    def __init__(self, widget: Widget) -> None:
        """Name it."""
        super().__init__()
        self.widget = widget

    def can_replace(self, message: Message) -> bool:
        """Whether a queued message is out of date: where it looks now is asked when it comes."""
        return isinstance(message, LookedFurther) and message.widget is self.widget


class SelectionChanged(Message):
    """Other records are selected.

    Attributes:
        widget: The list or board.
        count: How many records are selected now.
    """

    def __init__(self, widget: Widget, count: int) -> None:
        """Say how many."""
        super().__init__()
        self.widget = widget
        self.count = count


class FoldClicked(Message):
    """The sign of a node that folds was clicked.

    Attributes:
        widget: The tree.
        key: The place of the node.
        is_open: Whether what is below it is to be shown.
    """

    def __init__(self, widget: Widget, key: str, *, is_open: bool) -> None:
        """Name the node and what is to become of it."""
        super().__init__()
        self.widget = widget
        self.key = key
        self.is_open = is_open


class HeaderClicked(Message):
    """The heading of a column was clicked.

    Attributes:
        widget: The list or board.
        column: The column's name; on a board, the status.
    """

    def __init__(self, widget: Widget, column: str) -> None:
        """Name the column."""
        super().__init__()
        self.widget = widget
        self.column = column
