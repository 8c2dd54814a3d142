"""Asking what to do about items that are called ready and are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Refused
from pmtui.commands.ready import Answers, Lacking, around, fault, filled, lacking, refusal
from pmtui.domain.change import Change, Snapshot
from pmtui.domain.ready import definition
from pmtui.screens.dialogs.ready import ReadyDialog, rows_of
from pmtui.widgets.cells import shortened

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class GettingReady:
    """Shows what is missing, and makes one change of what is given."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._is_told = False  # whoever is making the change has seen what is missing

    def heed(self, change: Change) -> str:
        """Why a change is refused that calls ready what is not; where it is not refused, what is missing is said once it is made."""
        if self._is_told:
            return ""
        context = self.app.context()
        found = lacking(context.snapshot, change, around(context))
        if not found:
            return ""
        if definition(context.snapshot.settings).refuses:
            error = refusal(found)
            return error.words
        words = f"ready, but it lacks: {found[0].words}" if len(found) == 1 else f"ready, but {len(found)} lack something: is:ready tells"
        self.app.call_later(self.app.say, shortened(words, 79))
        return ""

    def do_not_ready(self, arguments: Mapping[str, Any]) -> None:
        """Ask what to do about the items that a planned change calls ready."""
        change: Change = arguments["change"]
        found: Sequence[Lacking] = arguments["lacking"]
        context = self.app.context()
        refuses = definition(context.snapshot.settings).refuses

        def save(answers: Answers) -> str:
            try:
                made = filled(context, change, found, answers)
            except Refused as error:
                return error.words
            if refuses:
                left = lacking(context.snapshot, made, around(context))
                if left:
                    return str(refusal(left))
            self.app.last = (str(arguments["command"]), dict(arguments["given"]))
            self._is_told = True
            self.app.commit(made)
            self._is_told = False
            return ""

        dialog = ReadyDialog(
            found, len(change.edits), rows_of(found), save, lambda name, text: fault(context, name, text, found),
            lambda: _problems(context.snapshot), refuses=refuses,
        )
        self.app.push_screen(dialog)


def _problems(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """The living problems to choose from, in their order, those that are closed last."""
    table = snapshot.table("problem")
    titles, statuses = table.column("title"), table.column("status")
    living = table.living()
    order = [at for at in table.in_order() if living[at]]
    order.sort(key=lambda at: str(statuses[at]) in table.kind.closed)
    return [(table.id(at), str(titles[at] or ""), str(statuses[at] or "")) for at in order]
