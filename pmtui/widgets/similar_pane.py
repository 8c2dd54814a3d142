"""What a record may repeat: the likeliest originals, each on a line, the words that both have marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.events import Resize
from textual.widget import Widget

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.similar import MOST, Likely
from pmtui.domain.text import one_line, spoken
from pmtui.widgets.cells import graphemes, shortened, steady, width_of
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, rule

_TITLE = "likely duplicates"
_NONE = "nothing here says the same"
_ROOMY = 20
"""In a pane of fewer lines than this, the record itself needs them."""


class SimilarPane(LinePane):
    """The likeliest originals of one record; empty as long as they are looked for.

    Attributes:
        record: The record that may repeat them.
        likely: What it may repeat, the likeliest first.
    """

    DEFAULT_CSS = """
    SimilarPane { height: 1; }
    """

    def __init__(self) -> None:
        """An empty pane."""
        super().__init__(id="similar")
        self.record: Record | None = None
        self.likely: Sequence[Likely] = ()
        self._lines = 1
        self._is_empty = True
        self._snapshot: Snapshot | None = None
        self._id_length: Callable[[str], int] = len

    def forget(self, is_empty: bool = False) -> None:
        """Show nothing: another record is looked at, and nothing has been found for it yet; or there is none."""
        self.record, self.likely, self._is_empty = None, (), is_empty
        self.rebuild()

    def set_likely(self, record: Record, likely: Sequence[Likely], snapshot: Snapshot, id_length: Callable[[str], int]) -> None:
        """Show what a record may repeat.

        Args:
            record: The record.
            likely: What was found, the likeliest first.
            snapshot: Where that is.
            id_length: How many characters tell an id from all others.
        """
        self.record, self.likely, self._snapshot, self._id_length, self._is_empty = record, likely, snapshot, id_length, False
        self.rebuild()

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines anew, and for the first time: what is likely may be known before the pane has a size."""
        self.rebuild()

    def rebuild(self) -> None:
        """Make the lines anew, for another width."""
        width = self.text_width
        if not width:
            return
        lines: list[Line] = [] if self._is_empty else [rule(_TITLE, width)]
        if self.record is not None and not self.likely:
            lines = [(Span(_TITLE, "heading"), Span(f" · {_NONE}", "muted"))]
        if self._snapshot is not None:
            found = (likely_line(one, self._snapshot, self._id_length, width) for one in self.likely)
            lines += [line for line in found if line]
        self.set_lines(lines, keep_place=False)
        if self.record is not None and len(lines) != self._lines:  # while it is looked for, nothing moves
            self._lines = len(lines)
            self.styles.height = min(self._lines, self.most + 1)

    @property
    def most(self) -> int:
        """So many records are shown at once; of more, one scrolls."""
        parent = self.parent
        return 3 if isinstance(parent, Widget) and parent.size.height < _ROOMY else MOST


def likely_line(likely: Likely, snapshot: Snapshot, id_length: Callable[[str], int], width: int) -> Line:
    """One record that may be the original: sign of its status, id, title with the shared words marked; empty where it is gone.

    Args:
        likely: What was found.
        snapshot: Where it is.
        id_length: How many characters tell an id from all others.
        width: Cells of the line.
    """
    record = snapshot.record(likely.kind, likely.id)
    if record is None:
        return ()
    name = record.schema.shown_id(record.id, id_length(record.id))
    status = record.status
    head = (Span(f"{status_glyph(status)} ", status_role(status)), LinkSpan(name, "accent", Target(likely.kind, likely.id)), Span(" "))
    tail = f" {spoken(status)}"
    room = max(8, width - width_of(name) - 3 - width_of(tail))
    title = shortened(steady(one_line(record.title)), room)
    blank = Span(" " * max(0, room - width_of(title)))
    return (*head, *marked_words(title, likely.words), blank, Span(tail, "muted"))


def marked_words(title: str, words: Sequence[str]) -> list[Span]:
    """A title in which some of its words stand out.

    Args:
        title: The title, as shown.
        words: The words, as they stand in it.
    """
    spans: list[Span] = []
    word = ""
    for one in [*graphemes(title), ""]:
        if one and (one.isalnum() or not one.isascii()) and one != "…":
            word += one
            continue
        if word:
            spans.append(Span(word, "accent bold" if word in words else "text"))
            word = ""
        if one:
            spans.append(Span(one, "text"))
    return spans
