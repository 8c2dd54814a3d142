"""Finding any record by some letters of its title or id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key
from textual.widgets import Input

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.compositing import LineCompositor
from pmtui.widgets.found_list import FoundList, FoundRows, hit_of, move_by_key
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.record_index import LIMIT, Hit

if TYPE_CHECKING:
    from pmtui.screens.host import Host

Ask = Callable[[str, Sequence[str], Callable[[str, list[Hit], bool], None]], None]
"""Looks for a text among the records of some kinds (all where there are none), behind the screen, and calls with what is found."""

_KEYS = (("enter", "go there"), ("↑↓", "choose"), ("esc", "stay"))
_BACK = "go.previous_place"


class JumpDialog(Dialog[Hit | None]):
    """Asks for a record; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    JumpDialog > Vertical { width: 100; height: 24; max-height: 90%; }
    JumpDialog LineEdit, JumpDialog LineEdit:focus { background: $panel; }
    """

    def __init__(self, host: Host, ask: Ask, recent: Sequence[Hit]) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            recent: What to show while nothing is typed, before all else.
        """
        super().__init__()
        self._compositor = LineCompositor()
        self._host, self._ask, self._recent = host, ask, list(recent)
        self._shown: tuple[str | None, list[Hit]] = (None, [])
        self._is_entered = False
        self.edit = LineEdit(placeholder="some letters of a title, an id, a handle")
        self.list = FoundList(host.id_length)

    def compose(self) -> ComposeResult:
        """The line, what is found, the keys."""
        with Vertical() as box:
            box.border_title = "Go to any record"
            yield self.edit
            yield self.list
            yield HintFoot([*_KEYS, *((key, "goes back afterwards") for key in self._host.keys_of(_BACK)[:1])])

    def on_mount(self) -> None:
        """Show where the person has been; look for more behind."""
        self.edit.focus()
        self.list.is_searching = True
        self.list.show(FoundRows(self._host.snapshot, self._recent), "")
        self._ask("", (), self._found)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed now; what was found before stays until then."""
        event.stop()
        self._is_entered = False
        self.list.is_searching = True
        self._ask(event.value, (), self._found)

    def _found(self, text: str, hits: list[Hit], is_last: bool) -> None:
        if text != self.edit.value or self.is_answered:
            return
        if not text.strip():
            known = set(self._recent)
            hits = [*self._recent, *(one for one in hits if one not in known)]
        self.list.is_searching = not is_last
        if (text, hits) != self._shown or (is_last and not hits):
            self._show(text, hits)
        if self._is_entered and (hits or is_last):
            self._pick()

    def _show(self, text: str, hits: list[Hit]) -> None:
        """Show what is found; with more of the same, the cursor stays on its record."""
        row = self.list.cursor_row if text == self._shown[0] else None
        at = hits.index(hit_of(row)) if row is not None and hit_of(row) in hits else 0
        self._shown = (text, hits)
        self.list.show(FoundRows(self._host.snapshot, hits), text, at)
        found = f"{len(hits)}{' and more' if len(hits) >= LIMIT else ''} found"
        self.query_one(Vertical).border_subtitle = found if text.strip() else "where you were last" if self._recent else ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the record under the cursor; where the text is newer than what is shown, to the first that it finds."""
        event.stop()
        if event.value == self._shown[0] and (self.list.rows or not self.list.is_searching):
            self._pick()
        else:
            self._is_entered = True

    def _pick(self) -> None:
        row = self.list.cursor_row
        self._is_entered = False
        if row is not None:
            self.dismiss(hit_of(row))

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Stay."""
        event.stop()
        self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """Move the cursor while the line keeps the focus."""
        if move_by_key(self.list, event.key) or event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Go to the record that was clicked."""
        offset = event.get_content_offset(self.list)
        at = offset.y + int(self.list.scroll_offset.y) if offset is not None else -1
        if 0 <= at < len(self.list.rows):
            self.list.move_to(at)
            self._pick()
