"""What we were wrong about, shown over the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import show_after
from pmtui.commands.core import Effect
from pmtui.domain.calibration import Calibration, calibration
from pmtui.domain.was_wrong import Mistake, mistakes
from pmtui.screens.dialogs.decision_was_wrong import WasWrongDialog

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_AT_ONCE = 100
"""So many hypotheses and decisions are read in a few milliseconds."""


class WasWrong:
    """Opens the page."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_was_wrong(self, arguments: Mapping[str, Any]) -> None:
        """Show refuted beliefs, reversed decisions and calibration; a line leads to its record."""
        def answered(key: tuple[str, str] | None) -> None:
            if key is not None:
                self.app.effects.carry_out(Effect("goto", {"kind": key[0], "id": key[1]}))

        snapshot = self.app.snapshot
        found: list[tuple[Calibration, list[Mistake]]] = []

        def look() -> None:
            found.append((calibration(snapshot), mistakes(snapshot)))

        def show() -> None:
            self.app.push_screen(WasWrongDialog(*found[0], self.app.shown_today), answered)

        if sum(len(snapshot.table(kind)) for kind in ("hypothesis", "decision")) <= _AT_ONCE:
            look()
            show()
        else:
            show_after(self.app, "mistakes", look, show)
