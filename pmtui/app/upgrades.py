"""After an upgrade, a note of what is new: once, beside the work, and away with Escape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pmtui
from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.whats_new import NOTES, notes_since, number
from pmtui.store.seen_version import last_version, remember_version
from pmtui.widgets.note import Note
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_MOST = 7
"""Lines of news in one note; the oldest are left out."""


class Upgrades:
    """Notices an upgrade and says what it brought."""

    def __init__(self, app: PmtuiApp) -> None:
        """Look at nothing yet."""
        self.app = app

    def begin(self) -> None:
        """Look behind the screen which version was started last. The demo tells nobody anything."""
        if not self.app.is_demo:
            in_thread(self.app, "version", self._look)

    def _look(self) -> None:
        before = last_version()
        if before and number(before) >= number(pmtui.__version__):
            return
        is_remembered = remember_version(pmtui.__version__)  # else the note would come at each start
        news = notes_since(before, pmtui.__version__)
        if before and is_remembered and news:
            on_loop(self.app, self._show, news)

    def do_whats_new(self, arguments: Mapping[str, Any]) -> None:
        """The note of the newest version that has one, again."""
        latest = max((version for version in NOTES if number(version) <= number(pmtui.__version__)), key=number)
        self._show({latest: NOTES[latest]})

    def _show(self, news: Mapping[str, Sequence[str]]) -> None:
        screen = self.app.records_screen
        for note in screen.query(Note):
            note.remove()
        lines: list[Line] = [(Span(line),) for version in news for line in news[version]]
        screen.mount(Note(f"What's new in {next(iter(news))}", lines[:_MOST]))
