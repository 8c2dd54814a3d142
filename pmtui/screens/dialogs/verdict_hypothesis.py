"""What follows from a hypothesis: what the tests say, and a key for each decision; then why, and what becomes of what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key, Resize

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.keys import pressed
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.pick_list import PickList, PickRow
from pmtui.widgets.styled_lines import Line

LinesFor = Callable[[int], list[Line]]
"""The lines for a width in cells."""
_FRAME = 4


class FactsPane(LinePane):
    """Lines above a choice; only for reading."""

    DEFAULT_CSS = "FactsPane { background: $surface; scrollbar-size-vertical: 0; height: auto; }"
    GROUND = "surface"
    can_focus = False


class KeyedDialog(Dialog[str | None]):
    """Shows facts and asks for one of a few answers, each of which has a key; answers its value, None with Escape."""

    DEFAULT_CSS = """
    KeyedDialog > Vertical { width: 88; height: auto; max-height: 96%; }
    """

    def __init__(self, title: str, facts: LinesFor, rows: Sequence[PickRow], at: int = 0) -> None:
        """Ask.

        Args:
            title: What is asked.
            facts: What to know before.
            rows: The answers; the glyph of each is its key, and digits go by their order.
            at: The row under the cursor at first.
        """
        super().__init__()
        self._title, self._facts, self._rows, self._at = title, facts, tuple(rows), at
        self.facts = FactsPane()
        self.list = PickList()

    def compose(self) -> ComposeResult:
        """The facts, the answers, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.facts
            yield self.list
            yield HintFoot(((" ".join(one.glyph for one in self._rows), "choose"), ("enter", "take it"), ("esc", "cancel")))

    def on_mount(self) -> None:
        """Show the answers."""
        self.list.styles.height = len(self._rows)
        self.list.show(self._rows, "", self._at)

    def on_resize(self, event: Resize) -> None:
        """As many facts as there is room for; the answers stay in sight."""
        width = max(8, min(88, event.size.width * 96 // 100) - 5)
        lines = [*self._facts(width), ()]
        room = int(event.size.height * 0.96) - _FRAME - len(self._rows)
        self.facts.styles.height = max(1, min(len(lines), room))
        self.facts.set_lines(lines)

    def on_key(self, event: Key) -> None:
        """Answer, move, scroll the facts."""
        event.stop()
        event.prevent_default()
        key = pressed(event)
        at = next((at for at, one in enumerate(self._rows, 1) if key in (one.glyph, str(at))), 0)
        if at:
            self.dismiss(self._rows[at - 1].value)
        elif key == "enter" and self.list.cursor_row is not None:
            self.dismiss(self.list.cursor_row.value)
        elif key in ("escape", "q"):
            self.dismiss(None)
        elif key in ("ctrl+d", "pagedown", "space", "ctrl+u", "pageup"):
            step = max(1, self.facts.size.height // 2)
            top = self.facts.scroll_offset.y + (-step if key in ("ctrl+u", "pageup") else step)
            self.facts.scroll_to(y=max(0, top), animate=False, force=True)
        else:
            self.list.move_by_letter(key)

    def on_click(self, event: Click) -> None:
        """Take the answer that was clicked."""
        at = self.list.clicked(event)
        if at is not None:
            self.dismiss(self._rows[at].value)


class TickDialog(Dialog[tuple[str, ...] | None]):
    """Asks which of some records something is done with; answers the values that are ticked, None with Escape."""

    DEFAULT_CSS = """
    TickDialog > Vertical { width: 88; height: auto; max-height: 92%; }
    """

    def __init__(self, title: str, rows: Sequence[PickRow], facts: LinesFor, foot: str) -> None:
        """Ask.

        Args:
            title: What is asked.
            rows: The records, none of them ticked at first.
            facts: What to know before.
            foot: What Enter does.
        """
        super().__init__()
        self._title, self._rows, self._facts, self._foot = title, tuple(rows), facts, foot
        self.facts = FactsPane()
        self.list = PickList()

    def compose(self) -> ComposeResult:
        """The facts, the records, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.facts
            yield self.list
            yield HintFoot((("space", "tick"), ("*", "all"), ("enter", self._foot), ("esc", "cancel")))

    def on_mount(self) -> None:
        """Show the records."""
        self.list.show(self._rows, "")

    def on_resize(self, event: Resize) -> None:
        """As many records as there is room for."""
        lines = [*self._facts(max(8, min(88, event.size.width * 96 // 100) - 5)), ()]
        self.facts.styles.height = len(lines)
        self.facts.set_lines(lines)
        self.list.styles.height = max(1, min(len(self._rows), int(event.size.height * 0.92) - _FRAME - len(lines)))

    def _count(self) -> None:
        self.query_one(Vertical).border_subtitle = f"{len(self.list.marked)} of {len(self._rows)}" if self.list.marked else ""
        self.list.refresh()

    def _turn(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.list.marked ^= {row.value}
            self._count()

    def on_key(self, event: Key) -> None:
        """Tick, answer, move."""
        event.stop()
        event.prevent_default()
        key = pressed(event)
        if key in ("space", "x"):
            self._turn()
            self.list.move_by_letter("j")
        elif key == "*":
            every = {one.value for one in self._rows}
            self.list.marked = set() if self.list.marked == every else every
            self._count()
        elif key == "enter":
            self.dismiss(tuple(one.value for one in self._rows if one.value in self.list.marked))
        elif key in ("escape", "q"):
            self.dismiss(None)
        else:
            self.list.move_by_letter(key)

    def on_click(self, event: Click) -> None:
        """Tick what was clicked."""
        at = self.list.clicked(event)
        if at is not None:
            self.list.move_to(at)
            self._turn()
