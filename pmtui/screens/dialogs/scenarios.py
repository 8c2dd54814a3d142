"""The list of scenarios: what each would change, and the keys to show, compare, apply and reject them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.domain.records import Record
from pmtui.domain.scenarios import DRAFT, count_words
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.kept_list import KeptListDialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.picker import PickRow
from pmtui.widgets.styled_lines import Line, wrapped_spans
from pmtui.widgets.teaching import teaching_lines

_KEYS = (
    ("enter", "show"), ("n", "new"), ("c", "compare"), ("a", "apply"), ("r", "reject"), ("esc", "close"), ("space", "mark"),
    ("D", "delete"),
)
_NO_KEYS = (("n", "new"), ("esc", "close"))
_TEACHING = (
    "No scenario yet.",
    "",
    "A scenario is a plan on trial: other dates, another order, less in a milestone.",
    "Today stays as it is until a scenario is applied, and everybody gets it by sync.",
    "",
    "n begins one: the Roadmap then shows it, and every move goes into it.",
    "c sets it beside today: targets, forecasts, what drops out. a applies all of it.",
)
_PAGES = {"ctrl+d": 1, "pagedown": 1, "ctrl+u": -1, "pageup": -1}
_FRAME = 4
"""Lines of the dialog besides list and changes: the border, the rule between, the keys."""
_LEAST = 5
"""Lines for the changes."""


class Answer(NamedTuple):
    """What is to be done.

    Attributes:
        what: show, compare, apply or reject.
        ids: With which scenarios.
    """

    what: str
    ids: tuple[str, ...]


class Told(NamedTuple):
    """What is told of a scenario.

    Attributes:
        changes: Each change in words, and whether it differs from today.
        misfits: What does not fit any more, in words.
        reason: Why it was rejected; empty where it was not.
    """

    changes: tuple[tuple[bool, str], ...]
    misfits: tuple[str, ...]
    reason: str = ""


class Keeper(Protocol):
    """What the list asks of whoever keeps the scenarios."""

    def records(self) -> Sequence[Record]:
        """Every scenario, the open ones first."""

    def told(self, record: Record) -> Told:
        """What a scenario changes."""

    def make(self, title: str) -> str:
        """Begin a scenario; gives its id."""

    def delete(self, id: str) -> None:
        """Take a scenario away."""


class ScenariosDialog(KeptListDialog[Answer | None]):
    """Asks what to do with which scenario."""

    DEFAULT_CSS = """
    ScenariosDialog > Vertical { width: 100; height: auto; max-height: 96%; padding: 0; overflow: hidden; }
    ScenariosDialog LinePane { background: $surface; }
    ScenariosDialog #rule { height: 1; color: $border-blurred; }
    """
    ACTIONS: ClassVar = {
        "enter": "show", "n": "new", "c": "compare", "space": "mark", "x": "mark", "a": "apply", "r": "reject", "D": "delete",
        "escape": "leave", "q": "leave", "V": "leave", "backspace": "leave",
    }

    def __init__(self, keeper: Keeper, shown: str = "") -> None:
        """List what the keeper has.

        Args:
            keeper: Who keeps the scenarios.
            shown: The id of the one that the screens show.
        """
        super().__init__()
        self._keeper, self._shown = keeper, shown
        self._records: Sequence[Record] = ()
        self._told: dict[str, Told] = {}
        self.pane = LinePane()
        self.pane.GROUND = "surface"
        self._rule = Static("", id="rule", markup=False)
        self._foot = HintFoot(_KEYS)

    def compose(self) -> ComposeResult:
        """The scenarios, the changes of the one under the cursor, the keys."""
        with Vertical() as box:
            box.border_title = as_title("What if")
            yield self.list
            yield self._rule
            yield self.pane
            yield self._foot
        self._box = box

    def begin(self) -> None:
        """Begin on the scenario that is shown."""
        self.show_scenarios(self._shown)

    def on_resize(self) -> None:
        """The changes are as wide as the pane."""
        self.pane.call_later(self._fill)

    def show_scenarios(self, id: str = "") -> None:
        """Show the scenarios as they are now, with the cursor on one of them."""
        here = self.here
        wanted = id or ("" if here is None else here.id)
        self._records = self._keeper.records()
        self._told = {one.id: self._keeper.told(one) for one in self._records}
        self.list.marked &= {one.id for one in self._records}
        self.put_rows([self._row(one) for one in self._records], wanted, len(self._records))
        self._foot.show(_KEYS if self._records else _NO_KEYS)
        self._fill()

    @property
    def here(self) -> Record | None:
        """The scenario under the cursor."""
        return self.row_here(self._records)

    def _row(self, record: Record) -> PickRow:
        misfits = len(self._told[record.id].misfits) if record.stage == DRAFT else 0
        shown = "shown · " if record.id == self._shown else ""
        detail = f"{shown}{record.status} · {count_words(record)}{f' · ▼ {misfits}' if misfits else ''}"
        return PickRow(record.id, record.title, detail, status_glyph(record.status), status_role(record.status))

    def _fill(self) -> None:
        width, height = self.pane.text_width, self.size.height
        if width <= 0:
            return
        self.list.display = self._rule.display = bool(self._records)
        self._rule.update("─" * (width + 3))
        lines = self._lines(width)
        room = int(height * 0.96) - _FRAME
        rows = min(len(self._records), max(1, room - _LEAST))
        self.list.styles.height = max(1, rows)
        self.pane.styles.height = max(_LEAST, min(len(lines), room - rows))
        self.pane.set_lines(lines, keep_place=False)

    def _lines(self, width: int) -> list[Line]:
        here = self.here
        if here is None:
            return teaching_lines(_TEACHING, width)
        told = self._told[here.id]
        is_open = here.stage == DRAFT
        result = wrapped_spans([Span(told.reason, "muted")], width, (Span("because  ", "label"),), " " * 9) if told.reason else []
        for words in told.misfits if is_open else ():
            result += wrapped_spans([Span(words, "text")], width, (Span("▼ ", "warning"),), "  ")
        for is_other, words in told.changes:
            sign = Span("→ ", "accent") if is_other and is_open else Span("= " if is_open else "· ", "muted")
            result += wrapped_spans([Span(words, "text" if is_other else "muted")], width, (sign,), "  ")
        nothing = "No change yet: enter shows it on the Roadmap, and each move there goes into it."
        return result or wrapped_spans([Span(nothing, "muted")], width)

    # Keys

    def moved(self) -> None:
        """Tell of the scenario under the cursor."""
        self._fill()

    def takes(self, key: str) -> bool:
        """Page through what is told of a scenario."""
        step = _PAGES.get(key, 0)
        if step:
            self.pane.page(step)
        return step != 0

    def action_new(self) -> None:
        """Ask what a new scenario is called, and show it."""

        def answered(title: str | None) -> None:
            if title and title.strip():
                self.dismiss(Answer("show", (self._keeper.make(title.strip()[:200]),)))

        help = "Name what would be different: Two teams, MVP without exports."
        self.app.push_screen(AskDialog("What if …", "", help), answered)

    def action_mark(self) -> None:
        """Mark a scenario for the comparison; two at most, the older mark goes."""
        here = self.here
        if here is None:
            return
        marked = self.list.marked ^ {here.id}
        order = [one.id for one in self._records if one.id in marked and one.id != here.id]
        self.list.marked = {*order[-1:], *({here.id} & marked)}
        self.list.refresh()
        self.list.move(1)
        self._fill()

    def _answer(self, what: str) -> None:
        here = self.here
        if here is None:
            return
        if here.stage != DRAFT:
            self._box.border_subtitle = as_title(shortened(f"it is {here.status}: only an open scenario can be planned in or decided", 70))
            return
        self.dismiss(Answer(what, (here.id,)))

    def action_show(self) -> None:
        """Show the scenario on the Roadmap."""
        self._answer("show")

    def action_apply(self) -> None:
        """Apply the scenario."""
        self._answer("apply")

    def action_reject(self) -> None:
        """Reject the scenario."""
        self._answer("reject")

    def action_compare(self) -> None:
        """Compare the marked scenarios, else the one under the cursor, with today."""
        here = self.here
        marked = tuple(one.id for one in self._records if one.id in self.list.marked)
        if marked or here is not None:
            self.dismiss(Answer("compare", marked or ((here.id,) if here is not None else ())))

    def action_delete(self) -> None:
        """Delete the scenario; only y confirms."""
        here = self.here
        if here is None:
            return

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self._keeper.delete(here.id)
                self.show_scenarios()

        question = f"Delete the scenario “{shortened(here.title, 30)}”?"
        detail = "It goes for the whole team; u on the screen brings it back."
        self.app.push_screen(ConfirmDialog(question, detail, "y", "delete"), answered)
