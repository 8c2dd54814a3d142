"""What was learnt, once, for some hypotheses and against others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize
from textual.widgets import Static

from pmtui.screens.dialogs.confirm import close_or_ask
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.keys import pressed
from pmtui.widgets.long_text import LongText
from pmtui.widgets.pick_list import PickList, PickRow

FOR, AGAINST = "for", "against"
_SIGNS = {FOR: ("+", "success"), AGAINST: ("−", "error"), "": ("·", "faint")}
_FRAME = 5

Save = Callable[[Mapping[str, Any]], str]
"""Saves `text`, `for` and `against`; gives what is wrong, or nothing."""


class StanceList(PickList, can_focus=True):
    """Hypotheses, each with a sign: for, against, or nothing."""


class LearnDialog(Dialog[bool]):
    """Asks for the words, then for each hypothesis whether they speak for or against it; answers whether it was saved."""

    DEFAULT_CSS = """
    LearnDialog > Vertical { width: 88; height: auto; max-height: 100%; padding: 0 1; }
    LearnDialog #said { height: 1; color: $text-muted; }
    LearnDialog #said.-fault { color: $error; }
    """
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("tab", "words, hypotheses"), ("+", "for"), ("-", "against"), ("ctrl+s", "save"), ("esc", "close"),
    )

    def __init__(self, rows: Sequence[PickRow], save: Save, first: Sequence[str] = (), text: str = "") -> None:
        """Ask.

        Args:
            rows: The hypotheses: id, title and status.
            save: Saves what was learnt.
            first: The ids that stand at the top: those that were selected.
            text: What was typed before and not saved.
        """
        super().__init__()
        self._rows = sorted(rows, key=lambda one: one.value not in first)
        self._save, self._begun = save, text
        self.stances: dict[str, str] = {}
        self.words = LongText()
        self.list = StanceList()

    def compose(self) -> ComposeResult:
        """The words, the hypotheses, what is wrong, the keys."""
        with Vertical() as box:
            box.border_title = "What did we learn?"
            yield self.words
            yield self.list
            yield Static("", id="said", markup=False)
            yield HintFoot(self.KEYS)

    def on_mount(self) -> None:
        """Type the words at once."""
        self.words.text = self._begun
        self.words.focus()
        self._show()

    def on_resize(self, event: Resize) -> None:
        """As many hypotheses as there is room for."""
        self.list.styles.height = max(1, min(len(self._rows), 12, event.size.height - _FRAME - 4))

    def _show(self) -> None:
        rows = [row._replace(glyph=_SIGNS[stance][0], role=_SIGNS[stance][1])
                for row in self._rows for stance in (self.stances.get(row.value, ""),)]
        self.list.show(rows, "", self.list.cursor_index)
        counts = [sum(one == stance for one in self.stances.values()) for stance in (FOR, AGAINST)]
        self.query_one(Vertical).border_subtitle = f"{counts[0]} for · {counts[1]} against" if any(counts) else ""

    def on_key(self, event: Key) -> None:
        """Save, change sides, say for or against."""
        key = pressed(event)
        if event.key in ("ctrl+s", "ctrl+enter"):
            self._finish()
        elif event.key == "escape":
            self._close()
        elif event.key in ("tab", "shift+tab"):
            (self.words if self.list.has_focus else self.list).focus()
        elif not self.list.has_focus:
            return
        elif key in ("+", "f", "=", "-", "a", "0"):
            self._say_stance(FOR if key in ("+", "f", "=") else AGAINST if key in ("-", "a") else "")
        elif not self.list.move_by_letter(key):
            return
        event.stop()
        event.prevent_default()

    def _say_stance(self, stance: str) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.stances[row.value] = "" if self.stances.get(row.value) == stance else stance
            self._show()

    def _finish(self) -> None:
        fault = self._save({
            "text": self.words.text, **{stance: [id for id, one in self.stances.items() if one == stance] for stance in (FOR, AGAINST)},
        })
        if not fault:
            self.dismiss(True)
            return
        said = self.query_one("#said", Static)
        said.update(fault)
        said.set_class(True, "-fault")
        (self.words if fault.startswith("text:") else self.list).focus()

    def _close(self) -> None:
        close_or_ask(self, is_typed=self.words.text != self._begun or any(self.stances.values()))
