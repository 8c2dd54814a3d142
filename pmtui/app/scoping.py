"""The scope line over the screens: shows the dialog, works out what a cut does to the forecasts, and makes the change."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmtui.app.forecasts import forecasts_behind
from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.commands.core import Refused
from pmtui.commands.scope_plans import cut
from pmtui.domain.change import Snapshot, apply
from pmtui.domain.periods import target_period
from pmtui.domain.scope_line import Scope, places_to_go, scope_of
from pmtui.domain.table import Table
from pmtui.screens.dialogs.scope_line import Cut, ScopeDialog
from pmtui.widgets.scope_lines import CutForecasts, moved_others

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Scoping:
    """Shows one scope line at a time."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._over = threading.Event()

    def do_scope_line(self, arguments: Mapping[str, Any]) -> None:
        """Ask where the line of a milestone is to stand, and make the change."""
        snapshot = self.app.snapshot
        record = snapshot.record("milestone", str(arguments["id"]))
        if record is None:
            return
        found = scope_of(snapshot, record.id)
        if not found.rows:
            self.app.say("it has no open item, and none waits without a milestone: m on an item of the Backlog plans it", "warning")
            return
        places = [_place(snapshot.table("milestone"), id) for id in places_to_go(snapshot, record.id)]
        dialog = ScopeDialog(record.title, found, places, lambda wanted: self._ask(dialog, snapshot, found, wanted))

        def answered(answer: Cut | None) -> None:
            self._over.set()
            if answer is not None:
                self._keep(found, answer)

        self.app.push_screen(dialog, answered)

    def _keep(self, scope: Scope, answer: Cut) -> None:
        try:
            self.app.commit(cut(self.app.context(), scope, answer.line, answer.beyond))
        except Refused as refused:
            self.app.say(refused.words, "error")

    def _ask(self, dialog: ScopeDialog, snapshot: Snapshot, scope: Scope, wanted: Cut) -> None:
        """Work out the forecasts of a cut, in a thread; an older question counts no more."""
        self._over.set()
        self._over = over = threading.Event()
        today = date.fromisoformat(self.app.shown_today)
        try:
            after = apply(cut(self.app.context(), scope, wanted.line, wanted.beyond), snapshot)
        except Refused as refused:
            self.app.say(str(refused), "warning")
            return

        def work() -> None:
            try:
                now = dict(forecasts_behind(snapshot, today, over.is_set))
                then = dict(forecasts_behind(after, today, over.is_set)) if wanted.line != scope.line else now
            except InterruptedError:
                return
            table = snapshot.table("milestone")
            titles = {id: str(table.column("title")[at]) for id in now if (at := table.position(id)) is not None}
            own = scope.milestone
            found = CutForecasts(now.get(own), then.get(own), moved_others(now, then, titles, own))
            on_loop(self.app, dialog.show_forecasts, wanted, found)

        in_thread(self.app, "scope", work)


def _place(milestones: Table, id: str) -> tuple[str, str, str]:
    """A milestone to which items may go, with its title and its target."""
    at = milestones.position(id) if id else None
    if at is None:
        return id, "", ""
    when = target_period(milestones.column("target")[at], milestones.column("resolution")[at])
    return id, str(milestones.column("title")[at] or id), when.label if when is not None else "no date"
