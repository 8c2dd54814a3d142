"""Deciding conflicts one after the other: a digit takes a value, and the next conflict comes up by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key

from pmtui.domain.conflicts import Conflict
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened, width_of
from pmtui.widgets.conflict_pane import ConflictPane
from pmtui.widgets.digit_row import digit_of

if TYPE_CHECKING:
    from pmtui.screens.conflicts import ConflictsScreen

_BY_HAND = "deleted_at"
_DEAF = 0.6
"""Seconds in which no digit counts, after another conflict has come up by itself."""
_LEAST = 14
"""Lines of the box: it does not change its height with every small conflict."""


class ConflictDialog(Dialog[str]):
    """Asks for a decision on each conflict; answers the key of one that is to be edited by hand, or None."""

    DEFAULT_CSS = """
    ConflictDialog > Vertical { width: 96%; max-width: 206; height: 14; max-height: 92%; padding: 0; }
    ConflictDialog ConflictPane { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False), Binding("k,up", "scroll(-1)", show=False),
        Binding("ctrl+d,pagedown,space", "page(1)", show=False), Binding("ctrl+u,pageup", "page(-1)", show=False),
        Binding("g,home", "end(-1)", show=False), Binding("G,end", "end(1)", show=False),
        Binding("n,l,right,tab", "step(1)", show=False), Binding("p,h,left,shift+tab", "step(-1)", show=False),
        Binding("u", "undo", show=False), Binding("e", "by_hand", show=False), Binding("escape,q,backspace,enter", "leave", show=False),
    ]

    def __init__(self, under: ConflictsScreen, take: Callable[[Conflict, Any], bool], undo: Callable[[], None]) -> None:
        """Begin with the conflict under the cursor.

        Args:
            under: The screen that shows the conflicts; what it shows is decided, in its order.
            take: Ends a conflict by a value; whether that was possible.
            undo: Takes back the last decision.
        """
        super().__init__()
        self._under = under
        self._take = take
        self._undo = undo
        self._conflict: Conflict | None = None
        self._is_deciding = False
        self._deaf_until = 0.0
        self.pane = ConflictPane()
        self.pane.GROUND = "surface"

    def compose(self) -> ComposeResult:
        """A box with the conflict."""
        with Vertical():
            yield self.pane

    def on_mount(self) -> None:
        """Show the conflict."""
        self.pane.focus()
        self._under.follower = self._follow
        self.show()

    def on_unmount(self) -> None:
        """Follow no longer."""
        self._under.follower = None

    def _follow(self) -> None:
        """What is shown has changed: git has answered, or others decided. Keys meant for what was there must not hit what is there now."""
        if self._is_deciding or self.is_answered:
            return
        before = self._conflict
        self.show()
        if before != self._conflict:
            self._deaf_until = monotonic() + _DEAF
            self._under.host.say("somebody has decided meanwhile: look again")

    def on_resize(self) -> None:
        """The box is as high as the lines, once the pane knows how wide they are; the title is cut to it."""
        self.pane.call_later(self.show)

    def show(self) -> None:
        """Show the conflict under the cursor of the screen; close where nothing is left to decide."""
        conflict = self._under.conflict
        if conflict is None:
            self._under.host.say("all conflicts are decided")
            self.dismiss(None)
            return
        self._conflict = conflict
        self.pane.set_conflict(self._under.shown_of(conflict))
        box = self.query_one(Vertical)
        room = max(10, int(self.size.width * 0.96) - 8)
        place, count = self._under.list.cursor_index + 1 - len(self._under.list.view.faults), len(self._under.list.view.rows)
        box.styles.height = max(_LEAST, min(len(self.pane.lines) + 3, int(self.size.height * 0.92)))
        box.border_title = as_title(shortened(f"Conflict {place} of {count} · {conflict.kind}", room))
        digits = "1 2" if len(conflict.values) == 2 else f"1–{min(9, len(conflict.values))}"
        hand = "" if conflict.path == _BY_HAND else " · e edit"
        words = f"{digits} take · 0 as before{hand} · n p skip · u undo · j k scroll · esc close"
        box.border_subtitle = words if width_of(words) <= room else f"{digits} take · 0 as before{hand} · n skip · esc"

    def on_key(self, event: Key) -> None:
        """Take a value by its digit."""
        digit = digit_of(event.key)
        if digit:
            event.stop()
            if monotonic() >= self._deaf_until:
                self._decide(int(digit))

    def _decide(self, number: int) -> None:
        conflict = self._conflict
        if conflict is None or self.is_answered:
            return
        if conflict != self._under.conflict:
            self._follow()
            return
        if number > len(conflict.values):
            self._under.host.say(f"there is no value {number} here")
            return
        with self._deciding():
            self._take(conflict, conflict.values[number - 1] if number else conflict.base)

    @contextmanager
    def _deciding(self) -> Iterator[None]:
        """What changes now is our own doing; the next conflict is shown after it."""
        self._is_deciding = True
        try:
            yield
        finally:
            self._is_deciding = False
        self.show()

    def action_scroll(self, step: int) -> None:
        """Scroll by lines."""
        self.pane.move(step)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.pane.page(direction)

    def action_end(self, direction: int) -> None:
        """Scroll to an end."""
        (self.pane.last if direction > 0 else self.pane.first)()

    def action_step(self, step: int) -> None:
        """Skip this one, or go back to one that was skipped."""
        with self._deciding():
            self._under.list.move(step)
            self._under.show_detail()

    def action_undo(self) -> None:
        """Take back the last decision; its conflict comes up again."""
        before = {one.key for one in self._under.rows_now().conflicts}
        with self._deciding():
            self._undo()
            again = next((one.key for one in self._under.rows_now().conflicts if one.key not in before), None)
            if again is not None:
                self._under.list.move_to_id(again)
                self._under.show_detail()

    def action_by_hand(self) -> None:
        """Close, and edit the field."""
        conflict = self._under.conflict
        if conflict is not None and conflict.path != _BY_HAND:
            self.dismiss(conflict.key)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
