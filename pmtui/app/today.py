"""Looking what needs a person: at once where there is little to look at, else in a thread; and visits to where the records are."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.commands.core import Effect
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.domain.today import Concern, concerns
from pmtui.screens.layouts import Visit

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_AT_ONCE = 1500
"""Of so many records all is looked at within a few milliseconds: what a key changes is then seen in its frame."""
_PAUSE = 0.001
"""Seconds that the thread rests now and then, for the keys."""

Told = Callable[[Environment, Sequence[Concern]], None]


class LookingAtToday:
    """Answers the Today screen."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._wanted: tuple[Environment, Told] | None = None
        self._is_looking = False
        self._is_closed = False

    def do_look_at_today(self, arguments: Mapping[str, Any]) -> None:
        """Tell `told` what needs a person in an `environment`; of several questions that come meanwhile, the last is answered."""
        environment: Environment = arguments["environment"]
        told: Told = arguments["told"]
        if self.app.awaited and not self.app.link.is_loaded:
            return  # it is asked again once the files have been read
        snapshot = environment.snapshot
        if snapshot is not None and sum(len(snapshot.table(kind)) for kind in SCHEMA.kinds) <= _AT_ONCE:
            self._wanted = None
            told(environment, concerns(snapshot, environment))
            return
        self._wanted = environment, told
        if not self._is_looking:
            self._begin()

    def _begin(self) -> None:
        if self._wanted is not None:
            (environment, told), self._wanted, self._is_looking = self._wanted, None, True
            in_thread(self.app, "today", self._look, environment, told)

    def _look(self, environment: Environment, told: Told) -> None:
        assert environment.snapshot is not None
        try:
            found = concerns(environment.snapshot, environment, self._rest)
        except InterruptedError:
            return
        on_loop(self.app, self._found, environment, told, found)

    def _rest(self) -> None:
        if self._is_closed:
            raise InterruptedError
        time.sleep(_PAUSE)

    def _found(self, environment: Environment, told: Told, found: Sequence[Concern]) -> None:
        self._is_looking = False
        told(environment, found)
        self._begin()

    def close(self) -> None:
        """The program ends."""
        self._is_closed = True

    # Visits

    def do_visit(self, arguments: Mapping[str, Any]) -> None:
        """Go to a screen with a filter; Escape there comes back, and the screen is as it was before."""
        from pmtui.screens.records_screen import RecordsScreen

        name, query = str(arguments["name"]), str(arguments["query"])
        screen = self.app.get_screen(name)
        if not isinstance(screen, RecordsScreen):
            return
        before = screen.visit.before if screen.visit is not None else (screen.filter_text, screen.group, screen.sort)
        screen.visit = Visit(str(arguments["back"]), query, before)
        screen.filter_text = query
        before_cursor = screen.view_widget.cursor_id
        self.app.effects.carry_out(Effect("screen", {"name": name}))
        screen.show_snapshot()
        if screen.view_widget.cursor_id != before_cursor:  # the one under the cursor is none of these: begin with the first
            screen.view_widget.first()

    def do_end_visit(self, arguments: Mapping[str, Any]) -> None:
        """Come back from a visit."""
        screen = self.app.records_screen
        visit, screen.visit = screen.visit, None
        if visit is None:
            return
        screen.filter_text, screen.group, screen.sort = visit.before
        screen.filter.close()
        screen.show_snapshot()
        self.app.effects.carry_out(Effect("screen", {"name": visit.back}))
