"""Picking from a list by typing: one record, a status, a person; or several, or something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key
from textual.message import Message
from textual.widgets import Input

from pmtui.domain.text import folded
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.finding import Finder, Haystack
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.pick_list import PickList, PickRow, paint_row

__all__ = ["PickList", "PickRow", "Picker", "paint_row"]


class Picker(Vertical):
    """An input and the rows that match it. Put it into a modal screen."""

    DEFAULT_CSS = """
    Picker { width: 80; max-width: 100%; height: 20; max-height: 100%; background: $surface; border: round $border; padding: 0; }
    Picker { border-title-color: $text; border-subtitle-color: $text-muted; }
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
        current: str = "", haystack: Finder | None = None,
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
        self._is_text, self._counted, self._note = False, "", ""
        self.told: Mapping[str, str] = {}
        """What the lower border tells of the value under the cursor."""
        self._highlighted, self._is_shown = current, False
        self.border_title = as_title(title)
        self.edit = LineEdit(placeholder="type to find")
        self.list = PickList()
        self.list.marked = set(marked)

    def offer(
        self, rows: Sequence[PickRow] | None, *, title: str, text: str = "", current: str = "", haystack: Finder | None = None,
        blank: str = "", is_fault: bool = False, note: str = "", new: str = "",
        told: Mapping[str, str] | None = None,
    ) -> None:
        """Ask something else in the same place.

        Args:
            rows: What can be picked; None where the text itself is asked.
            title: What is asked.
            text: What the line holds at first, selected, so that typing replaces it.
            current: The value under the cursor at first.
            haystack: The prepared rows.
            blank: What is told where no row is shown.
            is_fault: Whether that tells of a mistake.
            note: What else is told at the lower border.
            new: What a text would be that no row has, where it may be picked: milestone, person.
            told: What the lower border tells of the value under the cursor.
        """
        self.told = told or {}
        self._is_new, self.new_detail = bool(new), f"new {new}"
        self._rows, self._haystack, self._current = rows or (), haystack, current
        self._is_text, self._note = rows is None, note
        self.list.blank, self.list.blank_role = blank if rows is None else "nothing matches", "error" if is_fault else "muted"
        self.border_title = as_title(title)
        self.edit.placeholder = "" if rows is None else "type to find"
        with self.edit.prevent(Input.Changed):
            self.edit.value = text
        if text and not is_fault:
            self.edit.action_select_all()
        else:
            self.edit.action_end()
        self._find(text if rows is not None else "")
        self.list.move_to(next((at for at, row in enumerate(self.list.rows) if row.value == current), 0))

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
        self._counted = "enter takes it" if self._is_text else f"{len(found)} of {total}" if text else f"{total}"
        self._tell()

    def _tell(self) -> None:
        """Say so when the cursor is on another row than before."""
        row = self.list.cursor_row
        told = shortened(self.told.get(row.value, ""), 56) if row is not None else ""
        self.border_subtitle = as_title(" · ".join(filter(None, (told, self._counted, self._note))))
        if row is not None and row.value != self._highlighted and self._is_shown:
            self._highlighted = row.value
            self.post_message(self.Highlighted(row.value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the rows with each key."""
        event.stop()
        self._find("" if self._is_text else event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what is marked, else what is under the cursor."""
        event.stop()
        row = self.list.cursor_row
        if self._is_text:
            self.post_message(self.Picked((), event.value, is_new=True))
        elif self._is_many and (self.list.marked or row is None):
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
        if event.key == "tab" and self._is_many and row is not None and row.value:
            self.list.marked ^= {row.value}
            self.list.refresh()
            self.list.move(1)
        elif not self.list.move_by_key(event.key) and event.key not in ("tab", "shift+tab"):
            return
        self._tell()
        event.stop()
        event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Pick the row that was clicked."""
        at = self.list.clicked(event)
        if at is not None:
            self.list.move_to(at)
            self._pick(self.list.rows[at])
