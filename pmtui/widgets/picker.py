"""Picking from a list by typing: one record, a status, a person; or several, or something new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from pmtui.domain.text import folded
from pmtui.widgets import glyphs
from pmtui.widgets.cells import as_title, fitted, shortened, steady, width_of
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.finding import Haystack
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.list_moves import Moving
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.scrolling import set_height

_MOVES = {"up": -1, "down": 1, "ctrl+p": -1, "ctrl+n": 1, "ctrl+k": -1, "ctrl+j": 1}


class PickRow(NamedTuple):
    """One thing to pick.

    Attributes:
        value: What it stands for: an id, a choice.
        label: What people read and search.
        detail: Shown at the right and searched too.
        glyph: One cell before the label.
        role: The glyph's colour role.
    """

    value: str
    label: str
    detail: str = ""
    glyph: str = ""
    role: str = "text"


def paint_row(row: PickRow, words: str, width: int, palette: Palette, ground: str, is_marked: bool) -> Strip:
    """A row with its sign, its label in which the typed word stands out, and its detail.

    Args:
        row: What it says.
        words: What was typed.
        width: Cells of the line.
        palette: The styles.
        ground: surface, or cursor where the cursor is.
        is_marked: Whether it has been marked, where several can be.
    """
    style = palette.style
    sign = f"{row.glyph} " if row.glyph else ""
    beside = width - width_of(row.label) - width_of(sign) - 9  # what the label leaves
    detail = shortened(steady(row.detail), max(width // 3, beside))
    room = max(1, width - width_of(detail) - width_of(sign) - 7)  # the last cell is the scrollbar's
    label = fitted(row.label, room)
    parts = [
        Segment(f" {glyphs.CURSOR if ground == 'cursor' else ' '}", style("accent bold", ground)),
        Segment(f"{glyphs.SELECTED if is_marked else ' '} ", style("success", ground)), Segment(sign, style(row.role, ground)),
    ]
    word = folded(words).split()[0] if words.split() else ""
    at = folded(label).find(word) if word and len(folded(label)) == len(label) else -1
    plain = style("text bold" if ground == "cursor" else "text", ground)
    if at < 0:
        parts.append(Segment(label, plain))
    else:
        end = at + len(word)
        parts += [Segment(label[:at], plain), Segment(label[at:end], style("accent bold", ground)), Segment(label[end:], plain)]
    parts += [Segment(f" {detail} ", style("muted", ground))]
    return Strip(parts).crop(0, width).adjust_cell_length(width, style("text", ground))


class PickList(DirectLines, Moving, ScrollView, can_focus=False):
    """The rows that match, with a cursor."""

    DEFAULT_CSS = """
    PickList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $surface; }
    """

    def __init__(self) -> None:
        """An empty list."""
        super().__init__()
        self.rows: Sequence[PickRow] = ()
        self.marked: set[str] = set()
        self._words = ""
        self._cursor = 0

    def show(self, rows: Sequence[PickRow], words: str, cursor: int = 0) -> None:
        """Show rows that match some words."""
        self.rows, self._words = rows, words
        self._cursor = max(0, min(cursor, len(rows) - 1))
        set_height(self, len(rows))
        self.scroll_to(y=max(0, self._cursor - self._height + 2), animate=False, force=True)
        self.refresh()

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands, from 0."""
        return self._cursor

    @property
    def cursor_row(self) -> PickRow | None:
        """The row under the cursor, or None in an empty list."""
        return self.rows[self._cursor] if self._cursor < len(self.rows) else None

    @property
    def _stops(self) -> int:
        return len(self.rows)

    @property
    def _height(self) -> int:
        return max(1, self.size.height)

    def move_to(self, index: int) -> None:
        """Move the cursor; outside means the nearest end."""
        before, self._cursor = self._cursor, max(0, min(index, len(self.rows) - 1))
        top = int(self.scroll_offset.y)
        for row in (before, self._cursor):
            self.refresh(Region(0, row - top, self.size.width, 1))
        y = min(max(top, self._cursor + 1 - self._height), self._cursor)
        if y != top:
            self.scroll_to(y=y, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.move_to(self._cursor)

    def render_line(self, y: int) -> Strip:
        """One row."""
        palette, width = palette_of(self.app), self.size.width
        at = y + int(self.scroll_offset.y)
        if at >= len(self.rows):
            text = "   nothing matches" if not self.rows and y == 0 else ""
            return Strip([Segment(fitted(text, width), palette.style("muted", "surface"))], width)
        row = self.rows[at]
        return paint_row(row, self._words, width, palette, "cursor" if at == self._cursor else "surface", row.value in self.marked)


class Picker(Vertical):
    """An input and the rows that match it. Put it into a modal screen."""

    DEFAULT_CSS = """
    Picker { width: 80; max-width: 100%; height: 20; max-height: 100%; background: $surface; border: round $border; padding: 0; }
    Picker { border-title-color: $text; border-subtitle-color: $text-muted; }
    Picker LineEdit { background: $panel; }
    """

    class Picked(Message):
        """Something was picked.

        Attributes:
            values: What it stands for; several where several may be picked, none for something new.
            text: What was typed.
            is_new: Whether the typed text itself is meant, as there is no such row.
        """

        def __init__(self, values: tuple[str, ...], text: str, is_new: bool = False) -> None:
            """Carry what was picked."""
            super().__init__()
            self.values = values
            self.text = text
            self.is_new = is_new

    class Highlighted(Message):
        """The cursor is on another row.

        Attributes:
            value: What that row stands for.
        """

        def __init__(self, value: str) -> None:
            """Carry the value."""
            super().__init__()
            self.value = value

    class Cancelled(Message):
        """Escape was pressed."""

    def __init__(
        self, rows: Sequence[PickRow], *, title: str = "", many: bool = False, new: bool = False, marked: Iterable[str] = (),
        current: str = "", haystack: Haystack | None = None,
    ) -> None:
        """A picker.

        Args:
            rows: What can be picked, in the order to show while nothing is typed.
            title: What is asked.
            many: Whether tab marks several.
            new: Whether a text that no row has may be picked.
            marked: The values that are marked at the start.
            current: The value under the cursor at the start.
            haystack: The prepared rows (label and detail), where the same rows are picked from again and again.
        """
        super().__init__()
        self._rows = rows
        self._haystack = haystack
        self._is_many, self._is_new, self._current = many, new, current
        self.new_detail = "new"
        self._highlighted, self._is_shown = current, False
        self.border_title = as_title(title)
        self.edit = LineEdit(placeholder="type to find")
        self.list = PickList()
        self.list.marked = set(marked)

    def compose(self) -> ComposeResult:
        """The input above the rows."""
        yield self.edit
        yield self.list

    def on_mount(self) -> None:
        """Show all rows, with the current one under the cursor."""
        self._find("")
        at = next((at for at, row in enumerate(self.list.rows) if row.value == self._current), 0)
        self.list.move_to(at)
        self._is_shown = True
        self.edit.focus()

    def _find(self, text: str) -> None:
        if self._haystack is None and text:
            self._haystack = Haystack([f"{row.label} {row.detail}" for row in self._rows])
        found: list[PickRow] = list(self._rows[:500])
        if text and self._haystack is not None:
            found = [self._rows[at] for at in self._haystack.find(text)]
        wanted = folded(text.strip())
        found.sort(key=lambda row: folded(row.label) != wanted)  # who types a whole name means that one
        if self._is_new and wanted and all(folded(row.label) != wanted for row in found):
            found.append(PickRow("", text.strip(), self.new_detail, "+", "success"))
        self.list.show(found, text)
        total = len(self._rows)
        self.border_subtitle = f"{len(found)} of {total}" if text else f"{total}"
        self._tell()

    def _tell(self) -> None:
        """Say so when the cursor is on another row than before."""
        row = self.list.cursor_row
        if row is not None and row.value != self._highlighted and self._is_shown:
            self._highlighted = row.value
            self.post_message(self.Highlighted(row.value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the rows with each key."""
        event.stop()
        self._find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what is marked, else what is under the cursor."""
        event.stop()
        row = self.list.cursor_row
        if self._is_many and (self.list.marked or row is None):
            self.post_message(self.Picked(tuple(one.value for one in self._rows if one.value in self.list.marked), event.value))
        elif row is not None:
            self._pick(row)

    def _pick(self, row: PickRow) -> None:
        is_new = row.value == "" and row.glyph == "+"
        self.post_message(self.Picked(() if is_new else (row.value,), row.label if is_new else self.edit.value, is_new))

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Give up."""
        event.stop()
        self.post_message(self.Cancelled())

    def on_key(self, event: Key) -> None:
        """Move the cursor while the input keeps the focus; tab marks."""
        row = self.list.cursor_row
        if event.key in _MOVES:
            self.list.move(_MOVES[event.key])
        elif event.key in ("pageup", "pagedown"):
            self.list.page(1 if event.key == "pagedown" else -1)
        elif event.key == "tab" and self._is_many and row is not None and row.value:
            self.list.marked ^= {row.value}
            self.list.refresh()
            self.list.move(1)
        elif event.key not in ("tab", "shift+tab"):
            return
        self._tell()
        event.stop()
        event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Pick the row that was clicked."""
        offset = event.get_content_offset(self.list)
        at = offset.y + int(self.list.scroll_offset.y) if offset is not None else -1
        if 0 <= at < len(self.list.rows):
            self.list.move_to(at)
            self._pick(self.list.rows[at])
