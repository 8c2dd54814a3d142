"""What the History screen has read so far, and when it asks for more."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmtui.commands.core import Effect
from pmtui.domain.history import Revision
from pmtui.domain.history_query import earliest, history_query, only_id, only_kind
from pmtui.domain.query import Query, QuerySyntax
from pmtui.domain.schema import ID_LENGTH
from pmtui.widgets.history_rows import HistoryRows

if TYPE_CHECKING:
    from pmtui.screens.history import HistoryScreen

PAGE, FURTHER = 200, 600
"""So many changes are read at first, and each time that more are wanted."""
MOST = 50_000
"""More changes than this are not held; the rest is for `pmtui log`."""
_AHEAD = 60
"""Where fewer lines than this are left below the cursor, more are read."""
_SHOWN_AFTER = 0.4
"""Seconds of reading after which Escape stops it: before that nobody has seen that there is something to stop."""


class HistoryReading:
    """The part of the history that a screen has got.

    Attributes:
        rows: The changes read so far.
        is_under_way: Whether more are on their way.
        is_all: Whether there are no more.
        is_stopped: Whether the person gave up reading.
        commits: How many commits have been read.
        note: What must be known about it, such as that older commits are not here.
        fault: Why there is no history, or no more of it; empty where all is well.
    """

    def __init__(self, screen: HistoryScreen) -> None:
        """Read for this screen; nothing yet."""
        self.screen = screen
        self.rows = HistoryRows()
        self.is_under_way = self.is_all = self.is_stopped = False
        self.commits = 0
        self.note = self.fault = ""
        self._is_fresh = False
        self._since = 0.0
        self._asked: tuple[str, str] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything has been asked for yet."""
        return self._asked is not None

    @property
    def can_be_stopped(self) -> bool:
        """Whether it takes so long that a person has seen it."""
        return self.is_under_way and 0 < self._since < time.monotonic() - _SHOWN_AFTER

    def begin(self, *, anew: bool = False) -> None:
        """Read what the filter asks for from the newest change on, unless that is what is there; `anew` reads it in any case."""
        query = self.query()
        id = only_id(query)
        asked = ("", id) if len(id) == ID_LENGTH else (only_kind(query), "")
        if asked == self._asked and not anew:
            return
        count = max(PAGE, min(len(self.rows), MOST)) if asked == self._asked else PAGE
        self._asked = asked
        self.is_under_way, self.is_stopped, self._is_fresh, self._since = True, False, True, time.monotonic()
        self._carry_out("read_history", kind=asked[0], id=asked[1], count=count)

    @property
    def can_go_on(self) -> bool:
        """Whether there may be more of what the filter shows, and nobody has given it up."""
        if self.is_all or self.is_stopped or self.fault or not self.has_begun or len(self.rows) >= MOST:
            return False
        limit = earliest(self.query(), self.screen.host.environment())
        return not (limit and self.rows.revisions and self.rows.revisions[-1].at < limit)

    def more_if_wanted(self) -> None:
        """Read on where the cursor comes near the end of what is shown, or the filter shows too little."""
        if not self.is_under_way and self.can_go_on and not self.screen.is_matching and self.screen.lines_below() < _AHEAD:
            self.is_under_way = True
            self._since = self._since or time.monotonic()
            self._carry_out("more_history", count=FURTHER)
        if not self.is_under_way:
            self._since = 0.0

    def stop(self) -> None:
        """Give up reading; what has come stays."""
        self.is_under_way, self.is_stopped = False, True
        self._carry_out("stop_history")

    def rest(self) -> None:
        """Let git go while nobody looks; what has come stays, and is read anew when the screen is shown again."""
        self.is_under_way, self._since = False, 0.0
        self._carry_out("stop_history")

    def told(self, commits: int) -> None:
        """Show how far reading has come."""
        self.commits = commits
        self.screen.show_progress()

    def came(self, page: Sequence[Revision], commits: int, *, is_all: bool, note: str, fault: str) -> None:
        """Take what has been read."""
        if self._is_fresh:
            self.rows, self._is_fresh = HistoryRows(), False
        self.rows.extend(page)
        self.commits, self.note, self.fault = commits, note, fault
        self.is_under_way, self.is_all = False, is_all
        self.screen.show_rows()

    def query(self) -> Query:
        """The filter; everything while it has a mistake."""
        try:
            return history_query(self.screen.filter_text)
        except QuerySyntax:
            return Query()

    def _carry_out(self, name: str, **arguments: object) -> None:
        self.screen.host.effects.carry_out(Effect(name, arguments))
