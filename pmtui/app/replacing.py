"""Find and replace over the screen: the search goes on in small steps, so that no key waits for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.replacing import Hit, Wrong, hits, pattern, replaceable, values_of
from pmtui.domain.text import spoken
from pmtui.widgets.cells import shortened

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.replace import Step, Wanted

COMMAND = "record.replace"
_STEP = 0.006
"""Seconds that one step of a search takes."""
_LONGEST = 0.3
"""Seconds after which a regular expression is given up: some take for ever on some texts."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Break off what takes longer, a regular expression included; where the system has no timer, nothing is broken off.

    Raises:
        Wrong: It took longer.
    """

    def late(number: int, frame: object) -> None:
        raise Wrong("the expression takes too long here: write it with fewer * and +")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Replacing:
    """Opens the dialog, searches and replaces."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._last: Wanted | None = None

    def do_replace(self, arguments: Mapping[str, Any]) -> None:
        """Ask what to replace in the selected records, or in all that are shown."""
        from pmtui.screens.dialogs.replace import ReplaceDialog
        from pmtui.screens.dialogs.replace import Wanted as Typed
        from pmtui.widgets.choice_line import Choice

        kind = SCHEMA[str(arguments["kind"])]
        view = self.app.records_screen.view_widget
        chosen = list(view.selected)
        ids = chosen or list(view.shown_ids())
        fields = {one.name: one for one in replaceable(kind)}
        if not ids:
            self.app.say("there is nothing here to look in", "warning")
            return

        def begin(wanted: Wanted) -> Step:
            return self._search(kind.name, ids, wanted)

        def replace(wanted: Wanted, found: Sequence[Hit]) -> str:
            return self._replace(kind.name, ids, wanted, found)

        def short_id(id: str) -> str:
            return id[:self.app.id_length(id)]

        def closed(typed: Mapping[str, Any] | None) -> None:
            if typed:
                self._last = Typed(**typed)

        noun = kind.name if len(ids) == 1 else kind.plural
        title = f"Find and replace in {len(ids):,} {'selected' if chosen else 'shown'} {noun}"
        field = str(arguments.get("field") or "title")
        choices = [Choice(one.name, spoken(one.name), one.help) for one in fields.values()]
        dialog = ReplaceDialog(title, choices, field if field in fields else "title", begin, replace, short_id, self._last)
        self.app.push_screen(dialog, closed)

    def _search(self, kind: str, ids: Sequence[str], wanted: Wanted) -> Step:
        """A search that goes on where it was left, a few milliseconds at a time."""
        field, table = SCHEMA[kind].fields[wanted.field], self.app.snapshot.table(kind)
        looked = pattern(wanted.find, wanted.put, is_regular=wanted.how == "regular", is_exact=wanted.how == "exact")
        positions = (at for id in ids if (at := table.position(id)) is not None)
        values = values_of(table, field, positions)

        def step() -> tuple[Sequence[Hit], bool]:
            found: list[Hit] = []
            end = perf_counter() + _STEP
            with time_limit(_LONGEST):
                for one in values:
                    found.extend(hits((one,), field, looked))
                    if perf_counter() > end:
                        return found, False
            return found, True

        return step

    def _replace(self, kind: str, ids: Sequence[str], wanted: Wanted, found: Sequence[Hit]) -> str:
        given = {
            "kind": kind, "field": wanted.field, "find": wanted.find, "replacement": wanted.put, "regex": wanted.how == "regular",
            "case": wanted.how == "exact", "ids": list(dict.fromkeys(hit.id for hit in found)),
            "chosen": [(hit.id, hit.line) for hit in found],
        }
        try:
            with time_limit(2 + _LONGEST):
                change = planned(self.app.commands[COMMAND], self.app.context(), given)
        except Wrong as error:
            return str(error)
        except Refused as error:
            return error.words
        if isinstance(change, Change):
            self.app.commit(change)
            if len(change.edits) == 1:
                self.app.say(shortened(change.title, 79))
        return ""
