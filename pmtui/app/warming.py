"""Making what nobody has asked for yet, while nobody waits: the first visit of a screen is then as quick as the second."""

from __future__ import annotations

from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING

from pmtui.app.collecting import Collecting
from pmtui.app.effects import OTHERS
from pmtui.screens.registry import SCREENS

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_FORM = "pmtui.screens.dialogs.form.screen"
_PAUSE, _REST = 0.1, 0.25
"""Seconds between two screens, and seconds without a key after which nobody is thought to wait."""


class Warming:
    """Makes the other main screens one by one, behind the one that is shown."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._names = [name for name in SCREENS if name != app.start_screen]
        self._waiting = [*self._names, ""]

    def read_modules(self) -> None:
        """Import the modules of the other screens and of the form; to be called on a thread."""
        for path in (_FORM, *(SCREENS[name].path.partition(":")[0] for name in self._names)):
            import_module(path)

    def begin(self) -> None:
        """Begin to make the screens, on the event loop."""
        self.app.set_timer(_PAUSE, self._next)

    def _next(self) -> None:
        if self.app.link.is_finished:
            return
        if monotonic() - self.app.last_key_at > _REST:
            if not self._waiting:
                Collecting(self.app).begin()
                return
            name = self._waiting.pop(0)
            if name and not self.app.is_screen_installed(name):  # the program ends
                return
            self.app._get_screen(name or self.app.effects.room(OTHERS["form"]).screen())  # mounted as a switch would, not shown
        self.app.set_timer(_PAUSE, self._next)
