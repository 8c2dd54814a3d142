"""The pane that shows one record for reading, painted line by line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual.events import Resize
from textual.timer import Timer

from pmtui.domain.backlinks import index_all, is_indexed
from pmtui.domain.change import Snapshot
from pmtui.domain.named_records import NamingCommit
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.known import Known
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.markdown import has_markup, is_at_once, load_renderer, markdown_lines
from pmtui.widgets.styled_lines import Line

REST = 0.1
"""Seconds that the cursor must rest before what takes long is shown: long texts, what points to the record while that is not indexed."""

_ALWAYS = (("feedback", "linked"),)
"""What is shown of links to a record even where a pane of their own lists them."""
MEASURE = 110
"""The most cells of a line."""


class DetailPane(LinePane):
    """One record, or one unreadable file; follows the cursor of a list.

    Attributes:
        with_backlinks: Whether what points to the record is listed at the end.
        commits_of: Gives the commits of the code whose message names a record, as far as they are known.
        known_of: Gives what is known of a record that takes long to find out; None where nobody looks for that.
        rested: Called with a record on which the cursor has rested.
        empty: Gives the lines of so many cells that are shown where there is no record.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._shown: tuple[Record | Fault | None, Snapshot | None, str] = (None, None, "")
        self._id_length: Callable[[str], int] | None = None
        self._subject = ""
        self._rested_on: Record | None = None
        self._is_whole = self._has_rested = False
        self._rest: Timer | None = None
        self._rendered = ("", 0)  # the long text whose lines are known, and for which width
        self.with_backlinks = False
        self.empty: Callable[[int], Sequence[Line]] = lambda width: ()
        self.commits_of: Callable[[Record], Sequence[NamingCommit]] = lambda record: ()
        self.known_of: Callable[[Record], Known | None] = lambda record: None
        self.rested: Callable[[Record], None] = lambda record: None

    def on_mount(self) -> None:
        """Be ready for what comes later."""
        self._rest = self.set_interval(REST, self._rests, pause=True)

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record, in the frame of the key that moved the cursor: building the lines takes half a millisecond.

        Args:
            record: What is under the cursor; None empties the pane.
            snapshot: Where linked records are.
            today: The calendar date where the person is.
            id_length: How many characters tell an id from all others.
        """
        if (record, snapshot, today) != self._shown or id_length != self._id_length:
            self._shown = (record, snapshot, today)
            self._id_length = id_length
            self._build(is_whole=self._is_whole and _subject(record) == self._subject and self._is_ready)

    def list_backlinks(self, is_wanted: bool) -> None:
        """List what points to the record, or leave it to another pane."""
        if is_wanted != self.with_backlinks:
            self.with_backlinks = is_wanted
            self._build(is_whole=self._is_whole and self._is_ready)

    def renew(self) -> None:
        """Show the same record again: more is known about it."""
        self._build(is_whole=self._is_whole and self._is_ready)

    @property
    def reading_width(self) -> int:
        """Cells of a line; lines that are longer than people like to read are none, however wide the screen is."""
        return min(MEASURE, self.text_width)

    def complete(self) -> None:
        """Show at once what would come once the cursor rests, where that takes no time."""
        if not self._is_whole and self._is_ready:
            self._build(is_whole=True)

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines anew."""
        self._build(is_whole=self._is_whole and self._is_ready)

    def _build(self, is_whole: bool = False) -> None:
        record, snapshot, today = self._shown
        width = self.reading_width
        if not width:
            return
        late: list[str] | None = None if is_whole else []
        with_links = is_whole or not self.with_backlinks or self._are_links_at_hand
        if record is None or snapshot is None:
            lines: list[Line] = list(self.empty(width))
        else:
            from pmtui.widgets.detail_lines import detail_lines, fault_lines  # here, for it is not loaded before the first paint

            lines = fault_lines(record, width) if isinstance(record, Fault) else detail_lines(
                record, snapshot, today, width, self._id_length, late=late,
                with_backlinks=self.with_backlinks and with_links, commits=self.commits_of(record), known=self.known_of(record),
            )
        before, self._subject = self._subject, _subject(record)
        self._is_whole = with_links and not late
        self.set_lines(lines, keep_place=self._subject == before)
        if (not self._is_whole or record is not self._rested_on) and self._rest is not None:
            self._rest.reset()
            self._rest.resume()

    # What comes later

    @property
    def _are_links_at_hand(self) -> bool:
        """Whether what points to the record can be shown in the frame of the key: some tenths of a millisecond, once it is indexed.

        Before the cursor has rested for the first time nothing is: to ask would read the caches of all kinds before the first paint.
        """
        record, snapshot, _ = self._shown
        return not isinstance(record, Record) or snapshot is None or (self._has_rested and is_indexed(snapshot))

    @property
    def _is_ready(self) -> bool:
        """Whether the whole record can be shown at once."""
        record, snapshot, _ = self._shown
        if not isinstance(record, Record) or snapshot is None:
            return True
        from pmtui.widgets.detail_scores import is_scored

        is_known = is_at_once(record.body) or self._rendered == (record.body, self.reading_width)
        is_found = is_indexed(snapshot, () if self.with_backlinks else _ALWAYS)
        return (is_at_once("*") or not has_markup(record.data)) and is_known and is_scored(record, snapshot) and is_found

    def _rests(self) -> None:
        self._has_rested = True
        if self._rest is not None:
            self._rest.pause()
        if isinstance(record := self._shown[0], Record) and record is not self._rested_on:
            self._rested_on = record
            self.rested(record)
        if self._is_whole:
            return
        if self._is_ready:
            self._build(is_whole=True)
        else:
            self.run_worker(self._complete(), exclusive=True, group="detail")

    async def _complete(self) -> None:
        """Prepare in a thread what takes long, then show all, unless another record is shown by then."""
        record, snapshot, today = shown = self._shown
        if isinstance(record, Record) and snapshot is not None:
            from pmtui.widgets.detail_scores import prepare_scores

            width = self.reading_width
            await asyncio.to_thread(_prepare, record, snapshot, width, self.with_backlinks)
            await asyncio.to_thread(prepare_scores, record, snapshot, today)
            self._rendered = record.body, width
        if self._shown is shown:
            self._build(is_whole=True)


def _prepare(record: Record, snapshot: Snapshot, width: int, with_backlinks: bool) -> None:
    if has_markup(record.data):
        load_renderer()
    markdown_lines(record.body, max(20, width))
    index_all(snapshot, () if with_backlinks else _ALWAYS)


def _subject(record: Record | Fault | None) -> str:
    return "" if record is None else record.path if isinstance(record, Fault) else record.id
