"""Toasts that are shown at the very moment at which their time ends, and that leave nothing when they go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.await_remove import AwaitRemove
from textual.notifications import Notification
from textual.widgets import _toast

_LEAST = 0.05
"""Seconds that a toast is shown at least."""


class SteadyToast(_toast.Toast):
    """A toast whose time is never over before it begins, and which takes along what it stands in.

    Textual makes a toast of a notification that has some time left, and asks how much once more: between the two it may
    have ended. Its timer is then set to less than nothing, and counts for ever: the program would stand still. And of a toast
    that another one makes pointless Textual keeps the container, on each screen that showed it, for as long as the program runs.

    It is as small as what it says. On a screen it lies on the border above the foot, over a dialog above the rows (`Dialog` says so):
    where nothing stands that one acts on.
    """

    DEFAULT_CSS = """
    SteadyToast { width: auto; max-width: 100%; margin: 0; padding: 0 1; }
    """

    def __init__(self, notification: Any) -> None:
        """Show a notification."""
        super().__init__(notification)
        self._timeout = max(_LEAST, self._timeout)

    def remove(self) -> AwaitRemove:
        """Remove the toast with the container that was made for it."""
        return self.parent.remove() if isinstance(self.parent, _toast.ToastHolder) else super().remove()


def mend_toasts() -> None:
    """Let Textual make steady toasts."""
    _toast.Toast = SteadyToast  # type: ignore[misc]


def outdated(shown: Iterable[Notification], message: str, severity: str) -> list[Notification]:
    """The toasts that a new one makes pointless: those that say the same, and for news, older news.

    Warnings and errors stay until their time is over. Five toasts of five undos would cover what the last one is about.
    """
    return [one for one in shown if one.message == message or (severity == one.severity == "information")]
