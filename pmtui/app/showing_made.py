"""Going to the record that a dialog has just made on another screen than its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.core import Effect
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.registry import screen_of

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_LATER = 0.2
"""Seconds until it is said how to go on: the screen must stand."""


def go_to_made(app: PmtuiApp, kind: str, words: str) -> None:
    """Go to the record of a kind that the last change has made, and say how to go on."""
    made = app.ledger.undos[-1].edits[0] if app.ledger.undos else None
    if made is None or made.kind != kind:
        return
    screen = app.get_screen(screen_of(kind))
    if isinstance(screen, RecordsScreen):
        screen.show_snapshot()  # one that was made ahead knows nothing of it yet, and would filter for it
    app.effects.carry_out(Effect("goto", {"kind": kind, "id": made.id}))
    app.set_timer(_LATER, lambda: app.say(words))
