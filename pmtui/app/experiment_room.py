"""What the rooms of the dialogs of experiments have in common: planning what was typed, and keeping what is not saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as planned
from pmtui.domain.change import Change
from pmtui.domain.records import Record

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class ExperimentRoom:
    """Opens dialogs of experiments."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def record(self, id: str) -> Record | None:
        """The experiment that a dialog is about; None where it is gone."""
        return self.app.snapshot.record("experiment", id) if id else None

    def run(self, command: str, given: Mapping[str, Any]) -> str:
        """Plan a command with what was typed, and make its change; what is wrong, or nothing."""
        try:
            made = planned(self.app.commands[command], self.app.context(), given)
        except Refused as error:
            return error.words
        if isinstance(made, Effect):
            return "that asks for something else first"
        if isinstance(made, Change):
            self.app.commit(made)
        return ""

    def unsaved(self, command: str, id: str) -> Mapping[str, object]:
        """What was typed in a dialog before and not saved, by field."""
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        return unsaved.fields([command, id])

    def show(
        self, dialog: Screen[bool], typed: Callable[[], Any], command: str, id: str, after: Callable[[], None] | None = None,
    ) -> None:
        """Show a dialog; what is typed in it outlives a crash.

        Args:
            dialog: The dialog.
            typed: What would be lost if it ended now.
            command: The command that it is for.
            id: The record that it is about.
            after: What follows once something was saved and it is closed.
        """
        unsaved: Unsaved = self.app.effects.room(UNSAVED)

        def closed(is_saved: bool) -> None:
            if is_saved and after is not None:
                after()

        unsaved.show(dialog, [command, id], typed, closed)
