"""What changed between two points, to walk through and to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from pmtui.domain.comparison import Comparison
from pmtui.screens.dialogs.rows import RecordKey, RowsDialog, RowsView
from pmtui.widgets import glyphs
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.comparison_rows import columns_of, comparison_rows, row_line
from pmtui.widgets.styled_lines import Line


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


class ComparisonView(RowsView):
    """The rows of a comparison, one of them under the cursor."""

    MARK: ClassVar[str] = f"{glyphs.CURSOR} "

    def __init__(self, told: Told, start: RecordKey | None) -> None:
        """Show a comparison, the cursor on a record, or on the first."""
        super().__init__()
        self._short = told.short
        self.rows = comparison_rows(told.comparison, told.titles)
        self.places = [at for at, row in enumerate(self.rows) if row.finding is not None]
        keys = [(row.finding.kind, row.finding.id) for row in self.rows if row.finding is not None]
        self._cursor = keys.index(start) if start in keys else 0
        self._width, self._columns = -1, columns_of((), 0, told.short)

    @property
    def line_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def key(self) -> RecordKey | None:
        """The record under the cursor."""
        finding = self.rows[self.here].finding if self.places else None
        return None if finding is None else (finding.kind, finding.id)

    def move(self, delta: int) -> None:
        """Move the cursor by so many records; without any, scroll."""
        if self.places:
            super().move(delta)
        else:
            self.scroll_relative(y=delta, animate=False)

    def in_sight(self, index: int) -> range:
        """The first record with all that stands before it, any other with the row above it."""
        row = self.places[index]
        return range(row - 1 if index else 0, row + 1)

    def line(self, y: int, width: int) -> Line:
        """One row."""
        if width != self._width:
            self._width, self._columns = width, columns_of(self.rows, width, self._short)
        return row_line(self.rows[y], width, self._columns, self._short)


class ComparisonDialog(RowsDialog):
    """Shows what changed; answers the record to go to, by kind and id, or None."""

    DEFAULT_CSS = """
    ComparisonDialog > Vertical { width: 150; max-height: 94%; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,Y", "copy", show=False)]

    def __init__(self, told: Told, copy: Callable[[str], None], start: RecordKey | None = None) -> None:
        """Show a comparison, the cursor on `start` where that is in it; `copy` puts a text into the clipboard."""
        super().__init__()
        self._told, self._copy = told, copy
        self.view: ComparisonView = ComparisonView(told, start)
        self._is_copied = False

    def label(self) -> None:
        """Write into the border what is compared and which keys there are."""
        box = self.query_one(Vertical)
        box.border_title = as_title(shortened(f"What changed from {self._told.names[0]} to {self._told.names[1]}", self.room(150)))
        keys = "y copy as Markdown · 1-8 screens · esc close"
        self.keys("copied as Markdown" if self._is_copied else f"enter go there · {keys}" if self.view.key else keys)
        box.styles.height = len(self.view.rows) + 2

    def action_go(self) -> None:
        """Close, and go to the record under the cursor."""
        if self.view.key is not None:
            self.dismiss(self.view.key)

    def action_copy(self) -> None:
        """Copy the whole as Markdown."""
        self._copy(self._told.markdown)
        self._is_copied = True
        self.label()
