"""Toasts that are shown at the very moment at which their time ends."""

from __future__ import annotations

from typing import Any

from textual.widgets import _toast

_LEAST = 0.05
"""Seconds that a toast is shown at least."""


class SteadyToast(_toast.Toast):
    """A toast whose time is never over before it begins.

    Textual makes a toast of a notification that has some time left, and asks how much once more: between the two it may
    have ended. Its timer is then set to less than nothing, and counts for ever: the program would stand still.
    """

    def __init__(self, notification: Any) -> None:
        """Show a notification."""
        super().__init__(notification)
        self._timeout = max(_LEAST, self._timeout)


def mend_toasts() -> None:
    """Let Textual make steady toasts."""
    _toast.Toast = SteadyToast  # type: ignore[misc]
