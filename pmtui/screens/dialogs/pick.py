"""A question that one of several values answers, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.timer import Timer

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.finding import Haystack
from pmtui.widgets.glyphs import PRIORITIES, TYPES, phase_of, priority_role, status_glyph, status_role, type_role
from pmtui.widgets.picker import Picker, PickRow

PAUSE = 0.03
"""Seconds that the cursor rests on a row before that is previewed."""
CURRENT = "current"
"""The detail of the value that holds now; the cursor begins there."""


class PickDialog(Dialog[str | None]):
    """Asks for one of several values; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    PickDialog:ansi { background: transparent; }
    PickDialog.-preview { background: transparent; align: right bottom; }
    PickDialog.-preview Picker { width: 68; margin: 2 2; }
    """

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str, str]], preview: Callable[[str], object] | None = None,
        make: Callable[[str], object] | None = None, new: str = "", also: Mapping[str, str] | None = None,
    ) -> None:
        """Ask.

        Args:
            title: What is asked.
            rows: Each is a value, what people read, and a detail at the right.
            preview: Told the value under the cursor whenever that is another one; the dialog then covers as little as it can.
            make: Told a text that names none of the values, when that itself is chosen; without it, that cannot be.
            new: What such a text would be: milestone, person.
            also: Further words by which a value is found, though they are not shown.
        """
        super().__init__(classes="-preview" if preview else None)
        self._preview, self._make = preview, make
        self._rest: Timer | None = None
        current = next((value for value, _, detail in rows if detail == CURRENT), rows[0][0] if rows else "")
        words = also or {}
        haystack = Haystack([f"{label} {detail} {words.get(value, '')}" for value, label, detail in rows]) if words else None
        self._picker = Picker([pick_row(*one) for one in rows], title=title, current=current, new=make is not None, haystack=haystack)
        self._picker.new_detail = f"new {new}"
        self._picker.styles.height = min(20, len(rows) + 3)

    def compose(self) -> ComposeResult:
        """The picker."""
        yield self._picker

    def on_picker_highlighted(self, event: Picker.Highlighted) -> None:
        """Show what the row under the cursor would be like; while a key is held down, only where it comes to rest."""
        event.stop()
        self._calm()
        if self._preview is not None:
            self._rest = self.set_timer(PAUSE, partial(self._preview, event.value))

    def _calm(self) -> None:
        """Preview nothing more."""
        if self._rest is not None:
            self._rest.stop()

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Answer."""
        event.stop()
        self._calm()
        self.dismiss(event.values[0] if event.values else None)
        if event.is_new and self._make is not None:
            self._make(event.text)

    def on_picker_cancelled(self, event: Picker.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self._calm()
        self.dismiss(None)


def pick_row(value: str, label: str, detail: str) -> PickRow:
    """A row with the sign of the status, type or priority that it stands for."""
    if value in PRIORITIES and label == value:
        return PickRow(value, label, detail, PRIORITIES[value], priority_role(value))
    if value in TYPES and label == value:
        return PickRow(value, label, detail, TYPES[value], type_role(value))
    if phase_of(value) and label == value:
        return PickRow(value, label, detail, status_glyph(value), status_role(value))
    return PickRow(value, label, detail)
