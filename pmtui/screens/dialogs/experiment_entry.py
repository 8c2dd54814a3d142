"""Dialogs of experiments: rows to fill in, and beside them what follows from it while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.css.query import QueryType
from textual.events import DescendantBlur, DescendantFocus, Key, Resize
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from pmtui.screens.dialogs.evidence import WORDS, EntryRow, EvidenceDialog, Save
from pmtui.screens.dialogs.experiment_fields import Fields
from pmtui.widgets.cells import as_title
from pmtui.widgets.experiment_live import Labels, LinesFor, LiveLines, TellingChoice
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit

_FRAME = 4
"""Lines of the dialog besides what is filled in: the border, what is said, the keys."""
_HIGH = 3
"""Lines of a row that takes several lines of text."""
_WIDE = 108
"""From so many columns on what follows stands beside what is filled in."""

Live = Callable[[Mapping[str, str]], LinesFor]
"""From what is typed, by field, to what follows from it."""
Asked = Callable[[Mapping[str, str]], Mapping[str, tuple[str, str, str]]]
"""From what is typed to the fields that are asked for, each with its label, what belongs there, and what a blank one is taken for."""
Lead = Callable[[str], Mapping[str, str]]
"""From a value that was chosen to the values that follow from it, by field."""
Pick = Callable[[Callable[[str], None]], None]
"""Lets a person choose a record for a row; what is chosen is written into it."""


class ExperimentDialog(EvidenceDialog):
    """Asks for some fields; answers whether they were saved."""

    DEFAULT_CSS = """
    ExperimentDialog > Vertical { width: 86; }
    ExperimentDialog.-wide > Vertical { width: 150; }
    ExperimentDialog #body { height: auto; layout: vertical; }
    ExperimentDialog.-wide #body { layout: horizontal; }
    ExperimentDialog.-wide #body > VerticalScroll { width: 13fr; padding-right: 1; }
    ExperimentDialog.-wide #live { width: 12fr; border-left: solid $border; padding-left: 1; }
    ExperimentDialog.-wide #live.-first { border-left: none; border-right: solid $border; padding: 0 1 0 0; margin-right: 1; }
    ExperimentDialog Labels { width: 14; }
    ExperimentDialog #body LongText, ExperimentDialog #body LongText:focus { height: 3; }
    """
    again: ClassVar[str] = "ctrl+n"
    """The key that saves and begins anew, where the dialog offers it."""

    def __init__(
        self, title: str, rows: Sequence[EntryRow], save: Save, live: Live, unsaved: Mapping[str, object] = {}, *,
        asked: Asked | None = None, pick: Mapping[str, Pick] = {}, keys: Sequence[tuple[str, str]] = (), first: str = "",
        renew: Callable[[], None] | None = None, leads: Mapping[str, Lead] = {}, also_called: Mapping[str, str] = {},
        is_live_first: bool = False,
    ) -> None:
        """Ask.

        Args:
            title: What it is about.
            rows: All fields that may be asked for.
            save: Saves them; gives what is wrong, or nothing.
            live: What follows from what is typed.
            unsaved: What was typed before and not saved, by field.
            asked: Which of the fields are asked for; None asks for all.
            pick: The rows for which a record can be chosen, and how.
            keys: Its keys; none for the usual ones.
            first: The field in which one begins; empty for the first.
            renew: What follows a save with ctrl+n; None where that makes no sense.
            leads: Choices from which others follow, as long as nobody has chosen there.
            also_called: Rows by another name that a refusal may begin with.
            is_live_first: Whether what follows stands above the rows where it cannot stand beside them.
        """
        super().__init__(title, rows, save, unsaved)
        self._live, self._asked, self._pick, self._keys = live, asked, pick, tuple(keys) or self.KEYS
        self._first, self._renew = first or rows[0].name, renew
        self._leads, self._also_called, self._is_live_first = leads, also_called, is_live_first
        self._touched: set[str] = set()
        self.fields = Fields(self._rows, {self._first, *unsaved})
        self._labels, self._bad = Labels(), ""
        self._words: dict[str, str] = {row.name: row.label for row in rows}
        self._followed: Mapping[str, str] | None = None
        self._asked_for: Mapping[str, tuple[str, str, str]] = {}
        self._helps: dict[str, str] = {row.name: row.help for row in rows}

    def compose(self) -> ComposeResult:
        """One row a field, what follows, what is wrong or belongs here, and the keys."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")  # before there are widgets whose styles it would change
        self._ask(self.values)
        with Vertical() as box:
            box.border_title = as_title(self._title)
            with Container(id="body"):
                if self._is_live_first:
                    yield LiveLines(id="live", classes="-first")
                with VerticalScroll(can_focus=False), Horizontal():
                    yield self._labels
                    yield self.fields
                if not self._is_live_first:
                    yield LiveLines(id="live")
            yield Static("", id="said", markup=False)
            yield HintFoot(self._keys)

    def on_mount(self) -> None:
        """Show what is asked for; Textual calls the handler of the base class, too."""
        self._show_labels()
        self.follow()

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name."""
        return self.fields.values

    @property
    def first(self) -> str:
        """The field in which one begins."""
        return self._first

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what belongs in the field."""
        event.prevent_default()
        if isinstance(event.widget, LineEdit):
            event.widget.cursor_position = len(event.widget.value)
        name = Fields.name_of(event.widget)
        (words, is_fault), self._held = self._held or (self._helps.get(name, ""), False), None
        self._say(words, is_fault=is_fault)

    _held: tuple[str, bool] | None = None
    """What is said when the focus comes where it was sent, in the place of what belongs there."""

    def _go(self, name: str, words: str, *, is_fault: bool = False) -> None:
        """Go to a field and say something other than what belongs there."""
        if not self.fields.editor(name).has_focus:
            self._held = words, is_fault
            self.fields.go(name)
        self._say(words, is_fault=is_fault)

    def on_resize(self, event: Resize) -> None:
        """Beside each other where there is room; else below, and the fields scroll."""
        event.prevent_default()
        width, height = event.size
        is_wide = width >= _WIDE
        self.set_class(is_wide, "-wide")
        scroll, live = self.query_one(VerticalScroll), self.query_one(LiveLines)
        room = max(3, height - _FRAME - (1 if height > 30 else 0))
        if is_wide:
            scroll.styles.height = live.styles.height = min(room, max(self._height_of_rows, 16 if height < 44 else 24))
            scroll.styles.max_height = room
        else:
            below = max(4, min(14, 2 * height // 5)) if self._is_live_first else max(4, min(9, height // 3))
            live.styles.height = below
            scroll.styles.height = min(self._height_of_rows, max(3, room - below))

    @property
    def _height_of_rows(self) -> int:
        shown = self.fields.shown
        return sum(_HIGH if row.type == WORDS else 1 for row in self._rows if row.name in shown)

    def focus_next(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """Go to the next field."""
        return self.fields.step(1)

    def focus_previous(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """Go to the field before."""
        return self.fields.step(-1)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """A line that is left shows its beginning again."""
        if isinstance(event.widget, LineEdit):
            event.widget.cursor_position = 0

    # What follows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what follows."""
        event.stop()
        self.follow()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show what follows."""
        event.stop()
        self.follow()

    def on_telling_choice_chosen(self, event: TellingChoice.Chosen) -> None:
        """Show what follows; another method asks for other things, and other choices may follow from this one."""
        event.stop()
        name = Fields.name_of(event.line)
        if event.line.has_focus:
            self._touched.add(name)
            for other, value in self._leads[name](event.line.value).items() if name in self._leads else ():
                if other in self._words and other not in self._touched:
                    self.fields.put(other, value)
        self.follow()

    def follow(self) -> None:
        """Show what is asked for, and what follows from what is typed."""
        values = self.values
        if values == self._followed:  # each field says at the beginning what it holds
            return
        self._followed = values
        if self._ask(values):
            self._show_labels()
            if self.size.height:
                self.call_later(self.on_resize, Resize(self.size, self.size))
        self.query_one(LiveLines).show(self._live(values))

    def _ask(self, values: Mapping[str, str]) -> bool:
        """Ask for what these values ask for; whether that is something else than before."""
        asked = self._asked(values) if self._asked is not None else None
        if asked is None or asked == self._asked_for:
            return False
        self._asked_for = dict(asked)
        for name, (label, help, _) in asked.items():
            self._words[name], self._helps[name] = label, help
        self.fields.ask(tuple(asked), {name: offered for name, (_, _, offered) in asked.items()})
        return True

    def _show_labels(self) -> None:
        shown = self.fields.shown
        self._labels.show([
            (self._words[row.name], _HIGH if row.type == WORDS else 1, row.name == self._bad) for row in self._rows if row.name in shown
        ])

    # Keys

    def on_key(self, event: Key) -> None:
        """Save and begin anew with ctrl+n."""
        if event.key != self.again or self._renew is None:
            return
        event.stop()
        event.prevent_default()
        fault = self._save(self.values)
        if fault:
            self.tell(fault)
        else:
            self._renew()

    def begin_anew(self, values: Mapping[str, str], said: str) -> None:
        """Hold other values, as if nothing had been typed; say what became of the others."""
        for row in self._rows:
            self.fields.put(row.name, values.get(row.name, row.value))
        self._begun = self.values
        self._go(self._first, said)
        self.follow()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; where a record is to be named and is not, it lets one choose."""
        name = Fields.name_of(event.input)
        pick = self._pick.get(name)
        if pick is None or event.value.strip():
            return
        event.stop()
        event.prevent_default()
        editor = event.input

        def chosen(text: str) -> None:
            editor.value = text
            self.focus_next()

        pick(chosen)

    def tell(self, fault: str) -> None:
        """Say what is wrong, and go to where it is."""
        names = sorted(self.fields.shown, key=len, reverse=True)
        labels = self._words
        first = fault.partition(":")[0]
        fault = fault.replace(first, self._also_called.get(first, first), 1) if first in self._also_called else fault
        guilty = next((name for name in names if fault.startswith((f"{name}:", f"{name} ", f"{labels[name]}:", f"{labels[name]} "))), "")
        self._bad = guilty
        self._show_labels()
        if guilty:
            self._go(guilty, fault, is_fault=True)
        else:
            self._say(fault, is_fault=True)

    def _finish(self) -> None:
        fault = self._save(self.values)
        if fault:
            self.tell(fault)
        else:
            self.dismiss(True)
