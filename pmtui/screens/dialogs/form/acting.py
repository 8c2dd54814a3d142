"""What keys do in a form while nobody types: moving, folding, setting flags, and adding, moving and deleting entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

from pmtui.commands.forms import FIXED as FIXED_BY
from pmtui.commands.forms import blank_entry, typed_text
from pmtui.domain.ranking import is_rank, ranks_between
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, FLAG, INSTANT, LINES, LINK, LINKS, Field
from pmtui.widgets.form_paths import Path, entries_in_order, path_name
from pmtui.widgets.form_rows import ADD, ENTRY, FIELD, FIXED, GROUP, SECTION, SIDE, Row

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen

_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGES = {"pgdn": 1, "pgup": -1, "ctrl+d": 0.5, "ctrl+u": -0.5}


class Acting:
    """The keys of a form's rows."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form

    def key(self, key: str, event: Key) -> None:
        """Do what a key means on the row under the cursor."""
        form, row = self.form, self.form.row
        if key in _STEPS:
            form.move_to(form.cursor + _STEPS[key])
        elif key in ("tab", "shift+tab"):
            self.step(1 if key == "tab" else -1)
        elif key in _PAGES:
            form.move_to(form.cursor + int(_PAGES[key] * max(2, form.view.size.height - 2)))
        elif key in ("home", "end"):
            form.move_to(0 if key == "home" else len(form.rows) - 1)
        elif key in ("ctrl+z", "ctrl+y"):
            self.undo() if key == "ctrl+z" else self.redo()
        elif key == "E":
            form.outside.edit_record()
        elif key == "ctrl+o" and row is not None and row.type == FIELD:
            form.outside.edit_field(row.path)
        elif key == "ctrl+p" and row is not None and row.field is not None and row.field.type == LINES:
            form.preview(row.path, typed_text(row.field, form.model.value(row.path)))
        elif row is not None:
            self._row_key(key, row, event)

    def _row_key(self, key: str, row: Row, event: Key) -> None:
        if key in ("enter", "space") and not (key == "space" and row.type == FIELD and self._opens_calendar(row)):
            self.activate(row, is_space=key == "space")
        elif row.type in (SECTION, GROUP, ENTRY) and key in ("left", "right", "h", "l"):
            self._fold(row, key in ("right", "l"))
        elif row.type in (GROUP, ENTRY, ADD) and key == "a":
            self.add(row)
        elif row.type == ENTRY and key in ("D", "del"):
            self._change(row.path, None)
        elif row.type == ENTRY and key in ("J", "K"):
            self._reorder(row, 1 if key == "J" else -1)
        elif row.type == FIELD and key in ("del", "backspace"):
            self._clear(row)
        elif row.type == FIELD and (key == "c" or key == "space") and self._opens_calendar(row):
            self.form.choosing.open_calendar(row.path)
        elif row.type == FIELD and event.is_printable and event.character and key != "space":
            self.type(row, event.character)
        elif row.type == FIXED:
            self._say_who(row)

    @staticmethod
    def _opens_calendar(row: Row) -> bool:
        return row.field is not None and row.field.type in (DATE, INSTANT)

    def step(self, by: int) -> None:
        """Go to the next or previous field."""
        rows, at = self.form.rows, self.form.cursor + by
        while 0 <= at < len(rows) and (rows[at].type in (FIXED, SIDE) or (rows[at].type == SECTION and rows[at].is_open)):
            at += by
        self.form.move_to(at)

    def step_and_type(self, by: int) -> None:
        """Go to the next field and go on typing, where it is typed."""
        self.step(by)
        row = self.form.row
        if row is not None and row.type == FIELD and row.field is not None and row.field.type not in (CHOICE, FLAG, LINK, LINKS):
            self.form.entering.open(row)

    def activate(self, row: Row, *, is_space: bool = False) -> None:
        """Do what Enter means: fold, edit, choose, add, take a side."""
        if row.type in (SECTION, GROUP, ENTRY):
            flag = self._flag(row) if is_space else None
            if flag is not None:
                self._change((*row.path, flag.name), not row.value.get(flag.name))
            elif row.type == GROUP and not row.value and row.field is not None and row.field.type == ENTRIES:
                self.add(row)
            else:
                self._fold(row, not row.is_open)
        elif row.type == ADD:
            self.add(row)
        elif row.type == SIDE:
            self.form.model.remember()
            self.form.model.resolve(path_name(row.path), row.value)
            self.form.edited()
        elif row.type == FIXED:
            self._say_who(row)
        elif row.field is not None:
            self._edit(row, row.field)

    def _edit(self, row: Row, field: Field) -> None:
        if field.type == FLAG:
            self._change(row.path, not self.form.model.value(row.path))
        elif field.type == CHOICE:
            self.form.choosing.open_choices(row)
        elif field.type in (LINK, LINKS):
            self.form.linking.open(row)
        else:
            self.form.entering.open(row)

    def type(self, row: Row, text: str) -> None:
        """Begin to edit a row with what has been typed or pasted."""
        field = row.field
        if row.type != FIELD or field is None:
            return
        if field.type == FLAG:
            if text in "yn":
                self._change(row.path, text == "y")
        elif field.type == CHOICE:
            self.form.choosing.open_choices(row, text[:1])
        elif field.type in (LINK, LINKS):
            self.form.linking.open(row, text)
        else:
            self.form.entering.open(row, text)

    def undo(self) -> None:
        """Take the last step in this form back."""
        self.form.say("" if self.form.model.undo() else "nothing to undo in this form")
        self.form.edited()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.form.say("" if self.form.model.redo() else "nothing to redo in this form")
        self.form.edited()

    def _fold(self, row: Row, is_open: bool) -> None:
        self.form.folds.set(row.path, is_open)
        self.form.rebuild()

    @staticmethod
    def _flag(row: Row) -> Field | None:
        if row.type != ENTRY or row.field is None:
            return None
        return next((one for one in row.field.entry if one.type == FLAG), None)

    def _clear(self, row: Row) -> None:
        self._change(row.path, None)

    def _change(self, path: Path, value: object) -> None:
        model = self.form.model
        model.remember()
        model.put(path, value)
        model.forget_idle_step()
        self.form.edited()

    def add(self, row: Row) -> None:
        """Add an entry to the keyed list of a row, and type its first field."""
        path = row.path[:-1] if row.type == ENTRY else row.path
        field = self.form.model.field(path)
        if field is None or field.type != ENTRIES:
            return
        entry = blank_entry(self.form.host.context(), field, self.form.model.entries(path))
        place = (*path, str(entry["id"]))
        self.form.folds.set(path, True)
        self.form.folds.set(place, True)
        self.form.model.remember()
        self.form.model.add_entry(path, entry)
        self.form.edited()
        first = next((one for one in field.entry if one.name not in ("at", "by", "rank")), field.entry[0])
        if any(one.name == "at" and one.type == DATE for one in field.entry):
            first = field.entry[0]
        self.form.move_to(self.form.row_at((*place, first.name)))
        inner = self.form.row
        if inner is not None and inner.type == FIELD and first.type not in (CHOICE, FLAG, LINK, LINKS):
            self.form.entering.open(inner)

    def _reorder(self, row: Row, by: int) -> None:
        field = row.field
        if field is None or not field.ordered:
            self.form.say("these entries stand in the order of time; they are not moved")
            return
        path = row.path[:-1]
        entries = entries_in_order(field, self.form.model.value(path))
        at = next((at for at, one in enumerate(entries) if one.get("id") == row.path[-1]), 0)
        if not 0 <= at + by < len(entries):
            return
        entries.insert(at + by, entries.pop(at))
        self._change(path, _ranked(entries, at + by))

    def _say_who(self, row: Row) -> None:
        name = row.field.name if row.field is not None else ""
        self.form.say(FIXED_BY.get(name) or FIXED_BY.get(row.path[0], "this field is not known here; it is kept as it is"))


def _ranked(entries: list[dict[str, object]], moved: int) -> list[dict[str, object]]:
    """Entries in a new order: the moved one gets a rank between its neighbours, or all new ones where a rank is missing."""
    ranks = [str(one.get("rank") or "") for one in entries]
    around = [rank for at, rank in enumerate(ranks) if at != moved]
    if all(is_rank(rank) for rank in around) and around == sorted(set(around)):
        below = ranks[moved - 1] if moved else None
        above = ranks[moved + 1] if moved + 1 < len(ranks) else None
        entries[moved] = {**entries[moved], "rank": ranks_between(below, above, 1)[0]}
        return entries
    return [{**one, "rank": rank} for one, rank in zip(entries, ranks_between(None, None, len(entries)), strict=True)]


