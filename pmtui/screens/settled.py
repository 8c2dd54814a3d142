"""A screen that is painted when its layout has come to rest, and then once."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.events import ScreenResume
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from pmtui.widgets.compositing import LineCompositor, hand_on, terminal_changed

T = TypeVar("T")

_ROUNDS = 4
"""Layouts that may follow from each other before all is painted as it stands."""
_TURNS = 4
"""Turns of the event loop in which a widget has taken its new size and has said what follows from it."""


class SettledScreen(Screen[T]):
    """A screen whose repaints are by the line, each of a layout that is final.

    Textual paints what a layout changed, then what else was to be painted, and once more when widgets have taken their new sizes.
    """

    DEFAULT_CSS = """
    SettledScreen > ToastRack { overflow-y: hidden; }
    """  # toasts were measured without the bar beside them, and the last line of some lay below the screen
    _compositor: LineCompositor
    _is_held = True
    """Whether nothing is painted, for something else comes first."""
    _is_settling = False
    _styled: tuple[int, bool] | None = None
    """For which style sheet, and whether the terminal had the focus, its styles were matched when it was last shown."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's, but who has the keys is shown by the widgets themselves: the screen is not painted anew for it."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        """A screen with a compositor of ours."""
        super().__init__(name, id, classes)
        self._compositor = LineCompositor()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Be painted when all is in its place: Textual would paint a new screen four times, with ever more of it.

        Styles are matched anew only where something may have changed them meanwhile; a new screen has just had them matched.
        """
        terminal_changed()
        styled, self._styled = self._styled, (self.app._css_update_count, self.app.app_focus)
        event.refresh_styles = event.refresh_styles and styled not in (None, self._styled)
        if self._size != self.app.size:
            self._is_held = self._is_settling = True
            self._after_turns(partial(self.call_later, self._come))

    def _come(self) -> None:
        self._is_held = False
        self._settle()

    def _on_timer_update(self) -> None:
        self._update_timer.pause()
        if self._is_settling:
            return
        if self._layout_required and self.is_current and not self.app._batch_count:
            self._settle()
        else:
            self._paint()

    def _settle(self, rounds: int = _ROUNDS) -> None:
        """Lay out, again while the sizes that widgets take ask for it; then paint."""
        self._is_settling = bool(rounds and self._layout_required and self.is_running and self.is_current and not self.app._batch_count)
        if not self._is_settling:
            self._paint()
            return
        self._lay_out_screen()
        self._after_turns(partial(self.call_later, self._settle, rounds - 1))

    def _lay_out_screen(self) -> None:
        was_held, self._is_held = self._is_held, True
        self._refresh_layout(scroll=self._scroll_required)
        self._layout_required = self._scroll_required = False
        self._is_held = was_held

    def _after_turns(self, then: Callable[[], object], turns: int = _TURNS) -> None:
        if turns:
            get_running_loop().call_soon(self._after_turns, then, turns - 1)
        else:
            then()

    def _paint(self) -> None:
        """Paint what is dirty, and what layouts have changed; a layout that is still to come and its repaint are one."""
        if self._layout_required or self._scroll_required:
            if not self.is_current or self.app._batch_count:
                return
            self._lay_out_screen()
        super()._on_timer_update()
        if self._compositor._dirty_regions and self.is_current and not self.app._batch_count:
            self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        if not self._is_held and not hand_on(self):
            super()._compositor_refresh()

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:  # else what is laid out anew is laid out where it rests
            super()._screen_resized(size)
