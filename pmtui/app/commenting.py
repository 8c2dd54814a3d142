"""Asking for long texts such as comments; what is not saved is kept as a draft for the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.questions import Question
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.records import called

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.comment import Answer


class Commenting:
    """Asks for long texts."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def ask(self, id: str, given: Mapping[str, Any], question: Question, answered: Callable[[str], None]) -> None:
        """Ask for the text of a command; `answered` is called when it is to be saved."""
        from pmtui.screens.dialogs.comment import CommentDialog

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        about = [id, *(f"{kind} {one}" for kind, one in given.get("targets", ()))]
        found = (self.app.snapshot.record(kind, one) for kind, one in given.get("targets", ()))
        records = [record for record in found if record is not None]
        title = f"{question.title} on {called(records)}" if len(records) == 1 else question.title

        def closed(answer: Answer | None) -> None:
            unsaved.leave(dialog)
            if answer is None:
                return
            if answer.is_saved:
                before = self.app.snapshot
                answered(answer.text)
                unsaved.put(about, answer.text if self.app.snapshot is before else "")
                if self.app.snapshot is before:
                    self.app.say(f"not saved: your text is kept in {self.app.workspace.local}/drafts", "error")
            else:
                unsaved.put(about, answer.text)
                if answer.text.strip():
                    self.app.say("the draft is kept for the next time here")

        dialog = CommentDialog(title, str(unsaved.text(about)))
        unsaved.watch(dialog, about, lambda: dialog.editor.text)
        self.app.push_screen(dialog, closed)
