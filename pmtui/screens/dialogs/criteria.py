"""The checklist of an item: a key for each step, and a line for words; every step is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Paste, Resize
from textual.widgets import Input

from pmtui.commands.criteria import ADD, EDIT, MOVE, REMOVE, TICK
from pmtui.domain.markdown_items import plain_lines
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.checklist import Checklist
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.keys import pressed
from pmtui.widgets.line_edit import LineEdit

_FRAME = 4
"""Lines of the dialog besides its criteria: the border, the line, the keys."""
_KEYS = (("space", "tick"), ("a", "add"), ("e", "edit"), ("J K", "move"), ("d", "remove"), ("u", "undo"), ("esc", "close"))
_TYPING = (("enter", "take"), ("esc", "back to the list"))
_STEPS: Mapping[str, tuple[str, int]] = {
    "space": (TICK, 0), "x": (TICK, 0), "J": (MOVE, 1), "shift+down": (MOVE, 1), "K": (MOVE, -1), "shift+up": (MOVE, -1),
    "d": (REMOVE, 0), "D": (REMOVE, 0), "delete": (REMOVE, 0),
}

Entries = Callable[[], Sequence[Mapping[str, Any]]]
Act = Callable[[Mapping[str, Any]], bool]
"""Does one step, with the arguments of the command; gives whether it was done."""


class CriteriaDialog(Dialog[None]):
    """Shows a checklist and changes it."""

    DEFAULT_CSS = """
    CriteriaDialog > Vertical { width: 84; height: auto; max-height: 92%; }
    CriteriaDialog Checklist { height: auto; min-height: 1; }
    CriteriaDialog LineEdit, CriteriaDialog LineEdit:focus { background: $panel; padding: 0 1 0 3; }
    """

    def __init__(self, title: str, entries: Entries, act: Act, undo: Callable[[], None]) -> None:
        """Show.

        Args:
            title: Whose criteria they are.
            entries: The criteria as they stand, in their order.
            act: Does a step.
            undo: Undoes the last change.
        """
        super().__init__()
        self._title, self._entries, self._act, self._undo = title, entries, act, undo
        self._edited = ""
        self.list = Checklist()
        self.edit = LineEdit(placeholder="what must hold for it to be done")
        self.foot = HintFoot(_KEYS)

    def compose(self) -> ComposeResult:
        """The list, a line, the keys."""
        with Vertical() as box:
            box.border_title = as_title(shortened(f"Criteria · {self._title}", 72))
            yield self.list
            yield self.edit
            yield self.foot

    def on_mount(self) -> None:
        """Show the criteria; where there are none, begin with the first."""
        self.edit.display = False
        self.look()
        if self.list.entries:
            self.list.focus()
        else:
            self._type("")

    def on_resize(self, event: Resize) -> None:
        """As many lines as there are, and as fit."""
        self._lay_out()

    def on_checklist_wrapped(self) -> None:
        """As many lines as there are by now."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(1, int(self.size.height * 0.92) - _FRAME)
        self.list.styles.height = max(1, min(room, self.list.virtual_size.height or len(self.list.entries)))

    def look(self, cursor_id: str = "") -> None:
        """Show the criteria as they stand now."""
        self.list.show(self._entries(), cursor_id)
        done, total = sum(one.get("done") is True for one in self.list.entries), len(self.list.entries)
        self.query_one(Vertical).border_subtitle = f"{done}/{total}" if total else ""
        self._lay_out()
        self.call_after_refresh(self._lay_out)  # once the list has wrapped its lines to its own width

    @property
    def entry_id(self) -> str:
        """The id of the criterion under the cursor; empty where there is none."""
        return str((self.list.entry or {}).get("id") or "")

    def on_key(self, event: Key) -> None:
        """Do what a key means in the list."""
        if self.edit.has_focus:
            return
        event.stop()
        event.prevent_default()
        key = pressed(event)
        if self.list.move_by_letter(key):
            return
        if key in _STEPS and self.entry_id:
            step, by = _STEPS[key]
            id = self.entry_id
            self._act({"step": step, "entry": id, "by": by})
            self.look(id)
        elif key == "a":
            self._type("")
        elif key in ("e", "enter") and self.entry_id:
            self._type(self.entry_id)
        elif key == "u":
            self._undo()
            self.look(self.entry_id)
        elif key in ("escape", "q", "X"):
            self.dismiss(None)

    def on_paste(self, event: Paste) -> None:
        """Take pasted lines as criteria, ticks and dashes left out."""
        event.stop()
        self._add(plain_lines(event.text))

    def _type(self, entry: str) -> None:
        """Open the line: for a new criterion, or for the words of one."""
        self._edited = entry
        text = str((self.list.entry or {}).get("text") or "") if entry else ""
        self.edit.display = True
        with self.prevent(Input.Changed):
            self.edit.value = text
        self.edit.cursor_position = len(text)
        self.edit.focus()
        self.foot.show(_TYPING if entry else (("enter", "add, go on"), ("esc", "back to the list" if self.list.entries else "close")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed; after a new criterion comes the next, an empty line ends."""
        event.stop()
        text = event.value.strip()
        if self._edited:
            if not text or self._act({"step": EDIT, "entry": self._edited, "texts": [text]}):
                self.look(self._edited)
                self._leave_line()
        elif not text:
            self._leave_line()
        else:
            self._add([text])
            self.edit.value = ""

    def _add(self, texts: Sequence[str]) -> None:
        before = {one.get("id") for one in self.list.entries}
        if texts and self._act({"step": ADD, "texts": list(texts), "after": self.entry_id}):
            now = self._entries()
            new = [str(one.get("id")) for one in now if one.get("id") not in before]
            self.look(new[-1] if new else "")

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Back to the list, or close where there is nothing in it."""
        event.stop()
        self._leave_line()

    def _leave_line(self) -> None:
        if not self.list.entries:
            self.dismiss(None)
            return
        self.edit.display = False
        self.list.focus()
        self.foot.show(_KEYS)
