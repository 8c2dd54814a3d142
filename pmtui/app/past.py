"""Showing the workspace as it was on every screen, and coming back to now exactly as one left it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.view_state import ViewState
from pmtui.store.clock import now
from pmtui.store.errors import StoreError
from pmtui.store.past import Moment, Past

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.point import PointRow

PAST = "pmtui.app.past:PastRoom"
"""Where the room is found."""
PRESENT = "now"
"""What stands for the present where a point is asked for."""
_BANNER = "past"
Answer = Callable[[Any, str], None]
"""Told what was read, or None and why it was not."""


class _Kept(NamedTuple):
    """How a screen stood at the present."""

    state: ViewState
    selected: frozenset[str]
    is_detail_open: bool


class PastRoom:
    """Reads the past behind the screens, shows it, and leads back.

    Attributes:
        past: What has been read so far.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is read yet."""
        self.app = app
        self.past = Past(str(app.workspace.root))
        self._turn = threading.Lock()
        self._cancel: threading.Event | None = None
        self._kept: dict[str, _Kept] = {}
        self._from = ""

    # Effects

    def do_as_it_was(self, arguments: Mapping[str, Any]) -> None:
        """Ask for a point, unless one is given, and show the workspace as it was there."""
        from pmtui.screens.dialogs.point import PointDialog
        from pmtui.widgets.picker import PickRow

        def read(words: str, answer: Answer) -> Callable[[], None]:
            if words != PRESENT:
                return self.read(words, answer)
            self.app.call_later(answer, PRESENT, "")
            return lambda: None

        def answered(moment: Any) -> None:
            if moment == PRESENT:
                self.leave()
            elif moment is not None:
                self.enter(moment)

        start = str(arguments.get("when") or "")
        first = [PickRow(PRESENT, PRESENT, "leave the past")] if self.app.past is not None else []
        dialog = PointDialog("The workspace as it was", now(), self.names, read, start=start, first=first)
        self.app.push_screen(dialog, answered)

    def do_present(self, arguments: Mapping[str, Any]) -> None:
        """Come back to now."""
        self.leave()

    # Reading, in a thread

    def names(self, answer: Callable[[list[PointRow]], None]) -> None:
        """Give the tags and branches that can be asked for, as soon as git has listed them."""
        from pmtui.screens.dialogs.point import PointRow

        def work() -> None:
            with self._turn:
                found = [PointRow(one.name, one.kind, one.at) for one in self.past.names()]
            on_loop(self.app, answer, found)

        in_thread(self.app, "past", work)

    def read(self, words: str, answer: Answer) -> Callable[[], None]:
        """Read the workspace at a point, behind the screen; returns what cancels that, after which nothing is answered.

        Args:
            words: A date, a tag, a branch or a commit.
            answer: Told the moment; None and a sentence where there is none.
        """
        cancel = self._cancel = threading.Event()

        def told(moment: Moment | None, fault: str) -> None:
            if not cancel.is_set():
                answer(moment, fault)

        def work() -> None:
            try:
                with self._turn:
                    moment = self.past.at(words, now(), cancel)
            except StoreError as error:
                on_loop(self.app, told, None, str(error))
            else:
                on_loop(self.app, told, moment, "")

        in_thread(self.app, "past", work)
        return cancel.set

    def close(self) -> None:
        """The program ends: git need not read on."""
        if self._cancel is not None:
            self._cancel.set()

    # Showing

    def begin(self, moment: Moment, past: Past) -> None:
        """Open the program at a point of the past, before anything is painted."""
        self.past = past
        self.app.past = moment
        self._tell(moment)

    def enter(self, moment: Moment) -> None:
        """Show the past; how the screens stand now is kept."""
        app = self.app
        if app.past is None:
            app.sessions.hold()
            self._from = app.records_screen.name or ""
            self._kept = {screen.name or "": _how_it_stands(screen) for screen in self._screens()}
        here = app.records_screen
        record = here.cursor_record()
        app.past = moment
        for screen in self._screens():
            screen.walk.clear()
            for view in screen.views.values():
                view.selection.clear()
        if here.is_detail_open and (record is None or moment.snapshot.record(record.kind, record.id) is None):
            here.is_detail_open = False
            here.place_panes()
            here.focus_view()
        self._tell(moment)
        self._show()
        if record is not None and moment.snapshot.record(record.kind, record.id) is None:
            app.say(f"“{record.title[:40]}” was not there yet")

    def leave(self) -> None:
        """Show the present again, every screen as it stood when the past was entered."""
        app = self.app
        if app.past is None:
            return
        app.past = None
        app.banners.pop(_BANNER, None)
        for screen in self._screens():
            self._restore(screen)
        app.sessions.release()
        self._kept = {}
        if self._from and self._from != app.records_screen.name:
            app.effects.do_screen({"name": self._from})
        self._show()

    def _tell(self, moment: Moment) -> None:
        note = f" · {moment.point.note}" if moment.point.note else ""
        self.app.banners[_BANNER] = f"as it was {moment.point.title}{note}"

    def _show(self) -> None:
        """Show it on the screen that is seen; the others follow when they are shown."""
        self.app.records_screen.show_state()
        self.app.show_standing()
        self.app.records_screen.show_hints()

    def _screens(self) -> list[RecordsScreen]:
        """The main screens that have been made and filled."""
        return [screen for screen in self.app.sessions.screens().values() if screen.is_filled]

    def _restore(self, screen: RecordsScreen) -> None:
        kept = self._kept.get(screen.name or "")
        if kept is None:  # it was first shown in the past
            kept = _Kept(self.app.sessions.left(screen.name or ""), frozenset(), False)
        screen.walk.clear()
        screen.restore(kept.state)
        if screen.is_complete:
            screen.filter.edit.value = kept.state.filter
            if screen.filter.display and not kept.state.filter:
                screen.filter.close()
        screen.is_detail_open = kept.is_detail_open
        screen.places.show_layout()
        for view in screen.views.values():
            view.selection.clear()
        screen.view_widget.selection.add(kept.selected)
        if screen is self.app.records_screen and not kept.is_detail_open:
            screen.focus_view()


def _how_it_stands(screen: RecordsScreen) -> _Kept:
    return _Kept(screen.state(), frozenset(screen.view_widget.selection.ids), screen.is_detail_open)
