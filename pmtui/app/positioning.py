"""The guided dialog for the positioning of a product: what it begins with, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.domain.change import Change
from pmtui.screens.dialogs.positioning import PositioningDialog

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_COMMAND = "strategy.positioning"


class Positioning:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_positioning(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the parts of a product's positioning, one after the other."""
        id = str(arguments["id"])
        record = self.app.snapshot.record("product", id)
        if record is None:
            self.app.say("the product is gone: somebody has removed it meanwhile", "warning")
            return
        begun = dict(record.data)
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = [_COMMAND, id]

        def save(values: Mapping[str, str]) -> str:
            return self._save(id, {name: text for name, text in values.items() if text != str(begun.get(name) or "")})

        shown = PositioningDialog(begun, save, unsaved.fields(key), self._competitors())
        unsaved.show(shown, key, shown.typed)

    def _save(self, id: str, values: Mapping[str, str]) -> str:
        """Save the parts that were typed anew, as one change; gives what is wrong."""
        if not values:
            self.app.say("nothing to change")
            return ""
        try:
            change = planned(self.app.commands[_COMMAND], self.app.context(), {"product": id, "values": values})
        except Refused as error:
            return error.words
        if isinstance(change, Change):
            self.app.commit(change)
            self.app.say("positioning saved")
        return ""

    def _competitors(self) -> list[str]:
        table = self.app.snapshot.table("competitor")
        titles, lives = table.column("title"), table.living()
        return [str(titles[at]) for at in table.in_order() if lives[at] and titles[at]][:4]
