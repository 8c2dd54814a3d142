"""Addresses of the world outside: opened in the browser off the event loop, or copied where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.domain.text import one_line
from pmtui.store.browser import open_address

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Browsing:
    """Opens addresses for the app."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_open_address(self, arguments: Mapping[str, Any]) -> None:
        """Open an address; what a link holds besides is never run."""
        self.app.run_worker(self._open(one_line(str(arguments["address"]))), group="browser")

    async def _open(self, address: str) -> None:
        if await asyncio.to_thread(open_address, address):
            self.app.say(f"opened {address}"[:79])
        else:
            self.app.copy_to_clipboard(address.encode("utf-8", "replace").decode("utf-8"))
            self.app.say(f"copied, for no browser can be opened here: {address}"[:79])
