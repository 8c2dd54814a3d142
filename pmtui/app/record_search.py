"""Searching all records behind the screen: dialogs ask, the newest text is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pmtui.app.loop_calls import on_loop, tell_fault
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Table
from pmtui.widgets.record_index import Hit, IsStale, RecordIndex
from pmtui.widgets.searching import Searcher

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

Found = Callable[[str, list[Hit], bool], None]
"""Called on the event loop with the text that was asked for, what was found, and whether nothing more will come."""


class _Asked(NamedTuple):
    """A question, with the records as they stood when it was asked."""

    text: str
    kinds: tuple[str, ...]
    tables: Mapping[str, Table]
    found: Found


class RecordSearch:
    """The index of all records, on a thread of its own; prepared when something is first looked for."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._index = RecordIndex()
        self._searcher: Searcher[_Asked, tuple[list[Hit], bool]] = Searcher(self._search, self._answered, partial(tell_fault, app))

    def ask(self, text: str, kinds: Sequence[str], found: Found) -> None:
        """Look for a text; what was asked before is answered no more.

        Args:
            text: What was typed.
            kinds: Where to look; in all kinds where there are none.
            found: Called with each list of records that is found, each better than the one before.
        """
        tables = {kind: self.app.snapshot.table(kind) for kind in kinds or SCHEMA.kinds}
        self._searcher.ask(_Asked(text, tuple(kinds) or tuple(SCHEMA.kinds), tables, found))

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._searcher.forget()

    def _search(self, asked: _Asked, is_stale: IsStale) -> Iterator[tuple[list[Hit], bool]]:
        self._index.update(asked.tables)
        hits: list[Hit] = []
        for hits in self._index.search(asked.text, asked.kinds, is_stale):
            yield hits, False
        yield hits, True

    def _answered(self, asked: _Asked, answer: tuple[list[Hit], bool]) -> None:
        on_loop(self.app, asked.found, asked.text, *answer)
