"""What screens and dialogs may ask of the app that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pmtui.commands.core import Registry
from pmtui.domain.change import Snapshot
from pmtui.domain.query import Environment


class Host(Protocol):
    """The app, as its screens see it."""

    snapshot: Snapshot
    commands: Registry

    @property
    def keys(self) -> Mapping[tuple[str, ...], str]:
        """The live keymap: key sequences to command ids."""

    def environment(self) -> Environment:
        """What a query needs to know besides the records."""

    def dispatch(self, id: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Run a command here and now."""

    def id_length(self, id: str) -> int:
        """How many characters tell an id from all others."""

    def say(self, message: str, severity: str = "information") -> None:
        """Show a toast."""
