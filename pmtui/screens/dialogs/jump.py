"""Finding any record by some letters of its title or id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from pmtui.screens.dialogs.finding import Ask, FindingDialog
from pmtui.widgets.found_list import FoundList, FoundRows
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_KEYS = (("enter", "go there"), ("↑↓", "choose"), ("esc", "stay"))
_BACK = "go.previous_place"


class JumpDialog(FindingDialog):
    """Asks for a record; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    JumpDialog > Vertical { width: 100; height: 24; max-height: 90%; }
    """

    def __init__(self, host: Host, ask: Ask, recent: Sequence[Hit]) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            recent: What to show while nothing is typed, before all else.
        """
        super().__init__(host, ask, "some letters of a title, an id, a handle", FoundList(host.id_length))
        self._recent = list(recent)

    def compose(self) -> ComposeResult:
        """The line, what is found, the keys."""
        with Vertical() as box:
            box.border_title = "Go to any record"
            yield self.edit
            yield self.list
            yield HintFoot([*_KEYS, *((key, "goes back afterwards") for key in self._host.keys_of(_BACK)[:1])])

    def on_mount(self) -> None:
        """Show where the person has been; look for more behind."""
        self.edit.focus()
        self.list.show(FoundRows(self._host.snapshot, self._recent), "")
        self.look("")

    def in_order(self, text: str, hits: list[Hit]) -> list[Hit]:
        """Where the person has been, before all else, as long as nothing is typed."""
        known = set(self._recent)
        return hits if text.strip() else [*self._recent, *(one for one in hits if one not in known)]

    def told(self) -> str:
        """What stands first where nothing is typed."""
        return "where you were last" if self._recent else ""
