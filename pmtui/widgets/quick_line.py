"""The quick-add line and what stands below it: what it will set, what is wrong with it, what may come next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.events import Paste
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmtui.domain.markdown_items import is_list
from pmtui.domain.quick_add import Mistake, Piece, QuickAdd
from pmtui.domain.quick_add_complete import Gap, Offer
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.filter_line import mistake_spans
from pmtui.widgets.finding import Haystack
from pmtui.widgets.glyphs import priority_glyph, priority_role, status_glyph, status_role
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.one_line import Span, line_of
from pmtui.widgets.palette import palette_of
from pmtui.widgets.picker import PickList, PickRow
from pmtui.widgets.styled_lines import Line, paint_line, wrapped_spans

ROLES = {
    "tag": "info", "person": "success", "choice": "warning", "number": "accent", "link": "accent", "date": "accent", "field": "accent",
    "unknown": "error underline",
}
"""The colour role of each part of the line that means something."""
_PREVIEW = 2
"""Lines of the preview."""
_GOING_ON = ("alt+enter", "ctrl+enter", "ctrl+j")
"""Keys that add and go on; terminals without the kitty protocol send ctrl+enter as enter or ctrl+j."""


class QuickLine(LineEdit):
    """The editor of the line, in which what means something has its colour."""

    DEFAULT_CSS = """
    QuickLine, QuickLine:focus { background: $panel; }
    """
    BINDINGS = [(key, "go_on", "Add and go on") for key in _GOING_ON]  # noqa: RUF012 (Textual reads the class variable)

    class WentOn(Message):
        """The line is to be added, and another one to be typed."""

    class ListPasted(Message):
        """A Markdown list was pasted, which is many records rather than one title.

        Attributes:
            text: The list.
        """

        def __init__(self, text: str) -> None:
            """Hand it on."""
            super().__init__()
            self.text = text

    def __init__(self, value: str = "") -> None:
        """An editor with a text."""
        super().__init__(value, placeholder="What is it? For example: Retry failed payments #billing @me")
        self._pieces: Sequence[Piece] = ()

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Colour what means something."""
        if tuple(pieces) != tuple(self._pieces):
            self._pieces = pieces
            self.refresh()

    def style_at(self, at: int, plain: Style) -> Style:
        """The style of what a character is part of."""
        piece = next((one for one in self._pieces if one.start <= at < one.end), None)
        if piece is None:
            return plain
        return plain + palette_of(self.app).style(ROLES[piece.role], "panel")

    def _on_paste(self, event: Paste) -> None:
        if is_list(event.text):
            event.stop()
            event.prevent_default()  # else it would be one long line, too
            self.post_message(self.ListPasted(event.text))

    def action_go_on(self) -> None:
        """Tell that the line is to be added, and another one to come."""
        self.post_message(self.WentOn())


def preview_lines(line: QuickAdd, width: int) -> list[Line]:
    """What a line will set: the title, and each value behind a dot; cut with an ellipsis where two lines do not hold it."""
    title = steady(line.title)
    spans = [Span(title, "text bold") if title else Span("no title yet", "faint")]
    for piece in line.pieces:
        if piece.shown:
            spans += [Span(" · ", "faint"), Span(shortened(steady(piece.shown), 60), ROLES[piece.role])]
    lines = wrapped_spans(spans, max(1, width))
    if len(lines) <= _PREVIEW:
        return lines
    last = "".join(one.text for one in lines[_PREVIEW - 1])
    return [*lines[:_PREVIEW - 1], (Span(shortened(last + " " + "".join(one.text for one in lines[_PREVIEW]), width), "muted"),)]


class QuickPreview(Widget):
    """Three lines: a mistake under its column or what has just happened, and what the line will set."""

    DEFAULT_CSS = """
    QuickPreview { height: 3; width: 1fr; }
    """

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._line = QuickAdd("", {}, (), ())
        self._mistake: Mistake | None = None
        self._x = 0
        self._note = Span("")

    def show(self, line: QuickAdd, mistake: Mistake | None = None, x: int = 0) -> None:
        """Show what a line means.

        Args:
            line: What it means.
            mistake: What to mark.
            x: The cell under which the mistake stands.
        """
        self._line, self._mistake, self._x, self._note = line, mistake, x, Span("")
        self.refresh()

    def say(self, text: str, role: str = "success") -> None:
        """Say what has happened, until the next key."""
        self._note, self._mistake = Span(text, role), None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width, palette = self.size.width, palette_of(self.app)
        if y == 0:
            if self._mistake is not None:
                return line_of(_marked(self._mistake, self._x, width), (), width, palette, "surface")
            note = Span(shortened(steady(f" {self._note.text}"), width), self._note.role)
            return line_of([note], (), width, palette, "surface")
        lines = preview_lines(self._line, width - 2)
        return paint_line(lines[y - 1] if y <= len(lines) else (), width, palette, "surface", 1)


