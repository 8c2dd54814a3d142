"""The foot of a form: what the row under the cursor is and takes, and which keys matter there."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from pmtui.commands.forms import FIXED as FIXED_BY
from pmtui.domain.dates import DATE_FORMS, INSTANT_FORMS
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, FLAG, INSTANT, INTEGER, LINES, LINK, LINKS, NUMBER, SET, TEXT, Field
from pmtui.domain.text import spoken
from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.form_lines import Opened
from pmtui.widgets.form_model import FormModel
from pmtui.widgets.form_rows import ADD, ENTRY, FIELD, FIXED, GROUP, SECTION, SIDE, Row
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import palette_of
from pmtui.widgets.styled_lines import Line, paint_line

_TAKES = {
    TEXT: "one line", LINES: "long text, in Markdown", SET: "words, separated by commas", LINK: "type to find, or to create",
    LINKS: "type to find, or to create", FLAG: "yes or no", DATE: DATE_FORMS, INSTANT: INSTANT_FORMS,
}


def takes(field: Field) -> str:
    """What may be typed into a field: its form and its range."""
    if field.type in (NUMBER, INTEGER):
        what = "a whole number" if field.type == INTEGER else "a number"
        low, high = field.minimum, field.maximum
        if low is not None and high is not None:
            return f"{what} from {low:g} to {high:g}"
        return f"{what}, at least {low:g}" if low is not None else f"{what}, at most {high:g}" if high is not None else what
    if field.type == CHOICE:
        return f"one of {len(field.choices)}: {', '.join(field.choices)}"
    return _TAKES.get(field.type, "")


def row_help(row: Row | None, model: FormModel) -> tuple[str, str]:
    """What a row is, and what it takes."""
    if row is None:
        return "", ""
    if row.type == SECTION:
        return row.label, "enter folds and unfolds"
    if row.type == SIDE:
        return "Two people gave this field different values.", "enter takes this one and ends the conflict"
    if row.type == FIXED:
        name = row.field.name if row.field is not None else ""
        who = FIXED_BY.get(name) or FIXED_BY.get(row.path[0], "kept as it is")
        return row.field.help if row.field is not None else "Not known to this version.", who
    if row.field is None:
        return "", ""
    if row.type in (GROUP, ENTRY, ADD):
        inner = ", ".join(spoken(one.name) for one in row.field.entry if one.type != "rank")
        return row.field.help, f"{'each has' if row.field.type == ENTRIES else 'it has'} {inner}"
    outside = " · changed elsewhere since you opened it" if row.path[0] in model.outside else ""
    return row.field.help + outside, takes(row.field)


def row_hints(row: Row | None, opened: Opened | None, *, is_typing: bool, is_dirty: bool) -> list[Hint]:
    """The keys that matter on a row."""
    save, close = Hint("ctrl+s", "save", 0), Hint("esc", "close", 0)
    if is_typing:
        is_text = opened is not None and opened.how == "text"
        leave = Hint("tab", "next field", 1)
        first = [leave] if is_text else [Hint("enter", "done", 1), leave]
        preview = [Hint("ctrl+p", "preview", 2)] if is_text else []
        return [*first, Hint("esc", "leave field", 1), save, *preview, Hint("ctrl+o", "$EDITOR", 3)]
    if opened is not None and opened.how == "choices":
        return [Hint("↑↓", "choose", 0), Hint("a–z", "first letter", 2), Hint("enter", "take", 0), Hint("esc", "back", 0)]
    if opened is not None and opened.how == "calendar":
        moves = [Hint("←↑↓→", "day", 0), Hint("pgup pgdn", "month", 1), Hint("t", "today", 1)]
        return [*moves, Hint("enter", "take", 0), Hint("esc", "back", 0)]
    undo = [Hint("ctrl+z", "undo", 4)] if is_dirty else []
    return [*_own_hints(row), save, close, *undo, Hint("j/k", "move", 5), Hint("E", "all in $EDITOR", 7)]


def _own_hints(row: Row | None) -> list[Hint]:
    if row is None:
        return []
    if row.type == ENTRY:
        moves = [Hint("J/K", "reorder", 3)] if row.field is not None and row.field.ordered else []
        return [Hint("enter", "unfold", 1), Hint("a", "add", 2), Hint("D", "delete", 2), *moves]
    if row.type in (SECTION, GROUP):
        return [Hint("enter", "fold" if row.is_open else "unfold", 1), *([Hint("a", "add", 2)] if _is_list(row) else [])]
    if row.type != FIELD or row.field is None:
        return [] if row.type == FIXED else [Hint("enter", "add" if row.type == ADD else "take", 1)]
    own = {FLAG: [Hint("space", "switch", 1)], DATE: [Hint("c", "calendar", 2)], INSTANT: [Hint("c", "calendar", 2)]}
    word = "choose" if row.field.type in (CHOICE, LINK, LINKS) else "edit"
    return [Hint("enter", word, 1), *own.get(row.field.type, [])]


def _is_list(row: Row) -> bool:
    return row.field is not None and row.field.type == ENTRIES


class FormFoot(Widget):
    """Two lines: what the row is, and what it takes; or what has just happened."""

    can_focus = False

    def __init__(self) -> None:
        """Empty lines."""
        super().__init__()
        self._lines: tuple[str, str] = ("", "")
        self._said: tuple[str, str] = ("", "muted")

    @property
    def text(self) -> str:
        """What stands there."""
        return "\n".join((self._said[0] or self._lines[0], self._lines[1]))

    def show(self, first: str, second: str) -> None:
        """Show what a row is and takes."""
        if (first, second) != self._lines:
            self._lines = (first, second)
            self.refresh()

    def say(self, text: str, role: str = "muted") -> None:
        """Say something in the place of the first line; an empty text takes it back."""
        if (text, role) != self._said and (text or self._said[0]):
            self._said = (text, role)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the two lines."""
        width = self.size.width
        said, role = self._said
        text, role = (said, role) if y == 0 and said else (self._lines[y] if y < 2 else "", "text" if y == 0 else "muted")
        line: Line = (Span(shortened(steady(text), max(1, width - 3)), role),)
        return paint_line(line, width, palette_of(self.app), "surface", 1)
