"""The checklist of an item, over the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.criteria import in_order
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Checking:
    """Opens the checklist; every step in it is a change of its own."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_criteria(self, arguments: Mapping[str, Any]) -> None:
        """Show the criteria of one record."""
        from pmtui.screens.dialogs.criteria import CriteriaDialog

        kind, id = str(arguments["kind"]), str(arguments["id"])

        def entries() -> Sequence[Mapping[str, Any]]:
            record = self.app.snapshot.record(kind, id)
            return in_order(record["criteria"]) if record is not None else []

        def act(given: Mapping[str, Any]) -> bool:
            before = self.app.snapshot
            self.app.dispatch("record.criteria", {"targets": ((kind, id),), **given})
            return self.app.snapshot is not before

        def undo() -> None:
            self.app.dispatch("history.undo")

        record = self.app.snapshot.record(kind, id)
        title = one_line(record.title) if record is not None else id
        self.app.push_screen(CriteriaDialog(title, entries, act, undo))
