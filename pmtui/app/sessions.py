"""The session: the screens stand again as they stood when the program was left."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, parse
from pmtui.domain.query_fields import filter_field
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.registry import SCREENS
from pmtui.screens.view_state import ViewState
from pmtui.store.session import forget_session, keep_session, read_session

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

FIRST = "backlog"
"""The screen that is shown where nothing says otherwise."""
EVERY = 10.0
"""Seconds between two looks whether there is something new to keep."""
_SAY_AFTER = 0.4
"""Seconds until what could not be restored is said: the screen must stand."""
_PATIENCE = 1.0
"""Seconds that leaving waits for a write that is under way."""


class Sessions:
    """Brings the screens back to where they stood, and keeps where they stand. The demo begins anew each time.

    Attributes:
        scored_by: The method by which each kind was scored last.
        recent: The ids of the commands that were chosen in the palette last, the newest first.
        review: How a review stands that has not ended; empty where there is none.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Read nothing yet."""
        self.app = app
        self._states: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._held: dict[str, Any] | None = None
        self._writing: threading.Thread | None = None
        self.scored_by: dict[str, Any] = {}
        self.recent: list[str] = []
        self.review: dict[str, Any] = {}

    def first_screen(self, asked: str) -> str:
        """The screen to begin with: the one that was asked for, else the one that was left, else the first; reads the session."""
        session = {} if self.app.is_demo else read_session(self.app.workspace.root, self.app.workspace.local)
        states = session.get("screens")
        self._states = dict(states) if isinstance(states, dict) else {}
        self._kept = session
        scored_by = session.get("scored_by")
        self.scored_by = dict(scored_by) if isinstance(scored_by, dict) else {}
        recent = session.get("recent")
        self.recent = [one for one in recent if isinstance(one, str)] if isinstance(recent, list) else []
        review = session.get("review")
        self.review = dict(review) if isinstance(review, dict) else {}
        left = session.get("screen")
        return asked or (left if isinstance(left, str) and left in SCREENS else FIRST)

    def made(self, name: str) -> RecordsScreen:
        """One of the main screens, standing as it stood."""
        screen = SCREENS[name].screen_class()(self.app)
        if name in self._states:
            state, faults = usable(ViewState.of_json(self._states[name]), SCREENS[name].kind)
            screen.restore(state)
            for fault in faults:
                self.app.set_timer(_SAY_AFTER, partial(self.app.say, f"{screen.tab.name}: {fault}", "warning"))
        return screen

    def screens(self) -> dict[str, RecordsScreen]:
        """The main screens that have been made, by name; Textual keeps them where `made` stands for the others, and tells of neither."""
        found = ((name, self.app._installed_screens.get(name)) for name in SCREENS)
        return {name: screen for name, screen in found if isinstance(screen, RecordsScreen)}

    def begin(self) -> None:
        """Look again and again whether there is something to keep."""
        if not self.app.is_demo:
            self.app.set_interval(EVERY, self._look)

    def session(self) -> dict[str, Any]:
        """How the screens stand; those that were not visited as they stood before. How they stand in the past is not kept."""
        if self.app.past is not None:
            return self._kept if self._held is None else self._held
        states = dict(self._states)
        for name, screen in self.screens().items():
            if screen.was_shown:
                states[name] = screen.state().as_json()
        shown = next((one.name for one in reversed(self.app.screen_stack) if one.name in SCREENS), FIRST)
        scored_by = {"scored_by": dict(self.scored_by)} if self.scored_by else {}
        recent = {"recent": list(self.recent)} if self.recent else {}
        review = {"review": dict(self.review)} if self.review else {}
        return {"screen": shown, "screens": {name: state for name, state in states.items() if state}, **scored_by, **recent, **review}

    def hold(self) -> None:
        """Keep how the screens stand while the past is shown."""
        self._held = self.session()

    def release(self) -> None:
        """The present is shown again."""
        self._held = None

    def left(self, name: str) -> ViewState:
        """How a screen stood when the program was left the last time."""
        return usable(ViewState.of_json(self._states.get(name)), SCREENS[name].kind)[0]

    def _look(self) -> None:
        session = self.session()
        if session != self._kept and (self._writing is None or not self._writing.is_alive()):
            self._kept = session
            self._writing = in_thread(self.app, "session", self._write, session)

    def _write(self, session: Mapping[str, Any]) -> None:
        keep_session(self.app.workspace.root, self.app.workspace.local, session)

    def keep(self) -> None:
        """Keep how the screens stand, now: the program is about to end."""
        if self.app.is_demo:
            return
        if self._writing is not None:
            self._writing.join(_PATIENCE)
        session = self.session()
        if session != self._kept:
            self._write(session)

    def forget(self) -> None:
        """Begin anew the next time: perhaps it was how the screens stood that made the program fail."""
        if not self.app.is_demo:
            forget_session(self.app.workspace.root, self.app.workspace.local)


def usable(state: ViewState, kind: str) -> tuple[ViewState, list[str]]:
    """What of a state still makes sense, and in a sentence each what does not: another version may have written it.

    Args:
        state: How a screen stood.
        kind: The kind of its records; empty for a screen of all kinds.
    """
    if not kind:  # the history, whose filter names other things; it marks its own mistakes
        return state, []
    faults = []
    try:
        parse(state.filter, SCHEMA[kind])
    except QuerySyntax as error:
        faults.append(f"the filter “{state.filter[:40]}” is not understood and was taken away: {error.message}")
        state = state._replace(filter="", saved_view="")
    try:
        parse(f"sort:{state.sort}" if state.sort else "", SCHEMA[kind])
    except QuerySyntax:
        faults.append(f"the order by “{state.sort[:40]}” is not known and was taken away")
        state = state._replace(sort="")
    if state.group not in ("", "none") and filter_field(SCHEMA[kind], state.group) is None:
        faults.append(f"groups by “{state.group[:40]}” are not known and were taken away")
        state = state._replace(group="")
    return state, faults
