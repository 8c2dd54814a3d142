"""Comparing two points, and telling what changed between them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.past import PAST, Answer
from pmtui.commands.core import Effect
from pmtui.domain.change import Snapshot
from pmtui.domain.comparison import Comparison, compared, linked_titles
from pmtui.domain.comparison_words import markdown
from pmtui.store.clock import now

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.past import PastRoom
    from pmtui.screens.dialogs.comparison import Told

_PRESENT = "now"


class Comparing:
    """Asks for two points and shows what lies between them."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    @property
    def _room(self) -> PastRoom:
        room: PastRoom = self.app.effects.room(PAST)
        return room

    def do_compare(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the two points that are not given; then show the comparison."""
        from pmtui.screens.dialogs.point import PointDialog

        first, second = str(arguments.get("from") or ""), str(arguments.get("to") or "")

        def second_asked(earlier: Any) -> None:
            if earlier is not None:
                start = second or (_PRESENT if first else "")
                title = f"Compare {earlier.point.name} with"
                dialog = PointDialog(title, now(), self._room.names, partial(self._read, earlier), start=start, with_now=True)
                self.app.push_screen(dialog, self._show)

        dialog = PointDialog("Compare since when", now(), self._room.names, self._room.read, start=first)
        self.app.push_screen(dialog, second_asked)

    def _read(self, earlier: Any, words: str, answer: Answer) -> Callable[[], None]:
        """Read the later point and compare, in a thread; returns what cancels it."""
        cancelled = threading.Event()
        stop: list[Callable[[], None]] = []

        def took(later: Any, fault: str) -> None:
            if fault or later is None:
                answer(None, fault)
            else:
                self._compare(earlier.snapshot, later.snapshot, (earlier.point.name, later.point.name), cancelled, answer)

        if words == _PRESENT:
            self._compare(earlier.snapshot, self.app.present, (earlier.point.name, _PRESENT), cancelled, answer)
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
            try:
                found = self._told(before, after, names)
            except Exception as error:
                if self.app.is_running:
                    self.app.call_later(self.app._handle_exception, error)
                return
            if self.app.is_running:
                self.app.call_later(told, found)

        threading.Thread(target=work, name="pmtui-compare", daemon=True).start()

    def _told(self, before: Snapshot, after: Snapshot, names: tuple[str, str]) -> Told:
        from pmtui.screens.dialogs.comparison import Told

        comparison: Comparison = compared(before, after)
        lengths = {one.id: max(4, after.prefix_length(one.id)) for one in comparison.findings}

        def short(id: str) -> str:
            return id[: lengths[id]]

        titles = linked_titles(comparison, before, after)
        return Told(comparison, titles, names, markdown(comparison, titles, names, short, after.name), short)

    def _show(self, told: Any) -> None:
        from pmtui.screens.dialogs.comparison import ComparisonDialog

        def answered(key: tuple[str, str] | None) -> None:
            if key is not None:
                if told.names[1] == _PRESENT:  # what was added since then is not there in a past that is shown
                    self._room.leave()
                self.app.effects.carry_out(Effect("goto", {"kind": key[0], "id": key[1]}))

        def copy(text: str) -> None:
            self.app.effects.carry_out(Effect("copy", {"text": text, "what": "Markdown"}))

        if told is not None:
            self.app.push_screen(ComparisonDialog(told, copy), answered)

