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
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line


class HelpRow(NamedTuple):
    """One command.

    Attributes:
        group: The heading it stands under; rows of a group follow each other.
        keys: Its keys as shown, `g b · 4`; empty where it has none.
        title: Its name.
        help: What it does.
        id: Its stable name, which keymaps use.
    """

    group: str
    keys: str
    title: str
    help: str = ""
    id: str = ""


def matching(rows: Sequence[HelpRow], words: str) -> list[HelpRow]:
    """The rows in which every word occurs; a word that is exactly a key finds that key alone."""
    if words.strip() and any(words.strip() in row.keys.split(" · ") for row in rows):
        return [row for row in rows if words.strip() in row.keys.split(" · ")]
    wanted = folded(words).split()
    return [row for row in rows if all(word in folded(f"{row.group} {row.keys} {row.title} {row.help} {row.id}") for word in wanted)]


def help_lines(rows: Sequence[HelpRow], width: int) -> list[Line]:
    """A table under headings: keys, title and, where there is room, what it does and the name for keymaps.

    Args:
        rows: The commands.
        width: Cells of a line.
    """
    lines: list[Line] = []
    keys_width = min(22, max((width_of(row.keys) for row in rows), default=0))
    title_width = min(32, max((width_of(steady(row.title)) for row in rows), default=0))
    id_width = max((width_of(row.id) for row in rows), default=0) if width >= 120 else 0
    room = width - keys_width - title_width - id_width - 6
    for group, some in groupby(rows, key=lambda row: row.group):
        lines += [*([()] if lines else []), (Span(group, "heading"),)]
        for row in some:
            line = [Span(fitted(row.keys, keys_width, "right"), "key"), Span("  "), Span(fitted(row.title, title_width))]
            if room > 16:
                line += [Span("  "), Span(fitted(row.help, room), "muted")]
            if id_width:
                line += [Span("  "), Span(shortened(row.id, id_width), "faint")]
            lines.append(tuple(line))
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
        self.edit = LineEdit(placeholder="type a word or a key")
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
        self.pane.set_lines(help_lines(found, self.pane.text_width), keep_place=False)
        self.border_subtitle = f"{len(found)} of {len(self._rows)}"

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
