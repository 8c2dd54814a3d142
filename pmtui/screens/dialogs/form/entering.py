"""Typing into a form: an editor over the value of the row under the cursor, read with every key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.geometry import Region
from textual.suggester import Suggester
from textual.widgets.input import Selection

from pmtui.commands.forms import read_text, text_fault, typed_text
from pmtui.domain.dates import DATE_FORMS, INSTANT_FORMS, MONTHS, WEEKDAYS, relative
from pmtui.domain.schema import DATE, INSTANT, LINES, SET, TEXT, Field
from pmtui.domain.text import folded, one_line
from pmtui.domain.values import lines_of
from pmtui.widgets.cells import width_of
from pmtui.widgets.form_lines import Opened, label_width
from pmtui.widgets.form_paths import Path
from pmtui.widgets.form_rows import Row
from pmtui.widgets.line_edit import LineEdit, pasted

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen
    from pmtui.widgets.form_text import FormText

_LEAST, _SHOWN = 5, 8
"""The fewest lines of an editor of long text; the most known words that are named."""


class KnownWords(Suggester):
    """Completes the last word of a list with one that is used elsewhere."""

    def __init__(self, words: Sequence[str]) -> None:
        """Complete with these words."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last word completed; None where no word begins so."""
        part = value.rpartition(",")[2].lstrip()
        found = matching_words(self._words, value)
        return value + found[0][len(part):] if part and found and folded(found[0]).startswith(folded(part)) else None


def matching_words(words: Sequence[str], text: str) -> list[str]:
    """The words that begin as the last one of a list does, and are not in the list yet."""
    *before, part = (one.strip() for one in text.split(","))
    return [one for one in words if folded(one).startswith(folded(part)) and one not in before and one != part]


def day_note(value: str, today: str) -> str:
    """`= Wednesday 31 March 2027, in 4 mo`: what a typed date or instant comes to."""
    from datetime import date

    day = date.fromisoformat(value[:10])
    time = f" {value[11:16]} UTC" if len(value) > 10 else ""
    return f"= {WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]} {day.year}{time}, {relative(value, today)}"


