"""Adding records by quick-add lines, one after the other; what was not added is there again the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.questions import reason_question
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.quick_add import read_line
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.quick_add import QuickAddDialog

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

Said = Callable[[str], None]
COMMAND = "record.add"


class Adding:
    """Opens the quick-add line and adds what is typed."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_quick_add(self, arguments: Mapping[str, Any]) -> None:
        """Ask for a line."""
        kind = str(arguments["kind"])

        def add(line: str, added: Said, refused: Said) -> None:
            self.add(kind, line, added, refused)

        def closed(left: str | None) -> None:
            unsaved.leave(dialog)
            unsaved.put(about, left or "")
            if left and left.strip():
                self.app.say("the line is kept: a shows it again")

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        about = [COMMAND, kind]
        dialog = QuickAddDialog(self.app, kind, str(unsaved.text(about)), add)
        unsaved.watch(dialog, about, lambda: dialog.edit.value)
        self.app.push_screen(dialog, closed)

    def add(self, kind: str, line: str, added: Said, refused: Said, reason: str = "") -> None:
        """Add one line; a status that needs a reason asks for it.

        Args:
            kind: The kind of the record.
            line: What was typed.
            added: Called with what happened.
            refused: Called with what is wrong.
            reason: Why, where the status needs a reason.
        """
        given: dict[str, Any] = {"kind": kind, "line": line, **({"reason": reason} if reason else {})}
        try:
            change = planned(self.app.commands[COMMAND], self.app.context(), given)
        except Refused as error:
            if error.code != "missing_reason":
                refused(error.words)
                return

            def explained(text: str | None) -> None:
                if text and text.strip():
                    self.add(kind, line, added, refused, text)

            question = reason_question(str(error))
            self.app.push_screen(AskDialog(question.title, question.value, question.help), explained)
            return
        if isinstance(change, Change):
            text = [line[one.column - 1:one.column - 1 + one.length] for one in read_line(self.app.context(), SCHEMA[kind], line).mistakes]
            self.app.last = (COMMAND, given)
            self.app.commit(change)
            added(self._said(kind, change, text))

    def _said(self, kind: str, change: Change, text: list[str]) -> str:
        """What has happened; as a toast, too, where the screen below does not show it or something stayed text."""
        said = f"added {_brief(str(change.edits[0].after.get('title', '')))}"
        if kind != self.app.records_screen.kind:
            said += f" to {SCHEMA[kind].plural}"
        if text:
            said += f"; {', '.join(map(_brief, text[:3]))} stayed text"
        if text or kind != self.app.records_screen.kind:
            self.app.say(said, "warning" if text else "information")
        return said


def _brief(text: str) -> str:
    return f"“{text[:50]}{'…' if len(text) > 50 else ''}”"
