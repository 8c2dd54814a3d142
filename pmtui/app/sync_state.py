"""How the workspace stands to its branch and remote: watched behind the screen, shown in the top line; and what others' commits brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmtui.app.freshness import FRESHNESS
from pmtui.app.loop_calls import on_loop
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import open_conflict_count
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.store.state_watch import PAUSE, POLL, StateWatch
from pmtui.store.sync_state import Arrival, SyncState
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.sync_spans import SyncFigures, sync_forms

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

STATE = "pmtui.app.sync_state:WorkspaceState"
_TOAST = 78
"""Cells of a line that says what came: so much shows at the foot of the screen."""
_TITLE = 28
"""Cells of a title in it."""


class WorkspaceState:
    """Keeps the right end of the top line true. All but `nudge` and `close` belongs to the event loop.

    Attributes:
        doing: What a sync is doing now, in a word; empty while none runs.
        is_failed: Whether the last sync came to nothing.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Begin to watch for this app. To be called on the event loop, behind the first paint."""
        self.app = app
        self.doing = ""
        self.is_failed = False
        self._state: SyncState | None = None
        self._watch = StateWatch(str(app.workspace.root), self._told, poll=POLL, pause=PAUSE)
        if not app.link.is_finished:
            app.link.state = self
            self._watch.start()

    def nudge(self) -> None:
        """Files of the workspace changed: what is told may be old. Returns at once; from any thread."""
        self._watch.nudge()
        on_loop(self.app, self.show)

    def hold(self, is_held: bool) -> None:
        """Ask nothing while a sync is at work, and at once after it."""
        self._watch.hold(is_held)

    def close(self) -> None:
        """Stop watching."""
        self._watch.close()

    def _told(self, state: SyncState | None, came: Sequence[Arrival]) -> None:
        if came:
            self.app.link.read_now()  # git may know of a change before its file has been read: titles are told as they are now
        on_loop(self.app, self._take, state, came)

    def _take(self, state: SyncState | None, came: Sequence[Arrival]) -> None:
        self._state = state
        self.show()
        self.app.effects.room(FRESHNESS).heed("" if state is None else state.head)
        self.app.heed_commits("" if state is None else state.head)
        if came:
            self.app.effects.room("pmtui.app.syncing:Syncing").tell_arrivals(came)

    def show(self) -> None:
        """Show how it stands, where it is in a repository at all."""
        app, at = self.app, self._state
        conflicts = open_conflict_count(app.present) if app.link.is_loaded else 0
        if at is None:
            figures = SyncFigures(None, None, None, 0, conflicts, self.doing, is_failed=self.is_failed)
        else:
            figures = SyncFigures(at.branch, at.ahead, at.behind, at.changed, conflicts, self.doing, is_failed=self.is_failed)
        forms = sync_forms(figures)
        if forms != app.sync_forms:
            app.sync_forms = forms
            app.records_screen.show_state()


def arrival_words(one: Arrival, snapshot: Snapshot, width: int = _TOAST) -> str:
    """What one person changed, in a line: `Ana changed 3 items: Retry failed cards, Invoice PDF …`."""
    counts: dict[str, int] = {}
    for kind, _ in one.records:
        counts[kind] = counts.get(kind, 0) + 1
    kinds = [f"{count} {SCHEMA[kind].plural if count > 1 else kind}" for kind, count in counts.items()]
    if len(kinds) > 2:
        kinds = [f"{len(one.records)} records"]
    head = f"{shortened(steady(one_line(one.author)), _TITLE)} changed {' and '.join(kinds)}"
    titles = [shortened(steady(one_line(record.title)), _TITLE) for record in snapshot.records(one.records)]
    told = 0
    for title in titles:
        more = f"{', ' if told else ': '}{title}"
        if width_of(head) + width_of(more) + 2 > width:
            break
        head, told = head + more, told + 1
    return f"{head} …" if told and told < len(one.records) else head


def arrivals_line(came: Sequence[Arrival], snapshot: Snapshot) -> str:
    """The same for all who changed something, in one line."""
    if len(came) == 1:
        return arrival_words(came[0], snapshot)
    words = [arrival_words(one, snapshot, 0) for one in came]
    return shortened(" · ".join(words), _TOAST)
