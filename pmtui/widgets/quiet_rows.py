"""Fields of a dialog in which nobody types yet, all in one widget: an editor a field would make the dialog slow to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.events import MouseDown
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmtui.widgets.choice_line import Choice, choice_strip
from pmtui.widgets.palette import palette_of


class QuietRow(NamedTuple):
    """One field, on one line.

    Attributes:
        name: The field's name.
        value: What it holds.
        choices: The values of a choice; none where it is a text.
    """

    name: str
    value: str
    choices: Sequence[Choice] = ()

    @property
    def at(self) -> int:
        """The index of the choice; the first one where the value is none of them."""
        return next((at for at, one in enumerate(self.choices) if one.value == self.value), 0)


class QuietRows(Widget):
    """Paints fields as their editors would without the keys.

    Attributes:
        names: The fields that belong here, also those that are not asked for now.
        rows: Those that are shown, from the top down.
    """

    DEFAULT_CSS = """
    QuietRows { width: 1fr; height: 1; color: $foreground; background: $surface; pointer: text; }
    QuietRows:ansi { color: ansi_default; background: ansi_default; }
    """
    can_focus = False

    class Pressed(Message):
        """The mouse was pressed on a field.

        Attributes:
            name: The field.
        """

        def __init__(self, name: str) -> None:
            """Name the field."""
            super().__init__()
            self.name = name

    def __init__(self, names: Sequence[str]) -> None:
        """These fields; none of them is shown yet."""
        super().__init__()
        self.names: Sequence[str] = tuple(names)
        self.rows: Sequence[QuietRow] = ()

    def show(self, rows: Sequence[QuietRow]) -> None:
        """Show these of its fields, one a line."""
        if len(rows) != len(self.rows) or not rows:
            self.display = bool(rows)
            self.styles.height = max(1, len(rows))
        if rows != self.rows:
            self.rows = tuple(rows)
            self.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Tell on which field the mouse is."""
        if 0 <= event.y < len(self.rows):
            event.stop()
            self.post_message(self.Pressed(self.rows[event.y].name))

    def render_line(self, y: int) -> Strip:
        """One field."""
        width, plain = self.size.width, self.rich_style
        row = self.rows[y] if y < len(self.rows) else None
        if row is not None and row.choices:
            return choice_strip(row.choices, row.at, width, palette_of(self.app), has_focus=False)
        text = row.value if row is not None else ""
        return Strip([Segment(text, plain)] if text else []).crop(0, width).adjust_cell_length(width, plain)
