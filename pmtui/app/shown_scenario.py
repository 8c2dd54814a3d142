"""The scenario that the screens show: the present with its changes on top, and where changes go meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pmtui.domain.scenario_edits import NotPlanned, redirected
from pmtui.domain.scenarios import KIND, WhatIf, field_words, fitting, with_changes

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Change, Snapshot
    from pmtui.domain.records import Record


class ShownScenario:
    """One scenario on top of the present.

    Attributes:
        id: The id of the scenario.
        title: What it is called.
    """

    def __init__(self, app: PmtuiApp, record: Record) -> None:
        """Show this scenario."""
        self.app = app
        self.id = record.id
        self.title = record.title
        self._of: Snapshot | None = None
        self._told_of: Snapshot | None = None
        self._told: Mapping[str, str] = {}
        self._shown = WhatIf(app.present, ())

    def record(self, present: Snapshot) -> Record | None:
        """The scenario as it stands; None where it is gone or has been decided."""
        found = present.record(KIND, self.id)
        return None if found is None or found.is_deleted or found.is_closed else found

    def on(self, present: Snapshot) -> WhatIf:
        """The present with the changes of the scenario; worked out once for each present."""
        if self._of is not present:
            record = self.record(present)
            self._of, self._shown = present, WhatIf(present, ()) if record is None else with_changes(present, record)
        return self._shown

    def words(self, present: Snapshot) -> Mapping[str, str]:
        """What it changes of each record, by id: `what if: target Q1 2027 → Q2 2027, start …`."""
        if self._told_of is not present:
            record = self.record(present)
            found: dict[str, list[str]] = {}
            for one in fitting(present, record)[0] if record is not None else ():
                if not one.is_so:
                    found.setdefault(one.record.id, []).append(field_words(present, one))
            self._told_of, self._told = present, {id: f"what if: {', '.join(some)}" for id, some in found.items()}
        return self._told

    def follow(self, present: Snapshot) -> None:
        """Lie on top of another present; where the scenario has gone or was decided meanwhile, today is shown again."""
        from pmtui.app.what_if import WHAT_IF

        record = self.record(present)
        if record is not None:
            self.title = record.title
        self.app.effects.room(WHAT_IF).follow(self, record, self.on(present))

    def recorded(self, change: Change, present: Snapshot) -> Change | None:
        """A change as it goes into the scenario; None where that cannot hold it, which is said."""
        record = self.record(present)
        if record is None:
            return None
        try:
            made = redirected(change, record, present)
        except NotPlanned as error:
            self.app.say(str(error), "warning")
            return None
        if not any(edit.fields for edit in made.edits):
            self.app.say("nothing to change")
            return None
        return made

    def why_no_turn(self, changes: Sequence[Change]) -> str:
        """Why undo or redo must wait: the next change is one of today's records. Empty where it is one of this scenario."""
        if not changes or all(edit.kind == KIND for edit in changes[-1].edits):
            return ""
        return f"that was done to today’s records: “{changes[-1].title[:40]}”; Escape goes back to them"
