"""Changing a text of several lines that stands in a cell; what is not saved is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.meanwhile import changed_meanwhile, seen
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.forms import typed_text
from pmtui.commands.records import called
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import spoken

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.comment import Answer

_COMMAND = "record.edit_field"


class EditingLines:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_edit_lines(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the lines of a field of one record."""
        kind, id, name = (str(arguments[key]) for key in ("kind", "id", "field"))
        record = self.app.snapshot.record(kind, id)
        if record is None:
            return
        field = SCHEMA[kind].fields[name]
        now = typed_text(field, record.data.get(name))
        title = f"{spoken(name).capitalize()} of {called([record])}"

        before = seen(self.app.snapshot, ((kind, id),), name)

        def save(text: str) -> None:
            if changed_meanwhile(self.app.snapshot, before, name):
                self.app.effects.room(UNSAVED).put([_COMMAND, f"{kind} {id}", name], text)
                self.do_edit_lines(arguments)
                self.app.say("not saved yet: somebody else changed it meanwhile; saving again puts yours in its place", "warning")
                return
            self.app.dispatch(_COMMAND, {"field": name, "value": text, "targets": ((kind, id),)})

        ask_lines(self.app, [_COMMAND, f"{kind} {id}", name], title, now, field.help, save)


def ask_lines(app: PmtuiApp, about: Sequence[str], title: str, now: str, help: str, save: Callable[[str], None]) -> None:
    """Ask for the lines of a text in a dialog; what is typed and not saved is kept as a draft for the next time.

    Args:
        app: Who asks.
        about: What the text is about: the command, the record, the part of it.
        title: The title of the dialog.
        now: What stands there.
        help: What belongs there.
        save: Takes another text.
    """
    from pmtui.screens.dialogs.lines import LinesDialog

    unsaved: Unsaved = app.effects.room(UNSAVED)
    draft = str(unsaved.text(about))

    def typed() -> str:
        return "" if dialog.editor.text == now else dialog.editor.text

    def closed(answer: Answer | None) -> None:
        unsaved.leave(dialog)
        is_saved = answer is not None and answer.is_saved
        unsaved.put(about, "" if is_saved else typed())
        if is_saved and answer is not None and answer.text != now:
            save(answer.text)
        elif typed() and not is_saved:
            app.say("the draft is kept for the next time here")

    dialog = LinesDialog(title, draft or now, help, is_draft=bool(draft))
    unsaved.watch(dialog, about, typed)
    app.push_screen(dialog, closed)