class Entering:
    """The editors of a form: one for a line, one for long text, made when first used and hidden while nobody types.

    Attributes:
        editor: The editor that is open, or None while nobody types.
        path: The field that is edited.
    """

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form
        self.editor: LineEdit | FormText | None = None
        self.path: Path = ()
        self._line: LineEdit | None = None
        self._text: FormText | None = None
        self._field: Field | None = None
        self._original: Any = None
        self._shown = self._last = self._ahead = ""
        self._words: Sequence[str] = ()
        self._placed = Region()

    @property
    def is_text(self) -> bool:
        """Whether the editor is one of several lines."""
        return self._field is not None and self._field.type == LINES

    def open(self, row: Row, typed: str = "") -> None:
        """Lay an editor over a row's value.

        Args:
            row: A row of a field that is typed.
            typed: What the person has typed already: it goes behind a text, and takes the place of any other value.
        """
        field, model = row.field, self.form.model
        if field is None:
            return
        self.close()
        model.remember()
        self.path, self._field, self._original = row.path, field, model.value(row.path)
        self._words = self.form.known_words(field) if field.type == SET else ()
        waiting = model.state.texts.get(row.path)
        self._shown = typed_text(field, self._original)
        text = self._shown if waiting is None else waiting
        if field.type == LINES:
            editor: LineEdit | FormText = self._text_editor(text)
        else:
            is_kept = bool(typed) or waiting is not None or field.type in (TEXT, SET)
            self._shown = one_line(self._shown)
            editor = self._line_editor(one_line(text), is_chosen=not is_kept)
        self._last = editor.value if isinstance(editor, LineEdit) else editor.text
        if waiting is None:
            self._shown = self._last
        self._lay(editor, field)
        if typed:
            self._add(typed if field.type in (TEXT, LINES) else "", typed)

    def _line_editor(self, text: str, *, is_chosen: bool) -> LineEdit:
        if self._line is None:
            self._line = LineEdit(classes="-over")
            self.form.mount(self._line)
        line = self._line
        line.suggester = KnownWords(self._words) if self._words else None
        line.value = text
        line.selection = Selection(0 if is_chosen else len(text), len(text))
        return line

    def _text_editor(self, text: str) -> FormText:
        from pmtui.widgets.form_text import FormText

        if self._text is None:
            self._text = FormText(text)
            self.form.mount(self._text)
        else:
            self._text.show(text)
        return self._text

    def _lay(self, editor: LineEdit | FormText, field: Field) -> None:
        if field.type == LINES:
            view = self.form.view
            room = max(8, view.text_width - label_width(view.text_width))
            lines = sum(1 + width_of(line) // room for line in self._last.split("\n"))
            height = max(1, min(max(_LEAST, lines + 1), view.size.height - 2))
            self.form.opened = Opened("text", self.path, height=height)
        else:
            self.form.opened = Opened("line", self.path, note=self._note(self._original, self._last))
        self.editor, self._placed = editor, Region()
        self.form.rebuild()
        editor.styles.display = "block"
        editor.focus()

    def _add(self, appended: str, typed: str) -> None:
        """Begin with what has been typed: behind the text, or in its place."""
        if isinstance(self.editor, LineEdit):
            text = (self.editor.value if appended else "") + pasted(appended or typed)
            self.editor.value = text
            self.editor.cursor_position = len(text)
            self.changed(text)
        else:
            self._type_ahead(typed)

    def _region(self) -> Region:
        view, opened = self.form.view, self.form.opened
        row = self.form.row_at(self.path)
        return view.value_region(row, max(1, opened.height if opened is not None else 1)).translate(view.region.offset)

    def place(self) -> None:
        """Lie over the field wherever it is now."""
        if self.editor is None:
            return
        region = self._region()
        if region != self._placed:  # a style that is set, even to what it was, lays the whole screen out anew
            self._placed = region
            self.editor.styles.offset = (region.x, region.y)
            self.editor.styles.width, self.editor.styles.height = region.width, region.height

    def take(self) -> None:
        """Read what the editor holds."""
        if self.editor is not None:
            self.changed((self.editor.value if isinstance(self.editor, LineEdit) else self.editor.text) + self._ahead)

    def close(self) -> None:
        """Leave the field; what was typed stays."""
        if self.editor is None:
            return
        self.take()
        editor, self.editor, self._ahead = self.editor, None, ""
        self.form.opened = None
        self.form.model.forget_idle_step()
        self.form.view.focus()
        editor.styles.display = "none"
        self.form.rebuild()

    def changed(self, text: str) -> None:
        """Read what has been typed so far: a value at once, or a fault beneath the field."""
        if self._field is None or text == self._last:
            return
        self._last = text
        self._take(self._field, text)
        opened = self.form.opened
        if opened is not None:
            self.form.opened = opened._replace(note=self._note(self.form.model.value(self.path), text))
        self.form.edited()

    def _take(self, field: Field, text: str) -> None:
        model = self.form.model
        original = None if self._original == [] else self._original
        if text == self._shown:
            model.put(self.path, original)
            return
        context = self.form.host.context()
        fault = text_fault(context, field, text)
        if fault:
            model.put(self.path, original)  # not what was half typed on the way
            model.put_text(self.path, text, fault)
        else:
            model.put(self.path, read_text(context, field, text))

    def _note(self, value: Any, text: str) -> str:
        """What is said beneath the field: what a date comes to, which words there are."""
        field = self._field
        if field is None or self.path in self.form.model.state.texts:
            return ""
        if field.type in (DATE, INSTANT):
            if isinstance(value, str) and value:
                return day_note(value, self.form.host.environment().today)
            return f"{DATE_FORMS if field.type == DATE else INSTANT_FORMS}; ↓ opens the calendar"
        words = matching_words(self._words, text)[:_SHOWN]
        return f"→ takes {words[0]}{''.join(f' · {one}' for one in words[1:])}" if words else ""

    def key(self, key: str, event: Key) -> bool:
        """Do what a key means while the editor has the focus; whether it means anything but text."""
        if self.editor is not None and not self.editor.has_focus and event.is_printable and event.character:
            self._type_ahead(event.character)
            return True
        if key == "esc":
            self.close()
        elif key in ("tab", "⇧tab", "shift+tab"):
            self.close()
            self.form.acting.step_and_type(1 if key == "tab" else -1)
        elif key == "ctrl+o":
            self.form.outside.edit_field(self.path)
        elif key == "ctrl+p" and self.is_text and self._text is not None:
            self.form.preview(self.path, self._text.text)
        elif self.is_text:
            return False
        elif key == "enter":
            if not self.form.model.fault(self.path):
                self.close()
                self.form.acting.step(1)
        elif key == "down" and self._field is not None and self._field.type in (DATE, INSTANT):
            path = self.path
            self.close()
            self.form.choosing.open_calendar(path)
        elif key in ("up", "down"):
            self.close()
            self.form.acting.step(1 if key == "down" else -1)
        elif key == "ctrl+z":
            self.close()
            self.form.acting.undo()
        else:
            return False
        return True

    def _type_ahead(self, text: str) -> None:
        """Take what came between the opening of the editor and its focus."""
        if isinstance(self.editor, LineEdit):
            self.editor.insert_text_at_cursor(text)
        elif self.editor is not None:
            self._ahead += text
            self.editor.call_after_refresh(self._insert_ahead)  # before its first layout a text editor takes nothing

    def _insert_ahead(self) -> None:
        text, self._ahead = self._ahead, ""
        if text and self.editor is not None and not isinstance(self.editor, LineEdit):
            self.editor.insert("\n".join(lines_of(text)))
