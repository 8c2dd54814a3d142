"""A record in the person's own editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Refused
from pmtui.store.errors import StoreError

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class EditingOutside:
    """Hands a record to an editor, and takes back what was written."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_edit_outside(self, arguments: Mapping[str, Any]) -> None:
        """The record in the person's own editor; what was typed is never lost."""
        from pmtui.commands.outside import change_from_text, editable_text
        from pmtui.store.author import editor
        from pmtui.store.editing import edit_text, forget

        record = arguments["record"]
        text = editable_text(record)
        fault: StoreError | None = None
        with self.app.suspend():
            try:  # an error that left the block would leave the terminal suspended
                edited = edit_text(text, f"{record.id}.md", editor(self.app.workspace))
            except StoreError as error:
                fault = error
        if fault is not None:
            self.app.say(str(fault), "error")
            return
        try:
            change = change_from_text(self.app.context(), record, text, edited.text)
        except Refused as error:
            self.app.say(f"{error}; your text is kept in {edited.path}", "error")
            return
        reason = self.app.effects.why_not_ready(change)
        if reason:
            self.app.say(f"{reason}; your text is kept in {edited.path}", "error")
            return
        self.app.commit(change)
        forget(edited)
