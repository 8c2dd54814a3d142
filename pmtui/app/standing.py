"""Where in time the screens stand: at the present, or at a point of the past, which is only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmtui.screens.records_screen import RecordsScreen
from pmtui.store.clock import now, today
from pmtui.store.layout import newer_format

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.domain.change import Snapshot
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
    """

    present: Snapshot
    past: Moment | None = None
    workspace: Workspace

    @property
    def snapshot(self) -> Snapshot:
        """What the screens show."""
        return self.present if self.past is None else self.past.snapshot

    @property
    def as_it_was(self) -> str:
        """Where in the past the screens stand, in words; empty at the present."""
        return "" if self.past is None else self.past.point.label

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
        if self.past is None:
            self.show_standing()

    def show_standing(self) -> None:
        """Show the records on every screen that can be seen."""
        for screen in self.screen_stack:
            if isinstance(screen, RecordsScreen):
                screen.show_snapshot()

    def why_read_only(self) -> str:
        """Why nothing can be changed, in a sentence; empty where it can."""
        if self.past is not None:
            return f"not changed: it is shown as it was {self.as_it_was}; Escape returns to now"
        if self.workspace.is_read_only:
            return str(newer_format(self.workspace.root, self.workspace.records.layout.format))
        return ""
