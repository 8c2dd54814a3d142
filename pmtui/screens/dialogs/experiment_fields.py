"""The fields of the dialogs of experiments: each gets its editor when somebody comes there, until then one widget paints many."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from pmtui.domain.text import one_line
from pmtui.screens.dialogs.evidence import CHOICE, WORDS, EntryRow, put
from pmtui.widgets.experiment_live import TellingChoice
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.long_text import LongText
from pmtui.widgets.quiet_rows import QuietRow, QuietRows

Editor = LongText | LineEdit | TellingChoice


class Fields(Vertical):
    """Rows that can be filled in, from the top down.

    Attributes:
        editors: The editors that there are by now, by field.
        shown: The fields that are asked for, in the order of the rows.
    """

    DEFAULT_CSS = """
    Fields { height: auto; }
    """

    def __init__(self, rows: Sequence[EntryRow], edited: Collection[str]) -> None:
        """All fields that may be asked for, and those that have an editor at once."""
        super().__init__(id="editors")
        self._rows = {row.name: row for row in rows}
        self._texts = {row.name: _held(row, row.value) for row in rows}
        self._offered: Mapping[str, str] = {}
        self._edited = edited
        self.shown: Sequence[str] = tuple(self._rows)
        self.editors: dict[str, Editor] = {}

    def compose(self) -> ComposeResult:
        """Editors where there must be any; what lies between them is painted."""
        names: list[str] = []
        for name in self._rows:
            if name not in self._edited and not self._needs_editor(name):
                names.append(name)
                continue
            yield from self._quiet(names)
            names = []
            yield self._made(name)
        yield from self._quiet(names)

    def _needs_editor(self, name: str) -> bool:
        """Whether a field is shown and cannot be painted: a long text, and what a blank one is taken for."""
        is_offered = not self._texts[name] and bool(self._offered.get(name))
        return name in self.shown and (is_offered or self._rows[name].type == WORDS)

    def _quiet(self, names: Sequence[str]) -> Iterator[QuietRows]:
        if names:
            made = QuietRows(names)
            self._fill(made)
            yield made

    def _made(self, name: str) -> Editor:
        made = self.editors[name] = _editor(self._rows[name], self._texts[name])
        if isinstance(made, LineEdit):
            made.placeholder = self._offered.get(name, "")
        if name not in self.shown:
            made.display = False
        return made

    def _fill(self, quiet: QuietRows) -> None:
        rows = (self._rows[name] for name in quiet.names if name in self.shown)
        quiet.show([QuietRow(row.name, self._texts[row.name], row.choices if row.type == CHOICE else ()) for row in rows])

    # What they hold

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name."""
        return {name: self._value(name) for name in self._rows}

    def _value(self, name: str) -> str:
        editor = self.editors.get(name)
        return self._texts[name] if editor is None else editor.text if isinstance(editor, LongText) else editor.value

    def put(self, name: str, value: str) -> None:
        """Let a field hold a value."""
        editor = self.editors.get(name)
        if editor is not None:
            put(editor, value)
            return
        self._texts[name] = _held(self._rows[name], value)
        for quiet in self.query(QuietRows):
            self._fill(quiet)

    def ask(self, names: Sequence[str], offered: Mapping[str, str]) -> None:
        """Ask for these fields and no others.

        Args:
            names: The fields.
            offered: By field, what a blank one is taken for.
        """
        self.shown, self._offered = tuple(name for name in self._rows if name in names), offered
        for name, editor in self.editors.items():
            if editor.display != (name in self.shown):
                editor.display = name in self.shown
            if isinstance(editor, LineEdit) and name in self.shown:
                editor.placeholder = offered.get(name, "")
        if self.is_mounted:
            for name in self.shown:
                if name not in self.editors and self._needs_editor(name):
                    self.editor(name)
            for quiet in self.query(QuietRows):
                self._fill(quiet)

    # Where one types

    def editor(self, name: str) -> Editor:
        """The editor of a field, made when it is first asked for; what stands above and below it is painted as before."""
        if name in self.editors:
            return self.editors[name]
        quiet = next(one for one in self.query(QuietRows) if name in one.names)
        at = quiet.names.index(name)
        above, below = quiet.names[:at], quiet.names[at + 1:]
        made = self._made(name)
        if above:
            quiet.names = above
            self.mount(made, *self._quiet(below), after=quiet)
        else:
            quiet.names = below
            self.mount(made, before=quiet)
        self._fill(quiet)
        return made

    def go(self, name: str) -> None:
        """Give a field the keys, at once: those that wait already are for it."""
        self.screen.set_focus(self.editor(name))

    def step(self, by: int) -> Widget | None:
        """Go to the next field that is shown, or to the one before; beyond an end to the other one."""
        focused = self.screen.focused
        here = self.name_of(focused)
        if self.shown:
            at = self.shown.index(here) + by if here in self.shown else 0
            self.go(self.shown[at % len(self.shown)])
        return self.screen.focused

    @staticmethod
    def name_of(widget: Widget | None) -> str:
        """The field of an editor; empty for anything else."""
        return str(widget.id or "").removeprefix("field-") if widget is not None else ""

    def on_quiet_rows_pressed(self, event: QuietRows.Pressed) -> None:
        """Come where the mouse is."""
        event.stop()
        self.go(event.name)


def _held(row: EntryRow, value: str) -> str:
    """What the editor of a field would hold, were it given a value."""
    if row.type == CHOICE:
        return value if any(one.value == value for one in row.choices) else row.choices[0].value if row.choices else ""
    return value if row.type == WORDS else one_line(value)


def _editor(row: EntryRow, value: str) -> Editor:
    id = f"field-{row.name}"
    if row.type == WORDS:
        return LongText(value, id=id)
    if row.type != CHOICE:
        line = LineEdit(value, id=id)
        line.cursor_position = 0  # a long text is read from its beginning
        return line
    made = TellingChoice(row.choices, id=id)
    made.at = QuietRow(row.name, value, row.choices).at
    return made
