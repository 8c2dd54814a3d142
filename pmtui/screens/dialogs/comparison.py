"""What changed between two points, to walk through and to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.comparison import Comparison
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened, steady
from pmtui.widgets.comparison_rows import columns_of, comparison_rows, row_line
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line

Key = tuple[str, str]
"""A record: its kind and id."""


class Told(NamedTuple):
    """A comparison with all that its view says.

    Attributes:
        comparison: What was found.
        titles: The titles of the milestones that findings name, by id.
        names: What the two points are called.
        markdown: The whole as Markdown.
        short: Shortens the ids.
    """

    comparison: Comparison
    titles: Mapping[str, str]
    names: tuple[str, str]
    markdown: str
    short: Callable[[str], str]


class ComparisonView(DirectLines, ScrollView, can_focus=True):
    """The rows of a comparison, one of them under the cursor."""

    DEFAULT_CSS = """
    ComparisonView { height: 1fr; background: $surface; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(self, told: Told, start: Key | None) -> None:
        """Show a comparison, the cursor on a record, or on the first."""
        super().__init__()
        self._short = told.short
        self.rows = comparison_rows(told.comparison, told.titles)
        self._stops = [at for at, row in enumerate(self.rows) if row.finding is not None]
        keys = [(row.finding.kind, row.finding.id) for row in self.rows if row.finding is not None]
        self._stop = keys.index(start) if start in keys else 0
        self._width, self._columns = -1, columns_of((), 0, told.short)

    def on_mount(self) -> None:
        """Tell how long it is."""
        set_height(self, len(self.rows))
        self.call_after_refresh(self.move, 0)

    @property
    def cursor(self) -> int:
        """The row under the cursor; -1 where no record is."""
        return self._stops[self._stop] if self._stops else -1

    @property
    def key(self) -> Key | None:
        """The record under the cursor."""
        finding = self.rows[self.cursor].finding if self._stops else None
        return None if finding is None else (finding.kind, finding.id)

    def move(self, step: int) -> None:
        """Move the cursor by so many records; it stays at the ends."""
        if not self._stops:
            self.scroll_relative(y=step, animate=False)
            return
        self._stand(self._stop + step)

    def _stand(self, stop: int) -> None:
        self._stop = max(0, min(len(self._stops) - 1, stop))
        top, height = self.scroll_offset.y, self.size.height
        first = 0 if self._stop == 0 else self.cursor - 1
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Put the cursor there; a double click opens."""
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + round(self.scroll_y)
        if at in self._stops:
            self._stand(self._stops.index(at))
            if event.chain == 2 and isinstance(self.screen, ComparisonDialog):
                self.screen.action_go()

    def render_line(self, y: int) -> Strip:
        """One row."""
        palette, width = palette_of(self.app), self.size.width
        at = y + round(self.scroll_y)
        is_here = at == self.cursor
        if width != self._width:
            self._width, self._columns = width, columns_of(self.rows, max(1, width - 3), self._short)
        line: Line = row_line(self.rows[at], max(1, width - 3), self._columns, self._short) if at < len(self.rows) else ()
        ground = "cursor" if is_here else "surface"
        parts = [Segment("▸ " if is_here else "  ", palette.style("accent", ground))]
        parts += [Segment(steady(text), palette.style(role, ground)) for text, role in line]
        return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))


class ComparisonDialog(Dialog[Key]):
    """Shows what changed; answers the record to go to, by kind and id, or None."""

    DEFAULT_CSS = """
    ComparisonDialog > Vertical { width: 150; max-height: 94%; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False), Binding("k,up", "move(-1)", show=False),
        Binding("ctrl+d,pagedown,space", "page(1)", show=False), Binding("ctrl+u,pageup", "page(-1)", show=False),
        Binding("g,home", "move(-99999)", show=False), Binding("G,end", "move(99999)", show=False),
        Binding("enter", "go", show=False), Binding("y,Y", "copy", show=False), Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, told: Told, copy: Callable[[str], None], start: Key | None = None) -> None:
        """Show a comparison, the cursor on `start` where that is in it; `copy` puts a text into the clipboard."""
        super().__init__()
        self._told, self._copy = told, copy
        self.view = ComparisonView(told, start)
        self._is_copied = False

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
        room = max(10, min(150, int(self.size.width * 0.96)) - 8)
        box.border_title = as_title(shortened(f"What changed from {self._told.names[0]} to {self._told.names[1]}", room))
        keys = "enter go there · y copy as Markdown · esc close" if self.view.key else "y copy as Markdown · esc close"
        box.border_subtitle = "copied as Markdown" if self._is_copied else keys
        box.styles.height = len(self.view.rows) + 2

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.view.move(step)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.view.move(direction * max(1, self.view.size.height - 1))

    def action_go(self) -> None:
        """Close, and go to the record under the cursor."""
        if self.view.key is not None:
            self.dismiss(self.view.key)

    def action_copy(self) -> None:
        """Copy the whole as Markdown."""
        self._copy(self._told.markdown)
        self._is_copied = True
        self._label()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
