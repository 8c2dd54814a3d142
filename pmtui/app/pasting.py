"""Adding records from a Markdown list: what is pasted is shown as it would be, then added as one change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.pasting import PastedList, read_list
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

COMMAND = "record.add_list"


class Pasting:
    """Opens the dialog and adds what it holds."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_add_list(self, arguments: Mapping[str, Any]) -> None:
        """Show a list before it becomes records; without a text, one that was not added before, or an empty one."""
        from pmtui.screens.dialogs.paste import PasteDialog

        kind = SCHEMA[str(arguments["kind"])]
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        about = [COMMAND, kind.name]
        context = self.app.context()

        def read(text: str, nested: str) -> PastedList:
            return read_list(context, kind, text, nested)

        def add(text: str, nested: str) -> str:
            try:
                change = planned(self.app.commands[COMMAND], self.app.context(), {"kind": kind.name, "text": text, "nested": nested})
            except Refused as error:
                return error.words
            if isinstance(change, Change):
                self.app.commit(change)
            return ""

        def closed(left: str | None) -> None:
            unsaved.leave(dialog)
            unsaved.put(about, left or "")

        dialog = PasteDialog(kind, str(arguments.get("text") or unsaved.text(about)), read, add)
        unsaved.watch(dialog, about, lambda: dialog.editor.text)
        self.app.push_screen(dialog, closed)
