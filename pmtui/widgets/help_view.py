"""All keys with what they do, to be searched: made from the live keymap, so that it cannot be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize
from textual.message import Message
from textual.widgets import Input

from pmtui.domain.text import folded
from pmtui.widgets.cells import fitted, shortened, steady, width_of, wrapped
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line


class HelpRow(NamedTuple):
    """One command.

    Attributes:
        group: The heading it stands under; rows of a group follow each other.
        keys: Its keys as shown, two blanks between them: `4  g b`; empty where it has none.
        title: Its name.
        help: What it does.
        id: Its stable name, which keymaps use.
        also: Other words by which it is found.
        is_here: Whether it acts where the person is.
    """

    group: str
    keys: str
    title: str
    help: str = ""
    id: str = ""
    also: str = ""
    is_here: bool = True


def matching(rows: Sequence[HelpRow], words: str) -> list[HelpRow]:
    """The rows that all words speak of; what is exactly a key finds that key alone.

    What acts here comes first, groups with a good fit before others, and within a group the best fit.
    """
    key, wanted = words.strip(), folded(words).split()
    exact = [row for row in rows if key and key in row.keys.split("  ")]
    if exact or not wanted:
        return exact or list(rows)
    fits = [(fit, row) for row in rows if (fit := fitness(row, wanted)) is not None]
    best: dict[str, int] = {}
    for fit, row in fits:
        best[row.group] = min(fit, best.get(row.group, fit))
    order = {group: at for at, group in enumerate(best)}
    fits.sort(key=lambda one: (not one[1].is_here, best[one[1].group], order[one[1].group], one[0]))
    return [row for _, row in fits]


def fitness(row: HelpRow, wanted: Sequence[str]) -> int | None:
    """How well words fit a row, 0 the best; None where one of them does not.

    The title counts most, then the other words for it, then what it does, its group and its name.
    """
    texts = (row.title, row.also, f"{row.group} {row.help} {row.id.replace('.', ' ')} {row.keys}")
    title, also, rest = (f" {folded(text)}" for text in texts)
    total = 0
    for word in wanted:
        begins = f" {word}"
        whole = f"{begins} "
        ways = (whole in f"{title} ", whole in f"{also} ", begins in title, word in title, begins in also, begins in rest,
                len(word) > 2 and word in rest)
        if not any(ways):
            return None
        total += ways.index(True)
    return total


def help_lines(rows: Sequence[HelpRow], width: int, among: Sequence[HelpRow] = ()) -> list[Line]:
    """A table under headings: keys, title and, where there is room, what it does and the name for keymaps.

    Args:
        rows: The commands.
        width: Cells of a line.
        among: All commands, so that the columns stay where they are while the search narrows; the rows themselves when left out.
    """
    lines: list[Line] = []
    every = among or rows
    keys_width = min(22 if width >= 100 else 14, max((width_of(row.keys) for row in every), default=0))
    title_width = min(32 if width >= 100 else 22, max((width_of(steady(row.title)) for row in every), default=0))
    id_width = max((width_of(row.id) for row in every), default=0) if width >= 120 else 0
    room = width - keys_width - title_width - id_width - 6
    for group, some in groupby(rows, key=lambda row: row.group):
        lines += [*([()] if lines else []), (Span(group, "heading"),)]
        for row in some:
            line = [Span(fitted(row.keys, keys_width, "right"), "key"), Span("  "), Span(fitted(steady(row.title), title_width))]
            told = wrapped(row.help, room) if room > 16 else []
            if told:
                line += [Span("  "), Span(fitted(told[0], room), "muted")]
            if id_width:
                line += [Span("  "), Span(shortened(row.id, id_width), "faint")]
            lines.append(tuple(line))
            indent = Span(" " * (keys_width + title_width + 4))
            lines += [(indent, Span(more, "muted")) for more in told[1:]]
    return lines or [(Span("No key does that. Try a shorter word, or : for any command.", "muted"),)]


class HelpView(Vertical):
    """A search line above the table of keys. Put it into a modal screen."""

    DEFAULT_CSS = """
    HelpView { width: 100%; height: 100%; background: $background; border: round $border; }
    HelpView LineEdit { background: $surface; }
    """

    class Closed(Message):
        """Escape was pressed."""

    def __init__(self, rows: Sequence[HelpRow], title: str = "Keys") -> None:
        """Show these commands."""
        super().__init__()
        self._rows = rows
        self.border_title = title
        self.edit = LineEdit(placeholder="type what you want to do, or a key")
        self.pane = LinePane()
        self.pane.can_focus = False

    def compose(self) -> ComposeResult:
        """The search line above the table."""
        yield self.edit
        yield self.pane

    def on_mount(self) -> None:
        """Begin with all keys."""
        self.edit.focus()

    def on_resize(self, event: Resize) -> None:
        """Share the width anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        found = matching(self._rows, self.edit.value)
        self.pane.set_lines(help_lines(found, self.pane.text_width, self._rows), keep_place=False)
        self.border_subtitle = f"{len(found)} of {len(self._rows)} · esc closes"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the table with each key."""
        event.stop()
        self._show()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close."""
        event.stop()
        self.post_message(self.Closed())

    def on_key(self, event: Key) -> None:
        """Scroll while the search line keeps the focus."""
        if event.key in ("up", "down"):
            self.pane.move(1 if event.key == "down" else -1)
        elif event.key in ("pageup", "pagedown"):
            self.pane.page(1 if event.key == "pagedown" else -1)
        elif event.key not in ("tab", "shift+tab"):
            return
        event.stop()
        event.prevent_default()
