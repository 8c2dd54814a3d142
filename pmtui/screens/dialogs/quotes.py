"""What customers said, one quote below the other: a key for each thing to do with one; every step is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widget import Widget

from pmtui.domain.dates import relative
from pmtui.domain.evidence_age import AgedQuote
from pmtui.domain.text import one_line, spoken
from pmtui.screens.dialogs.evidence import EntryRow, EvidenceDialog, Save, put
from pmtui.screens.dialogs.leaving import SCREENS, PageDialog
from pmtui.widgets.cells import as_title, fitted, shortened
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.keys import pressed
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_KEYS = (("e", "edit"), ("r", "renew"), ("m", "move"), ("d", "remove"), ("u", "undo"), ("a", "all"), ("o", "problem"), ("esc", "close"),
         SCREENS)
_STEPS = {"e": "edit", "enter": "edit", "r": "renew", "m": "move", "d": "remove", "D": "remove", "delete": "remove"}
_HEARD, _WEIGHT = 10, 6
_EACH = 2
_TALLEST = 40
Load = Callable[[bool, Callable[[Sequence[AgedQuote]], None]], None]
"""Finds the quotes, younger ones too where that is asked for, and calls with them."""
Act = Callable[[str, AgedQuote], None]
"""Does a step with a quote: edit, renew, move or remove."""


class QuoteList(CursorList):
    """Quotes with their age and weight, two lines each: the words, then whose and of which problem they are."""

    def __init__(self, today: str, with_problem: bool) -> None:
        """An empty list."""
        super().__init__()
        self.quotes: Sequence[AgedQuote] | None = None
        self._today, self._with_problem = today, with_problem

    @property
    def quote(self) -> AgedQuote | None:
        """The quote under the cursor."""
        return self.quotes[self.cursor_index] if self.quotes else None

    def show(self, quotes: Sequence[AgedQuote]) -> None:
        """Show other quotes; the cursor stays on its quote, else at its place."""
        here = self.quote
        self.quotes = quotes
        places = {(one.problem.id, one.id): at for at, one in enumerate(quotes)}
        if here is not None:
            self._cursor = places.get((here.problem.id, here.id), self._cursor)
        self.lay_out()

    @property
    def _stops(self) -> int:
        return len(self.quotes or ())

    @property
    def _height(self) -> int:
        return max(1, self.size.height // _EACH)

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return max(1, self._stops * _EACH)

    def lines_of(self, index: int) -> range:
        """The lines of a quote."""
        return range(index * _EACH, (index + 1) * _EACH)

    def place_at(self, y: int) -> int | None:
        """The quote that a line belongs to."""
        return super().place_at(y // _EACH)

    def line(self, y: int, width: int) -> Line:
        """One line of a quote."""
        if not self.quotes:
            return (Span(" looking …" if self.quotes is None else " No quote here is older than the half-life of evidence.", "muted"),)
        one, part = self.quotes[y // _EACH], y % _EACH
        room = max(8, width - _HEARD - _WEIGHT - 2)
        if part == 0:
            age = relative(one.day, self._today) if one.day else "undated"
            return (
                Span(fitted(f" {age}", _HEARD + 1), "warning" if one.is_stale else "muted"),
                Span(fitted(f"{one.weight:.2g}", _WEIGHT - 1, "right"), "muted"), Span("  "),
                Span(shortened(f"“{one_line(one.words)}”" if one.words else "(no words)", room), "text"),
            )
        facts = [spoken(str(one.entry.get("source") or "")), one.who, str(one.entry.get("origin") or "")]
        about = [f"P-{one.problem.id[:4]} {one_line(one.problem.title)}"] if self._with_problem else []
        text = " · ".join(part for part in (*about, *facts) if part)
        return (Span(" " * (_HEARD + _WEIGHT + 2)), Span(shortened(one_line(text), room), "faint"))


class QuotesDialog(PageDialog[tuple[str, str] | None]):
    """Shows quotes and what can be done with them; answers with the record to go to, or None."""

    DEFAULT_CSS = """
    QuotesDialog > Vertical { width: 110; height: 8; max-height: 90%; }
    """

    def __init__(self, title: str, today: str, load: Load, act: Act, undo: Callable[[], None], *, with_problem: bool, is_all: bool) -> None:
        """Show.

        Args:
            title: Whose quotes they are.
            today: The calendar date where the person is.
            load: Finds the quotes.
            act: Does a step with one.
            undo: Undoes the last change.
            with_problem: Whether each says of which problem it is.
            is_all: Whether younger ones are shown from the beginning.
        """
        super().__init__()
        self._title, self._load, self._act, self._undo, self._is_all = title, load, act, undo, is_all
        self.list = QuoteList(today, with_problem)

    def compose(self) -> ComposeResult:
        """The list, the keys."""
        with Vertical() as box:
            box.border_title = as_title(shortened(self._title, 72))
            yield self.list
            yield HintFoot(_KEYS)

    def on_mount(self) -> None:
        """Look."""
        self.list.focus()
        self.look()

    def on_screen_resume(self) -> None:
        """Look again: a dialog above may have changed something."""
        if self.list.quotes is not None:
            self.look()

    def look(self) -> None:
        """Show the quotes as they stand now."""
        self._load(self._is_all, self._found)

    def _found(self, quotes: Sequence[AgedQuote]) -> None:
        if self.is_answered:
            return
        self.list.show(quotes)
        old = sum(one.is_stale for one in quotes)
        box = self.query_one(Vertical)
        box.border_subtitle = f"{old:,} old of {len(quotes):,}" if self._is_all else f"{old:,} old"
        box.styles.height = min(_TALLEST, self.list.line_count + 3)  # the border and the keys

    def on_key(self, event: Key) -> None:
        """Do what a key means."""
        event.stop()
        event.prevent_default()
        key = pressed(event)
        quote = self.list.quote
        if self.leaves_by(event.key) or self.list.move_by_letter(key):
            return
        if key in _STEPS and quote is not None:
            self._act(_STEPS[key], quote)
            if _STEPS[key] == "remove":
                self.look()
        elif key == "a":
            self._is_all = not self._is_all
            self.look()
        elif key == "u":
            self._undo()
            self.look()
        elif key == "o" and quote is not None:
            self.dismiss(("problem", quote.problem.id))
        elif key in ("escape", "q", "W"):
            self.dismiss(None)


class QuoteDialog(EvidenceDialog):
    """Edits one quote; what stands there now is there at first."""

    def __init__(
        self, title: str, rows: Sequence[EntryRow], save: Save, now: Mapping[str, str], unsaved: Mapping[str, object] = {},
    ) -> None:
        """Ask; `now` is what stands there, by field."""
        super().__init__(title, rows, save, unsaved)
        self._now = now

    def editor(self, row: EntryRow) -> Widget:
        """What a field is typed or chosen in, with what stands there."""
        made = super().editor(row)
        put(made, self._now.get(row.name, ""))
        return made
