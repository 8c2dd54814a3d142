"""I was wrong: what we believed and was refuted, what we decided and took back, and how well we judge; each line opens its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.containers import Vertical

from pmtui.domain.calibration import Calibration
from pmtui.domain.dates import relative
from pmtui.domain.text import counted
from pmtui.domain.was_wrong import Mistake
from pmtui.screens.dialogs.rows import RowsDialog, RowsView
from pmtui.widgets.calibration_lines import calibration_lines
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.one_line import Span
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line, rule, wrapped_spans

_WIDTH = 100
_MOST = 60
"""So many of each kind are told, the newest; the others are counted."""


class _Row(NamedTuple):
    """A line, and the mistake that it belongs to; None for a heading."""

    line: Line
    at: int | None = None


class MistakesView(RowsView):
    """Calibration, then the mistakes: each is several lines, and one place for the cursor."""

    def __init__(self, found: Calibration, mistakes: Sequence[Mistake], today: str) -> None:
        """Show them."""
        super().__init__()
        self.mistakes = tuple(mistakes)
        self._found, self._today = found, today
        self.rows: list[_Row] = []
        self._spans: list[range] = []
        self._wide = 0

    def wrap(self, width: int) -> None:
        """Make the lines for a width."""
        if width == self._wide or width < 10:
            return
        self._wide = width
        self.rows = [_Row(rule("how well we judge", width)), *(_Row(one) for one in calibration_lines(self._found, width))]
        self._spans = []
        for kind, title, empty in (
            ("hypothesis", "what we believed and was refuted", "Nothing yet. A belief that nothing could refute teaches nothing."),
            ("decision", "what we decided and took back", "No decision was taken back."),
        ):
            self.rows += [_Row(()), _Row(rule(title, width))]
            some = [at for at, one in enumerate(self.mistakes) if one.kind == kind]
            if not some:
                self.rows += [_Row(one) for one in wrapped_spans([Span(empty, "muted")], width)]
            for at in some[:_MOST]:
                start = len(self.rows)
                self.rows += [_Row(one, at) for one in _mistake_lines(self.mistakes[at], width, self._today)]
                self._spans.append(range(start, len(self.rows)))
            if len(some) > _MOST:
                words = f"and {len(some) - _MOST:,} older ones: pmtui calibration lists all"
                self.rows += [_Row(one) for one in wrapped_spans([Span(words, "muted")], width)]
        self.places = list(range(len(self._spans)))

    def on_resize(self) -> None:
        """Wrap anew."""
        self.wrap(max(10, self.size.width - 5))
        set_height(self, self.line_count)
        self.refresh()

    @property
    def mistake(self) -> Mistake | None:
        """The one under the cursor."""
        at = self.rows[self._spans[self._cursor].start].at if self._spans else None
        return None if at is None else self.mistakes[at]

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self.rows)

    @property
    def _stops(self) -> int:
        return len(self._spans)

    def lines_of(self, index: int) -> range:
        """The lines of a mistake."""
        return self._spans[index] if index < len(self._spans) else range(0)

    def in_sight(self, index: int) -> range:
        """The lines of a mistake; from the very top for the first."""
        own = self.lines_of(index)
        return own if index else range(min(own.start, max(0, own.stop - self._height)), own.stop)

    def place_at(self, y: int) -> int | None:
        """The mistake that a line belongs to."""
        return next((at for at, one in enumerate(self._spans) if y in one), None)

    def line(self, y: int, width: int) -> Line:
        """One line, behind the mark of the cursor."""
        return (Span(" "), *self.rows[y].line) if y < len(self.rows) else ()


def _mistake_lines(one: Mistake, width: int, today: str) -> list[Line]:
    """A mistake: its title, how sure we were and when we learnt, and what we learnt."""
    sure = f"{one.confidence:g} % sure" if one.confidence is not None else ""
    chosen = f"chosen: {one.believed}" if one.kind == "decision" and one.believed else ""
    facts = [sure, relative(one.at[:10], today) if one.at else "", chosen]
    lines = wrapped_spans([Span(one.title, "text bold"), Span(f"  {' · '.join(filter(None, facts))}", "muted")], width)
    found = [Span(one.found)] if one.found else [Span("nobody wrote down what was learnt", "warning")]
    return [*lines, *wrapped_spans(found, width, (Span("✗ ", "error"),), "  ")]


class WasWrongDialog(RowsDialog):
    """Shows what we were wrong about; answers the record to go to, or None."""

    DEFAULT_CSS = """
    WasWrongDialog > Vertical { width: 100; max-height: 92%; padding: 0; }
    """

    def __init__(self, found: Calibration, mistakes: Sequence[Mistake], today: str) -> None:
        """Show them."""
        super().__init__()
        self.view: MistakesView = MistakesView(found, mistakes, today)

    def label(self) -> None:
        """Write title and keys into the border, and give the box its height."""
        box = self.query_one(Vertical)
        counts = len(self.view.mistakes)
        box.border_title = as_title(shortened(f"I was wrong · {counted(counts, 'time')}", self.room(_WIDTH)))
        box.border_subtitle = "enter go there · 1-8 screens · esc close" if counts else "1-8 screens · esc close"
        self.view.wrap(max(10, min(_WIDTH, int(self.size.width * 0.96)) - 7))
        box.styles.height = self.view.line_count + 2

    def action_go(self) -> None:
        """Close, and go to the record under the cursor."""
        one = self.view.mistake
        if one is not None:
            self.dismiss((one.kind, one.id))
