"""What a record comes from and what it leads to, as a tree to walk in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from pmtui.domain.tracing import Trace
from pmtui.screens.dialogs.rows import RecordKey, RowsDialog, RowsView
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.styled_lines import Line
from pmtui.widgets.trace_rows import ROOT, Path, Row, folded_at_first, row_line, trace_rows

TraceOf = Callable[[str, str], Trace | None]
"""The trace of a record, by kind and id; None where there is no such record any more."""


class TraceView(RowsView):
    """The rows of a trace, one of them under the cursor."""

    def __init__(self, trace: Trace, short_id: Callable[[str, str], str]) -> None:
        """Show a trace, the cursor on its record."""
        super().__init__()
        self._short_id = short_id
        self.show(trace)

    def show(self, trace: Trace) -> None:
        """Show another trace."""
        self.trace = trace
        self.folded: set[Path] = folded_at_first(trace)
        self.rows: list[Row] = []
        self._fill(ROOT)

    def _fill(self, path: Path) -> None:
        self.rows = trace_rows(self.trace, self.folded)
        self.places = [at for at, row in enumerate(self.rows) if row.can_hold_cursor]
        self._cursor = next((place for place, at in enumerate(self.places) if self.rows[at].path == path), 0)
        if self.is_attached:
            self.lay_out()

    @property
    def line_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        return self.rows[self.here]

    def unfold(self) -> None:
        """Show what is below the cursor, or go there."""
        if self.row.is_open is False:
            self.folded.discard(self.row.path)
            self._fill(self.row.path)
        elif self.row.is_open:
            self.move(1)

    def fold(self) -> None:
        """Hide what is below the cursor, or go to the record above it."""
        path = self.row.path
        if self.row.is_open:
            self.folded.add(path)
            self._fill(path)
        elif path:
            above = path[:-1] if len(path) > 2 else ROOT
            self.stand(next(at for at, row in enumerate(self.rows) if row.path == above and row.node is not None))

    def in_sight(self, index: int) -> range:
        """The row of a place; the heading above the first row with it."""
        row = self.places[index]
        return range(row - 1 if row == 1 else row, row + 1)

    def line(self, y: int, width: int) -> Line:
        """One row."""
        return row_line(self.rows[y], width, self._short_id)


class TraceDialog(RowsDialog):
    """Asks where to go; answers the record's kind and id, or None."""

    DEFAULT_CSS = """
    TraceDialog { align: center top; }
    TraceDialog > Vertical { width: 110; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "unfold", show=False), Binding("h,left", "fold", show=False),
        Binding("t", "retrace", show=False), Binding("backspace", "back", show=False),
    ]

    def __init__(self, start: RecordKey, trace_of: TraceOf, short_id: Callable[[str, str], str]) -> None:
        """Show the trace of a record; `trace_of` must know it."""
        super().__init__()
        self._trace_of = trace_of
        self._short_id = short_id
        self._way: list[RecordKey] = [start]
        self._height = 0
        self._top: int | None = None
        trace = trace_of(*start)
        if trace is None:
            raise KeyError(start)
        self.view: TraceView = TraceView(trace, short_id)

    def on_resize(self) -> None:
        """Stand in the middle anew."""
        self._height, self._top = 0, None
        super().on_resize()

    def label(self) -> None:
        """Write into the border what is traced and which keys there are."""
        box = self.query_one(Vertical)
        node = self.view.trace.leads_to
        title = shortened(f"Trace · {self._short_id(node.kind, node.id)} {node.title}", self.room(110))
        box.border_title = as_title(title)
        before = "backspace back · " if len(self._way) > 1 else ""
        self.keys(
            f"enter go there · h l fold · t trace from here · {before}1-8 screens · esc close",
            f"enter go · h l fold · t trace · {before}1-8 screens · esc close", f"enter go · t trace · {before}1-8 screens · esc close",
            "enter go · 1-8 screens · esc close",
        )
        self._stand()

    def _stand(self) -> None:
        """As tall as the rows that are unfolded; where it grows, the rows above stay where they are, as long as there is room below."""
        box, high = self.query_one(Vertical), self.size.height
        self._height = min(max(self._height, len(self.view.rows) + 2), high * 92 // 100)
        if self._top is None:
            self._top = (high - self._height) // 2
        box.styles.height = self._height
        box.styles.margin = (max(0, min(self._top, high - self._height - (high - high * 92 // 100) // 2)), 0, 0, 0)

    def action_fold(self) -> None:
        """Fold."""
        self.view.fold()

    def action_unfold(self) -> None:
        """Unfold."""
        self.view.unfold()
        self._stand()

    def action_go(self) -> None:
        """Close, and go to the record under the cursor."""
        node = self.view.row.node
        if node is not None and not node.is_missing:
            self.dismiss((node.kind, node.id))

    def action_retrace(self) -> None:
        """Trace from the record under the cursor."""
        node = self.view.row.node
        if node is not None and not node.is_missing and (node.kind, node.id) != self._way[-1]:
            self._way.append((node.kind, node.id))
            self._show()

    def action_back(self) -> None:
        """Back to the trace before, or close."""
        if len(self._way) > 1:
            self._way.pop()
            self._show()
        else:
            self.dismiss(None)

    def _show(self) -> None:
        trace = self._trace_of(*self._way[-1])
        if trace is not None:
            self.view.show(trace)
            self.label()
