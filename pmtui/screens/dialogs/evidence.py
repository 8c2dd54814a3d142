"""Adding what was heard or learnt, in one dialog: the words first, then who and where; saved with one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus, Key, Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from pmtui.screens.dialogs.confirm import close_or_ask
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.choice_line import Choice, ChoiceLine
from pmtui.widgets.experiment_live import Labels
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.long_text import LongText

WORDS, LINE, CHOICE = "words", "line", "choice"
_FRAME = 4
"""Lines of the dialog besides its fields: the border, what is said, the keys."""

_HIGH = 4
"""Lines of a row that takes several lines of text."""


class EntryRow(NamedTuple):
    """One field of the dialog.

    Attributes:
        name: The field's name.
        label: What stands before it.
        type: words (several lines), line or choice.
        help: What belongs in it.
        choices: The values of a choice, the first one chosen at the beginning.
        value: What a line holds at first.
    """

    name: str
    label: str
    type: str
    help: str = ""
    choices: Sequence[Choice] = ()
    value: str = ""


Save = Callable[[Mapping[str, str]], str]
"""Saves what was typed, by field; gives what is wrong, or nothing."""


class EvidenceDialog(Dialog[bool]):
    """Asks for one piece of evidence or one learning; answers whether it was saved."""

    DEFAULT_CSS = """
    EvidenceDialog > Vertical { width: 84; height: auto; max-height: 100%; padding: 0 1; }
    EvidenceDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    EvidenceDialog Horizontal { height: auto; }
    EvidenceDialog Labels { width: 12; }
    EvidenceDialog #editors { height: auto; }
    EvidenceDialog LineEdit, EvidenceDialog LineEdit:focus { padding: 0; background: $surface; }
    EvidenceDialog LineEdit:focus { background: $panel; }
    EvidenceDialog #said { height: 1; color: $text-muted; }
    EvidenceDialog #said.-fault { color: $error; height: auto; max-height: 3; }
    """
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("ctrl+s", "save"), ("tab", "next"), ("←→", "choose"), ("esc", "close"))

    def __init__(self, title: str, rows: Sequence[EntryRow], save: Save, unsaved: Mapping[str, object] = {}) -> None:
        """Ask.

        Args:
            title: What it is about.
            rows: The fields; the words come first.
            save: Saves them.
            unsaved: What was typed before and not saved, by field.
        """
        super().__init__()
        self._unsaved = unsaved
        self._title, self._rows, self._save = title, tuple(rows), save
        self._begun: Mapping[str, str] = {}
        self._refused = ("", "")

    def compose(self) -> ComposeResult:
        """One row a field, what is wrong or belongs here, and the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            with VerticalScroll(can_focus=False), Horizontal():
                labels = Labels()
                labels.show([(row.label, _HIGH if row.type == WORDS else 1, False) for row in self._rows])
                yield labels
                with Vertical(id="editors"):
                    yield from map(self.editor, self._rows)
            yield Static("", id="said", markup=False)
            yield HintFoot(self.KEYS)

    def on_mount(self) -> None:
        """Type the words at once."""
        self._begun = self.values
        for name, value in self._unsaved.items():
            for editor in self.query(f"#field-{name}") if name in self._begun else ():
                put(editor, str(value))
        self.query_one(f"#field-{self.first}").focus()

    def editor(self, row: EntryRow) -> Widget:
        """What a field is typed or chosen in."""
        return _editor(row)

    @property
    def first(self) -> str:
        """The field in which one begins."""
        return self._rows[0].name

    def on_resize(self, event: Resize) -> None:
        """Keep the last lines in sight: on a low screen the fields scroll, the keys do not."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - _FRAME)

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name."""
        found: dict[str, str] = {}
        for row in self._rows:
            editor = next(iter(self.query(f"#field-{row.name}")), None)  # none where the dialog opens or closes at this moment
            found[row.name] = editor.text if isinstance(editor, LongText) else getattr(editor, "value", row.value)
        return found

    def typed(self) -> Mapping[str, str]:
        """What would be lost, by field; nothing where nothing was typed."""
        values = self.values if self._begun else {}
        return {} if values == self._begun else values

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what belongs in the field."""
        name = (event.widget.id or "").removeprefix("field-")
        (guilty, fault), self._refused = self._refused, ("", "")
        if guilty and guilty == name:
            self._say(fault, is_fault=True)
            return
        self._say(next((row.help for row in self._rows if row.name == name), ""))

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(is_fault, "-fault")

    def on_key(self, event: Key) -> None:
        """Save, close, or go to the next field; Enter on the last one saves, whatever it is."""
        is_last = event.key == "enter" and isinstance(self.focused, ChoiceLine) and self.focused.id == f"field-{self._rows[-1].name}"
        if event.key in ("ctrl+s", "ctrl+enter") or is_last:
            self._finish()
        elif event.key == "escape":
            self._close()
        elif event.key == "up":
            self.focus_previous()
        elif event.key == "down" or (event.key == "enter" and isinstance(self.focused, ChoiceLine)):
            self.focus_next()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; save on the last one."""
        event.stop()
        if event.input.id == f"field-{self._rows[-1].name}":
            self._finish()
        else:
            self.focus_next()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close."""
        event.stop()
        self._close()

    def _finish(self) -> None:
        fault = self._save(self.values)
        if not fault:
            self.dismiss(True)
        else:
            self._show_fault(fault)

    def _show_fault(self, fault: str) -> None:
        """Say what is wrong, and go to the field that it names first."""
        self._say(fault, is_fault=True)
        guilty = next((row.name for row in self._rows if fault.startswith((f"{row.name}:", f"{row.name} ", f"the {row.name} "))), "")
        if guilty:
            editor = self.query_one(f"#field-{guilty}")
            if not editor.has_focus:
                self._refused = guilty, fault  # taking the focus says what belongs in the field, or what is wrong with it
                editor.focus()

    def _close(self) -> None:
        """Close at once where nothing was typed; else ask, for it would be lost."""
        close_or_ask(self, is_typed=self.values != self._begun)


def put(editor: Widget, value: str) -> None:
    """Let an editor of this dialog hold a value."""
    if isinstance(editor, LongText):
        editor.text = value
    elif isinstance(editor, LineEdit):
        editor.value = value
    elif isinstance(editor, ChoiceLine):
        editor.choose(next((at for at, one in enumerate(editor.choices) if one.value == value), 0))


def _editor(row: EntryRow) -> LongText | LineEdit | ChoiceLine:
    id = f"field-{row.name}"
    if row.type == WORDS:
        return LongText(id=id)
    return ChoiceLine(row.choices, id=id) if row.type == CHOICE else LineEdit(row.value, id=id)
