"""What happens where a command cannot run as it was given: the question is asked again, or the person is told why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.questions import Question, next_question, reason_question
from pmtui.app.resolving import pinned
from pmtui.commands.core import Refused
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_ANSWERABLE = ("bad_value", "unknown_field", "not_found", "ambiguous")


def show_refusal(app: PmtuiApp, id: str, given: dict[str, Any], error: Refused) -> None:
    """Ask again for what was wrong, with what was typed still there; or say why the command cannot run."""
    text = str(error) if error.code == "missing_reason" else error.words
    fault = app.records_screen.view_widget.cursor_fault
    if error.code == "blocked" and fault is not None and app.past is None:  # what was blocked was meant for the file under the cursor
        text = f"{fault.path} cannot be read: {fault.reason}; mend it in an editor, pmtui doctor tells more"
    if error.code == "missing_reason":
        app.effects.ask(id, given, reason_question(str(error)))
    elif error.code in _ANSWERABLE and "value" in given and not given.get("is_picked"):
        value = str(given.pop("value"))
        command = app.commands[id]
        question = next_question(command, pinned(command, app.context(), given), given)
        if question is not None and question.rows is None:
            app.effects.ask(id, given, question._replace(value=value), fault=text)
        else:
            app.say(text, "error")
    elif id == "record.add" and "title" in given and error.code != "blocked":
        app.effects.ask(id, {}, Question("title", "Add", str(given["title"])), fault=text)
    else:
        typed = one_line(str(given.get("value", ""))) if "targets" in given and not given.get("is_picked") else ""
        app.say(f"{text}; you had typed “{typed[:200]}”" if typed else text, "warning" if error.code == "blocked" else "error")


def confirm_delete(app: PmtuiApp, given: dict[str, Any], records: Sequence[Record]) -> None:
    """Ask whether records are to be deleted; only `y` says yes."""
    from pmtui.screens.dialogs.confirm import ConfirmDialog

    what = f"“{records[0].title[:50]}”" if len(records) == 1 else f"{len(records)} records"

    def answered(is_sure: bool | None) -> None:
        if is_sure:
            app.dispatch("record.delete", {**given, "is_confirmed": True})

    app.push_screen(ConfirmDialog(f"Delete {what}?", "It is hidden and kept: u undoes, R restores."), answered)
