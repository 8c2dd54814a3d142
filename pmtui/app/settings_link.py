"""The team's settings between the app and the store: read with the records, shown with them, in force from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.app.loop_calls import on_loop
from pmtui.domain.team_settings import SETTINGS_ID, WORKSPACE, as_fields
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Saved

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class SettingsLink:
    """What `pmtui.json` says, brought to the screens."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for an app."""
        self._app = app

    def read(self, moment: int) -> None:
        """Look what the team has set by now, on the reading thread; statuses and fields of its own are in force from here on."""
        try:
            self._app.workspace.records.renew_layout()
        except StoreError as error:
            on_loop(self._app, self._app.say, str(error), "error")
        on_loop(self._app, self.take, moment)

    def take(self, moment: int) -> None:
        """Show it, unless it was changed here since that moment of the ledger."""
        app, layout = self._app, self._app.workspace.records.layout
        is_newer_here = (WORKSPACE, SETTINGS_ID) in app.ledger.newer_than(moment)
        if not is_newer_here and as_fields(app.present.settings, app.present.name) != as_fields(layout.settings, layout.name):
            app.receive(app.present.with_settings(layout.settings, layout.name))

    @staticmethod
    def are_in(saved: Saved) -> bool:
        """Whether settings were saved: then everything is looked at again, for the fields may be others now."""
        return any(record.kind == WORKSPACE for record in saved.records)
