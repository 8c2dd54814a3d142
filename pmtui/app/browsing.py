"""Addresses of the world outside: opened in the browser off the event loop, or copied where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.domain.text import one_line
from pmtui.store.browser import open_address
from pmtui.widgets.cells import shortened

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Browsing:
    """Opens addresses for the app."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_open_address(self, arguments: Mapping[str, Any]) -> None:
        """Open an address; what a link holds besides is never run."""
        in_thread(self.app, "browser", self._open, one_line(str(arguments["address"])))

    def _open(self, address: str) -> None:
        on_loop(self.app, self._opened, address, open_address(address))

    def _opened(self, address: str, is_open: bool) -> None:
        if is_open:
            self.app.say(shortened(f"opened {address}", 79))
        else:
            self.app.copy_to_clipboard(address.encode("utf-8", "replace").decode("utf-8"))
            self.app.say(shortened(f"copied, for no browser can be opened here: {address}", 79))
