"""What all dialogs share: how they close, and their frame."""

from __future__ import annotations

from textwrap import wrap
from typing import TypeVar

from rich.segment import Segment
from textual.await_complete import AwaitComplete
from textual.await_remove import AwaitRemove
from textual.events import Resize
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from pmtui.screens.settled import SettledScreen
from pmtui.screens.smallest import PLEA, is_too_small
from pmtui.widgets.backdrop import backdrop, bare
from pmtui.widgets.palette import palette_of

T = TypeVar("T")
_SIDE, _ABOVE = 3, 5
"""Of a screen of which so few columns are left at each side, and so few lines above and below together, nothing is shown."""


class Dialog(SettledScreen[T], ModalScreen[T]):
    """A dialog that answers once: of two keys that come at the same moment, the second finds it closed.

    Textual's `dismiss` takes whatever is on top off the screen, though it be the main screen.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { max-width: 96%; border: round $border; background: $surface; }
    Dialog > Vertical { border-title-color: $text; border-subtitle-color: $text-muted; }
    Dialog > Picker { max-width: 96%; max-height: 90%; }
    Dialog .help { color: $text-muted; }
    Dialog > ToastRack { dock: top; align: right top; margin: 0; overflow-y: hidden; }
    """

    is_answered = False
    """Whether it has been closed; a dialog that is used again sets it back."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is seen of the screen behind, in the dialog's tint."""
        if self._compositor.curtain is not None:
            return self._plea(crop)
        stack = self.app.screen_stack
        at = stack.index(self) if self in stack else 0
        tint = self.styles.background
        found = None
        if at and 0 < tint.a < 1:
            if self._stands_alone:
                return bare(crop, tint, self.get_line_filters(), self.background_colors[1])
            found = backdrop(stack[at - 1], crop, tint, self.get_line_filters(), self.background_colors[1])
        return super().render_lines(crop) if found is None else found

    _stands_alone = False
    """Whether it covers nearly all of the screen."""

    def _lay_out_screen(self) -> None:
        """Look how much of the screen behind is left to see, and whether there is room for anything."""
        super()._lay_out_screen()
        width, height = self.size
        self._compositor.curtain = self if is_too_small(self.size) else None
        boxes = [one.region for one in self.children if one.display and one.region.height >= height - _ABOVE]
        alone = any(one.x <= _SIDE and width - one.right <= _SIDE for one in boxes)
        if alone != self._stands_alone:
            self._stands_alone = alone
            self.refresh()

    def _plea(self, crop: Region) -> list[Strip]:
        """The plain message in place of everything: what was typed stays where it is until there is room again."""
        style = palette_of(self.app).style()
        width, height = self.size
        words = wrap(PLEA, width or 1)[:height]
        first = (height - len(words)) // 2
        lines = (words[y - first] if 0 <= y - first < len(words) else "" for y in crop.line_range)
        return [Strip([Segment(line.center(width), style)], width).crop(crop.x, crop.right) for line in lines]

    async def _on_resize(self, event: Resize) -> None:
        """The first size of a dialog is no news to the screens behind it, which would lay themselves out and have all painted anew."""
        if all(screen._compositor.size == event.size for screen in self.app._background_screens):
            event.stop()
            event.prevent_default()
            self._screen_resized(event.size)

    def remove(self) -> AwaitRemove:
        """Go, without more: Textual would lay out the screen behind and paint it a second time."""
        return self.app._prune(self)

    @property
    def is_deciding(self) -> bool:
        """Whether it still looks for what the last key meant: the keys behind that one wait so long."""
        return False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer; a second one counts no more."""
        if self.is_answered:
            done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
            return done
        self.is_answered = True
        return super().dismiss(result)
