"""The review in the program: beginning it, taking it up again, reading what happened and what was then, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.past import PAST
from pmtui.app.review_ending import ReviewEnding
from pmtui.commands.core import Effect
from pmtui.domain.change import Snapshot
from pmtui.domain.dates import parse_instant
from pmtui.domain.digest import Digest, digest
from pmtui.domain.review import DAYS, Since, last_marker, some_days_ago
from pmtui.screens.dialogs.review import ReviewDialog, ReviewState
from pmtui.screens.roadmap import RoadmapScreen
from pmtui.screens.roadmap_outlook import Outlook
from pmtui.widgets.known import Known

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.past import PastRoom

_FEW = 3000
"""Of so few records what happened is found out at once, of more in a thread."""
_PAINTED = 0.03
"""Seconds until the first page stands."""
_KINDS = ("hypothesis", "experiment", "milestone", "decision", "item", "problem")


class Reviewing(ReviewEnding):
    """Opens the review and keeps how it stands.

    Attributes:
        is_reading: Whether they are still being read.
        note: What there is to know about that, in a sentence.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is under way."""
        super().__init__(app)
        self.is_reading = False
        self.note = ""
        self._told_of: tuple[object, ...] = ()
        self._outlook = Outlook()
        self._ahead_of: Snapshot | None = None
        self._turn = 0
        self._is_waiting = self._is_read = False
        self._stop: Callable[[], None] = lambda: None

    # Beginning

    def do_review(self, arguments: Mapping[str, Any]) -> None:
        """Begin a review of the milestones that are selected or shown; one that has not ended is taken up again."""
        if self.app.what_if:
            self.app.say(f"“{self.app.what_if[:40]}” is a what-if: go back to today to hold a review", "warning")
            return
        asked = str(arguments.get("since") or "")
        if self._place and not self.app.as_it_was:  # the one that was only looked at, in the past
            self._state, self._place = None, ""
        if self._state is None and not self.app.as_it_was:
            self._take_up()
        if self._state is None or self.is_over() or asked or self._place != self.app.as_it_was:
            self._begin()
        else:
            self.app.say("the review goes on where it was left")
            self._grow()
            self._keep_since()
        self.dialog = ReviewDialog(self.app, self)
        self._is_waiting = not self._is_small()
        if asked:
            self.since_typed(asked)
        self.app.push_screen(self.dialog, self._closed)
        if self._is_waiting:
            self.app.set_timer(_PAINTED, self._painted)

    def _painted(self) -> None:
        """The first page stands, and what takes long may begin: threads that begin with it would hold it up."""
        self._is_waiting = False
        self.show()

    def _is_small(self) -> bool:
        return sum(len(self.app.snapshot.table(kind)) for kind in _KINDS) < _FEW

    def _take_up(self) -> None:
        """Take up the review that had not ended when the program did, unless another one was held since."""
        kept = ReviewState.of_json(self.app.sessions.review)
        found = last_marker(self.app.snapshot, self.app.shown_now)
        if kept is not None and (found is None or found.at <= kept.begun):
            self._state = kept
            self._state.drop({id for id in kept.ids if self.app.snapshot.record("milestone", id) is None})
            self.is_reading, self._is_read = True, False

    def _begin(self) -> None:
        app = self.app
        now = app.shown_now
        found = last_marker(app.snapshot, now)
        self.note = "" if found is not None else f"No review has been held yet, so this looks back {DAYS} days: s says since when."
        ids = self._pages()
        table = app.snapshot.table("milestone")
        records = [record for id in ids if (record := table.get(id)) is not None]
        dates = {one.id: (one["start"], one["target"], one["resolution"]) for one in records}
        self._state = ReviewState(found if found is not None else some_days_ago(now), now, ids, dates)
        self._place = app.as_it_was
        self.digest, self.then, self._told_of = None, None, ()
        self.is_reading, self._is_read = True, False
        self._turn += 1  # what is still being read was for another one

    def _pages(self) -> list[str]:
        """The milestones that are selected, else all that the Roadmap shows, in its order."""
        view = self.app.records_screen.view_widget
        table = self.app.snapshot.table("milestone")
        return [id for id in (view.selected or view.shown_ids()) if table.position(id) is not None]

    def _grow(self) -> None:
        """Milestones that have come meanwhile are pages, too, behind those that were there."""
        known = set(self.state.ids)
        self.state.ids += [id for id in self._pages() if id not in known]

    def _keep_since(self) -> None:
        """Where the marker from which it looks back was undone meanwhile, look back to the one before."""
        marker = self.app.snapshot.record("review", self.state.since.review) if self.state.since.review else None
        if self.state.since.review and (marker is None or marker.is_deleted):
            now = self.app.shown_now
            self.state.since = last_marker(self.app.snapshot, now) or some_days_ago(now)
            self.digest, self.then, self._told_of = None, None, ()
            self.is_reading, self._is_read = True, False

    def _closed(self, _: None) -> None:
        self._stop()
        self._is_read = self._is_read and not self.is_reading  # what was broken off is read when it is taken up again
        self.dialog = None
        if not self.is_over() and self.state.at:
            keys = self.app.keys_of("roadmap.review")
            self.app.say(f"{keys[0] if keys else 'Review'} takes the review up again")

    def close(self) -> None:
        """The program ends: nothing need be read on."""
        self._stop()

    # Reading

    def show(self) -> None:
        """Show what has come, where the review is open."""
        if self.dialog is not None:
            self.dialog.show()

    def _read_then(self) -> None:
        """Read the records of then behind the screen; without git the records themselves tell enough."""
        self._stop()
        self._turn += 1
        turn = self._turn
        past: PastRoom = self.app.effects.room(PAST)

        def came(moment: Any, fault: str) -> None:
            if turn != self._turn:
                return
            self.is_reading = False
            if moment is not None:
                self.then = moment.snapshot
                self.look(again=True)
            self.show()

        self.is_reading = self._is_read = True
        self.then = None
        self._stop = past.read(self.state.since.words or self.state.since.at, came)

    def look(self, *, again: bool = False) -> None:
        """Find out what happened, unless that is known for the records as they are."""
        app = self.app
        snapshot, environment = app.snapshot, app.environment()
        about = (snapshot, self.then, self.state.since, environment.last_changes, environment.today)
        if len(about) == len(self._told_of) and all(a is b or a == b for a, b in zip(about[1:], self._told_of[1:], strict=True)) and (
            snapshot is self._told_of[0]
        ):
            return
        self._told_of = about
        since = self.state.since.at

        def came(found: Digest) -> None:
            if self._told_of is about:
                self.digest = found
                self.show()

        def work() -> None:
            found = digest(self.then, snapshot, since, environment, lambda: self._told_of is not about)
            on_loop(app, came, found)

        if self._is_small() and not again:
            self.digest = digest(self.then, snapshot, since, environment)
        else:
            in_thread(app, "review", work)

    def catch_up(self) -> None:
        """Find out what happened, and what lies ahead, where the records are others than before."""
        if not self._place:
            self.app.sessions.review = {} if self.is_over() else self.state.as_json()
        if self._is_waiting:
            return
        self.look()
        if not self._is_read:
            self._read_then()
        if self._ahead_of is not self.app.snapshot:
            self._ahead_of = self.app.snapshot
            self.app.effects.carry_out(Effect("look_ahead", {"told": self._told}))

    def _told(self, outlook: Outlook) -> None:
        """What lies ahead is known, or some of it; the Roadmap behind shows it, too."""
        self._outlook = outlook
        screen = self.app.records_screen
        if isinstance(screen, RoadmapScreen):
            screen.show_outlook(outlook)
        self.show()

    # From when on

    def since_typed(self, words: str) -> None:
        """Look back to a date, a tag or a commit that somebody typed."""
        now = self.app.shown_now
        try:
            at = parse_instant(words, now)
        except ValueError:
            at = ""
        if at > now:
            self.app.say(f"{words[:40]} lies in the future: name a day that is over", "warning")
        elif at:
            self._since(Since(at, "", words))
        else:
            self._ask_git(words)

    def _since(self, since: Since) -> None:
        self.state.since = since
        self.note = ""
        self.digest = None
        self._read_then()
        self.look()
        self.show()

    def _ask_git(self, words: str) -> None:
        """What is no date may be a tag or a commit: git knows its day."""
        past: PastRoom = self.app.effects.room(PAST)

        def came(moment: Any, fault: str) -> None:
            if moment is None:
                self.app.say(fault, "error")
            else:
                self._since(Since(moment.point.at, "", words))

        past.read(words, came)

    # What the screen asks

    def known(self, id: str) -> Known:
        """What takes long to find out about a milestone, the forecast above all, as far as it is known."""
        return self._outlook.known(id)
