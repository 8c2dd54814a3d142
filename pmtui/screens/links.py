"""The third pane of wide screens: what a record points to, and what points to it."""

from __future__ import annotations

import asyncio

from textual.timer import Timer

from pmtui.domain.backlinks import index_all, is_indexed
from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.widgets.detail import REST
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.linked_records import group_lines, links_from, links_to
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line


def links_lines(record: Record, snapshot: Snapshot, width: int) -> list[Line]:
    """The pane's lines: first what the record rests on, then what rests on it."""
    lines: list[Line] = []
    for title, found in links_from(record, snapshot):
        lines += [*group_lines(title, found, len(found), width), ()]
    for title, found, count in links_to(record, snapshot):
        lines += [*group_lines(title, found, count, width), ()]
    return lines or [(Span("nothing is linked yet", "faint"),), (Span("L links it with others", "faint"),)]


class LinksPane(LinePane):
    """What is linked with the record under the cursor."""

    def __init__(self) -> None:
        """An empty pane."""
        super().__init__()
        self._shown: tuple[Record | None, Snapshot | None] = (None, None)
        self._wanted: tuple[Record | None, Snapshot | None] = (None, None)
        self._rest: Timer | None = None

    def on_mount(self) -> None:
        """Be ready for what comes later."""
        self._rest = self.set_interval(REST, self._rests, pause=True)

    def follow(self, record: Record | None, snapshot: Snapshot) -> None:
        """Show the links of the record to which the cursor has gone: in the frame of its key where they are indexed, else once it rests."""
        self._wanted = record, snapshot
        if self._wanted == self._shown:
            return
        if self._shown[1] is not None and is_indexed(snapshot):
            self.show(record, snapshot)
        elif self._rest is not None:
            self._rest.reset()
            self._rest.resume()

    def _rests(self) -> None:
        if self._rest is not None:
            self._rest.pause()
        record, snapshot = self._wanted
        if snapshot is not None:
            self.show(record, snapshot)

    def show(self, record: Record | None, snapshot: Snapshot) -> None:
        """Show the links of a record; nothing without one. Where there are many records, they are indexed first, in a thread."""
        if not (self.display and self.text_width):
            return
        before, self._shown = self._shown[0], (record, snapshot)
        if record is None:
            self.set_lines([], keep_place=False)
        elif is_indexed(snapshot):
            self.set_lines(links_lines(record, snapshot, self.text_width), keep_place=before is not None and before.id == record.id)
        else:
            self.run_worker(self._indexed(), exclusive=True, group="links")

    async def _indexed(self) -> None:
        record, snapshot = self._shown
        if snapshot is not None:
            await asyncio.to_thread(index_all, snapshot)
            if (record, snapshot) == self._shown and record is not None:
                self.show(record, snapshot)
