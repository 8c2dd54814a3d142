"""What becomes of a scenario: applied as one change, with the reasons that it needs, or rejected with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.what_if import WHAT_IF
from pmtui.commands import scenario_plans
from pmtui.commands.core import Refused
from pmtui.domain.records import Record
from pmtui.domain.scenario_values import quoted
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.what_if import WhatIfs

_NOT_KEPT = "Escape: nothing is changed."


class DecidingScenarios:
    """Applies scenarios and rejects them."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    @property
    def _room(self) -> WhatIfs:
        room: WhatIfs = self.app.effects.room(WHAT_IF)
        return room

    def do_apply_scenario(self, arguments: Mapping[str, Any]) -> None:
        """Apply the shown scenario."""
        if self.app.scenario is not None:
            self.apply(self.app.scenario.id)

    def do_reject_scenario(self, arguments: Mapping[str, Any]) -> None:
        """Reject the shown scenario."""
        if self.app.scenario is not None:
            self.reject(self.app.scenario.id)

    def apply(self, id: str) -> None:
        """Ask what must be known, then make all changes of a scenario as one."""
        record = self._room.record(id)
        if record is None:
            return
        try:
            found = scenario_plans.opened(self._room.context(), scenario_plans.draft(self._room.context(), record))
        except Refused as error:
            self.app.say(error.words, "warning")
            return
        if not found.wishes:
            left = f": {scenario_plans.misfit_words(found.misfits)}" if found.misfits else ""
            self.app.say(f"{quoted(record.title)} has nothing to apply{left}", "warning")
        elif found.misfits:
            self._ask_rest(record, found)
        else:
            self._ask_reasons(record, found, {})

    def _ask_rest(self, record: Record, found: scenario_plans.Open) -> None:
        """Name what does not fit, and ask whether the rest is to be applied."""
        from pmtui.screens.dialogs.confirm import ConfirmDialog

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self._ask_reasons(record, found, {})

        count, left = len(found.wishes), len(found.misfits)
        detail = "\n".join([*(f"▼ {one.words}" for one in found.misfits[:8]), *([f"and {left - 8} more"] if left > 8 else [])])
        title = f"{counted(left, 'change')} of {quoted(record.title)} cannot be applied"
        label = f"apply the rest, to {counted(count, 'record')}"
        self.app.push_screen(ConfirmDialog(title, detail, "y", label), answered)

    def _ask_reasons(self, record: Record, found: scenario_plans.Open, given: Mapping[str, str], fault: str = "") -> None:
        """Ask for each reason that is missing, the last answer standing in the line; then apply."""
        at = next((at for at, (one, _) in enumerate(found.reasons) if one.id not in given), None)
        if at is None:
            self._apply(record, given)
            return
        from pmtui.screens.dialogs.ask import AskDialog

        about, words = found.reasons[at]
        place = f" ({at + 1} of {len(found.reasons)})" if len(found.reasons) > 1 else ""
        last = list(given.values())[-1] if given else ""

        def answered(reason: str | None) -> None:
            if reason is None:
                self.app.say(f"not applied: {quoted(record.title)} stays as it is")
            elif not reason.strip():
                self._ask_reasons(record, found, given, "a reason is needed; Escape leaves everything as it is")
            else:
                self._ask_reasons(record, found, {**given, about.id: reason})

        self.app.push_screen(AskDialog(f"Why?{place}", last, f"{words}: the reason is kept with it. {_NOT_KEPT}", fault), answered)

    def _apply(self, record: Record, reasons: Mapping[str, str]) -> None:
        try:
            change = scenario_plans.applied(self._room.context(), {"ids": [record.id], "reasons": reasons, "rest": True})
        except Refused as error:
            self.app.say(error.words, "error")
            return
        self._room.leave(f"{change.title} · u undoes it")
        self.app.commit(change)

    def reject(self, id: str, fault: str = "") -> None:
        """Ask why a scenario is not done, and mark it so."""
        record = self._room.record(id)
        if record is None:
            return
        from pmtui.screens.dialogs.ask import AskDialog

        def answered(reason: str | None) -> None:
            if reason is None:
                return
            try:
                change = scenario_plans.rejected(self._room.context(), record, reason)
            except Refused as error:
                if error.code == "missing_reason":
                    self.reject(id, "a reason is needed: what speaks against it?")
                else:
                    self.app.say(error.words, "warning")
                return
            self.app.commit(change)
            self.app.say(f"{change.title} · u undoes it")

        title = f"Why is {quoted(record.title)} not done?"
        self.app.push_screen(AskDialog(title, "", "It stays in the list, as rejected.", fault), answered)
