"""The main screens, by name, in the order of their digits."""

from __future__ import annotations

from pmtui.screens.backlog import BacklogScreen
from pmtui.screens.records_screen import RecordsScreen

SCREENS: dict[str, type[RecordsScreen]] = {"backlog": BacklogScreen}
"""Where `--screen NAME` and the digits go."""
