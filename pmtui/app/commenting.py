"""Asking for long texts such as comments; what is not saved is kept as a draft for the next time, until the program ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.questions import Question
from pmtui.commands.records import counted

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.comment import Answer


class Commenting:
    """Asks for long texts.

    Attributes:
        drafts: What was typed and not saved, by command and records.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app, without drafts."""
        self.app = app
        self.drafts: dict[tuple[object, ...], str] = {}

    def ask(self, id: str, given: Mapping[str, Any], question: Question, answered: Callable[[str], None]) -> None:
        """Ask for the text of a command; `answered` is called when it is to be saved."""
        from pmtui.screens.dialogs.comment import CommentDialog

        about = (id, *given.get("targets", ()))
        found = (self.app.snapshot.record(kind, one) for kind, one in given.get("targets", ()))
        records = [record for record in found if record is not None]
        title = f"{question.title} on {counted(records)}" if len(records) == 1 else question.title

        def closed(answer: Answer | None) -> None:
            if answer is None:
                return
            if answer.is_saved:
                self.drafts.pop(about, None)
                answered(answer.text)
            elif answer.text.strip():
                self.drafts[about] = answer.text
                self.app.say("the draft is kept for the next time here")
            else:
                self.drafts.pop(about, None)

        self.app.push_screen(CommentDialog(title, self.drafts.get(about, "")), closed)
