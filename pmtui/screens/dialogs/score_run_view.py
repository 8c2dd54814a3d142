"""How a score run looks: progress above, the record, and what is asked of it below or, where there is room, beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from pmtui.domain.records import Record
from pmtui.screens.dialogs.score_run_walk import AGREE, GROUP, MINE, Walk
from pmtui.widgets.border_texts import show_subtitle, show_title
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.hint_line import Hint, fitting_hints
from pmtui.widgets.line_pane import MARGIN, LinePane
from pmtui.widgets.one_line import OneLine, Span
from pmtui.widgets.score_context import context_lines
from pmtui.widgets.score_lines import Asking, formula_lines, input_line, scale_lines
from pmtui.widgets.styled_lines import Line

if TYPE_CHECKING:
    from pmtui.screens.dialogs.score_run_keys import RunKeys

_WIDE = 110
"""Columns of the terminal from which the record stands beside what is asked."""
_SCALE = 74
"""Cells in which every scale stands with its examples in full."""
_NARROWEST = 40
"""The fewest cells of a record beside what is asked."""
_LEAST_CONTEXT = 5
"""Lines that the record has at least, so long as the scale fits, too."""
_TINY = 11
"""In fewer lines the record has one alone."""
_ROOMY = 9
"""Lines of the record from which blank ones may stand between its parts."""
_PAGE = 104
"""The most columns of the pages at the start and at the end."""
_WIDEST, _HIGHEST, _BAR = 170, 36, 32
_TALL = 34
"""Lines of the terminal from which blank ones set the progress apart."""
_TITLES = {MINE: "Score", GROUP: "Score for the group", AGREE: "What the group has scored"}


def record_width(inner: int) -> int:
    """The cells of a record that stands beside what is asked: half, but where room is short, the scale comes first."""
    return min(inner // 2, max(_NARROWEST, inner - _SCALE))


class Progress(OneLine):
    """How far the run is, and what was scored last.

    Attributes:
        at: The place of the record that is asked about, from 1.
        count: How many there are.
        told: The title and the score of the one before; blank at first.
    """

    GROUND = "surface"

    def __init__(self) -> None:
        """At the beginning."""
        super().__init__()
        self.at, self.count, self.told = 1, 1, ("", "")

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """A bar with figures, and the last one at the right."""
        size = min(_BAR, width // 3)
        full = round(size * (self.at - 1) / self.count)
        left = [Span(" "), Span("━" * full, "accent"), Span("─" * (size - full), "faint"), Span(f"  {self.at} of {self.count}", "text")]
        title, figure = self.told
        if not title:
            return left, ()
        room = width - size - width_of(f"  {self.at} of {self.count}") - width_of(figure) - 8
        return left, [Span("✓ ", "success"), Span(f"{figure}  " if figure else "", "text bold"),
                      Span(shortened(title, max(6, room)), "muted"), Span(" ")]


class RunPane(LinePane):
    """A pane of the dialog, on its ground."""

    GROUND = "surface"


class ScoreRunView:
    """Fills the dialog's widgets.

    Attributes:
        told: The title and the score of the record that was scored last.
        is_new: Whether another record has come up since the last look.
    """

    def __init__(self, dialog: RunKeys) -> None:
        """For this dialog."""
        self.dialog = dialog
        self.progress = Progress()
        self.context = RunPane(id="record")
        self.asked = RunPane(id="asked")
        self.told = ("", "")
        self.is_new = True

    @property
    def page_width(self) -> int:
        """Cells of a line of the pages at the start and at the end."""
        return max(20, min(_PAGE, int(self.dialog.app.size.width * 0.96)) - 2 - 3)

    def show_page(self, lines: list[Line]) -> None:
        """Show the page at the start or at the end."""
        dialog = self.dialog
        box = dialog.query_one(Vertical)
        self.context.display = self.progress.display = False
        dialog.set_class(dialog.walk is not None, "-asking")  # after a run the list has changed: painted once, at the end
        dialog.query_one("#parts").remove_class("-wide", "-lone")
        room = int(dialog.app.size.height * 0.92) - 2
        lines = [line for line in lines if line] if len(lines) > room else lines
        box.styles.max_width = _PAGE
        box.styles.height = min(len(lines) + 3, int(dialog.app.size.height * 0.92))
        self.asked.styles.height = "1fr"
        self.asked.set_lines(lines, keep_place=True)
        show_title(box, _TITLES[dialog.mode] if dialog.walk is None else f"{_TITLES[dialog.mode]} · {dialog.walk.method.label}")
        self._hint(box, _start_hints(dialog) if dialog.walk is None else _end_hints(dialog))

    def show_item(self) -> None:
        """Show a record and what is asked of it."""
        dialog, walk, record = self.dialog, self.dialog.walk, self.dialog.record
        if walk is None or record is None:
            return
        box, parts = dialog.query_one(Vertical), dialog.query_one("#parts", Container)
        is_wide = dialog.app.size.width >= _WIDE
        box.styles.max_width, box.styles.height = _WIDEST, "92%"
        dialog.add_class("-asking")  # what lies behind changes with each record: it would be painted for nobody
        self.context.display = True
        self.progress.display = is_many = len(walk.ids) > 1
        parts.set_class(is_wide, "-wide")
        inner = min(_WIDEST, int(dialog.app.size.width * 0.96)) - 2
        is_roomy = is_wide and dialog.app.size.height >= _TALL
        self.progress.set_class(is_roomy, "-roomy")
        parts.set_class(is_roomy and not is_many, "-lone")
        above = (1 + 2 * is_roomy) if is_many else is_roomy
        height = min(_HIGHEST, int(dialog.app.size.height * 0.92)) - 2 - above - dialog.edit.has_class("-shown")
        self._fill_asked(record, walk, inner, height, is_wide=is_wide)
        room = height if is_wide else height - len(self.asked.lines)
        self.context.styles.width = beside = record_width(inner) if is_wide else inner
        width = beside - 3
        snapshot, today = dialog.host.snapshot, dialog.host.environment().today
        lines = context_lines(record, snapshot, today, width, dialog.host.id_length, is_dense=room < _ROOMY)
        self.context.set_lines(lines, keep_place=not self.is_new)
        self.is_new = False
        self.progress.at, self.progress.count, self.progress.told = walk.at + 1, len(walk.ids), self.told
        self.progress.refresh()
        show_title(box, f"{_TITLES[dialog.mode]} · {walk.method.label}")
        self._hint(box, _item_hints(dialog, walk))

    def _fill_asked(self, record: Record, walk: Walk, inner: int, height: int, *, is_wide: bool) -> None:
        """What is asked; it has the same height for all inputs of a method, so that nothing jumps."""
        dialog = self.dialog
        width = (inner - record_width(inner) if is_wide else inner) - 3 - 3 * is_wide
        is_tiny = height < _TINY
        most = height if is_wide else height - (1 if is_tiny else _LEAST_CONTEXT)
        opinion = None
        if dialog.mode == AGREE:
            opinion = dialog.keeper.opinion(record, walk.input, is_revealed=dialog.is_revealed)
        figure = dialog.keeper.figure(record, walk.method, walk.values) if dialog.mode == MINE else ""
        values = walk.values
        if dialog.mode == AGREE:  # what nobody has scored stays as it is
            asked = {walk.method.inputs[at].field for at in walk.asked}
            values = {**{one.field: record[one.field] for one in walk.method.inputs if one.field not in asked}, **values}
        asking = Asking(walk.method, walk.input, values, frozenset(walk.given), "" if is_wide else figure, opinion)
        head: list[Line] = [] if is_wide or is_tiny else [(Span("─" * width, "border"),)]
        head += input_line(asking, width)
        lines = [*head, *scale_lines(asking, width, most - len(head))]
        if is_wide:
            lines += [(), *formula_lines(walk.method, figure, width)] if len(lines) + 4 < height else []
            lines = [(Span("│  ", "border"), *line) for line in [*lines, *([()] * (height - len(lines)))]]
            self.asked.styles.height = "100%"
        else:
            tallest = max(len(scale_lines(asking._replace(input=one), width, most - len(head))) for one in walk.method.inputs)
            lines += [()] * max(0, min(most, tallest + len(head)) - len(lines))
            self.asked.styles.height = len(lines)
        self.asked.set_lines(lines, keep_place=False)

    def key_at(self, x: int, y: int) -> str:
        """The key that stands in a line of what is asked, at a cell or to the left of it; empty where there is none."""
        at = y + self.asked.scroll_offset.y
        found, cell = "", MARGIN
        for span in self.asked.lines[at] if 0 <= at < len(self.asked.lines) else ():
            if cell > x:
                break
            found = span.text if span.role == "key" else found
            cell += width_of(span.text)
        return found

    def tell(self, words: str) -> None:
        """Say in the lower border what a key could not do, in the place of the keys, until another one is pressed."""
        room = int(self.dialog.app.size.width * 0.96) - 6
        show_subtitle(self.dialog.query_one(Vertical), shortened(words, min(room, _PAGE - 6)))

    def _hint(self, box: Vertical, hints: Sequence[Hint]) -> None:
        """Name the keys in the lower border, as many as fit."""
        room = min(int(self.dialog.app.size.width * 0.96), _PAGE if self.dialog.walk is None else _WIDEST) - 6
        fitting = fitting_hints([one._replace(label=f"{one.label} ") for one in hints], room)
        show_subtitle(box, " · ".join(f"{one.key} {one.label.strip()}" for one in fitting))


def _start_hints(dialog: RunKeys) -> list[Hint]:
    label = dialog.keeper.methods()[dialog.chosen].label
    group = [Hint("g", "for me alone" if dialog.mode == GROUP else "for the group", 3)] if dialog.keeper.kind == "item" else []
    count = len(dialog.keeper.methods())
    return [Hint(f"1–{count}" if count > 1 else "1", "method", 1), Hint("enter", label, 2), *group, Hint("esc", "close", 1)]


def _end_hints(dialog: RunKeys) -> list[Hint]:
    assert dialog.walk is not None
    sort = [Hint("enter", f"sort by {dialog.walk.method.label}", 1)] if dialog.mode != GROUP else []
    return [*sort, Hint("u", "undo the last", 3), Hint("j k", "scroll", 4), Hint("esc", "close", 1)]


def _item_hints(dialog: RunKeys, walk: Walk) -> list[Hint]:
    if dialog.edit.has_class("-shown"):
        return [Hint("enter", "take it", 1), Hint("esc", "cancel", 1)]
    many = len(walk.ids) > 1
    count = len(walk.input.steps)
    keys = [Hint("1" if count == 1 else f"1–{count % 10 if count == 10 else count}", "score", 1)] if count else []
    can_change = walk.mode != AGREE and len(dialog.keeper.methods()) > 1
    if walk.mode == AGREE and not dialog.is_revealed:
        return [Hint("enter", "reveal", 0), *([Hint("space", "next", 2)] if many else []), Hint("j k", "scroll", 6), Hint("esc", "end", 1)]
    if walk.mode == AGREE:
        keys = [Hint("enter", "median", 1), Hint(keys[0].key if keys else "=", "another value", 2)]
    elif walk.values.get(walk.input.field) is not None:
        keys.append(Hint("enter", "as it is", 4))
    return [
        *keys, *([Hint("=", "number", 3)] if walk.input.is_typed and count else []), *([Hint("space", "skip", 2)] if many else []),
        Hint("←", "back", 3), *([Hint("u", "undo", 3)] if walk.given or walk.done else []),
        *([Hint("m", "method", 5)] if can_change else []), Hint("j k", "scroll", 6), Hint("esc", "end", 1),
    ]
