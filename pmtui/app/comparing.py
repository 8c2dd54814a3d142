"""Comparing two points, and telling what changed between them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.past import PAST, PRESENT, Answer
from pmtui.commands.core import Effect
from pmtui.domain.change import Snapshot
from pmtui.domain.comparison import Comparison, compared, linked_titles
from pmtui.formats.comparison_markdown import comparison_markdown
from pmtui.store.clock import now

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.past import PastRoom
    from pmtui.screens.dialogs.comparison import Told

_AGAIN = "again"


class Comparing:
    """Asks for two points and shows what lies between them."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._asked = self._last = ("", "")
        self._names = ("", "")
        self._key: tuple[str, str] | None = None

    @property
    def _room(self) -> PastRoom:
        room: PastRoom = self.app.effects.room(PAST)
        return room

    def do_compare(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the two points that are not given, and show the comparison; the last one can be shown again."""
        first, second = str(arguments.get("from") or ""), str(arguments.get("to") or "")
        if first:
            self._begin(first, second or PRESENT)
            return
        from pmtui.screens.dialogs.point import PointDialog
        from pmtui.widgets.picker import PickRow

        def read(words: str, answer: Answer) -> Callable[[], None]:
            if words != _AGAIN:
                return self._room.read(words, answer)
            self.app.call_later(answer, _AGAIN, "")
            return lambda: None

        def answered(earlier: Any) -> None:
            if earlier == _AGAIN:
                self._begin(*self._last)
            elif earlier is not None:
                self._key = None
                self._ask_second(earlier, "")

        again = [PickRow(_AGAIN, "the last comparison again", " → ".join(self._names))] if self._last[0] else []
        self.app.push_screen(PointDialog("Compare since when", now(), self._room.names, read, first=again), answered)

    def _begin(self, first: str, second: str) -> None:
        """Compare two points that are known."""
        from pmtui.screens.dialogs.point import PointDialog

        def answered(earlier: Any) -> None:
            if earlier is not None:
                self._ask_second(earlier, second)

        self.app.push_screen(PointDialog("Compare since when", now(), self._room.names, self._room.read, start=first), answered)

    def _ask_second(self, earlier: Any, second: str) -> None:
        """Ask for the later point, unless it is known."""
        from pmtui.screens.dialogs.point import PointDialog
        from pmtui.widgets.picker import PickRow

        title = f"Compare {earlier.point.name} with"
        present = [PickRow(PRESENT, PRESENT, "with what is not committed yet")]
        read = partial(self._read, earlier)
        self.app.push_screen(PointDialog(title, now(), self._room.names, read, start=second, first=present), self._show)

    def _read(self, earlier: Any, words: str, answer: Answer) -> Callable[[], None]:
        """Read the later point and compare, in a thread; returns what cancels it."""
        self._asked = (earlier.point.words, words)
        cancelled = threading.Event()
        stop: list[Callable[[], None]] = []

        def took(later: Any, fault: str) -> None:
            if fault or later is None:
                answer(None, fault)
            else:
                self._compare(earlier.snapshot, later.snapshot, (earlier.point.name, later.point.name), cancelled, answer)

        if words == PRESENT:
            self._compare(earlier.snapshot, self.app.present, (earlier.point.name, PRESENT), cancelled, answer)
        else:
            stop.append(self._room.read(words, took))

        def cancel() -> None:
            cancelled.set()
            for one in stop:
                one()

        return cancel

    def _compare(
        self, before: Snapshot, after: Snapshot, names: tuple[str, str], cancelled: threading.Event, answer: Answer
    ) -> None:
        def told(found: Any) -> None:
            if not cancelled.is_set():
                answer(found, "")

        def work() -> None:
            on_loop(self.app, told, self._told(before, after, names))

        in_thread(self.app, "compare", work)

    def _told(self, before: Snapshot, after: Snapshot, names: tuple[str, str]) -> Told:
        from pmtui.screens.dialogs.comparison import Told

        comparison: Comparison = compared(before, after)
        lengths = {one.id: max(4, after.prefix_length(one.id)) for one in comparison.findings}

        def short(id: str) -> str:
            return id[: lengths[id]]

        titles = linked_titles(comparison, before, after)
        return Told(comparison, titles, names, comparison_markdown(comparison, titles, names, short, after.name), short)

    def _show(self, told: Any) -> None:
        from pmtui.screens.dialogs.comparison import ComparisonDialog

        def answered(key: tuple[str, str] | None) -> None:
            if key is not None:
                self._key = key
                if told.names[1] == PRESENT:  # what was added since then is not there in a past that is shown
                    self._room.leave()
                self.app.effects.carry_out(Effect("goto", {"kind": key[0], "id": key[1]}))

        def copy(text: str) -> None:
            self.app.effects.carry_out(Effect("copy", {"text": text, "what": "Markdown"}))

        if told is not None:  # what could not be read is not offered again
            self._last, self._names = self._asked, told.names
            self.app.push_screen(ComparisonDialog(told, copy, self._key), answered)

