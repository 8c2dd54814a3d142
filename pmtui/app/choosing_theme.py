"""Choosing a theme: each is shown while the cursor is on it; Escape brings the one before back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.screens.dialogs.pick import CURRENT, PickDialog

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class ThemeChoice:
    """Carries out the effect `theme`."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_theme(self, arguments: Mapping[str, Any]) -> None:
        """Switch to a theme by its name, or let the person look at all of them and choose."""
        themes = self.app.themes
        if "name" in arguments:
            themes.use(str(arguments["name"]))
            return
        if not themes.names:
            themes.preview("")  # it says why there are none
            return
        before = themes.wanted
        now = before if before in themes.names else self.app.theme  # with few colours another one stands in for it
        rows = [(name, themes.known[name].title, CURRENT if name == now else themes.known[name].about) for name in themes.names]

        def chosen(name: str | None) -> None:
            if name is not None:
                themes.use(name)
            else:
                themes.show(before)

        self.app.push_screen(PickDialog("Theme", rows, preview=themes.preview), chosen)