def _marked(mistake: Mistake, x: int, width: int) -> list[Span]:
    """A mistake under its column; that the word stays text is said where there is room."""
    words = f"{mistake.message}; it stays text"
    size = width_of(steady(words))
    if width - x - mistake.length - 2 < size and (x < width // 2 or x - 2 < size):
        words = mistake.message
    return mistake_spans(x, mistake.length, words, width)


def offer_row(offer: Offer) -> PickRow:
    """An offer as a row, with the sign of what it is."""
    if offer.sort == "tag":
        return PickRow(offer.text, offer.label, offer.detail, "#", "info")
    if offer.sort == "person":
        return PickRow(offer.text, offer.label, offer.detail, "@", "success")
    if offer.status:
        return PickRow(offer.text, offer.label, offer.detail, status_glyph(offer.status), status_role(offer.status))
    if offer.sort == "choice" and offer.detail == "priority":
        return PickRow(offer.text, offer.label, offer.detail, priority_glyph(offer.label), priority_role(offer.label))
    return PickRow(offer.text, offer.label, offer.detail, " ")


class OfferList(PickList):
    """What may stand at the cursor; while there is nothing, what the line can say."""

    DEFAULT_CSS = """
    OfferList { height: 6; }
    """

    def __init__(self, can_say: Sequence[tuple[str, str]]) -> None:
        """Without offers.

        Args:
            can_say: What can be typed: an example each, and what it sets.
        """
        super().__init__()
        self._can_say = can_say
        self._prepared: tuple[Sequence[Offer], Haystack | None] = ((), None)
        self.is_chosen = False
        """Whether the person has moved to one of the offers, so that Enter takes it."""
        self._shown: Sequence[Offer] = ()

    def show_offers(self, gap: Gap | None, offers: Sequence[Offer]) -> None:
        """Show those of the offers that go with what has been typed."""
        self.is_chosen = False
        found: list[Offer] = []
        if gap is not None and offers:
            if self._prepared[0] != offers:
                self._prepared = (offers, Haystack([f"{one.label} {one.detail}" for one in offers]))
            stack = self._prepared[1]
            found = [offers[at] for at in stack.find(gap.typed, 50)] if stack is not None and gap.typed else list(offers[:50])
            if len(found) == 1 and found[0].text == gap.typed:  # there is nothing left to take
                found = []
        self._shown = found
        self.show([offer_row(one) for one in found], gap.typed if gap is not None else "")

    @property
    def cursor_offer(self) -> Offer | None:
        """The offer under the cursor, or None."""
        return self._shown[self.cursor_index] if self.cursor_index < len(self._shown) else None

    def choose(self, step: int) -> None:
        """Move to another offer; from then on Enter takes it."""
        if self.rows:
            if self.is_chosen or step < 0:
                self.move(step)
            else:
                self.move(1 if len(self.rows) > 1 else 0)
            self.is_chosen = True

    def render_line(self, y: int) -> Strip:
        """An offer, or a line of what can be typed."""
        if self.rows:
            return super().render_line(y)
        palette, width = palette_of(self.app), self.size.width
        lines = teaching_lines(self._can_say, width - 2)
        return paint_line(lines[y] if y < len(lines) else (), width, palette, "surface", 1)


def teaching_lines(can_say: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """What can be typed, in columns: the example, and what it sets."""
    cells = [(example, f"{example} {name}".strip()) for example, name in can_say]
    size = max((width_of(text) for _, text in cells), default=0) + 3
    columns = max(1, min(len(cells), width // size))
    rows = [cells[at:at + columns] for at in range(0, len(cells), columns)]
    lines: list[Line] = [
        tuple(span for example, text in row for span in (
            Span(example, "key"), Span(text[len(example):], "muted"), Span(" " * (size - width_of(text)))
        ))
        for row in rows[:5]
    ]
    return [*lines, (Span("\\ before a word, or quotation marks around words, keep them as text", "faint"),)]
