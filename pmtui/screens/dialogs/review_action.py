"""The dialogs of a review that others have been made of: a line that is an action, and who is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import Vertical

from pmtui.screens.dialogs.quick_add import Add, QuickAddDialog
from pmtui.screens.dialogs.verdict_hypothesis import TickDialog
from pmtui.screens.host import Host
from pmtui.widgets.cells import as_title
from pmtui.widgets.picker import PickRow


class ActionDialog(QuickAddDialog):
    """Asks for lines that say what somebody is to do."""

    DEFAULT_CSS = """
    ActionDialog > Vertical { width: 92; height: 13; max-height: 100%; }
    """

    def __init__(self, host: Host, title: str, text: str, add: Add) -> None:
        """Ask; `title` says what it is for, the rest as in `QuickAddDialog`."""
        super().__init__(host, "item", text, add)
        self._said = title

    def on_mount(self) -> None:
        """Say what it is for."""
        self.query_one(Vertical).border_title = as_title(self._said)


class AttendeesDialog(TickDialog):
    """Asks which people are there."""

    DEFAULT_CSS = """
    AttendeesDialog > Vertical { width: 64; height: auto; max-height: 92%; }
    """

    def __init__(self, rows: Sequence[PickRow], attendees: Iterable[str]) -> None:
        """Ask; `attendees` are ticked already."""
        super().__init__("Who is there?", rows, lambda _: [], "done")
        self._before = set(attendees)

    def on_mount(self) -> None:
        """Tick who is there already; Textual calls the handler of the base class after this one."""
        self.call_after_refresh(self._tick)

    def _tick(self) -> None:
        self.list.marked = {row.value for row in self._rows} & self._before
        self._count()
