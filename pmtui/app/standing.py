"""Where the screens stand: at the present, at a point of the past, which is only looked at, or in a scenario, which is planned in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmtui.screens.records_screen import RecordsScreen
from pmtui.store.clock import now, today
from pmtui.store.layout import newer_format

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.app.shown_scenario import ShownScenario
    from pmtui.domain.change import Change, Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.stale import LastChanges
    from pmtui.store.past import Moment
    from pmtui.store.workspace import Workspace

    _Base = App[Any]
else:
    _Base = object


class Standing(_Base):
    """The part of an app that holds the data: what the screens show, and behind a shown past the present, which goes on.

    Attributes:
        present: The records as they are now, with all that was changed here.
        past: The point of the past that is shown; None at the present.
        scenario: The scenario that is shown on top of the present; None where today is.
    """

    present: Snapshot
    past: Moment | None = None
    scenario: ShownScenario | None = None
    workspace: Workspace
    known_changes: LastChanges | None = None
    """When the records of the present were last committed, once git has said so."""

    @property
    def snapshot(self) -> Snapshot:
        """What the screens show."""
        if self.past is not None:
            return self.past.snapshot
        return self.present if self.scenario is None else self.scenario.on(self.present).snapshot

    @property
    def last_changes(self) -> LastChanges | None:
        """When what the screens show was last committed; None while that is not known."""
        return self.known_changes if self.past is None else None

    @property
    def as_it_was(self) -> str:
        """Where in the past the screens stand, in words; empty at the present."""
        return "" if self.past is None else self.past.point.label

    @property
    def what_if(self) -> str:
        """The title of the scenario that is shown; empty where that is not so."""
        return "" if self.scenario is None else self.scenario.title

    @property
    def shown_now(self) -> str:
        """The instant that counts as now on the screens."""
        return now() if self.past is None else self.past.point.now

    @property
    def shown_today(self) -> str:
        """The day that counts as today on the screens."""
        return today() if self.past is None else self.past.point.today

    def receive(self, snapshot: Snapshot) -> None:
        """Take what the present is now, and show it; the cursor stays on its record. A shown past stays as it is."""
        self.present = snapshot
        self.follow_scenario()
        if self.past is None:
            self.show_standing()

    def differs(self, record: Record | None) -> str:
        """What the shown scenario changes of a record, in words; empty for nothing."""
        return "" if self.scenario is None or record is None else self.scenario.words(self.present).get(record.id, "")

    def follow_scenario(self) -> None:
        """The present is another: the shown scenario lies on top of it now, if there still is one."""
        if self.scenario is not None:
            self.scenario.follow(self.present)

    def recorded(self, change: Change) -> Change | None:
        """What is to be saved of a change: it as it is, or as one of the shown scenario; None where that cannot hold it, which is said."""
        return change if self.scenario is None else self.scenario.recorded(change, self.present)

    def show_standing(self) -> None:
        """Show the records on every screen that can be seen."""
        for screen in self.screen_stack:
            if isinstance(screen, RecordsScreen):
                screen.show_snapshot()
            elif hasattr(screen, "records_changed"):  # a dialog that is open for long: a review
                screen.records_changed()

    def why_read_only(self) -> str:
        """Why nothing can be changed, in a sentence; empty where it can."""
        if self.past is not None:
            return f"not changed: it is shown as it was {self.as_it_was}; Escape returns to now"
        if self.workspace.is_read_only:
            return str(newer_format(self.workspace.root, self.workspace.records.layout.format))
        return ""
