"""What a record comes from and what it leads to, as a tree to walk in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.tracing import Trace
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened, steady
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line
from pmtui.widgets.trace_rows import ROOT, Path, Row, folded_at_first, row_line, trace_rows

TraceOf = Callable[[str, str], Trace | None]
"""The trace of a record, by kind and id; None where there is no such record any more."""
Key = tuple[str, str]
"""A record: its kind and id."""


class TraceView(DirectLines, ScrollView, can_focus=True):
    """The rows of a trace, one of them under the cursor."""

    DEFAULT_CSS = """
    TraceView { height: 1fr; background: $surface; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

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
        self.cursor = next((at for at, row in enumerate(self.rows) if row.path == path and row.node is not None), 0)
        if self.is_attached:
            set_height(self, len(self.rows))
            self.refresh()
            self._seen()

    def on_mount(self) -> None:
        """Tell how long it is."""
        set_height(self, len(self.rows))
        self.call_after_refresh(self._seen)

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        return self.rows[self.cursor]

    def move(self, step: int) -> None:
        """Move the cursor by so many records; it stays at the ends."""
        at, left = self.cursor, abs(step)
        while left:
            after = next((one for one in self._beyond(at, step) if self.rows[one].can_hold_cursor), None)
            if after is None:
                break
            at, left = after, left - 1
        self._stand(at)

    def _beyond(self, at: int, step: int) -> range:
        return range(at + 1, len(self.rows)) if step > 0 else range(at - 1, -1, -1)

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
            self._stand(next(at for at, row in enumerate(self.rows) if row.path == above and row.node is not None))

    def _stand(self, at: int) -> None:
        if at != self.cursor:
            self.cursor = at
            self.refresh()
        self._seen()

    def _seen(self) -> None:
        """Scroll so that the cursor is in sight, and the heading above the first row with it."""
        top, height = self.scroll_offset.y, self.size.height
        first = self.cursor - 1 if self.cursor == 1 else self.cursor
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def on_click(self, event: Click) -> None:
        """Put the cursor on a row; a second click opens it."""
        at = event.y + self.scroll_offset.y
        if at < len(self.rows) and self.rows[at].can_hold_cursor:
            self._stand(at)
            if event.chain == 2 and isinstance(self.screen, TraceDialog):
                self.screen.action_go()

    def render_line(self, y: int) -> Strip:
        """One row."""
        palette, width = palette_of(self.app), self.size.width
        at = y + round(self.scroll_y)
        line: Line = row_line(self.rows[at], max(1, width - 3), self._short_id) if at < len(self.rows) else ()
        ground = "cursor" if at == self.cursor else "surface"
        parts = [Segment("▸" if at == self.cursor else " ", palette.style("accent", ground))]
        parts += [Segment(steady(text), palette.style(role, ground)) for text, role in line]
        return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))


class TraceDialog(Dialog[Key]):
    """Asks where to go; answers the record's kind and id, or None."""

    DEFAULT_CSS = """
    TraceDialog > Vertical { width: 110; max-height: 92%; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False), Binding("k,up", "move(-1)", show=False),
        Binding("l,right", "unfold", show=False), Binding("h,left", "fold", show=False),
        Binding("ctrl+d,pagedown,space", "page(1)", show=False), Binding("ctrl+u,pageup", "page(-1)", show=False),
        Binding("g,home", "move(-9999)", show=False), Binding("G,end", "move(9999)", show=False),
        Binding("enter", "go", show=False), Binding("t", "retrace", show=False), Binding("backspace", "back", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, start: Key, trace_of: TraceOf, short_id: Callable[[str, str], str]) -> None:
        """Show the trace of a record; `trace_of` must know it."""
        super().__init__()
        self._trace_of = trace_of
        self._short_id = short_id
        self._way: list[Key] = [start]
        trace = trace_of(*start)
        if trace is None:
            raise KeyError(start)
        self.view = TraceView(trace, short_id)

    def compose(self) -> ComposeResult:
        """A box with the rows."""
        with Vertical():
            yield self.view

    def on_mount(self) -> None:
        """Say what is shown."""
        self.view.focus()
        self._label()

    def on_resize(self) -> None:
        """The title is cut to the box."""
        self.call_after_refresh(self._label)

    def _label(self) -> None:
        box = self.query_one(Vertical)
        node = self.view.trace.leads_to
        room = max(10, min(110, int(self.size.width * 0.96)) - 8)
        title = shortened(f"Trace · {self._short_id(node.kind, node.id)} {node.title}", room)
        box.border_title = as_title(title)
        words = "enter go there · h l fold · t trace from here · esc close"
        box.border_subtitle = words if room >= len(words) else "enter go · esc close"
        box.styles.height = len(trace_rows(self.view.trace)) + 2

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.view.move(step)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.view.move(direction * max(1, self.view.size.height - 1))

    def action_fold(self) -> None:
        """Fold."""
        self.view.fold()

    def action_unfold(self) -> None:
        """Unfold."""
        self.view.unfold()

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

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def _show(self) -> None:
        trace = self._trace_of(*self._way[-1])
        if trace is not None:
            self.view.show(trace)
            self._label()
